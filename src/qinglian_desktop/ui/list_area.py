"""What stands where a list belongs? The table with its footer, or words when nothing is in it.

The footer counts and adds up, says what is wrong in the current cell, and which way of working
is on: 浏览 (Enter opens the record) or 录入 (Enter goes down, Insert changes over).
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.module import Reader
from qinglian_desktop.core.record import Record
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.grid.table import GridTable
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.table import Lane

_USUAL = QSizePolicy.Policy.Expanding
_BROWSING, _ENTERING = "浏览（Insert 换录入）", "录入（Insert 换浏览）"


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
        self.table = GridTable(record_type, reader=reader, columns=columns, lane=lane)
        self.footer = look.label("", "hint")
        self.footer.setWordWrap(True)  # with the card or a record beside it there is less room
        self.note = look.label("", "problem")
        self.note.hide()
        self.note.setWordWrap(True)
        self.mode = push_button(_BROWSING, "link")
        self.mode.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mode.setToolTip("浏览：回车打开记录。录入：回车往下走，一格一格填。按 Insert 切换。")
        ways = "按“新增”登记第一条" + ("，或把现有的表格导进来。" if with_import else "。")
        self.empty = EmptyCard(f"这里还没有登记。{ways}", "table")
        self.nothing = EmptyCard("没有符合条件的记录。", "search")
        self.begin = self.empty.add("新增", "add")
        self.begin.clicked.connect(self.new_asked)
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
        self._foot, self._with_foot = QWidget(), True
        line = QHBoxLayout(self._foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(self.footer, 1)
        line.addWidget(self.note, 1)
        line.addWidget(self.mode)
        column.addWidget(self._foot)
        self.table.footer_changed.connect(self._on_footer)
        self.table.note_changed.connect(self._on_note)
        self.table.mode_changed.connect(self._on_mode)
        self.mode.clicked.connect(self._on_mode_pressed)

    def set_foot(self, wanted: bool) -> None:
        """Without it there is one more row, where there is hardly room for any."""
        if wanted != self._with_foot:
            self._with_foot = wanted
            self._on_footer(self.footer.text())

    def begin_as(self, add: QPushButton) -> None:
        """The button in the empty space is that of the head: its word, and gone where it is."""
        self.begin.setText(add.text())
        self.begin.setAccessibleName(add.text())
        self.begin.setHidden(add.isHidden())

    def _on_footer(self, text: str) -> None:
        self.footer.setText(text)
        rows = len(self.table.records.ids)
        nothing = self.nothing if self.filtered else self.empty
        shown = self.table if rows or self.table.entering else nothing
        self._stack.setCurrentWidget(shown)
        for part in (self.table, self.empty, self.nothing):  # only what is seen asks for height
            policy = part.sizePolicy()
            policy.setVerticalPolicy(_USUAL if part is shown else QSizePolicy.Policy.Ignored)
            part.setSizePolicy(policy)
        self._foot.setVisible(shown is self.table and self._with_foot)

    def _on_note(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _on_mode(self, entering: bool) -> None:
        self.mode.setText(_ENTERING if entering else _BROWSING)
        self.mode.setAccessibleName(self.mode.text())
        self._on_footer(self.footer.text())

    def _on_mode_pressed(self) -> None:
        self.table.asked.emit("mode", None)
