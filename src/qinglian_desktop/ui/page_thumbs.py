"""How is a long paper leafed through? Small pages down the left; only those in view are drawn."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.page_artist import Wish

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WIDTH = 96  # px of a small page at 标准
_KEPT = 60  # small pages held as pictures


class _Pages(QAbstractListModel):
    def __init__(self, sizes: list[tuple[float, float]], parent: QWidget) -> None:
        super().__init__(parent)
        self.sizes = sizes
        self.images: dict[int, QImage] = {}
        self.dpi = 0.0  # of the pictures held

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        page = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return str(page + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"第 {page + 1} 页，共 {len(self.sizes)} 页"
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, pages: _Pages, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = pages

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width, height = self._pages.sizes[index.row()]
        side = look.metrics().px(_WIDTH)
        scale = side / max(width, height * 0.72)
        words = option.fontMetrics.height()
        return QSize(side + 16, round(height * scale) + words + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place: QRect = option.rect
        colours = look.tokens(look.theme())
        here = self.parent()
        assert isinstance(here, QListView)
        chosen = here.currentIndex().row() == index.row()
        if chosen:
            painter.fillRect(place, QColor(colours["bg.selected"]))
        words = option.fontMetrics.height()
        width, height = self._pages.sizes[index.row()]
        room = place.adjusted(8, 6, -8, -words - 8)
        scale = min(room.width() / width, room.height() / height)
        wide, high = round(width * scale), round(height * scale)
        sheet = QRect(room.x() + (room.width() - wide) // 2, room.y(), wide, high)
        painter.fillRect(sheet, Qt.GlobalColor.white)
        image = self._pages.images.get(index.row())
        if image is not None and not cover.cover().on:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, image)
        painter.setPen(QPen(QColor(colours["accent" if chosen else "line.input"]), 1 + chosen))
        painter.drawRect(sheet)
        painter.setPen(QColor(colours["text.primary"]))
        below = QRect(place.x(), place.bottom() - words - 2, place.width(), words)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, index.data())


class PageThumbs(QListView):
    wanted = Signal()
    chosen = Signal(int)  # page from 0

    def __init__(self, sizes: list[tuple[float, float]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = _Pages(sizes, self)
        self.setModel(self._pages)
        self.setItemDelegate(_Painter(self._pages, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformItemSizes(len(set(sizes)) == 1)
        look.named(self, "各页的小样")
        self.verticalScrollBar().valueChanged.connect(self._ask)
        self.selectionModel().currentChanged.connect(self._on_current)
        cover.cover().changed.connect(self.viewport().update)
        self.setCurrentIndex(self._pages.index(0))
        self.fit()

    def fit(self) -> None:
        self.setFixedWidth(look.metrics().px(_WIDTH) + 16 + 22)

    @property
    def dpi(self) -> float:
        """Small pages are drawn for the widest: one size is enough for all of them."""
        wide = max((max(w, h * 0.72) for w, h in self._pages.sizes), default=595.0)
        pixels = look.metrics().px(_WIDTH) * self.devicePixelRatioF()
        return round(pixels / wide * 72 + 0.005, 2)

    @property
    def drawn(self) -> int:
        return len(self._pages.images)

    def mark(self, page: int) -> None:
        """The page that is read now."""
        if page != self.currentIndex().row():
            self.setCurrentIndex(self._pages.index(page))

    def _on_current(self, index: QModelIndex) -> None:
        self.viewport().update()
        if index.isValid():
            self.chosen.emit(index.row())

    def wishes(self) -> list[Wish]:
        first = self.indexAt(QPoint(12, 8)).row()
        last = self.indexAt(QPoint(12, self.viewport().height() - 8)).row()
        first, last = max(first, 0), last if last >= 0 else len(self._pages.sizes) - 1
        near = range(first, min(last, first + _KEPT - 1) + 1)
        held = self._pages.images if self._pages.dpi == self.dpi else {}
        return [(page, self.dpi) for page in near if page not in held]

    def take(self, page: int, dpi: float, image: QImage) -> None:
        if dpi != self.dpi:
            return
        images = self._pages.images
        if self._pages.dpi != dpi:  # the type size was changed: all of them anew
            images.clear()
            self._pages.dpi = dpi
        images[page] = image
        while len(images) > _KEPT:
            del images[next(iter(images))]
        self.viewport().update()

    def _ask(self) -> None:
        self.wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._ask)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._ask)
