"""What did one batch do? Its rows with before → after, a page at a time."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.held import HeldCell
from qinglian_desktop.core.record import Record
from qinglian_desktop.shell import undo_merge, waiting_words
from qinglian_desktop.store import engine, trail
from qinglian_desktop.store.batches import Batch
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.trail import Image
from qinglian_desktop.ui import history, look
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.plain_table import Heading, PlainTable

PAGE = 200
_FEW = 6  # fields of a new row
_COLUMNS = (
    Heading("哪一类", 120),
    Heading("记录", 240, private=True),
    Heading("做了什么", 120),
    Heading("内容（原来 → 改成）", 0, private=True),
)


class UndoDetails(QWidget):
    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book, self._step, self._first, self._count = book, 0, 0, 0
        self._merge = False
        self.said = look.label("", "group")
        self.said.setWordWrap(True)
        self.table = PlainTable("这一批的明细", _COLUMNS)
        self.place = look.label("", "hint")
        self.before, self.after = push_button("上一页"), push_button("下一页")
        foot = QHBoxLayout()
        foot.addWidget(self.place, 1)
        foot.addWidget(self.before)
        foot.addWidget(self.after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.before.clicked.connect(lambda: self.turn(-PAGE))
        self.after.clicked.connect(lambda: self.turn(PAGE))

    def show_batch(self, batch: Batch) -> None:
        self._step, self._first, self._merge = batch.step, 0, batch.kind == "merge"
        moment = batch.at.replace("T", " ")[:16]
        self.said.setText(f"{history.deed(batch.label)} · {moment} · {batch.who}")
        self.turn(0)

    def turn(self, by: int) -> None:
        self._first = max(0, self._first + by)
        found, self._count = self._page()
        self.table.fill([_texts(self._book, i) for i in found])
        last = self._first + len(found)
        self.place.setText(f"第 {self._first + 1:,}–{last:,} 条，共 {self._count:,} 条")
        self.before.setEnabled(self._first > 0)
        self.after.setEnabled(last < self._count)
        several = self._count > PAGE
        self.before.setVisible(several)
        self.after.setVisible(several)

    def _page(self) -> tuple[list[Image], int]:
        if self._merge:
            return undo_merge.images(self._book, self._step, PAGE, self._first)
        connection = self._book.connection
        with engine.plain_words():
            found = trail.images(connection, self._step, limit=PAGE, offset=self._first)
            return found, trail.count(connection, self._step)


def _texts(book: Book, image: Image) -> tuple[str, ...]:
    record, row = book.tables[image.table], image.after or image.before or {}
    name = waiting_words.called(book, record, row)
    if record is HeldCell:
        return (record.label, name, _deed(image), waiting_words.waits(book, row))
    return (record.label, name, _deed(image), content(record, image))


def _deed(image: Image) -> str:
    was, now = _gone(image.before), _gone(image.after)
    if image.before is None:
        return "新增"
    if was == now:
        return "改"
    return "删到回收站" if now else "还原"


def _gone(row: dict[str, Any] | None) -> bool:
    return row is None or bool(row["deleted"])


def content(record: type[Record], image: Image) -> str:
    """What became of its fields; of a row that came or went its first ones."""
    if _gone(image.before) != _gone(image.after):
        row = image.after or image.before or {}
        filled = [
            f"{field.label} {history.plain(field, row[name])}"
            for name, field in record.fields.items()
            if row.get(name) not in (None, "") and field.kind.name != "link"
        ]
        return "；".join(filled[:_FEW]) + ("…" if len(filled) > _FEW else "")
    return history.fields(record, {"before": image.before, "after": image.after}, history.plain)
