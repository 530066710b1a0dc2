"""What is found at the units, what is open everywhere, what they tell as good practice?"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.archive import records as archive
from qinglian_desktop.modules.directives import reads as directing
from qinglian_desktop.modules.directives.records import CLOSED as DIRECTIVE_CLOSED
from qinglian_desktop.modules.directives.records import DONE, INSPECTED, NOTICE, WITHDRAWN
from qinglian_desktop.modules.education.records import Experience
from qinglian_desktop.modules.inspection import rules
from qinglian_desktop.modules.inspection.records import (
    FINDING,
    JOINT_ITEM,
    LATE_MATTER,
    LATE_TASK,
    NOTED,
    PROBLEM,
    SENT,
    ExperienceNote,
    InspectionFinding,
    InspectionRound,
    InspectionVisit,
    MeetingTask,
    StreetTopic,
)
from qinglian_desktop.modules.party import records as party
from qinglian_desktop.modules.street import lost
from qinglian_desktop.modules.tasks.records import OPEN, Task
from qinglian_desktop.store import roles
from qinglian_desktop.store.book import Book

_NAMED = 3  # late tasks that are named in a topic; of the others only how many


def pack_of(book: Book, day: date | None = None) -> Pack:
    return book.pack(rules.PACK, day or clock.today())


def units(book: Book) -> list[Row]:
    """Every unit that has not been closed, in the order of the codes."""
    rows = book.rows(Query("enrolled_unit", order=(("code", False),)))
    return [row for row in rows if row["state"] != "已停用"]


def unit(book: Book, unit_id: str | None) -> Row | None:
    return book.row("enrolled_unit", unit_id) if unit_id else None


def there(book: Book, record: type[Record], row_id: str) -> Row:
    """Refused when the row is gone."""
    row = book.row(record.table, row_id)
    if row is None or row["deleted"]:
        raise Refused(f"这条{record.label}已经不在了", "请刷新列表再试", code="QL-ST-070")
    return row


# -- inspections ------------------------------------------------------------------------------


def visits(book: Book, round_id: str) -> list[Row]:
    """The visits of a round, by their day and then by the codes of the units."""
    codes = {row["id"]: row["code"] for row in book.rows(Query("enrolled_unit"))}
    rows = book.rows(Query(InspectionVisit.table, (Where("round_id", "=", round_id),)))
    return sorted(rows, key=lambda row: (row["planned_on"] or "", codes.get(row["unit_id"], "")))


def points_of(book: Book, visit: Row) -> tuple[rules.Point, ...]:
    """What the sheet of a visit asks, as it held on its day."""
    row = book.row(InspectionRound.table, visit["round_id"]) if visit["round_id"] else None
    if row is None:
        return ()
    day = visit["planned_on"] or row["from_on"]
    return rules.points(pack_of(book, date.fromisoformat(day) if day else None), row["sheet"] or "")


def findings(book: Book, *where: Where) -> list[Row]:
    return book.rows(Query(InspectionFinding.table, where, order=(("number", False),)))


def of_round(book: Book, round_id: str) -> list[Row]:
    """What was found on the visits of a round, in the order of the visits."""
    found = []
    for visit in visits(book, round_id):
        found += findings(book, Where("visit_id", "=", visit["id"]))
    return found


def open_of_unit(book: Book, unit_id: str) -> list[Row]:
    """What was found there and is not closed: it is looked at again on the next visit."""
    return findings(book, Where("unit_id", "=", unit_id), Where("state", "in", (NOTED, SENT)))


def stand(book: Book, row: Row) -> str:
    """Where a finding stands, with what the unit says to it."""
    matter = directing.matter(book, row["directive_id"]) if row["directive_id"] else None
    return matter.stand if matter and row["state"] == SENT else str(row["state"])


def waiting_words(book: Book) -> str:
    """还没下发 1 条，单位在办 3 条，等复查 2 条; "" where nothing waits."""
    open_ones = findings(book, Where("state", "in", (NOTED, SENT)))
    stands = [stand(book, row) for row in open_ones]
    noted, done = stands.count(NOTED), stands.count(DONE)
    told = (
        (noted, "还没下发 {} 条"),
        (len(stands) - noted - done, "单位在办 {} 条"),
        (done, "单位办完、等复查 {} 条"),
    )
    return "，".join(words.format(count) for count, words in told if count)


# -- what a meeting has to speak about -----------------------------------------------------------


class Open(NamedTuple):
    """One open matter of a unit: what it is, how it stands, which row says so."""

    kind: str
    unit: Row
    title: str
    state_words: str
    table: str
    row_id: str


def open_matters(book: Book, day: date) -> list[Open]:
    """Of all units in the order of their codes: what is open and needs more than one hand.

    A department collects what its own ledgers say.
    """
    out = lost.left_out(book)
    late = _late_matters(book, day)
    found: list[Open] = []
    for one in units(book):
        found += _problems(book, one, day, out)
        found += _findings(book, one, day)
        found += _joint_items(book, one, day, out)
        found += _late_tasks(book, one, day, out)
        found += late.get(one["office_id"], ())
    hidden = roles.hidden(book)
    return [one for one in found if one.table not in hidden]


_Out = Mapping[str, tuple[Where, ...]]


def _of(book: Book, one: Row, table: str, out: _Out, *where: Where) -> list[Row]:
    own = Where("owner", "=", one["office_id"])
    return book.rows(Query(table, (own, *where, *out.get(table, ()))))


def _problems(book: Book, one: Row, day: date, out: _Out) -> Iterator[Open]:
    table = archive.Problem.table
    rows = _of(book, one, table, out, Where("status", "!=", archive.CLOSED))
    for row in sorted(rows, key=lambda row: row["number"] or ""):
        words = f"{row['status']}，{rules.past_words(row['due_on'], day)}"
        yield Open(PROBLEM, one, row["description"] or "没有写清的问题", words, table, row["id"])


def _findings(book: Book, one: Row, day: date) -> Iterator[Open]:
    for row in open_of_unit(book, one["id"]):
        words = f"{stand(book, row)}，{rules.past_words(row['due_on'], day)}"
        table = InspectionFinding.table
        yield Open(FINDING, one, row["what"] or "没有写清的发现", words, table, row["id"])


def _joint_items(book: Book, one: Row, day: date, out: _Out) -> Iterator[Open]:
    """Needs and projects of the 大党委 past their day; what is in time needs no meeting."""
    table = party.JointItem.table
    still = Where("status", "in", (party.OPEN, party.UNDER_WAY))
    past = Where("due_on", "<", day.isoformat())
    lists = Where("list", "in", (party.NEED, party.PROJECT))
    for row in sorted(
        _of(book, one, table, out, still, past, lists), key=lambda row: row["number"] or ""
    ):
        words = f"{row['status']}，{rules.past_words(row['due_on'], day)}"
        yield Open(JOINT_ITEM, one, row["title"] or "没有写清的事项", words, table, row["id"])


def _late_tasks(book: Book, one: Row, day: date, out: _Out) -> Iterator[Open]:
    """One line a unit: how many tasks are past their day, the oldest by name."""
    still, past = Where("state", "in", OPEN), Where("due_on", "<", day.isoformat())
    rows = sorted(_of(book, one, Task.table, out, still, past), key=lambda row: row["due_on"])
    if not rows:
        return
    named = "；".join(str(row["title"] or "没有写清的任务")[:30] for row in rows[:_NAMED])
    more = "等" if len(rows) > _NAMED else ""
    first = rules.past_words(rows[0]["due_on"], day)
    title = f"逾期任务 {len(rows)} 项：{named}{more}"
    yield Open(LATE_TASK, one, title, f"最早的{first}", Task.table, rows[0]["id"])


def _late_matters(book: Book, day: date) -> dict[str, list[Open]]:
    """What the street asked for and is past its day; orders of inspections come as findings."""
    offices = {row["office_id"]: row for row in units(book)}
    found: dict[str, list[Open]] = {}
    past = Where("due_on", "<", day.isoformat())
    for matter in reversed(directing.matters(book, past)):
        row, one = matter.row, offices.get(matter.row["to_office"])
        over = matter.stand in (DONE, DIRECTIVE_CLOSED, WITHDRAWN)
        if one is None or over or row["kind"] == NOTICE or row["origin"] == INSPECTED:
            continue
        words = f"{matter.stand}，{rules.past_words(row['due_on'], day)}"
        made = Open(LATE_MATTER, one, row["title"], words, "directive", row["id"])
        found.setdefault(row["to_office"], []).append(made)
    return found


def topics(book: Book, meeting_id: str) -> list[Row]:
    where = (Where("meeting_id", "=", meeting_id),)
    return book.rows(Query(StreetTopic.table, where, order=(("seq", False),)))


def tasks(book: Book, meeting_id: str) -> list[Row]:
    rows = book.rows(Query(MeetingTask.table, (Where("meeting_id", "=", meeting_id),)))
    return sorted(rows, key=lambda row: (row["created_at"], row["id"]))


def task_stand(book: Book, row: Row) -> str:
    """How far what a meeting decided has come, read from what it became."""
    if row["directive_id"]:
        matter = directing.matter(book, row["directive_id"])
        return matter.stand if matter else "已经不在了"
    task = book.row(Task.table, row["task_id"]) if row["task_id"] else None
    if task is None or task["deleted"]:
        return "还没派"
    return str(task["state"])


def decided_in(book: Book, directive_id: str) -> tuple[str, str] | None:
    """The row a directive comes from: the finding, or the task of a meeting; None for others."""
    for record in (InspectionFinding, MeetingTask):
        rows = book.rows(Query(record.table, (Where("directive_id", "=", directive_id),)))
        if rows:
            return record.table, str(rows[0]["id"])
    return None


# -- good practice ------------------------------------------------------------------------------


class Practice(NamedTuple):
    """A practice as its unit tells it, and what the street said to it."""

    unit: str
    row: Row
    note: Row | None

    @property
    def chosen(self) -> str:
        return str(self.note["chosen"]) if self.note else "还没看"

    @property
    def papers(self) -> tuple[str, ...]:
        stored = self.row["files"]
        return Experience.fields["files"].kind.load(stored) if stored else ()


def practices(book: Book, chosen: Sequence[str] = ()) -> list[Practice]:
    """Of every unit in the order of the codes; all, or those the street has chosen so."""
    if Experience.table in roles.hidden(book):
        return []
    notes = {row["experience_id"]: row for row in book.rows(Query(ExperienceNote.table))}
    names = {row["office_id"]: str(row["name"]) for row in units(book)}
    by_office: dict[str, list[Row]] = {}
    gone = lost.left_out(book).get(Experience.table, ())
    for row in book.rows(Query(Experience.table, gone, order=(("title", False),), natural=True)):
        by_office.setdefault(row["owner"], []).append(row)
    found = [
        Practice(name, row, notes.get(row["id"]))
        for office, name in names.items()
        for row in by_office.get(office, ())
    ]
    return [one for one in found if not chosen or one.chosen in chosen]


def of_unit(book: Book, office: str, record: type[Record], order: str = "") -> list[Row]:
    """The rows of a unit as they were reported, without those it has no more; to a department
    only those of its own ledgers.
    """
    if record.table in roles.hidden(book):
        return []
    where = (Where("owner", "=", office), *lost.left_out(book).get(record.table, ()))
    return book.rows(Query(record.table, where, order=((order, False),) if order else ()))
