"""What of the files of a unit can be told without a book: catalogue, periods, states."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.archive.records import AT_WORK, CLOSED, FOUND, TO_RECHECK

VOLUMES, BASELINE = "archive-volumes", "archive-baseline"
STANDING: Final = "-"  # as the day of an entry: its rows hold on, whatever the year
_DAY: Final = len("2026-01-31")
_QUARTERS: Final = ("第一季度", "第二季度", "第三季度", "第四季度")


class Entry(NamedTuple):
    """One line of the catalogue: which rows of which ledger stand there, how often they should."""

    id: str
    volume: str  # "07 监督整改"
    name: str
    table: str
    where: tuple[tuple[str, str, Any], ...]
    # The fields that place a row in the year, the first that is filled; none: as its ledger says.
    days: tuple[str, ...]
    every: str  # M, Q, H, Y, or "" for once in the year
    required: bool
    reference: bool  # only counted on paper
    grace: int = 0  # so many days after the end of a period it may still come

    @property
    def standing(self) -> bool:
        """Do its rows hold on, whatever the year?"""
        return self.days == (STANDING,)


def catalogue(pack: Pack) -> tuple[Entry, ...]:
    """Every entry of the twelve volumes, in their order."""
    names = {row["id"]: f"{row['id']} {row['name']}" for row in pack.rows("volumes")}
    return tuple(
        Entry(
            row["id"], names[row["volume"]], row["name"], row.get("table", ""),
            tuple((field, op, value) for field, op, value in row.get("where", ())),
            _listed(row.get("day")), row["every"], row["required"], row.get("reference", False),
            int(row.get("grace", 0)),
        )
        for row in pack.rows("entries")
    )  # fmt: skip


def _listed(said: str | Sequence[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())


def volumes(pack: Pack) -> tuple[str, ...]:
    return tuple(f"{row['id']} {row['name']}" for row in pack.rows("volumes"))


def periods_due(year: int, every: str, until: date, grace: int = 0) -> tuple[Period, ...]:
    """The periods of a year for which something should be there by the day.

    A month or quarter counts once it has ended and its days of grace are over; of the year
    something should be there at once.
    """
    if year > until.year:
        return ()
    if every in ("", "Y"):
        return tuple(Period.within(year, "Y"))
    return tuple(one for one in Period.within(year, every) if one.last < until - timedelta(grace))


def period_of(told: str, every: str) -> str:
    """The period in which a day, month, quarter or year lies; "" where that cannot be told.

    What is told of a longer time, a year for one, is of no quarter.
    """
    first = first_day(told)
    if first is None:
        return ""
    period = Period.holding(first, every or "Y")
    fits = len(told) == _DAY or Period.parse(told).last <= period.last
    return str(period) if fits else ""


def first_day(told: str) -> date | None:
    """Of a day, month (2026-09), quarter (2026Q3), half year or year as ledgers write them."""
    try:
        return date.fromisoformat(told) if len(told) == _DAY else Period.parse(told).first
    except (ValueError, Refused):
        return None


def lacking(entry: Entry, year: int, days: Iterable[str], until: date) -> tuple[str, ...]:
    """In words, for which periods nothing is there that should be."""
    if not entry.required or year > until.year:
        return ()
    listed = list(days)
    if entry.every in ("", "Y") or entry.standing:
        return () if listed else (f"{year}年",)
    there = {period_of(day, entry.every) for day in listed}
    due = periods_due(year, entry.every, until, entry.grace)
    return tuple(period_words(one) for one in due if str(one) not in there)


def period_words(period: Period) -> str:
    """3月, 第一季度, 上半年."""
    month, span = period.first.month, period.last.month - period.first.month + 1
    if span == 1:
        return f"{month}月"
    if span == 3:
        return _QUARTERS[month // 3]
    return ("上半年" if month == 1 else "下半年") if span == 6 else f"{period.first.year}年"


def problem_trouble(row: Mapping[str, Any], today: str) -> Problem | None:
    """What of the days and states of a problem does not go together."""
    found = row["found_on"]
    if found and found > today:
        return Problem("发现日期在今天之后", "请核对日期", field="found_on", code="QL-SA-060")
    for name in ("due_on", "done_on", "closed_on"):
        if found and row[name] and row[name] < found:
            return Problem("日期早于发现日期", "请核对日期", field=name, code="QL-SA-061")
    if row["status"] == CLOSED and not (row["recheck"] or "").strip():
        return Problem(
            "还没写复查情况，不能销号",
            "写一句谁去看的、改好没有",
            field="recheck",
            code="QL-SA-062",
        )
    return None


def states_of(row: Row, before: str, today: str) -> Row:
    """The days that follow from the state of a problem."""
    status, days = row["status"], dict[str, Any]()
    if status in (TO_RECHECK, CLOSED):
        days["done_on"] = row["done_on"] or today
    elif before in (TO_RECHECK, CLOSED):
        days["done_on"] = None  # it goes on
    if status == CLOSED:
        days["closed_on"] = row["closed_on"] or today
    elif status in (FOUND, AT_WORK, TO_RECHECK):
        days["closed_on"] = None
    return days
