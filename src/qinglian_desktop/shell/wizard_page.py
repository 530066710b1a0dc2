"""What is a page of the first run made of? A heading, a sentence, lines with their words before."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from qinglian_desktop.ui import look


class WizardPage(QWidget):
    def __init__(self, title: str, text: str, on_return: Callable[[], None]) -> None:
        super().__init__()
        self._on_return = on_return
        self.words: list[QLabel] = []  # before the lines, all equally wide
        self.setProperty("role", "clear")
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(12)
        self.box.addWidget(look.label(title, "group"))
        if text:
            said = look.label(text)
            said.setWordWrap(True)
            self.box.addWidget(said)

    def line(self, name: str, hint: str, *, secret: bool = False) -> QLineEdit:
        """A line with its word before it; Enter goes on."""
        field = QLineEdit()
        field.setPlaceholderText(hint)
        field.setMaximumWidth(look.metrics().px(448))
        field.returnPressed.connect(self._on_return)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        look.named(field, name)
        self.put(name, field, stretch=1)
        return field

    def put(self, name: str, field: QWidget, stretch: int = 0) -> None:
        """Any control with its word before it."""
        word = look.label(f"{name}：", "field")
        word.setBuddy(field)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(word)
        row.addWidget(field, stretch)
        row.addStretch(1)
        self.box.addLayout(row)
        self.words.append(word)
        for one in self.words:
            one.setMinimumWidth(max(w.sizeHint().width() for w in self.words))


def sample() -> QFrame:
    """A few lines of the program itself, in the size that was just chosen."""
    card = QFrame()
    card.setProperty("role", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.addWidget(look.label("今天要办 2 件", "group"))
    inside.addWidget(look.label("三季度财务公开还没上墙"))
    inside.addWidget(look.label("为什么是10月20日：每季度首月20日前公开", "hint"))
    inside.addWidget(look.label("支出 2,380.00 元（贰仟叁佰捌拾元整）"))
    return card
