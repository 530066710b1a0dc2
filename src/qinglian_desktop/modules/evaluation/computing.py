"""What do the records say to each indicator? Read once, as of the cut-off day, for any unit.

A unit reads its own past out of the trail (store/as_of), so that what is written after the
cut-off day changes nothing. A street holds what its units have sent; there is no earlier state
of their rows here, so only what happened by the cut-off day counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Protocol

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import ENVELOPE, Record, Row
from qinglian_desktop.modules.evaluation import system
from qinglian_desktop.modules.evaluation.measures import Frame, Measure, Source, registry
from qinglian_desktop.modules.evaluation.scoring import (
    Behind,
    Found,
    PartScore,
    Suggestion,
    formula_of,
    points_of,
    scored,
)
from qinglian_desktop.modules.evaluation.system import BY_HAND, COLLECTIVE, Part, System
from qinglian_desktop.modules.party import rules as party
from qinglian_desktop.store.as_of import Day
from qinglian_desktop.store.book import Book

_COLLECTIVE_BODY = "集体经济组织"


class _Rows(Protocol):
    def rows(self, query: Query) -> list[Row]: ...


def system_of(book: Book, year: int) -> System:
    """The indicators that hold for a year: those in force on its cut-off day."""
    last = system.of(book.pack(system.NAME, date(year, 12, 31)))
    cutoff = last.cutoff_of(year)
    if cutoff == date(year, 12, 31):
        return last
    return system.of(book.pack(system.NAME, cutoff))


def frame_of(book: Book, year: int, cutoff: date, rules: System) -> Frame:
    """The year as it is looked at; how often the branches meet is said by the pack of party work,
    so that the indicator and the page of party work count alike.
    """
    pack = book.pack(party.PACK, min(date(year, 12, 31), cutoff))
    return Frame(year, cutoff, {**rules.settings, "party_cycles": party.cycles(pack)})


def suggestions(
    book: Book, year: int, *, unit: str = "", cutoff: date | None = None
) -> list[Suggestion]:
    """One suggestion for each indicator, in the order of the issue; `unit` is for the street."""
    office = unit or book.unit.office_id
    return of_units(book, year, (office,), cutoff=cutoff)[office]


def of_units(
    book: Book, year: int, offices: Sequence[str], *, cutoff: date | None = None
) -> dict[str, list[Suggestion]]:
    """The suggestions for several offices; each table is read once for all of them."""
    rules = system_of(book, year)
    last = min(cutoff or rules.cutoff_of(year), clock.today())
    ledgers = Ledgers(book, frame_of(book, year, last, rules), rules.late_days)
    return {office: [*ledgers.suggest(rules, office)] for office in offices}


class _Read(NamedTuple):
    """The rows of one source, by the office they belong to."""

    by_owner: Mapping[str, list[Row]]
    there: bool  # False while the program keeps no such ledger


class Ledgers:
    """The rows the measures look at, each source read once."""

    def __init__(self, book: Book, frame: Frame, late_days: int) -> None:
        self.book, self.frame, self.late_days = book, frame, late_days
        past = frame.cutoff < clock.today() and not book.unit.is_street
        self._reader: _Rows = Day(book, frame.cutoff) if past else book
        self._read: dict[Source, _Read] = {}

    def suggest(self, rules: System, office: str) -> Iterable[Suggestion]:
        counted: dict[str, Found | None] = {}
        collective = self.has_collective(office)
        for indicator in rules.indicators:
            applies = indicator.needs != COLLECTIVE or collective
            parts = tuple(
                self._part(part, office, counted) for part in indicator.parts if applies
            )  # fmt: skip
            yield scored(indicator, parts, rules.few, applies=applies)

    def has_collective(self, office: str) -> bool:
        """Is there a collective economic organisation? The register of bodies says so."""
        wanted = Source("body", "", (Where("kind", "=", _COLLECTIVE_BODY),))
        return bool(self.rows(wanted).by_owner.get(office))

    def found(self, measure: Measure, office: str) -> Found | None:
        """What a measure counts for an office; None while one of its ledgers is not kept."""
        read = [self.rows(source) for source in measure.sources]
        if not all(one.there for one in read):
            return None
        given = [one.by_owner.get(office, []) for one in read]
        found: Found = measure.counts(self.frame, *given)
        return found._replace(late=self._late(found, measure, given))

    def _part(self, part: Part, office: str, counted: dict[str, Found | None]) -> PartScore:
        measure = registry().get(part.measure)
        if part.way == BY_HAND or measure is None:
            label = part.words or "要人工评定"
            return PartScore(
                part, label, points_of(part, None), formula_of(part, None, Fraction(0)), None
            )
        if measure.id not in counted:
            counted[measure.id] = self.found(measure, office)
        found = counted[measure.id]
        points = points_of(part, found)
        words = formula_of(part, found, points)
        return PartScore(part, measure.words, points, words, found, self.behind(measure, found))

    def behind(self, measure: Measure, found: Found | None) -> tuple[Behind, ...]:
        if found is None:
            return ()
        tables = self.book.tables.records
        return tuple(
            Behind(
                f"{measure.words}：{tables[table].label}",
                Query(table, (Where("id", "in", row_ids),)),
                len(row_ids),
            )
            for table, row_ids in found.rows.items()
            if row_ids
        )

    def rows(self, source: Source) -> _Read:
        if source not in self._read:
            self._read[source] = self._fetch(source)
        return self._read[source]

    def _fetch(self, source: Source) -> _Read:
        record = self.book.tables.records.get(source.table)
        if record is None or not _has(record, source):
            return _Read({}, there=False)
        out = self.book.waiting(source.table)
        by_owner: dict[str, list[Row]] = defaultdict(list)
        for row in self._reader.rows(Query(source.table, self._where(source, record))):
            if row["id"] not in out and not self._came_after(row):
                by_owner[row["owner"]].append(row)
        return _Read(by_owner, there=True)

    def _came_after(self, row: Row) -> bool:
        """At the street: was it entered after the cut-off day? A unit reads its own past."""
        return self.book.unit.is_street and bool(row["created_at"][:10] > self.frame.last)

    def _where(self, source: Source, record: type[Record]) -> tuple[Where, ...]:
        """The conditions of the source, and that its rows lie in the year."""
        name, year = source.within, self.frame.year
        if not name:
            return source.where
        kind = record.fields[name].kind.name
        if kind == "day":
            first = f"{year}-01-01"
            return (*source.where, Where(name, ">=", first), Where(name, "<=", self.frame.last))
        if record.fields[name].kind.column is int:
            return (*source.where, Where(name, "=", year))
        return (*source.where, Where(name, ">=", str(year)), Where(name, "<", str(year + 1)))

    def _late(
        self, found: Found, measure: Measure, given: Sequence[Sequence[Row]]
    ) -> frozenset[str]:
        """Rows that were entered more than so many days after what they tell of."""
        late: set[str] = set()
        for source, rows in zip(measure.sources, given, strict=True):
            day, kept = self.book.tables[source.table].happened, found.rows.get(source.table, ())
            if day and kept:
                own = set(kept)
                late |= {r["id"] for r in rows if r["id"] in own and self._is_late(r, day)}
        return frozenset(late)

    def _is_late(self, row: Row, day: str) -> bool:
        on, entered = row.get(day), row["created_at"]
        if not isinstance(on, str) or len(on) != 10:
            return False
        return (date.fromisoformat(entered[:10]) - date.fromisoformat(on)).days > self.late_days


def _has(record: type[Record], source: Source) -> bool:
    """Has the ledger every field that is asked for?"""
    asked = {*source.looks_at, *(where.field for where in source.where)}
    asked |= {source.within} - {""}
    return asked <= {*record.fields, *ENVELOPE}
