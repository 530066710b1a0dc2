"""审批单: the list of slips, and under each the boxes that were signed on paper."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import CHOICE, DAY, NAME
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row, fact
from qinglian_desktop.modules.funds import actions, approving, reads
from qinglian_desktop.modules.funds.control import Approval, ApprovalSign
from qinglian_desktop.modules.funds.page.beside_entry import show_slip
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.small_form import SmallForm

_COLUMNS = ("number", "asked_on", "reason", "payee", "amount_fen", "sort", "tier", "book")


class SignPanel(QWidget):
    """Which boxes are signed, what is not in order, and the next signature."""

    def __init__(self, ledger: LedgerPage, desk: Desk) -> None:
        super().__init__()
        self._ledger, self._desk = ledger, desk
        self._slip: Row | None = None
        self.form: SmallForm | None = None
        self.setProperty("role", "clear")
        look.named(self, "签字")
        self.state, self.trouble = look.label(""), look.label("", "hint")
        for words in (self.state, self.trouble):
            words.setWordWrap(True)
        self.done = push_button("登记签字")
        self.undo = push_button("撤下这一格", "link")
        self.print = push_button("打印审批单", icon="print")
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        for button in (self.done, self.undo, self.print):
            button.setAutoDefault(False)
            row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for part in (look.label("签字", "group"), self.state, self.trouble, buttons):
            self._column.addWidget(part)
        self.done.clicked.connect(self.on_sign)
        self.undo.clicked.connect(self.on_unsign)
        self.print.clicked.connect(self.on_print)
        ledger.drawer.stepped.connect(self.reload)
        desk.runner.changed.connect(self._on_changed)
        cover.cover().changed.connect(self._on_cover)
        self.reload()

    def reload(self) -> None:
        """The slip that is open, with the tier of its amount and day."""
        slip = self._desk.book.row(Approval.table, self._ledger.drawer.row_id or "")
        whole = slip is not None and slip["amount_fen"] and slip["asked_on"] and slip["book"]
        self.setVisible(bool(whole))
        self._slip = slip if whole else None
        if self._slip is None:
            return
        tier, signed = self._say(self._slip)
        left = approving.unsigned(tier, signed)
        self._offer(tier, left[0] if left else tier.steps[-1])
        self.undo.setVisible(bool(signed))

    def _say(self, slip: Row) -> tuple[approving.Tier, list[approving.Signed]]:
        """Box by box, and what is not in order; the tier alone while the cover is on."""
        book, hidden = self._desk.book, cover.cover().on
        tier, signed = reads.tier_of(book, slip), reads.signed_on(book, slip["id"])
        by = {one.step: one for one in signed}
        lines = [f"{tier.words}　{tier.chain}"]
        for step in tier.steps:
            one = by.get(step.id)
            lines.append(f"{step.name}：{_shown(one) if one else '还没签'}")
        self.state.setText(lines[0] if hidden else "\n".join(lines))
        told = [approving.still(tier, signed), *reads.slip_problems(book, slip)]
        told.append(actions.slip_amount_problem(book, slip))
        self.trouble.setText("\n".join(filter(None, told)))
        self.trouble.setVisible(bool(self.trouble.text()) and not hidden)
        return tier, signed

    def _offer(self, tier: approving.Tier, first: approving.Step) -> None:
        """The fields of one signature, at the box that comes next."""
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        names = tuple(step.name for step in tier.steps)
        grouped = [step.name for step in tier.steps if step.group]
        self.form = SmallForm(
            {
                "step": fact("哪一格", CHOICE, choices=names),
                "name": fact("签字人", NAME, suggests="person"),
                "signed_on": fact("签字日期", DAY),
                "present": fact("到会的人", default=None, example="吴敏、郑立"),
            },
            reader=self._desk.book,
        )
        handler = (self._slip or {}).get("handler") if first is tier.steps[0] else None
        self.form.put({"step": first.name, "name": handler, "signed_on": clock.today().isoformat()})
        self.form.submitted.connect(self.on_sign)
        self.form.editors["step"].changed.connect(partial(self._on_box, grouped))
        self._column.insertWidget(3, self.form)
        self.form.show()
        self._on_box(grouped)

    def _on_box(self, grouped: list[str]) -> None:
        if self.form is not None:
            self.form.show_field("present", self.form.value("step") in grouped)

    def _step(self) -> str:
        assert self._slip is not None and self.form is not None
        tier, chosen = reads.tier_of(self._desk.book, self._slip), self.form.value("step")
        return next((step.id for step in tier.steps if step.name == chosen), "")

    def on_sign(self) -> None:
        if self._slip is None or self.form is None or self.form.problem():
            return
        values, day = self.form.values(), self.form.value("signed_on")
        self._desk.runner.act(
            actions.sign, self._slip["id"], self._step(), values["name"] or "",
            date.fromisoformat(day) if day else clock.today(), values["present"] or "",
            on_refused=self._on_refused,
        )  # fmt: skip

    def on_unsign(self) -> None:
        if self._slip is not None:
            self._desk.runner.act(
                actions.unsign, self._slip["id"], self._step(), on_refused=self._on_refused
            )

    def on_print(self) -> None:
        if self._slip is not None and self._ledger.save_waiting():
            show_slip(self._desk, self._slip["id"], self._ledger.drawer.banner.say)

    def _on_refused(self, refused: Refused) -> None:
        if self.form is None or not self.form.show_refusal(refused):
            self._ledger.drawer.banner.say(refused)

    def _on_cover(self, _on: bool) -> None:
        if self._slip is not None:
            self._say(self._slip)  # what is typed below stays

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(Approval.table, ApprovalSign.table) and self._ledger.drawer.row_id:
            self.reload()
            if self.form is not None and changes.touches(ApprovalSign.table):
                self.form.editors["name"].setFocus(Qt.FocusReason.OtherFocusReason)


def _shown(one: approving.Signed) -> str:
    present = f"（到会：{one.present}）" if one.present else ""
    return f"{one.name} {paper_day(one.day)}{present}"


def make_approvals(desk: Desk) -> LedgerPage:
    page = desk.ledger(Approval, title="审批单", columns=_COLUMNS)
    page.head.add.setText("开审批单")
    look.named(page.head.add, "开审批单", "开一张审批单（Ctrl+N）")
    inner = page.drawer.body.widget()
    assert inner is not None
    column = inner.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(column.indexOf(page.drawer.history), SignPanel(page, desk))
    return page
