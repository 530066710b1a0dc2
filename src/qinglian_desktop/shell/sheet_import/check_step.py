"""Step 4: what can go in, what stands in the way; a bad cell is put right where it stands."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.shell.sheet_import.draft import Draft
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import fill, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.plain_table import Heading, PlainModel, PlainTable

Index = QModelIndex | QPersistentModelIndex
_HEADINGS = (
    Heading("行号", 80, numeric=True),
    Heading("列", 130),
    Heading("原值（可以改）", 200, private=True),
    Heading("原因", 0, private=True),  # it repeats what stands in the cell
    Heading("怎么改", 0),
)
_VALUE = 2
_LEFT, _TOLD = 4, 40  # rows left out that are told in the page, and in its tooltip


class _FixModel(PlainModel):
    """A list whose third column can be written into."""

    def __init__(self, table: "FixTable") -> None:
        super().__init__(_HEADINGS, table)
        self._table = table

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        fixed = index.column() == _VALUE and self._table.can_fix(index.row())
        return flags | Qt.ItemFlag.ItemIsEditable if fixed else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            return self.rows[index.row()][index.column()]
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or str(value) == self.rows[index.row()][_VALUE]:
            return False
        row = list(self.rows[index.row()])
        row[_VALUE] = str(value)
        self.rows[index.row()] = row
        self.dataChanged.emit(index, index)
        self._table.fixed.emit(index.row(), str(value))
        return True


class FixTable(PlainTable):
    fixed = Signal(int, str)  # row of the list, the new text

    def __init__(self) -> None:
        super().__init__("有问题的格子", _HEADINGS)
        self.open_cells: set[int] = set()  # rows of the list that have a cell in the file
        self.records = _FixModel(self)
        self.setModel(self.records)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)

    def can_fix(self, row: int) -> bool:
        return row in self.open_cells and not cover.cover().on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        writing = self.state() == QAbstractItemView.State.EditingState  # Enter ends it
        if event.key() in keys and row >= 0 and self.can_fix(row) and not writing:
            self.edit_row(row)
        else:
            super().keyPressEvent(event)

    def edit_row(self, row: int) -> None:
        index = self.records.index(row, _VALUE)
        self.setCurrentIndex(index)
        self.edit(index)


def _left_out(skipped: Sequence[Any]) -> str:
    """不是记录、没有导入的：第 45 行（合计行）、第 46 行（表下的说明）。"""
    some = "、".join(f"第 {one.row} 行（{one.why.partition('，')[0]}）" for one in skipped[:_LEFT])
    more = f"等 {len(skipped)} 行" if len(skipped) > _LEFT else ""
    return f"不是记录、没有导入的：{some}{more}。"


class CheckStep(QWidget):
    fixed = Signal(int, int, str)  # row and column of the file from 0, the new text
    take_asked = Signal()
    give_back_asked = Signal()
    twins_asked = Signal()
    columns_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self.said = look.label("", "group")
        self.hint = look.label("", "hint")
        for words in (self.said, self.hint):
            words.setWordWrap(True)
        self.bad = FixTable()
        self.whole = look.label("")  # the chosen line in full, where the list cuts it
        self.whole.setWordWrap(True)
        self.empty = EmptyCard("", "import")
        self.take = push_button("导入", "primary")
        self.give_back = push_button("导出有问题的行")
        self.twins = push_button("看可能已有的")
        self.back = push_button("改对应列")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.back)
        foot.addStretch(1)
        for button in (self.twins, self.give_back, self.take):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.said)
        column.addWidget(self.hint)
        column.addWidget(self.bad, 1)
        column.addWidget(self.whole)
        column.addWidget(self.empty, 1)
        column.addLayout(foot)
        self.bad.fixed.connect(self._on_fixed)
        self.bad.selectionModel().currentRowChanged.connect(self._say_whole)
        cover.cover().changed.connect(self._on_cover)
        self.take.clicked.connect(self.take_asked)
        self.give_back.clicked.connect(self.give_back_asked)
        self.twins.clicked.connect(self.twins_asked)
        self.back.clicked.connect(self.columns_asked)
        enter_at(self, self.bad)

    def show_draft(self, draft: Draft) -> None:
        self._draft, intake = draft, draft.intake
        assert intake is not None
        self.said.setText(f"{intake.summary}。")
        notes = [f"{remark}。" for remark in intake.remarks]
        if intake.unmapped:
            notes.append(f"没有用到的列：{'、'.join(intake.unmapped)}。")
        if intake.skipped:
            notes.append(_left_out(intake.skipped))
        self.hint.setText("".join(notes))
        self._on_cover()
        self.hint.setVisible(bool(notes))
        self.bad.open_cells = {n for n, cell in enumerate(intake.bad) if cell.index >= 0}
        self.bad.fill([(str(c.row), c.column, c.value, c.reason, c.remedy) for c in intake.bad])
        sized = look.metrics()
        self.bad.setMinimumHeight(sized.header + sized.row + 8)
        self.bad.setVisible(bool(intake.bad))
        self.bad.selectRow(max(self.bad.row(), 0))
        self._say_whole()
        self.empty.setVisible(not intake.bad)
        self.empty.text.setText(self._all_well(len(intake.rows) + len(intake.fills)))
        ready = len(intake.rows) + len(intake.fills)
        self.take.setVisible(ready > 0)
        self.take.setText(f"导入 {ready} 行")
        self.take.setAccessibleName(self.take.text())
        self.give_back.setVisible(bool(intake.bad))
        waiting = len(intake.alike)
        self.twins.setVisible(waiting > 0)
        self.twins.setText(f"看可能已有的 {waiting} 行")
        enter_at(self, self.bad if intake.bad else self.take if ready else self.back)
        fill(self.twins, waiting > 0 and not ready)
        fill(self.give_back, not ready and not waiting)

    def _all_well(self, ready: int) -> str:
        if ready:
            return "没有发现问题，可以导入。"
        return "没有新的行要导入。"

    def _on_cover(self, *_: object) -> None:
        if self._draft is None or self._draft.intake is None:
            return
        skipped = () if cover.cover().on else self._draft.intake.skipped[:_TOLD]
        self.hint.setToolTip("\n".join(str(one) for one in skipped))
        self._say_whole()

    def _say_whole(self, *_: object) -> None:
        assert self._draft is not None and self._draft.intake is not None
        bad, row = self._draft.intake.bad, self.bad.row()
        self.whole.setVisible(bool(bad) and not cover.cover().on)
        if 0 <= row < len(bad):
            how = "按 F2 就在这里改。" if bad[row].index >= 0 else ""
            self.whole.setText(f"{bad[row]}{how}")

    def _on_fixed(self, place: int, text: str) -> None:
        assert self._draft is not None and self._draft.intake is not None
        cell = self._draft.intake.bad[place]
        self.fixed.emit(cell.row - 1, cell.index, text)
