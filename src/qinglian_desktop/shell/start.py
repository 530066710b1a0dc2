"""How does the program begin? Everything without a window first, then Qt, then the window.

What the first screen does not need is imported later: a morning begins with 今日, at once.
"""

import builtins
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell import display, offline

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def run(home: Path) -> int:
    """Opens the window on a data folder and stays until it is closed; the exit status."""
    display.need()
    offline.guard()
    _begin()
    from qinglian_desktop.shell.desktop import Desktop, tell

    app = application()
    desktop = Desktop(app, home)
    try:
        desktop.begin()
    except Refused as refused:
        desktop.end()
        print(refused, file=sys.stderr)
        tell(refused)
        return refused.status
    status = app.exec()
    desktop.end()
    return status


def first_paint(home: Path) -> None:
    """Starts as `run` does and ends right after 今日 was painted; for measuring whole processes."""
    offline.guard()
    _begin()
    from qinglian_desktop.shell.desktop import Desktop

    app = application()
    desktop = Desktop(app, home)
    desktop.on_painted = app.quit
    desktop.begin()
    app.exec()
    desktop.end()


def _begin() -> None:
    """What holds for everything that is imported from here on."""
    gc.disable()  # nothing of the first half second is garbage
    _quiet_qt()


def _quiet_qt() -> None:
    """PySide puts an import of its own in the place of Python's, to look in the source of every
    module for a switch that nobody here uses (`__feature__`); what was there before comes back.
    """
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


# The same drawing on every system. Said as an argument, because setStyle() hands back a QStyle
# and PySide then builds its whole class, two dozen enumerations, before anything is on screen.
STYLE = ("-style", "Fusion")


def application() -> "QApplication":
    """The one application object of the process."""
    from PySide6.QtWidgets import QApplication

    there = QApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication(["qinglian", *STYLE])
    app.setApplicationName("qinglian")
    app.setApplicationDisplayName("清廉村居工作台")
    return app
