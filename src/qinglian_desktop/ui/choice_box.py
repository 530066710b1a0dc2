"""How is one of a few fixed things chosen outside a form? A box that looks like the fields."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from qinglian_desktop.ui import look


class ChoiceBox(QComboBox):
    """Drawn by the stylesheet; the arrow is our own icon, in the colour of the theme."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.named(self, name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def sizeHint(self) -> QSize:
        hint, sized = super().sizeHint(), look.metrics()
        texts = [self.itemText(n) for n in range(self.count())]
        wide = max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0)
        return QSize(max(hint.width(), wide + sized.icon + 40), hint.height())

    def minimumSizeHint(self) -> QSize:
        """A long choice may be cut where there is no room; opened, the list shows it whole."""
        return QSize(
            min(self.sizeHint().width(), look.metrics().px(160)), super().sizeHint().height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = look.metrics().icon
        place = QRectF(self.width() - side - 8, (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        look.paint_icon(painter, place, "expand", colour="text.primary")
        painter.end()
