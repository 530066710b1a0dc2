"""打标签: which sheet, from which place on; the assets are those the list shows."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.property.actions import labels as making
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.choice_box import ChoiceBox
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import FlowLayout
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.tucked import Tucked

_NOTE = "请把标签纸放进打印机，关掉“缩放”。打偏了用“打印校准”。"


class LabelCard(Tucked):
    def __init__(self, desk: Desk, ledger: LedgerPage, parent: QWidget | None = None) -> None:
        super().__init__("打标签", parent)
        self._desk, self._ledger = desk, ledger
        self.sheet = ChoiceBox("标签纸")
        for place, word in enumerate(making.sheet_words()):
            self.sheet.addItem(word, place)
        self.first = QSpinBox()
        self.first.setRange(1, making.places(0))
        look.named(self.first, "从第几格打起")
        self.go = push_button("看一看再打", "primary", icon="print")
        self.away = push_button("收起")
        self.said = look.label("", "hint")
        self.said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        asked = QWidget()
        asked.setProperty("role", "clear")
        row = FlowLayout(asked, gap=12)
        words = look.label("标签纸"), look.label("前面几格用掉了，从第几格打起")
        for label in words:  # on one line with what stands beside them
            label.setMinimumHeight(self.go.sizeHint().height())
        for part in (words[0], self.sheet, words[1], self.first, self.go, self.away):
            row.addWidget(part)
        column.addWidget(asked)
        column.addWidget(self.said)
        self.go.clicked.connect(self._on_go)
        self.away.clicked.connect(self.hide)
        self.first.valueChanged.connect(self._say)

    def begin(self) -> None:
        """Opens, with how many labels the list asks for."""
        self._say()
        self.show()
        self.sheet.setFocus()

    def _say(self) -> None:
        count = self._desk.book.count(self._ledger.query())
        sheets = -(-(count + self.first.value() - 1) // self.first.maximum())
        self.go.setEnabled(bool(count))
        words = f"给列表里的 {count} 项打标签，用标签纸 {sheets} 张。"
        self.said.setText(words if count else "列表里没有资产。先登记，或换个筛选条件。")

    def _on_go(self) -> None:
        if covered := cover.stops("打标签"):
            self._ledger.banner.say(covered)
            return
        ids = tuple(self._desk.book.ids(self._ledger.query()))
        work = partial(_drawn, ids, int(self.sheet.currentData()), self.first.value())
        self._desk.runner.job(
            work, label="正在排标签", on_done=self._preview, on_refused=self._ledger.banner.say
        )

    def _preview(self, changes: Changes) -> None:
        pdf: Any = changes.result
        self._desk.preview(pdf, "资产标签", PaperFacts(note=_NOTE))


def _drawn(ids: tuple[str, ...], sheet: int, first: int, book: Any, _tick: Any) -> Changes:
    return Changes("", result=making.labels(book, ids, sheet, first))
