"""What does the line at the bottom say? Offline, saved, backed up, which rules, which size."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button


class StatusLine(QFrame):
    """Five facts between thin lines; every one is a label with its whole text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        look.named(self, "状态")
        self.offline = look.label("本机运行·未联网", "hint")
        self.saved = look.label("改了就存", "hint")
        self.backup = look.label("", "hint")
        self.rules = look.label("", "hint")
        self.type_size = look.label("", "hint")
        self.unfinished = push_button("设置未完成", "foot")
        self.unfinished.setToolTip("恢复单还没有打印、试过。按一下去办")
        self.unfinished.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 2)
        row.setSpacing(10)
        parts: tuple[QLabel, ...] = (
            self.offline,
            self.saved,
            self.backup,
            self.rules,
            self.type_size,
        )
        for place, part in enumerate(parts):
            if place:
                row.addWidget(look.label("│", "hint"))
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.unfinished)

    def texts(self) -> tuple[str, ...]:
        parts = (self.offline, self.saved, self.backup, self.rules, self.type_size)
        return tuple(part.text() for part in parts)

    def say_saved(self, text: str) -> None:
        self.saved.setText(text)

    def say_backup(self, day: str, time: str) -> None:
        """`day` as 2026-11-20, or "" when there is no backup yet."""
        if not day:
            self.backup.setText("备份：还没有")
            return
        when = "今天" if day == clock.today().isoformat() else day[5:].replace("-", "月") + "日"
        self.backup.setText(f"备份：{when.lstrip('0')} {time}")

    def say_rules(self, version: str) -> None:
        self.rules.setText(f"规则包 {version}")

    def say_size(self, word: str) -> None:
        self.type_size.setText(f"字号 {word}")


class ProgressStrip(QFrame):
    """Long work: what is happening, how far, and a 停止 that rolls back."""

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.text = look.label("")
        self.bar = QProgressBar()
        self.bar.setFixedWidth(look.metrics().px(260))
        self.bar.setTextVisible(False)
        self.stop = push_button("停止")
        self.stop.clicked.connect(self.stop_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 12, 4)
        row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.bar)
        row.addWidget(self.stop)
        self.hide()

    def show_progress(self, done: int, total: int, label: str) -> None:
        counted = f" {done:,}/{total:,}" if total else ""
        self.text.setText(f"正在{label.removeprefix('正在')}{counted}")
        look.named(self.bar, self.text.text())
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.show()

    def on_busy(self, busy: bool) -> None:
        if not busy:
            self.hide()
