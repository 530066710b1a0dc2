"""Many new rows at once: what the door and the triggers make of each, made for all together.

The rows, their hashes, their images and the links of the chain are to the letter those of single
writes (a test compares them); only the work is shared: it goes column by column, and what all
rows have alike is spelled once. The images are written here, with their links, and the triggers
keep quiet for so long.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.core.record import Field, Row
from qinglian_desktop.store import envelope, rows, trail
from qinglian_desktop.store.engine import Connection, one

Columns = Mapping[str, Sequence[Any]]  # the values of many rows, by column
Spelt = Mapping[str, Sequence[str]]  # the same as JSON
_UNSAID = frozenset(("fv", "ext"))  # empty in a new row: its hash does not speak of them


def column(drafts: Sequence[Mapping[str, Any]], name: str, default: Any) -> list[Any]:
    """What the drafts say in this field, empty texts as None."""
    try:
        values = list(map(itemgetter(name), drafts))
    except KeyError:
        values = [draft.get(name, default) for draft in drafts]
    return [None if value == "" else value for value in values] if "" in values else values


def is_alike(values: Sequence[Any]) -> bool:
    """Is it the same in all rows?"""
    return bool(values[0] == values[-1]) and values.count(values[0]) == len(values)


def fit(field: Field | None, values: Sequence[Any]) -> bool:
    """Do all values fit? Equal ones are asked about once; 1, 1.0 and True are not of one sort."""
    if field is None:
        return False
    sorts, kind = set(map(type, values)) - {type(None)}, field.kind
    return sorts <= {kind.column} and all(map(kind.fits, set(values) - {None}))


def add(
    connection: Connection, table: str, common: Row, own: Columns, stream: str, step: int
) -> None:
    """Writes new rows, with their images as of change `step`.

    `own` are the values in which they differ, by column, the `id` among them; `common` is what
    all share. Together they name every column but the versions. Call it inside a part of a
    change: when it raises, nothing of it may stay.
    """
    fixed = common | {"vv": envelope.text({stream: 1}), "fv": "{}"}
    names = trail.column_names(connection, table)
    if set(names) != {*fixed, *own, "row_hash"} or one(connection, "SELECT quiet FROM door"):
        # A column that nobody declares any more, or rows that are to leave no images.
        across = zip(*own.values(), strict=True)
        made = [fixed | dict(zip(own, values, strict=True)) for values in across]
        rows.insert(connection, table, [{**r, "row_hash": envelope.hash_of(r)} for r in made])
        return
    trail.seal(connection)  # what this change wrote before stands before these in the chain
    spelt = {name: _spelt(values) for name, values in own.items()}
    said = {name: value for name, value in fixed.items() if name not in _UNSAID}
    hashes = [canonical.short(line.encode()) for line in _lines(said | {"vv": {stream: 1}}, spelt)]
    spelt["row_hash"] = [f'"{row_hash}"' for row_hash in hashes]
    images = _images(names, fixed, spelt)
    connection.execute("UPDATE door SET quiet = 1")
    written = list(zip(*own.values(), hashes, strict=True))
    rows.insert_values(connection, table, [*own, "row_hash"], written, fixed)
    trail.append(connection, step, table, own["id"], images)
    connection.execute("UPDATE door SET quiet = 0")


def _spelt(values: Sequence[Any]) -> list[str]:
    """Stored values as JSON has them; only None becomes null."""
    return [
        encode_basestring(v) if type(v) is str else "null" if v is None else str(v) for v in values
    ]


def _lines(said: Row, spelt: Spelt) -> Iterator[str]:
    """The canonical line of each row (`envelope.line`): by name, without what is empty."""
    said = {name: value for name, value in said.items() if value is not None}
    first = min(said)  # stands in every line: commas follow what is before it, lead what is after
    pieces: list[str | Sequence[str]] = ["{"]
    for name in sorted((*said, *spelt)):
        lead, follow = f'{"," * (name > first)}"{name}":', "," * (name < first)
        if name in said:
            pieces += (lead, _closed(said[name]), follow)
        elif "null" in spelt[name]:
            pieces.append(["" if v == "null" else lead + v + follow for v in spelt[name]])
        else:
            pieces += (lead, spelt[name], follow)
    return _joined([*pieces, "}"])


def _images(names: Sequence[str], fixed: Row, spelt: Spelt) -> Iterator[str]:
    """What `json_object` makes of each row."""
    pieces: list[str | Sequence[str]] = []
    for lead, name in zip(("{", *repeat(",", len(names) - 1)), names, strict=True):
        pieces += (f'{lead}"{name}":', spelt[name] if name in spelt else _closed(fixed[name]))
    return _joined([*pieces, "}"])


def _joined(pieces: Sequence[str | Sequence[str]]) -> Iterator[str]:
    """The text of each row, from columns and from what stands between them in all rows."""
    parts: list[Iterable[str]] = []
    between = ""
    for piece in pieces:
        if isinstance(piece, str):
            between += piece
        else:
            parts += (repeat(between), piece)
            between = ""
    return map("".join, zip(*parts, repeat(between), strict=False))


def _closed(value: Any) -> str:
    return canonical.dumps(value).decode()
