"""年终评价 in the window, by keyboard: unit after unit, the claims, the notice."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from modules.yearend import made_street
from modules.yearend.made_street import YEAR, Plan, conclusion_of
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.yearend import actions, reads
from qinglian_desktop.modules.yearend.page import notice
from qinglian_desktop.modules.yearend.page.bonus import BonusPage
from qinglian_desktop.modules.yearend.page.notice import NoticePage
from qinglian_desktop.modules.yearend.page.part import Year
from qinglian_desktop.modules.yearend.page.units import UnitsPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.sections import Sections
from windows import LONG, TODAY, Clerk, primaries, program, window_on


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Plan]]:
    with clock.fixed(TODAY):
        book, plans = made_street.street(tmp_path_factory.mktemp("street"))
        for plan in plans[2:]:
            actions.settle(book, YEAR, plan.office)
    book.close()
    return book.home, plans


@pytest.fixture
def window(qapp: QApplication, home: tuple[Path, list[Plan]], tmp_path: Path) -> Iterator[Window]:
    with program(qapp):
        book = Book.open(Path(copytree(home[0], tmp_path / "street")), RECORDS)
        with window_on(book) as made:
            yield made


def section(window: Window, key: str) -> Any:
    window.go("yearend")
    page = window.page
    assert isinstance(page, Sections)
    return page.show_section(key)


def test_one_unit_after_the_other_without_a_mouse(
    window: Window, home: tuple[Path, list[Plan]]
) -> None:
    page, plans = section(window, "year_verdict"), home[1]
    assert isinstance(page, UnitsPage)
    codes = [row[0] for row in page.table.records.rows]
    assert codes == sorted(codes) and len(codes) == 13
    assert page.said.text().startswith("共 13 家，已核定 11 家。还不能印发：2 家待核定")
    assert primaries(page) == ["核定，到下一家"]
    clerk = Clerk(window)
    page.table.setFocus()
    clerk.key(Qt.Key.Key_Return)  # to the conclusion
    assert page.choice.hasFocus() and page.choice.currentText() == conclusion_of(plans[0])
    if page.choice.count() > 1:
        clerk.key(Qt.Key.Key_Down)  # a lower one
        clerk.key(Qt.Key.Key_Tab)
        clerk.key(Qt.Key.Key_Return)
        assert "要写原因" in page.banner.text.text() and page.reason.hasFocus()
        clerk.write("材料抽查有出入")
    clerk.key(Qt.Key.Key_Return)
    assert page.found[0].settled and page.found[0].said == "材料抽查有出入"
    assert page.table.row() == 1 and page.table.hasFocus()
    page.reason.setFocus()
    clerk.key(Qt.Key.Key_Return)
    assert all(one.settled for one in page.found)
    assert page.notice.hasFocus() and "可以生成通报" in page.said.text()


def test_last_year_is_shown_until_there_is_anything_of_this_one(window: Window) -> None:
    with clock.fixed(date(YEAR + 1, 1, 20)):
        assert Year(window.book).year == YEAR
        made_street.put(window.book, "year_review", window.book.unit.office_id, year=YEAR,
                        version=1, state="已印发", title="通报")  # fmt: skip
        assert Year(window.book).year == YEAR, "what was issued is what one looks for"
        made_street.put(window.book, "assessment", "office-01", year=YEAR + 1, version=1)
        assert Year(window.book).year == YEAR + 1
    with clock.fixed(date(YEAR + 1, 7, 1)):
        assert Year(window.book).year == YEAR + 1


def test_a_row_of_a_search_or_of_today_is_shown(
    window: Window, home: tuple[Path, list[Plan]]
) -> None:
    rows = window.book.rows(Query("year_verdict"))
    row = next(row for row in rows if row["unit_office"] == home[1][6].office)
    window.go("yearend", "year_verdict", row["id"])
    page = window.page
    assert isinstance(page, Sections) and isinstance(page.current, UnitsPage)
    assert page.current.table.row() == 6


def test_a_claim_is_judged_and_the_next_one_is_chosen(window: Window) -> None:
    book = window.book
    first = made_street.put(book, "bonus_claim", "office-01", year=YEAR, article="J06", what="一")
    second = made_street.put(book, "bonus_claim", "office-02", year=YEAR, article="J06", what="二")
    page = section(window, "bonus_ruling")
    assert isinstance(page, BonusPage)
    assert page.claims[page.table.row()][0]["id"] == first
    clerk = Clerk(window)
    page.refuse.setFocus()
    clerk.key(Qt.Key.Key_Space)
    assert page.form.editors["said"].input.hasFocus(), "why it is not accepted"
    clerk.write("没有材料")
    page.refuse.setFocus()
    clerk.key(Qt.Key.Key_Space)
    assert page.claims[page.table.row()][0]["id"] == second
    assert page.form.value("said") is None, "the words of the one before do not stay"
    page.table.setFocus()
    clerk.key(Qt.Key.Key_Return)
    clerk.write("3")
    page.accept.setFocus()
    clerk.key(Qt.Key.Key_Space)
    assert page.form.editors["points"].input.hasFocus(), "more than it is worth"
    page.form.put({})
    page.accept.setFocus()
    clerk.key(Qt.Key.Key_Space)
    assert {row[-1] for row in page.table.records.rows} == {"认可", "不认可"}
    assert page.said.text().endswith(
        "都核过了。每一条有自己的上限，一个单位最多 5 分，不计入复核分。"
    )


def test_the_notice_goes_out_and_stays(
    window: Window, home: tuple[Path, list[Plan]], tmp_path: Path, qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    page = section(window, "year_review")
    assert isinstance(page, NoticePage)
    clerk = Clerk(window)
    clerk.fill(page.form.editors["document_no"].input, "通惠街道〔2027〕3号")
    page.issue.setFocus()
    clerk.key(Qt.Key.Key_Space)
    assert "2 家待核定" in page.banner.text.text()
    for plan in home[1][:2]:
        actions.settle(window.book, YEAR, plan.office)
    monkeypatch.setattr(notice, "ask", lambda *_words: True)
    clerk.key(Qt.Key.Key_Space)
    assert reads.is_issued(window.book, YEAR) and page.card.isHidden()
    (row,) = page.table.records.rows
    assert row[1] == "通惠街道〔2027〕3号" and row[3] == "已印发"
    page.save_as(tmp_path / "通报.docx", page._chosen())
    qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
    assert (tmp_path / "通报.docx").read_bytes()[:2] == b"PK"
    page.again.setFocus()
    clerk.key(Qt.Key.Key_Space)
    assert page.card.isVisible() and not reads.is_issued(window.book, YEAR)
    assert window.book.count(Query("year_review")) == 2
    assert len(page.table.records.rows) == 1, "the first one stays"
