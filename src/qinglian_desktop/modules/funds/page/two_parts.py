"""A section in two parts: what comes of the rows, and the list of the rows."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.ui import look
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button


class TwoParts(QWidget):
    """The heir builds both, calls `put_parts`, and says which of them begins."""

    def __init__(self, page_id: str, title: str, ledger: LedgerPage) -> None:
        super().__init__()
        self.page_id, self.title, self.ledger = page_id, title, ledger
        look.named(self, title)
        self._stack = QStackedWidget()
        self.words = QButtonGroup(self)

    def put_parts(
        self, parts: Sequence[tuple[str, QWidget]], beside: Sequence[QPushButton] = ()
    ) -> None:
        """The two under their words; `beside` stand at the right of the words."""
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 0)
        row.setSpacing(8)
        for place, (word, part) in enumerate(parts):
            button = push_button(word, "choice")
            button.setCheckable(True)
            self.words.addButton(button, place)
            row.addWidget(button)
            self._stack.addWidget(part)
        row.addStretch(1)
        for button in beside:
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.words.idClicked.connect(self.show_part)

    def word(self, place: int) -> QPushButton:
        button = self.words.button(place)
        assert isinstance(button, QPushButton)
        return button

    @property
    def on_list(self) -> bool:
        return self._stack.currentWidget() is self.ledger

    def show_part(self, place: int) -> None:
        """One of the two; what waits in the list is saved before it is left."""
        if self.on_list:
            self.ledger.flush()
        self._stack.setCurrentIndex(place)
        self.word(place).setChecked(True)
        self.reload()

    def show_list(self) -> None:
        self.show_part(self._stack.indexOf(self.ledger))

    # -- what the tab asks of a page -------------------------------------------------------

    def reload(self) -> None:
        """The heir reads its own part again, too."""
        if self.on_list:
            self.ledger.reload()

    def flush(self) -> bool:
        return bool(self.ledger.flush())

    def new_record(self) -> None:
        self.show_list()
        self.ledger.new_record()

    def show_row(self, _table: str, row_id: str) -> None:
        self.show_list()
        if row_id:
            self.ledger.open_record(row_id)

    def print_page(self) -> Any:
        return self.ledger.print_page()
