"""What a list shows, as a workbook or as a paper; made beside the window's work."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from qinglian_desktop.core import access, clock
from qinglian_desktop.core.document import Cell, Column, Document, SignLine, Table
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Field, Row
from qinglian_desktop.store.book import Book

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_MOST_COLUMNS = 9  # on a landscape page; the rest is in the workbook
_NOT_ON_PAPER = ("link", "files", "long")


def export(window: "Window", query: Query) -> None:
    """Asks where to, writes the rows of the query; personal values are masked."""
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


def print_list(window: "Window", query: Query) -> None:
    """The rows of the query as a landscape table in the print preview."""
    record = window.book.tables[query.table]
    folder = window.home / "papers"
    folder.mkdir(exist_ok=True)
    path = folder / f"{record.label}.pdf"

    def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
        from qinglian_desktop.paper.draw import draw
        from qinglian_desktop.paper.fonts import Fonts

        made = draw(list_paper(book, query), path, fonts=Fonts())
        return Changes(f"{record.label} {made.pages} 页", result=path)

    window.runner.job(
        work,
        label=f"正在排版{record.label}",
        on_done=lambda changes: window.preview(path, record.label),
    )


def list_paper(book: Book, query: Query) -> Document:
    """A ledger as a landscape table; personal values stay masked on paper."""
    record = book.tables[query.table]
    names = [n for n, f in record.fields.items() if f.kind.name not in _NOT_ON_PAPER]
    fields = {name: record.fields[name] for name in names[:_MOST_COLUMNS]}
    columns = tuple(_column(field) for field in fields.values())
    rows = tuple(tuple(_cell(f, row[n]) for n, f in fields.items()) for row in book.rows(query))
    table = Table(columns, rows, totals=any(column.money for column in columns))
    title = f"{book.unit.name}{record.label}"
    blocks = (table, SignLine())
    return Document(title, "table", blocks, unit=book.unit.name, made_on=clock.today())


def _column(field: Field) -> Column:
    weight = 14 if field.kind.name in ("text", "money") else 9
    align = "right" if field.kind.numeric else "left"
    return Column(field.label, weight, align, money=field.kind.name == "money")  # type: ignore[arg-type]


def _cell(field: Field, stored: Row | int | str | None) -> Cell:
    if field.kind.name == "money":
        return stored if isinstance(stored, int) else ""
    return access.show(field, stored)
