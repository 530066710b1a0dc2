"""What happens when the program itself is wrong? One dialog, the log, and the work stays open."""

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell import logs

_log = logging.getLogger("qinglian.crash")


class CrashDialog(QDialog):
    """Says that the step did not go through, keeps what was typed, offers the text to copy."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("程序出了一点问题")
        self.setMinimumWidth(560)
        self.text = text
        said = QLabel(
            "这一步没有做成，已保存的内容都在，正在填的内容也还在窗口里。\n"
            "可以接着用。再次出现时，请把下面的文字交给维护的人（里面没有个人信息）。"
        )
        said.setWordWrap(True)
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setAccessibleName("问题记录")
        copy = QPushButton("复制文字")
        copy.clicked.connect(self.on_copy)
        self.go_on = QPushButton("接着用")
        self.go_on.setDefault(True)
        self.go_on.setProperty("role", "primary")
        self.go_on.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(copy)
        buttons.addWidget(self.go_on)
        box = QVBoxLayout(self)
        box.addWidget(said)
        box.addWidget(shown)
        box.addLayout(buttons)

    def on_copy(self) -> None:
        QApplication.clipboard().setText(self.text)


class CrashHook(QObject):
    """Takes every error nobody caught; Refused ones are answers and are said as such."""

    refused = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: CrashDialog | None = None
        self._arrived.connect(self.on_arrived)
        self._before = sys.excepthook

    def install(self) -> None:
        sys.excepthook = self.on_error

    def remove(self) -> None:
        sys.excepthook = self._before

    def on_error(
        self, kind: type[BaseException], error: BaseException, place: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, Refused):
            self.refused.emit(error)
            return
        trouble = (kind, error, place)
        _log.error("an error nobody caught", exc_info=trouble)
        text = logs.report(trouble)
        if QThread.currentThread() is self.thread():
            self.on_arrived(text)
        else:
            self._arrived.emit(text)

    def on_arrived(self, text: str) -> None:
        # One dialog at a time: the same bug in a paint event would open hundreds.
        if self.dialog is not None or QApplication.instance() is None:
            return
        self.dialog = CrashDialog(text, QApplication.activeWindow())
        self.dialog.finished.connect(self.on_closed)
        self.dialog.open()

    def on_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
