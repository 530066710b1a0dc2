"""Is a notice saved for WPS, from a template the office may make its own and take back?"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.dom import minidom

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from modules.disclosure.test_page import LONG, desk, previewed, settled  # noqa: F401
from office import make_book, make_details, make_entry, make_opening
from qinglian_desktop.core import clock, made_by
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.word.templates import NOTICE
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.actions import word
from qinglian_desktop.modules.disclosure.page.notice_view import NoticeView
from qinglian_desktop.modules.disclosure.page.word import WordButtons
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.records import COMMITTEE
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 11, 24)), make_book(tmp_path) as made:
        yield made


@pytest.fixture
def notice(book: Book) -> str:
    make_opening(book, cash_fen=100_000)
    make_entry(book, 238_000, date(2026, 9, 1))
    changes = funds.compose_quarterly(book, COMMITTEE, Period.parse("2026Q3"))
    return str(next(iter(changes.ids("notice"))))


def texts(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        tree = minidom.parseString(package.read("word/document.xml"))
    return "\n".join(
        "".join(child.data for t in p.getElementsByTagName("w:t") for child in t.childNodes)
        for p in tree.getElementsByTagName("w:p")
    )


def edited(path: Path, old: str, new: str) -> None:
    """As somebody does in WPS: other words in the template."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].decode()
    assert old in body
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            wanted = body.replace(old, new).encode() if name == "word/document.xml" else data
            package.writestr(name, wanted)
    path.write_bytes(out.getvalue())


def test_the_programs_template_knows_every_name_it_uses(
    book: Book, notice: str, tmp_path: Path
) -> None:
    out = tmp_path / "公告.docx"
    written = word.save_word(book, notice, out).result
    assert written == word.Written(out, ())
    said = texts(out)
    for words in ("草稿，不作公开用", "2,380.00", "办公用品", "新街子社区", "上期结余："):
        assert words in said
    assert set(re.findall("〔.*?〕", said)) == {"〔2026〕"}, "only the year of the number"


def test_who_made_it_and_when_stands_in_its_properties_and_in_the_list_of_exports(
    book: Book, notice: str, tmp_path: Path
) -> None:
    out = tmp_path / "公告.docx"
    with made_by.hand("周文书"):
        word.save_word(book, notice, out)
        again = tmp_path / "再一份.docx"  # a template that names somebody from elsewhere
        with zipfile.ZipFile(out) as made, zipfile.ZipFile(NOTICE.own(book.home), "w") as own:
            for name in made.namelist():
                own.writestr(name, made.read(name).decode().replace("周文书", "别的人"))
        word.save_word(book, notice, again)
    for path in (out, again):
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
            said = package.read("docProps/core.xml").decode()
            listed = package.read("[Content_Types].xml").decode()
            pointed = package.read("_rels/.rels").decode()
        assert re.search(r"导出 周文书 \d{4}-\d\d-\d\d \d\d:\d\d", said)
        assert "别的人" not in said
        assert listed.count("/docProps/core.xml") == pointed.count("docProps/core.xml") == 1
        assert "导出 周文书" not in texts(path), "what is posted speaks for the office alone"
    noted = book.rows(Query("export_note"))
    assert [one["file_name"] for one in noted] == ["公告.docx", "再一份.docx"]
    assert all(one["what"].startswith("公告 ") and one["who"] for one in noted)


