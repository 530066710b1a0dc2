"""条款 on the card of a contract: its form, saved by itself once the contract is there."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import defaults
from qinglian_desktop.modules.contracts import actions, kin, reads
from qinglian_desktop.modules.contracts.page.part import Part
from qinglian_desktop.modules.contracts.records import RUNNING, TO_CLEAR, Contract
from qinglian_desktop.modules.contracts.rules.terms import lacking
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.form import RecordForm
from qinglian_desktop.ui.messages import push_button

_APART = ("state", "follows_id", "chain", "ended_on", "ended_why")  # each has an act of its own
# What is asked at once: without these nobody can carry a contract out.
_FIRST = ("title", "kind", "party", "subject", "start_on", "end_on", "rent_fen")
_FIELDS = (*_FIRST, *(n for n in Contract.fields if n not in (*_FIRST, *_APART)))


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
        cover.cover().changed.connect(self._show_kin)
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
        self.note_kin.setVisible(bool(found))
        self._show_kin(cover.cover().on)

    def _show_kin(self, covered: bool) -> None:
        said = cover.STARS if covered else self._kin
        self.told_kin.setText(f"登记的亲属里：{said}。请核实；要回避的，附上回避记录。")
        self.told_kin.setVisible(bool(self._kin))

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
        """A new contract that was begun is kept too: with gaps as 待清理."""
        if self.row_id or self.form.is_blank:
            return self.save_now()
        self.form.wait_no_more()
        draft = {**defaults(Contract), **self.form.draft()}
        state = TO_CLEAR if lacking(draft) else RUNNING
        return self._keep({**draft, "state": state})
