"""本机自查, shown: looked at now, line by line, and on paper for whoever wants to see it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.shell import drawing, selfcheck
from qinglian_desktop.shell.selfcheck import Finding
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.flow import emptied
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def open_it(window: "Window") -> None:
    page = SelfcheckPage(window)
    page.closed.connect(window.close_over)
    window.lay_over(page)


class SelfcheckPage(OverPage):
    def __init__(self, window: "Window") -> None:
        super().__init__("selfcheck", "本机自查")
        self._window = window
        self.found: list[Finding] = []
        self.again = push_button("再查一遍", icon="refresh")
        self.paper = push_button("打印自查单", "primary", icon="print")
        self.said = look.label("正在查，一会儿就好。")
        self.said.setWordWrap(True)
        inner = QFrame()
        inner.setProperty("role", "card")
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(16, 12, 16, 12)
        self._rows.setSpacing(12)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        look.named(area, "查到的")
        for button in (self.again, self.paper):
            self.head.addWidget(button)
        self.column.addWidget(self.said)
        self.column.addWidget(area, 1)
        self.again.clicked.connect(self.look_over)
        self.paper.clicked.connect(self.print_page)
        enter_at(self, self.again)
        self.look_over()

    def look_over(self) -> None:
        """Everything once more, beside the window's work."""
        from PySide6.QtPrintSupport import QPrinterInfo

        printers = QPrinterInfo.availablePrinterNames()
        backups = self._window.preferences.backups(self._window.home)

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            return Changes("查好了", result=selfcheck.look_over(book, backups, printers))

        self._window.runner.job(
            work, label="正在自查", on_done=self._on_found, on_refused=self.banner.say
        )

    def _on_found(self, changes: Changes) -> None:
        found = changes.result
        assert isinstance(found, list)
        self.found = found
        heed = sum(bool(one.remedy) for one in found)
        moment = clock.now()[11:16]
        said = f"有 {heed} 项要留意，照下面做。" if heed else "都没有问题。"
        self.said.setText(f"{moment} 查了 {len(found)} 项，{said}")
        emptied(self._rows)
        for one in found:
            self._rows.addWidget(_row(one))
        self._rows.addStretch(1)

    def print_page(self) -> None:
        if self.found:
            unit = self._window.book.unit.name
            moment = clock.now().replace("T", " ")[:16]
            drawing.show_paper(
                self._window, selfcheck.paper_of(self.found, unit, moment), "本机自查单"
            )


def _row(one: Finding) -> QWidget:
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(16)
    chip = look.chip(one.word, "warning" if one.remedy else "success")
    name = look.label(one.name, "strong")
    name.setFixedWidth(look.metrics().px(100))
    name.setContentsMargins(0, 2, 0, 0)  # on the line of the chip's word
    words = QVBoxLayout()
    words.setContentsMargins(0, 2, 0, 0)
    words.setSpacing(2)
    for text, role in ((one.said, ""), (one.remedy and f"怎么办：{one.remedy}", "hint")):
        if text:
            said = look.label(f"{text}。", role)
            said.setWordWrap(True)
            words.addWidget(said)
    top = Qt.AlignmentFlag.AlignTop
    across.addWidget(chip, 0, top)
    across.addWidget(name, 0, top)
    across.addLayout(words, 1)
    look.named(row, f"{one.name}，{one.word}。{one.said}。{one.remedy}")
    return row
