"""How is one due thing shown? State word, what, why that day, and one button."""

from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from qinglian_desktop.core.module import Due
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.messages import push_button

_WRAP = Qt.TextFlag.TextWordWrap
_FAR = 7
_DOTS = 36  # px at 标准 right of the button, with three dots


def word_for(due_on: date, day: date) -> tuple[str, str]:
    """The state word and its mood: ("逾期 3 天", "danger")."""
    left = (due_on - day).days
    if left < 0:
        return f"逾期 {-left} 天", "danger"
    if left == 0:
        return "今天到期", "warning"
    mood = "warning" if left <= 3 else "neutral" if left > _FAR else "info"
    return ("明天到期" if left == 1 else f"还有 {left} 天"), mood


class DueRow(QWidget):
    """Drawn by hand: a morning may begin with fifty of them, and they must be there at once."""

    act = Signal(object)  # Due
    why = Signal(object)  # Due: its date was clicked
    menu_asked = Signal(object, object)  # DueRow, QPoint: what else can be done with it

    def __init__(self, due: Due, day: date, *, primary: bool = False, aside: bool = False) -> None:
        """`aside`: put off until tomorrow."""
        super().__init__()
        self.due, self.aside = due, aside
        self.word, self.mood = word_for(due.due_on, day)
        self.button: QPushButton = push_button(due.act, "primary" if primary else "")
        self.button.setToolTip("右边三个点，或者键盘上的菜单键：明天再提醒")
        self.button.clicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        cover.cover().changed.connect(self._on_cover)
        self._on_cover()
        self._fit()

    @property
    def reason(self) -> str:
        """The line under the subject; the whole reason is the tooltip."""
        who = f" · {self.due.who}" if self.due.who else ""
        return f"为什么是{day_words(self.due.due_on)}：{self.due.brief or self.due.why}{who}"

    def _on_cover(self) -> None:
        due, veiled = self.due, cover.veiled
        self.button.setAccessibleName(f"{due.act}：{veiled(due.subject)}")
        look.named(self, f"{self.word}，{veiled(due.subject)}。{veiled(self.reason)}")
        self.setAccessibleDescription(veiled(due.why))
        self.setToolTip("" if cover.cover().on else due.why)
        self.update()

    def _on_clicked(self) -> None:
        self.act.emit(self.due)

    # -- 为什么是这天 ----------------------------------------------------------------------

    def _on_reason(self, place: QPoint) -> bool:
        return self._places(self.width())[2].contains(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        hand = self._on_reason(place) or self.dots().contains(place)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        place = event.position().toPoint()
        if left and self._on_reason(place):
            self.why.emit(self.due)
        elif left and self.dots().contains(place):
            self.menu_asked.emit(self, self.mapToGlobal(place))

    # -- 明天再提醒 and the like -------------------------------------------------------------

    def dots(self) -> QRect:
        """Where the three dots stand: right of the button."""
        wide = look.metrics().px(_DOTS)
        return QRect(self.width() - wide, 0, wide, self.height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button of the mouse, or the key of the menu while the button has the focus."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        below = self.button.mapToGlobal(self.button.rect().bottomLeft())
        self.menu_asked.emit(self, below if by_key else event.globalPos())

    # -- drawing --------------------------------------------------------------------------

    def _fonts(self) -> tuple[QFont, QFont]:
        sized, body, hint = look.metrics(), QFont(self.font()), QFont(self.font())
        body.setPixelSize(sized.body)
        hint.setPixelSize(sized.hint)
        return body, hint

    def _fit(self) -> None:
        self._row.setContentsMargins(0, 4, look.metrics().px(_DOTS), 4)
        self.updateGeometry()

    def _places(self, width: int) -> tuple[QRect, QRect, QRect]:
        """Chip, subject and reason for a row of this width."""
        sized = look.metrics()
        body, hint = self._fonts()
        left = sized.px(16) + sized.px(132)
        room = max(width - left - self.button.sizeHint().width() - sized.px(_DOTS + 12), 80)
        high = QFontMetrics(body).boundingRect(0, 0, room, 9999, _WRAP, self.due.subject).height()
        low = QFontMetrics(hint).boundingRect(0, 0, room, 9999, _WRAP, self.reason).height()
        top = sized.px(8)
        chip = QRect(sized.px(16), top, sized.px(120), QFontMetrics(hint).height() + 6)
        subject = QRect(left, top, room, high)
        return chip, subject, QRect(left, top + high + 2, room, low)

    def heightForWidth(self, width: int) -> int:
        _, _, reason = self._places(width)
        return max(reason.bottom() + look.metrics().px(10), look.metrics().button + 12)

    def sizeHint(self) -> QSize:
        return QSize(look.metrics().px(480), self.heightForWidth(max(self.width(), 480)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = look.tokens(look.theme())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chip, subject, reason = self._places(self.width())
        body, hint = self._fonts()
        self._draw_chip(painter, chip, hint)
        painter.setFont(body)
        painter.setPen(QColor(colours["text.primary"]))
        painter.drawText(subject, _WRAP, cover.veiled(self.due.subject))
        painter.setFont(hint)
        painter.setPen(QColor(colours["text.secondary"]))
        painter.drawText(reason, _WRAP, cover.veiled(self.reason))
        look.paint_icon(painter, self._dots_mark(), "more", colour="text.secondary")
        edge = look.metrics().px(16)
        line = QRect(edge, self.height() - 1, self.width() - 2 * edge, 1)
        painter.fillRect(line, QColor(colours["line.divider"]))

    def _dots_mark(self) -> QRectF:
        side, place = look.metrics().icon, self.dots()
        return QRectF(place.center().x() - side // 2, place.center().y() - side // 2, side, side)

    def _draw_chip(self, painter: QPainter, place: QRect, font: QFont) -> None:
        colours = look.tokens(look.theme())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours[f"{self.mood}.bg"]))
        painter.drawRoundedRect(place, 4, 4)
        side = look.metrics().hint + 4
        mark = QRectF(place.x() + 6, place.center().y() - side // 2, side, side)
        look.paint_icon(painter, mark, self.mood, colour=f"{self.mood}.fg")
        painter.setFont(font)
        painter.setPen(QColor(colours[f"{self.mood}.fg"]))
        words = place.adjusted(side + 12, 0, -4, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.word)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._fit()


def day_words(day: date) -> str:
    return f"{day.month}月{day.day}日"
