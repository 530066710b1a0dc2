"""How does a paper of contracts get into the preview? Drawn beside the window."""

from collections.abc import Callable
from functools import partial
from typing import Any

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.modules.contracts.actions.printing import Drawn
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.paper_view import joined

Say = Callable[[Refused | str], None]


def print_it(
    desk: Desk, work: Callable[..., Drawn], given: tuple[Any, ...], title: str, key: str, say: Say
) -> None:
    """`key` names the same paper whenever it is printed again."""
    if covered := cover.stops("打印"):
        say(covered)
        return
    desk.runner.job(
        partial(_drawn, work, given),
        label=f"正在排{title}",
        on_done=partial(_preview, desk, title, key),
        on_refused=say,
    )


def _drawn(work: Callable[..., Drawn], given: tuple[Any, ...], book: Any, tick: Any) -> Any:
    made = work(book, *given, tick)
    return joined(list(made.pdfs)), made


def _preview(desk: Desk, title: str, key: str, answer: Any) -> None:
    pdf, made = answer
    note = f"共 {len(made.pdfs)} 份。" if len(made.pdfs) > 1 else ""
    if made.missing:
        note += f"有 {len(made.missing)} 个字没有字形：{'、'.join(made.missing[:5])}。"
    desk.preview(pdf, title, PaperFacts(f"contracts:{key}", note=note))
