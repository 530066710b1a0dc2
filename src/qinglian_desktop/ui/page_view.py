"""How does a whole paper lie on the screen? Only what is in view is drawn and kept."""

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.page_artist import Wish
from qinglian_desktop.ui.paper_file import MM

LEAST, MOST = 0.5, 2.0
STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_GAP = 16  # px between two pages and around them
_SCREEN = 96 / 72  # px a point at 100 %
COVERED = "已遮挡。按 F9 恢复。"


class PageView(QAbstractScrollArea):
    """Pages one below the other; paper is always white, whatever the theme."""

    wanted = Signal()
    page_changed = Signal(int)  # from 0
    zoomed = Signal()

    def __init__(self, sizes: list[tuple[float, float]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes = sizes
        self._images: dict[int, tuple[float, QImage]] = {}
        self.fit, self.zoom = "width", 1.0
        self.margins: tuple[float, float, float, float] | None = None  # mm, shown when set
        self._tops: list[int] = [0]
        self._page = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, "纸面预览")
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        cover.cover().changed.connect(self.viewport().update)
        self._lay_out()

    # -- zoom -----------------------------------------------------------------------------

    def fit_to(self, fit: str) -> None:
        """`width`, `page`, or "" for the zoom as it is."""
        self.fit = fit
        self._lay_out()

    def zoom_to(self, zoom: float) -> None:
        self.fit, self.zoom = "", min(max(zoom, LEAST), MOST)
        self._lay_out()

    def step_zoom(self, step: int) -> None:
        """To the next of the usual sizes, larger (1) or smaller (-1)."""
        if step > 0:
            self.zoom_to(next((z for z in STEPS if z > self.zoom + 0.01), MOST))
        else:
            self.zoom_to(next((z for z in reversed(STEPS) if z < self.zoom - 0.01), LEAST))

    @property
    def dpi(self) -> float:
        """Dots an inch the pages are drawn with on this screen."""
        return round(96 * self.zoom * self.devicePixelRatioF(), 2)

    # -- places ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        held = self._page
        if self.fit and self._sizes:
            wide = max(width for width, _ in self._sizes)
            high = max(height for _, height in self._sizes)
            room = self.viewport().size()
            self.zoom = max((room.width() - 2 * _GAP) / wide / _SCREEN, 0.1)
            if self.fit == "page":
                whole = (room.height() - 2 * _GAP) / high / _SCREEN
                self.zoom = max(min(self.zoom, whole), 0.1)
            self.zoom = min(self.zoom, MOST)
        steps = (self._pixels(page)[1] + _GAP for page in range(len(self._sizes)))
        self._tops = list(accumulate(steps, initial=_GAP))
        view, wide = self.viewport(), max((self._pixels(p)[0] for p in range(len(self._sizes))),
                                          default=0)  # fmt: skip
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(view.height())
        down.setSingleStep(look.metrics().row)
        down.setRange(0, max(self._tops[-1] - view.height(), 0))
        across.setPageStep(view.width())
        across.setRange(0, max(wide + 2 * _GAP - view.width(), 0))
        self.go_to(held)
        self._ask()
        self.zoomed.emit()
        view.update()

    def _pixels(self, page: int) -> tuple[int, int]:
        width, height = self._sizes[page]
        scale = self.zoom * _SCREEN
        return round(width * scale), round(height * scale)

    def _place(self, page: int) -> QRect:
        width, height = self._pixels(page)
        room = self.viewport().width()
        x = max((room - width) // 2, _GAP) - self.horizontalScrollBar().value()
        return QRect(x, self._tops[page] - self.verticalScrollBar().value(), width, height)

    def in_view(self) -> range:
        if not self._sizes:
            return range(0)
        top = self.verticalScrollBar().value()
        first = max(bisect_right(self._tops, top) - 1, 0)
        last = bisect_right(self._tops, top + self.viewport().height()) - 1
        return range(min(first, len(self._sizes) - 1), min(last, len(self._sizes) - 1) + 1)

    @property
    def page(self) -> int:
        """The page that is read now, from 0."""
        return self._page

    def go_to(self, page: int) -> None:
        page = min(max(page, 0), len(self._sizes) - 1)
        self.verticalScrollBar().setValue(self._tops[page] - _GAP)
        self._turn_to(page)

    def _turn_to(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    def _on_scrolled(self, value: int) -> None:
        middle = value + self.viewport().height() // 3
        self._turn_to(min(max(bisect_right(self._tops, middle) - 1, 0), len(self._sizes) - 1))
        self._ask()
        self.viewport().update()

    # -- pictures -------------------------------------------------------------------------

    def wishes(self) -> list[Wish]:
        """What is in view and not drawn as sharp as it is shown, then the page after it."""
        seen = self.in_view()
        near = [*seen, *(p for p in (seen.stop, seen.start - 1) if 0 <= p < len(self._sizes))]
        held = {page: dpi for page, (dpi, _) in self._images.items()}
        return [(page, self.dpi) for page in near if held.get(page) != self.dpi]

    def _ask(self) -> None:
        near = self.in_view()
        kept = range(near.start - 2, near.stop + 2)
        self._images = {page: held for page, held in self._images.items() if page in kept}
        self.wanted.emit()

    def take(self, page: int, dpi: float, image: QImage) -> None:
        if dpi == self.dpi:
            self._images[page] = (dpi, image)
            self.viewport().update()

    @property
    def drawn(self) -> int:
        """How many pages are held as pictures."""
        return len(self._images)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self.in_view():
            self._paint(painter, page, self._place(page))
        painter.end()

    def _paint(self, painter: QPainter, page: int, place: QRect) -> None:
        painter.fillRect(place, Qt.GlobalColor.white)
        painter.setPen(QColor("#444444"))
        held = self._images.get(page)
        if cover.cover().on:
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, COVERED)
        elif held is not None:
            painter.drawImage(place, held[1])
            self._paint_margins(painter, place)
        else:
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"第 {page + 1} 页")
        painter.setPen(QColor("#8A8A8A"))
        painter.drawRect(place.adjusted(0, 0, -1, -1))

    def _paint_margins(self, painter: QPainter, place: QRect) -> None:
        if self.margins is None:
            return
        step = self.zoom * _SCREEN * MM
        left, top, right, bottom = (edge * step for edge in self.margins)
        inner = QRectF(place).adjusted(left, top, -right, -bottom)
        painter.setPen(QPen(QColor("#0B57D0"), 1, Qt.PenStyle.DashLine))
        painter.drawRect(inner)

    # -- hands ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, down = event.key(), self.verticalScrollBar()
        if key == Qt.Key.Key_PageDown:
            self.go_to(self._page + 1)
        elif key == Qt.Key.Key_PageUp:
            self.go_to(self._page - 1)
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(len(self._sizes) - 1)
        elif key == Qt.Key.Key_Down:
            down.setValue(down.value() + down.singleStep())
        elif key == Qt.Key.Key_Up:
            down.setValue(down.value() - down.singleStep())
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step_zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.step_zoom(-1)
        else:
            super().keyPressEvent(event)
