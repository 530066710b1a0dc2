"""Did another holiday schedule come in, and does it move a deadline? Asked after the start."""

import hashlib
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from shiboken6 import isValid

from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import running
from qinglian_desktop.store.book import Book

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.store.deadlines import Moved

_SEEN = "holidays_seen"  # setting: the schedules the open deadlines were last compared with


def look_quietly(window: "Window") -> None:
    """Did another schedule come in since (a file, the street, a newer program)? Then say so."""
    if not window.book.writable:
        return
    calendar = window.book.calendar()
    seen = print_of(calendar)
    if window.book.setting(_SEEN, "") == seen:
        return
    with suppress(Refused):  # another program is writing: asked again with the next start
        window.book.put_setting(_SEEN, seen)
        window.runner.read(moved, lambda found: tell(window, len(found)))


def tell(window: "Window", count: int) -> None:
    """The number of open deadlines that move, and the way to them."""
    if count and isValid(window):
        window.bar.say(
            f"新放假安排会改变 {count} 个在办期限。", button="逐条看",
            action=partial(_show, window), stay=True,
        )  # fmt: skip


def _show(window: "Window") -> None:
    from qinglian_desktop.shell import holidays_page

    window.bar.hide()
    holidays_page.open_it(window)


def print_of(calendar: Calendar) -> str:
    """What tells one calendar from another: each year, day off and working weekend."""
    days = (sorted(calendar.years), sorted(calendar.holidays), sorted(calendar.makeups))
    return hashlib.sha256(repr(days).encode()).hexdigest()[:16]


def moved(book: Book) -> "list[Moved]":
    """What the calendar of now moves; opens no page, so it may run beside the window."""
    from qinglian_desktop.store import deadlines

    return deadlines.moved(book, book.calendar(), running.is_open)
