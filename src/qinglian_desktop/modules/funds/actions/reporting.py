"""Statements on paper and as workbooks in the layout they were issued in."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.sheets import exporting
from qinglian_desktop.exchange.sheets.issued import Issued, IssuedColumn, write_issued
from qinglian_desktop.modules.disclosure.reads import collective_of, issuer_of
from qinglian_desktop.modules.funds.papers.statement import statement_paper
from qinglian_desktop.modules.funds.reads import closed
from qinglian_desktop.modules.funds.reads.telling import NAMES, compose, sources
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.modules.funds.statements.values import MONEY, NUMBER, Statement
from qinglian_desktop.store import anchors
from qinglian_desktop.store.book import Book

_UPRIGHT = 5  # columns that fit a sheet that stands


class Drawn(NamedTuple):
    """A statement as a PDF; `draft` while its month is open, `broken` what does not tie."""

    pdf: bytes
    pages: int
    draft: bool
    broken: int
    missing: tuple[str, ...]

    @property
    def note(self) -> str:
        """What the preview says of it."""
        said = ""
        if self.broken:
            said = f"有 {self.broken} 处对不上，纸上标“草稿”；对上了再打就没有了。"
        elif self.draft:
            said = "这个月还没结账，纸上标“草稿”；结了账再打就没有了。"
        if self.missing:
            signs = "、".join(self.missing[:5])
            said += f"有 {len(self.missing)} 个字没有字形：{signs}，纸上印成〓。"
        return said


def unit_of(book: Book, account: str) -> str:
    """Whose books they are, in full."""
    return collective_of(book) if account == COLLECTIVE else issuer_of(book, None)


def print_statement(book: Book, account: str, key: str, period: Period) -> Changes:
    """One statement for the printer. `result` is a Drawn."""
    from qinglian_desktop.paper.draw import draw
    from qinglian_desktop.paper.fonts import Fonts

    told = compose(book, sources(book, account, period), key)
    draft = bool(told.broken) or not closed(book, account, period.last)
    paper = statement_paper(told, unit_of(book, account), clock.today(), draft=draft)
    if not draft:  # the paper that is signed and kept also says how the trail ended
        paper = replace(paper, copy=anchors.code(book.connection))
    target = BytesIO()
    made = draw(paper, target, fonts=Fonts())
    drawn = Drawn(target.getvalue(), made.pages, draft, len(told.broken), made.missing)
    return Changes("", result=drawn)


def write_statements(
    book: Book, account: str, keys: Sequence[str], period: Period, path: Path
) -> Changes:
    """The statements as sheets of one workbook. `result` are their titles."""
    read, unit = sources(book, account, period), unit_of(book, account)
    told = [compose(book, read, key) for key in keys]
    write_issued(path, [_issued(one, unit) for one in told])
    titles = tuple(NAMES[key] for key in keys)
    exporting.note(book, "、".join(titles), len(titles), path)
    return Changes(f"已导出{'、'.join(titles)}", result=titles)


def _issued(told: Statement, unit: str) -> Issued:
    columns = [
        IssuedColumn(head.label, head.width, head.kind == MONEY, head.kind == NUMBER, head.over)
        for head in told.heads
    ] * len(told.sides)
    rows, strong = [], set()
    for number, lines in enumerate(told.rows):
        rows.append([told.shown(line, cell) for line in lines for cell in line.cells])
        place = 0
        for line in lines:
            if line.strong:
                strong |= {(number, place + step) for step in range(len(line.cells))}
            place += len(line.cells)
    return Issued(
        told.title, unit, told.when, columns, rows, frozenset(strong),
        foot=(*told.notes, "负责人：　　　　　　会计：　　　　　　制表："),
        across=len(columns) > len(told.heads) or len(columns) > _UPRIGHT,
    )  # fmt: skip
