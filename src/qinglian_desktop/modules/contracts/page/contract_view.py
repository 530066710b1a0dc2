"""合同卡 (Z-13): one contract, its terms and everything that hangs on it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.actions import printing
from qinglian_desktop.modules.contracts.page import outgoing
from qinglian_desktop.modules.contracts.page.chain_part import ChainPart
from qinglian_desktop.modules.contracts.page.check_part import CheckPart
from qinglian_desktop.modules.contracts.page.part import Part
from qinglian_desktop.modules.contracts.page.parts import (
    DemandPart,
    DepositPart,
    DetailsPart,
    RentPart,
)
from qinglian_desktop.modules.contracts.page.schedule_part import SchedulePart
from qinglian_desktop.modules.contracts.page.terms_part import TermsPart
from qinglian_desktop.modules.contracts.page.words import state_word
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.sections import Section, Sections

TERMS = "terms"


class ContractView(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.row_id = desk, ""
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = push_button("返回列表", "link", icon="back")
        self.name = look.label("", "title")
        self.name.setWordWrap(True)
        self.state = look.chip("履行中", parent=self)
        self.print = push_button("打印催缴单", icon="print")
        self.banner = Banner()
        self.parts = Sections("contract-card", "合同卡", self._sections())
        self._lay_out()
        self.back.clicked.connect(self.leave)
        self.print.clicked.connect(self.print_page)
        desk.runner.changed.connect(self._on_changed)

    def _sections(self) -> tuple[Section, ...]:
        def part(kind: Callable[[Desk], Part]) -> Callable[[], QWidget]:
            return partial(self._part, kind)

        return (
            (TERMS, "条款", part(TermsPart)),
            ("plan", "收款", part(SchedulePart)),
            ("rents", "租金约定", part(RentPart)),
            ("deposit", "押金", part(DepositPart)),
            ("details", "补充内容", part(DetailsPart)),
            ("chain", "前后合同", part(ChainPart)),
            ("demands", "催缴", part(DemandPart)),
            ("check", "体检", part(CheckPart)),
        )

    def _part(self, kind: Callable[[Desk], Part]) -> QWidget:
        made = kind(self._desk)
        if isinstance(made, ChainPart):
            made.other_asked.connect(self.open_row)
        if isinstance(made, TermsPart):
            made.kept.connect(self._on_kept)
        if self.row_id:
            made.show_contract(self.row_id)
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 12, 24, 0)
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.name, 1)
        for part in (self.state, self.print):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.parts, 1)

    @property
    def terms(self) -> TermsPart:
        part = self.parts.show_section(TERMS)
        assert isinstance(part, TermsPart)
        return part

    # -- which contract -------------------------------------------------------------------

    def open_row(self, row_id: str) -> None:
        self.flush()
        self.row_id = row_id
        self.banner.hide()
        for part in self.parts.pages():
            assert isinstance(part, Part)
            part.row_id = row_id
        self.reload()

    def new_row(self) -> None:
        self.flush()
        self.row_id = ""
        self.name.setText("新合同")
        self.state.hide()
        self.print.hide()
        self.parts.head.hide()
        self.terms.begin()

    def _on_kept(self, row_id: str) -> None:
        self.row_id = row_id
        for part in self.parts.pages():
            assert isinstance(part, Part)
            part.row_id = row_id
        self._show_head()

    def reload(self) -> None:
        if not self.row_id:
            return
        try:
            self._show_head()
        except Refused:
            self.row_id = ""
            self.closed.emit()
            return
        part = self.parts.current
        assert isinstance(part, Part)
        part.show_contract(self.row_id)

    def _show_head(self) -> None:
        row = reads.contract(self._desk.book, self.row_id)
        self.parts.head.show()
        self.name.setText(f"{row['number'] or ''} {row['title'] or ''}".strip())
        self.state.show()
        self.state.say(state_word(row, clock.today()))
        behind = bool(reads.account_of(self._desk.book, self.row_id).owed(clock.today()))
        self.print.setVisible(behind)
        fill(self.print, False)

    def take_focus(self) -> None:
        self.parts.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Save what waits in any part; False when something was refused."""
        refused = [one for one in self.parts.pages() if isinstance(one, Part) and not one.flush()]
        return not refused

    def print_page(self) -> None:
        """The demand for what this contract is behind with."""
        if self.row_id:
            outgoing.print_it(
                self._desk, printing.print_demands, ([self.row_id],), "催缴通知单",
                f"demand:{self.row_id}", self.banner.say,
            )  # fmt: skip

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        if not self.isVisible() or not self.row_id or initiator in self.parts.pages():
            return
        if changes.touches("contract", "rent_due", "rent_receipt", "deposit_move", "entry",
                           "rent_demand", "rent_term"):  # fmt: skip
            self.reload()

    def leave(self) -> None:
        if self.flush():
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
