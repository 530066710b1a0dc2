"""A list of some day on paper or in a workbook, with the day in its head."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.shell import as_shown
from qinglian_desktop.shell.list_paper import Asked, ListPaper, list_paper
from qinglian_desktop.store.as_of import Day
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover

if TYPE_CHECKING:
    from qinglian_desktop.paper.fonts import Fonts
    from qinglian_desktop.shell.window import Window

Tick = Callable[[int, int], bool]


def head_line(day: date) -> str:
    return f"这是 {paper_day(day)} 的样子"


def day_paper(day: Day, asked: Asked, fonts: "Fonts") -> ListPaper:
    """The list as it stood that day, which its head says."""
    made = list_paper(day, asked, fonts)
    return made._replace(paper=replace(made.paper, period=head_line(day.day)))


def print_day(window: "Window", day: date, query: Query) -> None:
    record = window.book.tables[query.table]
    asked = Asked(query)
    if covered := cover.stops("打印"):
        window.on_refused(covered)
        return

    def work(book: Book, tick: Tick) -> Changes:
        from qinglian_desktop.paper.draw import draw
        from qinglian_desktop.paper.fonts import Fonts

        fonts, pdf = Fonts(), BytesIO()
        made = day_paper(Day(book, day), asked, fonts)
        draw(made.paper, pdf, fonts=fonts)
        key = f"{made.facts.key}@{day}"
        return Changes("", result=(pdf.getvalue(), made.facts._replace(key=key, other="")))

    def show(changes: Changes) -> None:
        made: Any = changes.result
        pdf, facts = made
        window.preview(pdf, f"{record.label}_{day}", facts)

    window.runner.job(work, label=f"正在排版{record.label}", on_done=show)


def export_day(window: "Window", day: date, query: Query, path: Path) -> None:
    record = window.book.tables[query.table]
    if covered := cover.stops("导出"):
        window.on_refused(covered)
        return

    def work(book: Book, tick: Tick) -> Changes:
        from qinglian_desktop.exchange.sheets import OutColumn, columns_of, exporting, write_table

        title = f"{record.label}　{head_line(day)}"
        shown = as_shown.fields(record, query)
        columns = [OutColumn(f.label, f.kind, n, level=f.level) for n, f in shown.items()]
        rows = as_shown.rows(Day(book, day), query)
        count = write_table(path, columns or columns_of(record), rows, title=title)
        exporting.note(book, title, count, path)
        return Changes(f"已导出 {count} 条")

    window.runner.job(
        work,
        label=f"正在导出{record.label}",
        on_done=lambda changes: window.bar.say(f"{changes.label}：{path}"),
    )
