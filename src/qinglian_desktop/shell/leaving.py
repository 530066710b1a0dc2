"""The copy when the clerk goes home: the window is gone at once, a small one says what runs.

It may be closed at any moment; what it had not finished is made up for at the next start.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, QThread, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Progress, Refused
from qinglian_desktop.shell import second_place
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.store import copies, rounds
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.sweeping import Sweeping


def is_needed(book: Book, kept: Preferences) -> bool:
    """Was anything written since the last copy, or does the plugged-in place lack it?"""
    if book.unit.is_practice or not book.writable:
        return False
    return rounds.lacks(book, second_place.find(kept))


class _Copying(QThread):
    def __init__(self, again: Callable[[], Book], kept: Preferences, parent: QWidget) -> None:
        super().__init__(parent)
        self._again, self._kept = again, kept
        self.progress = Progress()
        self.book: Book | None = None

    def run(self) -> None:
        """Trouble is told at the next start, by 今日; here nobody waits for an answer."""
        try:
            self.book = self._again()
            try:
                rounds.go_round(
                    self.book,
                    second_place.find(self._kept),
                    why=copies.LEAVING,
                    tick=self.progress.tick,
                )
            finally:
                self.book.close()
        except Refused:
            return

    def stop(self) -> None:
        self.progress.stopped = True
        if self.book is not None:
            self.book.interrupt()


class LeavingPage(QWidget):
    """正在备份: a line, a bar, and a button not to wait."""

    ended = Signal()

    def __init__(self, again: Callable[[], Book], kept: Preferences) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("清廉村居工作台 — 正在备份")
        look.named(self, "正在备份")
        said = look.label("今天登记的都已保存。正在备份一份，做完自己会关。")
        hint = look.label("急着走可以直接关，下次打开会补上。", "hint")
        for line in (said, hint):
            line.setWordWrap(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        look.named(bar, "正在备份")
        self.leave = push_button("不等了")
        self.leave.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for part in (said, bar, hint):
            column.addWidget(part)
        column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(look.metrics().px(460))
        self._sweeping = Sweeping(self)
        self._work = _Copying(again, kept, self)
        self._work.finished.connect(self.close)
        self._closed, self.wanted_again = False, False

    def come_forward(self) -> None:
        """The clerk opens the program again: the copy gives way."""
        self.wanted_again = True
        self.close()

    def start(self) -> None:
        self._work.start()

    def closeEvent(self, event: object) -> None:
        """Whoever closes it, the files are let go of first."""
        if not self._closed:
            self._closed = True
            self._work.stop()
            self._work.wait()
            self._sweeping.stop()
            self.ended.emit()
        super().closeEvent(event)  # type: ignore[arg-type]
