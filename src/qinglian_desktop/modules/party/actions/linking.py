"""A link and the name beside it: chosen in the form, or read as a name from a sheet."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.modules.party import reads
from qinglian_desktop.modules.party.records import (
    CheckIn,
    Grid,
    GridEvent,
    GridStaff,
    GridVisit,
    JointItem,
    MemberUnit,
    PartyBranch,
    PartyMeeting,
    Service,
)
from qinglian_desktop.store.book import Book

_Find = Callable[[Book, Row], list[Row]]


class Named(NamedTuple):
    """A link, the names that stand beside it, who is meant by them, and where to enter more."""

    link: str
    table: str
    names: Mapping[str, str]  # field here → field of the linked row; "" is how it is called
    find: _Find
    enter: str  # 先在“网格划分”里登记


def _grids(book: Book, made: Row) -> list[Row]:
    said = made["grid_no"].strip()
    return [
        row for row in reads.own(book, Grid)
        if said in (row["number"], row["name"], naming(Grid, row))
    ]  # fmt: skip


def _branches(book: Book, made: Row) -> list[Row]:
    return reads.own(book, PartyBranch, Where("name", "=", made["branch"].strip()))


def _units(book: Book, made: Row) -> list[Row]:
    return reads.own(book, MemberUnit, Where("name", "=", made["unit_name"].strip()))


def _members(book: Book, made: Row) -> list[Row]:
    """Of the year of the service; the unit tells people of one name apart."""
    found = reads.own(book, CheckIn, Where("person", "=", made["person"].strip()))
    year, unit = (made["served_on"] or "")[:4], (made["unit"] or "").strip()
    return [
        row for row in found
        if (not year or str(row["year"]) == year) and (not unit or row["unit"] == unit)
    ]  # fmt: skip


_GRID = Named("grid_id", Grid.table, {"grid_no": ""}, _grids, "先在“网格划分”里登记")
NAMED: Mapping[str, Named] = {
    GridStaff.table: _GRID,
    GridVisit.table: _GRID,
    GridEvent.table: _GRID,
    PartyMeeting.table: Named(
        "branch_id", PartyBranch.table, {"branch": "name"}, _branches, "先在“党组织”里登记"
    ),
    JointItem.table: Named(
        "owner_unit", MemberUnit.table, {"unit_name": "name"}, _units, "先在“共建单位”里登记"
    ),
    Service.table: Named(
        "check_in_id", CheckIn.table, {"person": "person", "unit": "unit"}, _members,
        "先在“报到名册”里登记，同名的写上工作单位",
    ),
}  # fmt: skip


def linked(book: Book, table: str, made: Row, filled: Row) -> Row:
    """The names beside a link that was chosen; the link of a name that was typed.

    Refused for a name nobody has, or several have.
    """
    if table not in NAMED:
        return filled
    named = NAMED[table]
    if made[named.link]:
        row = book.row(named.table, made[named.link])
        return filled if row is None else {**filled, **_names(named, row, made)}
    if named.link in filled:  # it was taken away in the form
        return {**filled, **dict.fromkeys(named.names)}
    first = next(iter(named.names))
    if not (made[first] or "").strip():
        return filled
    found = named.find(book, made)
    if len(found) != 1:
        what = f"“{made[first]}”{'有同名的，分不清是哪一个' if found else '还没有登记'}"
        raise Refused(what, named.enter, field=first, code="QL-PA-029")
    return {**filled, named.link: found[0]["id"], **_names(named, found[0], made)}


def _names(named: Named, row: Row, made: Row) -> Row:
    told = {name: row[of] if of else naming(Grid, row) for name, of in named.names.items()}
    return {name: value for name, value in told.items() if made[name] != value}


def lacking(record: type[Record], told: Mapping[str, Any]) -> Problem | None:
    """A row of a sheet that does not say to which it belongs."""
    named = NAMED.get(record.table)
    if named is None or not record.fields[named.link].required or told[named.link]:
        return None
    name = next(iter(named.names))
    word = "姓名" if name == "person" else "网格"
    return Problem(f"没有写{word}", f"请在表里加一列“{word}”", field=name, code="QL-PA-030")
