"""What every page may ask of the window: choose a file, take in a sheet, write one, print a list.

The dialogs are here and nowhere else, so that a test hands in its own answers.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from qinglian_desktop.core import access, clock
from qinglian_desktop.core.document import Column, Document, SignLine, Table
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.record import Record
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import messages
from qinglian_desktop.ui.runner import Runner

_SHEETS = "表格 (*.xlsx *.xls *.et *.csv)"
_MOST_COLUMNS = 9  # on a landscape page; the rest is in the export


class Desk:
    """The book, the runner and the dialogs of one window."""

    def __init__(self, book: Book, runner: Runner, window: QWidget) -> None:
        self.book, self.runner, self.window = book, runner, window

    # -- dialogs ---------------------------------------------------------------------------

    def choose_folder(self, title: str) -> Path | None:
        found = QFileDialog.getExistingDirectory(self.window, title)
        return Path(found) if found else None

    def choose_file(self, title: str, kinds: str = "") -> Path | None:
        found, _ = QFileDialog.getOpenFileName(self.window, title, "", kinds)
        return Path(found) if found else None

    def choose_files(self, title: str, kinds: str = "") -> list[Path]:
        found, _ = QFileDialog.getOpenFileNames(self.window, title, "", kinds)
        return [Path(one) for one in found]

    def save_path(self, title: str, name: str) -> Path | None:
        found, _ = QFileDialog.getSaveFileName(self.window, title, name)
        return Path(found) if found else None

    # -- sheets and lists ------------------------------------------------------------------

    def import_sheet(self, record: type[Record]) -> None:
        """Takes in a workbook; with bad rows it asks whether the good ones shall go in."""
        path = self.choose_file(f"导入{record.label}", _SHEETS)
        if path is not None:
            self._import(record, path, accept_valid=False)

    def _import(self, record: type[Record], path: Path, *, accept_valid: bool) -> None:
        report = path.with_name(f"{path.stem}_有问题的行.xlsx")

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.exchange.sheets import import_file

            return import_file(
                book, record, path, accept_valid=accept_valid, report=report, tick=tick
            )

        def refused(trouble: Any) -> None:
            intake = getattr(trouble, "intake", None)
            if intake is None or not intake.rows:
                messages.refuse(self.window, trouble)
                return
            good = f"导入 {len(intake.rows)} 行"
            text = f"{trouble.what}。有问题的格子已标红，另存为〔{report.name}〕。"
            if messages.ask(self.window, text, good, "先不导入"):
                self._import(record, path, accept_valid=True)

        self.runner.job(work, label=f"正在导入{record.label}", on_refused=refused)

    def export_sheet(self, query: Query) -> None:
        record = self.book.tables[query.table]
        path = self.save_path(f"导出{record.label}", f"{record.label}.xlsx")
        if path is None:
            return

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.exchange.sheets import write_table

            count = write_table(path, record, book.rows(query))
            return Changes(f"导出{record.label} {count} 条", result=str(path))

        self.runner.job(work, label=f"正在导出{record.label}", on_done=self._said)

    def print_list(self, query: Query) -> None:
        record = self.book.tables[query.table]
        path = self.save_path(f"打印{record.label}", f"{record.label}.pdf")
        if path is None:
            return

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            from qinglian_desktop.paper.draw import draw
            from qinglian_desktop.paper.fonts import Fonts

            made = draw(list_paper(book, query), path, fonts=Fonts())
            return Changes(f"打印{record.label}，{made.pages} 页", result=str(path))

        self.runner.job(work, label=f"正在排版{record.label}", on_done=self._said)

    def _said(self, changes: Changes) -> None:
        self.runner.said.emit(f"{changes.label}：{changes.result}")


def list_paper(book: Book, query: Query) -> Document:
    """A ledger as a landscape table; personal values stay masked on paper."""
    record = book.tables[query.table]
    names = [n for n, f in record.fields.items() if f.kind.name not in ("link", "files", "long")]
    names = names[:_MOST_COLUMNS]
    fields = [record.fields[name] for name in names]
    columns = tuple(
        Column(
            field.label,
            14 if field.kind.name in ("text", "money") else 9,
            "right" if field.kind.numeric else "left",
            money=field.kind.name == "money",
        )
        for field in fields
    )
    rows = tuple(
        tuple(
            (row[name] if row[name] is not None else "")
            if field.kind.name == "money"
            else access.show(field, row[name])
            for name, field in zip(names, fields, strict=True)
        )
        for row in book.rows(query)
    )
    has_money = any(column.money for column in columns)
    return Document(
        f"{book.unit.name}{record.label}",
        "table",
        (Table(columns, rows, totals=has_money), SignLine()),
        unit=book.unit.name,
        made_on=clock.today(),
    )
