"""What holds for every way of writing a table? Subjects say it in the catalogue, the door asks.

Forms, cells, sheets, bulk edits, the recycle bin and undo all end in a change; a guard is asked
there, so that no way goes around it. Rows of other offices come in below and are not asked about.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core.record import Row

if TYPE_CHECKING:
    from qinglian_desktop.store.change import Change

Guard = Callable[["Change", Row | None, Row], object]  # (change, before, after), or Refused
Whole = Callable[["Change"], object]  # before COMMIT, or Refused


class Body(NamedTuple):
    """How a row is one with its parts, for rows that come from another computer (bodies.py)."""

    part: str  # the table of its parts
    link: str  # the field of a part that names its whole
    label: str  # what the parts are called
    reviewed: str  # the field that says when somebody vouched for all of it; "" without one
    torn: Callable[[Row, Sequence[Row]], bool]
    told: Callable[[Row, Sequence[Row]], str]
    strict: bool = False  # what was changed on both sides is never put together from both


_guards: dict[str, Guard] = {}
_wholes: dict[str, Whole] = {}
_bodies: dict[str, Body] = {}


def use(guards: Mapping[str, Guard], wholes: Mapping[str, Whole], made: Mapping[str, Body]) -> None:
    """Exactly these are asked from now on: before a row of a table is written, before COMMIT of a
    change that has touched that table, and after rows of another computer came in.
    """
    _guards.clear()
    _wholes.clear()
    _bodies.clear()
    _guards.update(guards)
    _wholes.update(wholes)
    _bodies.update(made)


def bodies() -> Mapping[str, Body]:
    """The rows that are one with their parts, by table."""
    return _bodies


def guarded(table: str) -> Guard | None:
    return _guards.get(table)


def ask_whole(change: "Change") -> None:
    """Is what was written whole?"""
    if _wholes:
        tables = {table for table, _ in change.touched}
        for whole in {_wholes[table]: None for table in sorted(tables & _wholes.keys())}:
            whole(change)
