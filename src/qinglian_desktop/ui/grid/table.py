"""A list whose cells can be chosen, typed into and dragged: which keys it hears, what is seen.

It writes nothing. Every act goes out through `asked`, to the hands of the page (ui/grid/hands.py).
"""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QMenu

from qinglian_desktop.core.record import Record
from qinglian_desktop.ui.grid import keys, painting
from qinglian_desktop.ui.grid.area import Area, grown
from qinglian_desktop.ui.grid.choosing import FLAGS
from qinglian_desktop.ui.grid.typed import TypedTable


class GridTable(TypedTable):
    mode_changed = Signal(bool)  # True: 录入
    _dragged: Area | None = None  # what dragging the fill handle would cover just now

    def __init__(self, record_type: type[Record], **more: Any) -> None:
        super().__init__(record_type, **more)
        self.viewport().setMouseTracking(True)

    # -- moving ---------------------------------------------------------------------------

    def set_entering(self, yes: bool) -> None:
        self.entering = yes
        self.records.show_blank_line(yes)
        self.mode_changed.emit(yes)

    def step(self, how: str, line: int = -1) -> None:
        """To the next cell: down, up, right or left; over the edge to the next line.

        From the current cell, or from the same column of another line.
        """
        if line >= 0:
            kept, name = self._first_column, self.currentIndex().column()
            self.go_to(line, name)
            self._first_column = kept
        here, order = self.currentIndex(), self.seen_columns()
        if not here.isValid() or here.column() not in order:
            return
        line, place, last = here.row(), order.index(here.column()), self.records.rowCount() - 1
        if how in ("right", "left"):
            if self._first_column < 0:
                self._first_column = place
            place += 1 if how == "right" else -1
            line += (place >= len(order)) - (place < 0)
            place %= len(order)
        elif how in ("down", "up"):
            if self._first_column >= 0 and how == "down" and self.entering:
                place = self._first_column
            self._first_column = -1
            line += 1 if how == "down" else -1
        else:
            return
        kept = self._first_column
        if 0 <= line <= last:
            self.go_to(line, order[place])
        self._first_column = kept

    def focusNextPrevChild(self, forward: bool) -> bool:
        if self.entering:
            self.step("right" if forward else "left")
            return True
        return super().focusNextPrevChild(forward)

    # -- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.editor is not None:
            self.pass_on(event)
            return
        act = keys.act_of(event, entering=self.entering)
        if act == "type":
            self.edit_cell(over=True, event=event)
        elif act == "edit":
            self.edit_cell(over=False)
        elif act == "list":
            self.edit_cell(over=False)
            self.pass_on(event)
        elif act.startswith("go "):
            self.step(act[3:])
        elif act.startswith("edge "):
            self._to_the_edge(*act[5:].split())
        elif act == "rows":
            self.choose_rows()
        elif act:
            self.asked.emit(act, None)
        else:
            super().keyPressEvent(event)

    def _to_the_edge(self, way: str, extend: str = "") -> None:
        here, order = self.currentIndex(), self.seen_columns()
        if not here.isValid():
            return
        line, column = here.row(), here.column()
        last = len(self.records.ids) - 1
        line = {"up": 0, "down": last}.get(way, line)
        column = {"left": order[0], "right": order[-1]}.get(way, column)
        flag = FLAGS.SelectCurrent if extend else FLAGS.ClearAndSelect
        target = self.records.index(line, column)
        if extend:
            area = self.area()
            assert area is not None
            place = order.index(column)
            self.choose(Area(min(area.top, line), min(area.left, place),
                             max(area.bottom, line), max(area.right, place)))  # fmt: skip
            self.selectionModel().setCurrentIndex(target, FLAGS.NoUpdate)
        else:
            self.selectionModel().setCurrentIndex(target, flag)
        self.scrollTo(target)

    # -- the mouse ------------------------------------------------------------------------

    def handle_rect(self) -> QRect:
        """The fill handle, at the lower right corner of what is chosen."""
        area = self.area()
        if area is None or self.editor is not None or area.bottom >= len(self.records.ids):
            return QRect()
        return painting.handle(self.rect_of(area))

    def rect_of(self, area: Area) -> QRect:
        order = self.seen_columns()
        first = self.visualRect(self.records.index(area.top, order[area.left]))
        return first.united(self.visualRect(self.records.index(area.bottom, order[area.right])))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.leave_cell()  # while an input method composes the focus is here already
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.handle_rect().adjusted(-3, -3, 3, 3).contains(event.position().toPoint()):
            self._dragged = self.area()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        if self._dragged is None:
            near = self.handle_rect().adjusted(-3, -3, 3, 3).contains(where)
            self.viewport().setCursor(
                Qt.CursorShape.CrossCursor if near else Qt.CursorShape.ArrowCursor
            )
            super().mouseMoveEvent(event)
            return
        self._dragged = self._dragged_to(where)
        self.viewport().update()

    def _dragged_to(self, where: QPoint) -> Area:
        area, order = self.area(), self.seen_columns()
        assert area is not None
        if where.y() > self.viewport().height() - 8 or where.y() < 8:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + (1 if where.y() > 8 else -1))
        line, column = self.rowAt(where.y()), self.columnAt(where.x())
        line = min(line if line >= 0 else len(self.records.ids) - 1, len(self.records.ids) - 1)
        return grown(area, line, order.index(column) if column in order else area.right)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, self._dragged = self._dragged, None
        if dragged is None:
            super().mouseReleaseEvent(event)
            return
        self.viewport().update()
        if dragged != self.area():
            copy = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.asked.emit("fill", (dragged, copy))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.entering:
            self.edit_cell(over=False)
        else:
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("打开", self._open_current)
        menu.addAction("改这一格（F2）", partial(self.edit_cell, over=False))
        menu.addSeparator()
        for words, act in (
            ("复制（Ctrl+C）", "copy"), ("粘贴（Ctrl+V）", "paste"),
            ("向下填充（Ctrl+D）", "fill down"), ("清空选中的格子（Delete）", "clear"),
        ):  # fmt: skip
            menu.addAction(words, partial(self.asked.emit, act, None))
        menu.addSeparator()
        menu.addAction("选中整行（Shift+空格）", self.choose_rows)
        menu.addAction("删到回收站", partial(self.asked.emit, "drop", None))
        menu.addSeparator()
        for word, more in self.more_acts:
            menu.addAction(word, more)
        menu.popup(event.globalPos())

    # -- drawing --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        here = self.currentIndex()
        if here.isValid() and self.editor is None:
            cell, handle = self.visualRect(here), self.handle_rect()
            focus = self.hasFocus()
            painting.draw_marks(self.viewport(), cell, handle if focus else QRect(), focus)
        if self._dragged is not None:
            painting.draw_outline(self.viewport(), self.rect_of(self._dragged))
