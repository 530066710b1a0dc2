"""Who opens the data? The PIN box; five wrong ones lock it for ten minutes."""

import json
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.help import aside
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button

TRIES, PAUSE = 5, 600  # wrong PINs; seconds
_FILE = "pin-tries.json"


class Tries:
    """Counts wrong PINs across starts; a file that cannot be read counts as five."""

    def __init__(self, home: Path) -> None:
        self._path = home / _FILE

    def _read(self) -> tuple[int, float]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
            return int(found["wrong"]), float(found["at"])
        except FileNotFoundError:
            return 0, 0.0
        except (OSError, ValueError, KeyError, TypeError):
            return TRIES, time.time()

    def locked_for(self) -> int:
        """Seconds until the next try; 0 when one may be made now."""
        wrong, at = self._read()
        # A clock set back must not lock for ever.
        left = min(at + PAUSE - time.time(), PAUSE)
        if wrong < TRIES:
            return 0
        if left <= 0:
            self.forget()
            return 0
        return int(left) + 1

    def wrong(self) -> int:
        """One more; answers how many tries are left."""
        count = self._read()[0] + 1
        self._path.write_text(json.dumps({"wrong": count, "at": time.time()}), "utf-8")
        return max(TRIES - count, 0)

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)


class UnlockPage(QWidget):
    opened = Signal(object)  # Book

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home, self._tries = home, Tries(home)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("清廉村居工作台")
        look.named(self, "输入 PIN")
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        look.named(self.line, "PIN")
        self.button = push_button("进入", "primary")
        self.said = look.label("", "problem")
        self.said.setWordWrap(True)
        forgot = look.label("忘记 PIN：请向街道要恢复办法，数据还在，没有动过。", "hint")
        forgot.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(look.label("请输入 PIN", "title"))
        for part in (self.line, self.said, self.button, forgot):
            column.addWidget(part)
        column.addStretch(2)
        self.resize(look.metrics().px(460), look.metrics().px(380))
        self.said.hide()
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._on_clock)
        self.line.returnPressed.connect(self.try_pin)
        self.button.clicked.connect(self.try_pin)
        aside.on_f1(self, lambda: "unlock")
        self._on_clock()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def try_pin(self) -> None:
        if self._tries.locked_for():
            self._on_clock()
            return
        try:
            book = Book.open(self._home, RECORDS, pin=self.line.text())
        except Refused as refused:
            if refused.code != "QL-SE-081":
                self._say(str(refused))
                return
            left = self._tries.wrong() if self.line.text() else TRIES
            self._say(f"PIN 不对，还可以试 {left} 次。" if self.line.text() else "请输入 PIN。")
            self.line.selectAll()
            self.line.setFocus()
            self._on_clock()
            return
        self._tries.forget()
        self.opened.emit(book)

    def _on_clock(self) -> None:
        left = self._tries.locked_for()
        self.button.setEnabled(not left)
        if left:
            self._say(f"已锁定，还要等 {left // 60} 分 {left % 60} 秒。可请街道帮忙解锁。")
            self._clock.start()
        elif self._clock.isActive():
            self._clock.stop()
            self._say("可以再试了。")
