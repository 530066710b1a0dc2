"""The finance notice of a quarter: which book, which quarter, and what became of it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds import actions
from qinglian_desktop.modules.funds.reads import called
from qinglian_desktop.modules.funds.records import BOOKS
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.runner import Runner

_QUARTERS_BACK, _MONTHS_BACK = 6, 3  # closed ones offered for a notice


class Composer(QFrame):
    """Which book and quarter? Makes the draft of the finance notice and says its number."""

    closed = Signal()

    def __init__(self, book: Any, runner: Runner, show_notice: Callable[[str], object]) -> None:
        super().__init__()
        self._book, self._runner, self._show_notice = book, runner, show_notice
        self.made = ""  # id of the notice made last
        self.setProperty("role", "card")
        look.named(self, "生成本季公开")
        self.account, self.period = ChoiceBox("哪一本账"), ChoiceBox("哪一期")
        for one in BOOKS:
            self.account.addItem(f"{called(book, one)}账", one)
        self.done = push_button("编成公告草稿")
        self.cancel = push_button("收起", "link")
        self.open = push_button("去看公告", "link")
        self.answer = look.label("")
        self.answer.setWordWrap(True)
        self.trouble = Banner()
        self._lay_out()
        self.done.clicked.connect(self.compose)
        self.cancel.clicked.connect(self.closed)
        self.open.clicked.connect(self._on_open)
        self.hide()

    def _lay_out(self) -> None:
        choices = QWidget()
        row = FlowLayout(choices)
        for part in (self.account, self.period, self.done, self.cancel):
            row.addWidget(part)
        end = QHBoxLayout()
        end.addWidget(self.answer, 1)
        end.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(choices)
        column.addLayout(end)
        column.addWidget(self.trouble)

    def begin(self) -> None:
        """Offer the quarters that are over, the last one first, then the last months."""
        self.period.clear()
        for kind, many in (("Q", _QUARTERS_BACK), ("M", _MONTHS_BACK)):
            period = Period.holding(clock.today(), kind)
            for _ in range(many):
                period = period.previous
                self.period.addItem(period.label, str(period))
        self._clear()
        self.show()
        self.account.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        for part in (self.answer, self.open, self.trouble):
            part.hide()

    def compose(self) -> None:
        account = str(self.account.currentData())
        period = Period.parse(str(self.period.currentData()))
        self._clear()
        changes = self._runner.act(
            actions.compose_quarterly, account, period, initiator=self, on_refused=self.trouble.say
        )
        if changes is None:
            return
        # A draft composed anew without any difference touches nothing, so the row is asked for.
        notice = actions.finance_notice(self._book, account, period)
        self.made = str(notice["id"]) if notice else ""
        self.answer.setText(self._said(str(changes.result), account, period))
        self.answer.show()
        self.open.show()

    def _said(self, number: str, account: str, period: Period) -> str:
        text = f"{period.label}{self.account.currentText()}的公告已编好：{number}，是草稿。"
        doubtful = actions.doubtful_payees(self._book, account, period)
        if doubtful:
            which = "、".join(f"凭证 {entry.voucher_no}" for entry in doubtful[:3])
            text += (
                f"有 {len(doubtful)} 笔的对方像是人名（{which}），会照登全名；"
                "是个人的请在收支里勾上“对方是个人”，再编一次。"
            )
        return f"{text}请到“公开公示”里送审核。"

    def _on_open(self) -> None:
        self._show_notice(self.made)