@pytest.mark.parametrize("place", ["docProps/Core.xml", "package/core-properties/a1.psmdcp"])
def test_the_properties_stand_once_where_the_template_has_them(
    book: Book, notice: str, tmp_path: Path, place: str
) -> None:
    """Other programs keep them elsewhere; two of them, and Word calls the file damaged."""
    first, out = tmp_path / "头.docx", tmp_path / "公告.docx"
    with made_by.hand("别的人"):
        word.save_word(book, notice, first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(NOTICE.own(book.home), "w") as own:
        for name in made.namelist():
            told = made.read(name).replace(b"docProps/core.xml", place.encode())
            own.writestr(place if name == "docProps/core.xml" else name, told)
    with made_by.hand("周文书"):
        word.save_word(book, notice, out)
    with zipfile.ZipFile(out) as package:
        pointed = package.read("_rels/.rels").decode()
        every = b"".join(map(package.read, package.namelist())).decode("utf-8", "replace")
        assert "导出 周文书" in package.read(place).decode()
        assert len(set(map(str.lower, package.namelist()))) == len(package.namelist())
    assert pointed.count("metadata/core-properties") == 1
    assert "别的人" not in every


def test_an_edited_template_is_used_and_what_it_asks_in_vain_is_told(
    book: Book, notice: str, tmp_path: Path
) -> None:
    template = NOTICE.own(book.home)
    edited(template, "〔内容〕", "本期花了〔支出合计〕元，〔书记〕")
    out = tmp_path / "公告.docx"
    written = word.save_word(book, notice, out).result
    assert isinstance(written, word.Written) and written.unknown == ("〔书记〕",)
    assert "本期花了2,380.00元，〔书记〕" in texts(out)


def test_a_general_notice_has_its_text_and_its_details(book: Book, tmp_path: Path) -> None:
    make_details(book, "慰问金", [50_000, 80_000])
    changes = disclosure.compose_general(
        book, "慰问金发放", body="第一段。\n第二段。", subject="慰问金"
    )
    notice = str(next(iter(changes.ids("notice"))))
    names = word.names(book, notice)
    assert {"正文", "明细：项目", "明细：金额", "明细合计大写"} <= set(names)
    edited(NOTICE.own(book.home), "〔内容〕", "〔正文〕 〔明细合计大写〕")
    out = tmp_path / "公告.docx"
    word.save_word(book, notice, out)
    assert "第一段。第二段。 壹仟叁佰元整" in texts(out).replace("\n", "")


def test_putting_back_keeps_the_edited_one_beside_it(book: Book, notice: str) -> None:
    assert NOTICE.put_back(book.home) is None
    template = NOTICE.own(book.home)
    edited(template, "〔标题〕", "我们自己的标题")
    assert NOTICE.own(book.home) == template, "what was edited is opened again"
    kept = NOTICE.put_back(book.home)
    assert kept is not None and kept.is_file() and not template.exists()
    assert "我们自己的标题" in texts(kept)
    assert "〔标题〕" in texts(NOTICE.own(book.home))


def test_a_broken_template_is_refused_in_words_and_nothing_is_written(
    book: Book, notice: str, tmp_path: Path
) -> None:
    NOTICE.own(book.home).write_bytes(b"old .doc")
    with pytest.raises(Refused, match="恢复原样"):
        word.save_word(book, notice, tmp_path / "公告.docx")
    assert not (tmp_path / "公告.docx").exists()


# -- the buttons ------------------------------------------------------------------------------


@pytest.fixture
def view(qtbot: Any, desk: Desk, notice: str) -> NoticeView:  # noqa: F811
    made = NoticeView(desk)
    qtbot.addWidget(made)
    made.resize(1166, 640)
    made.show()
    made.open_row(notice)
    return made


def test_the_button_saves_under_the_chosen_name_and_says_where(
    qtbot: Any, view: NoticeView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(parent: Any, title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.append(Path(name).name)
        return str(tmp_path / "给镇上的"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    said: list[str] = []
    view._desk.runner.said.connect(said.append)
    view.word.save.click()
    qtbot.waitUntil(lambda: any("已存为 Word" in text for text in said), timeout=LONG)
    assert asked[0].endswith(".docx") and asked[0].startswith(str(view.row["number"]))
    assert (tmp_path / "给镇上的.docx").is_file()


def test_unknown_names_are_said_in_the_banner_with_the_right_ones(
    qtbot: Any, view: NoticeView, book: Book, tmp_path: Path
) -> None:
    edited(NOTICE.own(book.home), "〔落款单位〕", "〔盖章单位〕")
    view.word.save_as(tmp_path / "公告.docx")
    qtbot.waitUntil(view.banner.isVisible, timeout=LONG)
    assert "〔盖章单位〕认不出" in view.banner.text.text()
    assert "〔标题〕" in view.banner.text.text()


def test_under_the_cover_nothing_goes_out(
    view: NoticeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("asked for a name"))
    cover.set_covered(True)
    view.word.save.click()
    cover.set_covered(False)
    assert "F9" in view.banner.text.text()


def test_the_template_opens_in_wps_or_says_where_it_is(
    view: NoticeView, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or False
    )
    view.word.edit.trigger()
    assert Path(opened[0]) == NOTICE.path(book.home) and Path(opened[0]).is_file()
    assert str(NOTICE.path(book.home)) in view.banner.text.text()
    said: list[str] = []
    view._desk.runner.said.connect(said.append)
    view.word.restore.trigger()
    assert "改过的留在" in said[-1] and not NOTICE.path(book.home).exists()


def test_the_names_a_template_may_use_stand_beside_it(
    view: NoticeView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: True)
    view.word.edit.trigger()
    for name in ("〔内容〕", "〔标题〕", "〔支出合计大写〕", "〔支出：摘要〕", "〔支出：金额〕"):
        assert name in view.banner.text.text()


def test_a_notice_not_yet_written_has_no_word_button(
    qtbot: Any,
    desk: Desk,  # noqa: F811
) -> None:
    made = NoticeView(desk)
    qtbot.addWidget(made)
    made.show()
    made.new_row()
    assert not made.word.isVisible()
    assert isinstance(made.word, WordButtons) and made.findChild(Banner) is not None
