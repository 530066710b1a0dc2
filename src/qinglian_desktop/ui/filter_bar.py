"""Which rows of the list are wanted? A state and a keyword, asked after a short pause."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button

PAUSE = 250  # ms after the last letter
_ALL = "全部"


class FilterBar(QWidget):
    changed = Signal()

    def __init__(
        self, states: Sequence[str], state_label: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state, self._label = "", state_label
        self.state_button = push_button("", icon="filter")
        self._menu = QMenu(self.state_button)
        self._group = QActionGroup(self._menu)
        for word in (_ALL, *states):
            action = QAction(word, self._menu)
            action.setCheckable(True)
            action.setData("" if word == _ALL else word)
            self._group.addAction(action)
            self._menu.addAction(action)
        self.state_button.setMenu(self._menu)
        if not states:
            self.state_button.hide()
        self._group.triggered.connect(self._on_state)
        self.line = QLineEdit()
        self.line.setPlaceholderText("关键字（Ctrl+F）")
        self.line.setClearButtonEnabled(False)
        look.named(self.line, "关键字")
        self.clear_button = push_button("清除筛选", "link")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._on_settled)
        self.line.textChanged.connect(self._on_typed)
        self.line.returnPressed.connect(self._on_settled)
        self.clear_button.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.state_button)
        row.addWidget(self.line)
        row.addWidget(self.clear_button)
        row.addStretch(1)
        self._say()

    def state(self) -> str:
        """The chosen state; "" for all."""
        return self._state

    def keyword(self) -> str:
        return self.line.text().strip()

    @property
    def active(self) -> bool:
        return bool(self._state or self.keyword())

    def choose_state(self, word: str) -> None:
        next(a for a in self._group.actions() if a.data() == word).trigger()

    def clear(self) -> None:
        self._state = ""
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self._on_settled()

    def focus_keyword(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _on_typed(self, _text: str) -> None:
        self._pause.start()

    def _on_state(self, action: QAction) -> None:
        self._state = str(action.data())
        self._on_settled()

    def _on_settled(self) -> None:
        self._pause.stop()
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        for action in self._group.actions():
            action.setChecked(action.data() == self._state)
        text = f"{self._label}：{self._state or _ALL}"
        self.state_button.setText(text)
        self.state_button.setAccessibleName(text)
        self.clear_button.setVisible(self.active)
        self.line.setMinimumWidth(look.metrics().px(280))
