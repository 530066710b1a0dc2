"""Are all rows of a block fit to enter? Asked column by column, for speed.

What every row of a block passes here it passes one by one too (`intake.Stager`), so a block with
a single doubtful row is simply looked at row by row, where the reason is found.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import Any

from qinglian_desktop.core.kinds import TEXT
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange.payload_rows import spelled

COUNTER = 2**53  # far more versions than a row can have, far from the end of 64 bits
ROW_ID = re.compile(r"[0-9A-Za-z_.:-]{1,64}")
NEEDED = ("id", "owner", "deleted", "created_at")
OWN_COLUMNS = ("ext", "row_hash")  # made on this side; a line that names them is no row
TIMES = ("created_at", "updated_at", "updated_by")
_ABSENT = type(None)
_LONGEST = 64  # characters of a time or a name in the envelope

Row = Mapping[str, Any]
Columns = dict[str, Sequence[Any]]  # the values of many rows, by column


def is_vector(value: object) -> bool:
    """A version vector: stream → number."""
    return (
        type(value) is dict
        and 0 < len(value) <= 64
        and all(type(n) is int and 0 < n < COUNTER for n in value.values())
    )


class Quick:
    def __init__(self, record: type[Record], owner: str, is_stamps: Callable[[Any], bool]) -> None:
        self._kinds = {name: field.kind for name, field in record.fields.items()}
        self._owner, self._is_stamps = owner, is_stamps

    def columns(self, rows: Sequence[dict[str, Any]]) -> Columns | None:
        """The values by column as they are stored, absent ones None; None for a doubtful row."""
        found = _across(rows)
        if not found.keys() >= set(NEEDED) or not found.keys().isdisjoint(OWN_COLUMNS):
            return None
        vectors, stamps = found.get("vv", ()), found.get("fv") or [None] * len(rows)
        if set(map(type, vectors)) != {dict}:
            return None
        try:
            found["vv"], found["fv"] = _texts(vectors), _texts(stamps)
            # Most rows share one of a few vectors, and of stamps; each of them is looked at once.
            own = {t: v for t, v in zip(found["fv"], stamps, strict=True) if v is not None}
            fit = (
                self._envelopes_fit(found)
                and all(map(is_vector, dict(zip(found["vv"], vectors, strict=True)).values()))
                and all(map(self._is_stamps, own.values()))
                and all(self._column_fits(n, found[n]) for n in found.keys() & self._kinds.keys())
            )
        except TypeError:  # a list or an object where a plain value belongs
            return None
        return found if fit else None

    def _envelopes_fit(self, found: Columns) -> bool:
        ids, marks = found["id"], found["deleted"]
        return (
            set(map(type, ids)) == {str}
            and all(map(ROW_ID.fullmatch, ids))
            and set(found["owner"]) == {self._owner}
            and set(map(type, marks)) == {int}
            and set(marks) <= {0, 1}
            and all(_are_short(name, found[name]) for name in TIMES if name in found)
        )

    def _column_fits(self, name: str, values: Sequence[Any]) -> bool:
        kind = self._kinds[name]
        if not set(map(type, values)) <= {kind.column, _ABSENT}:
            return False
        different = {value for value in set(values) if value is not None}
        if kind.fits is TEXT.fits and different:
            longest = max(map(len, different))
            if longest <= 500 and "".join(different).isprintable():
                return True
        return all(map(kind.fits, different))


def _across(rows: Sequence[dict[str, Any]]) -> Columns:
    shapes = set(map(tuple, rows))
    if len(shapes) == 1:  # all name the same fields, in order: their values only turn
        return dict(zip(*shapes, zip(*map(dict.values, rows), strict=True), strict=True))
    names = set[str]().union(*shapes)
    return {name: list(map(dict.get, rows, repeat(name))) for name in names}


def _texts(values: Sequence[Any]) -> list[str]:
    return ["{}" if value is None else spelled(value).decode() for value in values]


def _are_short(name: str, given: Sequence[Any]) -> bool:
    values = set(given)
    if name not in NEEDED:
        values.discard(None)
    return all(type(value) is str and len(value) <= _LONGEST for value in values)
