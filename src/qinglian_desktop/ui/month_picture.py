"""How were the days counted? A month as a small picture: start, counted days, days off, end."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qinglian_desktop.core.calendar import Step
from qinglian_desktop.ui import look

_CELL = 40  # px at 标准
_WEEK = "一二三四五六日"
START, COUNTED, SKIPPED, END = "start", "counted", "skipped", "end"
_COLOURS = {START: "info", COUNTED: "success", SKIPPED: "neutral", END: "warning"}
_WORDS = {COUNTED: "数到", SKIPPED: "不算", END: "最后一天"}


def marks(steps: tuple[Step, ...], first: str = "起算") -> dict[date, tuple[str, str]]:
    """What is drawn on each day of the way: (what it is, the word under its number)."""
    made: dict[date, tuple[str, str]] = {}
    number = 0
    for step in steps:
        number += step.counted
        made[step.day] = (COUNTED, str(number)) if step.counted else (SKIPPED, "不算")
    if steps:
        made[steps[0].day] = (START, first)
        made[steps[-1].day] = (END, f"第{number}" if steps[-1].counted else "到期")
    return made


class MonthPicture(QWidget):
    """Read by eye only; what it shows stands beside it in words."""

    def __init__(
        self, month: date, days: Mapping[date, tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._first = month.replace(day=1)
        self._days = days
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        told = [
            f"{day.month}月{day.day}日{_WORDS.get(what, word)}{word if what == COUNTED else ''}"
            for day, (what, word) in sorted(days.items())
            if (day.year, day.month) == (month.year, month.month)
        ]
        look.named(self, f"{month.year}年{month.month}月：{'，'.join(told)}")

    def sizeHint(self) -> QSize:
        sized = look.metrics()
        cell = sized.px(_CELL)
        return QSize(7 * cell + 2, self._head() + self._weeks() * cell + 2)

    def _head(self) -> int:
        return look.metrics().px(26) + look.metrics().px(22)

    def _weeks(self) -> int:
        last = (self._first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return (self._first.weekday() + last.day - 1) // 7 + 1

    def place(self, day: date) -> QRect:
        """Where this day of the month is drawn."""
        cell = look.metrics().px(_CELL)
        week, weekday = divmod(self._first.weekday() + day.day - 1, 7)
        return QRect(1 + weekday * cell, self._head() + week * cell, cell, cell)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, sized = look.tokens(look.theme()), look.metrics()
        title, small = QFont(self.font()), QFont(self.font())
        title.setPixelSize(sized.body)
        title.setBold(True)
        small.setPixelSize(max(sized.hint - 2, 10))
        painter.setFont(title)
        painter.setPen(QColor(colours["text.primary"]))
        centre = Qt.AlignmentFlag.AlignCenter
        top = QRect(0, 0, self.width(), sized.px(26))
        painter.drawText(top, centre, f"{self._first.year}年{self._first.month}月")
        painter.setFont(small)
        painter.setPen(QColor(colours["text.secondary"]))
        cell = sized.px(_CELL)
        for place, word in enumerate(_WEEK):
            spot = QRect(1 + place * cell, sized.px(26), cell, sized.px(22))
            painter.drawText(spot, centre, word)
        day = self._first
        while day.month == self._first.month:
            self._draw_day(painter, day, small)
            day += timedelta(days=1)

    def _draw_day(self, painter: QPainter, day: date, small: QFont) -> None:
        colours, sized = look.tokens(look.theme()), look.metrics()
        place = self.place(day)
        inner = QRectF(place).adjusted(1.5, 1.5, -1.5, -1.5)
        what, word = self._days.get(day, ("", ""))
        ink = "text.tertiary"
        if what:
            mood = _COLOURS[what]
            ink = f"{mood}.fg"
            painter.setBrush(QColor(colours[f"{mood}.bg"]))
            strong = what in (START, END)
            pen = QPen(QColor(colours[ink]), 2) if strong else QPen(Qt.PenStyle.NoPen)
            painter.setPen(pen)
            painter.drawRoundedRect(inner, 4, 4)
        number = QFont(self.font())
        number.setPixelSize(sized.hint)
        number.setBold(what == END)
        painter.setFont(number)
        painter.setPen(QColor(colours[ink]))
        upper = QRectF(inner.x(), inner.y() + 2, inner.width(), inner.height() / 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if word:
            painter.setFont(small)
            lower = QRectF(inner.x(), inner.center().y(), inner.width(), inner.height() / 2 - 2)
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, word)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
