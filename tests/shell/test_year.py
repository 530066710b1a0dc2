"""日历: is everything of the year on its day, on the screen, in the list and on one page?"""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from every_page import full_office
from office import make_book, make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document, as_text, from_plain, to_plain
from qinglian_desktop.core.meeting_days import Fair
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.paper.draw import draw, pages_of
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.year import nodes, paper
from qinglian_desktop.shell.year.page import YearPage
from qinglian_desktop.store import market_days
from qinglian_desktop.store.book import Book
from windows import LONG, TODAY, Clerk, window_on

MM = 72 / 25.4


@pytest.fixture(params=["community", "village"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    with clock.fixed(TODAY), full_office(tmp_path, request.param) as book:
        yield book


def year_paper(book: Book, year: int, sheet: Any = "landscape") -> Document:
    found = nodes.nodes(book, year)
    fair = Fair.read("147")
    return paper.paper_of(year, found, book.unit.name, book.calendar(), book.lunar(), fair, sheet)


def test_every_deadline_term_and_meeting_of_the_year_is_a_node(office: Book) -> None:
    found = nodes.nodes(office, 2026)
    for table, field in (("task", "due_on"), ("planned_posting", "due_on")):
        span = (Where(field, ">=", "2026-01-01"), Where(field, "<=", "2026-12-31"))
        assert sum(n.table == table for n in found) == office.count(Query(table, span)) > 0
    assert [n.day for n in found] == sorted(n.day for n in found)
    law = [n for n in found if n.layer == "法定"]
    every = {"village": 5, "community": 2}[office.unit.kind]  # quarters and the year; half years
    assert len(law) == every and all(office.calendar().is_workday(n.day) for n in law)
    assert any(n.layer == "任期" for n in nodes.nodes(office, 2031))


def test_a_name_in_a_node_is_masked(tmp_path: Path) -> None:
    with clock.fixed(TODAY), make_book(tmp_path) as book:
        names = ("李晓梅", "王大明")
        make_posts(book, *names, until_on=date(2027, 3, 1))
        found = [n for n in nodes.nodes(book, 2027) if n.layer == "任期"]
    assert len(found) == 2
    assert not any(name in node.words for node in found for name in names)


@pytest.mark.parametrize(
    ("year", "sheet", "width"),
    [(2026, "landscape", 297), (2026, "a3", 420), (2027, "landscape", 297)],
)
def test_the_year_is_one_page_with_twelve_months_and_every_node_counted(
    office: Book, year: int, sheet: str, width: int
) -> None:
    tasks.load_plan(office, year)
    found = nodes.nodes(office, year)
    assert len(found) > 20
    made, pdf, fonts = year_paper(office, year, sheet), BytesIO(), Fonts()
    drawn = draw(made, pdf, fonts=fonts)
    assert (drawn.pages, drawn.missing) == (1, ())
    with pypdfium2.PdfDocument(pdf.getvalue()) as read:
        assert round(read[0].get_width() / MM) == width
        text = read[0].get_textpage().get_text_range()
    assert all(f"{month}月" in text for month in range(1, 13))
    assert f"全年共 {len(found)} 项" in text.replace("\r\n", "")
    (page,) = pages_of(made, fonts=fonts)
    low = max(one.y for one in page.texts)
    assert low < 210 * MM if sheet == "landscape" else low < 297 * MM
    foot = (210 if sheet == "landscape" else 297) * MM - 17 * MM
    assert min(one.size for one in page.texts if one.y < foot) >= 9
    for month in range(1, 13):
        box = made.blocks[0].months[month - 1]  # type: ignore[union-attr]
        days = {n.day.day for n in found if n.day.month == month}
        marked = {day for day, mark in enumerate(box.days, 1) if "n" in mark}
        assert marked == days
        counted = box.wordings[2]
        told = sum(int(part.split()[-1]) for line in counted for part in line.split("、"))
        assert told == sum(n.day.month == month for n in found)
    assert from_plain(to_plain(made)) == made
    assert any("1月" in line for line in as_text(made))


def test_a_very_full_month_still_stays_in_its_box(tmp_path: Path) -> None:
    with clock.fixed(TODAY), make_book(tmp_path) as book:
        with book.change("很多") as change:
            for n in range(400):
                day = date(2027, 1, 1) + timedelta(days=n % 365)
                facts = {"year": 2027, "code": f"9.{n}", "title": f"第{n}件很长名字的事情要办好"}
                change.add(book.tables["task"], {**facts, "due_on": day.isoformat()})
        made = year_paper(book, 2027)
        (page,) = pages_of(made, fonts=Fonts())
    assert made.blocks[0].months[0].wordings[3]  # type: ignore[union-attr]
    assert max(one.y for one in page.texts if one.size >= 9) < 210 * MM


def ready(window: Any, qtbot: Any) -> YearPage:
    window.today.year.click()
    page = window.page
    assert isinstance(page, YearPage)
    qtbot.waitUntil(lambda: len(page.found) > 0, timeout=LONG)
    return page


def test_a_clerk_walks_through_the_months_by_keys_and_opens_a_thing(
    dressed: QApplication, tmp_path: Path, qtbot: Any
) -> None:
    with window_on(full_office(tmp_path)) as window:
        page = ready(window, qtbot)
        assert page.grid.day == TODAY and page.when.text() == "2026年11月"
        assert "农历十月十六" in page.side.title.text()
        QTest.keyClick(page.grid, Qt.Key.Key_PageDown)
        assert page.grid.day == date(2026, 12, 24)
        for _ in range(7):
            QTest.keyClick(page.grid, Qt.Key.Key_Right)
        QTest.keyClick(page.grid, Qt.Key.Key_Down)
        assert page.grid.month.first.month in (12, 1)
        page.show_day(date(2026, 12, 31))
        here = [n for n in page.found if n.day == date(2026, 12, 31)]
        assert len(page.side.nodes) == len(here) > 1
        page.layers["任务"].setChecked(False)
        assert {n.layer for n in page.side.nodes} == {n.layer for n in here} - {"任务"}
        page.layers["任务"].setChecked(True)
        page.as_list.setChecked(True)
        assert len(page.table.records.rows) == len(page.found)
        row = next(n for n, node in enumerate(page.found) if node.table == "task")
        page.table.opened.emit(row, 0)
        assert window.page_id == "tasks"
        assert window.page.drawer.row_id == page.found[row].row_id


def test_days_for_a_meeting_avoid_what_was_named_and_a_task_begins_on_the_day(
    dressed: QApplication, tmp_path: Path, qtbot: Any
) -> None:
    with window_on(full_office(tmp_path)) as window:
        page = ready(window, qtbot)
        page.side.market.line.setText("一四七")
        page.side.market.line.editingFinished.emit()
        assert market_days.kept(window.book).label == "逢1/4/7（农历）"
        assert page.side.market.line.text() == "逢1/4/7"
        page.show_day(date(2026, 2, 13))
        Clerk(window).press("找开会的日子", page)
        lunar, calendar = window.book.lunar(), window.book.calendar()
        assert page.side.days[0] == date(2026, 2, 13)  # 14 to 23 are 春节 or a market day
        assert page.side.days[1] == date(2026, 2, 24)
        assert all(calendar.is_workday(d) for d in page.side.days)
        assert not any(page.fair.holds(d, lunar) for d in page.side.days)
        page.side.kinds["fairs"].setChecked(False)
        assert date(2026, 2, 14) in page.side.days, "a working Saturday with a market"
        page.side.table.opened.emit(1, 0)
        assert page.grid.day == date(2026, 2, 14) and not page.meeting.isChecked()
        page.side.task.click()
        form = window.page.drawer.form
        assert form.editors["due_on"].stored() == "2026-02-14"


def test_the_year_is_printed_from_the_page(
    dressed: QApplication, tmp_path: Path, qtbot: Any
) -> None:
    with window_on(full_office(tmp_path)) as window:
        page = ready(window, qtbot)
        page.print_year("a3")
        qtbot.waitUntil(lambda: window.page is not page, timeout=LONG)
        assert "全年安排" in window.page.title
