"""Once a week the program examines itself, when nobody is at work; one line says what it found."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from qinglian_desktop.core import clock

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.store.book import Book
    from qinglian_desktop.store.health import Fault

EVERY = 7  # days
_LAST = "examined on"  # setting of this computer
_QUIET = 120_000  # ms after the first page; somebody who works meanwhile puts it off


def note(book: "Book") -> None:
    if book.writable:
        book.put_setting(_LAST, clock.today().isoformat())


def is_due(book: "Book") -> bool:
    last = book.setting(_LAST)
    return not last or clock.today() - date.fromisoformat(last) >= timedelta(days=EVERY)


def wait(window: "Window") -> None:
    """Called when the first page stands: the check itself comes when the window is at rest."""
    timer = QTimer(window)
    timer.setSingleShot(True)
    timer.setInterval(_QUIET)
    timer.setObjectName("weekly")
    timer.timeout.connect(lambda: begin(window))
    window.runner.changed.connect(lambda *_: timer.start() if timer.isActive() else None)
    window.closing.connect(timer.stop)
    timer.start()


def begin(window: "Window") -> None:
    """Reads beside the window; nothing of the clerk's work waits for it."""
    window.runner.read(_examined, lambda found: _say(window, found))


def _examined(book: "Book") -> "list[Fault] | None":
    from qinglian_desktop.core.outcome import Refused
    from qinglian_desktop.shell import examining

    try:
        if not is_due(book):
            return None
        found = examining.look(book)
        note(book)
    except Refused:
        return None  # busy or shut: next time
    return found


def _say(window: "Window", found: "list[Fault] | None") -> None:
    from qinglian_desktop.shell import acts

    if found is None:
        return
    if not found:
        window.bar.say("每周体检做过了：数据、附件和留痕都完整。")
        return
    said = f"每周体检发现 {len(found)} 处要处理：{found[0].area}。"
    window.bar.say(said, action=lambda: acts.do(window, "数据体检"), button="去看", stay=True)
