"""What will come out of the printer? The pages as they are, then print or keep as a PDF."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from qinglian_desktop.core.outcome import Problem
from qinglian_desktop.core.whole import replace_file
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import Banner, push_button
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.paper_view import PaperView, page_count, picture

SCREEN_DPI, PRINTER_DPI = 110, 300
_AT_ONCE = 8  # pages drawn on screen; the printer gets all of them
_NO_PRINTER = Problem("没找到打印机", "先存成 PDF，拿到别处打", code="QL-PR-071")


class PrintPreview(QWidget):
    closed = Signal()

    def __init__(self, pdf: Path, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.title = "preview", f"打印：{title}"
        self.pdf, self._name = pdf, title
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.named(self, self.title)
        self.count = page_count(pdf)
        self.back = push_button("返回", "link", icon="back")
        self.copies = QSpinBox()
        self.copies.setRange(1, 99)
        self.copies.setPrefix("份数 ")
        look.named(self.copies, "份数")
        self.save_button = push_button("存为 PDF", icon="save")
        self.print_button = push_button("打印", "primary", icon="print")
        self.used = look.label("", "hint")
        self.banner = Banner()
        self.paper = PaperView(widest=1100)
        name = look.label(self.title, "group")
        name.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(name, 1)
        for part in (self.used, self.copies, self.save_button, self.print_button):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.paper, 1)
        self.back.clicked.connect(self.closed)
        self.save_button.clicked.connect(self.on_save)
        self.print_button.clicked.connect(self.on_print)
        self.copies.valueChanged.connect(self._say_used)
        self._say_used()
        enter_at(self, self.print_button)
        QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        shown = min(self.count, _AT_ONCE)
        self.paper.show_images([picture(self.pdf, n, SCREEN_DPI) for n in range(shown)])
        if shown < self.count:
            self.used.setText(f"{self.used.text()}，这里先画前 {shown} 页")

    def _say_used(self) -> None:
        copies = self.copies.value()
        self.used.setText(f"共 {self.count} 页，用纸 {self.count * copies} 张")

    # -- printing -------------------------------------------------------------------------

    def on_print(self) -> None:
        """To the default printer; where there is none it says so and offers the PDF."""
        printer = default_printer()
        if printer is None:
            self.banner.say(_NO_PRINTER)
            self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        printer.setDocName(self._name)
        printer.setCopyCount(self.copies.value())
        self.print_to(printer)
        self.closed.emit()

    def print_to(self, printer: QPrinter) -> None:
        """Every page at its own size; the picture is what the preview shows."""
        printer.setFullPage(True)
        printer.setResolution(PRINTER_DPI)
        painter = QPainter()
        for number in range(self.count):
            image = picture(self.pdf, number, PRINTER_DPI)
            self._turn(printer, image)
            if number == 0:
                painter.begin(printer)
            else:
                printer.newPage()
            area = painter.viewport()
            size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(area.adjusted(0, 0, size.width() - area.width(),
                                            size.height() - area.height()), image)  # fmt: skip
        painter.end()

    def _turn(self, printer: QPrinter, image: QImage) -> None:
        wide = image.width() > image.height()
        landscape, portrait = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
        printer.setPageOrientation(landscape if wide else portrait)

    def on_save(self) -> None:
        place, _ = QFileDialog.getSaveFileName(
            self, "存为 PDF", f"{_plain(self._name)}.pdf", "PDF (*.pdf)"
        )
        if place:
            self.save_to(Path(place))

    def save_to(self, path: Path) -> None:
        try:
            replace_file(path, self.pdf.read_bytes())
        except OSError:
            self.banner.say(Problem(f"写不进〔{path.name}〕", "请换个地方，或关掉正在打开它的程序"))
            return
        self.banner.say(f"已存为 {path.name}。")

    def print_page(self) -> None:
        self.on_print()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def default_printer() -> QPrinter | None:
    info = QPrinterInfo.defaultPrinter()
    return None if info.isNull() else QPrinter(info, QPrinter.PrinterMode.HighResolution)


def _plain(name: str) -> str:
    """A file name every system takes."""
    return "".join(c if c not in '\\/:*?"<>|' else "-" for c in name)[:60].strip() or "打印"
