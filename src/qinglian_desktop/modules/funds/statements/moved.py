"""收支明细表: what came in and went out by account, of the collective or of the committee."""

from collections.abc import Iterator, Sequence

from qinglian_desktop.modules.funds.chart import Chart
from qinglian_desktop.modules.funds.statements.classes import earned, path, spent, word
from qinglian_desktop.modules.funds.statements.sums import Ledger
from qinglian_desktop.modules.funds.statements.values import (
    MOVED,
    NUMBER,
    TEXT,
    Behind,
    Figure,
    Head,
    Line,
    Statement,
    Tie,
)

HEADS = (
    Head("项目", TEXT, width=30),
    Head("行次", NUMBER, width=6),
    Head("本期数", width=18),
    Head("本年累计数", width=18),
)


def income_and_expense(period: Ledger, year: Ledger, chart: Chart, when: str) -> Statement:
    """Income, expense, and what is left of them; carrying forward is neither."""
    lines: list[Line] = []
    totals = []
    for name, tops, sign in (("收入", earned(chart), -1), ("支出", spent(chart), 1)):
        lines.append(_line(f"{name}合计", None, tops, sign, (period, year), strong=True))
        totals.append(lines[-1].figures)
        lines += [
            _line("　" * level + word(chart, code), level, (code,), sign, (period, year))
            for code, level in _used(chart, tops, year)
        ]
    both = earned(chart) + spent(chart)
    left = [Figure(i.fen - e.fen) for i, e in zip(*totals, strict=True)]
    behind = [Behind(both, one.first, one.last, MOVED, -1, earned=True) for one in (period, year)]
    kept = tuple(f._replace(behind=b) for f, b in zip(left, behind, strict=True))
    lines.append(Line(("收支结余", None, *kept), strong=True))
    numbered = tuple(
        line._replace(cells=(line.cells[0], no, *line.cells[2:]))
        for no, line in enumerate(lines, 1)
    )
    return Statement(
        "moved", "收支明细表", period.book, when, HEADS, (numbered,), _ties(year, chart, kept[1])
    )


def _used(chart: Chart, tops: Sequence[str], year: Ledger) -> Iterator[tuple[str, int]]:
    """Accounts of these that moved this year, each after what it stands below."""
    found: dict[str, int] = {}
    for code in year.accounts:
        if code.startswith(tuple(tops)):
            found |= {one.code: level for level, one in enumerate(path(chart, code), 1)}
    yield from sorted(found.items())


def _line(
    name: str, level: int | None, tops: tuple[str, ...], sign: int,
    ledgers: Sequence[Ledger], *, strong: bool = False,
) -> Line:  # fmt: skip
    made = []
    for ledger in ledgers:
        behind = Behind(tops, ledger.first, ledger.last, MOVED, sign, earned=True)
        made.append(Figure(ledger.value(behind), behind))
    return Line((name, None, *made), level or 0, strong)


def _ties(year: Ledger, chart: Chart, left: Figure) -> tuple[Tie, ...]:
    """What is left of the year is by how much everything that is held grew beyond what is owed."""
    results = earned(chart) + spent(chart)
    others = tuple(code for code in year.accounts if not code.startswith(results))
    moved = year.value(Behind(others, year.first, year.last, MOVED, earned=True)) if others else 0
    return (Tie("本年收支结余", left.fen, "其他科目本年增加的净额", moved),)
