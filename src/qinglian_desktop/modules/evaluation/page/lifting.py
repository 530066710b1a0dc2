"""Is the office not recognised, by which article, and how do two people lift one of them?"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.modules.evaluation import actions, reads
from qinglian_desktop.modules.evaluation.records import VetoEvent
from qinglian_desktop.modules.evaluation.standing import FREE, Standing
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import Banner
from qinglian_desktop.ui.pin_row import PinRow

_WIDE = 320  # px at 标准 of the reason
_NONE = "负面清单里没有管得着的情形。只登记是第几条、哪天、谁用什么文号确认，不写案情。"
_NOBODY = "解除要第二个人输入 PIN：请先在“谁在用”里加上复核人。"


def _this_year() -> int:
    return clock.today().year


class LiftCard(QFrame):
    """Stands over the list of situations; lifts the one that is chosen there."""

    def __init__(
        self, desk: Desk, ledger: LedgerPage, banner: Banner, year: Callable[[], int] = _this_year
    ) -> None:
        super().__init__()
        self._year = year
        self._desk, self._ledger, self._banner = desk, ledger, banner
        self.setProperty("role", "card")
        look.named(self, "是不是不予认定，怎么解除")
        self.state = look.label("", "strong")
        self.state.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("解除的原因，写上文号")
        self.reason.setMinimumWidth(look.metrics().px(_WIDE))
        look.named(self.reason, "解除的原因")
        self.pins = PinRow("第二个人", "解除选中的")
        self.nobody = look.label(_NOBODY, "hint")
        self.nobody.setWordWrap(True)
        self._lifting = QWidget()
        self._lifting.setProperty("role", "clear")
        row = FlowLayout(self._lifting, gap=12)
        row.addWidget(self.reason)
        row.addWidget(self.pins)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 6, 12, 6)
        inside.setSpacing(6)
        for part in (self.state, self._lifting, self.nobody):
            inside.addWidget(part)
        self.pins.given.connect(self.lift)
        self.reason.returnPressed.connect(self.pins.begin)
        desk.runner.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        names = reads.seconds(self._desk.book)
        self.pins.offer(names)
        self._lifting.setVisible(bool(names) and bool(self._desk.book.writable))
        self.nobody.setVisible(not names)
        if self._desk.book.unit.is_street:
            self.state.setText("各单位是不是不予认定，看评价时的等次；这里登记部门确认的情形。")
        else:
            year = self._year()
            self._desk.runner.read(lambda book: reads.standing_of(book, year), self._on_standing)

    def _on_standing(self, found: Standing) -> None:
        self.state.setText(_NONE if found.state == FREE else f"{found.words}。")

    def lift(self, name: str, pin: str) -> None:
        """The chosen one, with the reason that is typed."""
        chosen = self._ledger.table.selected_ids()
        self._banner.hide()
        if len(chosen) != 1:
            self._banner.say("请在下面的表里选中要解除的那一条，一次一条。")
            return
        done = self._desk.runner.act(
            actions.lift_veto, chosen[0], self.reason.text(), name, pin,
            on_refused=self._banner.say, say=f"解除了，{name}复核。",
        )  # fmt: skip
        if done is None:
            (self.pins.pin if self.reason.text().strip() else self.reason).setFocus(
                Qt.FocusReason.OtherFocusReason
            )
            return
        self.reason.clear()

    def _on_changed(self, changes: Changes, _initiator: Any) -> None:
        if changes.touches(VetoEvent.table, Signer.table, "problem"):
            self.reload()
