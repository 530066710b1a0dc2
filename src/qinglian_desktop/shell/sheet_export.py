"""What a list shows, as a workbook or as a paper; made beside the window's work."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from qinglian_desktop.core import access, clock
from qinglian_desktop.core.document import Align, Cell, Column, Document, SignLine, Table
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Field, Row
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole
from qinglian_desktop.ui import cover, wording

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_MOST_COLUMNS = 9  # on a landscape page; the rest is in the workbook
_NOT_ON_PAPER = ("link", "files", "long")


def export(window: "Window", query: Query) -> None:
    """Asks where to, writes the rows of the query; personal values are masked."""
    if covered := cover.stops("导出"):
        window.on_refused(covered)
        return
    record = window.book.tables[query.table]
    name, _ = QFileDialog.getSaveFileName(
        window, f"导出{record.label}", f"{record.label}.xlsx", "表格 (*.xlsx *.csv)"
    )
    if not name:
        return

    def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
        from qinglian_desktop.exchange.sheets import write_table

        count = write_table(Path(name), record, book.rows(query))
        return Changes(f"已导出 {count} 条", result=name)

    window.runner.job(
        work,
        label=f"正在导出{record.label}",
        on_done=lambda changes: window.bar.say(f"{changes.label}：{changes.result}"),
    )


def print_list(window: "Window", query: Query, *, summed: bool = True, split_by: str = "") -> None:
    """The rows of the query as a landscape table in the print preview."""
    if covered := cover.stops("打印"):
        window.on_refused(covered)
        return
    record = window.book.tables[query.table]
    folder = window.home / "papers"
    folder.mkdir(exist_ok=True)
    path = folder / f"{record.label}.pdf"

    def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
        from qinglian_desktop.paper.draw import draw
        from qinglian_desktop.paper.fonts import Fonts

        paper, pdf = list_paper(book, query, summed=summed, split_by=split_by), BytesIO()
        made = draw(paper, pdf, fonts=Fonts())
        write_whole(path, pdf.getvalue())
        return Changes(f"{record.label} {made.pages} 页", result=path)

    window.runner.job(
        work,
        label=f"正在排版{record.label}",
        on_done=lambda changes: window.preview(path, record.label),
    )


def list_paper(book: Book, query: Query, *, summed: bool = True, split_by: str = "") -> Document:
    """A ledger as a landscape table; personal values stay masked on paper.

    With `split_by` an amount stands in the column of its side: 收入 and 支出, each added up.
    """
    record = book.tables[query.table]
    kept = [
        name
        for name, field in record.fields.items()
        if field.kind.name not in (*_NOT_ON_PAPER, "flag") and name != split_by
    ]
    fields = {name: record.fields[name] for name in kept[:_MOST_COLUMNS]}
    sides = record.fields[split_by].choices if split_by else ()
    columns = tuple(c for field in fields.values() for c in _columns(field, sides))
    rows = tuple(
        tuple(c for n, f in fields.items() for c in _cells(f, row[n], sides, row.get(split_by)))
        for row in book.rows(query)
    )
    table = Table(columns, rows, totals=summed and any(column.money for column in columns))
    title = f"{book.unit.name}{record.label}"
    blocks = (table, SignLine())
    return Document(title, "table", blocks, unit=book.unit.name, made_on=clock.today())


def _columns(field: Field, sides: Sequence[str]) -> tuple[Column, ...]:
    weight = 14 if field.kind.name in ("text", "money") else 9
    align: Align = "right" if field.kind.numeric else "left"
    if field.kind.name != "money":
        return (Column(field.label, weight, align),)
    return tuple(Column(word, weight, align, money=True) for word in sides or (field.label,))


def _cells(
    field: Field, stored: Row | int | str | None, sides: Sequence[str], side: object
) -> tuple[Cell, ...]:
    if field.kind.name != "money" or not sides:
        return (_cell(field, stored),)
    return tuple(_cell(field, stored) if one == side else "" for one in sides)


def _cell(field: Field, stored: Row | int | str | None) -> Cell:
    if field.kind.name == "money":
        return stored if isinstance(stored, int) else ""
    text = access.show(field, stored)
    return wording.said(text) if field.kind.name == "choice" else text
