"""大党委 and members who report: what was due in a year, what was done by a day."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.module import Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.party import rules
from qinglian_desktop.modules.party.reads.rows import own, pack_of, within, year_until
from qinglian_desktop.modules.party.records import (
    DROPPED,
    PROJECT,
    CheckIn,
    JointItem,
    JointMeeting,
    Service,
)
from qinglian_desktop.modules.party.rules import Tally
from qinglian_desktop.store.book import Book


def joint_periods(book: Book, year: int, until: date) -> dict[Period, list[Row]]:
    """Each period in which a joint meeting is due, with those held for it by that day."""
    every = str(pack_of(book, year_until(year, until)).value("joint.every"))
    held = within("held_on", date(year, 1, 1), min(date(year + 1, 3, 31), until))
    rows = own(book, JointMeeting, *held, order="held_on")
    return {
        period: [row for row in rows if rules.counts_for(row, period)]
        for period in Period.within(year, every)
    }


def joint_meetings(book: Book, year: int, until: date) -> Tally:
    """A03: periods with a joint meeting held in time ÷ ended ones."""
    ended = {p: rows for p, rows in joint_periods(book, year, until).items() if p.last <= until}
    there = [
        rows for period, rows in ended.items()
        if any(row["held_on"] <= period.last.isoformat() for row in rows)
    ]  # fmt: skip
    return Tally(len(there), len(ended), tuple(row["id"] for rows in there for row in rows))


def projects(book: Book, year: int, until: date) -> Tally:
    """A03: projects done in time ÷ projects whose day has come, in a year."""
    due = within("due_on", date(year, 1, 1), year_until(year, until))
    of_list = Where("list", "=", PROJECT)
    rows = [r for r in own(book, JointItem, of_list, *due) if r["status"] != DROPPED]
    done = [
        row for row in rows
        if rules.done_in_time(row) and (row["done_on"] or "") <= until.isoformat()
    ]  # fmt: skip
    return Tally(len(done), len(rows), tuple(row["id"] for row in rows))


def open_items(book: Book) -> list[Row]:
    """What is neither done nor given up, the earliest day first."""
    return own(book, JointItem, Where("done_on", "empty"), Where("status", "!=", DROPPED),
               order="due_on")  # fmt: skip


def items_of_year(book: Book, year: int) -> list[Row]:
    """What was raised in a year, and what of earlier years was still open when it began.

    What was given up tells no day, so it stands only in the year in which it was raised.
    """
    first, last = date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()

    def belongs(row: Row) -> bool:
        raised = row["raised_on"] or first
        if raised < first:
            return row["status"] != DROPPED and (row["done_on"] or first) >= first
        return bool(raised <= last)

    return [row for row in own(book, JointItem, order="number") if belongs(row)]


# -- members who report -------------------------------------------------------------------------


class Reported(NamedTuple):
    """One member with what he did in the year."""

    row: Row
    services: tuple[Row, ...]

    @property
    def hours(self) -> int:
        """In thousandths, as they are kept."""
        return sum(service["hours"] or 0 for service in self.services)


def reported(book: Book, year: int, until: date) -> list[Reported]:
    """Who is on the list of a year by that day, by unit and name, with what they did."""
    by_day = Where("reported_on", "<=", until.isoformat())
    rows = own(book, CheckIn, Where("year", "=", year), by_day, order="unit")
    done = own(
        book, Service, *within("served_on", date(year, 1, 1), year_until(year, until)),
        order="served_on",
    )  # fmt: skip
    heaps = rules.by_link(done, "check_in_id")
    listed = sorted(rows, key=lambda row: (row["unit"] or "", row["person"] or ""))
    return [Reported(row, tuple(heaps.get(row["id"], ()))) for row in listed]


class Reporting(NamedTuple):
    """A04: who claimed a post, and who served and was reported back to the unit."""

    claimed: Tally
    answered: Tally


def reporting(book: Book, year: int, until: date) -> Reporting:
    on = until.isoformat()
    every = reported(book, year, until)
    claimed = [one for one in every if one.row["post"] and (one.row["post_on"] or "") <= on]
    told = [
        one for one in every
        if one.services and one.row["feedback_on"] and one.row["feedback_on"] <= on
    ]  # fmt: skip
    return Reporting(_told(claimed, every), _told(told, every))


def _told(some: Sequence[Reported], every: Sequence[Reported]) -> Tally:
    return Tally(len(some), len(every), tuple(one.row["id"] for one in some))
