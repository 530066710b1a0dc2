"""今日清单: what is due, on one paper to carry along and tick off."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Block, Column, Document, Heading, Paragraph, Table
from qinglian_desktop.core.module import Due
from qinglian_desktop.shell import drawing
from qinglian_desktop.shell.today_row import word_for
from qinglian_desktop.ui import cover

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_COLUMNS = (
    Column("到期", 16), Column("还剩", 14), Column("事项", 46), Column("责任人", 12),
    Column("办好打勾", 10, align="center"),
)  # fmt: skip


def show(window: "Window") -> None:
    covered = cover.stops("打印")
    if covered is not None:
        window.on_refused(covered)
        return
    page = window.today
    paper = of(window.book.unit.name, page.lines(), clock.today())
    drawing.show_paper(window, paper, "今日清单")


def of(unit: str, groups: Iterable[tuple[str, list[Due]]], day: date) -> Document:
    """A paper of the office: subjects and names as they stand on the page."""
    blocks: list[Block] = []
    for name, lines in groups:
        rows = tuple(
            (paper_day(due.due_on), word_for(due.due_on, day)[0], due.subject, due.who, "")
            for due in lines
        )
        blocks += [Heading(f"{name}（{len(rows)} 件）"), Table(_COLUMNS, rows)]
    if not blocks:
        blocks.append(Paragraph("今天没有要办的事。"))
    return Document(
        "今日清单", "table", tuple(blocks), unit=unit, period=paper_day(day), made_on=day,
        sheet="portrait",
    )  # fmt: skip
