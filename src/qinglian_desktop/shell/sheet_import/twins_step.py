"""Is this one and the same person? Both side by side; nothing is put together without a click."""

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import access
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

if TYPE_CHECKING:
    from qinglian_desktop.exchange.sheets import Pair


_MANY = 5  # pairs from which on all that are left may be answered at once


class TwinsStep(QWidget):
    said = Signal(int, str)  # row number, what the clerk says about it
    later = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: list[Pair] = []
        self._fields: dict[str, Field] = {}
        self._in_file: Container[str] = ()
        self.words = look.label("", "group")
        self.words.setWordWrap(True)
        self.table = PlainTable("两条并排", (Heading("项目", 140),))
        self.same = push_button("是同一个，不导入")
        self.fill = push_button("是同一个，补上空的格", "primary")
        self.other = push_button("不是，都要")
        self.all_other = push_button("剩下的都不是，都要", "link")
        self.all_same = push_button("剩下的都是，不导入", "link")
        self.skip = push_button("先看别的", "link")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.fill, self.same, self.other):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.skip)
        rest = QHBoxLayout()
        rest.setSpacing(8)
        rest.addStretch(1)
        for button in (self.all_other, self.all_same):
            rest.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addLayout(rest)
        self.same.clicked.connect(lambda: self._say("same"))
        self.fill.clicked.connect(lambda: self._say("fill"))
        self.other.clicked.connect(lambda: self._say("new"))
        self.all_same.clicked.connect(lambda: self._say_all("same"))
        self.all_other.clicked.connect(lambda: self._say_all("new"))
        self.skip.clicked.connect(self.later)
        enter_at(self, self.table)

    def show_pairs(
        self, fields: dict[str, Field], in_file: Container[str], pairs: "Sequence[Pair]"
    ) -> None:
        """`in_file` are the fields that the file speaks of; the rest are defaults of ours."""
        self._fields, self._in_file, self._pairs = fields, in_file, list(pairs)
        self._show()

    def _show(self) -> None:
        if not self._pairs:
            self.later.emit()
            return
        pair = self._pairs[0]
        there = f"第 {pair.other_number} 行" if pair.other_number else "已登记的"
        left = f"，还有 {len(self._pairs)} 对要看" if len(self._pairs) > 1 else ""
        self.words.setText(f"第 {pair.number} 行可能和{there}是同一个：{pair.why}{left}。")
        rows = []
        for name, field in self._fields.items():
            theirs = pair.other.get(name)
            mine = pair.draft.get(name) if name in self._in_file else None
            if mine in (None, "") and theirs in (None, ""):
                continue
            here, beside = access.show(field, mine), access.show(field, theirs)
            note = "相同" if mine == theirs else "表里没有" if not here else ""
            note = note or ("可以补上" if not beside and pair.row_id else "不一样")
            rows.append((field.label, here, beside, note))
        headings = (
            Heading("项目", 140),
            Heading(f"表里第 {pair.number} 行", 0, private=True),
            Heading(there, 0, private=True),
            Heading("对照", 110),
        )
        self.table.fill(rows, headings)
        self.fill.setVisible(bool(pair.row_id and pair.gaps))
        many = len(self._pairs) >= _MANY
        self.all_same.setVisible(many)
        self.all_other.setVisible(many)

    def _say(self, word: str) -> None:
        pair = self._pairs.pop(0)
        self.said.emit(pair.number, word)
        self._show()

    def _say_all(self, word: str) -> None:
        for pair in self._pairs:
            self.said.emit(pair.number, word)
        self._pairs = []
        self._show()
