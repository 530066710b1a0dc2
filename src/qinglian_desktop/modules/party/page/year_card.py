"""Over a list: how the year stands in words, and the papers of the year."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.ui import look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button

_YEARS_BACK = 4
Act = tuple[str, str, Callable[[int], object]]  # its word, what it does, called with the year


class YearCard(QFrame):
    def __init__(
        self, desk: Desk, name: str, tables: Sequence[str], told: Callable[[int], str],
        acts: Sequence[Act] = (),
    ) -> None:  # fmt: skip
        """`told` says in words how a year stands; it is asked again when a table changes."""
        super().__init__()
        self._tables, self._told = tuple(tables), told
        self.setProperty("role", "card")
        look.named(self, name)
        self.year = ChoiceBox("哪一年")
        this = clock.today().year
        for year in range(this, this - _YEARS_BACK, -1):
            self.year.addItem(f"{year}年", year)
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        row_of = QWidget()
        row_of.setProperty("role", "clear")
        row = self._row = FlowLayout(row_of, gap=8)
        row.addWidget(self.year)
        self.buttons = []
        for word, what, act in acts:
            button = push_button(word, icon="print")
            look.named(button, word, what)
            button.clicked.connect(partial(self._on_pressed, act))
            row.addWidget(button)
            self.buttons.append(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(row_of)
        column.addWidget(self.said)
        self.year.currentIndexChanged.connect(self.show_year)
        desk.runner.changed.connect(self._on_changed)
        self.show_year()

    def put(self, button: QWidget) -> None:
        """One more button; the row of them breaks where it is too long."""
        self._row.addWidget(button)

    @property
    def chosen(self) -> int:
        return int(self.year.currentData())

    def show_year(self, _index: object = None) -> None:
        self.said.setText(self._told(self.chosen))

    def _on_pressed(self, act: Callable[[int], object], _checked: bool = False) -> None:
        act(self.chosen)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*self._tables):
            self.show_year()


class CardedPage(LedgerPage):
    """The standard list with a card of the year over it."""

    card: YearCard

    def crown(self, card: YearCard) -> None:
        self.card = card
        self._column.insertWidget(1, card)

    def reload(self) -> None:
        super().reload()
        if hasattr(self, "card"):
            self.card.show_year()
