"""How is one slot of a board drawn? Its number, what hangs there, until when, and its word."""

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from qinglian_desktop.modules.disclosure.wall_reads import Slot
from qinglian_desktop.ui import look

_MOODS = {"空": "neutral", "在贴": "info", "可撤": "warning", "长期": "success"}
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
WIDTH, HEIGHT = 108, 104  # px at 标准


class SlotCell(QPushButton):
    """A button as large as a sheet in the picture; arrow keys go to its neighbours."""

    stepped = Signal(int, int)  # columns, rows

    def __init__(self, slot: Slot, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slot = slot
        self.setProperty("kind", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        word = slot.word(day)
        self._lines: list[tuple[QLabel, str]] = []
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(look.label(f"{slot.number}", "strong"))
        head.addStretch(1)
        head.addWidget(look.chip(word, _MOODS[word], self))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(2)
        column.addLayout(head)
        texts = self._texts(word)
        for text, role in zip(texts, ("", "hint", "hint"), strict=True):
            line = look.label("", role)
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._lines.append((line, text))
            column.addWidget(line)
        column.addStretch(1)
        said = "，".join(part for part in texts if part)
        look.named(self, f"{slot.spot}，{word}" + (f"，{said}" if said else ""))
        self.setToolTip("\n".join(part for part in texts if part))
        self._column = column

    def _texts(self, word: str) -> tuple[str, str, str]:
        slot = self.slot
        if slot.hanging is None:
            return "", "", ""
        title = str((slot.notice or {}).get("title") or "")
        until = slot.until()
        last = (
            "长期公开" if word == "长期" else f"贴到 {until.month}月{until.day}日" if until else ""
        )
        if slot.doubled:
            last = "这一格登了两份，请核对"
        return title, str(slot.hanging["number"]), last

    def sizeHint(self) -> QSize:
        sized = look.metrics()
        return QSize(sized.px(WIDTH), max(sized.px(HEIGHT), self._column.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def showEvent(self, event: QShowEvent) -> None:
        # The style gives every button the height of a line; a sheet is higher.
        self.setMinimumSize(self.sizeHint())
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - 22
        for line, text in self._lines:
            line.setText(line.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(*step)
