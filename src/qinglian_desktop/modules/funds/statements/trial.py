"""科目余额表: what every account held at the beginning, received, gave and holds."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from qinglian_desktop.modules.funds.chart import Chart
from qinglian_desktop.modules.funds.statements.classes import CLASSES, kind_of, path, word
from qinglian_desktop.modules.funds.statements.sums import Ledger
from qinglian_desktop.modules.funds.statements.values import (
    BALANCE,
    CREDIT,
    DEBIT,
    TEXT,
    Behind,
    Figure,
    Head,
    Lead,
    Line,
    Statement,
    Tie,
)

HEADS: Final = (
    Head("科目编码", TEXT, width=12),
    Head("科目名称", TEXT, width=26),
    Head("借方", over="期初余额"),
    Head("贷方", over="期初余额"),
    Head("借方", over="本期发生额"),
    Head("贷方", over="本期发生额"),
    Head("借方", over="期末余额"),
    Head("贷方", over="期末余额"),
)


def trial(ledger: Ledger, chart: Chart, when: str) -> Statement:
    """Every account that holds or moved anything, with the accounts it stands below."""
    lines: list[Line] = []
    sums: list[Sequence[Figure]] = []
    for kind in (*CLASSES, ""):
        tops = _tops(ledger, chart, kind)
        if not tops:
            continue
        for top in tops:
            lines += [
                _line(ledger, chart, code, level) for code, level in _tree(ledger, chart, top)
            ]
        first = [_figures(ledger, (top,)) for top in tops]
        added = tuple(_sum(column) for column in zip(*first, strict=True))
        if kind:
            lines.append(Line(("", f"{kind}类合计", *added), strong=True))
        sums.append(added)
    whole = tuple(_sum(column) for column in zip(*sums, strict=True)) or (Figure(0),) * 6
    lines.append(Line(("", "合计", *whole), strong=True))
    ties = tuple(
        Tie(f"{said}借方合计", whole[place].fen, f"{said}贷方合计", whole[place + 1].fen,
            _unknown(ledger, chart))
        for place, said in ((0, "期初"), (2, "本期"), (4, "期末"))
    )  # fmt: skip
    return Statement(
        "trial", "科目余额表", ledger.book, when, HEADS, (tuple(lines),), ties, zeros=False
    )


def _tops(ledger: Ledger, chart: Chart, kind: str) -> list[str]:
    """Accounts of the first level in use, in order; unknown ones where no class is asked for."""
    found = {
        (above[0].code if (above := path(chart, code)) else code)
        for code in ledger.accounts
        if kind_of(chart, code) == kind
    }
    return sorted(found)


def _tree(ledger: Ledger, chart: Chart, top: str) -> list[tuple[str, int]]:
    """The account and those below it that are in use, each after what it stands below."""
    found: dict[str, int] = {}
    for code in ledger.accounts:
        above = path(chart, code)
        if above and above[0].code == top:
            found |= {one.code: level for level, one in enumerate(above)}
    return sorted(found.items()) or [(top, 0)]


def _line(ledger: Ledger, chart: Chart, code: str, level: int) -> Line:
    return Line((code, "　" * level + word(chart, code), *_figures(ledger, (code,))), level)


def _figures(ledger: Ledger, accounts: tuple[str, ...]) -> tuple[Figure, ...]:
    sums = ledger.under(accounts)
    opened = Behind(accounts, ledger.first, _before(ledger), BALANCE)
    closed = opened._replace(last=ledger.last)
    return (
        *_on_its_side(sums.opening, opened),
        Figure(sums.debit, Behind(accounts, ledger.first, ledger.last, DEBIT)),
        Figure(sums.credit, Behind(accounts, ledger.first, ledger.last, CREDIT)),
        *_on_its_side(sums.closing, closed),
    )


def _before(ledger: Ledger) -> date:
    return ledger.first - timedelta(days=1)


def _on_its_side(fen: int, behind: Behind) -> tuple[Figure, Figure]:
    """A balance in the column of its side, nothing in the other."""
    if fen >= 0:
        return Figure(fen, behind), Figure(0)
    return Figure(0), Figure(-fen, behind._replace(sign=-1))


def _sum(column: Sequence[Figure]) -> Figure:
    """The rows of a total are those of all figures in it, where they can be told together."""
    behind = [one.behind for one in column if one.behind and one.fen]
    fen = sum(one.fen for one in column)
    if not behind:
        return Figure(fen)
    accounts = tuple(dict.fromkeys(code for one in behind for code in one.accounts))
    return Figure(fen, behind[0]._replace(accounts=accounts))


def _unknown(ledger: Ledger, chart: Chart) -> tuple[Lead, ...]:
    """Accounts that the chart does not have, 还没归科目 among them."""
    return tuple(
        Lead(
            f"“{chart.name(code)}”里有数",
            sums.closing,
            Behind((code,), ledger.first, ledger.last, BALANCE),
        )
        for code, sums in sorted(ledger.accounts.items())
        if not kind_of(chart, code)
    )
