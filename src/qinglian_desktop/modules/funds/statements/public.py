"""财务公开表 of a month or quarter: what was held, what came in and went out, what is held now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from qinglian_desktop.modules.funds.statements.values import (
    NUMBER,
    PAID,
    RECEIVED,
    TEXT,
    Behind,
    Figure,
    Head,
    Line,
    Statement,
    Tie,
    total,
)

CASH: Final[tuple[str, ...]] = ("101",)
BANK: Final[tuple[str, ...]] = ("102",)
_REST: Final = {RECEIVED: "其他收入", PAID: "其他支出"}


class Flow(NamedTuple):
    """Money that came in (or went out) for one account and purpose in one month."""

    month: str
    account: str
    purpose: str
    received: int
    paid: int


class Told(NamedTuple):
    """One line of the table: whatever names one of the words, else the accounts."""

    item: str
    accounts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def takes(self, flow: Flow) -> bool:
        return any(word in flow.purpose for word in self.words) or (
            bool(self.accounts) and flow.account.startswith(self.accounts)
        )


class Held(NamedTuple):
    cash: int
    bank: int

    @property
    def whole(self) -> int:
        return self.cash + self.bank


def read_told(rows: Iterable[Mapping[str, Any]]) -> tuple[Told, ...]:
    return tuple(
        Told(row["item"], tuple(row.get("of", ())), tuple(row.get("words", "").split()))
        for row in rows
    )


class Stretch(NamedTuple):
    """The period and the year up to its end, each with what was held before it."""

    first: date
    last: date
    opening: Held
    closing: Held


def item_of(flow: Flow, told: Sequence[Told], part: str) -> str:
    """The first line that takes it; what none takes is told in one."""
    return next((one.item for one in told if one.takes(flow)), _REST[part])


def public(
    book: str,
    word: str,
    stretches: Sequence[Stretch],
    flows: Sequence[Flow],
    income: Sequence[Told],
    spending: Sequence[Told],
    when: str,
) -> Statement:
    """`word` is 月 or 季; the first stretch is the period, the second the year so far."""
    lines = [
        *_held(f"上{word}末余额", stretches, closing=False),
        *_sorted(f"本{word}总收入", income, stretches, flows, RECEIVED),
        *_sorted(f"本{word}总支出", spending, stretches, flows, PAID),
        *_held(f"本{word}末余额", stretches, closing=True),
    ]
    numbered = tuple(
        line._replace(cells=(line.cells[0], no, *line.cells[1:]))
        for no, line in enumerate(lines, 1)
    )
    heads = (
        Head("项目", TEXT, width=30), Head("行次", NUMBER, width=6),
        Head(f"本{word}数", width=18), Head("本年累计数", width=18),
    )  # fmt: skip
    totals = [line.figures for line in lines if str(line.cells[0]).endswith(("总收入", "总支出"))]
    ties = tuple(
        Tie(
            f"{column}：上期余额加收入减支出",
            one.opening.whole + totals[0][place].fen - totals[1][place].fen,
            "期末余额",
            one.closing.whole,
        )
        for place, (column, one) in enumerate(zip((f"本{word}", "本年"), stretches, strict=True))
    )
    return Statement("public", f"财务公开表（{word}表）", book, when, heads, (numbered,), ties)


def _held(word: str, stretches: Sequence[Stretch], *, closing: bool) -> list[Line]:
    def figures(accounts: tuple[str, ...]) -> list[Figure]:
        made = []
        for one in stretches:
            held = one.closing if closing else one.opening
            fen = {CASH: held.cash, BANK: held.bank}.get(accounts, held.whole)
            last = one.last if closing else one.first - timedelta(days=1)
            made.append(Figure(fen, Behind(accounts, one.first, last)))
        return made

    return [
        Line((word, *figures(CASH + BANK)), strong=True),
        Line(("　其中：银行存款", *figures(BANK)), 1),
        Line(("　　　　现金", *figures(CASH)), 1),
    ]


def _sorted(
    word: str, told: Sequence[Told], stretches: Sequence[Stretch], flows: Sequence[Flow],
    part: str,
) -> list[Line]:  # fmt: skip
    sums = {item: [0] * len(stretches) for item in [*(one.item for one in told), _REST[part]]}
    for flow in flows:
        fen = flow.received if part == RECEIVED else flow.paid
        if not fen:
            continue
        found = sums[item_of(flow, told, part)]
        for place, one in enumerate(stretches):
            if one.first.isoformat()[:7] <= flow.month <= one.last.isoformat()[:7]:
                found[place] += fen
    lines = [
        Line(
            (
                f"　{item}",
                *(
                    Figure(fen, Behind((), one.first, one.last, part, item=item))
                    for fen, one in zip(found, stretches, strict=True)
                ),
            ),
            1,
        )
        for item, found in sums.items()
    ]
    added = [total(column) for column in zip(*(line.figures for line in lines), strict=True)]
    whole = (
        figure._replace(behind=Behind((), one.first, one.last, part))
        for figure, one in zip(added, stretches, strict=True)
    )
    return [Line((word, *whole), strong=True), *lines]
