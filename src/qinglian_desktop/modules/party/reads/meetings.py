"""Which meetings does a year ask for, which were held, who is called; the secretary's log."""

from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.party import rules
from qinglian_desktop.modules.party.reads.rows import own, pack_of, within, year_until
from qinglian_desktop.modules.party.records import BOARD_MEETING, DutyLog, PartyBranch, PartyMeeting
from qinglian_desktop.modules.party.rules import Slot, Tally
from qinglian_desktop.modules.registry.records import Person, Post
from qinglian_desktop.store.book import Book


def meetings_of(book: Book, year: int, until: date) -> list[Row]:
    """Meetings of a year that were held by that day; those for it held early next year, too."""
    last = min(date(year + 1, 3, 31), until)
    return own(book, PartyMeeting, *within("held_on", date(year, 1, 1), last), order="held_on")


def year_slots(book: Book, year: int, until: date) -> list[Slot]:
    """Every meeting a year asks for, with what was held by that day."""
    table = rules.cycles(pack_of(book, year_until(year, until)))
    branches = own(book, PartyBranch, order="name")
    return rules.slots(table, branches, meetings_of(book, year, until), year)


def organisation_life(book: Book, year: int, until: date) -> Tally:
    """A01: the branches' meetings held in time ÷ due."""
    return rules.tally((s for s in year_slots(book, year, until) if s.cycle.life), until)


def clean_studies(book: Book, year: int, until: date) -> Tally:
    """A02: half years in which the Party organisation studied 清廉村居 ÷ ended ones."""
    return rules.tally((s for s in year_slots(book, year, until) if not s.cycle.life), until)


def duty_months(book: Book, year: int, until: date) -> dict[Period, list[Row]]:
    """A02: every month of the year that has begun by that day, with what the secretary noted."""
    last = year_until(year, until)
    within = Where("month", ">=", f"{year}-01"), Where("month", "<=", f"{year}-12")
    rows = own(book, DutyLog, *within, order="done_on")
    heaps = rules.by_link((r for r in rows if (r["done_on"] or "") <= until.isoformat()), "month")
    return {
        month: list(heaps.get(str(month), ()))
        for month in Period.within(year, "M")
        if month.first <= last
    }


def duty_log(book: Book, year: int, until: date) -> Tally:
    """A02: months of which something is noted ÷ months that have ended."""
    months = duty_months(book, year, until)
    ended = [month for month in months if month.last <= until]
    noted = [month for month in ended if months[month]]
    return Tally(len(noted), len(ended), tuple(row["id"] for m in noted for row in months[m]))


def called_to(book: Book, meeting: Row) -> tuple[str, ...]:
    """The names on the sign-in sheet: as written, else who sits in the branch on that day.

    A board is the posts in a body of the branch's name; members are people with the tag 党员,
    of this branch where there are several and the tags say so.
    """
    if written := (meeting["attendees"] or "").strip():
        return names_in(written)
    branches = own(book, PartyBranch)
    branch = next((row for row in branches if row["id"] == meeting["branch_id"]), None)
    day = date.fromisoformat(meeting["held_on"]) if meeting["held_on"] else clock.today()
    if meeting["kind"] == BOARD_MEETING:
        return tuple(_board(book, branch, day)) if branch else ()
    members = own(
        book, Person, Where("tags", "contains", "党员"), Where("state", "=", "在册"), order="name"
    )
    if branch is not None and len(branches) > 1:
        members = [row for row in members if branch["name"] in row["tags"]]
    return tuple(dict.fromkeys(row["name"] for row in members))


def _board(book: Book, branch: Row, day: date) -> list[str]:
    rows = own(book, Post, Where("body", "=", branch["name"]), order="from_on")
    return list(dict.fromkeys(r["person_name"] for r in rows if rules.serves(r, day)))


def names_in(text: str) -> tuple[str, ...]:
    """张三、李四 王五 → the names, each once."""
    for sign in "，,；;\n\t 　":
        text = text.replace(sign, "、")
    return tuple(dict.fromkeys(part for part in text.split("、") if part))
