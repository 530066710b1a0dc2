"""Offices without files: rows, images and bundles as values, merged by the program's own rules.

What decides is the program's own: versions and stamps (`store/versions`, `store/envelope`), how
far each has read (`exchange/reach`). What is left out is what other tests prove with real files:
sealing, staging, SQL. Each rule that may be broken on purpose is a method, so that a mutant of it
is a class.
"""

import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import reach
from qinglian_desktop.store import envelope, versions
from qinglian_desktop.store.versions import Lost

FIELDS = ("amount", "note", "day", "why")
EXTRA = "newer"  # a field of a newer program, folded into ext
SHARED = {"day": "day", "why": "day"}  # a day and why it is that day
Vector = dict[str, int]


def stamp_name(name: str) -> str:
    return SHARED.get(name, name)


@dataclass(frozen=True)
class Bundle:
    kind: str  # up or peer
    office: str
    told: reach.Told
    rows: tuple[Row, ...]
    conflicts: tuple[tuple[str, tuple[Any, ...]], ...]


@dataclass(frozen=True)
class Receipt:
    stream: str
    acked: int


@dataclass
class Rules:
    """The program's rules; a mutant overrides one of them."""

    def merged(self, local: Row, incoming: Row) -> tuple[Row, list[Lost]]:
        return versions.merged(local, incoming, stamp_name)

    def dropped(self, rows: dict[str, Row], row: Row) -> None:
        """A deleted row stays, marked."""
        rows[row["id"]] = row

    def base(self, computer: "Computer", others: list[str]) -> int:
        return reach.base_for(computer.state, others, computer.stream, computer.high)

    def acked(self, computer: "Computer") -> int:
        return computer.acked.get(computer.stream, 0)

    def belongs(self, row: Row, office: str) -> bool:
        return bool(row["owner"] == office)


@dataclass
class Computer:
    """One PC of a unit."""

    office: str
    key: str
    rules: Rules
    stream: str = ""
    epoch: int = 1
    rows: dict[str, Row] = field(default_factory=dict)
    images: list[str] = field(default_factory=list)  # the id of the row each touched
    conflicts: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    state: reach.State = field(default_factory=lambda: deepcopy(dict(reach.NOTHING)))
    acked: dict[str, int] = field(default_factory=dict)
    exported: dict[str, int] = field(default_factory=dict)  # by kind: what it last wrote

    def __post_init__(self) -> None:
        self.stream = self.stream or f"{self.key}.1"

    @property
    def high(self) -> int:
        return len(self.images)

    def put(self, row: Row) -> None:
        if row["deleted"]:
            self.rules.dropped(self.rows, row)
        else:
            self.rows[row["id"]] = row
        self.images.append(row["id"])

    def make(self, row_id: str, clock: int) -> None:
        row: Row = dict.fromkeys(FIELDS)
        row |= {"id": row_id, "owner": self.office, "deleted": 0, "ext": "{}", "fv": "{}"}
        row |= {"vv": "{}", "row_hash": "", "created_at": f"{clock:05d}"}
        row |= {"updated_at": f"{clock:05d}", "updated_by": self.key}
        self.put(envelope.stamped(row, None, self.stream, stamp_name))

    def edit(self, row_id: str, name: str, value: Any, clock: int) -> list[Any]:
        """The stamp the edit got."""
        before = self.rows[row_id]
        said: Row = {"updated_at": f"{clock:05d}", "updated_by": self.key}
        said |= {"ext": envelope.text({EXTRA: value})} if name == EXTRA else {name: value}
        made = envelope.stamped({**before, **said}, before, self.stream, stamp_name)
        stamps = json.loads(made["fv"])
        if name == EXTRA:  # the newer program stamps its own field
            stamps[EXTRA] = stamps.pop("ext", stamps.get(EXTRA))
            made["fv"] = envelope.text(stamps)
            made["row_hash"] = envelope.hash_of(made)
        self.put(made)
        stamp: list[Any] = stamps[stamp_name(name)]
        return stamp

    # -- bundles ---------------------------------------------------------------------------

    def write(self, kind: str, others: list[str], *, full: bool) -> Bundle:
        base = self.rules.acked(self) if kind == "up" else self.rules.base(self, others)
        base = 0 if full else base
        touched = set(self.images[base:])
        rows = tuple(deepcopy(self.rows[i]) for i in sorted(self.rows) if not base or i in touched)
        self.exported[kind] = self.high
        knows = {**self.state["read"], self.stream: self.high}
        told = reach.Told(
            self.key, self.stream, self.epoch, base, self.high, knows, self.state["told"]
        )
        return Bundle(kind, self.office, told, rows, tuple(self.conflicts.items()))

    def read(self, bundle: Bundle) -> None:
        if bundle.told.stream == self.stream or bundle.office != self.office:
            return
        self.conflicts.update(dict(bundle.conflicts))
        for row in bundle.rows:
            merge_row(self, row, self.put)
        self.state = reach.heard(self.state, self.stream, bundle.told, whole=True)

    def take(self, receipt: Receipt) -> None:
        if receipt.acked > self.acked.get(receipt.stream, 0):
            self.acked[receipt.stream] = receipt.acked

    # -- restores --------------------------------------------------------------------------

    def copy(self) -> "Computer":
        rules, self.rules = self.rules, Rules()
        made = deepcopy(self)
        self.rules = made.rules = rules
        return made

    def restored(self, backup: "Computer", number: int) -> "Computer":
        made = backup.copy()
        made.epoch, made.stream = max(self.epoch, made.epoch) + 1, f"{self.key}.{number}"
        return made


@dataclass
class Street:
    rules: Rules
    rows: dict[str, Row] = field(default_factory=dict)
    conflicts: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)

    def read(self, bundle: Bundle) -> Receipt:
        for row in bundle.rows:
            if self.rules.belongs(row, bundle.office):
                merge_row(self, row, self.put)
        stream = bundle.told.stream
        if bundle.told.base <= self.reached.get(stream, 0):
            self.reached[stream] = max(self.reached.get(stream, 0), bundle.told.high)
        return Receipt(stream, self.reached.get(stream, 0))

    def put(self, row: Row) -> None:
        if row["deleted"]:
            self.rules.dropped(self.rows, row)
        else:
            self.rows[row["id"]] = row


def merge_row(here: Computer | Street, row: Row, put: Any) -> None:
    local = here.rows.get(row["id"])
    if local is None:
        put(deepcopy(row))
        return
    match versions.relation(local, row):
        case "newer":
            put(deepcopy(row))
        case "apart":
            made, lost = here.rules.merged(local, row)
            put(made)
            for one in lost:
                here.conflicts[one.id] = (one.field, one.lost, one.lost_stream)
        case "fork":
            raise AssertionError(f"one version, two contents: {local} {row}")


def value_of(row: Row, name: str) -> Any:
    return json.loads(row["ext"]).get(name) if name == EXTRA else row[name]


def vector(row: Row) -> Vector:
    found: Vector = json.loads(row["vv"])
    return found
