"""A page over a tab: a table of what units did or lack; one line or figure opens its rows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from qinglian_desktop.core.access import show
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

MOST = 500  # rows shown of one line or figure
_FIELDS = 7
_UNSAID = ("files", "link", "flag", "reason")


class RowsBehindPage(OverPage):
    """`show_table` of the heir fills the table, `open_rows` shows what stands behind it."""

    def __init__(
        self, window: "Window", page_id: str, title: str, headings: Sequence[Heading],
        *, how: str, rows: str, empty: EmptyCard,
    ) -> None:  # fmt: skip
        super().__init__(page_id, title)
        self._window, self._how = window, how
        self.print_button = push_button("打印", icon="print")
        self.said = look.label(how, "hint")
        self.said.setWordWrap(True)
        self.table = PlainTable(title, headings)
        self.rows = PlainTable(rows, (Heading("", 0),))
        self.empty = empty
        self.head.addWidget(self.print_button)
        self.column.addWidget(self.said)
        for part in (self.table, self.rows, self.empty):
            self.column.addWidget(part, 1)
        self.table.opened.connect(self.open_rows)
        self.print_button.clicked.connect(self.print_page)
        window.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)

    def reload(self, _index: object = None) -> None:
        self.show_table()
        self.show_rows(False)

    def show_table(self) -> None:
        raise NotImplementedError

    def there(self) -> bool:
        """Is there anything in the table?"""
        raise NotImplementedError

    def open_rows(self, place: int, column: int = 0) -> None:
        raise NotImplementedError

    def print_page(self) -> None:
        raise NotImplementedError

    def show_rows(self, on: bool) -> None:
        there = self.there()
        self.rows.setVisible(on)
        self.table.setVisible(there and not on)
        self.empty.setVisible(not there)
        self.print_button.setVisible(there and not on)
        if not on:
            self.said.setText(self._how)

    def list_rows(self, query: Query, said: str) -> None:
        """The rows this asks for, in the fields that can be read."""
        book = self._window.book
        record = book.tables[query.table]
        named = [n for n, field in record.fields.items() if field.kind.name not in _UNSAID]
        fields = {name: record.fields[name] for name in named[:_FIELDS]}
        self.rows.fill(
            [
                [show(field, row[name]) for name, field in fields.items()]
                for row in book.rows(query._replace(limit=MOST))
            ],
            [Heading(field.label, 140, private=True) for field in fields.values()],
        )
        self.show_rows(True)
        self.said.setText(f"{said}按返回回到各单位。")
        self.rows.selectRow(0)
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """From the rows back to the units, from there out of the page."""
        if self.rows.isHidden():
            super().leave()
            return
        self.show_rows(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touched:
            self.reload()
