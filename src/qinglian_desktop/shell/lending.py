"""Not yours to do: whoever may gives their PIN here and now, for this one act, with the reason."""

from contextlib import ExitStack
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level
from qinglian_desktop.store import desk
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.who_card import Face, WhoCard

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def ask(place: QWidget, refused: Refused) -> None:
    """Asks beside the refusal; what was refused is done once more when somebody allows it."""
    from qinglian_desktop.shell.window import Window

    window = place.window()
    if isinstance(window, Window):
        LendDialog(window, place, refused).open()


class LendDialog(QDialog):
    def __init__(self, window: "Window", banner: QWidget, refused: Refused) -> None:
        super().__init__(window)
        self._window, self._banner, self._refused = window, banner, refused
        needs = refused.needs
        self._what = Level[needs] if needs in Level.__members__ else needs
        self.setWindowTitle("放行一次")
        self.setMinimumWidth(look.metrics().px(440))
        words = look.label(f"{refused.what}。只放行这一次，谁放行、为什么都会记下。")
        words.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("为什么，例：上级来查")
        look.named(self.reason, "为什么")
        self.card = WhoCard("放行一次")
        tiles = desk.lenders(window.book, self._what)
        self.card.offer([Face(tile.person, tile.name, tile.role) for tile in tiles])
        self.card.given.connect(self.on_given)
        no = push_button("不做了")
        no.setAutoDefault(False)
        no.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(no)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for part in (words, self.reason, self.card):
            column.addWidget(part)
        column.addLayout(foot)
        self.reason.returnPressed.connect(self.card.begin)
        self.reason.setFocus()

    def on_given(self, person: str, pin: str) -> None:
        """Lent as long as what was refused runs, also beside the window."""
        window, lent = self._window, ExitStack()
        try:
            lent.enter_context(desk.lent(window.book, self._what, person, pin, self.reason.text()))
        except Refused as refused:
            self.card.say(str(refused))
            field = self.reason if refused.field == "reason" else self.card.line
            field.setFocus()
            return
        self.accept()
        self._banner.hide()
        try:
            if self._refused.again is not None:
                self._refused.again()
        finally:
            window.runner.when_free(lent.close)
