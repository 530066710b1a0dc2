"""Ctrl+Shift+V: a message copied elsewhere becomes a task to be confirmed (粘贴成单)."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

NOTHING = "剪贴板里没有文字。先在微信里复制。"


def open_it(window: "Window") -> None:
    """The confirming page over whatever is shown, which is there again afterwards.

    A word at the foot where nothing was copied.
    """
    message = QGuiApplication.clipboard().text().strip()
    if not message:
        window.bar.say(NOTHING)
        return
    from qinglian_desktop.modules.tasks.page import MessagePage, make_page

    if isinstance(window.page, MessagePage) and window.page.tells(message):
        return  # what was put right in it already stays
    window.lay_over(make_page(window.desk, message, window.close_over))
