"""A paper made from what is on screen: drawn beside the window's work, then shown to print."""

import shutil
from io import BytesIO
from typing import TYPE_CHECKING

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.shell import idle

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.store.book import Book


def show_paper(window: "Window", paper: Document, name: str, *, restricted: bool = False) -> None:
    """Draws `paper` and opens the preview; `name` says what it is.

    `restricted`: left alone it does not stay on the screen (shell/idle).
    """

    def work(book: object, tick: object) -> Changes:
        from qinglian_desktop.paper.draw import draw
        from qinglian_desktop.paper.fonts import Fonts

        pdf = BytesIO()
        draw(paper, pdf, fonts=Fonts())
        return Changes("", result=pdf.getvalue())

    def show(changes: Changes) -> None:
        made = changes.result
        assert isinstance(made, bytes)
        window.preview(made, name)
        window.page.setProperty(idle.RESTRICTED, restricted)

    window.runner.job(work, label=f"正在排版{name}", on_done=show)


def clear_leftovers(book: "Book") -> None:
    """Papers that earlier versions left readable beside the data; none are written any more."""
    shutil.rmtree(book.home / "papers", ignore_errors=True)
