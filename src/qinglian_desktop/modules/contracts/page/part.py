"""What is common to the parts of a contract's card: the contract shown, buttons, acts."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules.contracts.page.ask_card import AskCard
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import Banner

_ROOM_FOR_BOTH = 520  # px at 标准 of height for a card and a list


class Part(QWidget):
    """One part of the card of one contract."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.desk, self.row_id = desk, ""
        look.named(self, name)
        self.setProperty("role", "clear")
        self.banner = Banner()
        self.room = QWidget()
        self.room.setProperty("role", "clear")
        self._cards: tuple[AskCard, ...] = ()
        self._buttons: QWidget | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 8, 24, 12)
        self.column.setSpacing(8)
        self.column.addWidget(self.banner)

    def buttons(self, *made: QWidget) -> None:
        holder = QWidget()
        holder.setProperty("role", "clear")
        row = FlowLayout(holder)
        for one in made:
            row.addWidget(one)
        self._buttons = holder
        self.column.addWidget(holder)

    def hint(self) -> Any:
        made = look.label("", "hint")
        made.setWordWrap(True)
        self.column.addWidget(made)
        return made

    def lists(self, cards: Sequence[AskCard], *parts: tuple[QWidget, int]) -> None:
        """The lists under the cards; on a low screen an open card has their room."""
        for card in cards:
            self.column.addWidget(card)
            card.shown.connect(self._place)
        self._cards = tuple(cards)
        inner = QWidget()
        inner.setProperty("role", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part, share in parts:
            column.addWidget(part, share)
            if isinstance(part, QAbstractScrollArea):  # as high as there is room, no higher
                policy = part.sizePolicy()
                policy.setVerticalPolicy(QSizePolicy.Policy.Ignored)
                part.setSizePolicy(policy)
        area = QScrollArea()  # on a low screen in large letters the lists keep their rows
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        around = QVBoxLayout(self.room)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)
        self.column.addWidget(self.room, 1)
        self.column.addStretch(0)  # without the lists a card stays at the top

    def _place(self, _shown: bool = False) -> None:
        closed = all(card.isHidden() for card in self._cards)
        if self._buttons is not None and self._cards:
            self._buttons.setVisible(closed)
        self.room.setVisible(closed or self.height() >= look.metrics().px(_ROOM_FOR_BOTH))

    def show_contract(self, row_id: str) -> None:
        self.row_id = row_id
        self.banner.hide()
        self.reload()

    def reload(self) -> None:
        raise NotImplementedError

    def flush(self) -> bool:
        """Save what was typed and waits; False when it was refused."""
        return True

    def act(
        self, work: Callable[..., Changes], refused: Callable[[Refused], None] | None = None,
        say: str = "",
    ) -> Changes | None:  # fmt: skip
        self.banner.hide()
        changes: Changes | None = self.desk.runner.act(
            work, initiator=self, on_refused=refused or self.banner.say, say=say
        )
        if changes is not None:
            self.reload()
        return changes
