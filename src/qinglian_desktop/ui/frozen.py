"""Columns that stay at the left while the rest is scrolled sideways.

Only when the list is scrolled does a second view lie over its left edge; it shares the rows and
the selection. Unscrolled there is nothing to hold, so typing always happens in the list itself.
"""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from qinglian_desktop.ui import look
from qinglian_desktop.ui.header_view import ColumnHeader

_MOST = 0.6  # of the list's width; the rest must show something
Index = QModelIndex | QPersistentModelIndex


class _Borrowed(QStyledItemDelegate):
    """Draws as the list draws; two views must not share one delegate."""

    def __init__(self, table: QTableView, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._table.itemDelegate().paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._table.itemDelegate().sizeHint(option, index)


class Frozen(QTableView):
    """The view that lies over `table`; `count` columns, as many of them as leave room."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table, self.count = table, 0
        self._resetting = False
        lead = table.horizontalHeader()
        assert isinstance(lead, ColumnHeader)
        self.header = ColumnHeader(self, lead)
        self.setHorizontalHeader(self.header)
        self.header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("role", "frozen")
        self.setItemDelegate(_Borrowed(table, self))
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(table.alternatingRowColors())
        self.setShowGrid(table.showGrid())
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        for bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.named(self, "固定的列")
        self.hide()
        self._connect(lead)

    def _connect(self, lead: ColumnHeader) -> None:
        table = self._table
        table.horizontalScrollBar().valueChanged.connect(self.place)
        lead.sectionResized.connect(self.place)
        table.viewport().installEventFilter(self)
        # The list scrolls while its rows or columns are exchanged, before this view knows of them.
        table.model().modelAboutToBeReset.connect(self._on_reset_begins)
        table.model().modelReset.connect(self._on_reset)
        self.header.sectionResized.connect(self._on_resized)
        self.header.menu_asked.connect(lead.menu_asked)
        self.header.sectionMoved.connect(lead.sectionMoved)
        self.header.sectionClicked.connect(lead.sectionClicked)
        self.header.sectionHandleDoubleClicked.connect(lead.sectionHandleDoubleClicked)
        self.doubleClicked.connect(table.doubleClicked)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)

    def freeze(self, count: int) -> None:
        self.count = count
        self.place()

    def _held(self) -> int:
        """How many columns may be held: never so many that nothing else could be seen."""
        room, wide = self._table.viewport().width() * _MOST, 0
        for column in range(min(self.count, self._table.horizontalHeader().count())):
            wide += self._table.columnWidth(column)
            if wide > room:
                return column
        return self.count

    def place(self, *_: int) -> None:
        """Over the left edge of the list, or away where there is nothing to hold."""
        if self._resetting:
            return
        held = self._held() if self._table.horizontalScrollBar().value() > 0 else 0
        if not held:
            self.hide()
            return
        self._share()
        width = 0
        for column in range(self.header.count()):
            self.setColumnHidden(column, column >= held)
            if column < held:
                self.header.resizeSection(column, self._table.columnWidth(column))
                width += self._table.columnWidth(column)
        across, seen = self._table.horizontalHeader(), self._table.viewport().geometry()
        self.header.setFixedHeight(across.height())
        self.verticalHeader().setDefaultSectionSize(
            self._table.verticalHeader().defaultSectionSize()
        )
        top = across.geometry().top()
        self.setGeometry(seen.left(), top, width + 2, seen.bottom() - top + 1)
        self.show()
        self.raise_()
        self.verticalScrollBar().setValue(self._table.verticalScrollBar().value())

    def _on_reset_begins(self) -> None:
        self._resetting = True

    def _on_reset(self) -> None:
        self._resetting = False
        QTimer.singleShot(0, self, self.place)

    def _share(self) -> None:
        """Rows and selection of the list, from the first time they are needed."""
        if self.model() is None:
            self.setModel(self._table.model())
            self.setSelectionModel(self._table.selectionModel())
            self._table.selectionModel().currentChanged.connect(self._on_current)
        self.setSelectionBehavior(self._table.selectionBehavior())
        self.setSelectionMode(self._table.selectionMode())

    def _on_resized(self, column: int, _old: int, new: int) -> None:
        if self.isVisible() and new and new != self._table.columnWidth(column):
            self._table.setColumnWidth(column, new)

    def _on_current(self, now: QModelIndex) -> None:
        """A cell reached with the keys must not stay under the held columns."""
        if self.isHidden() or not now.isValid() or now.column() < self.count:
            return
        covered = self.width() - self._table.columnViewportPosition(now.column())
        if covered > 0:
            bar = self._table.horizontalScrollBar()
            bar.setValue(bar.value() - covered)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        elif event.type() == QEvent.Type.ChildAdded and self._covers_current():
            # A cell is about to be typed into: it is brought out from under the held columns.
            self._table.horizontalScrollBar().setValue(0)
        return super().eventFilter(watched, event)

    def _covers_current(self) -> bool:
        now = self._table.currentIndex()
        return self.isVisible() and now.isValid() and now.column() < self.count

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        cells = self.selectionBehavior() == QTableView.SelectionBehavior.SelectItems
        if not cells or not self._covers_current():
            return  # where whole rows are chosen, no cell is marked
        own = self._table.hasFocus()
        colour = look.tokens(look.theme())["focus" if own else "line.input"]
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawRect(self.visualRect(self._table.currentIndex()).adjusted(1, 1, -2, -2))
        painter.end()

    # -- the mouse works as in the list ---------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        bar = self._table.horizontalScrollBar()
        before = bar.value()
        self._table.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)
        bar.setValue(before)  # the list would scroll home to show what is seen already

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        bar = self._table.horizontalScrollBar()
        before = bar.value()
        super().mouseMoveEvent(event)
        bar.setValue(before)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._table.wheelEvent(event)  # also sideways, which this view by itself cannot

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._table.contextMenuEvent(event)
