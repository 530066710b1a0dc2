"""What does a notice of each of the twenty kinds carry? The pack `notice-kinds` as typed values.

The facts of a notice are stored values (texts, whole numbers, days as texts) by field name, and a
list of such rows for each of its tables. The same declarations serve form, check and paper.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import check, kinds
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Board, Field, Owner, Record, Row

Facts = Mapping[str, Any]

_KINDS: Final[Mapping[str, kinds.Kind]] = {
    "text": kinds.TEXT,
    "long": kinds.LONG,
    "name": kinds.NAME,
    "id": kinds.ID_NUMBER,
    "day": kinds.DAY,
    "fen": kinds.FEN,
    "count": kinds.COUNT,
    "quantity": kinds.QUANTITY,
    "flag": kinds.FLAG,
    "choice": kinds.CHOICE,
}


class Listed(NamedTuple):
    """A table of a kind: its rows' declaration, and how its columns stand on paper."""

    name: str
    label: str
    row: type[Record]
    weights: Mapping[str, int]
    summed: frozenset[str]  # columns that are added up
    hidden: frozenset[str]  # columns that only steer what is printed
    optional: bool = False
    numbered: bool = False  # 序号 stands before them
    cards: bool = False  # a few rows are printed as a card each
    plain: tuple[str, ...] = ()  # the columns that name a row in big print; none: no table there


class Computed(NamedTuple):
    """A figure told from the others: a sum, a share in per cent, or how many rows."""

    name: str
    label: str
    kind: str
    add: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    rows: str = ""


class Part(NamedTuple):
    """A stretch of the paper under one heading."""

    heading: str = ""
    say: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    table: str = ""
    empty: str = ""  # what stands there when the table has no rows


class NoticeKind(NamedTuple):
    """One of N01–N20."""

    id: str
    label: str
    mode: str
    layout: str  # official or board
    issuer: str
    reviewer: str
    days: str
    title: str
    codes: tuple[str, ...]
    record: type[Record]
    tables: tuple[Listed, ...]
    computed: tuple[Computed, ...]
    parts: tuple[Part, ...]
    plain: tuple[str, ...]
    check: str
    sign: tuple[str, ...]
    source: Row  # source, basis, evidence, unsure: what core.pack says of a rule
    short: str = ""  # how big print and loudspeaker call it
    totals: str = ""  # what the QR square tells of its figures; empty: the computed ones
    sheet: str = ""
    sheet_from: int = 0
    event: str = ""  # the field from whose day a 公告 is counted back
    usual: str = ""  # the item of the catalogue it mostly belongs to
    series: str = ""  # the field that is numbered by itself
    no_body: bool = False  # nothing but the fields may stand on the paper

    def table(self, name: str) -> Listed:
        return next(table for table in self.tables if table.name == name)


def kinds_of(pack: Pack) -> tuple[NoticeKind, ...]:
    """Every kind of the pack, in its order."""
    return tuple(_kind(row) for row in pack.rows("kinds"))


def kind_of(pack: Pack, named: str) -> NoticeKind:
    """The kind of this number (N02) or label (决议公告); Refused when there is none."""
    for row in pack.rows("kinds"):
        if named in (row["id"], row["label"]):
            return _kind(row)
    raise Refused(f"没有“{named}”这种公告", "请从公告种类里选一种", field="kind", code="QL-PD-201")


def _kind(row: Mapping[str, Any]) -> NoticeKind:
    told = ("source", "basis", "evidence", "unsure")
    return NoticeKind(
        **{name: row[name] for name in ("id", "label", "mode", "layout", "issuer", "reviewer")},
        days=row["days"],
        title=row["title"],
        codes=tuple(row["codes"]),
        record=_record(row["label"], row["id"], row["fields"]),
        tables=tuple(_listed(table, row["id"]) for table in row.get("tables", ())),
        computed=tuple(_computed(made) for made in row["computed"]),
        parts=tuple(_part(part) for part in row["parts"]),
        plain=tuple(row["plain"]),
        check=row["check"],
        sign=tuple(row["sign"]),
        source={name: row[name] for name in told if name in row},
        short=row.get("short", ""),
        totals=row.get("totals", ""),
        sheet=row.get("sheet", ""),
        sheet_from=row.get("sheet_from", 0),
        event=row.get("event", ""),
        usual=row.get("usual", ""),
        series=row.get("series", ""),
        no_body=row.get("no_body", False),
    )


