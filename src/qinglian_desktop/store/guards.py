"""What holds for every way of writing a table? Subjects say it in the catalogue, the door asks.

Forms, cells, sheets, bulk edits, the recycle bin and undo all end in a change; a guard is asked
there, so that no way goes around it. Rows of other offices come in below and are not asked about.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from qinglian_desktop.core.record import Row

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book
    from qinglian_desktop.store.change import Change

Guard = Callable[["Change", Row | None, Row], object]  # (change, before, after), or Refused
Whole = Callable[["Change"], object]  # before COMMIT, or Refused


class Body(NamedTuple):
    """How a row is one with its parts, for rows that come from another computer (bodies.py).

    Twins are rows of one table with the same mark in `link` and none above the other: there the
    part's table is the table itself, and the first by its id stands for the head.
    """

    part: str  # the table of its parts
    link: str  # the field of a part that names its whole
    label: str  # what the parts are called
    reviewed: str  # the field that says when somebody vouched for all of it; "" without one
    torn: Callable[["Book", Row, Sequence[Row]], bool]
    told: Callable[[Row, Sequence[Row]], str]
    strict: bool = False  # what was changed on both sides is never put together from both
    twins: bool = False


_guards: dict[str, Guard] = {}
_looks_at: dict[str, list[tuple[str, str]]] = {}  # (field, how many of its signs or "")
_wholes: dict[str, Whole] = {}
_bodies: dict[str, Body] = {}


def use(
    guards: Mapping[str, Guard],
    wholes: Mapping[str, Whole],
    made: Mapping[str, Body],
    looks_at: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> None:
    """Exactly these are asked from now on: before a row of a table is written, before COMMIT of a
    change that has touched that table, and after rows of another computer came in.

    `looks_at` are the only fields of a new row in which a guard is interested, by table; of
    `day:7` only the first seven signs.
    """
    _guards.clear()
    _looks_at.clear()
    _wholes.clear()
    _bodies.clear()
    _guards.update(guards)
    for table, names in looks_at.items():
        parts = (name.partition(":") for name in names)
        _looks_at[table] = [(name, signs) for name, _, signs in parts]
    _wholes.update(wholes)
    _bodies.update(made)


def bodies() -> Mapping[str, Body]:
    """The rows that are one with their parts, by table; without twins."""
    return {table: body for table, body in _bodies.items() if not body.twins}


def whole_ones() -> Mapping[str, Body]:
    """All that is whole only together: the rows with parts, and the twins."""
    return _bodies


def guarded(table: str) -> Guard | None:
    return _guards.get(table)


def unlike(table: str, own: Mapping[str, Sequence[Any]], many: int) -> Iterable[int]:
    """Of many new rows those the guard of the table need be asked about: of alike ones one.

    `own` are the columns in which they may differ.
    """
    told = _looks_at.get(table)
    if told is None:
        return range(many)
    seen = [_beginnings(own[name], signs) for name, signs in told if name in own]
    alike = zip(repeat(table, many), *seen, strict=True)
    return dict(zip(alike, range(many), strict=True)).values()


def _beginnings(values: Sequence[Any], signs: str) -> Sequence[Any]:
    """The values, or only their first signs where a number of them is asked for."""
    if not signs:
        return values
    short = {value: value and value[: int(signs)] for value in set(values)}
    return list(map(short.__getitem__, values))


def ask_whole(change: "Change") -> None:
    """Is what was written whole?"""
    if _wholes:
        tables = {table for table, _ in change.touched}
        for whole in {_wholes[table]: None for table in sorted(tables & _wholes.keys())}:
            whole(change)
