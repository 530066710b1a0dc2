"""What stands at the top of the window? Whose desk it is, the search, who sits here, the cover."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.messages import push_button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListWidget, QListWidgetItem

    from qinglian_desktop.shell.search import Hit

_PROGRAM = "清廉村居工作台"
_ROOM = 860  # px at 标准 in which the name of the program has room beside the unit's
_PAUSE = 250  # ms after the last letter
_SHOWN = 8


class Header(QFrame):
    searched = Signal(str)
    found = Signal(object)  # the Hit the clerk chose
    operator_asked = Signal()
    cover_asked = Signal()
    help_asked = Signal()
    left = Signal()  # Esc: the clerk wants back to the page

    def __init__(self, unit: str, operator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        look.named(self, "页眉")
        self.mark = QLabel()
        self._unit = unit
        self.name = look.label(f"{_PROGRAM} — {unit}")
        self.line = QLineEdit()
        self.line.setPlaceholderText("搜索 Ctrl+K")
        look.named(self.line, "搜索", "输入姓名、事项、金额、编号都可以。例：门面、2380")
        self.who = push_button(operator, "link", icon="person")
        self.who.setAccessibleName(f"现在是{operator}，点开可换人")
        self.cover = push_button("遮挡 F9", "link", icon="eye-off")
        self.help = push_button("怎么办 F1", "link", icon="help")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self.mark)
        row.addWidget(self.name)
        row.addStretch(1)
        row.addWidget(self.line, 2)
        row.addStretch(1)
        row.addWidget(self.who)
        row.addWidget(self.cover)
        row.addWidget(self.help)
        self.results: QListWidget | None = None
        self._hits: Sequence[Hit] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_pause)
        self.line.textEdited.connect(self._on_typed)
        self.line.returnPressed.connect(self._on_return)
        self.line.installEventFilter(self)
        self.who.clicked.connect(self.operator_asked)
        self.cover.clicked.connect(self.cover_asked)
        self.help.clicked.connect(self.help_asked)
        self.fit()

    def fit(self) -> None:
        side = look.metrics().icon
        try:
            self.mark.setPixmap(look.icon("mark", colour="accent").pixmap(side, side))
        except KeyError:
            self.mark.hide()
        wide = self.width() / look.metrics().scale >= _ROOM
        self.name.setText(f"{_PROGRAM} — {self._unit}" if wide else self._unit)
        self.line.setMinimumWidth(look.metrics().px(220 if wide else 140))
        self.line.setMaximumWidth(look.metrics().px(420))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def say_operator(self, name: str) -> None:
        self.who.setText(name)
        self.who.setAccessibleName(f"现在是{name}，点开可换人")

    def say_covered(self, on: bool) -> None:
        self.close_results()
        self.cover.setText("恢复 F9" if on else "遮挡 F9")
        self.cover.setAccessibleName(self.cover.text())
        look.set_icon(self.cover, "eye" if on else "eye-off")

    # -- searching ------------------------------------------------------------------------

    def focus_search(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _on_typed(self) -> None:
        self._pause.start()

    def _on_pause(self) -> None:
        text = self.line.text().strip()
        if text:
            self.searched.emit(text)
        else:
            self.close_results()

    def _on_return(self) -> None:
        if self.results is not None and self.results.isVisible() and self._hits:
            self._choose(max(self.results.currentRow(), 0))
        else:
            self._pause.stop()
            self._on_pause()

    def show_hits(self, text: str, hits: "Sequence[Hit]") -> None:
        """The list under the box; words when nothing was found."""
        from PySide6.QtWidgets import QListWidgetItem

        hits = [_veiled(hit) for hit in hits]
        if text != self.line.text().strip():
            return  # the clerk has typed on
        self._hits = hits[:_SHOWN]
        shown = self._results()
        shown.clear()
        for hit in self._hits:
            shown.addItem(QListWidgetItem(f"{hit.label} · {hit.title}"))
        if not self._hits:
            nothing = QListWidgetItem(f"没找到“{text}”。试试：少打一个字、换个说法。")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            shown.addItem(nothing)
        rows = max(shown.count(), 1)
        place = self.line.mapTo(self.window(), QPoint(0, self.line.height() + 2))
        height = rows * (look.metrics().row + 2) + 6
        width = max(self.line.width(), look.metrics().px(560))
        width = min(width, self.window().width() - place.x() - 8)
        shown.setGeometry(QRect(place.x(), place.y(), width, height))
        if self._hits:
            shown.setCurrentRow(0)
        shown.show()
        shown.raise_()

    def _results(self) -> "QListWidget":
        from PySide6.QtWidgets import QListWidget  # with the first search, not with the window

        if self.results is None:
            self.results = QListWidget(self.window())
            self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            look.named(self.results, "搜索结果")
            self.results.setTextElideMode(Qt.TextElideMode.ElideRight)
            self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.results.itemClicked.connect(self._on_clicked)
        return self.results

    def _on_clicked(self, item: "QListWidgetItem") -> None:
        if self.results is not None:
            self._choose(self.results.row(item))

    def _choose(self, row: int) -> None:
        if row < len(self._hits):
            hit = self._hits[row]
            self.close_results()
            self.found.emit(hit)

    def close_results(self) -> None:
        if self.results is not None:
            self.results.hide()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and self._on_key(event):
                return True
        elif watched is self.line and event.type() == QEvent.Type.FocusOut:
            self.close_results()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        shown = self.results
        if shown is None or not shown.isVisible():
            if event.key() == Qt.Key.Key_Escape:
                self.line.clear()
                self.left.emit()
                return True
            return False
        step = (event.key() == Qt.Key.Key_Down) - (event.key() == Qt.Key.Key_Up)
        if step and self._hits:
            shown.setCurrentRow((shown.currentRow() + step) % len(self._hits))
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_results()
            return True
        return False


def _veiled(hit: "Hit") -> "Hit":
    """What is found stays found under the cover, but is not named."""
    return hit._replace(title=cover.veiled(hit.title)) if hit.table else hit
