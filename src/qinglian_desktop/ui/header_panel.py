"""What does one column offer? Sorting, a condition on its contents, and where it stands.

The panel lies inside the window: a list that pops up by itself would not take Chinese typing.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.pick import OWN, PERIODS, Pick
from qinglian_desktop.core.record import Field, Level
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.header_inputs import RangeInput, TextInput
from qinglian_desktop.ui.header_values import Ask, ValueList
from qinglian_desktop.ui.messages import close_button, push_button
from qinglian_desktop.ui.model import OWNER

_WIDTH = 388  # px at 标准
_WORDS = {"in": "选内容", "holds": "包含", "begins": "开头是", "range": OWN, "empty": "空白",
          "filled": "不空"}  # fmt: skip
_COVERED = "已遮挡，先按 F9 恢复再选"
_MASKED = "这一列平时遮住一部分，只能按看得见的字找。"


def ways(name: str, field: Field) -> tuple[str, ...]:
    """The conditions a column can have; a period is named by its word."""
    if name == OWNER:
        return ("in",)  # its text is known to the window only
    kind, masked = field.kind, field.level >= Level.PERSON
    if kind.name in ("day", "moment"):
        return (*PERIODS, "range", *(() if masked else ("in",)), "empty", "filled")
    if kind.name == "files":
        return ("empty", "filled")
    if kind.name in ("flag", "choice") and not masked:
        return ("in", "empty", "filled")
    if masked:
        return ("holds", "begins", "empty", "filled")
    if kind.numeric:
        return ("range", "in", "empty", "filled")
    return ("in", "holds", "begins", "empty", "filled")


class _Behind(QWidget):
    """All of the window but the panel: a press there puts the panel away."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.pressed.emit()


