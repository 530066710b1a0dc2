"""How a line of a statement is written in the pack, and what it comes to in a ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

from qinglian_desktop.modules.funds.statements.sums import Ledger
from qinglian_desktop.modules.funds.statements.values import BALANCE, MOVED, Behind, Figure

AT_START, AT_END, WITHIN = "年初", "期末", "发生"
_SIGNS: Final = {"借": 1, "贷": -1}


class Item(NamedTuple):
    """One line: accounts that make it up, or lines above it that are added and taken off."""

    item: str
    no: int = 0
    of: tuple[str, ...] = ()
    side: str = "借"
    apart: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    sum: tuple[int, ...] = ()
    less: tuple[int, ...] = ()
    part: str = ""
    level: int = 0
    strong: bool = False
    yearly: bool = False  # told of a year from its first day on, not of a month within it

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> "Item":
        values: dict[str, Any] = {
            key: tuple(v) if isinstance(v, list) else v for key, v in row.items()
        }
        return cls(**values)


def read_items(rows: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
    return tuple(Item.read(row) for row in rows)


def figures(items: Sequence[Item], ledger: Ledger, part: str) -> dict[int, Figure]:
    """The figure of each numbered line; `part` is what a line without one of its own tells."""
    found: dict[int, Figure] = {}
    for one in items:
        if one.of:
            behind = _behind(one, ledger, one.part or part)
            found[one.no] = Figure(ledger.value(behind), behind)
        elif one.no:
            parts = [(found[no], 1) for no in one.sum] + [(found[no], -1) for no in one.less]
            fen = sum(sign * figure.fen for figure, sign in parts)
            found[one.no] = Figure(fen, _joined(parts))
    return found


def _behind(one: Item, ledger: Ledger, part: str) -> Behind:
    sign = _SIGNS[one.side]
    if part == WITHIN:
        return Behind(
            one.of, ledger.first, ledger.last, MOVED, sign, earned=True, without=one.without
        )
    first = ledger.first
    last = ledger.last if part == AT_END else ledger.first - timedelta(days=1)
    return Behind(one.of, first, last, BALANCE, sign, apart=one.apart, without=one.without)


def _joined(parts: Sequence[tuple[Figure, int]]) -> Behind | None:
    """The rows of all parts as one question; None where they cannot be asked in one."""
    found = [(figure.behind, sign) for figure, sign in parts]
    if not found or any(behind is None or behind.without for behind, _ in found):
        return None
    behinds = [(behind, behind.sign * sign) for behind, sign in found if behind]
    first, sign = behinds[0]
    alike = {(b.first, b.last, b.part, b.earned, s) for b, s in behinds}
    if len(alike) > 1:
        return None
    accounts = tuple(dict.fromkeys(code for b, _ in behinds for code in b.accounts))
    apart = tuple(dict.fromkeys(code for b, _ in behinds for code in b.apart))
    return first._replace(accounts=accounts, apart=apart, sign=sign)
