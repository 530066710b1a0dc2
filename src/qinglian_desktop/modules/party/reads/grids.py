"""How do the grids stand: people, households visited, events closed in time?"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.party import rules
from qinglian_desktop.modules.party.reads.rows import own, pack_of, within, year_until
from qinglian_desktop.modules.party.records import Grid, GridEvent, GridStaff, GridVisit
from qinglian_desktop.modules.party.rules import Tally
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store.book import Book


class Standing(NamedTuple):
    """One grid on a day: who is missing, how many households, how many of them were visited."""

    grid: Row
    staff: tuple[Row, ...]
    lacking: tuple[str, ...]
    households: int
    visited: int


def grids_on(book: Book, day: date) -> list[Row]:
    on = day.isoformat()
    return [
        row for row in own(book, Grid, order="number")
        if (row["from_on"] or "") <= on <= (row["until_on"] or "9999")
    ]  # fmt: skip


def standing(book: Book, day: date, period: Period | None = None) -> list[Standing]:
    """Every grid in use on a day; visits are counted within the period, up to that day."""
    chosen = period or visit_period(book, day)
    heaps = rules.by_link(own(book, GridStaff), "grid_id")
    made = []
    for grid in grids_on(book, day):
        staff = tuple(r for r in heaps.get(grid["id"], ()) if rules.serves(r, day))
        visited = households_visited(book, grid["id"], chosen.first, min(chosen.last, day))
        many = households_of(book, grid)
        made.append(
            Standing(grid, staff, rules.lacking(staff, day), many, min(visited, many or visited))
        )
    return made


def visit_period(book: Book, day: date) -> Period:
    """The stretch of time within which every household is to be visited."""
    return Period.holding(day, str(pack_of(book, day).value("visit.every")))


def households_of(book: Book, grid: Row) -> int:
    """As it was typed, else as many as the register has in the groups of the grid."""
    if grid["households"] is not None:
        return int(grid["households"])
    mine = Where("owner", "=", book.unit.office_id)
    in_groups = Where("group_name", "in", tuple(sorted(rules.groups_of(grid))))
    return book.count(Query(Household.table, (mine, in_groups)))


def households_visited(book: Book, grid_id: str, first: date, last: date) -> int:
    """Different households; a visit without a number says nothing of one."""
    where = (
        Where("owner", "=", book.unit.office_id), Where("grid_id", "=", grid_id),
        Where("household_no", "filled"), *within("visited_on", first, last),
    )  # fmt: skip
    found = book.values(Query(GridVisit.table, where), "household_no", 1)
    return len(found.found) + found.left


class Grids(NamedTuple):
    """D01: grids with a leader and a worker; households visited; events closed in time."""

    staffed: Tally
    visits: Tally
    events: Tally


def grid_figures(book: Book, year: int, until: date) -> Grids:
    """Of a year up to a day; visits are those of the periods that have ended by then."""
    last = year_until(year, until)
    every = grids_on(book, last)
    heaps = rules.by_link(own(book, GridStaff), "grid_id")
    staffed = [
        grid for grid in every
        if not {"网格长", "专职或兼职网格员"} & set(rules.lacking(heaps.get(grid["id"], ()), last))
    ]  # fmt: skip
    return Grids(
        Tally(len(staffed), len(every), tuple(grid["id"] for grid in staffed)),
        _visits(book, every, year, last),
        _events(book, year, last),
    )


def _visits(book: Book, grids: Iterable[Row], year: int, last: date) -> Tally:
    every = str(pack_of(book, last).value("visit.every"))
    ended = [period for period in Period.within(year, every) if period.last <= last]
    done = due = 0
    for grid in grids:
        many = households_of(book, grid)
        for period in ended:
            due += many
            done += min(households_visited(book, grid["id"], period.first, period.last), many)
    return Tally(done, due)


def _events(book: Book, year: int, last: date) -> Tally:
    """Closed in time ÷ those whose day has come."""
    rows = own(book, GridEvent, *within("due_on", date(year, 1, 1), last))
    done = [
        row for row in rows
        if row["closed_on"] and row["closed_on"] <= row["due_on"]
        and row["closed_on"] <= last.isoformat()
    ]  # fmt: skip
    return Tally(len(done), len(rows), tuple(row["id"] for row in rows))
