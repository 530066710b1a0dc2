"""The headings of a list: sorted by a click, with a small arrow that opens what a column offers."""

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QStyleOptionHeader, QWidget

from qinglian_desktop.ui import look

_EDGE = 6  # px between the arrow and the edge that is dragged to make a column wider
_STEP, _NARROW = 20, 40  # px at 标准 of one press; a column is never narrower
_GAP = 11  # px before the word, as the stylesheet has it
_OPENS = (Qt.Key.Key_Menu, Qt.Key.Key_F4)


class ColumnHeader(QHeaderView):
    """`lead` is the header whose marks this one shows too (the frozen columns have their own)."""

    sort_asked = Signal(int, bool)  # column, beside the column sorted by already
    menu_asked = Signal(int)  # column

    def __init__(self, parent: QWidget, lead: "ColumnHeader | None" = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.lead = lead or self
        self._table = parent
        self.marks = False  # are the arrows shown? by whoever answers them
        self.filtered: frozenset[int] = frozenset()  # columns with a condition on them
        self.at = 0  # the heading the keys are on
        self._pressed = -1
        self._word = ""
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.named(self, "列标题，左右键换列，回车排序，Alt+↓ 筛选，按住 Ctrl 左右键调宽窄")

    def mark_room(self) -> int:
        """Pixels behind a word that belong to its arrow."""
        return look.metrics().icon + _EDGE + 4 if self.lead.marks else 0

    def show_marks(self, on: bool) -> None:
        self.marks = on
        self.viewport().update()

    def say_filtered(self, columns: frozenset[int]) -> None:
        self.filtered = columns
        self.viewport().update()

    # -- drawing --------------------------------------------------------------------------

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logical: int) -> None:
        super().initStyleOptionForIndex(option, logical)
        self._word, option.text = option.text, ""  # drawn by ourselves, clear of the arrow

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logical)
        painter.restore()
        colours, room = look.tokens(look.theme()), self.mark_room()
        alignment = self.model().headerData(
            logical, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        alignment = alignment or Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        font = painter.font()
        font.setBold(True)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(colours["text.primary"]))
        place = rect.adjusted(_GAP, 0, -(room or _GAP), 0)
        cut = Qt.TextElideMode.ElideRight
        word = painter.fontMetrics().elidedText(self._word, cut, place.width())
        painter.drawText(place, alignment, word)
        if room:
            on = logical in self.lead.filtered
            name, colour = ("filter", "accent") if on else ("expand", "text.tertiary")
            look.paint_icon(painter, self._arrow(rect), name, filled=on, colour=colour)
        if self.hasFocus() and logical == self.at:
            painter.setPen(QPen(QColor(colours["focus"]), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _arrow(self, section: QRect) -> QRectF:
        side = look.metrics().icon
        left = section.right() - side - _EDGE
        return QRectF(left, section.center().y() - side / 2, side, side)

    def section_rect(self, logical: int) -> QRect:
        return QRect(
            self.sectionViewportPosition(logical), 0, self.sectionSize(logical), self.height()
        )

    def arrow_rect(self, logical: int) -> QRect:
        """Where the arrow of a column is, in the header's own pixels."""
        return self._arrow(self.section_rect(logical)).toRect()

    # -- mouse ----------------------------------------------------------------------------

    def _arrow_at(self, event: QMouseEvent) -> int:
        logical = self.logicalIndexAt(event.position().toPoint())
        if logical < 0 or not self.lead.marks or event.button() != Qt.MouseButton.LeftButton:
            return -1
        return logical if self.arrow_rect(logical).contains(event.position().toPoint()) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._arrow_at(event)
        if self._pressed < 0:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, -1
        if pressed < 0:
            super().mouseReleaseEvent(event)
        elif self._arrow_at(event) == pressed:
            self.menu_asked.emit(pressed)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        logical = self.logicalIndexAt(event.pos())
        if logical >= 0:
            self.menu_asked.emit(logical)

    # -- keys -----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Alt+↓ must not be taken for a shortcut of the window before it comes here.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), self.count() - 1
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in _OPENS or (key == Qt.Key.Key_Down and alt):
            self.menu_asked.emit(self.at)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not alt:
            self._sideways(1 if key == Qt.Key.Key_Right else -1, event.modifiers())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move_to(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.sort_asked.emit(self.at, shift)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            event.ignore()

    def _sideways(self, step: int, keys: Qt.KeyboardModifier) -> None:
        """To the next heading; with Ctrl wider or narrower, with Shift too the column itself."""
        there = min(max(self.at + step, 0), self.count() - 1)
        if not keys & Qt.KeyboardModifier.ControlModifier:
            self._move_to(there)
        elif not keys & Qt.KeyboardModifier.ShiftModifier:
            least = look.metrics().px(_NARROW)
            wide = self.sectionSize(self.at) + step * look.metrics().px(_STEP)
            self.resizeSection(self.at, max(wide, least))
        elif there != self.at:
            self.moveSection(self.visualIndex(self.at), there)
            self.at = there

    def _move_to(self, logical: int) -> None:
        self.at = logical
        position, size = self.sectionPosition(logical), self.sectionSize(logical)
        if isinstance(self._table, QAbstractScrollArea):  # the heading is brought into view
            bar, room = self._table.horizontalScrollBar(), self.viewport().width()
            if position < bar.value():
                bar.setValue(position)
            elif position + size > bar.value() + room:
                bar.setValue(min(position, position + size - room))
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.at = min(self.at, max(self.count() - 1, 0))
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
