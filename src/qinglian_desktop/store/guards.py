"""What holds for every way of writing a table? Subjects say it in the catalogue, the door asks.

Forms, cells, sheets, bulk edits, the recycle bin and undo all end in a change; a guard is asked
there, so that no way goes around it. Rows of other offices come in below and are not asked about.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from qinglian_desktop.core.record import Row

if TYPE_CHECKING:
    from qinglian_desktop.store.change import Change

Guard = Callable[["Change", Row | None, Row], object]  # (change, before, after), or Refused
Whole = Callable[["Change"], object]  # before COMMIT, or Refused

_guards: dict[str, Guard] = {}
_wholes: dict[str, Whole] = {}


def use(guards: Mapping[str, Guard], wholes: Mapping[str, Whole]) -> None:
    """Exactly these are asked from now on: before a row of a table is written, and before COMMIT
    of a change that has touched that table.
    """
    _guards.clear()
    _wholes.clear()
    _guards.update(guards)
    _wholes.update(wholes)


def guarded(table: str) -> Guard | None:
    return _guards.get(table)


def ask_whole(change: "Change") -> None:
    """Is what was written whole?"""
    if _wholes:
        tables = {table for table, _ in change.touched}
        for whole in {_wholes[table]: None for table in sorted(tables & _wholes.keys())}:
            whole(change)
