"""What stands where a list belongs? The table with its footer, or words when nothing is in it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qinglian_desktop.core.module import Reader
from qinglian_desktop.core.record import Record
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.table import Lane, RecordTable


class ListArea(QWidget):
    clear_asked = Signal()
    new_asked = Signal()
    import_asked = Signal()

    def __init__(
        self,
        record_type: type[Record],
        *,
        reader: Reader,
        columns: Sequence[str] | None = None,
        lane: Lane | None = None,
        with_import: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.filtered = False  # is a filter on? decides which words an empty list gets
        self.table = RecordTable(record_type, reader=reader, columns=columns, lane=lane)
        self.footer = look.label("", "hint")
        ways = "按“新增”登记第一条" + ("，或把现有的表格导进来。" if with_import else "。")
        self.empty = EmptyCard(f"这里还没有登记。{ways}", "table")
        self.nothing = EmptyCard("没有符合条件的记录。", "search")
        begin = self.empty.add("新增", "add")
        begin.clicked.connect(self.new_asked)
        if with_import:
            self.empty.add("导入", "import").clicked.connect(self.import_asked)
        self.nothing.add("清除筛选").clicked.connect(self.clear_asked)
        self._stack = QStackedWidget()
        for part in (self.table, self.empty, self.nothing):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._stack, 1)
        column.addWidget(self.footer)
        self.table.footer_changed.connect(self._on_footer)

    def _on_footer(self, text: str) -> None:
        self.footer.setText(text)
        rows = len(self.table.records.ids)
        shown = self.table if rows else self.nothing if self.filtered else self.empty
        self._stack.setCurrentWidget(shown)
        self.footer.setVisible(bool(rows))
