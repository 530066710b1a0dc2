"""比对: what stands at two units at once. The same person paid twice, listed twice, one contractor
working for several, a household registered twice. Each is a question to the units, no finding.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from qinglian_desktop.core import canonical
from qinglian_desktop.core.access import show
from qinglian_desktop.core.kinds import NAME
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts.records import (
    COMPANY,
    ORGANISATION,
    PERSON_PARTY,
    WE_PAY,
)
from qinglian_desktop.modules.street import lost
from qinglian_desktop.modules.street.reads import units
from qinglian_desktop.store import roles
from qinglian_desktop.store.book import Book

PAID, LISTED, CONTRACTOR, HOUSEHOLD = KINDS = (
    "同人多领", "同人两处在册", "同商多标", "重复户",
)  # fmt: skip


class Place(NamedTuple):
    """One row of a match, at its unit; `words` names it there without personal values."""

    office_id: str
    unit: str
    table: str
    row_id: str
    words: str


class Match(NamedTuple):
    """One thing found at two units or more; `mark` is the same as long as its rows are."""

    kind: str
    mark: str
    words: str  # masked
    places: tuple[Place, ...]

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(place.unit for place in self.places))


Key = Callable[[Row], tuple[object, ...] | None]


def matches(book: Book) -> list[Match]:
    """All of them, by kind and in the order of the units' codes; a department's in its ledgers."""
    names = {unit["office_id"]: str(unit["name"]) for unit in units(book)}
    found: list[Match] = []
    hidden = roles.hidden(book)
    for kind, sources in _SOURCES.items():
        rows = [
            (table, key(row), row)
            for table, where, key in sources
            if table not in hidden
            for row in book.rows(Query(table, (*where, *lost.left_out(book).get(table, ()))))
            if row["owner"] in names
        ]
        found += _across(book, kind, rows, names)
    return found


def _across(
    book: Book,
    kind: str,
    rows: Iterable[tuple[str, tuple[object, ...] | None, Row]],
    names: Mapping[str, str],
) -> list[Match]:
    """Rows of one key at more than one unit."""
    groups: dict[tuple[object, ...], list[tuple[str, Row]]] = {}
    for table, key, row in rows:
        if key is not None:
            groups.setdefault(key, []).append((table, row))
    order = {office: place for place, office in enumerate(names)}
    made = []
    for group in groups.values():
        if len({row["owner"] for _, row in group}) < 2:
            continue
        group.sort(key=lambda one: (order[one[1]["owner"]], one[1]["id"]))
        places = tuple(
            Place(row["owner"], names[row["owner"]], table, row["id"], _words(book, table, row))
            for table, row in group
        )
        mark = canonical.short(canonical.dumps([kind, sorted(place.row_id for place in places)]))
        made.append(Match(kind, mark, _about(book, kind, *group[0]), places))
    return sorted(made, key=lambda one: [order[place.office_id] for place in one.places])


# -- what is compared -------------------------------------------------------------------------


def plain(text: object) -> str:
    """A name as it is compared: blanks and brackets of any width do not tell two apart."""
    folded = unicodedata.normalize("NFKC", str(text or "")).upper()
    return "".join(sign for sign in folded if sign.isalnum())


def _paid(row: Row) -> tuple[object, ...] | None:
    number = plain(row["id_number"])
    return (number, plain(row["programme"]), plain(row["period"])) if number else None


def _listed(row: Row) -> tuple[object, ...] | None:
    number = plain(row["id_number"])
    return (number,) if number else None


def _builder(row: Row) -> tuple[object, ...] | None:
    return _firm(row["contractor"], row["set_up_on"])


def _party(row: Row) -> tuple[object, ...] | None:
    return _firm(row["party"], row["signed_on"])


def _firm(name: object, day: object) -> tuple[object, ...] | None:
    """A firm and the year it was hired in."""
    return (plain(name), str(day)[:4]) if name and day else None


def _household(row: Row) -> tuple[object, ...] | None:
    """The same head with the same telephone, or the same address where there is none."""
    known = plain(row["phone"]) or plain(row["address"])
    return (plain(row["head"]), known) if row["head"] and known else None


_SOURCES: Mapping[str, tuple[tuple[str, tuple[Where, ...], Key], ...]] = {
    PAID: (("benefit_line", (Where("id_number", "filled"),), _paid),),
    LISTED: (
        ("person", (Where("id_number", "filled"), Where("state", "=", "在册")), _listed),
    ),
    CONTRACTOR: (
        ("project", (Where("contractor", "filled"),), _builder),
        (
            "contract",
            (Where("flow", "=", WE_PAY), Where("party_kind", "!=", PERSON_PARTY)),
            _party,
        ),
    ),
    HOUSEHOLD: (("household", (Where("head", "filled"),), _household),),
}  # fmt: skip


# -- how it is said ---------------------------------------------------------------------------


def _about(book: Book, kind: str, table: str, row: Row) -> str:
    """What it is about, every personal value masked."""
    fields = book.tables[table].fields
    if kind == CONTRACTOR:
        firm = str(row.get("contractor") or row.get("party"))
        if table == "contract" and row["party_kind"] not in (COMPANY, ORGANISATION):
            firm = NAME.mask(firm)  # nobody said that it is no person
        year = str(row.get("set_up_on") or row.get("signed_on"))[:4]
        return f"{firm}，{year}年"
    if kind == HOUSEHOLD:
        return f"户主 {NAME.mask(str(row['head']))}"
    who = f"{NAME.mask(str(row['name']))} {show(fields['id_number'], row['id_number'])}"
    return f"{who}，{row['programme']} {row['period']}" if kind == PAID else who


def _words(book: Book, table: str, row: Row) -> str:
    """How the unit finds its row."""
    label = book.tables[table].label
    named = {
        "benefit_line": ("programme", "period", "row_no"),
        "person": ("group_name",),
        "project": ("number", "name"),
        "contract": ("number", "title"),
        "household": ("number",),
    }[table]
    parts = [str(row[name]) for name in named if row[name] not in (None, "")]
    who = NAME.mask(str(row["name"])) if table in ("benefit_line", "person") else ""
    return " ".join(filter(None, [label, *parts, who]))
