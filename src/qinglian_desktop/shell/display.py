"""Is there a screen to open a window on? Qt itself would end the process with an English line."""

import os
import sys

from qinglian_desktop.core.outcome import Refused

_PLATFORM = "QT_QPA_PLATFORM"


def there() -> bool:
    """A screen, or a platform somebody chose; only Linux can be without both."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in (_PLATFORM, "DISPLAY", "WAYLAND_DISPLAY"))


def need() -> None:
    """Before a window is opened: Refused where nobody could see it."""
    if not there():
        raise Refused(
            "没有找到显示器，窗口打不开",
            "请在桌面上打开；只用命令请看 qinglian --help",
            code="QL-PL-010",
        )


def do_without() -> None:
    """For pictures of pages: where there is no screen they are drawn in memory."""
    if not there():
        os.environ[_PLATFORM] = "offscreen"
