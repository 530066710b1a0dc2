"""收益及收益分配表: what was earned and how it was shared out."""

from collections.abc import Sequence
from typing import NamedTuple

from qinglian_desktop.modules.funds.statements.layout import WITHIN, Item, figures
from qinglian_desktop.modules.funds.statements.sums import Ledger, together
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

LEFT_OVER = "年末未分配收益"


class Column(NamedTuple):
    """One column of figures: its word, and the days it tells of."""

    label: str
    ledger: Ledger

    @property
    def of_year(self) -> bool:
        return (self.ledger.first.month, self.ledger.first.day) == (1, 1)


def result(columns: Sequence[Column], items: Sequence[Item], when: str) -> Statement:
    """The first column is what the statement is about; it must tie with the balances."""
    told = [figures(items, column.ledger, WITHIN) for column in columns]
    lines = tuple(_line(one, columns, told) for one in items)
    heads = (
        Head("项目", TEXT, width=34),
        Head("行次", NUMBER, width=6),
        *(Head(column.label, width=18) for column in columns),
    )
    last = next(one.no for one in items if one.item == LEFT_OVER)
    kept = next(one.of for one in items if one.part)
    ties = tuple(
        _tie(column, found[last], kept)
        for column, found in zip(columns, told, strict=True)
        if column.of_year
    )
    book = columns[0].ledger.book
    return Statement("result", "收益及收益分配表", book, when, heads, (lines,), ties)


def _line(one: Item, columns: Sequence[Column], told: Sequence[dict[int, Figure]]) -> Line:
    word = "　" * one.level + one.item
    if not one.no:
        return Line((word, None, *(None for _ in told)), one.level, strong=True)
    figures = (
        found[one.no] if column.of_year or not one.yearly else None
        for column, found in zip(columns, told, strict=True)
    )
    return Line((word, one.no, *figures), one.level, one.strong)


def _tie(column: Column, left_over: Figure, kept: tuple[str, ...]) -> Tie:
    """What is left over here is what stands in the accounts of results and their sharing out."""
    ledger = column.ledger
    behind = Behind(kept, ledger.first, ledger.last, BALANCE, -1)
    return Tie(
        f"{column.label}的{LEFT_OVER}",
        left_over.fen,
        "账上的未分配收益",
        ledger.value(behind),
        _leads(ledger, kept),
    )


def _leads(ledger: Ledger, kept: tuple[str, ...]) -> tuple[Lead, ...]:
    """Carrying forward moves results among themselves; whatever left them is told."""
    strayed = together(s for c, s in ledger.carried.items() if not c.startswith(kept))
    if strayed.debit == strayed.credit:
        return ()
    codes = tuple(sorted(code for code in ledger.carried if not code.startswith(kept)))
    said = f"年末结转的凭证里有不是损益、收益分配的科目：{'、'.join(codes)}"
    return (Lead(said, strayed.debit - strayed.credit, Behind(codes, ledger.first, ledger.last)),)
