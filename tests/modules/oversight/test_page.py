"""The tabs 监督教育 and 移风易俗 at the clerk's hands: keys, warnings, papers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.ledgers import LEDGERS
from qinglian_desktop.modules.oversight.records import NO_CLUES
from qinglian_desktop.shell import pages
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.plain_ledgers import NONE_CHOSEN
from windows import LONG, Clerk, window_on

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def settled(qapp: QApplication) -> Iterator[None]:
    look.apply(qapp)
    with clock.fixed(date(2026, 9, 28)):
        yield
    cover.set_covered(False)
    look.apply(qapp)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Any]:
    with window_on(make_book(tmp_path)) as made:
        yield made


def ledger(window: Any, tab: str, table: str, row_id: str = "") -> LedgerPage:
    window.go(tab, table, row_id)
    page = window.page.current
    assert isinstance(page, LedgerPage)
    return page


def test_every_ledger_has_its_place_in_a_tab() -> None:
    both = (*pages.tabs_of(street=True), *pages.tabs_of(street=False))
    tabs = {tab.page_id: tab for tab in both}
    for module in LEDGERS:
        assert module.name in tabs[module.tab].modules
        assert {record.table for record in module.records} <= set(tabs[module.tab].tables)


def test_a_survey_is_typed_and_its_rate_appears(window: Any, qtbot: Any) -> None:
    page = ledger(window, "oversight", "survey_result")
    clerk = Clerk(window)
    clerk.key(Qt.Key.Key_N, CTRL)
    editors = page.drawer.form.editors
    for name, text in (
        ("surveyed_on", "2026-09-18"), ("valid", "40"), ("satisfied", "30"), ("fairly", "6"),
        ("middling", "2"), ("poor", "1"), ("unknown", "1"),
    ):  # fmt: skip
        clerk.fill(editors[name].input, text)
    page.save_now()
    (row,) = window.book.rows(Query("survey_result"))
    assert (row["satisfied_rate"], row["sample_planned"], row["year"]) == (92_300, 30, 2026)


def test_what_may_not_be_written_stands_over_list_and_form(window: Any) -> None:
    for table in ("monitor_log", "key_person_talk", "special_check"):
        page = ledger(window, "oversight", table)
        page.new_record()
        said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
        assert sum(NO_CLUES in text for text in said) == 2, table


def test_a_paper_asks_for_its_row_and_a_blank_one_does_not(
    tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = list[str]()
    monkeypatch.setattr(Window, "preview", lambda self, pdf, title, facts=None: shown.append(title))
    with window_on(make_book(tmp_path)) as window:
        page = ledger(window, "customs", "environment_inspection")
        actions = {one.text(): one for one in page.findChildren(QAction) if one.text()}
        actions["打印评分表"].trigger()
        assert page.banner.isVisible()
        assert page.banner.text.text() == NONE_CHOSEN
        actions["打印空评分表"].trigger()
        qtbot.waitUntil(lambda: bool(shown), timeout=LONG)
        draft = {"inspected_on": "2026-09-03", "place": "3组", "score": 90_000}
        saved = saving.saver("environment_inspection")(window.book, None, draft)
        page.open_record(str(saved.result))
        actions["打印评分表"].trigger()
        qtbot.waitUntil(lambda: len(shown) == 2, timeout=LONG)
        assert shown == ["空评分表", "评分表"]
