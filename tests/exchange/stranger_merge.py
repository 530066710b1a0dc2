"""Merging as a stranger does it: from §3.12 of docs/bundle-format.md, with the groups read off it.

Nothing of the program is imported. It keeps rows as they travel, one object each.
"""

import hashlib
import re
import uuid
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from exchange import stranger_reader

Said = dict[str, Any]
Stamp = list[Any]
_NONE: Stamp = [0, ""]
_MADE = ("created_at", "updated_at", "updated_by")
_APART = ("id", "owner", "vv", "fv", *_MADE)  # not merged by stamps
_NAMESPACE = uuid.UUID("6f1d6c1e-5a0e-5c53-9d6e-7b6f2f1f0a11")
_CONFLICTS = "merge_conflict"


class Groups(NamedTuple):
    """Which fields have one stamp: tables that are whole, and field → first field by table."""

    whole: frozenset[str]
    first: Mapping[str, Mapping[str, str]]

    def stamp_of(self, table: str, field: str) -> str:
        return "*" if table in self.whole else self.first.get(table, {}).get(field, field)


def groups_told(page: str) -> Groups:
    """The two lists at the end of §3.12."""
    section = page.split("### 3.12")[1].split("\n##", maxsplit=1)[0]
    whole = re.findall(r"`([a-z_]+)`", section.split("- *Whole*:")[1].split("- *Groups*:")[0])
    first: dict[str, dict[str, str]] = {}
    for told in " ".join(section.split("- *Groups*:")[1].split()).rstrip(".").split(";"):
        (table,) = re.findall(r"`([a-z_]+)`", told)
        first[table] = {
            name: head
            for head, names in re.findall(r"\((\w+): ([\w ]+)\)", told)
            for name in (head, *names.split())
        }
    return Groups(frozenset(whole), first)


class Conflict(NamedTuple):
    table: str
    row: str
    field: str
    kept: Any
    lost: Any
    stream: str
    number: int
    by: str
    at: str


class Held:
    """Everything one reader holds."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self.rows: dict[tuple[str, str], Said] = {}
        self.conflicts: dict[str, Conflict] = {}
        self.returned: set[tuple[str, str]] = set()

    def hashes(self, table: str) -> dict[str, str]:
        return {row_id: hash_of(row) for (name, row_id), row in self.rows.items() if name == table}

    def take(self, bundle: stranger_reader.Bundle) -> None:
        assert bundle.header["kind"] in ("up", "peer")
        for table, rows in bundle.tables.items():
            for row in rows:
                self._take(table, row, bundle.header["from"])

    def _take(self, table: str, comes: Said, sender: str) -> None:
        key, here = (table, comes["id"]), self.rows.get((table, comes["id"]))
        if comes["owner"] != sender or (here and here["owner"] != sender):
            self.returned.add(key)
        elif here is None:
            self.rows[key] = comes
        elif here["vv"] == comes["vv"]:
            assert hash_of(here) == hash_of(comes), "two computers used one identity"
        elif covers(comes["vv"], here["vv"]):
            self.rows[key] = comes
        elif not covers(here["vv"], comes["vv"]):
            self.rows[key] = self._merged(table, here, comes)

    def _merged(self, table: str, here: Said, comes: Said) -> Said:
        groups: dict[str, list[str]] = {}
        for name in sorted({*here, *comes, *_stamps(here), *_stamps(comes)} - {*_APART}):
            groups.setdefault(self._groups.stamp_of(table, name), []).append(name)
        made: Said = {"id": here["id"], "owner": here["owner"]}
        stamps: dict[str, Stamp] = {}
        for group, names in groups.items():
            won, lost = here, comes
            if _weight(comes, group, names) > _weight(here, group, names):
                won, lost = comes, here
            made |= {name: won[name] for name in names if name in won}
            stamps |= {n: stamp for n, stamp in _stamps(won).items() if n in (group, *names)}
            self._gave_way(table, group, names, won, lost)
        both = {*here["vv"], *comes["vv"]}
        made["vv"] = {s: max(here["vv"].get(s, 0), comes["vv"].get(s, 0)) for s in both}
        if stamps:
            made["fv"] = stamps
        last = max((here, comes), key=_last_edit)
        made["created_at"] = min(here["created_at"], comes["created_at"])
        return made | {n: last[n] for n in ("updated_at", "updated_by") if n in last}

    def _gave_way(
        self, table: str, group: str, names: Collection[str], won: Said, lost: Said
    ) -> None:
        number, stream = _highest(lost, group, names)
        if table == _CONFLICTS or won["vv"].get(stream, 0) >= number:
            return
        for name in names:
            if won.get(name) != lost.get(name):
                told = uuid.uuid5(_NAMESPACE, f"{lost['id']}/{name}/{number}/{stream}")
                by, at = lost.get("updated_by", ""), lost.get("updated_at", "")
                conflict = Conflict(
                    table, lost["id"], name, won.get(name), lost.get(name), stream, number, by, at
                )
                self.conflicts.setdefault(str(told), conflict)


def hash_of(row: Said) -> str:
    return hashlib.sha256(stranger_reader.canonical(row)).hexdigest()[:32]


def covers(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    return all(one.get(stream, 0) >= number for stream, number in other.items())


def _stamps(row: Said) -> dict[str, Stamp]:
    made: dict[str, Stamp] = row.get("fv", {})
    return made


def _highest(row: Said, group: str, names: Collection[str]) -> Stamp:
    return max((s for n, s in _stamps(row).items() if n in (group, *names)), default=_NONE)


def _weight(row: Said, group: str, names: Collection[str]) -> tuple[Stamp, str]:
    values = stranger_reader.canonical([row.get(name) for name in names]).decode()
    return _highest(row, group, names), values


def _last_edit(row: Said) -> tuple[Stamp, str, str]:
    newest = max(_stamps(row).values(), default=_NONE)
    return newest, row.get("updated_at", ""), row.get("updated_by", "")
