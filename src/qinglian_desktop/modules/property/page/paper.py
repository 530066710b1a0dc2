"""How does a paper of a count or an audit get into the preview? Drawn in the worker."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.desk import Desk

Say = Callable[[Refused | str], None]


def show(desk: Desk, make: Callable[..., Document], given: tuple[Any, ...], title: str,
         say: Say, note: str = "") -> None:  # fmt: skip
    if covered := cover.stops("打印"):
        say(covered)
        return

    def work(book: Any, _tick: Any) -> Changes:
        pdf = BytesIO()
        paper = make(book, *given)
        draw(paper, pdf, fonts=Fonts())
        return Changes("", result=(pdf.getvalue(), paper.draft))

    def done(changes: Changes) -> None:
        made: Any = changes.result
        key = f"{make.__module__.split('.')[2]}:{make.__name__}:{':'.join(map(str, given))}"
        desk.preview(made[0], title, PaperFacts(key, draft=made[1], note=note))

    desk.runner.job(work, label=f"正在排版{title}", on_done=done, on_refused=say)
