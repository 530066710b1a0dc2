"""How is a short list inside a form filled in? Cells like a sheet, typed or pasted, row by row.

The list belongs to one record and is saved with it as a whole; it knows no table of the book.
A text that cannot be read stays in its cell, marked and told under the list, until it is
written anew; the stored rows are those that can be read.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.grid.clips import rows_of
from qinglian_desktop.ui.messages import push_button
from qinglian_desktop.ui.rows_model import Index, RowsModel

_MOST = 10  # rows shown before the list scrolls by itself
_LEAST = 88  # px at 标准 of a column
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EMPTYING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class NamedCell(QStyledItemDelegate):
    """An open cell is called by its column when it is read out."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made = super().createEditor(parent, option, index)
        column = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        look.named(made, str(column))
        return made


class Cells(QTableView):
    """Tab and Enter go on as in a sheet, past the last row into a new one; Esc leaves the list."""

    def __init__(self, rows: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.held = rows
        self.setModel(rows)
        self.setItemDelegate(NamedCell(self))
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab is read as a key, see below
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)

    def go(self, row: int, column: int) -> None:
        """To this cell; below the last row there is a new one."""
        if row >= self.held.rowCount():
            self.held.add()
        self.setCurrentIndex(self.held.index(min(row, self.held.rowCount() - 1), column))

    def paste(self) -> None:
        """The cells on the clipboard, from the current one on."""
        clip, here = QApplication.clipboard().mimeData(), self.currentIndex()
        block = rows_of(clip.html() if clip.hasHtml() else "", clip.text())
        if block and not cover.cover().on:
            self.held.paste(block, max(here.row(), 0), max(here.column(), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here, key = self.currentIndex(), event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # left over by the open cell, which takes it itself
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key in _EMPTYING and not cover.cover().on:
            self.held.clear(self.selectedIndexes())
        elif key == Qt.Key.Key_Escape:
            super().focusNextPrevChild(True)
        elif key in _ENTER and not event.modifiers():
            self.go(here.row() + 1, here.column())
        elif key == Qt.Key.Key_Tab and not event.modifiers():
            self._step()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes down and Tab to the right, also out of an open cell."""
        ends, here = QAbstractItemDelegate.EndEditHint, self.currentIndex()
        super().closeEditor(editor, ends.NoHint)
        if hint == ends.SubmitModelCache:
            self.go(here.row() + 1, here.column())
        elif hint == ends.EditNextItem:
            self._step()
        elif hint == ends.EditPreviousItem and here.column() > 0:
            self.go(here.row(), here.column() - 1)

    def _step(self) -> None:
        here = self.currentIndex()
        if here.column() + 1 < self.held.columnCount():
            self.go(here.row(), here.column() + 1)
        else:
            self.go(here.row() + 1, 0)

    def focusNextPrevChild(self, _next: bool) -> bool:
        return False  # Tab belongs to the cells; Esc goes on to the next input


class RowsEditor(QWidget):
    """The rows of one list as stored values; `edited` says they differ, `named` a name typed."""

    edited = Signal()
    named = Signal(int, str)  # row, the name just written into it

    def __init__(
        self,
        name: str,
        row_type: type[Record],
        parent: QWidget | None = None,
        *,
        widths: Mapping[str, int] | None = None,  # px at 标准 of columns with long words
    ) -> None:
        super().__init__(parent)
        self.name, self._widths = name, dict(widths or {})
        self.model = RowsModel(row_type, self)
        self.cells = Cells(self.model)
        look.named(self.cells, row_type.label, "Tab 往右，回车往下，Ctrl+V 粘贴，Esc 离开表格")
        self.title = look.label(row_type.label, "field")
        self.title.setBuddy(self.cells)
        self.message = look.label("", "problem")
        self.message.setWordWrap(True)
        self.message.hide()
        self.more = push_button("加一行", icon="add")
        self.less = push_button("删这一行")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for part in (self.title, self.more, self.less):
            buttons.addWidget(part)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(buttons)
        column.addWidget(self.cells)
        column.addWidget(self.message)
        self.more.clicked.connect(self._on_more)
        self.less.clicked.connect(self._on_less)
        self.model.edited.connect(self._on_edited)
        self.model.named.connect(self.named)
        for grown in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            grown.connect(self._fit)
        cover.cover().changed.connect(self._on_cover)
        self._fit()

    def set_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.model.set_rows(rows)
        self._tell()

    def rows(self) -> list[Row]:
        return self.model.rows()

    def unreadable(self) -> list[str]:
        """What is wrong, cell by cell, with the texts that could not be read."""
        return self.model.troubles()

    def focus_cell(self, row: int = 0, column: int = 0) -> None:
        self.cells.go(row, column)
        self.cells.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self) -> None:
        self._tell()
        self.edited.emit()

    def _on_more(self) -> None:
        self.focus_cell(self.model.rowCount(), 0)

    def _on_less(self) -> None:
        here = self.cells.currentIndex()
        if here.isValid() and not cover.cover().on:
            self.model.remove(here.row())

    def _tell(self) -> None:
        found = self.unreadable()
        more = f"（还有 {len(found) - 1} 格）" if len(found) > 1 else ""
        self.message.setText(f"{found[0]}{more}" if found else "")
        self.message.setVisible(bool(found))

    # -- looks ----------------------------------------------------------------------------

    def _on_cover(self, _on: bool) -> None:
        self.model.uncover()

    def _fit(self) -> None:
        sized = look.metrics()
        rows = min(max(self.model.rowCount(), 2), _MOST)
        head = self.cells.horizontalHeader()
        self.cells.verticalHeader().setDefaultSectionSize(sized.field)
        self.cells.setFixedHeight(sized.field * (rows + 2))
        for place in range(self.model.columnCount()):
            said = str(self.model.headerData(place, Qt.Orientation.Horizontal))
            wide = head.fontMetrics().horizontalAdvance(said) + sized.px(36)
            least = self._widths.get(self.model.fields[place][0], _LEAST)
            self.cells.setColumnWidth(place, max(sized.px(least), wide))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
