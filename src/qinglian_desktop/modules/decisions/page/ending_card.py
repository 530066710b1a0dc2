"""终止, and 变更或终止决议: what is asked before either, folded away until it is wanted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core.kinds import LONG
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.small_form import SmallForm

_END = {"reason": Field("终止的原因", LONG, example="上级已统一安排，不用再议")}
_CHANGE = {"content": Field("变更什么", LONG, example="原定租期三年，改为两年，因为…")}


class EndingCard(QWidget):
    ended = Signal(str)  # why
    changed = Signal(str, bool)  # what is altered and why; True: the decision only ends

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.end = push_button("终止")
        self.change = push_button("变更或终止决议")
        self.banner = Banner()
        self.why, self.what = SmallForm(_END), SmallForm(_CHANGE)
        self.hint = look.label("变更、终止要由作出决议的同样会议再走一遍程序。", "hint")
        self.hint.setWordWrap(True)
        self.end_now = push_button("就此终止", "danger")
        self.alter = push_button("立变更事项")
        self.revoke = push_button("立终止事项", "danger")
        openers, doers = QWidget(), QWidget()
        for holder, buttons in (
            (openers, (self.end, self.change)),
            (doers, (self.end_now, self.alter, self.revoke)),
        ):
            flow = FlowLayout(holder)
            for button in buttons:
                flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (openers, self.banner, self.hint, self.why, self.what, doers):
            column.addWidget(part)
        self.end.clicked.connect(self._open_end)
        self.change.clicked.connect(self._open_change)
        self.end_now.clicked.connect(self._on_end)
        self.alter.clicked.connect(self._on_alter)
        self.revoke.clicked.connect(self._on_revoke)
        self.fold(may_end=False, may_change=False)

    def fold(self, *, may_end: bool, may_change: bool) -> None:
        """Closed, with the button of what is possible now."""
        self.end.setVisible(may_end)
        self.change.setVisible(may_change)
        self.banner.hide()
        self._open(end=False, change=False)
        self.why.put({})
        self.what.put({})

    def _open(self, *, end: bool, change: bool) -> None:
        ending: tuple[QWidget, ...] = (self.why, self.end_now)
        changing: tuple[QWidget, ...] = (self.what, self.alter, self.revoke, self.hint)
        for part in ending:
            part.setVisible(end)
        for part in changing:
            part.setVisible(change)

    def _open_end(self) -> None:
        self._open(end=True, change=False)
        self.why.editors["reason"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_change(self) -> None:
        self._open(end=False, change=True)
        self.what.editors["content"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_end(self) -> None:
        self.ended.emit(self.why.value("reason") or "")

    def _on_alter(self) -> None:
        self.changed.emit(self.what.value("content") or "", False)

    def _on_revoke(self) -> None:
        self.changed.emit(self.what.value("content") or "", True)

    def on_refused(self, refused: Refused) -> None:
        form = self.what if self.what.isVisibleTo(self) else self.why
        if not form.show_refusal(refused):
            self.banner.say(refused)
