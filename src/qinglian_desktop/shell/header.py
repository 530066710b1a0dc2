"""What stands at the top of the window? Whose desk it is, the search, who sits here, the cover."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button

if TYPE_CHECKING:
    from qinglian_desktop.shell.search import Hit
    from qinglian_desktop.shell.search_list import SearchList

_PROGRAM = "清廉村居工作台"
_ROOM = 860  # px at 标准 in which the name of the program has room beside the unit's
_PAUSE = 250  # ms after the last letter


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
        look.named(self.line, "搜索", "输入姓名首字母、事项、金额、文件名都可以")
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
        self.results: SearchList | None = None
        self._answered = ""  # what the list answers
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
        if not self.line.text().strip():
            self._say_how()

    def _on_typed(self) -> None:
        if self.results is not None and not self.results.hits:
            self.results.hide()  # the words for an empty box
        self._pause.start()

    def _on_pause(self) -> None:
        text = self.line.text().strip()
        if text:
            self.searched.emit(text)
        else:
            self._say_how()

    def _on_return(self) -> None:
        shown = self.results
        # A list that still answers what was typed before is not chosen from.
        answers = self._answered == self.line.text().strip()
        if shown is not None and shown.isVisible() and shown.hits and answers:
            self._choose()
        else:
            self._pause.stop()
            self._on_pause()

    def show_hits(self, text: str, hits: "Sequence[Hit]") -> None:
        """The list under the box; words when nothing was found."""
        from qinglian_desktop.shell.search_list import nothing

        if text != self.line.text().strip():
            return  # the clerk has typed on
        shown, self._answered = self._results(), text
        if hits:
            shown.show_hits(hits)
        else:
            shown.say(nothing(text))
        shown.place_under(self.line)

    def _say_how(self) -> None:
        """Nothing is typed yet: what can be."""
        from qinglian_desktop.shell.search_list import EMPTY

        shown = self._results()
        shown.say(EMPTY)
        shown.place_under(self.line)

    def _results(self) -> "SearchList":
        from qinglian_desktop.shell.search_list import SearchList  # with the first search

        if self.results is None:
            self.results = SearchList(self.window())
            self.results.itemClicked.connect(self._choose)
        return self.results

    def _choose(self) -> None:
        if self.results is not None and (hit := self.results.hit()) is not None:
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
        if event.key() == Qt.Key.Key_Escape and shown is not None and not shown.hits:
            self.close_results()
        if shown is None or not shown.isVisible():
            if event.key() == Qt.Key.Key_Escape:
                self.line.clear()
                self.left.emit()
                return True
            return False
        step = (event.key() == Qt.Key.Key_Down) - (event.key() == Qt.Key.Key_Up)
        if step and shown.hits:
            shown.step(step)
            return True
        if event.matches(QKeySequence.StandardKey.Copy) and not self.line.hasSelectedText():
            if (hit := shown.hit()) is not None:
                QGuiApplication.clipboard().setText(hit.title)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_results()
            return True
        return False
