"""A paper made from what is on screen: drawn beside the window's work, then shown to print."""

from io import BytesIO
from typing import TYPE_CHECKING

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def show_paper(window: "Window", paper: Document, name: str) -> None:
    """Draws `paper` into the folder for papers and opens the preview; `name` says what it is."""
    path = window.home / "papers" / f"{name.replace('：', '_')}.pdf"

    def work(book: object, tick: object) -> Changes:
        from qinglian_desktop.paper.draw import draw
        from qinglian_desktop.paper.fonts import Fonts
        from qinglian_desktop.store.files import write_whole

        pdf = BytesIO()
        draw(paper, pdf, fonts=Fonts())
        path.parent.mkdir(exist_ok=True)
        write_whole(path, pdf.getvalue())
        return Changes("排好了", result=path)

    window.runner.job(work, label=f"正在排版{name}", on_done=lambda _: window.preview(path, name))
