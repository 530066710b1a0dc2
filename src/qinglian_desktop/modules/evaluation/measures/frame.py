"""The year that is looked at, and what a measure is: a small pure function over rows.

A measure names its sources; the engine reads them as of the cut-off day and hands the rows in,
one list for each. It knows no book and no other unit.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from qinglian_desktop.core.module import Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation.scoring import Found

Rows = Sequence[Row]
Count = Callable[..., Found]


class Source(NamedTuple):
    """Rows of one table in the year: `within` is the day, month, period or year that says so."""

    table: str
    within: str = ""  # "" takes rows of any year
    where: tuple[Where, ...] = ()
    looks_at: tuple[str, ...] = ()  # the other fields the measure reads


class Frame(NamedTuple):
    """What is looked at: one year up to a day, and what the system says about counting."""

    year: int
    cutoff: date
    settings: Mapping[str, Any] = MappingProxyType({})

    @property
    def last(self) -> str:
        return self.cutoff.isoformat()

    def months(self) -> tuple[str, ...]:
        """Every month that has ended by the cut-off day."""
        ended = [m for m in range(1, 13) if date(self.year, m, _days(self.year, m)) <= self.cutoff]
        return tuple(f"{self.year}-{month:02d}" for month in ended)

    def spans(self, each: int) -> tuple[tuple[str, str, str], ...]:
        """(name, first day, last day) of the stretches of so many months that have ended."""
        found = []
        for first in range(1, 13, each):
            last = first + each - 1
            begun, ended = date(self.year, first, 1), date(self.year, last, _days(self.year, last))
            if ended <= self.cutoff:
                found.append((_called(each, last // each), begun.isoformat(), ended.isoformat()))
        return tuple(found)


MONTH, QUARTER, HALF, WHOLE_YEAR = 1, 3, 6, 12


def _days(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _called(each: int, number: int) -> str:
    if each == MONTH:
        return f"{number}月"
    if each == QUARTER:
        return f"第{'一二三四'[number - 1]}季度"
    return ("上半年", "下半年")[number - 1] if each == HALF else "全年"


class Measure(NamedTuple):
    """One way of counting, by the name a pack calls it by."""

    id: str
    words: str  # what it counts, as the clerk reads it
    sources: tuple[Source, ...]
    counts: Count  # (frame, rows of each source…) -> Found

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.table for one in self.sources))


_REGISTRY: dict[str, Measure] = {}


def measure(measure_id: str, words: str, *sources: Source) -> Callable[[Count], Count]:
    """Enters a function into the registry under a name that packs use."""

    def enter(count: Count) -> Count:
        if measure_id in _REGISTRY:
            raise ValueError(f"two measures are called {measure_id}")
        _REGISTRY[measure_id] = Measure(measure_id, words, sources, count)
        return count

    return enter


def registry() -> Mapping[str, Measure]:
    return _REGISTRY


# -- what many of them count ---------------------------------------------------------------------


def in_spans(frame: Frame, table: str, rows: Rows, day: str, each: int) -> Found:
    """In how many of the ended months, quarters or halves is there at least one row?"""
    spans = frame.spans(each)
    days = [str(row[day]) for row in rows if row[day]]
    lacking = [name for name, first, last in spans if not any(first <= d <= last for d in days)]
    good = len(spans) - len(lacking)
    return Found(good, len(spans), ids(table, rows), missing(lacking), missed=len(lacking))


def in_periods(
    frame: Frame, table: str, rows: Rows, field: str, each: int, *, later: bool = False
) -> Found:
    """The same by a text such as 2026-03, 2026Q1 or 2026H1; `later`: it may be done afterwards."""
    wanted = {period_name(frame.year, each, n): name for n, (name, *_) in _numbered(frame, each)}
    there = {str(row[field]).strip() for row in rows}
    lacking = [name for period, name in wanted.items() if period not in there]
    good, gone = len(wanted) - len(lacking), 0 if later else len(lacking)
    return Found(good, len(wanted), ids(table, rows), missing(lacking), missed=gone)


def _numbered(frame: Frame, each: int) -> Iterable[tuple[int, tuple[str, str, str]]]:
    return enumerate(frame.spans(each), 1)


def period_name(year: int, each: int, number: int) -> str:
    if each == MONTH:
        return f"{year}-{number:02d}"
    letter = {QUARTER: "Q", HALF: "H"}.get(each)
    return f"{year}{letter}{number}" if letter else str(year)


def in_time(frame: Frame, table: str, rows: Rows, due: str, done: str) -> Found:
    """Of the rows due by the cut-off day, how many were done no later than that day?"""
    owed = [row for row in rows if row[due] and row[due] <= frame.last]
    kept = [row for row in owed if row[done] and row[done] <= row[due]]
    over = sum(bool(row[done]) or row[due] < frame.last for row in owed) - len(kept)
    return of_rows(table, kept, owed, "没有按期办结")._replace(missed=over)


def of_rows(table: str, good: Rows, rows: Rows, lacks: str = "") -> Found:
    """So many of these rows; a few of them say little."""
    short = len(rows) - len(good)
    words = f"{short} 件{lacks}" if short and lacks else ""
    return Found(len(good), len(rows), ids(table, rows), words, sampled=True)


def there(table: str, rows: Rows, lacks: str) -> Found:
    """Yes or no: is there one?"""
    return Found(int(bool(rows)), 1, ids(table, rows), "" if rows else lacks)


def attendance(table: str, rows: Rows) -> Found:
    """The average of present ÷ expected over the meetings that say both."""
    told = [row for row in rows if row["expected"]]
    shares = [
        min(Fraction(row["present"] or 0, row["expected"]), Fraction(1)) for row in told
    ]  # fmt: skip
    if not shares:
        return Found(0, 0, ids(table, rows))
    return Found(sum(shares, Fraction(0)) / len(shares), 1, ids(table, told))


def ids(table: str, rows: Rows) -> dict[str, tuple[str, ...]]:
    return {table: tuple(row["id"] for row in rows)}


def missing(names: Sequence[str]) -> str:
    """缺 3月、8月 — at most six by name."""
    if not names:
        return ""
    more = f"等 {len(names)} 期" if len(names) > 6 else ""
    return f"缺{'、'.join(names[:6])}{more}"
