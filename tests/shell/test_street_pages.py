"""The street's own pages by keyboard: a code typed into the search, what the rows lack."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from exchange.at_work import World, entries, export, report, take
from office import make_entry, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange import incoming
from qinglian_desktop.modules.street import actions, tracing
from qinglian_desktop.modules.street.figures import UPWARD
from qinglian_desktop.modules.street.page.board import BoardPage
from qinglian_desktop.modules.street.page.summary import SummaryPage
from qinglian_desktop.shell import (
    acts,
    briefing_page,
    compare_page,
    quality_page,
    receipts_stick,
    search,
    trace_page,
)
from windows import LONG, TODAY, Clerk, program, window_on


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    with clock.fixed(TODAY):
        unit = made.first = made.unit(1)  # type: ignore[attr-defined]
        make_entry(unit, 12_345, day=date(2026, 7, 3), summary="桌椅", approver=None)
        make_person(unit, "李建华", id_number=None)
        report(unit, made.street, made.usb)
    yield made
    made.close()


def test_a_code_typed_into_the_search_opens_its_rows(qapp: QApplication, world: World) -> None:
    with program(qapp), window_on(world.street.again()) as window:
        tables = actions.summary(window.book, Period.parse("2026Q3"))
        code = tracing.keep(window.book, tables, "汇总表")[0][0][1]
        hits = search.find(window.book, code.lower(), (), tuple(acts.named(window)))
        (hit,) = [one for one in hits if one.label == search.TRACE]
        assert not [h for h in search.find(window.book, code, (), ()) if h.label == search.TRACE]
        search.open_hit(window, hit)
        page = window.findChild(trace_page.TracePage)
        assert isinstance(page, trace_page.TracePage)
        (row,) = page.table.model().rows
        assert row[0] == "第1社区" and "123.45" in row and "桌椅" in row
        assert "现在汇总还是这个数" in page.said.text()
        page.line.setFocus()
        page.line.selectAll()
        QTest.keyClicks(page.line, "O1")
        QTest.keyClick(page.line, Qt.Key.Key_Return)
        assert page.banner.isVisible() and page.line.hasFocus() and page.table.isHidden()
        page.line.setText(code)
        QTest.keyClick(page.line, Qt.Key.Key_Return)
        assert not page.banner.isVisible() and page.table.isVisible()


def test_the_nought_of_a_table_without_lines_opens_to_no_rows(
    qapp: QApplication, world: World
) -> None:
    with program(qapp), window_on(world.street.again()) as window:
        tables = actions.summary(window.book, Period.parse("2026Q3"), "事项")
        empty = next(place for place, table in enumerate(tables) if not table.lines)
        code = tracing.keep(window.book, tables, "汇总表")[empty][-1][0]
        trace_page.open_it(window, code)
        page = window.page
        assert isinstance(page, trace_page.TracePage)
        assert page.table.isHidden() and page.empty.text.text() == "没有记录算在这个数里。"
        assert page.said.text().startswith("纸上 0，由 0 条记录加出来")


def test_what_two_units_have_is_passed_on_with_one_button(qapp: QApplication, world: World) -> None:
    with clock.fixed(TODAY):
        for number in (2, 3):
            unit = world.unit(number)
            make_person(unit, "王秀英", id_number="11010519491231002X")
            report(unit, world.street, world.usb)
    with program(qapp), window_on(world.street.again()) as window:
        acts.do(window, "跨单位比对")
        page = window.findChild(compare_page.ComparePage)
        assert isinstance(page, compare_page.ComparePage)
        (row,) = page.table.model().rows
        assert row[0] == "同人两处在册" and "王秀英" not in "".join(row) and row[-1] == "待核实"
        page.note.setFocus()
        QTest.keyClick(page.note, Qt.Key.Key_Return)
        assert page.banner.isVisible() and page.note.hasFocus()
        page.pass_on.setFocus()
        QTest.keyClick(page.pass_on, Qt.Key.Key_Space)
        assert page.table.model().rows[0][-1] == "已转单位"
        assert window.book.count(Query("directive")) == 2


def test_a_sentence_of_the_data_quality_opens_its_rows(qapp: QApplication, world: World) -> None:
    with program(qapp), window_on(world.street.again()) as window:
        acts.do(window, "数据质量")
        page = window.findChild(quality_page.QualityPage)
        assert isinstance(page, quality_page.QualityPage)
        told = [row[1] for row in page.table.model().rows]
        assert told[0] == "1 人缺证件号" and "1 笔支出没有写审批人" in told
        page.table.selectRow(0)
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert page.rows.isVisible() and page.rows.model().rows[0][0] == "李建华"
        QTest.keyClick(page.rows, Qt.Key.Key_Escape)
        assert page.table.isVisible() and page.rows.isHidden()
        QTest.keyClick(page.table, Qt.Key.Key_Escape)
        assert window.findChild(quality_page.QualityPage) is None or not page.isVisible()


def test_the_tables_say_that_something_was_merged_since(qapp: QApplication, world: World) -> None:
    unit = world.first  # type: ignore[attr-defined]
    with program(qapp), window_on(world.street.again()) as window:
        page = window.go("summary")
        assert isinstance(page, SummaryPage) and page.refreshed.isHidden()
        with clock.fixed(TODAY):
            entries(unit, 1)
            take(window.book, export(unit, world.usb).path)
        page.reload()
        assert page.refreshed.isVisible()
        assert page.refreshed.text().endswith("之后又合并过，已自动刷新。")
        page.reload()
        assert page.refreshed.isHidden()


def test_before_the_first_merge_the_tables_say_what_to_do(
    qapp: QApplication, tmp_path: Path
) -> None:
    made = World(tmp_path)
    try:
        with program(qapp), window_on(made.street.again()) as window:
            page = window.go("summary")
            assert isinstance(page, SummaryPage)
            assert page.empty.isVisible() and "还没有合并任何包" in page.empty.text.text()
            assert not page.print_button.isEnabled() and not page.export_button.isEnabled()
    finally:
        made.close()


def test_the_tables_that_go_up_are_chosen_and_opened_by_the_keyboard(
    qapp: QApplication, world: World, tmp_path: Path, qtbot: Any
) -> None:
    with program(qapp), window_on(world.street.again()) as window:
        page = window.go("summary")
        assert isinstance(page, SummaryPage)
        page.by.setFocus()
        QTest.keyClick(page.by, Qt.Key.Key_End)
        assert page.chosen_by == UPWARD and len(page.current.lines) == 13
        page.show_table("上报表:projects")
        assert [line.name for line in page.current.lines] == ["第1社区"]
        page.table.setCurrentIndex(page.table.model().index(0, 1))
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert page.behind_title.text() == "第1社区 · 项目数 0：0 条"
        page.export_to(tmp_path / "上报.xlsx")
        qtbot.waitUntil((tmp_path / "上报.xlsx").is_file, timeout=LONG)
        qtbot.waitUntil(lambda: "上报.xlsx" in window.bar.text.text(), timeout=LONG)


def test_a_receipt_that_was_left_elsewhere_is_written_once_more(
    qapp: QApplication,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    other = tmp_path / "另一个盘"
    other.mkdir()
    with program(qapp), window_on(world.street.again()) as window:
        board = window.go("board")
        assert isinstance(board, BoardPage)
        monkeypatch.setattr(
            receipts_stick, "open_it", lambda one: receipts_stick.write_to(one, other)
        )
        board.receipts.setFocus()
        QTest.keyClick(board.receipts, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: "写出 1 份回执" in window.bar.text.text(), timeout=LONG)
    (written,) = other.iterdir()
    assert written.read_bytes() in [p.read_bytes() for p in world.usb.rglob("*.qlb")]
    with clock.fixed(TODAY):
        unit = world.first  # type: ignore[attr-defined]
        again = incoming.import_file(unit, written)
    assert not again.touched  # read before: the very same one


def test_covered_no_line_of_words_says_the_number_that_is_open(
    qapp: QApplication, world: World
) -> None:
    with program(qapp), window_on(world.street.again()) as window:
        page = window.go("summary")
        assert isinstance(page, SummaryPage)
        page.open_figure(0, 2)
        assert "123.45" in page.behind_title.text()
        tables = actions.summary(window.book, Period.parse("2026Q3"))
        trace_page.open_it(window, tracing.keep(window.book, tables, "汇总表")[0][0][1])
        trace = window.page
        assert isinstance(trace, trace_page.TracePage) and "123.45" in trace.said.text()
        window.toggle_cover()
        for label in (page.behind_title, trace.title_line, trace.said):
            assert "123.45" not in label.text() and "＊＊＊" in label.text()
        window.toggle_cover()
        assert "123.45" in page.behind_title.text() and "123.45" in trace.title_line.text()


def test_a_briefing_is_written_from_the_merged_tables(
    qapp: QApplication, world: World, tmp_path: Path, qtbot: Any
) -> None:
    with program(qapp), window_on(world.street.again()) as window:
        window.go("summary")
        clerk, summary = Clerk(window), window.page
        assert isinstance(summary, SummaryPage)
        clerk.click(summary.brief)
        page = window.findChild(briefing_page.BriefingPage)
        assert isinstance(page, briefing_page.BriefingPage)
        assert page.chosen == Period.parse("2026Q3")
        assert "支出 123.45 元" in page.parts.text() and "（图：" not in page.parts.text()
        clerk.fill(page.form.editors["issue"].input, "2026年第4期")
        page.save_as(tmp_path / "简报.docx")
        qtbot.waitUntil(lambda: window.runner.quiet, timeout=LONG)
        with zipfile.ZipFile(tmp_path / "简报.docx") as package:
            assert "2026年第4期" in package.read("word/document.xml").decode()
