"""合同体检 (Z-15): what stands out in the contracts in force, on what ground, how to mend it."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.contracts import actions, checkup
from qinglian_desktop.modules.contracts.checkup import TO_DO, Found
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.scrolled import scrolled

_HEADINGS = (
    Heading("合同", 210, private=True), Heading("轻重", 76, state=True),
    Heading("问题", 0, private=True), Heading("状态", 110, state=True),
)  # fmt: skip
_LIGHTS = {"红": "要先改", "黄": "要核实"}
_SEEN = (
    "contract", "contract_note", "clean_up", "task", "rent_due", "rent_term", "deposit_move",
    "matter_step", "kin", "post", "asset",
)  # fmt: skip


class CheckupPage(QWidget):
    page_id, title = "contract_check", "合同体检"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: tuple[Found, ...] = ()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.task = push_button("转成任务", "primary")
        self.clean = push_button("列入清理")
        self.go = push_button("去看合同", "link")
        self.said = look.label("", "hint")
        self.banner = Banner()
        self.table = PlainTable(self.title, _HEADINGS)
        self.empty = EmptyCard("在执行的合同都没有发现问题。", "success")
        self.ledger = push_button("去合同台账")
        self.card = QFrame()
        self.what, self.remedy = look.label("", "strong"), look.label("")
        self.basis = look.label("", "hint")
        self.reason = QLineEdit()
        look.named(self.reason, "说明")
        self.reason.setPlaceholderText("确有原因的，写明怎么回事、凭什么")
        self.explain = push_button("已说明")
        self._lay_out()
        self._connect()
        self._show(())
        self.empty.hide()  # until it is known that nothing was found
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.label(self.title, "title"))
        head.addStretch(1)
        head.addWidget(self.ledger)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        for part in (self.said, self.banner):
            column.addWidget(part)
        self.table.setMinimumHeight(look.metrics().px(84))
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.body = scrolled(self.table, self.card, grows=self.table)
        column.addWidget(self.body, 1)
        column.addWidget(self.empty, 1)
        self._lay_card()

    def _lay_card(self) -> None:
        self.card.setProperty("role", "card")
        look.named(self.card, "这一条怎么办")
        inner = QVBoxLayout(self.card)
        inner.setContentsMargins(12, 8, 12, 8)
        inner.setSpacing(6)
        for label in (self.what, self.remedy, self.basis):
            label.setWordWrap(True)
            inner.addWidget(label)
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        for button in (self.task, self.clean, self.go):
            row.addWidget(button)
        inner.addWidget(buttons)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.reason, 1)
        line.addWidget(self.explain)
        inner.addLayout(line)

    def _connect(self) -> None:
        self.task.clicked.connect(partial(self._do, actions.make_task, "已转成任务"))
        self.clean.clicked.connect(partial(self._do, actions.clean_up, "已列入问题合同清理"))
        self.go.clicked.connect(self.on_go)
        self.ledger.clicked.connect(self._on_ledger)
        self.explain.clicked.connect(self.on_explain)
        self.reason.returnPressed.connect(self.on_explain)
        self.table.opened.connect(lambda _row, _column: self.on_go())
        self.table.selectionModel().currentChanged.connect(self._on_chosen)
        self._desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._on_chosen)

    # -- what is shown --------------------------------------------------------------------

    def reload(self) -> None:
        """Asked beside the window: contracts, their money, decisions and kin are read."""
        self._desk.runner.read(checkup.found, self._show)

    def _show(self, found: tuple[Found, ...]) -> None:
        chosen = self._chosen()
        self._found = found
        self.table.fill([_texts(one) for one in found])
        there = bool(found)
        for part in (self.body, self.table, self.card, self.said):
            part.setVisible(there)
        self.empty.setVisible(not there)
        enter_at(self, self.table if there else self.ledger)
        if not there:
            return
        keys = [_key(one) for one in found]
        self.table.selectRow(keys.index(_key(chosen)) if chosen and _key(chosen) in keys else 0)
        waiting = sum(one.state == TO_DO for one in found)
        contracts = len({one.row["id"] for one in found})
        self.said.setText(f"{contracts} 份合同有 {len(found)} 处，{waiting} 处待处理。")
        self._on_chosen()

    def _chosen(self) -> Found | None:
        row = self.table.row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _on_chosen(self, *_: object) -> None:
        one, covered = self._chosen(), cover.cover().on
        if one is None:
            return
        finding = one.finding
        self.what.setText(cover.veiled(f"{finding.what}。"))
        self.remedy.setText(f"怎么改：{finding.remedy}。")
        doubt = f"（{finding.evidence}）" if finding.evidence else ""
        self.basis.setText(f"依据：{finding.basis}{doubt}")
        reason = one.note["reason"] if one.note and one.state == checkup.EXPLAINED else ""
        self.reason.setText("" if covered else reason or "")
        for part in (self.reason, self.explain, self.task, self.clean):
            part.setEnabled(not covered)
        self.task.setEnabled(not covered and one.state != checkup.TASKED)
        self.clean.setEnabled(not covered and one.state != checkup.CLEANING)

    # -- what is done ---------------------------------------------------------------------

    def _do(self, action: Any, said: str, _checked: bool = False) -> None:
        one = self._chosen()
        if one is None:
            return
        self.banner.hide()
        done = self._desk.runner.act(
            action, one.row["id"], one.finding.rule, say=said, on_refused=self.banner.say
        )
        if done is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_explain(self) -> None:
        one = self._chosen()
        if one is None:
            return
        self.banner.hide()
        done = self._desk.runner.act(
            actions.explain_finding, one.row["id"], one.finding.rule, self.reason.text(),
            say="记下了，合同改了再查", on_refused=self._refuse,
        )  # fmt: skip
        if done is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, refused: Refused) -> None:
        self.banner.say(refused)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_go(self) -> None:
        one = self._chosen()
        if one is not None:
            self._desk.go("funds", "contract", one.row["id"])

    def _on_ledger(self, _checked: bool = False) -> None:
        self._desk.go("funds", "contract", "")

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*_SEEN):
            self.reload()


def _key(one: Found) -> tuple[str, str]:
    return one.row["id"], one.finding.rule


def _texts(one: Found) -> tuple[str, ...]:
    return one.name, _LIGHTS[one.finding.light], one.finding.what, one.state
