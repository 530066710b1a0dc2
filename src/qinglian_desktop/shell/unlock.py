"""Who opens the data? A tile a person and a PIN; forgotten, there are two ways back."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.help import aside
from qinglian_desktop.store import desk, keyfile
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.tries import Tries
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.who_card import Face, WhoCard


class UnlockPage(QWidget):
    opened = Signal(object)  # Book
    way_back = Signal()  # 忘记 PIN

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home, self._tries = home, Tries(home)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("清廉村居工作台")
        look.named(self, "输入 PIN")
        self.card = WhoCard("进入")
        self.line, self.button, self.said = self.card.line, self.card.button, self.card.said
        self.card.offer(_faces(home))
        self.forgot = push_button("忘记 PIN", "link")
        words = look.label("只用于非涉密内容。数据在这台电脑上，没有联网。", "hint")
        words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 32, 48, 32)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(look.label("请输入 PIN", "title"))
        column.addWidget(self.card)
        column.addWidget(self.forgot, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(words)
        column.addStretch(2)
        self.resize(look.metrics().px(520), look.metrics().px(440))
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._on_clock)
        self.card.given.connect(self._on_given)
        self.card.chosen.connect(self._on_clock)
        self.forgot.clicked.connect(self.way_back)
        aside.on_f1(self, lambda: "unlock")
        self._on_clock()
        self.card.begin()

    def try_pin(self) -> None:
        """Enter: the PIN that stands there, of the tile that is chosen."""
        self.card.give()

    def _on_given(self, person: str, pin: str) -> None:
        if self._tries.locked_for(person):
            self._on_clock()
            return
        if not pin:
            self.card.say("请输入 PIN。")
            self.card.begin()
            return
        try:
            book = opened(self._home, person, pin)
        except Refused as refused:
            self._on_refused(person, refused)
            return
        self._tries.forget(person)
        self.opened.emit(book)

    def _on_refused(self, person: str, refused: Refused) -> None:
        if refused.code != "QL-SE-081":
            self.card.say(str(refused))
            return
        count = self._tries.wrong(person)
        self.card.say(f"PIN 不对，还可以试 {count.left} 次。")
        self.card.begin()
        self._on_clock()

    def _on_clock(self, _key: str = "") -> None:
        left = self._tries.locked_for(self.card.key)
        was_locked = not self.button.isEnabled()
        self.button.setEnabled(not left)
        if left:
            minutes = f"{left // 60} 分 {left % 60} 秒"
            self.card.say(f"已锁定，还要等 {minutes}。可用恢复单或街道密钥解锁。")
            self._clock.start()
        elif was_locked:
            self._clock.stop()
            self.card.say("可以再试了。" if not _key else "")


def opened(home: Path, person: str, pin: str) -> Book:
    """The book, with this person at the desk; Refused when the PIN or the person is not right."""
    book = Book.open(home, RECORDS, pin=pin, person=person)
    try:
        desk.enter(book, pin)
    except BaseException:
        book.close()
        raise
    return book


def _faces(home: Path) -> list[Face]:
    try:
        return [Face(key, name) for key, name in keyfile.people(home)]
    except Refused:  # no key file to read: trying a PIN says what to do
        return []
