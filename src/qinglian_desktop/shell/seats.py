"""换人: another person sits down with their PIN; the page, what was typed, all stays as it is."""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell import allowed
from qinglian_desktop.store import desk, people
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.who_card import Face, WhoCard

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def faces(book: Book) -> list[Face]:
    """Those who can sit down here."""
    return [Face(tile.person, tile.name, tile.role) for tile in desk.tiles(book)]


def change(window: "Window") -> None:
    """A click on the name at the top. Nobody told apart: a name and a role are typed, as ever."""
    if people.admins(window.book):
        SeatDialog(window).open()
        return
    from qinglian_desktop.shell.operator_dialog import OperatorDialog

    dialog = OperatorDialog(window.preferences.operator, window.preferences.role, window)
    dialog.chosen.connect(window.set_operator)
    dialog.open()


def sit_down(window: "Window", person: str, pin: str) -> None:
    """Refused, and counted, for a wrong PIN; else this person works on where the last one was."""
    operator = desk.switch(window.book, person, pin)
    window.runner.when_free(partial(_note, window.book, person))
    window.header.say_operator(operator.name)
    allowed.adopt(window)


def _note(book: Book, person: str) -> None:
    with suppress(Refused):  # when somebody sat down is not worth a refusal
        desk.note_used(book, person)


class SeatDialog(QDialog):
    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle("换人")
        self.setMinimumWidth(look.metrics().px(420))
        self.card = WhoCard("换成这个人")
        mine = window.book.operator.person
        found = faces(window.book)
        others = [face.key for face in found if face.key != mine]
        self.card.offer(found, others[0] if others else mine)
        self.card.given.connect(self.on_given)
        words = look.label("这一页和正在填的都不动。", "hint")
        words.setWordWrap(True)
        no = push_button("不换")
        no.setAutoDefault(False)
        no.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(no)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for part in (words, self.card):
            column.addWidget(part)
        column.addLayout(foot)
        self.card.begin()

    def on_given(self, person: str, pin: str) -> None:
        try:
            sit_down(self._window, person, pin)
        except Refused as refused:
            self.card.say(str(refused))
            self.card.begin()
            return
        self.accept()
