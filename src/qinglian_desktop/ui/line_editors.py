"""How are texts, days, amounts and numbers typed? The editors with a line or a page of text."""

import re
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QPlainTextEdit, QToolButton, QWidget

from qinglian_desktop.core import access, clock, lunar_table, money
from qinglian_desktop.core.idcard import CHECK_DIGIT, birth_of, newer, sex_of
from qinglian_desktop.core.record import Field
from qinglian_desktop.core.typed_days import says_lunar
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.editor import FieldEditor

_WIDTHS = {"name": 224, "period": 224, "phone": 224, "count": 168, "quantity": 168, "moment": 224}
_WEEK = "一二三四五六日"
_YEARS = {-1: "（去年）", 1: "（明年）"}


class LineEditor(FieldEditor):
    """One line: text, name, phone, count, quantity, moment."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.width_at_standard = _WIDTHS.get(field.kind.name, self.width_at_standard)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.placeholder())
        if field.kind.numeric:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.take_input(self.line)
        self.line.textEdited.connect(self._on_edited)
        self.on_cover(cover.cover().on)

    def _on_edited(self, _text: str) -> None:
        self.mark_touched()

    def text(self) -> str:
        return self.line.text()

    def put_text(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def shown(self, stored: object) -> str:
        text = super().shown(stored)
        return text.replace(",", "") if self.field.kind.name in ("count", "quantity") else text

    def set_read_only(self, yes: bool) -> None:
        super().set_read_only(yes)
        self.line.setReadOnly(yes)
        if not self.touched:
            self._show_stored()

    def _show_stored(self) -> None:
        only_seen = self._read_only and not self._whole
        masked = only_seen and self.field.kind.fits(self._original)
        text = access.show(self.field, self._original) if masked else self.shown(self._original)
        self.put_text(text)

    def on_cover(self, on: bool) -> None:
        super().on_cover(on)
        hidden = on and cover.hides(self.field)
        mode = QLineEdit.EchoMode
        self.line.setEchoMode(mode.Password if hidden else mode.Normal)


class LongEditor(FieldEditor):
    """Several lines; Tab leaves the field, Enter begins a line."""

    enter_moves_on = False

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.page = QPlainTextEdit()
        self.page.setTabChangesFocus(True)
        self.page.setPlaceholderText(self.placeholder())
        self.take_input(self.page)
        self._putting = False
        self.page.textChanged.connect(self._on_changed)

    def _on_changed(self) -> None:
        if not self._putting:
            self.mark_touched()

    def text(self) -> str:
        return self.page.toPlainText()

    def put_text(self, text: str) -> None:
        self._putting = True
        self.page.setPlainText(text)
        self._putting = False

    def set_read_only(self, yes: bool) -> None:
        super().set_read_only(yes)
        self.page.setReadOnly(yes)

    def _on_key(self, event: QKeyEvent) -> bool:
        """PgDn and PgUp go on to the next record where there is nothing to scroll through."""
        turns = event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        if turns and not event.modifiers() and not self.page.verticalScrollBar().maximum():
            event.ignore()
            return True
        return super()._on_key(event)

    def fit(self) -> None:
        super().fit()
        lines = self.page.fontMetrics().lineSpacing() * 3
        self.page.setFixedHeight(lines + look.metrics().px(20))


class DayEditor(LineEditor):
    """A day as clerks write it; shows the day it was read as, with its weekday."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        self.week = look.label("", "hint")
        super().__init__(field, parent)
        self.width_at_standard = 196
        self.pick = QToolButton()
        look.set_icon(self.pick, "calendar")
        look.named(self.pick, f"从日历选{field.label}", "从日历选")
        self.pick.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from field to field
        self.pick.clicked.connect(self.open_calendar)
        self.put_beside(self.pick)
        self.put_beside(self.week)
        self.fit()

    def read_as(self) -> str:
        """The day as it was read, with its weekday: 2026-11-03 周二; empty when there is none."""
        stored = self.stored()
        if not stored or not self.field.kind.fits(stored):
            return ""
        return f"{stored} 周{_WEEK[date.fromisoformat(stored).weekday()]}"

    def hint_text(self) -> str:
        read = self.read_as()
        plain = not read or read.startswith(self.text().strip())
        if plain:
            return ""
        years = int(read[:4]) - clock.today().year
        return f"读作 {read}{_YEARS.get(years, '')}{self._lunar()}"

    def _lunar(self) -> str:
        """What was typed in the lunar calendar is shown in both."""
        table = lunar_table.table() if says_lunar(self.text()) else None
        found = table.of_day(date.fromisoformat(str(self.stored()))) if table else None
        return f"，农历{found.label}" if found else ""

    def refresh_hint(self) -> None:
        super().refresh_hint()
        read = "" if self._hidden_now() else self.read_as()
        self.week.setText(read[11:])

    def set_read_only(self, yes: bool) -> None:
        super().set_read_only(yes)
        self.pick.setVisible(not yes and not self.veiled)

    def veil(self, yes: bool) -> None:
        super().veil(yes)
        if self.read_only:
            self.pick.hide()

    def open_calendar(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        header = QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        calendar.setVerticalHeaderFormat(header)
        stored = self.stored()
        if stored and self.field.kind.fits(stored):
            calendar.setSelectedDate(QDate.fromString(stored, Qt.DateFormat.ISODate))
        calendar.clicked.connect(self._on_picked)
        calendar.clicked.connect(calendar.close)
        calendar.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        calendar.show()
        calendar.setFocus()

    def _on_picked(self, day: QDate) -> None:
        self.put_text(day.toString(Qt.DateFormat.ISODate))
        self.mark_touched()


class MoneyEditor(LineEditor):
    """An amount in yuan, right-aligned, with 大写 beside it; kept in 分."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.width_at_standard = 168
        self.put_beside(look.label("元", "hint"))
        self.fit()

    def hint_text(self) -> str:
        stored = self.stored()
        if type(stored) is not int:
            return ""
        plain = not self.touched or not re.search("[^-0-9.,]", self.text().strip())
        return (
            money.capital(stored)
            if plain
            else f"读作 {money.show(stored)}，{money.capital(stored)}"
        )


class IdNumberEditor(LineEditor):
    """A resident ID number with a running check; a wrong check digit warns and is still kept."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.width_at_standard = 256
        self.fit()

    def stored(self) -> object:
        # The store keeps any text here, so a number whose check digit is off is not lost.
        problem = self.problem() if self.touched else None
        if problem is not None and problem.code == CHECK_DIGIT:
            return "".join(self.text().split()).upper()
        return super().stored()

    def hint_text(self) -> str:
        number = "".join(self.text().split())
        if not self.touched or not number:
            return ""
        if new := newer(number):
            return f"这是 15 位旧号码，对应的新号码是 {new}，请对照证件再填"
        if len(number) < 18:
            return f"已填 {len(number)} 位，还差 {18 - len(number)} 位"
        if self.problem() is not None:
            return ""
        return f"校验位对得上 · {sex_of(number)} · {birth_of(number)}"
