"""Which rows of the list are wanted? A state, a keyword, and conditions on columns."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from qinglian_desktop.core.module import Where
from qinglian_desktop.core.pick import Pick, View, wheres
from qinglian_desktop.ui import look
from qinglian_desktop.ui.filter_chips import FilterChips
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
        self.picks: dict[str, Pick] = {}  # by column
        self.say_pick: Callable[[Pick], str] = str
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
        self.chips = FilterChips()
        self.chips.removed.connect(self.drop_pick)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addWidget(self.state_button)
        self.row.addWidget(self.line, 8)  # as wide as it may be, before the room that stays free
        self.row.addWidget(self.clear_button)
        self.row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.row)
        column.addWidget(self.chips)
        self.say()

    def add(self, button: QWidget) -> None:
        """Another button behind the ones that are there, also for Tab."""
        self.row.insertWidget(self.row.count() - 1, button)
        QWidget.setTabOrder(self.clear_button, button)

    def add_at_end(self, button: QWidget, *, shown: bool = True) -> None:
        self.row.addWidget(button)
        button.setVisible(shown)

    def state(self) -> str:
        """The chosen state; "" for all."""
        return self._state

    def keyword(self) -> str:
        return self.line.text().strip()

    @property
    def active(self) -> bool:
        return bool(self._state or self.keyword() or self.picks)

    # -- picks by column ------------------------------------------------------------------

    def pick(self, name: str, pick: Pick | None) -> None:
        """One condition a column; None takes it away."""
        self.picks.pop(name, None)
        if pick is not None:
            self.picks[name] = pick
        self._on_settled()

    def drop_pick(self, name: str) -> None:
        self.pick(name, None)

    def where(self, today: date, *, but: str = "") -> tuple[Where, ...]:
        """The conditions of all columns, or of all but one."""
        chosen = [pick for name, pick in self.picks.items() if name != but]
        return tuple(where for pick in chosen for where in wheres(pick, today))

    def view(self, name: str = "", order: tuple[tuple[str, bool], ...] = ()) -> View:
        """What is wanted now, as a view."""
        return View(name, tuple(self.picks.values()), order, self.keyword(), self._state)

    def show_view(self, view: View) -> None:
        self.picks = {pick.field: pick for pick in view.picks}
        words = [str(action.data()) for action in self._group.actions()]
        self._state = view.state if view.state in words else ""
        self._put_keyword(view.keyword)
        self._on_settled()

    # -- the state and the keyword --------------------------------------------------------

    def choose_state(self, word: str) -> None:
        next(a for a in self._group.actions() if a.data() == word).trigger()

    def clear(self) -> None:
        self.show_view(View(""))

    def _put_keyword(self, text: str) -> None:
        self.line.blockSignals(True)
        self.line.setText(text)
        self.line.blockSignals(False)

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
        self.say()
        self.changed.emit()

    def say(self) -> None:
        """Words and chips as they are now."""
        self.chips.show_chips([(name, self.say_pick(p)) for name, p in self.picks.items()])
        for action in self._group.actions():
            action.setChecked(action.data() == self._state)
        text = f"{self._label}：{self._state or _ALL}"
        self.state_button.setText(text)
        self.state_button.setAccessibleName(text)
        self.clear_button.setVisible(self.active)
        sized = look.metrics()
        self.line.setMinimumWidth(sized.px(154))
        self.line.setMaximumWidth(sized.px(280))