class HeaderPanel(QFrame):
    picked = Signal(object)  # Pick, or None: no condition any more
    sort_asked = Signal(object)  # False rising, True falling, None as entered
    column_asked = Signal(str)  # hide, freeze, loose, choose, reset
    closed = Signal()

    def __init__(
        self,
        name: str,
        field: Field,
        pick: Pick | None,
        ask: Ask,
        *,
        order: bool | None,
        frozen: bool,
        alone: bool = False,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.name, self.field, self.pick = name, field, pick
        self._ask, self._window, self._closing = ask, parent, False
        self.setProperty("role", "card")
        shade = QGraphicsDropShadowEffect(self)
        shade.setBlurRadius(18)
        shade.setOffset(0, 4)
        self.setGraphicsEffect(shade)
        look.named(self, f"{field.label}：排序和筛选")
        self.setFixedWidth(min(look.metrics().px(_WIDTH), parent.width() - 16))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self._head()
        self._sorting(order)
        self._conditions()
        self._places({"loose": not frozen, "hide": alone})
        cover.cover().changed.connect(self.close_panel)
        self._behind = _Behind(parent)
        self._behind.pressed.connect(self.close_panel)

    # -- the parts ------------------------------------------------------------------------

    def _head(self) -> None:
        row = QHBoxLayout()
        title = look.label(self.field.label, "group")
        close = close_button("收起")
        close.clicked.connect(self.close_panel)
        row.addWidget(title, 1)
        row.addWidget(close)
        self._column.addLayout(row)

    def _sorting(self, order: bool | None) -> None:
        self.sorts: dict[Any, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for way, word in ((False, "↑ 升序"), (True, "↓ 降序"), (None, "原来的")):
            button = self._choice(word, way == order and order is not None)
            button.clicked.connect(partial(self._on_sort, way))
            self.sorts[way] = button
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)

    def _choice(self, word: str, on: bool) -> QPushButton:
        button = push_button(word, "choice")
        button.setCheckable(True)
        button.setChecked(on)
        button.setAutoDefault(False)
        return button

    def _conditions(self) -> None:
        self._column.addWidget(_line())
        self.ways: dict[str, QPushButton] = {}
        group, box = QButtonGroup(self), QWidget()
        group.setExclusive(True)
        flow = FlowLayout(box, gap=6)
        offered = ways(self.name, self.field)
        for way in offered:
            button = self._choice(_WORDS.get(way, way), False)
            button.clicked.connect(partial(self._on_way, way))
            group.addButton(button)
            flow.addWidget(button)
            self.ways[way] = button
        self._column.addWidget(box)
        self._inputs = QVBoxLayout()
        self._column.addLayout(self._inputs)
        self.note = look.label("", "hint")
        self.note.setWordWrap(True)
        self._column.addWidget(self.note)
        self._end = QHBoxLayout()
        self._end.setSpacing(8)
        self.apply = push_button("筛选", "primary")
        self.clear = push_button("不筛这一列", "link")
        self.clear.setEnabled(self.pick is not None)
        self._end.addWidget(self.apply)
        self._end.addWidget(self.clear)
        self._end.addStretch(1)
        self._column.addLayout(self._end)
        self.apply.clicked.connect(self.submit)
        self.clear.clicked.connect(partial(self._done, None))
        self.values: ValueList | None = None
        self.text: TextInput | None = None
        self.range: RangeInput | None = None
        self.way = ""
        self._show_way(self._now() or next((w for w in offered if w in _INPUTS), ""))

    def _now(self) -> str:
        """The way of the condition that stands."""
        if self.pick is None:
            return ""
        return str(self.pick.value) if self.pick.how == "period" else self.pick.how

    def _places(self, pointless: Mapping[str, bool]) -> None:
        """Where the column stands: kept behind one button, since it is rarely wanted."""
        self.places = QMenu(self)
        acts = [("hide", "隐藏这一列"), ("freeze", "左边固定到这一列"), ("loose", "不固定列"),
                ("choose", "选择列…"), ("reset", "恢复默认列")]  # fmt: skip
        for act, word in acts:
            if not pointless.get(act):
                self.places.addAction(word, partial(self._on_place, act))
        self.more = push_button("列", "link", icon="more")
        look.named(self.more, "列：隐藏、固定、选择", "隐藏、固定、选择列")
        self.more.setMenu(self.places)
        self._end.addWidget(self.more)

    # -- choosing a condition -------------------------------------------------------------

    def _on_way(self, way: str) -> None:
        if way in _INPUTS:
            self._show_way(way)
            self.focus_input()
        elif way in PERIODS:
            self._done(Pick(self.name, "period", way))
        else:
            self._done(Pick(self.name, way))

    def _show_way(self, way: str) -> None:
        self.way = way
        if way in self.ways:
            self.ways[way].setChecked(True)
        value = self.pick.value if self.pick is not None and self._now() == way else None
        hidden = cover.cover().on and cover.hides(self.field)
        shown: QWidget | None = None
        if way == "in" and not hidden:
            self.values = self.values or self._new_values(value or ())
            shown = self.values
        elif way in ("holds", "begins") and not hidden:
            self.text = self.text or self._new_text(value or "")
            shown = self.text
        elif way == "range" and not hidden:
            self.range = self.range or self._new_range(value or (None, None))
            shown = self.range
        for part in (self.values, self.text, self.range):
            if part is not None:
                part.setVisible(part is shown)
        self.apply.setVisible(shown is not None)
        masked = self.field.level >= Level.PERSON and way in ("holds", "begins")
        self._say(_COVERED if hidden and way in _INPUTS else _MASKED if masked else "")
        self._fit()

    def _new_values(self, ticked: Any) -> ValueList:
        made = ValueList(self._ask, ticked)
        made.submitted.connect(self.submit)
        self._inputs.addWidget(made)
        return made

    def _new_text(self, text: str) -> TextInput:
        made = TextInput(text)
        made.submitted.connect(self.submit)
        self._inputs.addWidget(made)
        return made

    def _new_range(self, ends: Any) -> RangeInput:
        made = RangeInput(self.field, ends)
        made.submitted.connect(self.submit)
        self._inputs.addWidget(made)
        return made

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def submit(self) -> None:
        """What is ticked or typed becomes the condition; nothing at all takes it away."""
        try:
            self._done(self._made())
        except Unreadable as trouble:
            self._say(f"{trouble.what}。{trouble.remedy}。")
            self._fit()

    def _made(self) -> Pick | None:
        if self.way == "in" and self.values is not None:
            typed, chosen = self.values.typed(), self.values.ticked
            if typed and not chosen and "holds" in self.ways:
                return Pick(self.name, "holds", typed)
            chosen = chosen or (self.values.listed() if typed else set())
            values = tuple(sorted(chosen, key=_last_blank))
            return Pick(self.name, "in", values) if values else None
        if self.way == "range" and self.range is not None:
            ends = self.range.ends()
            return None if ends == (None, None) else Pick(self.name, "range", ends)
        typed = self.text.typed() if self.text is not None else ""
        return Pick(self.name, self.way, typed) if typed else None

    def _done(self, pick: Pick | None) -> None:
        self.close_panel()
        self.picked.emit(pick)

    def _on_sort(self, way: bool | None) -> None:
        self.close_panel()
        self.sort_asked.emit(way)

    def _on_place(self, act: str) -> None:
        self.close_panel()
        self.column_asked.emit(act)

    # -- place and closing ----------------------------------------------------------------

    def open_at(self, place: QPoint) -> None:
        """Under a heading, moved so that it stays inside the window."""
        self._at = place
        self._behind.setGeometry(self._window.rect())
        for part in (self._behind, self):
            part.show()
            part.raise_()
        self._fit()
        self.focus_input()

    def focus_input(self) -> None:
        parts: dict[str, QWidget | None] = {
            "in": self.values.search if self.values else None,
            "holds": self.text.line if self.text else None,
            "begins": self.text.line if self.text else None,
            "range": self.range.low if self.range else None,
        }
        first = parts.get(self.way) or next(iter(self.ways.values()))
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fit(self) -> None:
        if not hasattr(self, "_at"):
            return
        room = self._window.rect().adjusted(8, 8, -8, -8)
        self._column.activate()
        height = self._column.totalHeightForWidth(self.width())
        below = room.bottom() - self._at.y()
        least = self._column.totalMinimumHeightForWidth(self.width())
        height = min(height, max(below, least), room.height())
        self.resize(self.width(), height)
        x = min(max(self._at.x(), room.left()), room.right() - self.width())
        y = min(max(self._at.y(), room.top()), room.bottom() - height)
        self.move(x, y)

    def close_panel(self, _covered: bool = False) -> None:
        if not self._closing:
            self._closing = True
            self.closed.emit()  # the focus goes to the list before its holder is hidden
            self.hide()
            self._behind.hide()
            self._behind.deleteLater()
            self.deleteLater()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the panel."""
        parts = [part for part in self.findChildren(QWidget) if _takes_tab(part)]
        if self._closing or not parts:
            return super().focusNextPrevChild(forward)
        here = QApplication.focusWidget()
        at = parts.index(here) if here in parts else -1
        parts[(at + (1 if forward else -1)) % len(parts)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


_INPUTS = frozenset(("in", "holds", "begins", "range"))


def _takes_tab(part: QWidget) -> bool:
    tabs = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabs and part.isVisible() and part.isEnabled()


def _last_blank(value: Any) -> tuple[bool, str]:
    return value is None, str(value)


def _line() -> QFrame:
    made = QFrame()
    made.setProperty("role", "line")
    made.setFixedHeight(1)
    return made
