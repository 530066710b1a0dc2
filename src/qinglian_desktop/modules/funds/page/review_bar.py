"""复核 above the list of receipts and payments: how many wait, who checks, their PIN."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.pick import Pick
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.modules.funds import actions, due
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.pin_row import PinRow
from qinglian_desktop.ui.runner import Runner


class ReviewBar(QFrame):
    """Checks the rows that are chosen in the list; hidden while nobody could check."""

    def __init__(self, ledger: LedgerPage, book: Any, runner: Runner) -> None:
        super().__init__(ledger)
        self._ledger, self._book, self._runner = ledger, book, runner
        self._table = ledger.record_type.table
        self.setProperty("role", "card")
        look.named(self, "复核")
        self.words = look.label("")
        self.only = push_button("只看待复核的", "link")
        self.pins = PinRow("复核人", "复核")
        inner = QWidget()
        inner.setProperty("role", "clear")
        row = FlowLayout(inner, gap=12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 6, 12, 6)
        outer.addWidget(inner)
        parts: tuple[QWidget, ...] = (self.words, self.only, self.pins)
        for part in parts:
            row.addWidget(part)
        self.only.clicked.connect(self.show_waiting)
        self.pins.given.connect(self.review)
        ledger.table.selectionModel().selectionChanged.connect(self.count)
        ledger.table.footer_changed.connect(self.count)
        runner.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        names = actions.reviewers(self._book)
        self.setVisible(bool(names) and bool(self._book.writable))
        if names:
            self.pins.offer(names)
            waiting = len(due.waiting(self._book, clock.today(), self._table))
            self.words.setMinimumHeight(look.metrics().button)
            self.words.setText(f"待复核 {waiting} 笔" if waiting else "都复核过了")
            self.only.setVisible(bool(waiting))
            self.count()

    def chosen(self) -> list[str]:
        """What the PIN would be for: the rows chosen in the list."""
        return self._ledger.table.selected_ids()

    def count(self, *_: object) -> None:
        many = self._ledger.table.selected_count()
        word = f"复核选中的 {many} 笔" if many > 1 else "复核"
        self.pins.button.setText(word)
        self.pins.button.setAccessibleName(word)

    def show_waiting(self) -> None:
        """The list shows only what nobody has checked; Ctrl+A then takes all of it."""
        self._ledger.filters.pick("reviewed_on", Pick("reviewed_on", "empty"))
        self._ledger.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def review(self, name: str, pin: str) -> None:
        ledger = self._ledger
        ledger.banner.hide()
        if not ledger.save_waiting():
            return
        changes = self._runner.act(
            actions.review, self._table, self.chosen(), name, pin,
            on_refused=ledger.banner.say,
        )  # fmt: skip
        if changes is None:
            self.pins.begin()
            return
        ledger.bar.say(f"{name}已复核 {changes.result} 笔。要改请用红字冲回。")

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(self._table, Signer.table):
            self.reload()


def put_above(ledger: LedgerPage, book: Any, runner: Runner) -> ReviewBar:
    """The bar stands between the filters and the list."""
    bar = ReviewBar(ledger, book, runner)
    column = ledger.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(column.indexOf(ledger.banner), bar)
    return bar
