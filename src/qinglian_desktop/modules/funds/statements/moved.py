"""收支明细表: what came in and went out by account, of the collective or of the committee."""

from collections.abc import Iterator, Sequence

from qinglian_desktop.modules.funds.chart import SUSPENSE, Chart
from qinglian_desktop.modules.funds.statements.classes import earned, path, spent, word
from qinglian_desktop.modules.funds.statements.sums import Ledger
from qinglian_desktop.modules.funds.statements.values import (
    CREDIT,
    DEBIT,
    MOVED,
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

_NOT_IN = "还没归科目的收付没有算进收入和支出，请补上对方科目。"
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
    unplaced = _unplaced(period, year)
    lines += unplaced
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
        "moved", "收支明细表", period.book, when, HEADS, (numbered,), _ties(year, chart, kept[1]),
        notes=(_NOT_IN,) if unplaced else (),
    )  # fmt: skip


def _unplaced(period: Ledger, year: Ledger) -> list[Line]:
    """What has no account yet is neither income nor expense, but never missing in silence."""
    made = []
    for name, part in (("还没归科目的收款", CREDIT), ("还没归科目的付款", DEBIT)):
        behind = [Behind((SUSPENSE,), one.first, one.last, part) for one in (period, year)]
        figures = [
            Figure(one.value(rows), rows) for one, rows in zip((period, year), behind, strict=True)
        ]
        if any(figure.fen for figure in figures):
            made.append(Line((name, None, *figures)))
    return made


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
    others = tuple(code for code in year.accounts if not code.startswith((*results, SUSPENSE)))
    moved = year.value(Behind(others, year.first, year.last, MOVED, earned=True)) if others else 0
    behind = Behind((SUSPENSE,), year.first, year.last, MOVED)
    unplaced = year.value(behind)
    leads = (Lead("还没归科目的收支，请补上对方科目", unplaced, behind),) if unplaced else ()
    return (Tie("本年收支结余", left.fen, "其他科目本年增加的净额", moved, leads),)
