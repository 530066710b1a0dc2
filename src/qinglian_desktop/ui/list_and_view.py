"""A list whose rows open in a view of their own, because they have steps."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.ledger_page import LedgerPage


class ListAndView(QWidget):
    """The heir makes the `view` and puts it, and what else lies over the list, on the stack."""

    view: Any

    def __init__(
        self, ledger: LedgerPage, page_id: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.page_id, self.title = page_id, title
        look.named(self, ledger.title)
        self.list = ledger
        for signal, usual, own in (
            (ledger.table.opened, ledger.open_record, self.open_record),
            (ledger.head.new, ledger.new_record, self.new_record),
            (ledger.list.new_asked, ledger.new_record, self.new_record),
        ):
            signal.disconnect(usual)
            signal.connect(own)
        self._stack = QStackedWidget()
        self._stack.addWidget(ledger)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def call_new(self, word: str, hint: str) -> None:
        self.list.head.add.setText(word)
        look.named(self.list.head.add, word, hint)

    def open_record(self, row_id: str) -> None:
        self.view.open_row(row_id)
        self._stack.setCurrentWidget(self.view)
        self.focus_view()

    def focus_view(self) -> None:
        """To what is to be done next in the view."""
        self.view.take_focus()

    def new_record(self) -> None:
        self.view.new_row()
        self._stack.setCurrentWidget(self.view)

    def show_list(self) -> None:
        row_id = self.view.row_id
        self._stack.setCurrentWidget(self.list)
        self.list.reload()
        self.list.table.select_id(row_id)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        shown: Any = self._stack.currentWidget()
        if shown in (self.view, self.list):
            shown.reload()

    def print_page(self) -> None:
        shown: Any = self._stack.currentWidget()
        if hasattr(shown, "print_page"):
            shown.print_page()

    def flush(self) -> None:
        self.view.flush()
