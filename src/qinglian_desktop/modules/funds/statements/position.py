"""资产负债表: what the collective holds and what stands against it, at the year's start and now."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from qinglian_desktop.modules.funds.chart import Chart
from qinglian_desktop.modules.funds.statements.layout import AT_END, AT_START, Item, figures
from qinglian_desktop.modules.funds.statements.sums import Ledger
from qinglian_desktop.modules.funds.statements.values import (
    BALANCE,
    NUMBER,
    TEXT,
    Behind,
    Figure,
    Head,
    Lead,
    Line,
    Statement,
    Tie,
)

ASSETS, CLAIMS = "资产总计", "负债和所有者权益总计"


def heads(word: str) -> tuple[Head, ...]:
    return (
        Head(word, TEXT, width=28),
        Head("行次", NUMBER, width=6),
        Head("年初数", width=17),
        Head("期末数", width=17),
    )


HEADS: Final = heads("项目")


def position(
    year: Ledger, chart: Chart, assets: Sequence[Item], claims: Sequence[Item], when: str
) -> Statement:
    """`year` runs from the first of January to the day of the statement."""
    both = (*assets, *claims)
    opened, closed = figures(both, year, AT_START), figures(both, year, AT_END)
    sides = tuple(tuple(_line(one, opened, closed) for one in items) for items in (assets, claims))
    total = {one.item: one.no for one in both}
    left, right = total[ASSETS], total[CLAIMS]
    ties = tuple(
        Tie(f"{word}{ASSETS}", column[left].fen, CLAIMS, column[right].fen,
            unplaced(year, chart, both, closing=word == "期末"))
        for word, column in (("年初", opened), ("期末", closed))
    )  # fmt: skip
    return Statement("position", "资产负债表", year.book, when, HEADS, sides, ties)


def _line(one: Item, opened: dict[int, Figure], closed: dict[int, Figure]) -> Line:
    word = "　" * one.level + one.item
    if not one.no:
        return Line((word, None, None, None), one.level, strong=True)
    return Line((word, one.no, opened[one.no], closed[one.no]), one.level, one.strong)


def unplaced(
    ledger: Ledger, chart: Chart, items: Sequence[Item], *, closing: bool
) -> tuple[Lead, ...]:
    """Accounts with a balance that no line of the statement takes in."""
    placed = tuple(code for one in items for code in one.of)
    last = ledger.last if closing else ledger.first - timedelta(days=1)
    made = []
    for code, sums in sorted(ledger.accounts.items()):
        fen = sums.closing if closing else sums.opening
        if fen and not code.startswith(placed):
            said = f"“{chart.name(code)}”没有列进表里"
            made.append(Lead(said, fen, Behind((code,), ledger.first, last, BALANCE)))
    return tuple(made)
