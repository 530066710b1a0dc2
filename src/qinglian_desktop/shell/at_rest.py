"""What begins by itself once 今日 stands: nothing of it may make the morning wait."""

from typing import TYPE_CHECKING

from qinglian_desktop.shell import drawing, idle, self_copying, weekly

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def begin(window: "Window") -> None:
    """The day's copy, the lock after ten idle minutes, the weekly look, papers left behind."""
    self_copying.begin(window)
    idle.Idle(window)
    weekly.wait(window)
    window.runner.read(drawing.clear_leftovers, lambda _: None)
