"""The papers of party work, from the rows as they are now."""

from collections.abc import Sequence

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.party import reads, rules
from qinglian_desktop.modules.party.papers import meetings, together
from qinglian_desktop.modules.party.papers.together import GridLine, Member
from qinglian_desktop.modules.party.records import (
    CheckIn,
    Grid,
    GridVisit,
    JointMeeting,
    MemberUnit,
    PartyBranch,
    PartyMeeting,
)
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store.book import Book


def meeting_paper(book: Book, table: str, row_id: str, name: str) -> Document:
    """通知, 签到表 or 记录 of a meeting of the Party or of a joint one."""
    record: type[Record] = PartyMeeting if table == PartyMeeting.table else JointMeeting
    row = reads.there(book, record, row_id)
    unit, branch, people = book.unit.name, _branch(book, row), _called_to(book, record, row)
    if name == meetings.NOTICE:
        return meetings.notice(unit, row, branch, people, clock.today())
    if name == meetings.SIGN_IN:
        return meetings.sign_in(unit, row, branch, people)
    return meetings.minutes(unit, row, branch)


def _branch(book: Book, row: Row) -> str:
    found = book.row(PartyBranch.table, row["branch_id"]) if row.get("branch_id") else None
    return str(found["name"] or "") if found else ""


def _called_to(book: Book, record: type[Record], row: Row) -> Sequence[str]:
    if record is PartyMeeting:
        return reads.called_to(book, row)
    on = row["held_on"] or clock.today().isoformat()
    return [
        f"{one['name']}（{one['deputy']}）" if one["deputy"] else str(one["name"])
        for one in reads.own(book, MemberUnit, Where("name", "filled"), order="name")
        if (one["joined_on"] or "") <= on <= (one["left_on"] or "9999")
    ]


def duty_paper(book: Book, year: int) -> Document:
    return meetings.duty_year(book.unit.name, year, reads.duty_months(book, year, clock.today()))


def party_year(book: Book, year: int) -> Document:
    until = reads.year_until(year, clock.today())
    lines = rules.year_lines(reads.year_slots(book, year, until), until)
    return meetings.party_year(book.unit.name, year, lines, until)


def three_lists(book: Book, year: int) -> Document:
    """What was raised in the year, and what of earlier years was still open in it."""
    rows = reads.items_of_year(book, year)
    if not rows:
        raise Refused(f"{year}年还没有登记清单", "先按“新增”登记一条", code="QL-PA-022")
    units = {row["id"]: row["name"] or "" for row in reads.own(book, MemberUnit)}
    return together.three_lists(book.unit.name, year, rows, units, clock.today())


# -- members who report -------------------------------------------------------------------------


def _members(book: Book, year: int, unit: str = "") -> list[Member]:
    found = [
        Member(one.row, one.services)
        for one in reads.reported(book, year, clock.today())
        if not unit or one.row["unit"] == unit
    ]
    if not found:
        raise Refused(f"{year}年还没有报到党员", "先登记或者导入报到名册", code="QL-PA-023")
    return found


def letter_of(book: Book, row_id: str) -> Document:
    """反馈函 about one member."""
    row = _whole(book, row_id)
    members = [m for m in _members(book, row["year"], row["unit"]) if m.row["id"] == row_id]
    return together.letter(book.unit.name, row["unit"], row["year"], members, clock.today())


def letter_to_unit(book: Book, row_id: str) -> Document:
    """反馈函 about everybody who reported from the unit of this member."""
    row = _whole(book, row_id)
    members = _members(book, row["year"], row["unit"])
    return together.letter(book.unit.name, row["unit"], row["year"], members, clock.today())


def letters_to_all(book: Book, year: int) -> list[Document]:
    """A letter to each unit of the year, in the order of their names."""
    heaps: dict[str, list[Member]] = {}
    for member in _members(book, year):
        heaps.setdefault(member.row["unit"] or "", []).append(member)
    return [
        together.letter(book.unit.name, to, year, members, clock.today())
        for to, members in sorted(heaps.items()) if to
    ]  # fmt: skip


def service_card(book: Book, row_id: str) -> Document:
    row = _whole(book, row_id)
    (member,) = [m for m in _members(book, row["year"], row["unit"]) if m.row["id"] == row_id]
    return together.service_card(book.unit.name, member)


def year_of_members(book: Book, year: int) -> Document:
    return together.year_table(book.unit.name, year, _members(book, year))


def _whole(book: Book, row_id: str) -> Row:
    """A member of whom name, unit, year and day are known; refused while they are not."""
    row = reads.there(book, CheckIn, row_id)
    for name in ("person", "unit", "year", "reported_on"):
        if not row[name]:
            what = f"还没填{CheckIn.fields[name].label}"
            raise Refused(what, "填好再印", field=name, code="QL-PA-024")
    return row


# -- grids --------------------------------------------------------------------------------------


def grid_roster(book: Book) -> Document:
    """Refused while no grid is there."""
    day = clock.today()
    found = reads.standing(book, day)
    if not found:
        raise Refused("还没有登记网格", "先在“网格划分”里登记", code="QL-PA-025")
    lines = [
        GridLine(one.grid, rules.by_link(one.staff, "role"), one.lacking, one.households,
                 one.visited)
        for one in found
    ]  # fmt: skip
    return together.grid_roster(book.unit.name, lines, day)


def visit_sheet(book: Book, grid_id: str) -> Document:
    """The households of a grid that nobody has visited yet in the period that runs."""
    grid, day = reads.there(book, Grid, grid_id), clock.today()
    period = reads.visit_period(book, day)
    mine = Where("owner", "=", book.unit.office_id)
    in_groups = Where("group_name", "in", tuple(sorted(rules.groups_of(grid))))
    houses = book.rows(Query(Household.table, (mine, in_groups), order=(("number", False),)))
    seen = (
        mine, Where("grid_id", "=", grid_id), Where("visited_on", ">=", period.first.isoformat()),
        Where("visited_on", "<=", day.isoformat()),
    )  # fmt: skip
    visited = {number for _, number in book.filled(Query(GridVisit.table, seen), "household_no")}
    left = [
        (row["number"] or "", row["head"] or "") for row in houses if row["number"] not in visited
    ]
    if houses and not left:
        what = f"{period.label}这个网格的户都走访过了"
        raise Refused(what, "下一期再印", code="QL-PA-026")
    return together.visit_sheet(book.unit.name, grid, period.label, left)
