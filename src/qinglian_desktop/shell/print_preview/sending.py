"""How do the pages get onto the printer? Side by side in the worker thread, until 停止."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.core.print_plan import Plan
from qinglian_desktop.shell.print_preview import printers
from qinglian_desktop.ui.paper_file import MM, PaperFile

DPI, SPARING_DPI = 300, 150
_SPARING = 0.6  # how black a sparing print is
_A4 = (210 * MM, 297 * MM)
NOT_PRINTED = "QL-PR-074"


class Order(NamedTuple):
    """What the clerk chose beside the pages. `offset` is in mm, to the right and down."""

    plan: Plan
    sides: str = "one"  # or long, short: the edge at which the sheet is turned
    sparing: bool = False
    offset: tuple[float, float] = (0.0, 0.0)
    title: str = ""
    numbered: bool = False  # each copy says which one it is


def send(
    paper: PaperFile, order: Order, printer: QPrinter, tick: Callable[[int, int, str], bool]
) -> None:
    """Draws every side. Refused when the printer does not take it, Stopped on 停止."""
    _prepare(printer, order)
    own = printer.supportsMultipleCopies() and not order.numbered
    if own:
        printer.setCopyCount(order.plan.copies)
        printer.setCollateCopies(order.plan.collate)
    sides = [(1, side) for side in order.plan.sides] if own else list(order.plan.sent())
    dpi = SPARING_DPI if order.sparing else DPI
    painter = QPainter()
    held: dict[int, QImage] = {}  # the pages of the side before: copies repeat them
    for number, (copy, side) in enumerate(sides):
        _turn(printer, paper, side, order.plan.per_side)
        if not (painter.begin(printer) if number == 0 else printer.newPage()):
            if number:
                painter.end()
            raise _not_printed()
        held = {
            p: held[p] if p in held else paper.image(p - 1, dpi, grey=order.sparing) for p in side
        }
        _draw_side(painter, printer, paper, side, held, order)
        if order.numbered and side:
            _draw_copy(painter, f"第 {copy} 份，共 {order.plan.copies} 份")
        if not tick(number + 1, len(sides), f"正在打印{order.title}"):
            printer.abort()
            painter.end()
            raise Stopped
    if not painter.end() or printer.printerState() in (
        QPrinter.PrinterState.Aborted,
        QPrinter.PrinterState.Error,
    ):
        raise _not_printed()


def _not_printed() -> Refused:
    return Refused("打印机缺纸或没开，没有打出来", "弄好后再打一次，或先存成 PDF", code=NOT_PRINTED)


def _prepare(printer: QPrinter, order: Order) -> None:
    printer.setDocName(order.title)
    printer.setFullPage(True)
    printer.setResolution(SPARING_DPI if order.sparing else DPI)
    printers.turned(printer, order.sides)
    if order.sparing:
        printer.setColorMode(QPrinter.ColorMode.GrayScale)


def _turn(printer: QPrinter, paper: PaperFile, side: tuple[int, ...], per_side: int) -> None:
    """The sheet as its page stands; two pages share a sheet turned the other way."""
    width, height = paper.sizes[side[0] - 1] if side else _A4
    upright = width <= height
    if per_side > 1:
        upright, width, height = not upright, *_A4
    size = QSizeF(min(width, height), max(width, height))
    printer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
    across, tall = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
    printer.setPageOrientation(tall if upright else across)


def _draw_side(
    painter: QPainter, printer: QPrinter, paper: PaperFile, side: tuple[int, ...],
    images: dict[int, QImage], order: Order,
) -> None:  # fmt: skip
    sheet = QRectF(painter.viewport())
    step = printer.resolution() / 25.4
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(order.offset[0] * step, order.offset[1] * step)
    if order.sparing:
        painter.setOpacity(_SPARING)
    for page, room in zip(side, rooms(sheet, order.plan.per_side), strict=False):
        painter.drawImage(_fitted(paper.sizes[page - 1], room, printer.resolution()), images[page])
    painter.restore()


def _draw_copy(painter: QPainter, words: str) -> None:
    """In the upper left corner, above everything a paper says there."""
    step = painter.device().logicalDpiX() / 25.4
    font = QFont(QApplication.font())
    font.setPixelSize(round(3.4 * step))
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.black)
    painter.drawText(QPointF(12 * step, 11 * step), words)


def rooms(sheet: QRectF, per_side: int) -> list[QRectF]:
    """Where the pages of one side lie: the whole sheet, or its halves along the longer edge."""
    if per_side < 2:
        return [sheet]
    if sheet.width() >= sheet.height():
        half = QSizeF(sheet.width() / 2, sheet.height())
        return [QRectF(sheet.topLeft(), half), QRectF(sheet.center().x(), sheet.y(), *_wh(half))]
    half = QSizeF(sheet.width(), sheet.height() / 2)
    return [QRectF(sheet.topLeft(), half), QRectF(sheet.x(), sheet.center().y(), *_wh(half))]


def _wh(size: QSizeF) -> tuple[float, float]:
    return size.width(), size.height()


def _fitted(size: tuple[float, float], room: QRectF, dpi: int) -> QRectF:
    """A page at its own size where there is room for it, else smaller; in the middle."""
    own = QSizeF(*size) * (dpi / 72)
    if own.width() > room.width() + 2 or own.height() > room.height() + 2:
        own = own.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    made = QRectF(0, 0, own.width(), own.height())
    made.moveCenter(room.center())
    return made
