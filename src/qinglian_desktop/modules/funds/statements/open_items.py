"""债权债务明细、内部往来余额表、专项资金: what stands open, and with whom."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from qinglian_desktop.modules.funds.chart import Chart
from qinglian_desktop.modules.funds.statements.sums import Ledger, Sums
from qinglian_desktop.modules.funds.statements.values import (
    BALANCE,
    CREDIT,
    DEBIT,
    TEXT,
    Behind,
    Figure,
    Head,
    Line,
    Statement,
    Tie,
    total,
)

INNER: Final = "113"
NOBODY: Final = "没写是谁"
_HEADS: Final = (
    Head("科目", TEXT, width=26),
    Head("单位或个人", TEXT, width=24),
    Head("期初余额"),
    Head("本期增加"),
    Head("本期减少"),
    Head("期末余额"),
)
Open = tuple[str, str, Sums]  # account, party, what stands open


def debts(
    ledger: Ledger, chart: Chart, claims: Sequence[str], owed: Sequence[str], when: str
) -> Statement:
    """What others owe the book, and what it owes others; 内部往来 by the side of each party."""
    lines: list[Line] = []
    ties = []
    for word, tops, sign in (("债权", claims, 1), ("债务", owed, -1)):
        rows = [row for row in _rows(ledger, tops) if _belongs(row, sign)]
        made = [_line(ledger, chart, row, sign) for row in rows]
        added = _added(made)
        lines += [*made, Line((f"{word}合计", "", *added), strong=True)]
        plain = tuple(top for top in tops if top != INNER)
        behind = Behind(
            tuple(tops), ledger.first, ledger.last, BALANCE, sign,
            apart=(INNER,) if INNER in tops else (),
        )  # fmt: skip
        said = "、".join(chart.name(top) for top in (*plain, *behind.apart))
        ties.append(Tie(f"{word}合计", added[-1].fen, f"总账上{said}的余额", ledger.value(behind)))
    return Statement(
        "debts",
        "债权债务明细表",
        ledger.book,
        when,
        _HEADS,
        (tuple(lines),),
        tuple(ties),
        zeros=False,
    )


def inner(ledger: Ledger, chart: Chart, when: str) -> Statement:
    """内部往来 party by party, debit balances as what is owed to the book."""
    rows = _rows(ledger, (INNER,))
    heads = (
        *_HEADS[:2],
        Head("借方", over="期初余额"), Head("贷方", over="期初余额"),
        Head("借方", over="本期发生额"), Head("贷方", over="本期发生额"),
        Head("借方", over="期末余额"), Head("贷方", over="期末余额"),
    )  # fmt: skip
    lines = [_two_sided(ledger, chart, row) for row in rows]
    sums = [total(column) for column in zip(*(line.figures for line in lines), strict=True)]
    sums = sums or [Figure(0)] * 6
    lines.append(Line(("合计", "", *sums), strong=True))
    held = ledger.value(Behind((INNER,), ledger.first, ledger.last))
    tie = Tie("借方合计减贷方合计", sums[4].fen - sums[5].fen, "总账上内部往来的余额", held)
    return Statement(
        "inner", "内部往来余额表", ledger.book, when, heads, (tuple(lines),), (tie,), zeros=False
    )


def special(ledger: Ledger, chart: Chart, tops: Sequence[str], when: str) -> Statement:
    """Money given for a purpose: left from before, received, used, left."""
    heads = (
        Head("科目编码", TEXT, width=12), Head("专项资金", TEXT, width=28),
        Head("期初结余"), Head("本期收到"), Head("本期使用"), Head("期末结余"),
    )  # fmt: skip
    codes = sorted(code for code in ledger.accounts if code.startswith(tuple(tops)))
    lines = []
    for code in codes:
        four = _four(ledger, (code,), -1)
        lines.append(Line((code, chart.name(code), *four)))
    sums = _added(lines)
    lines.append(Line(("", "合计", *sums), strong=True))
    held = ledger.value(Behind(tuple(tops), ledger.first, ledger.last, BALANCE, -1))
    tie = Tie("专项资金期末结余合计", sums[3].fen, "总账上的余额", held)
    return Statement(
        "special", "专项资金收支表", ledger.book, when, heads, (tuple(lines),), (tie,), zeros=False
    )


def _rows(ledger: Ledger, tops: Iterable[str]) -> list[Open]:
    wanted = tuple(tops)
    found = [
        (code, party, sums)
        for (code, party), sums in ledger.parties.items()
        if code.startswith(wanted)
    ]
    return sorted(found, key=lambda row: row[:2])


def _belongs(row: Open, sign: int) -> bool:
    """An account of one side always; 内部往来 where the party stands at the end."""
    code, _, sums = row
    if not code.startswith(INNER):
        return True
    held = sums.closing or sums.opening
    return held * sign > 0


def _line(ledger: Ledger, chart: Chart, row: Open, sign: int) -> Line:
    code, party, _ = row
    figures = _four(ledger, (code,), sign, party)
    return Line((chart.name(code), party or NOBODY, *figures))


def _four(
    ledger: Ledger, accounts: tuple[str, ...], sign: int, party: str | None = None
) -> tuple[Figure, ...]:
    """Before, more, less, after; as seen from the side the account stands on."""
    before = Behind(
        accounts, ledger.first, ledger.first - timedelta(days=1), BALANCE, sign, party=party
    )
    more = before._replace(last=ledger.last, part=DEBIT if sign > 0 else CREDIT)
    less = more._replace(part=CREDIT if sign > 0 else DEBIT)
    after = before._replace(last=ledger.last)
    return tuple(Figure(ledger.value(b), b) for b in (before, more, less, after))


def _two_sided(ledger: Ledger, chart: Chart, row: Open) -> Line:
    code, party, _ = row
    before, debit, credit, after = _four(ledger, (code,), 1, party)
    return Line((chart.name(code), party or NOBODY, *_sided(before), debit, credit, *_sided(after)))


def _sided(figure: Figure) -> tuple[Figure, Figure]:
    if figure.fen >= 0 or figure.behind is None:
        return figure, Figure(0)
    return Figure(0), Figure(-figure.fen, figure.behind._replace(sign=-1))


def _added(lines: Sequence[Line]) -> tuple[Figure, ...]:
    if not lines:
        return (Figure(0),) * 4
    return tuple(total(column) for column in zip(*(line.figures for line in lines), strict=True))
