"""What of a count is known: its lines, what is open, the notice it hangs by, what is due."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack, cited
from qinglian_desktop.core.reckoning import Reckoning, Way, reckon
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions.records import PASSED
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.disclosure.steps import FROZEN
from qinglian_desktop.modules.property import reads
from qinglian_desktop.modules.property.inventory import (
    DIFFERENT,
    FINISHED,
    ONE,
    Inventory,
    InventoryLine,
)
from qinglian_desktop.modules.property.records import NATURAL
from qinglian_desktop.store.book import Book

PACK = "collective-inventory"
CONFIRMING_BODIES = ("成员大会", "成员代表大会")


def pack_of(book: Book, day: date | None = None) -> Pack:
    return book.pack(PACK, day or clock.today())


def own(book: Book, table: str, *where: Where) -> list[Row]:
    mine = Where("owner", "=", book.unit.office_id)
    return book.rows(Query(table, (mine, *where)))


def inventories(book: Book) -> list[Row]:
    """The counts of this office, the newest year first."""
    return sorted(own(book, Inventory.table), key=lambda row: row["year"] or 0, reverse=True)


def inventory(book: Book, inventory_id: str) -> Row:
    """Refused when it is gone."""
    row = book.row(Inventory.table, inventory_id)
    if row is None or row["deleted"]:
        raise Refused("这次清查已经不在了", "请刷新再试", code="QL-SZ-260")
    return row


def of_year(book: Book, year: int) -> Row | None:
    return next((row for row in inventories(book) if row["year"] == year), None)


def lines_of(book: Book, inventory_id: str) -> list[Row]:
    """In the order of the sheet."""
    found = book.rows(Query(InventoryLine.table, (Where("inventory_id", "=", inventory_id),)))
    return sorted(found, key=lambda row: row["number"] or 0)


def as_of(pack: Pack, year: int) -> date:
    return date(year, int(pack.value("as_of.month")), int(pack.value("as_of.day")))


def report_by(book: Book, day: date) -> Reckoning:
    """The last day for reporting a count as of that day, with its reason."""
    pack = pack_of(book)
    rule = pack.value("report")
    way = Way(
        "place", day, int(rule["months"]), on=int(rule["day"]), end="earlier", floor=day,
        what=rule["what"], by=f"依据：{cited(rule)}", rule=f"{pack.id} report",
    )  # fmt: skip
    return reckon(book.calendar(), way)


def next_year(book: Book, day: date) -> int:
    """The year a count would be begun for: this one from autumn on, else the last."""
    wanted = day.year if day.month > 6 else day.year - 1
    known = {row["year"] for row in inventories(book)}
    return wanted if wanted not in known else wanted + 1


# -- what goes onto the sheet -----------------------------------------------------------------


class ToCount(NamedTuple):
    """One thing of the register as it stood on the day counted for."""

    row: Row
    value: int
    worn: int
    since_out: int  # what left after that day, in thousandths


def to_count(book: Book, day: date) -> list[ToCount]:
    """Everything the register held at the end of that day, by place and number."""
    today = clock.today()
    on = min(day, today)
    gone = {row["id"] for row in reads.register(book) if row["retired_on"]}
    found = [
        ToCount(one.row, one.value, one.worn, _quantity(one.row) if one.row["id"] in gone else 0)
        for one in reads.standing(book, on)
    ]
    return sorted(found, key=_by_place)


def _by_place(one: ToCount) -> tuple[Any, ...]:
    row = one.row
    place = row["location"] or ""
    return (row["nature"] == NATURAL, not place, place, row["number"] or "")


def _quantity(row: Row) -> int:
    return int(row["quantity"] or row["area"] or ONE)


# -- the notice, the decision -----------------------------------------------------------------


def notice_of(book: Book, row: Row) -> Row | None:
    """The notice the result hangs by, while it is there."""
    notice = book.row(Notice.table, row["notice_id"]) if row["notice_id"] else None
    return notice if notice is not None and not notice["deleted"] else None


def posted_on(book: Book, row: Row) -> date | None:
    """Since when the result hangs; None while it does not."""
    notice = notice_of(book, row)
    if notice is None or notice["state"] not in FROZEN or not notice["posted_on"]:
        return None
    return date.fromisoformat(notice["posted_on"])


def removed_on(book: Book, row: Row) -> date | None:
    """When the notice of the result came down; None while it hangs."""
    notice = notice_of(book, row)
    gone = notice["removed_on"] if notice is not None else None
    return date.fromisoformat(gone) if gone else None


def public_until(book: Book, posted: date) -> Reckoning:
    """The last day a result that went up on that day must hang, with its reason."""
    pack = pack_of(book)
    rule = pack.value("posting")
    way = Way(
        "count", posted, int(rule["days"]), what=rule["what"], by=f"依据：{cited(rule)}",
        rule=f"{pack.id} posting.days",
    )  # fmt: skip
    return reckon(book.calendar(), way)


def passed_on(book: Book, matter_id: str) -> date | None:
    """When a matter was passed; None while it was not."""
    from qinglian_desktop.modules.decisions import reads as deciding  # all its rules: late

    found = deciding.case(book, matter_id).decided
    last = found.last if found is not None else None
    if last is None or last["result"] != PASSED or not last["held_on"]:
        return None
    return date.fromisoformat(last["held_on"])


# -- figures ----------------------------------------------------------------------------------


class Sums(NamedTuple):
    """One class of a count: how many lines, what the books said, what was found."""

    nature: str
    many: int
    book_fen: int
    counted_fen: int
    different: int


def sums_of(lines: Iterable[Row]) -> list[Sums]:
    found: dict[str, list[Row]] = {}
    for line in lines:
        found.setdefault(line["nature"] or "没有分类", []).append(line)
    return [
        Sums(
            nature, len(rows), sum(row["book_fen"] or 0 for row in rows),
            sum(row["counted_fen"] or 0 for row in rows),
            sum(row["result"] in DIFFERENT for row in rows),
        )
        for nature, rows in found.items()
    ]  # fmt: skip


def unhandled(book: Book, day: date) -> Iterator[tuple[Row, date]]:
    """AST-03: differences found and not handled, with the day by which they should be."""
    where = (
        Where("result", "in", DIFFERENT), Where("found_on", "filled"), Where("handled_on", "empty"),
    )  # fmt: skip
    for row in own(book, InventoryLine.table, *where):
        days = int(pack_of(book, day).value("handling.days"))
        yield row, date.fromisoformat(row["found_on"]) + timedelta(days=days)


def unfinished(book: Book) -> list[Row]:
    return [row for row in inventories(book) if row["state"] != FINISHED]


def last_counted(book: Book, year: int) -> dict[str, Row]:
    """What the finished count of the year before found, by asset."""
    before = of_year(book, year - 1)
    if before is None:
        return {}
    rows: Sequence[Row] = lines_of(book, before["id"])
    return {row["asset_id"]: row for row in rows if row["asset_id"] and row["result"]}
