"""Where both sides had changed a field: what is used now, and what the other side had (U-04)."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import naming
from qinglian_desktop.shell.opening import open_row
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.plain_table import Heading, PlainTable
from qinglian_desktop.ui.sections import Section, Sections

_COLUMNS = (
    Heading("记录", 0),
    Heading("字段", 140),
    Heading("现在用的", 220, private=True),
    Heading("另一个", 220, private=True),
    Heading("状态", 90, state=True),
)


def with_conflicts(
    desk: Desk,
    title: str,
    first: Callable[[Desk], QWidget],
    between: tuple[Section, ...] = (),
) -> QWidget:
    return Sections(
        "exchange",
        title,
        (
            ("sent_bundle", "报送", lambda: first(desk)),
            *between,
            ("merge_conflict", "两边都改过", lambda: ConflictsPage(desk)),
        ),
    )


class ConflictsPage(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "merge_conflict", "两边都改过"
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self._desk = desk
        self._rows: list[tuple[str, str]] = []
        self.table = PlainTable(self.title, _COLUMNS)
        self.empty = EmptyCard("没有两边都改过的内容。", "success")
        said = look.label("两台电脑都改过同一格时，用后改的那个，另一个留在这里。双击打开记录。",
                          "hint")  # fmt: skip
        said.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(look.label(self.title, "title"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(said)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.table.opened.connect(self._on_opened)
        self.reload()

    def reload(self) -> None:
        shown = []
        self._rows = []
        for row in self._desk.book.rows(Query("merge_conflict")):
            record = self._desk.book.tables[row["table_name"]]
            field = record.fields.get(row["field_name"])
            there = self._desk.book.page(record.table, [row["row_id"]])
            name = naming(record, there[0]) if there else record.label
            label = field.label if field else row["field_name"]
            shown.append((name, label, row["kept"] or "", row["lost"] or "", row["state"] or ""))
            self._rows.append((row["table_name"], row["row_id"]))
        self.table.fill(shown)
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown)

    def _on_opened(self, row: int, _column: int) -> None:
        open_row(self, *self._rows[row])
