"""Makers for the tests of statements: charts of the packs, ledgers out of plain vouchers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from qinglian_desktop.modules.funds.chart import Chart, chart_of
from qinglian_desktop.modules.funds.statements.layout import Item, read_items
from qinglian_desktop.modules.funds.statements.sums import Moved, Turnover
from qinglian_desktop.store import packs

OPEN_WITH = ("112", "113", "2")  # accounts that stand open with somebody


class Leg(NamedTuple):
    account: str
    fen: int  # debits positive
    party: str = ""


class Made(NamedTuple):
    """A voucher, as the tests write it down."""

    day: date
    legs: tuple[Leg, ...]
    kind: str = "转账"


def voucher(day: str, *legs: tuple[Any, ...], kind: str = "转账") -> Made:
    return Made(date.fromisoformat(day), tuple(Leg(*leg) for leg in legs), kind)


@cache
def chart(name: str = "chart-collective") -> Chart:
    return chart_of(max(packs.named(name), key=lambda pack: pack.effective_from))


@cache
def layout(part: str) -> tuple[Item, ...]:
    return read_items(packs.named("collective-statements")[0].rows(part))


def turnover(vouchers: Iterable[Made], first: date, book: str = "集体经济组织") -> Turnover:
    """As the store would add it up."""
    sums: dict[tuple[str, str, str, bool], list[int]] = defaultdict(lambda: [0, 0])
    for made in vouchers:
        for leg in made.legs:
            key = leg.account, made.day.isoformat()[:7], leg.party, made.kind == "结转"
            sums[key][leg.fen < 0] += abs(leg.fen)
    rows = [Moved(a, m, d, c, p, k) for (a, m, p, k), (d, c) in sorted(sums.items())]
    open_with = tuple(row for row in rows if row.account.startswith(OPEN_WITH))
    return Turnover(book, first, tuple(rows), open_with)


def year_of(vouchers: Sequence[Made], year: int, month: int = 12) -> Any:
    """The ledger from the first of January to the end of a month."""
    from calendar import monthrange

    last = date(year, month, monthrange(year, month)[1])
    return turnover(vouchers, date(year, 1, 1)).over(date(year, 1, 1), last)
