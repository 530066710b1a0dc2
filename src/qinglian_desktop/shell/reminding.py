"""Who is reminded, and when? At 7, 3, 1 and 0 days by the number and one line at the tray (TL-11).

今日 is the list a start begins with; this only says that something has come nearer. Each step of
each thing is said once, on the first day somebody is there; never over a cell or a field that is
being typed into, and never with a name.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QSystemTrayIcon,
    QTextEdit,
)

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due
from qinglian_desktop.shell.put_off import key_of
from qinglian_desktop.ui import look

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

STEPS: Final = (0, 1, 3, 7)  # days before the due day
_SAID: Final = "reminded"  # setting of this computer: what was said last of each open thing
_LOOK: Final = 60_000  # ms until one looks again whether the typing has ended
_WORDS: Final = {0: "今天到期", 1: "明天到期", 3: "3 天内到期", 7: "7 天内到期"}
_TYPED_INTO: Final = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)


class Reminder(NamedTuple):
    """One thing has come to this step."""

    key: str
    step: int


def step_of(due: Due, day: date) -> int | None:
    """The step a thing stands at; None before the first, after its day, and sooner than its rule.

    A thing whose own rule shows it only three days before is not told of at seven.
    """
    left = (due.due_on - day).days
    if left < 0:
        return None
    step = next((step for step in STEPS if left <= step), None)
    return step if step is not None and (step <= due.lead or left <= due.lead) else None


def news(found: Iterable[Due], day: date, said: Mapping[str, int]) -> list[Reminder]:
    """What has come to a nearer step than was said of it."""
    stand = {key_of(due): step for due in found if (step := step_of(due, day)) is not None}
    return [Reminder(key, step) for key, step in stand.items() if step < said.get(key, 99)]


def line(reminders: Iterable[Reminder]) -> str:
    """今天到期 1 件，7 天内到期 2 件: numbers and no names."""
    counts = Counter(reminder.step for reminder in reminders)
    return "，".join(f"{_WORDS[step]} {counts[step]} 件" for step in STEPS if counts[step])


def typing() -> bool:
    """Does somebody type into a cell or a field, or answer a question?"""
    if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
        return True
    here = QApplication.focusWidget()
    return isinstance(here, _TYPED_INTO) and not here.isReadOnly() and here.isEnabled()


class Tray(Protocol):
    """Where the number and the line go."""

    def show_number(self, number: int) -> None: ...

    def say(self, text: str) -> None: ...


class SystemTray(QObject):
    """The icon beside the clock of the computer; pressed, it brings the window with 今日."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._icon = QSystemTrayIcon(_numbered(0), self)
        self._icon.activated.connect(self._on_pressed)
        self._icon.messageClicked.connect(self._on_pressed)
        window.closing.connect(self._icon.hide)
        self._icon.show()

    def show_number(self, number: int) -> None:
        self._icon.setIcon(_numbered(number))
        words = f"今天要办 {number} 件" if number else "今天没有要办的事"
        self._icon.setToolTip(f"清廉村居工作台：{words}")

    def say(self, text: str) -> None:
        self._icon.showMessage("清廉村居工作台", text, QSystemTrayIcon.MessageIcon.NoIcon)

    def _on_pressed(self, *_: Any) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self._window.go("today")


class Reminders(QObject):
    """Follows what 今日 finds, and says what has come nearer once nobody types."""

    told = Signal(str)

    def __init__(self, window: "Window", tray: Tray) -> None:
        super().__init__(window)
        self._window, self._tray = window, tray
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_LOOK)
        self._wait.timeout.connect(self.look)
        window.closing.connect(self._wait.stop)
        window.today.counted.connect(self._on_counted)
        self._on_counted(window.today.counts)

    def _on_counted(self, counts: Mapping[str, int]) -> None:
        self._tray.show_number(counts.get("today", 0))
        self.look()

    def look(self) -> None:
        """Says what is new, or waits while a cell or a field is open."""
        book, found, day = self._window.book, self._window.today.found, clock.today()
        said: dict[str, int] = book.setting(_SAID, {})
        fresh = news(found, day, said)
        if not fresh:
            return
        if typing():
            self._wait.start()
            return
        if book.writable and book.sound:
            open_now = {key_of(due) for due in found}
            kept = {key: step for key, step in said.items() if key in open_now}
            book.put_setting(_SAID, kept | {one.key: one.step for one in fresh})
        text = line(fresh)
        self._tray.say(text)
        self.told.emit(text)


def begin(window: "Window") -> None:
    """Once 今日 stands; without a tray, 今日 and the navigation are all there is."""
    if QSystemTrayIcon.isSystemTrayAvailable():
        Reminders(window, SystemTray(window))


def _numbered(number: int) -> QIcon:
    """The sign of 今日 with a number on it."""
    side = 64
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPixmap(QRect(0, 0, side, side), look.icon("today", filled=True).pixmap(side, side))
    if number:
        colours = look.tokens("light")
        place = QRect(20, 20, 44, 44)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours["danger.fg"]))
        painter.drawEllipse(place)
        painter.setPen(QColor("white"))
        font = painter.font()
        font.setPixelSize(30 if number < 10 else 24 if number < 100 else 20)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(min(number, 99)))
    painter.end()
    return QIcon(picture)
