"""What is a list laid over a tab? Its own title row takes 返回, and leaving saves what waits."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at


class OverLedger(OverPage):
    """One list that fills the page; an heir adds what stands beside it with `put_in`."""

    def __init__(self, page_id: str, title: str, ledger: LedgerPage) -> None:
        super().__init__(page_id, title)
        self.ledger = ledger
        self._into_one_row()
        self.column.addWidget(ledger, 1)
        enter_at(self, ledger)

    def _into_one_row(self) -> None:
        while (item := self.head.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
        self.ledger.head.lead(self.back)
        self.back.show()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def put_in(self, part: QWidget, *, above_rows: bool = False) -> None:
        """A part of the ledger's own column: below the list, or between its head and the list."""
        within = self.ledger.layout()
        assert isinstance(within, QVBoxLayout)
        place = within.indexOf(self.ledger.banner) if above_rows else within.count()
        within.insertWidget(place, part)

    def flush(self) -> None:
        self.ledger.save_waiting()

    def leave(self) -> None:
        if self.ledger.save_waiting():
            self.closed.emit()
