"""What does the program propose, without insisting? A sentence with one or two buttons."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import close_button, push_button

Answer = tuple[str, Callable[[], object]]


class Offer(QFrame):
    """Stays until it is answered or closed; the page goes on without an answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.text = look.label("")
        self.text.setWordWrap(True)
        self.code = look.label("", "hint")
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 6, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.code)
        away = close_button()
        away.clicked.connect(self.hide)
        self._row.addWidget(away)
        self.hide()

    def say(self, text: str, answers: tuple[Answer, ...] = (), code: str = "") -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for word, do in answers:
            button = push_button(word)
            button.clicked.connect(lambda _=False, do=do: self._answer(do))
            self._row.insertWidget(self._row.count() - 1, button)
            self._buttons.append(button)
        self.text.setText(text)
        self.code.setText(code)
        self.code.setVisible(bool(code))
        self.setAccessibleName(text)
        self.show()

    def _answer(self, do: Callable[[], object]) -> None:
        self.hide()
        do()
