"""负面清单: the confirmed situations, whether they stop recognition, how two people lift one."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.modules.evaluation import actions, reads
from qinglian_desktop.modules.evaluation.records import VetoEvent
from qinglian_desktop.modules.evaluation.standing import FREE, Standing
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.over_ledger import OverLedger
from qinglian_desktop.ui.pin_row import PinRow

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

COLUMNS = (
    "article", "unit_name", "happened_on", "confirmed_by", "document_no", "lifted_on",
    "lifted_with",
)  # fmt: skip
_WIDE = 320  # px at 标准 of the reason
_NONE = "负面清单里没有管得着的情形。只登记是第几条、哪天、谁用什么文号确认，不写案情。"
_NOBODY = "解除要第二个人输入 PIN：请先在“谁在用”里加上复核人。"


def open_it(window: "Window") -> None:
    page = VetoesPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class VetoesPage(OverLedger):
    def __init__(self, window: "Window") -> None:
        street = window.book.unit.is_street
        columns = COLUMNS if street else tuple(name for name in COLUMNS if name != "unit_name")
        ledger = window.desk.ledger(VetoEvent, title="负面清单", columns=columns)
        super().__init__("vetoes", "负面清单", ledger)
        self._window, self._book = window, window.book
        self.state = look.label("", "strong")
        self.state.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("解除的原因，写上文号")
        look.named(self.reason, "解除的原因")
        self.pins = PinRow("第二个人", "解除选中的")
        self.nobody = look.label(_NOBODY, "hint")
        self._lay_out()
        self.pins.given.connect(self.lift)
        self.reason.returnPressed.connect(self.pins.begin)
        window.runner.changed.connect(self._on_changed)
        self.reload()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        look.named(card, "是不是不予认定，怎么解除")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 6, 12, 6)
        inside.setSpacing(6)
        line = QWidget()
        line.setProperty("role", "clear")
        row = FlowLayout(line, gap=12)
        self.reason.setMinimumWidth(look.metrics().px(_WIDE))
        row.addWidget(self.reason)
        row.addWidget(self.pins)
        for part in (self.state, line, self.nobody):
            inside.addWidget(part)
        self._lifting = line
        self.put_in(card, above_rows=True)

    def reload(self) -> None:
        names = [one["name"] for one in signers.listed(self._book)
                 if signers.has_pin(self._book, one)]  # fmt: skip
        self.pins.offer(names)
        self._lifting.setVisible(bool(names) and bool(self._book.writable))
        self.nobody.setVisible(not names)
        if self._book.unit.is_street:
            self.state.setText("各单位是不是不予认定，看评价时的等次；这里登记部门确认的情形。")
        else:
            self._window.runner.read(_standing, self._on_standing)

    def _on_standing(self, found: Standing) -> None:
        if found.state == FREE:
            self.state.setText(_NONE)
        else:
            self.state.setText(f"{found.words}。")

    def lift(self, name: str, pin: str) -> None:
        """The chosen one, with the reason that is typed."""
        chosen = self.ledger.table.selected_ids()
        self.banner.hide()
        if len(chosen) != 1:
            self.banner.say("请在下面的表里选中要解除的那一条，一次一条。")
            return
        done = self._window.runner.act(
            actions.lift_veto, chosen[0], self.reason.text(), name, pin,
            on_refused=self.banner.say, say=f"解除了，{name}复核。",
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


def _standing(book: Book) -> Standing:
    return reads.standing_of(book, clock.today().year)
