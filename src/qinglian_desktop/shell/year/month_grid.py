"""One month on the screen: a cell a day, with its lunar date, days off, market days and things."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from qinglian_desktop.core import clock
from qinglian_desktop.ui import look

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WEEK = "一二三四五六日"
_WEEKS = 6
DAY_ROLE = Qt.ItemDataRole.UserRole + 1


class Told:
    """What is written into the cell of a day."""

    def __init__(self, lunar: str, mark: str, lines: Sequence[str], off: bool) -> None:
        self.lunar, self.mark, self.lines, self.off = lunar, mark, tuple(lines), off


class MonthModel(QAbstractTableModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = clock.today().replace(day=1)
        self.told: Mapping[date, Told] = {}

    def show(self, month: date, told: Mapping[date, Told]) -> None:
        self.beginResetModel()
        self.first, self.told = month.replace(day=1), told
        self.endResetModel()

    def day(self, index: Index) -> date:
        begins = self.first - timedelta(days=self.first.weekday())
        return begins + timedelta(days=index.row() * 7 + index.column())

    def place(self, day: date) -> QModelIndex:
        begins = self.first - timedelta(days=self.first.weekday())
        week, weekday = divmod((day - begins).days, 7)
        return self.index(week, weekday)

    def rowCount(self, _parent: Index = _ROOT) -> int:
        return _WEEKS

    def columnCount(self, _parent: Index = _ROOT) -> int:
        return 7

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _WEEK[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        day = self.day(index)
        if role == DAY_ROLE:
            return day
        if role == Qt.ItemDataRole.DisplayRole:
            return str(day.day)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            told = self.told.get(day)
            parts = (told.lunar, told.mark, *told.lines) if told else ()
            return f"{day.month}月{day.day}日，{'，'.join(part for part in parts if part)}"
        return None


class _DayPainter(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, MonthModel)
        day, sized = model.day(index), look.metrics()
        told, colours = model.told.get(day), look.tokens(look.theme())
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        outside = day.month != model.first.month
        ground = "bg.selected" if chosen else "bg.alt" if outside or (told and told.off) else ""
        painter.save()
        painter.fillRect(rect, QColor(colours[ground or "bg.surface"]))
        box, line = rect.adjusted(6, 3, -6, -2), sized.hint + 3
        ink = "text.tertiary" if outside else "text.primary"
        font = QFont(painter.font())
        font.setPixelSize(sized.body)
        font.setBold(day == clock.today())
        painter.setFont(font)
        painter.setPen(QColor(colours["accent" if day == clock.today() else ink]))
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        head = QRect(box.x(), box.y(), box.width(), sized.body + 4)
        word = painter.fontMetrics().horizontalAdvance("今天 三十三十")
        number = "今天" if day == clock.today() and word < box.width() else str(day.day)
        painter.drawText(head, left | Qt.AlignmentFlag.AlignVCenter, number)
        if told is not None:
            small = QFont(font)
            small.setBold(False)
            small.setPixelSize(sized.hint)
            painter.setFont(small)
            painter.setPen(QColor(colours["text.tertiary" if outside else "text.secondary"]))
            lines, beside = list(told.lines), told.lunar
            narrow = box.width() < painter.fontMetrics().horizontalAdvance("三十  休场 三十")
            if told.mark and not narrow:
                beside = f"{told.mark} {told.lunar}"
            elif told.mark:  # no room beside the number
                lines[:1] = [" ".join([told.mark, *lines[:1]])]
            painter.drawText(head, right | Qt.AlignmentFlag.AlignVCenter, beside)
            painter.setPen(QColor(colours[ink]))
            room = (box.bottom() - head.bottom()) // line
            for place, text in enumerate(lines[: max(room, 0)]):
                spot = QRect(box.x(), head.bottom() + place * line, box.width(), line)
                fitted = painter.fontMetrics().elidedText(
                    text, Qt.TextElideMode.ElideRight, box.width()
                )
                painter.drawText(spot, left | Qt.AlignmentFlag.AlignVCenter, fitted)
        painter.restore()


class MonthGrid(QTableView):
    """Arrows go from day to day, Enter opens the day, PgUp and PgDn turn the month."""

    chosen = Signal(object)  # date
    opened = Signal(object)  # date
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = MonthModel(self)
        self.setModel(self.month)
        self.setItemDelegate(_DayPainter(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(off)
        self.setHorizontalScrollBarPolicy(off)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.setMinimumSectionSize(10)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        look.named(self, "这个月", "方向键换日子，PgUp、PgDn 换月，回车看这一天")
        self._fit()
        self.selectionModel().currentChanged.connect(self._on_current)
        self.activated.connect(self._on_activated)

    def choose(self, day: date) -> None:
        self.setCurrentIndex(self.month.place(day))

    @property
    def day(self) -> date:
        index = self.currentIndex()
        return self.month.day(index) if index.isValid() else self.month.first

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self.month.day(now))

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(self.month.day(index))

    def keyPressEvent(self, event: Any) -> None:
        step = (event.key() == Qt.Key.Key_PageDown) - (event.key() == Qt.Key.Key_PageUp)
        if step:
            self.turned.emit(step)
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self.horizontalHeader().setFixedHeight(look.metrics().header)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "month"):
            self._fit()
