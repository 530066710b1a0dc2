"""The envelope of a row: version vector, field stamps, and the hash over what the row says.

Order comes from counters, never from a clock. A row hash covers every field that is not empty,
so that it does not change when a later program adds a column nobody has filled.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.core.record import Row

# Not part of what the row says: derived, or kept folded (vv, fv, ext are spelled out instead).
_FOLDED = ("vv", "fv", "ext")
_MOST = 5000  # version vectors remembered at once


def line(row: Mapping[str, Any]) -> bytes:
    """The canonical line of a row, as a bundle carries it; empty fields are left out."""
    said = {
        name: value
        for name, value in row.items()
        if value is not None and name not in _FOLDED and name != "row_hash"
    }
    said["vv"] = json.loads(row["vv"])
    if row.get("fv") and row["fv"] != "{}":
        said["fv"] = json.loads(row["fv"])
    if row.get("ext") and row["ext"] != "{}":
        said = json.loads(row["ext"]) | said  # what a field here says stands above the kept one
    return canonical.dumps(said)


def speller(names: Sequence[str]) -> Callable[[Sequence[Any]], bytes]:
    """`line` for rows whose values stand in the order of `names`: the same bytes, much sooner.

    What `line` works out for each row is worked out once: the order of the fields, the encoder,
    and the version vectors, of which an office has few.
    """
    order = sorted(name for name in names if name not in ("ext", "row_hash"))
    pick = itemgetter(*(names.index(name) for name in order))
    ext, vectors = names.index("ext"), dict[str, Any]()
    encode = _encoder()

    def spelt(values: Sequence[Any]) -> bytes:
        if values[ext] and values[ext] != "{}":
            return line(dict(zip(names, values, strict=True)))
        said = {n: v for n, v in zip(order, pick(values), strict=True) if v is not None}
        vector = said["vv"]
        if vector not in vectors:
            if len(vectors) > _MOST:
                vectors.clear()
            vectors[vector] = json.loads(vector)
        said["vv"] = vectors[vector]
        stamps = said.get("fv")
        if stamps == "{}" or not stamps:
            said.pop("fv", None)
        else:
            said["fv"] = json.loads(stamps)
        return encode(said)

    return spelt


def _encoder() -> Callable[[Mapping[str, Any]], bytes]:
    """`canonical.dumps` for a mapping whose keys stand in order already."""
    # JSONEncoder makes its C encoder anew for every call; here it is made once.
    fast = getattr(json.encoder, "c_make_encoder", None)
    if fast is None:
        return canonical.dumps
    made = fast({}, _no_such, encode_basestring, None, ":", ",", False, False, False)
    return lambda value: "".join(made(value, 0)).encode("utf-8")


def _no_such(value: object) -> str:
    raise TypeError(f"no canonical form: {type(value)}")


def hash_of(row: Mapping[str, Any]) -> str:
    return canonical.short(line(row))


def stamped(
    row: Row, before: Row | None, stream: str, stamp_name: Callable[[str], str] = str
) -> Row:
    """The row one version on: counter raised, changed fields stamped, hash renewed.

    `stamp_name`: the name a field is stamped under (`Record.stamp_name`).
    """
    vv: dict[str, int] = json.loads(before["vv"]) if before else {}
    number = max(vv.values(), default=0) + 1
    vv[stream] = number
    fv: dict[str, Any] = {}
    if before:
        fv = json.loads(before["fv"])
        for name, value in row.items():
            if name in ("vv", "fv", "row_hash", "updated_at", "updated_by", "created_at"):
                continue
            if before.get(name) != value:
                fv[stamp_name(name)] = [number, stream]
    made = {**row, "vv": text(vv), "fv": text(fv)}
    made["row_hash"] = hash_of(made)
    return made


def text(value: Mapping[str, Any]) -> str:
    return canonical.dumps(value).decode()
