"""Which values does a column hold? A list with counts, searched and ticked."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from qinglian_desktop.core.module import Values
from qinglian_desktop.core.pick import BLANK
from qinglian_desktop.ui import look

MOST = 200  # values listed; the rest is found by typing
_LONGEST = 40  # characters of one value
_PAUSE = 200  # ms after the last letter
_ROWS, _LEAST = 6, 2  # shown without scrolling, where there is room and where there is not
_ALL = "（全选）"
Ask = Callable[[str, Callable[[Values, Sequence[str]], None]], None]  # (typed, answer)


class ValueList(QWidget):
    """`ask(typed, done)` answers with values and how each is shown."""

    submitted = Signal()

    def __init__(self, ask: Ask, ticked: Sequence[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask, self.ticked = ask, set(ticked)
        self._asked = 0
        self.search = QLineEdit()
        self.search.setPlaceholderText("打几个字找一找")
        look.named(self.search, "在这一列的内容里找")
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.named(self.list, "这一列的内容，空格打勾")
        self.left = look.label("", "hint")
        self.left.setWordWrap(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.search, self.list, self.left):
            column.addWidget(part)
        self._row = QSize(0, look.metrics().row)
        self.list.setMinimumHeight(self._row.height() * _LEAST)
        self.list.setMaximumHeight(self._row.height() * _ROWS)
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self.submitted)
        self._pause.timeout.connect(self._on_settled)
        self.list.itemChanged.connect(self._on_ticked)
        self.reload()

    def typed(self) -> str:
        return self.search.text().strip()

    def _on_typed(self) -> None:
        self._pause.start()

    def _on_settled(self) -> None:
        if self.isVisible():  # the panel, or the whole window, may be closed by now
            self.reload()

    def reload(self) -> None:
        self._asked += 1
        number = self._asked
        self.left.setText("正在数…")
        self._ask(self.typed(), partial(self._fill, number))

    def _fill(self, number: int, values: Values, texts: Sequence[str]) -> None:
        if not isValid(self) or number != self._asked:
            return  # put away meanwhile, or a newer question is on its way
        self.list.blockSignals(True)
        self.list.clear()
        if len(values.found) > 1:
            self._add(_ALL, None, every=True)
        for (value, count), text in zip(values.found, texts, strict=True):
            words = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            self._add(f"{words if value is not None else BLANK}　{count:,}", value)
        self._tick_all()
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        none = "" if values.found else "没有这样的内容"
        self.left.setText(f"还有 {values.left:,} 个，打几个字再找" if values.left else none)
        self.left.setVisible(bool(self.left.text()))

    def _add(self, text: str, value: Any, *, every: bool = False) -> None:
        item = QListWidgetItem(text, self.list)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                      | Qt.ItemFlag.ItemIsUserCheckable)  # fmt: skip
        item.setSizeHint(self._row)
        item.setData(Qt.ItemDataRole.UserRole, (every, value))
        on = not every and value in self.ticked
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def items(self) -> list[tuple[QListWidgetItem, bool, Any]]:
        """Every line: the item, whether it is 全选, its value."""
        listed = (self.list.item(n) for n in range(self.list.count()))
        return [(item, *item.data(Qt.ItemDataRole.UserRole)) for item in listed]

    def listed(self) -> set[Any]:
        """The values that are shown now."""
        return {value for _, every, value in self.items() if not every}

    def _tick_all(self) -> None:
        """全选 is ticked when every line is."""
        lines = self.items()
        if lines and lines[0][1]:
            whole = all(value in self.ticked for _, every, value in lines if not every)
            lines[0][0].setCheckState(Qt.CheckState.Checked if whole else Qt.CheckState.Unchecked)

    def _on_ticked(self, item: QListWidgetItem) -> None:
        every, value = item.data(Qt.ItemDataRole.UserRole)
        on = item.checkState() == Qt.CheckState.Checked
        self.list.blockSignals(True)
        for other, whole, one in self.items():
            if (every and not whole) or (not every and one == value and not whole):
                other.setCheckState(item.checkState())
                (self.ticked.add if on else self.ticked.discard)(one)
        self._tick_all()
        self.list.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self.submitted.emit()
        else:
            super().keyPressEvent(event)
