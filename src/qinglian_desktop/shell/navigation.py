"""Where can the clerk go? The tabs at the left: icon, word, and how many things are due."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.ui import look

Colours = Mapping[str, str]
ROOM_FOR_WORDS = 1280  # effective pixels; below it the words go under the icons


class NavButton(QAbstractButton):
    """One tab; drawn by hand because a stylesheet cannot put a number at the right edge."""

    def __init__(self, page_id: str, word: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.word, self.icon_name = page_id, word, icon
        self.due = 0
        self.narrow = False
        self.setCheckable(True)
        self.setText(word)
        # As wide as what a scroll bar beside it leaves; never lower than its icon and word.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_due(0)

    def set_due(self, count: int) -> None:
        self.due = count
        name = f"{self.word}，{count} 件到期" if count else self.word
        look.named(self, name, name if self.narrow else "")
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self.narrow = narrow
        self.set_due(self.due)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        sized = look.metrics()
        if self.narrow:
            return QSize(sized.nav_narrow, sized.icon + sized.hint + 24)
        return QSize(sized.nav_width, sized.nav_item)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, sized = look.tokens(look.theme()), look.metrics()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.fillRect(self.rect(), QColor(colours["bg.selected" if chosen else "bg.hover"]))
        if chosen:
            painter.fillRect(QRect(0, 0, 4, self.height()), QColor(colours["accent"]))
        colour = "accent" if chosen else "text.primary"
        side = sized.icon
        left, top = sized.px(16), (self.height() - side) // 2
        if self.narrow:
            left, top = (self.width() - side) // 2, 8
        place = QRectF(left, top, side, side)
        look.paint_icon(painter, place, self.icon_name, filled=chosen, colour=colour)
        (self._draw_narrow if self.narrow else self._draw_wide)(painter, sized, colours)
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(QColor(colours["focus"]))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _draw_wide(self, painter: QPainter, sized: look.Metrics, colours: Colours) -> None:
        side, left = sized.icon, sized.px(16)
        painter.setPen(QColor(colours["text.primary"]))
        font = self.font()
        font.setPixelSize(sized.body)
        font.setBold(self.isChecked())
        painter.setFont(font)
        words = self.rect().adjusted(left + side + sized.px(12), 0, -8, 0)
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, vertical | Qt.AlignmentFlag.AlignLeft, self.word)
        if self.due:
            self._draw_due(painter, QRect(self.width() - sized.px(46), 0, sized.px(36),
                                          self.height()), sized, colours)  # fmt: skip

    def _draw_narrow(self, painter: QPainter, sized: look.Metrics, colours: Colours) -> None:
        side = sized.icon
        painter.setPen(QColor(colours["text.primary"]))
        font = self.font()
        font.setBold(self.isChecked())
        font.setPixelSize(min(sized.hint, (self.width() - 4) // max(len(self.word), 1)))
        painter.setFont(font)
        words = QRect(0, 8 + side, self.width(), self.height() - side - 10)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.word)
        if self.due:
            self._draw_due(painter, QRect(self.width() - sized.px(34), 2, sized.px(32),
                                          sized.hint + 8), sized, colours)  # fmt: skip

    def _draw_due(
        self, painter: QPainter, place: QRect, sized: look.Metrics, colours: Colours
    ) -> None:
        font = self.font()
        font.setPixelSize(sized.hint)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours["text.primary"]))
        painter.drawText(
            place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(self.due)
        )


class Navigation(QFrame):
    chosen = Signal(str)  # page id

    def __init__(self, tabs: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`tabs`: (page id, word, icon) from top to bottom."""
        super().__init__(parent)
        self.setProperty("role", "nav")
        look.named(self, "导航")
        self.buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        inner = QWidget()
        inner.setProperty("role", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        for page_id, word, icon in tabs:
            button = NavButton(page_id, word, icon)
            self.buttons[page_id] = button
            self._group.addButton(button)
            column.addWidget(button)
        column.addStretch(1)
        self._area = QScrollArea()  # many tabs in large type on a small screen
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inner)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 1, 0)  # the line at the right edge
        around.addWidget(self._area)
        self._group.buttonClicked.connect(self._on_clicked)
        self._narrow = False
        self.set_narrow(False)

    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, NavButton):
            self.chosen.emit(button.page_id)

    def mark(self, page_id: str) -> None:
        """Which tab is open now."""
        if page_id in self.buttons:
            self.buttons[page_id].setChecked(True)
            self._area.ensureWidgetVisible(self.buttons[page_id], 0, 0)

    @property
    def marked(self) -> str:
        """The tab that is open, also beneath a page laid over it."""
        return next((i for i, button in self.buttons.items() if button.isChecked()), "")

    def set_due(self, page_id: str, count: int) -> None:
        if page_id in self.buttons:
            self.buttons[page_id].set_due(count)

    def fit(self, window_width: int) -> None:
        """Words beside the icons where there is room, below them where there is not."""
        narrow = window_width / look.metrics().scale < ROOM_FOR_WORDS
        if narrow != self._narrow:
            self.set_narrow(narrow)
        sized = look.metrics()
        self.setFixedWidth(sized.nav_narrow if narrow else sized.nav_width)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        for button in self.buttons.values():
            button.set_narrow(narrow)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            for button in getattr(self, "buttons", {}).values():
                button.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = look.tokens(look.theme())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours["bg.header"]))
        edge = QRect(self.width() - 1, 0, 1, self.height())
        painter.fillRect(edge, QColor(colours["line.divider"]))
