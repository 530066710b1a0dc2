"""A list of some day on paper or in a workbook, with the day in its head."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.shell.sheet_export import list_paper
from qinglian_desktop.store.as_of import Day
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

Tick = Callable[[int, int], bool]


def head_line(day: date) -> str:
    return f"这是 {paper_day(day)} 的样子"


def day_paper(day: Day, query: Query, *, summed: bool = True, split_by: str = "") -> Document:
    """The list as it stood that day, which its head says."""
    made = list_paper(day, query, summed=summed, split_by=split_by)
    return replace(made, period=head_line(day.day))


def print_day(window: "Window", day: date, query: Query, summed: bool, split_by: str) -> None:
    record = window.book.tables[query.table]
    folder = window.home / "papers"
    folder.mkdir(exist_ok=True)
    name = f"{record.label}_{day}"
    path = folder / f"{name}.pdf"

    def work(book: Book, tick: Tick) -> Changes:
        from qinglian_desktop.paper.draw import draw
        from qinglian_desktop.paper.fonts import Fonts

        paper = day_paper(Day(book, day), query, summed=summed, split_by=split_by)
        pdf = BytesIO()
        made = draw(paper, pdf, fonts=Fonts())
        write_whole(path, pdf.getvalue())
        return Changes(f"{name} {made.pages} 页", result=path)

    window.runner.job(
        work, label=f"正在排版{record.label}", on_done=lambda _: window.preview(path, name)
    )


def export_day(window: "Window", day: date, query: Query, path: Path) -> None:
    record = window.book.tables[query.table]

    def work(book: Book, tick: Tick) -> Changes:
        from qinglian_desktop.exchange.sheets import columns_of, write_table

        title = f"{record.label}　{head_line(day)}"
        rows = Day(book, day).rows(query)
        return Changes(f"已导出 {write_table(path, columns_of(record), rows, title=title)} 条")

    window.runner.job(
        work,
        label=f"正在导出{record.label}",
        on_done=lambda changes: window.bar.say(f"{changes.label}：{path}"),
    )
