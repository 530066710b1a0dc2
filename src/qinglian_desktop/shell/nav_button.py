"""One tab of the navigation: its icon, its word, and how many things are due behind it."""

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from qinglian_desktop.ui import look

Colours = Mapping[str, str]
_LEFT_OF, _GAP, _RIGHT_OF = 4, 3, 3  # air around a bare word and its number, effective pixels


class Way(Enum):
    """How a tab is drawn, by the room there is."""

    BESIDE = "word beside the icon"
    BELOW = "word below the icon"
    BARE = "word and number alone"


class NavButton(QAbstractButton):
    """Drawn by hand because a stylesheet cannot put a number at the right edge."""

    stepped = Signal(object)  # Qt.Key: one tab up or down, the first, the last

    def __init__(self, page_id: str, word: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id, self.word, self.icon_name = page_id, word, icon
        self.due = 0
        self.way = Way.BESIDE
        self.apart = False  # a thin line above: another group begins
        self.setCheckable(True)
        self.setText(word)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_due(0)

    def set_due(self, count: int) -> None:
        self.due = count
        self._say()

    def set_word(self, word: str) -> None:
        self.word = word
        self.setText(word)
        self._say()

    def set_way(self, way: Way) -> None:
        self.way = way
        self._say()

    def _say(self) -> None:
        name = f"{self.word}，{self.due} 件到期" if self.due else self.word
        look.named(self, name)
        self.setToolTip("" if self.way is Way.BESIDE else name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(width_of(self.way), usual_height(self.way))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            self.stepped.emit(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    # -- drawing --------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, sized = look.tokens(look.theme()), look.metrics()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.fillRect(self.rect(), QColor(colours["bg.selected" if chosen else "bg.hover"]))
        if chosen:
            painter.fillRect(QRect(0, 0, 4, self.height()), QColor(colours["accent"]))
        if self.apart:
            side = sized.px(8)
            line = QRect(side, 0, self.width() - 2 * side, 1)
            painter.fillRect(line, QColor(colours["line.divider"]))
        draw = {Way.BESIDE: self._beside, Way.BELOW: self._below, Way.BARE: self._bare}
        painter.setPen(QColor(colours["text.primary"]))
        draw[self.way](painter, sized)
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(QColor(colours["focus"]))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _beside(self, painter: QPainter, sized: look.Metrics) -> None:
        side, left = sized.icon, sized.px(16)
        words = left
        if self.icon_name:
            self._icon(painter, left, (self.height() - side) // 2)
            words += side + sized.px(12)
        self._write(painter, words, sized.body)
        self._number(painter, sized.px(10), sized.hint)

    def _below(self, painter: QPainter, sized: look.Metrics) -> None:
        side = sized.icon
        top = max((self.height() - side - _line(sized.hint)) // 2, 2)
        self._icon(painter, (self.width() - side) // 2, top)
        letters = min(sized.hint, (self.width() - 4) // max(len(self.word), 1))
        self._set_font(painter, letters, bold=self.isChecked())
        words = QRect(0, top + side - 2, self.width(), _line(sized.hint) + 2)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.word)
        if self.due:
            self._set_font(painter, sized.hint, bold=True)
            place = QRect(self.width() - sized.px(34), 2, sized.px(32), _line(sized.hint))
            painter.drawText(place, _RIGHT, str(self.due))

    def _bare(self, painter: QPainter, sized: look.Metrics) -> None:
        longest = min(sized.hint, 4 * sized.hint // max(len(self.word), 1))  # as four letters
        self._write(painter, sized.px(_LEFT_OF), sized.hint if self.due == 0 else longest)
        self._number(painter, sized.px(_RIGHT_OF), sized.hint)

    def _icon(self, painter: QPainter, left: int, top: int) -> None:
        place = QRectF(left, top, look.metrics().icon, look.metrics().icon)
        chosen = self.isChecked()
        colour = "accent" if chosen else "text.primary"
        look.paint_icon(painter, place, self.icon_name, filled=chosen, colour=colour)

    def _write(self, painter: QPainter, left: int, letters: int) -> None:
        self._set_font(painter, letters, bold=self.isChecked())
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), _LEFT, self.word)

    def _number(self, painter: QPainter, right: int, letters: int) -> None:
        """At the right edge; smaller where it has three digits and no room for them."""
        if not self.due:
            return
        sized = look.metrics()
        taken = painter.fontMetrics().horizontalAdvance(self.word)
        left = self.width() - right - taken - sized.px(_LEFT_OF + 1)
        self._set_font(painter, letters, bold=True)
        text = str(self.due)
        if self.way is Way.BARE:
            while (
                letters > sized.hint * 2 // 3
                and QFontMetrics(painter.font()).horizontalAdvance(text) > left
            ):
                letters -= 1
                self._set_font(painter, letters, bold=True)
        painter.drawText(self.rect().adjusted(0, 0, -right, 0), _RIGHT, text)

    def _set_font(self, painter: QPainter, letters: int, *, bold: bool) -> None:
        font = self.font()
        font.setPixelSize(letters)
        font.setBold(bold)
        painter.setFont(font)


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def _line(letters: int) -> int:
    """How high a line of letters stands."""
    return round(letters * 1.35)


def width_of(way: Way) -> int:
    sized = look.metrics()
    return {
        Way.BESIDE: sized.nav_width,
        Way.BELOW: sized.nav_narrow,
        # Four letters, a number of two digits, and air between and around them.
        Way.BARE: 4 * sized.hint + sized.px(_LEFT_OF + _GAP + _RIGHT_OF) + round(1.2 * sized.hint),
    }[way]


def usual_height(way: Way) -> int:
    sized = look.metrics()
    below = sized.icon + sized.hint + 24
    return {Way.BESIDE: sized.nav_item, Way.BELOW: below, Way.BARE: sized.nav_item}[way]


def least_height(way: Way) -> int:
    """Below it a tab is hard to read or to hit."""
    sized = look.metrics()
    needed = {
        Way.BESIDE: _line(sized.body) + 8,
        Way.BELOW: sized.icon + _line(sized.hint) + 6,
        Way.BARE: _line(sized.hint) + 4,
    }[way]
    return max(needed, _TARGET)


_TARGET = 28  # px: the smallest thing that can be hit (design, §6)
