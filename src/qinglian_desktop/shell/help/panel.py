"""The card at the right of the work: three steps, what else is asked, where to read on."""

import html
import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.shell.help.cards import Card, Question
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.messages import close_button, push_button

_GROWING, _STEADY = 140, 190  # px of width: in 特大 the work beside it needs the room more
_BUTTON_WORD = re.compile("【[^】]+】")


class HelpPanel(QFrame):
    """Shows one card; everything it offers is asked of whoever put it there."""

    closed = Signal()
    card_asked = Signal(str)  # the name of another card
    go_asked = Signal(str)  # a tab, and a section after the dot
    print_asked = Signal()

    def __init__(self, title_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        """`title_of` names the related cards."""
        super().__init__(parent)
        self._title_of = title_of
        self.card: Card | None = None
        self.setProperty("role", "drawer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = look.label("", "group")
        self.title.setWordWrap(True)
        away = close_button("收起这张卡（Esc）")
        away.clicked.connect(self.closed)
        self.print_button = push_button("打印这张卡", icon="print")
        self.go_button = push_button("去这里", "primary")
        self.print_button.clicked.connect(self.print_asked)
        self.go_button.clicked.connect(self._on_go)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.named(self.area, "怎么办")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        foot = QWidget()
        row = FlowLayout(foot)
        row.addWidget(self.print_button)
        row.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 8, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        column.addWidget(foot)
        self._fit()

    def show_card(self, card: Card, *, can_go: bool = False, can_print: bool = True) -> None:
        self.card = card
        self.title.setText(card.title)
        look.named(self, f"怎么办：{card.title}")
        self.go_button.setVisible(can_go)
        self.print_button.setVisible(can_print)
        self.area.setWidget(self._written(card))

    def _written(self, card: Card) -> QWidget:
        inner = QWidget()
        inner.setProperty("role", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for number, text in enumerate(card.steps, 1):
            column.addLayout(_step(number, text))
        if card.questions:
            column.addSpacing(8)
            column.addWidget(look.label("常见问题", "group"))
        for question in card.questions:
            column.addLayout(_asked(question))
        if card.keys:
            column.addSpacing(8)
            column.addWidget(look.label("按键", "group"))
            column.addWidget(_keys(card.keys))
        if card.related:
            column.addSpacing(8)
            column.addWidget(look.label("相关", "group"))
        for name in card.related:
            link = push_button(self._title_of(name), "link")
            link.clicked.connect(partial(self._on_related, name))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return inner

    def _on_related(self, name: str, _checked: bool = False) -> None:
        self.card_asked.emit(name)

    def _on_go(self) -> None:
        if self.card is not None:
            self.go_asked.emit(self.card.go)

    def _fit(self) -> None:
        self.setFixedWidth(look.metrics().px(_GROWING) + _STEADY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "area"):
            self._fit()


def _text(text: str) -> QLabel:
    """A sentence; the words on buttons stand out."""
    said = look.label("")
    said.setTextFormat(Qt.TextFormat.RichText)
    said.setText(_BUTTON_WORD.sub(lambda word: f"<b>{word[0]}</b>", html.escape(text)))
    said.setWordWrap(True)
    said.setAccessibleName(text)
    return said


def _step(number: int, text: str) -> QHBoxLayout:
    mark = look.label(str(number), "step")
    mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
    mark.setAccessibleName(f"第 {number} 步")
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(_text(text), 1)
    return row


def _asked(question: Question) -> QVBoxLayout:
    asked = _text(question.ask)
    asked.setProperty("role", "strong")
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(asked)
    column.addWidget(_text(question.answer))
    return column


def _keys(keys: tuple[str, ...]) -> QWidget:
    """One line a key; `Ctrl+N 新增一条` is the key and what it does."""
    lines = []
    for line in keys:
        key, _, what = line.partition(" ")
        lines.append(
            f"<tr><td><b>{html.escape(key)}</b></td>"
            f"<td style='padding-left:12px'>{html.escape(what)}</td></tr>"
        )
    table = look.label("")
    table.setTextFormat(Qt.TextFormat.RichText)
    table.setText(f"<table cellspacing='0' cellpadding='2'>{''.join(lines)}</table>")
    table.setWordWrap(True)
    table.setAccessibleName("；".join(keys))
    return table
