"""How does the form itself stand on the screen? Its cells, merged ones too, and what fills them."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from qinglian_desktop.exchange.forms import FormSheet, Growth, Place
from qinglian_desktop.ui import cover, look

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_MOST_ROWS, _MOST_COLUMNS = 300, 60
_SPARE = 3  # empty rows shown under the form
_CHARACTER = 9  # px at 标准 of one character of a column's width
_LEAST, _WIDEST = 40, 260


class FormModel(QAbstractTableModel):
    """The sheet; over it what is pointed out (`marks`) or, in the preview, what is filled in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: FormSheet | None = None
        self.marks: Mapping[Place, str] = {}
        self.filled: Mapping[Place, str] = {}
        self.growth: Growth | None = None

    def show_form(
        self, sheet: FormSheet, marks: Mapping[Place, str], filled: Mapping[Place, str],
        growth: Growth | None = None,
    ) -> None:  # fmt: skip
        self.beginResetModel()
        self.sheet, self.marks, self.filled, self.growth = sheet, marks, filled, growth
        self.endResetModel()

    def mark(self, marks: Mapping[Place, str]) -> None:
        self.marks = marks
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = ROOT) -> int:
        if self.sheet is None or parent.isValid():
            return 0
        rows = max(len(self.sheet.rows), self.sheet.styled + 1)
        grown = self.growth.more if self.growth else 0
        lowest = max((row for row, _ in self.filled), default=0) + 1
        return min(max(rows + grown, lowest) + _SPARE, _MOST_ROWS)

    def columnCount(self, parent: Index = ROOT) -> int:
        if self.sheet is None or parent.isValid():
            return 0
        wide = max((column for _, column in self.filled), default=0) + 1
        return min(max(self.sheet.width, wide, 1), _MOST_COLUMNS)

    def before(self, row: int) -> int:
        """The row of the empty form; -1 for one that is put in."""
        growth = self.growth
        if growth is None or row <= growth.last:
            return row
        return -1 if row <= growth.last + growth.more else row - growth.more

    def text(self, row: int, column: int) -> str:
        if (row, column) in self.filled:
            return self.filled[row, column]
        assert self.sheet is not None
        place = (self.before(row), column)
        if place[0] < 0:
            return ""
        if place in self.sheet.formulas:
            return "（算式）"
        text = self.sheet.text(*place)
        mark = self.marks.get(place, "")
        return f"{text} {mark}".strip() if mark else text

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.sheet is None:
            return None
        place = (index.row(), index.column())
        filled = place in self.filled
        if role == Qt.ItemDataRole.DisplayRole:
            text = self.text(*place)
            return cover.STARS if filled and text and cover.cover().on else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return None if cover.cover().on and filled else self._tip(place)
        if role == Qt.ItemDataRole.BackgroundRole:
            marked = filled or (self.before(place[0]), place[1]) in self.marks
            return QColor(look.tokens(look.theme())["info.bg"]) if marked else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.text(*place) or "空"
        return None

    def _tip(self, place: Place) -> str:
        assert self.sheet is not None
        old = (self.before(place[0]), place[1])
        if old in self.sheet.formulas:
            return "这一格有公式，不会改动。"
        if self.sheet.top_left(old) != old:
            return "合并格：按左上角填。"
        return self.text(*place)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        text, number = "", section + 1
        while number:
            number, rest = divmod(number - 1, 26)
            text = chr(65 + rest) + text
        return text


class FormView(QTableView):
    pointed = Signal(int, int)  # row and column of the empty form
    wanted = Signal()  # Enter: to the list of fields

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = FormModel(self)
        self.setModel(self.form)
        self.setProperty("tight", True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        look.named(self, "表的样子")
        self.selectionModel().currentChanged.connect(self._on_current)
        cover.cover().changed.connect(self._on_cover)

    def show_form(
        self, sheet: FormSheet, marks: Mapping[Place, str],
        filled: Mapping[Place, str] | None = None, growth: Growth | None = None,
    ) -> None:  # fmt: skip
        self.clearSpans()
        self.form.show_form(sheet, marks, filled or {}, growth)
        for first, last in sheet.merged:
            top, bottom = first[0], last[0]
            if growth is not None:
                top, bottom = growth.row(top), growth.row(bottom)
            if top < self.form.rowCount() and first[1] < self.form.columnCount():
                self.setSpan(top, first[1], bottom - top + 1, last[1] - first[1] + 1)
        self._fit()

    def mark(self, marks: Mapping[Place, str]) -> None:
        """Other places are pointed out now; the words in them need their room."""
        self.form.mark(marks)
        self._fit()

    def _fit(self) -> None:
        sheet = self.form.sheet
        if sheet is None:
            return
        sized, measure = look.metrics(), self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(sized.row - sized.px(4))
        self.verticalHeader().setMinimumWidth(sized.px(36))
        self.horizontalHeader().setFixedHeight(sized.row - sized.px(8))
        single = {first for first, last in sheet.merged if first[1] != last[1]}
        for column in range(self.form.columnCount()):
            wide = sized.px(round(sheet.widths.get(column, 9) * _CHARACTER))
            for row in range(min(self.form.rowCount(), 60)):
                if (self.form.before(row), column) not in single:
                    text = self.form.text(row, column)
                    wide = max(wide, measure.horizontalAdvance(text[:24]) + sized.px(16))
            self.setColumnWidth(column, min(max(wide, sized.px(_LEAST)), sized.px(_WIDEST)))

    def point(self, row: int, column: int) -> None:
        self.setCurrentIndex(self.form.index(row, column))

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = self.form.before(now.row())
        if now.isValid() and row >= 0:
            self.pointed.emit(row, now.column())

    def _on_cover(self, _on: bool) -> None:
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "form"):
            self._fit()