def _record(label: str, number: str, fields: Iterable[Mapping[str, Any]]) -> type[Record]:
    """The facts as a declaration, so that form, check and reading are those of every record."""
    named = {field["name"]: _field(field) for field in fields}
    body = {"__annotations__": dict.fromkeys(named, "object"), **named}
    options: dict[str, Any] = {
        "table": f"notice_facts_{number.lower()}",
        "label": label,
        "owner": Owner.COMMUNITY,
        "key": (),
    }
    made: type[Record] = type(f"{number}Facts", (Record,), body, **options)
    return made


def _field(told: Mapping[str, Any]) -> Field:
    kind = _KINDS[told["kind"]]
    return Field(
        told["label"],
        kind,
        board=Board.FULL,
        choices=tuple(told.get("choices", ())),
        required=not told.get("optional", False) and "default" not in told,
        example=told.get("example", ""),
        default=told.get("default"),
        given=told.get("given", False),
        ahead=told.get("ahead", False),
        suggests="person" if told["kind"] == "name" else "",
    )


def _listed(told: Mapping[str, Any], number: str) -> Listed:
    columns = told["columns"]
    money = {c["name"] for c in columns if c["kind"] in ("fen", "count") and c.get("summed", True)}
    return Listed(
        told["name"],
        told["label"],
        _record(told["label"], f"{number}_{told['name']}", columns),
        {column["name"]: column.get("weight", 10) for column in columns},
        frozenset(money),
        frozenset(column["name"] for column in columns if column.get("hidden")),
        told.get("optional", False),
        told.get("numbered", False),
        told.get("cards", False),
        tuple(told.get("plain", ())),
    )


def _computed(told: Mapping[str, Any]) -> Computed:
    return Computed(
        told["name"], told["label"], told["kind"], tuple(told.get("add", ())),
        tuple(told.get("of", ())), told.get("rows", ""),
    )  # fmt: skip


def _part(told: Mapping[str, Any]) -> Part:
    return Part(
        told.get("heading", ""), tuple(told.get("say", ())), tuple(told.get("facts", ())),
        told.get("table", ""), told.get("empty", ""),
    )  # fmt: skip


# -- the facts ---------------------------------------------------------------------------------


def stored(kind: NoticeKind, facts: Facts) -> Row:
    """Facts as they are kept: days as texts, flags as numbers, empty ones left out.

    Raises ValueError for a name the kind does not have: whoever hands facts down knows them.
    """
    tables = {table.name: table for table in kind.tables}
    if unknown := facts.keys() - kind.record.fields.keys() - tables.keys():
        raise ValueError(f"{kind.id} has no {', '.join(sorted(unknown))}")
    made: Row = {}
    for name, value in facts.items():
        if name in tables:
            made[name] = [_plain_row(tables[name].row, row) for row in value or ()]
        elif value not in (None, ""):
            made[name] = _plain(value)
    return made


def _plain_row(record: type[Record], row: Facts) -> Row:
    if unknown := row.keys() - record.fields.keys():
        raise ValueError(f"{record.label} has no {', '.join(sorted(unknown))}")
    return {name: _plain(value) for name, value in row.items() if value not in (None, "")}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def with_defaults(kind: NoticeKind, facts: Facts) -> Row:
    """The facts with what the kind starts with where nothing was said."""
    begun = {
        name: _plain(field.default)
        for name, field in kind.record.fields.items()
        if field.default is not None
    }
    return {**begun, **facts}


def problems(kind: NoticeKind, facts: Facts) -> list[Problem]:
    """What is still empty or unreadable, fields first, then the rows of the tables."""
    found = list(check.problems(kind.record, facts))
    for table in kind.tables:
        rows = facts.get(table.name) or ()
        if not rows and not table.optional:
            found.append(Problem(f"〔{table.label}〕一行也没有", "至少填一行", field=table.name))
        for number, row in enumerate(rows, 1):
            for one in check.problems(table.row, row):
                what = f"〔{table.label}〕第 {number} 行{one.what}"
                found.append(Problem(what, "补上，或删掉这一行", field=table.name))
    return found
