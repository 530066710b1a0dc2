"""Which payments should somebody look at again (请核实)? A hint never says that it is wrong. Pure.

One receipt twice, one amount twice to the same payee, several payments that together reach the
next tier, and nothing but round sums. What was answered with a reason stays quiet.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.pack import Pack, cited

PACK: Final = "payment-hints"
_FEN: Final = 100


class Payment(NamedTuple):
    """One payment as the hints see it, amounts in 分."""

    row_id: str
    day: date
    fen: int
    payee: str
    purpose: str
    number: str = ""  # of the voucher
    receipts: tuple[str, ...] = ()
    sort: str = ""  # non-productive, productive or building


class Hint(NamedTuple):
    rule: str
    name: str
    what: str
    basis: str
    rows: tuple[str, ...]  # ids of the payments, sorted
    fen: int
    day: date  # of the latest of them

    @property
    def key(self) -> str:
        """The same payments under the same rule are the same hint; one more makes it another."""
        return f"{self.rule}:{','.join(self.rows)}"


def look(
    pack: Pack, payments: Iterable[Payment], edges: Callable[[str], Sequence[int]]
) -> tuple[Hint, ...]:
    """Every hint, the newest first; `edges` are the tiers of a sort of payment, in 分."""
    rules = {row["id"]: row for row in pack.rows("rules")}
    listed = sorted((p for p in payments if p.fen > 0), key=lambda p: (p.day, p.number, p.row_id))
    regular = pack.value("regular").split()
    free = [p for p in listed if not any(word in p.purpose for word in regular)]
    twice = list(_same_receipt(rules["PAY-08"], listed))
    told = {frozenset(hint.rows) for hint in twice}
    made = [
        *twice,
        *(h for h in _same_amount(rules["PAY-14"], free) if frozenset(h.rows) not in told),
        *_split(rules["PAY-06"], free, edges),
        *_round(rules["ROUND"], free),
    ]
    return tuple(sorted(made, key=lambda hint: hint.day, reverse=True))


def plain_receipt(number: str) -> str:
    """A receipt number in one spelling: letters and digits only, no No. and zeros in front.

    "" for what is no number: 无, 见附件, 3张.
    """
    folded = unicodedata.normalize("NFKC", number).upper()
    plain = re.sub(r"[^0-9A-Z一-鿿]", "", folded).removeprefix("NO").lstrip("0")
    if not re.search(r"\d", plain) or re.fullmatch(r"[^\d]*\d+[张份页]", plain):
        return ""
    return plain


def _receipts(payment: Payment) -> Iterator[str]:
    """Each number that stands there: 0012、0013 are two."""
    for told in payment.receipts:
        yield from re.split(r"[、，,；;]", told)


def _same_receipt(rule: Mapping[str, Any], payments: Sequence[Payment]) -> Iterator[Hint]:
    by: dict[str, dict[str, Payment]] = defaultdict(dict)
    for payment in payments:
        for receipt in _receipts(payment):
            if plain := plain_receipt(receipt):
                by[plain][payment.row_id] = payment
    for number, found in by.items():
        if len(found) > 1:
            group = tuple(found.values())
            shown = next(r for r in _receipts(group[0]) if plain_receipt(r) == number)
            yield _hint(rule, group, f"票据号 {shown} 登记了 {len(group)} 次")


def _same_amount(rule: Mapping[str, Any], payments: Sequence[Payment]) -> Iterator[Hint]:
    window = timedelta(days=rule["days"])
    for group in _grouped(payments, lambda p: (_payee(p), p.fen)):
        for run in _clusters(group, window, lambda found: len(found) > 1):
            what = f"{_span(run)}付给同一方 {len(run)} 笔，都是 {money.show(run[0].fen)} 元"
            yield _hint(rule, run, what)


def _split(
    rule: Mapping[str, Any], payments: Sequence[Payment], edges: Callable[[str], Sequence[int]]
) -> Iterator[Hint]:
    """Each below an edge and not small beside it, together above it, within the window."""
    window = timedelta(days=rule["days"])
    for group in _grouped(payments, lambda p: (_payee(p), "".join(p.purpose.split()), p.sort)):
        watched = (edge for edge in edges(group[0].sort) if edge >= rule["from"] * _FEN)
        for edge in sorted(watched, reverse=True):
            parts = [p for p in group if edge * rule["share"] <= p.fen * 100 and p.fen <= edge]
            found = _clusters(parts, window, partial(_reach, edge))
            for run in found:
                what = f"{_span(run)}付给同一方 {len(run)} 笔“{run[0].purpose}”，"
                what += f"合计 {money.show(_total(run))} 元，单笔都没过 {money.show(edge)} 元"
                yield _hint(rule, run, what)
            if found:
                break  # the highest edge says it


def _reach(edge: int, payments: Sequence[Payment]) -> bool:
    return _total(payments) > edge


def _round(rule: Mapping[str, Any], payments: Sequence[Payment]) -> Iterator[Hint]:
    """A payee who got nothing but round sums, several times."""
    window, step = timedelta(days=rule["days"]), rule["yuan"] * _FEN
    least = rule["least"]
    for group in _grouped(payments, _payee):
        for run in _clusters(
            group, window, lambda f: len(f) >= least and all(p.fen % step == 0 for p in f)
        ):
            whole = money.show(step)
            what = f"{_span(run)}付给同一方 {len(run)} 笔，都是 {whole} 元的整倍数"
            yield _hint(rule, run, what)


def _grouped(payments: Iterable[Payment], key: Callable[[Payment], Any]) -> Iterator[list[Payment]]:
    by: dict[Any, list[Payment]] = defaultdict(list)
    for payment in payments:
        if _payee(payment):
            by[key(payment)].append(payment)
    yield from by.values()


def _clusters(
    payments: Sequence[Payment], window: timedelta, wanted: Callable[[Sequence[Payment]], bool]
) -> list[tuple[Payment, ...]]:
    """Payments that stand together within the window and are wanted; what overlaps is one."""
    made: list[tuple[int, int]] = []
    end = 0
    for start, first in enumerate(payments):
        end = max(end, start)
        while end < len(payments) and payments[end].day - first.day <= window:
            end += 1
        if not wanted(payments[start:end]):
            continue
        if made and start < made[-1][1]:
            made[-1] = made[-1][0], end
        else:
            made.append((start, end))
    return [tuple(payments[start:end]) for start, end in made]


def _payee(payment: Payment) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", payment.payee))


def _total(payments: Iterable[Payment]) -> int:
    return sum(payment.fen for payment in payments)


def _span(run: Sequence[Payment]) -> str:
    days = (run[-1].day - run[0].day).days
    return f"{days} 天内" if days else "同一天"


def _hint(rule: Mapping[str, Any], group: Sequence[Payment], what: str) -> Hint:
    numbers = "、".join(p.number for p in group[:6] if p.number)
    told = f"{what}（凭证 {numbers}），请核实" if numbers else f"{what}，请核实"
    rows = tuple(sorted(p.row_id for p in group))
    basis = cited({**rule, "basis": rule.get("basis", rule["source"])})
    return Hint(rule["id"], rule["name"], told, basis, rows, _total(group), group[-1].day)
