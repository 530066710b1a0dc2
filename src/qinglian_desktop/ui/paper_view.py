"""What will the paper look like? The pages of a PDF as pictures on the screen."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from qinglian_desktop.core.turns import PDFIUM
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.paper_file import drawn


def pictures(pdf: Path | bytes, dpi: float) -> list[QImage]:
    """Every page as an image; may be called in any thread."""
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        return [drawn(document[page], dpi) for page in range(len(document))]


def joined(parts: Sequence[bytes]) -> bytes:
    """Several PDFs one after the other in one; a single one stays as it is."""
    if len(parts) == 1:
        return parts[0]
    with PDFIUM:
        whole = pypdfium2.PdfDocument.new()
        for part in parts:
            with pypdfium2.PdfDocument(part) as document:
                whole.import_pages(document)
        made = BytesIO()
        whole.save(made)
        whole.close()
    return made.getvalue()


class _Sheet(QWidget):
    """One page, as wide as there is room."""

    def __init__(self, image: QImage, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = image
        look.named(self, name)
        cover.cover().changed.connect(self.update)

    def fit(self, width: int) -> None:
        height = round(width * self._image.height() / max(self._image.width(), 1))
        self.setFixedSize(QSize(width, height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if cover.cover().on:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            painter.setPen(Qt.GlobalColor.black)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "已遮挡。按 F9 恢复。")
        else:
            painter.drawImage(self.rect(), self._image)
        painter.setPen(Qt.GlobalColor.gray)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PaperView(QScrollArea):
    """The pages one below the other; paper is always white, whatever the theme."""

    def __init__(self, parent: QWidget | None = None, widest: int = 900) -> None:
        super().__init__(parent)
        self._widest = widest
        self._sheets: list[_Sheet] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.named(self, "纸面预览")
        inner = QWidget()
        inner.setProperty("role", "clear")
        self._column = QVBoxLayout(inner)
        self._column.setSpacing(12)
        self._words = look.label("", "hint")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._words)
        self._column.addStretch(1)
        self.setWidget(inner)

    @property
    def pages(self) -> int:
        return len(self._sheets)

    def say(self, text: str) -> None:
        """Words where the paper would be: not drawn yet, or why it cannot be."""
        self._clear()
        self._words.setText(text)
        self._words.show()

    def show_images(self, images: list[QImage]) -> None:
        self._clear()
        self._words.hide()
        for number, image in enumerate(images, 1):
            sheet = _Sheet(image, f"第 {number} 页，共 {len(images)} 页")
            self._sheets.append(sheet)
            self._column.insertWidget(self._column.count() - 1, sheet)
            self._column.setAlignment(sheet, Qt.AlignmentFlag.AlignHCenter)
        self._fit()
        self.verticalScrollBar().setValue(0)

    def _clear(self) -> None:
        for sheet in self._sheets:
            sheet.hide()
            sheet.deleteLater()
        self._sheets = []

    def _fit(self) -> None:
        width = min(max(self.viewport().width() - 24, 120), self._widest)
        for sheet in self._sheets:
            sheet.fit(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
