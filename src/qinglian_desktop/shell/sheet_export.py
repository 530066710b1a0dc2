"""What a list shows, as a workbook; made beside the window's work."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.shell import as_shown
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.where import where_to

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def export(window: "Window", query: Query) -> None:
    """Asks where to, writes the rows of the query; personal values are masked."""
    if covered := cover.stops("导出"):
        window.on_refused(covered)
        return
    record = window.book.tables[query.table]
    kinds, name = "表格 (*.xlsx *.csv)", f"{record.label}.xlsx"
    place = where_to(window, f"导出{record.label}", name, kinds, (".xlsx", ".csv"))
    if place is None:
        return

    def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
        from qinglian_desktop.exchange.sheets import OutColumn, exporting, write_table

        shown = as_shown.fields(record, query)
        columns = [OutColumn(f.label, f.kind, n, level=f.level) for n, f in shown.items()]
        rows = as_shown.rows(book, query)
        count = write_table(place, columns or record, rows)
        exporting.note(book, record.label, count, place)
        return Changes(f"已导出 {count} 条", result=str(place))

    window.runner.job(
        work,
        label=f"正在导出{record.label}",
        on_done=lambda changes: window.bar.say(f"{changes.label}：{changes.result}"),
    )
