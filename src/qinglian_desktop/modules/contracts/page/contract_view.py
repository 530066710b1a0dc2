"""合同卡 (Z-13): one contract, its terms and everything that hangs on it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import defaults
from qinglian_desktop.modules.contracts import actions, kin, reads
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
from qinglian_desktop.modules.contracts.page.words import state_word
from qinglian_desktop.modules.contracts.records import RUNNING, TO_CLEAR, Contract
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import Banner, fill, push_button
from qinglian_desktop.ui.sections import Section, Sections

_APART = ("state", "follows_id", "chain", "ended_on", "ended_why")  # each has an act of its own
# What is asked at once: without these nobody can carry a contract out.
_FIRST = ("title", "kind", "party", "subject", "start_on", "end_on", "rent_fen")
_FIELDS = (*_FIRST, *(n for n in Contract.fields if n not in (*_FIRST, *_APART)))
TERMS = "terms"


class TermsPart(Part):
    """条款: the form. A new contract is kept with a button, one that is there by itself."""

    kept = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "条款")
        self._kin = ""
        self.keep = push_button("存下合同", "primary")
        self.draft = push_button("先存成待清理")
        self.start = push_button("条款齐了，开始履行", "primary")
        self.note_kin = push_button("记进合同")
        self.buttons(self.keep, self.draft, self.start, self.note_kin)
        self.told_kin = self.hint()
        self.form = RecordForm(
            Contract, reader=desk.book, fields=_FIELDS, store_file=desk.store_file
        )
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("role", "clear")
        around = QVBoxLayout(inner)
        around.setContentsMargins(0, 0, 16, 0)
        around.addWidget(self.form)
        self.area.setWidget(inner)
        self.column.addWidget(self.area, 1)
        self.keep.clicked.connect(partial(self.save, RUNNING))
        self.draft.clicked.connect(partial(self.save, TO_CLEAR))
        self.start.clicked.connect(partial(self.save, RUNNING))
        self.note_kin.clicked.connect(self.on_note_kin)
        self.form.edited.connect(self.save_now)
        self.form.submitted.connect(self._on_submitted)

    def begin(self) -> None:
        """An empty contract; nothing is kept before the button is pressed."""
        self.row_id = ""
        self.banner.hide()
        self.form.set_row({})
        self._show_buttons("")
        self._propose_kin({})
        self.form.focus_first()

    def reload(self) -> None:
        if self.row_id:
            row = reads.contract(self.desk.book, self.row_id)
            self.form.set_row(row)
            self._show_buttons(row["state"])
            self._propose_kin(row)

    def _propose_kin(self, row: Mapping[str, Any]) -> None:
        """Who of those in office is close to the other side, as long as nothing is written."""
        found = () if row.get("kin_note") else kin.related(self.desk.book, row, clock.today())
        self._kin = kin.words(found)
        self.told_kin.setText(f"登记的亲属里：{self._kin}。请核实；要回避的，附上回避记录。")
        self.told_kin.setVisible(bool(found))
        self.note_kin.setVisible(bool(found))

    def on_note_kin(self) -> None:
        self._keep({"kin_note": self._kin})
        self.reload()

    def _show_buttons(self, state: str) -> None:
        self.keep.setVisible(not self.row_id)
        self.draft.setVisible(not self.row_id)
        self.start.setVisible(state == TO_CLEAR)

    def save_now(self) -> bool:
        """What was changed in a contract that is there; a new one waits for its button."""
        self.form.wait_no_more()
        draft = self.form.changes() if self.row_id else {}
        return not draft or self._keep(draft)

    def save(self, state: str, _checked: bool = False) -> None:
        self.form.wait_no_more()
        base = {} if self.row_id else defaults(Contract)
        self._keep({**base, **(self.form.changes() if self.row_id else self.form.draft()),
                    "state": state})  # fmt: skip

    def _keep(self, draft: dict[str, Any]) -> bool:
        fresh = not self.row_id
        self.banner.hide()
        changes: Changes | None = self.desk.runner.act(
            actions.save_contract, self.row_id or None, draft, initiator=self,
            on_refused=self._on_refused, say="合同已存。" if fresh else "",
        )  # fmt: skip
        if changes is None:
            return False
        self.row_id = str(changes.result)
        row = reads.contract(self.desk.book, self.row_id)
        if fresh:
            self.form.set_row(row)
            self.kept.emit(self.row_id)
        else:
            self.form.settled(row)
        self._show_buttons(row["state"])
        self._propose_kin(row)
        return True

    def _on_submitted(self) -> None:
        if self.row_id:
            self.save_now()
        else:
            self.save(RUNNING)

    def _on_refused(self, refused: Refused) -> None:
        self.form.show_problem(refused)
        self.banner.say(refused)

    def flush(self) -> bool:
        return self.save_now()


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

    def flush(self) -> None:
        for part in self.parts.pages():
            if isinstance(part, TermsPart):
                part.flush()

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
        self.flush()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
