"""Every figure of 完成情况 is what SQL counts, and opens exactly the rows it counts (TL-17)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.pick import wheres
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.modules.tasks import reads
from qinglian_desktop.shell import tally_page
from qinglian_desktop.shell.tally_page import TallyPage
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import TODAY, window_on

YEAR = TODAY.year
_GROUPS = {
    "items": "item",
    "months": "coalesce(substr(due_on, 1, 7), '')",
}
_FIGURES = (
    "count(*), sum(state = '已完成'), sum(state IN ('未开始', '进行中', '待核')), "
    f"sum(state IN ('未开始', '进行中', '待核') AND coalesce(due_on < '{TODAY}', 0))"
)


def _worked(book: Book) -> Book:
    """The plan with tasks in every state, some late, one without office, one of another year."""
    tasks.load_plan(book, YEAR)
    rows = [row["id"] for row in book.rows(_all())]
    with book.change("一年的活") as change:
        for place, row_id in enumerate(rows):
            state = ("未开始", "进行中", "待核", "已完成", "已终止")[place % 5]
            late = {"due_on": "2026-10-30"} if place % 7 == 0 else {}
            change.put_row("task", row_id, {"state": state, **late})
    tasks.save_task(book, None, {"title": "没有写科室的", "due_on": "2026-11-01"})
    tasks.save_task(book, None, {"title": "只写了事项"})
    tasks.save_task(book, None, {"title": "去年的", "year": YEAR - 1, "due_on": "2025-06-01"})
    return book


def _all() -> Query:
    return Query("task", order=(("code", False),))


@pytest.fixture
def shown(dressed: Any, tmp_path: Path) -> Iterator[tuple[Window, TallyPage]]:
    with window_on(_worked(make_book(tmp_path))) as window:
        window.go("tasks")
        tally_page.open_it(window)
        assert isinstance(window.page, TallyPage)
        yield window, window.page


@pytest.mark.parametrize("way", ["items", "months"])
def test_the_figures_are_what_one_grouped_question_counts(tmp_path: Path, way: str) -> None:
    with clock.fixed(TODAY), make_book(tmp_path) as book:
        _worked(book)
        sql = (
            f"SELECT {_GROUPS[way]} g, {_FIGURES} FROM task WHERE deleted = 0 AND year = {YEAR} "
            "GROUP BY g ORDER BY g"
        )
        counted = [tuple(row)[1:] for row in book.connection.execute(sql)]
        found = getattr(reads.rollup(book, YEAR), way)
        assert sorted(line[1:5] for line in found) == sorted(counted)
        assert len(counted) >= 4


def test_every_figure_opens_the_rows_it_counts(shown: tuple[Window, TallyPage]) -> None:
    window, page = shown
    seen = 0
    for way in page.ways:
        page.show_way(way)
        for row, line in enumerate(page.lines):
            for column, count in enumerate((line.total, line.done, line.open, line.overdue), 1):
                if not count:
                    continue
                view = tally_page.behind(line, tally_page._FIGURES[column], TODAY)
                picked = tuple(where for pick in view for where in wheres(pick, TODAY))
                found = window.book.ids(Query("task", picked))
                assert len(found) == count, (way, row, column)
                seen += 1
    assert seen > 60


def test_a_figure_is_opened_from_its_cell(shown: tuple[Window, TallyPage]) -> None:
    window, page = shown
    page.show_way("offices")
    line = next(place for place, one in enumerate(page.lines) if one.name == "民政办")
    count = page.lines[line].total
    page.open_figure(line, 1)
    assert window.page.page_id == "tasks"
    assert f"筛选后 {count} 条" in window.page.list.footer.text()


def test_a_figure_of_nothing_says_so_and_stays(shown: tuple[Window, TallyPage]) -> None:
    window, page = shown
    page.show_way("months")
    line = next(place for place, one in enumerate(page.lines) if one.name == "没有期限")
    page.open_figure(line, 4)
    assert window.page is page
    assert "没有可看的" in page.banner.text.text()


def test_another_year_is_chosen_and_changes_are_counted_at_once(
    shown: tuple[Window, TallyPage],
) -> None:
    window, page = shown
    before = page.lines[-1].total
    window.runner.act(tasks.save_task, None, {"title": "又一件"})
    assert page.lines[-1].total == before + 1
    page.years.chosen.emit(YEAR - 1)
    assert page.lines[-1].total == 1
    assert page.lines[-1].overdue == 1


def test_the_paper_has_all_three_ways(shown: tuple[Window, TallyPage], monkeypatch: Any) -> None:
    _window, page = shown
    made: list[Any] = []
    monkeypatch.setattr(tally_page.drawing, "show_paper", lambda _w, paper, _n: made.append(paper))
    page.print_page()
    text = "\n".join(as_text(made[0]))
    for words in ("按条目", "按科室", "按月", "（九）", "民政办", "2026年10月", "没有期限"):
        assert words in text
