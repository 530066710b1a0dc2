"""What begins by itself once 今日 stands: nothing of it may make the morning wait."""

from typing import TYPE_CHECKING

from qinglian_desktop.shell import drawing, idle, marking, mirroring, safety, self_copying, weekly

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def begin(window: "Window") -> None:
    """Whose data these are, the day's copy, the lock after ten idle minutes, the ways back, the
    weekly look, papers left behind.
    """
    marking.watch(window)
    self_copying.begin(window)
    mirroring.begin(window, idle.Idle(window))
    safety.after_start(window)
    weekly.wait(window)
    window.runner.read(drawing.clear_leftovers, lambda _: None)
