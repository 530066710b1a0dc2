"""Village or community: every screen and paper of a matter speaks the words of its own office."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from cases import hold, make_matter, make_office
from every_page import rested
from qinglian_desktop.core import clock
from qinglian_desktop.core.document.text import as_text
from qinglian_desktop.modules.decisions import actions, reads
from qinglian_desktop.modules.decisions.page import DecisionsPage
from qinglian_desktop.modules.decisions.page.matters import MattersPage
from qinglian_desktop.modules.decisions.records import (
    BODIES,
    PROPOSAL,
    PUBLISHED,
    STUDY,
    TALK,
)
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.shell.window import Window
from windows import TODAY, program, window_on

# Words of the other kind; names of laws in 《》 and what has nothing to do with the kind stay.
FOREIGN = {"community": "村民|村委|村务|村规|本村|全村", "village": "居民|居委|居务|本社区|全社区"}
_LAW = re.compile(r"《[^》]*》|外地[^；。]*办法|农村集体经济组织")


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    with program(qapp):
        yield


def words(widget: QWidget) -> str:
    """Everything that is shown: labels, buttons, fields and their placeholders, tips."""
    found: list[str] = []
    for one in widget.findChildren(QWidget):
        if not one.isVisible():
            continue
        found += [one.toolTip(), one.accessibleName()]
        if isinstance(one, QLabel | QAbstractButton):
            found.append(one.text())
        elif isinstance(one, QLineEdit):
            found += [one.text(), one.placeholderText()]
        elif isinstance(one, QPlainTextEdit):
            found += [one.toPlainText(), one.placeholderText()]
    return "\n".join(filter(None, found))


def screens(window: Window) -> Iterator[tuple[str, str]]:
    """(screen, its words): each gate of matters before each body, a new matter, the lists."""
    book = window.book
    stages = {
        "提议": make_matter(book, TODAY),
        "商议": make_matter(book, TODAY),
        "预审": make_matter(book, TODAY, pre_review=1),
        "审议": make_matter(book, TODAY),
        "决议公开": make_matter(book, TODAY - timedelta(days=1)),
        "终止": make_matter(book, TODAY),
    }
    for name, until in (("商议", PROPOSAL), ("预审", TALK), ("审议", TALK), ("决议公开", "决议")):
        hold(book, stages[name], TODAY, until=until, apart=0)
    actions.end_matter(book, stages["终止"], "不办了")
    for body in BODIES:
        if body != "业主大会":
            stages[f"决议 {body}"] = make_matter(book, TODAY, body=body, group_name="1组")
            hold(book, stages[f"决议 {body}"], TODAY, until=STUDY, apart=0)
    page = window.go("decisions")
    assert isinstance(page, DecisionsPage)
    matters = page.show_section("matter")
    assert isinstance(matters, MattersPage)
    for name, matter in stages.items():
        matters.open_record(matter)
        rested(window, name, page)
        yield name, words(page)
    for title in ("修缮文化广场", "门面出租", "为公司担保", "低保评议", "买鹦鹉"):
        matters.new_record()
        matters.fresh.form.editors["title"].put_text(title)
        matters.fresh.form.editors["title"].mark_touched()
        matters.fresh.ask_rules()
        yield title, words(page)
    sections = page.keys()
    for key in sections:
        page.show_section(key)
        rested(window, key, page)
        yield key, words(page)


@pytest.mark.parametrize("kind", ["community", "village"])
def test_twenty_screens_speak_the_words_of_the_office(tmp_path: Path, kind: str) -> None:
    with window_on(make_office(tmp_path, kind)) as window:
        seen = dict(screens(window))
        assert len(seen) >= 20
        for name, text in seen.items():
            left = _LAW.sub("", text)
            assert not re.search(FOREIGN[kind], left), f"{name}: {left}"
        own = "居民代表会议" if kind == "community" else "村民代表会议"
        assert own in seen["决议 代表会议"]
        other = "village" if kind == "community" else "community"
        assert re.search(FOREIGN[other], seen["决议 代表会议"]), "a foreign word would be seen"


@pytest.mark.parametrize("kind", ["community", "village"])
def test_the_notice_speaks_them_too(tmp_path: Path, kind: str) -> None:

    with clock.fixed(TODAY), make_office(tmp_path, kind) as book:
        matter = make_matter(book, TODAY - timedelta(days=1))
        hold(book, matter, TODAY, apart=0)
        step = reads.case(book, matter).step(PUBLISHED)
        assert step is not None
        said = "".join(as_text(disclosure.document_of(book, step.last["notice_id"], "board")))
        own = "居民代表会议" if kind == "community" else "村民代表会议"
        assert own in said and not re.search(FOREIGN[kind], _LAW.sub("", said))
