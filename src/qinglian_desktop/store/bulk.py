"""Many new rows at once: what the door and the triggers make of each, made for all together.

The rows, their hashes, their images and the links of the chain are to the letter those of single
writes (a test compares them); only the work is shared. The images are written here, with their
links, and the triggers keep quiet for so long.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress, repeat
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.core.record import Row
from qinglian_desktop.store import envelope, rows, trail
from qinglian_desktop.store.engine import Connection, one

Columns = Mapping[str, Sequence[Any]]  # the values of many rows, by column
_Pick = Callable[[Sequence[str]], Any]
_UNSAID = frozenset(("fv", "ext"))  # empty in a new row: its hash does not speak of them


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
        made = [fixed | dict(zip(own, values, strict=True)) for values in _across(own)]
        rows.insert(connection, table, [{**r, "row_hash": envelope.hash_of(r)} for r in made])
        return
    trail.seal(connection)  # what this change wrote before stands before these in the chain
    own = {name: own[name] for name in names if name in own}
    spelt = list(zip(*map(_spelt, own.values()), strict=True))
    hashes = list(_hashes(own, spelt, fixed, stream))
    images = _images(names, own, spelt, fixed, hashes)
    connection.execute("UPDATE door SET quiet = 1")
    written = list(zip(*own.values(), hashes, strict=True))
    rows.insert_values(connection, table, [*own, "row_hash"], written, fixed)
    trail.append(connection, step, table, own["id"], images)
    connection.execute("UPDATE door SET quiet = 0")


def _across(columns: Columns) -> Iterator[tuple[Any, ...]]:
    return zip(*columns.values(), strict=True)


def _spelt(values: Sequence[Any]) -> list[str]:
    """Stored values as JSON has them; only None becomes null."""
    return [
        encode_basestring(v) if type(v) is str else "null" if v is None else str(v) for v in values
    ]


def _hashes(
    own: Columns, spelt: Sequence[Sequence[str]], fixed: Mapping[str, Any], stream: str
) -> Iterator[str]:
    """`envelope.hash_of` each row; rows with the same empty fields share the shape of the line."""
    places = {name: n for n, name in enumerate(own)}
    gaps = {name: [v is None for v in values] for name, values in own.items() if None in values}
    shapes: dict[tuple[bool, ...], tuple[str, _Pick]] = {}
    for parts, empty in zip(spelt, _across(gaps) if gaps else repeat(()), strict=False):
        if empty not in shapes:
            none = set(compress(gaps, empty))
            filled = {name: n for name, n in places.items() if name not in none}
            shapes[empty] = _line_shape(filled, fixed, stream)
        shape, pick = shapes[empty]
        yield canonical.short((shape % pick(parts)).encode())


def _line_shape(
    filled: Mapping[str, int], fixed: Mapping[str, Any], stream: str
) -> tuple[str, _Pick]:
    """The canonical line of a row with these fields, open where they stand, and their order."""
    said = {n: v for n, v in fixed.items() if v is not None and n not in _UNSAID}
    said["vv"] = {stream: 1}
    order = sorted((*said, *filled))
    shape = ",".join(f'"{n}":{"%s" if n in filled else _closed(said[n])}' for n in order)
    return f"{{{shape}}}", itemgetter(*(filled[n] for n in order if n in filled))


def _images(
    names: Sequence[str],
    own: Columns,
    spelt: Sequence[Sequence[str]],
    fixed: Mapping[str, Any],
    hashes: Sequence[str],
) -> Iterator[str]:
    """What `json_object` makes of each row."""
    shape = ",".join(f'"{n}":{_closed(fixed[n]) if n in fixed else "%s"}' for n in names)
    before = sum(name in own for name in names[: names.index("row_hash")])
    for parts, row_hash in zip(spelt, hashes, strict=True):
        yield f"{{{shape}}}" % (*parts[:before], f'"{row_hash}"', *parts[before:])


def _closed(value: Any) -> str:
    return canonical.dumps(value).decode().replace("%", "%%")
