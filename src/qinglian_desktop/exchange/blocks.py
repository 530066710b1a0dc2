"""Are all rows of a block fit to enter? Asked column by column, for speed.

What every row of a block passes here it passes one by one too (`intake.Stager`), so a block with
a single doubtful row is simply looked at row by row, where the reason is found.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qinglian_desktop.core.kinds import TEXT
from qinglian_desktop.core.record import Record

COUNTER = 2**53  # far more versions than a row can have, far from the end of 64 bits
ROW_ID = re.compile(r"[0-9A-Za-z_.:-]{1,64}")
NEEDED = ("id", "owner", "deleted", "created_at")
OWN_COLUMNS = ("ext", "row_hash")  # made on this side; a line that names them is no row
TIMES = ("created_at", "updated_at", "updated_by")
_ABSENT = type(None)
_LONGEST = 64  # characters of a time or a name in the envelope

Row = Mapping[str, Any]


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
        self._vectors: set[tuple[tuple[str, int], ...]] = set()

    def all_fit(self, rows: Sequence[Row]) -> bool:
        """True only when every row may enter as it is."""
        names = set[str]().union(*rows)
        if not names.issuperset(NEEDED) or not names.isdisjoint(OWN_COLUMNS):
            return False
        try:
            return (
                self._envelopes_fit(rows, names)
                and self._vectors_fit(rows)
                and all(self._column_fits(name, rows) for name in names & self._kinds.keys())
            )
        except TypeError:  # a list or an object where a plain value belongs
            return False

    def _envelopes_fit(self, rows: Sequence[Row], names: set[str]) -> bool:
        ids, marks = [row.get("id") for row in rows], [row.get("deleted") for row in rows]
        return (
            set(map(type, ids)) == {str}
            and all(map(ROW_ID.fullmatch, ids))  # type: ignore[arg-type]  # strings, as seen
            and {row.get("owner") for row in rows} == {self._owner}
            and set(map(type, marks)) == {int}
            and set(marks) <= {0, 1}
            and all(_are_short(name, rows) for name in names.intersection(TIMES))
            and not ("fv" in names and not self._stamps_fit(rows))
        )

    def _stamps_fit(self, rows: Sequence[Row]) -> bool:
        return all(self._is_stamps(row["fv"]) for row in rows if "fv" in row)

    def _vectors_fit(self, rows: Sequence[Row]) -> bool:
        """Most rows of a bundle share one of a few vectors; each is looked at once."""
        vectors = [row.get("vv") for row in rows]
        if set(map(type, vectors)) != {dict}:
            return False
        fresh = {(*v.items(),) for v in vectors if v is not None} - self._vectors
        if any(type(n) is not int for v in vectors if v is not None for n in v.values()):
            return False  # True would be taken for the 1 it equals
        if not all(is_vector(dict(one)) for one in fresh):
            return False
        self._vectors = fresh if len(self._vectors) > 5000 else self._vectors | fresh
        return True

    def _column_fits(self, name: str, rows: Sequence[Row]) -> bool:
        kind, values = self._kinds[name], [row.get(name) for row in rows]
        if not set(map(type, values)) <= {kind.column, _ABSENT}:
            return False
        different = {value for value in set(values) if value is not None}
        if kind.fits is TEXT.fits and different:
            longest = max(map(len, different))
            if longest <= 500 and "".join(different).isprintable():
                return True
        return all(map(kind.fits, different))


def _are_short(name: str, rows: Sequence[Row]) -> bool:
    values = {row.get(name) for row in rows}
    if name not in NEEDED:
        values.discard(None)
    return all(type(value) is str and len(value) <= _LONGEST for value in values)
