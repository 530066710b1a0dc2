"""The envelope of a row: version vector, field stamps, and the hash over what the row says.

Order comes from counters, never from a clock. A row hash covers every field that is not empty,
so that it does not change when a later program adds a column nobody has filled.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.core.record import Row

# Not part of what the row says: derived, or kept folded (vv, fv, ext are spelled out instead).
_FOLDED = ("vv", "fv", "ext")


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
