"""Validates the rows of an opened bundle, line by line, into staging; nothing live is touched."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.core.access import leaves
from qinglian_desktop.core.check import sound
from qinglian_desktop.core.outcome import Damaged, Stopped
from qinglian_desktop.core.record import Owner, Record
from qinglian_desktop.exchange import blocks
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.store import shapes
from qinglian_desktop.store.merge import Merge

# A row of the bundle → where it is staged instead, and how it reads there; None: it stays.
Elsewhere = Callable[[str, Mapping[str, Any]], "tuple[Merge, dict[str, Any]] | None"]

_MOST_NAMED = 100  # returned rows listed one by one in a receipt; beyond, only counted
_SUM = re.compile(r"[0-9a-f]{32}")
_NOT_SHOWN = re.compile(r"[^0-9A-Za-z_.:-]")
_NONE: dict[str, Any] = {}
_MADE = ("vv", "fv", "ext", "row_hash")  # of every row, by this side


@dataclass(slots=True)
class Returned:
    """Rows the receiver could not take, with the reason in words."""

    rows: list[dict[str, str]] = field(default_factory=list)
    count: int = 0
    ids: dict[str, set[str]] = field(default_factory=dict)  # by table; they were named all the same

    def add(self, table: str, row_id: object, reason: str) -> None:
        self.count += 1
        self.ids.setdefault(table, set()).add(str(row_id))
        if len(self.rows) < _MOST_NAMED:
            shown = _NOT_SHOWN.sub("?", str(row_id)[:64])
            self.rows.append({"table": table, "id": shown, "reason": reason[:80]})

    def join(self, other: "Returned") -> None:
        self.count += other.count
        self.rows += other.rows[: _MOST_NAMED - len(self.rows)]
        for table, ids in other.ids.items():
            self.ids.setdefault(table, set()).update(ids)


class Stager:
    """Takes the lines of one table of one bundle."""

    def __init__(
        self,
        merge: Merge,
        record: type[Record],
        owner: str,
        returned: Returned,
        *,
        from_street: bool = False,
        among_peers: bool = False,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._elsewhere = elsewhere
        self._merge, self._record, self._owner, self._returned = merge, record, owner, returned
        self._names = merge.columns(record.table)
        self._known = frozenset(self._names)
        self._quick = blocks.Quick(record, owner, _is_stamps)
        mine, to = (
            Owner.COMMUNITY if from_street else Owner.STREET,
            "村居" if from_street else "街道",
        )
        self._not_theirs = f"{record.label}由{to}登记"
        self._may = (among_peers or leaves(record, mine)) and record.owner is not mine
        self._texts: dict[tuple[tuple[str, int], ...], str] = {}

    @cached_property
    def _first_bad(self) -> Callable[[Mapping[str, Any]], str]:
        return sound(self._record)

    def take(self, lines: list[bytes], rows: list[dict[str, Any]]) -> None:
        """Stages one block: lines proved canonical, and what they say."""
        digests = [hashlib.sha256(line).digest()[:16] for line in lines]  # canonical.short
        at_once = self._may and rows and self._elsewhere is None
        columns = self._quick.columns(rows) if at_once else None
        if columns is None or not columns.keys() <= self._known:
            self._take_each(rows, digests)
            return
        columns["ext"] = ["{}"] * len(rows)
        columns["row_hash"] = [digest.hex() for digest in digests]
        values, hashes = zip(*columns.values(), strict=True), sum(map(int.from_bytes, digests))
        self._merge.stage(self._record.table, list(columns), values, hashes)

    def _take_each(self, rows: list[dict[str, Any]], digests: list[bytes]) -> None:
        """Row by row: which one may not enter and why, and what a newer program has added."""
        values, hashes = [], 0
        # A block names less than half of a table's columns; the others stay empty unasked.
        said = set(_MADE).union(*rows)
        blank = {name: None for name in self._names if name in said}
        for digest, row in zip(digests, rows, strict=True):
            if reason := self._unfit(row):
                self._returned.add(self._record.table, row.get("id"), reason)
                continue
            if self._elsewhere is not None and self._put_elsewhere(self._elsewhere, row):
                continue
            hashes += int.from_bytes(digest)
            values.append(self._values(row, digest.hex(), blank))
        if values:
            self._merge.stage(self._record.table, list(blank), values, hashes)

    def _put_elsewhere(self, elsewhere: Elsewhere, row: dict[str, Any]) -> bool:
        """Staged one by one: only after a transfer of records (passing.py)."""
        place = elsewhere(self._record.table, row)
        if place is None:
            return False
        merge, made = place
        row_hash = canonical.short(canonical.dumps(made))
        values = self._values(made, row_hash, dict.fromkeys(self._names))
        merge.stage(self._record.table, self._names, [values], int(row_hash, 16))
        return True

    def _unfit(self, row: Mapping[str, Any]) -> str:
        if row.get("owner") != self._owner:
            return "这一行是别的单位的"
        if not self._may:
            return self._not_theirs
        if shapes.UNREADABLE in row:
            return "这一行是旧版程序写的，内容对不上"
        if not all(name in row for name in blocks.NEEDED) or type(row["id"]) is not str:
            return "这一行缺编号或时间"
        own = any(name in row for name in blocks.OWN_COLUMNS)
        if own or not blocks.ROW_ID.fullmatch(row["id"]):
            return "这一行的编号看不懂"
        short = all(len(str(row.get(name, ""))) <= 64 for name in blocks.TIMES)
        if row["deleted"] not in (0, 1) or not short:
            return "这一行的时间或状态看不懂"
        if not blocks.is_vector(row.get("vv")) or not _is_stamps(row.get("fv", _NONE)):
            return "这一行的版本号看不懂"
        if bad := self._first_bad(row):
            label = self._record.fields[bad].label if bad in self._record.fields else bad
            return f"〔{label}〕填的内容对不上"
        return ""

    def _values(self, row: dict[str, Any], row_hash: str, blank: Mapping[str, None]) -> list[Any]:
        vector = tuple(row["vv"].items())
        text = self._texts.get(vector)
        if text is None:
            text = self._texts[vector] = canonical.dumps(row["vv"]).decode()
            if len(self._texts) > 5000:
                self._texts.clear()
        ext = "{}"
        if not row.keys() <= self._known:
            unknown = row.keys() - self._known
            ext = canonical.dumps({n: row.pop(n) for n in unknown}).decode()
        stamps = row.get("fv")
        made = {**blank, **row}  # in the order of the columns
        made["vv"], made["ext"], made["row_hash"] = text, ext, row_hash
        made["fv"] = canonical.dumps(stamps).decode() if stamps else "{}"
        return list(made.values())


def _is_stamps(value: object) -> bool:
    if value is _NONE:
        return True
    return (
        type(value) is dict
        and bool(value)  # an empty one would be a second spelling of none
        and all(
            type(stamp) is list
            and len(stamp) == 2
            and type(stamp[0]) is int
            and 0 < stamp[0] < blocks.COUNTER
            and type(stamp[1]) is str
            for stamp in value.values()
        )
    )


def stage_all(
    merge: Merge,
    records: Mapping[str, type[Record]],
    reader: PayloadReader,
    owner: str,
    tick: Callable[[int, int], bool] | None,
    *,
    from_street: bool = False,
    among_peers: bool = False,
    elsewhere: Elsewhere | None = None,
) -> tuple[Returned, list[str]]:
    """Stages every table of a bundle; also names the tables this program does not know yet.

    Rows of a table that the receiver's side registers by itself are returned. `among_peers`:
    between the computers of one office, which share what never leaves it, too.
    """
    returned, unknown, done = Returned(), [], 0
    total = sum(reader.row_count(table) for table in reader.tables())
    for table in reader.tables():
        record = records.get(table)
        if record is None or record.sealed or (record.owner is Owner.LOCAL and not among_peers):
            unknown.append(table)
            continue
        merge.begin(table)
        stager = Stager(
            merge, record, owner, returned, from_street=from_street, among_peers=among_peers,
            elsewhere=elsewhere,
        )  # fmt: skip
        for lines, rows in reader.rows(table):
            done += len(lines)
            stager.take(lines, rows)
            if tick and not tick(done, total):
                raise Stopped
    return returned, unknown


def told_digest(reader: PayloadReader, table: str) -> tuple[int, str]:
    """How many rows the sender holds of its own, and the sum of their hashes."""
    facts = reader.told(table)
    held, total = facts.get("held"), facts.get("digest")
    if type(held) is not int or held < 0 or type(total) is not str or not _SUM.fullmatch(total):
        raise Damaged("包里的核对数读不出来，没有导入", "请让对方重新写一次", code="QL-UB-123")
    return held, total


def trail_head(reader: PayloadReader) -> str:
    """The head of the sender's trail, kept here so that its past can be proved later."""
    told = reader.manifest.facts.get("trail")
    return str(told.get("head", ""))[:64] if isinstance(told, dict) else ""


def spelled(returned: Returned) -> str:
    return json.dumps(returned.rows, ensure_ascii=False)
