"""Which printers has this computer, how are they, and where does each one print too far?"""

from typing import Any, NamedTuple

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

_STATES = {
    QPrinter.PrinterState.Idle: (True, "可以打印"),
    QPrinter.PrinterState.Active: (True, "正在打别的，打完就轮到"),
    QPrinter.PrinterState.Aborted: (False, "停着，可能没开"),
    QPrinter.PrinterState.Error: (False, "缺纸、卡纸或没开"),
}
_SIDES = {
    "one": QPrinter.DuplexMode.DuplexNone,
    "long": QPrinter.DuplexMode.DuplexLongSide,
    "short": QPrinter.DuplexMode.DuplexShortSide,
}
OFFSETS, CHOSEN = "printer_offsets", "printer"  # settings of this computer


class Printer(NamedTuple):
    name: str
    ready: bool = True
    state: str = "可以打印"
    paper: str = "A4"
    two_sided: bool = True
    usual: bool = False  # the one the system prints on when nothing is chosen


def installed() -> list[Printer]:
    """Every printer of the system, the usual one first."""
    found = [_described(info) for info in QPrinterInfo.availablePrinters()]
    return sorted(found, key=lambda printer: not printer.usual)


def _described(info: QPrinterInfo) -> Printer:
    ready, state = _STATES.get(info.state(), (True, "可以打印"))
    size = info.defaultPageSize()
    able = QPrinter.DuplexMode.DuplexLongSide in info.supportedDuplexModes()
    name = info.printerName()
    return Printer(name, ready, state, size.name() or "A4", able, info.isDefault())


def opened(name: str) -> QPrinter | None:
    """A printer ready to be drawn on; None when it is no longer there."""
    info = QPrinterInfo.printerInfo(name)
    return None if info.isNull() else QPrinter(info, QPrinter.PrinterMode.HighResolution)


def turned(printer: QPrinter, sides: str) -> None:
    """One side, or two turned at the long or the short edge."""
    printer.setDuplex(_SIDES[sides])


def margins_of(name: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom edges in mm that this printer cannot reach; 5 when unknown."""
    printer = opened(name) if name else None
    if printer is None:
        return (5.0, 5.0, 5.0, 5.0)
    edges: QMarginsF = printer.pageLayout().minimumMargins()
    step = 25.4 / 72 if printer.pageLayout().units() == QPageLayout.Unit.Point else 1.0
    return (edges.left() * step, edges.top() * step, edges.right() * step, edges.bottom() * step)


def offset_of(book: Any, name: str) -> tuple[float, float]:
    """How far (mm to the right, mm down) every page is moved on this printer."""
    held = (book.setting(OFFSETS) or {}).get(name) or (0.0, 0.0)
    return float(held[0]), float(held[1])


def put_offset(book: Any, name: str, offset: tuple[float, float]) -> None:
    book.put_setting(OFFSETS, {**(book.setting(OFFSETS) or {}), name: list(offset)})
