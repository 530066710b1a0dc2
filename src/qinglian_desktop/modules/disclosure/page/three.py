"""看三版: board, big print and script of one notice side by side, and words people may not know."""

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.disclosure.notices import VARIANT_LABELS, VARIANTS
from qinglian_desktop.modules.disclosure.page import papers
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.paper_view import PaperView

_MOST_HINTS = 3  # told in full; the rest is counted


class Drawn(NamedTuple):
    pages: dict[str, list[QImage] | str]
    hints: tuple[str, ...]


class ThreePapers(OverPage):
    print_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("three-papers", "三版一起看", parent)
        self._desk, self._asked = desk, 0
        self.print = push_button("打印三版", "primary", icon="print")
        self.head.addWidget(self.print)
        self.name, self.hints = look.label("", "group"), look.label("", "hint")
        self.views: dict[str, PaperView] = {}
        row = QHBoxLayout()
        row.setSpacing(12)
        for variant, word in VARIANT_LABELS.items():
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(look.label(word, "group"))
            view = PaperView(widest=700)
            look.named(view, word)
            self.views[variant] = view
            column.addWidget(view, 1)
            row.addLayout(column, 1)
        for words in (self.name, self.hints):
            words.setWordWrap(True)
            self.column.addWidget(words)
        self.column.addLayout(row, 1)
        self.print.clicked.connect(self.print_asked)

    def show_notice(self, row: dict[str, Any]) -> None:
        self.name.setText(f"{row['number']} {row['title'] or ''}")
        self.hints.setText("正在画三版。")
        for view in self.views.values():
            view.say("正在画。")
        self._asked += 1
        self._desk.runner.read(partial(_drawn, row["id"]), partial(self._on_drawn, self._asked))
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_drawn(self, number: int, made: Drawn) -> None:
        if number != self._asked:
            return
        for variant, pages in made.pages.items():
            if isinstance(pages, str):
                self.views[variant].say(pages)
            else:
                self.views[variant].show_images(pages)
        self.hints.setText(told(made.hints))


def told(hints: tuple[str, ...]) -> str:
    """The first hints word for word, how many more there are, and where it is done already."""
    if not hints:
        return "三版来自同一份草稿，金额和日期一致。没有居民可能看不懂的词。"
    more = f"还有 {len(hints) - _MOST_HINTS} 个词。" if len(hints) > _MOST_HINTS else ""
    return f"{''.join(hints[:_MOST_HINTS])}{more}大字白话版和大喇叭稿里已经换成白话。"


def _drawn(row_id: str, book: Any) -> Drawn:
    pages: dict[str, list[QImage] | str] = {
        variant: papers.drawn(row_id, variant, book) for variant in VARIANTS
    }
    return Drawn(pages, tuple(str(word) for word in actions.hard_words(book, row_id)))
