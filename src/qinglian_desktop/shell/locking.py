"""The lock: nothing can be read or done until somebody of the list gives their PIN.

Nothing beneath it is closed: what was typed, an open cell, a question on the screen and the job
beside the window are there as they were. A modal window over all of ours takes keys and mouse;
a plain sheet covers each of the others, so that nothing is seen beside it or in its small picture.
What a job opens while it is locked gets its sheet too, and the lock comes before it again.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell import seats
from qinglian_desktop.store import desk
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.who_card import WhoCard

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_WIDE = 420


def lock_now(window: "Window") -> None:
    """Ctrl+L; where nobody has a PIN it says what to do instead."""
    if not desk.can_lock(window.book):
        window.bar.say("还没有设 PIN，锁不住。按 Ctrl+K 打“谁在用”，加上自己就能锁；先按 F9 遮挡。")
        return
    lock(window)


def lock(window: "Window") -> None:
    """Locks unless it is locked, or could not be opened again."""
    if desk.can_lock(window.book) and locked(window) is None:
        Lock(window).begin()


def locked(window: "Window") -> "Lock | None":
    """The lock that lies on this window now."""
    return next((found for found in window.findChildren(Lock) if found.isVisible()), None)


class _Sheet(QFrame):
    """Covers one window wholly, also when it changes its size."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.named(self, "已锁定")
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        elif event.type() == QEvent.Type.ChildPolished:
            self.raise_()  # what comes up beneath stays beneath
        return False


class Lock(QDialog):
    def __init__(self, window: "Window") -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._window = window
        self._sheets: list[_Sheet] = []
        self._before: QWidget | None = None  # what had the keyboard
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle("已锁定")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, "已锁定，输 PIN 打开")
        self.card = WhoCard("打开")
        self.card.offer(seats.faces(window.book), window.book.operator.person)
        self.card.given.connect(self.on_given)
        inner = QWidget()
        inner.setProperty("role", "clear")
        inner.setFixedWidth(look.metrics().px(_WIDE))
        since = look.label(
            f"{clock.now()[11:16]} 锁定。没保存完的、正在办的都在，打开后接着做。", "hint"
        )
        since.setWordWrap(True)
        self.forgot = push_button("忘记 PIN", "link")
        self.forgot.setAutoDefault(False)
        self.forgot.clicked.connect(self._on_forgot)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(look.label(window.book.unit.name, "title"))
        for part in (since, self.card):
            column.addWidget(part)
        column.addWidget(self.forgot, 0, Qt.AlignmentFlag.AlignLeft)
        box = QVBoxLayout(self)
        box.addStretch(2)
        box.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)

    def begin(self) -> None:
        """Over everything of ours that is on the screen."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        cover.cover().left.emit()
        self._before = QApplication.focusWidget()
        self._sheets = [_Sheet(top) for top in self._others()]
        corner = self._window.mapToGlobal(QPoint(0, 0))
        self.setGeometry(corner.x(), corner.y(), self._window.width(), self._window.height())
        self._come_first()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def _come_first(self) -> None:
        """Above every other; of two modal windows the one that came last takes the keys."""
        if not self._sheets:
            return
        self.hide()
        self.open()
        self.raise_()
        self.activateWindow()
        self.card.begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._on_shown(watched)
        return False

    def _on_shown(self, top: QWidget) -> None:
        """A dialog, a preview, a list that comes up by itself while nobody is let in."""
        kind = top.windowType()
        if top is self or self.isAncestorOf(top) or kind == Qt.WindowType.ToolTip:
            return
        if not any(isValid(sheet) and sheet.parent() is top for sheet in self._sheets):
            self._sheets.append(_Sheet(top))
        QTimer.singleShot(0, self, self._come_first)

    def _others(self) -> list[QWidget]:
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
        return [self._window, *(top for top in tops if top not in (self, self._window))]

    def on_given(self, person: str, pin: str) -> None:
        try:
            seats.sit_down(self._window, person, pin)
        except Refused as refused:
            self.card.say(str(refused))
            self.card.begin()
            return
        self._end()

    def _end(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        for sheet in self._sheets:
            if isValid(sheet):
                sheet.hide()
                sheet.deleteLater()
        self._sheets.clear()
        self.accept()
        self.deleteLater()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.activateWindow()
            self._before.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def _on_forgot(self) -> None:
        self.card.say(
            "请管理员先打开，再到“谁在用”里重设。都忘了：关掉程序再打开，按【忘记 PIN】，"
            "用恢复单或者请街道帮忙。"
        )

    def reject(self) -> None:
        """Esc and the close key open nothing."""

    def closeEvent(self, event: QCloseEvent) -> None:
        with suppress(RuntimeError):
            if self.isVisible() and self._sheets:
                event.ignore()
                return
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
