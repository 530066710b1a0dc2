"""赶场日, typed as people say it: 逢1/4/7, by the lunar or the common calendar."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qinglian_desktop.core.meeting_days import LUNAR, SOLAR, Fair
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button


class MarketLine(QWidget):
    """One line: which days, and by which calendar."""

    changed = Signal(object)  # Fair

    def __init__(self, fair: Fair, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "clear")
        self.line = QLineEdit(fair.label.partition("（")[0])
        self.line.setPlaceholderText("逢1/4/7")
        look.named(self.line, "赶场日", "例：逢1/4/7；不填就是没有")
        self.by = push_button("", "choice")
        self.by.setCheckable(True)
        self.by.setChecked(fair.by == SOLAR)
        words = look.label("赶场：")
        words.setBuddy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(words)
        row.addWidget(self.line, 1)
        row.addWidget(self.by)
        self._say()
        self.line.editingFinished.connect(self._on_changed)
        self.by.toggled.connect(self._on_changed)

    def fair(self) -> Fair:
        return Fair.read(self.line.text(), SOLAR if self.by.isChecked() else LUNAR)

    def _say(self) -> None:
        self.by.setText("按公历" if self.by.isChecked() else "按农历")
        look.named(self.by, self.by.text(), "按一下换成另一种")

    def _on_changed(self, *_: object) -> None:
        self._say()
        fair = self.fair()
        self.line.setText(fair.label.partition("（")[0])
        self.changed.emit(fair)
