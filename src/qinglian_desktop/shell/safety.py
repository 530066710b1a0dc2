"""What is seen to once the first page stands: a code for the street, and what is still open.

That the file is not locked is said once in the bar, that it cannot be always at the bottom; that
no way back was tried stands there as 设置未完成 until it was, or was waived in words.
"""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from qinglian_desktop.core.outcome import Refused

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_TOLD: Final = "told_open"


def after_start(window: "Window") -> None:
    """Once nothing else writes."""
    window.runner.when_free(partial(_see_to, window))


def _see_to(window: "Window") -> None:
    from qinglian_desktop.exchange import rescue
    from qinglian_desktop.shell import allowed
    from qinglian_desktop.store import rekeying

    book = window.book
    rekeying.clear(book.home)
    with suppress(Refused):  # no street yet, or nothing can be written: the next start tries again
        rescue.keep_with_street(book)
    if not book.keys.encrypted:
        window.status.offline.setText("本机运行·未联网·没有加密")
    elif not book.keys.protected and book.writable and not book.setting(_TOLD):
        window.bar.say("还没有设 PIN，拿走整个文件夹的人能打开。按 Ctrl+K 打“谁在用”，加上自己。")
        book.put_setting(_TOLD, True)
    if book.operator.person:
        allowed.adopt(window)
    window.status.unfinished.clicked.connect(partial(_open, window))
    mark(window)


def mark(window: "Window") -> None:
    """设置未完成 at the bottom, as long as it is so; a press opens where it is finished."""
    from qinglian_desktop.store import recovery

    window.status.unfinished.setVisible(recovery.status(window.book).unfinished)


def _open(window: "Window", _checked: bool = False) -> None:
    from qinglian_desktop.shell import security_page

    security_page.open_it(window)
