"""The records behind one line of a unit, as it handed them in; one opens as it stands here now."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core.access import show
from qinglian_desktop.modules.evaluation.evidence import Evidence
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_RECORDS = (
    Heading("台账", 100), Heading("记录", 0, private=True), Heading("日期", 96),
    Heading("附件", 56), Heading("备注", 64),
)  # fmt: skip
_FACTS = (Heading("栏目", 120), Heading("内容", 0, private=True))
_LEAST = 150  # px at 标准: the heading and three rows
_NONE = "报送时没有相关记录。"
_HEAD = "用到的记录（回车打开）"


class Behind(QWidget):
    opened = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._desk, self.found = desk, tuple[Evidence, ...]()
        self._frozen_on = ""
        self._opened: tuple[str, str, str] | None = None  # ledger, name and what became of it
        self.head = look.label(_HEAD, "group")
        self.head.setWordWrap(True)
        self.none = look.label(_NONE, "hint")
        self.table = PlainTable("用到的记录", _RECORDS)
        self.facts = PlainTable("这条记录", _FACTS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addWidget(self.none)
        for part in (self.table, self.facts):
            part.setMinimumHeight(look.metrics().px(_LEAST))
            column.addWidget(part, 1)
        self.table.opened.connect(lambda place, _column: self.open_record(place))
        self.facts.opened.connect(lambda _place, _column: self.close_record())
        cover.cover().changed.connect(self._say_head)
        self.fill((), "")

    def fill(self, found: Sequence[Evidence], frozen_on: str, *, waits: bool = False) -> None:
        """The records of another line."""
        self.found, self._frozen_on = tuple(found), frozen_on
        self.table.fill(
            [
                (one.ledger, one.name, one.day, f"{one.papers} 件" if one.papers else "",
                 "补录" if one.late else "")
                for one in found
            ]
        )  # fmt: skip
        self.none.setText("正在归集……" if waits else _NONE)
        self._show(record=False)

    def _show(self, *, record: bool) -> None:
        self._opened = self._opened if record else None
        self._say_head()
        self.none.setVisible(not self.found)
        self.table.setVisible(bool(self.found) and not record)
        self.facts.setVisible(record)

    def _say_head(self, _covered: bool = False) -> None:
        if self._opened is None:
            self.head.setText(_HEAD)
            return
        ledger, name, since = self._opened
        said = cover.veiled(name)
        self.head.setText(f"{ledger}〔{said}〕现在的样子{since}（Esc 回到各条记录）")

    def open_record(self, place: int) -> None:
        """One record, field by field, with what became of it since."""
        one, book = self.found[place], self._desk.book
        record, row = book.tables[one.table], book.row(one.table, one.row_id)
        if row is None or row["deleted"]:
            self._desk.runner.said.emit("这条记录后来删掉了，街道这里看不到内容。")
            return
        since = "，报送以后改过" if (row["updated_at"] or "")[:10] > self._frozen_on else ""
        shown = [
            (field.label, show(field, row[name]))
            for name, field in record.fields.items()
            if field.kind.name not in ("files", "link", "flag") and row[name] not in (None, "")
        ]
        self.facts.fill(shown)
        self._opened = record.label, one.name, since
        self._show(record=True)
        self.facts.selectRow(0)
        self.facts.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()

    def close_record(self) -> bool:
        """Back to the list; False where it is shown already."""
        if self.facts.isHidden():
            return False
        self._show(record=False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.close_record():
            super().keyPressEvent(event)
