"""街道退回的: what the street could not take or has sent back, with its reason; 去改 opens it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.directives import reads
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.head_row import HeadRow
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainTable

_LIST = (
    Heading("哪一条", 0, private=True),
    Heading("哪一栏", 130),
    Heading("为什么退回", 320, private=True),
    Heading("哪天说的", 140),
    Heading("第几包", 84, numeric=True),
)
Mend = Callable[[QWidget, reads.SentBack], object]


class SentBackPage(QWidget):
    def __init__(self, desk: Desk, mend: Mend, parent: QWidget | None = None) -> None:
        """`mend` leads from this page to a row, opened at its field."""
        super().__init__(parent)
        self._desk, self._mend = desk, mend
        self.page_id, self.title = "sent_back", "街道退回的"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.lines: list[reads.SentBack] = []
        self.table = PlainTable(self.title, _LIST)
        self.go = push_button("去改", "primary")
        self.said = look.label(
            "改好以后自己会从这里消失，下次报送就是改过的。双击一行也可以去改。", "hint"
        )
        self.said.setWordWrap(True)
        self.empty = EmptyCard("街道没有退回的内容。", "success")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(HeadRow((look.label(self.title, "title"),), (self.go,)))
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.go.clicked.connect(self.on_go)
        self.table.opened.connect(self.on_go)
        desk.runner.changed.connect(self._on_changed)
        enter_at(self, self.table)
        self.reload()

    def reload(self) -> None:
        self.lines = reads.sent_back(self._desk.book)
        self.table.fill([self._texts(line) for line in self.lines])
        for part in (self.table, self.go, self.said):
            part.setVisible(bool(self.lines))
        self.empty.setVisible(not self.lines)
        if self.lines:
            self.table.selectRow(0)

    def _texts(self, line: reads.SentBack) -> tuple[str, ...]:
        field = self._desk.book.tables[line.table].fields.get(line.field)
        label = field.label if field else ""
        number = str(line.number or "")
        return (line.what, label, line.reason, paper_day(line.told_on), number)

    def on_go(self, *_: object) -> None:
        place = self.table.row()
        if 0 <= place < len(self.lines):
            self._mend(self, self.lines[place])

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        if changes.touched:
            self.reload()
