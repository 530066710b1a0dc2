"""What does the register hold on a day: values, what wore off, what lies idle or earns little?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.modules.property import rules
from qinglian_desktop.modules.property.records import (
    CONTRACTED,
    DISPOSALS,
    EARNING,
    GONE,
    IDLE,
    LENT,
    LET,
    LOWERED,
    NATURAL,
    NATURES,
    OCCUPIED,
    Asset,
    AssetEvent,
    WearLine,
    WearRun,
)
from qinglian_desktop.modules.property.rules import Card, Given
from qinglian_desktop.modules.property.rules.cards import PACK
from qinglian_desktop.store.book import Book


def rules_on(book: Book, day: date) -> Given:
    """The pack of that day, with what the office settled itself."""
    return rules.given(book.pack(PACK, day))


def own(book: Book) -> Where:
    return Where("owner", "=", book.unit.office_id)


def asset(book: Book, asset_id: str) -> Row:
    """One asset of the register; refused when it is gone."""
    row = book.row(Asset.table, asset_id)
    if row is None or row["deleted"]:
        raise Refused("这件资产已经不在台账里了", "请刷新列表再试", code="QL-SZ-226")
    return row


def register(book: Book, account: str = "") -> list[Row]:
    """Every card of this office, of one book or of both, by number; those disposed of too."""
    of_book = (Where("book", "=", account),) if account else ()
    order = (("number", False),)
    return book.rows(Query(Asset.table, (own(book), *of_book), order=order, natural=True))


# -- what happened ------------------------------------------------------------------------------


def events_of(book: Book, asset_id: str) -> list[Row]:
    """What happened to one asset, the oldest first."""
    where = (Where("asset_id", "=", asset_id),)
    return in_order(book.rows(Query(AssetEvent.table, where)))


def in_order(events: Iterable[Row]) -> list[Row]:
    return sorted(events, key=lambda row: (row["day"] or "", row["number"] or "", row["id"]))


def all_events(book: Book) -> dict[str, list[Row]]:
    """By asset, the oldest first."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in in_order(book.rows(Query(AssetEvent.table, (own(book),)))):
        found[row["asset_id"]].append(row)
    return found


def holds(row: Row, on: str) -> bool:
    """Did what this row did hold on that day: done by then, and not yet taken back?"""
    return (row["day"] or "") <= on and not (row["reversed_on"] and row["reversed_on"] <= on)


class Standing(NamedTuple):
    """One asset on a day, in 分."""

    row: Row
    value: int
    worn: int

    @property
    def net(self) -> int:
        return self.value - self.worn


def standing(book: Book, day: date, account: str = "") -> list[Standing]:
    """The assets of the register on that day, as much as they were worth then."""
    on, events, worn = day.isoformat(), all_events(book), worn_by(book, day)
    found = []
    for row in register(book, account):
        told = events.get(row["id"], [])
        if (row["acquired_on"] or "") > on or _gone(row, told, on):
            continue
        worn_off = (row["worn_fen"] or 0) + worn.get(row["id"], 0)
        found.append(Standing(row, _value(row, told, on), worn_off))
    return found


def _gone(row: Row, events: Sequence[Row], on: str) -> bool:
    left = [event for event in events if event["kind"] in DISPOSALS]
    if left:
        return any(holds(event, on) for event in left)
    return row["status"] == GONE and (row["retired_on"] or "") <= on


def _value(row: Row, events: Sequence[Row], on: str) -> int:
    """The value of the card less what was added since, and what stood then and was taken back."""
    value = int(row["value_fen"] or 0)
    for event in events:
        moved = int(event["change_fen"] or 0)
        if event["reversed_on"]:
            value += moved if holds(event, on) else 0
        elif (event["day"] or "") > on:
            value -= moved
    return value


# -- what wore off ------------------------------------------------------------------------------


def worn_by(book: Book, day: date) -> dict[str, int]:
    """What was charged to each asset up to that day, without what its card began with."""
    on, found = day.isoformat(), dict[str, int]()
    charged_by = _charging(book)
    for line in book.rows(Query(WearLine.table, (own(book),))):
        by = charged_by.get(line["run_id"] or line["event_id"])
        if by is not None and holds(by, on):
            found[line["asset_id"]] = found.get(line["asset_id"], 0) + line["amount_fen"]
    return found


def _charging(book: Book) -> dict[str, Row]:
    """The runs and events that charged lines or took some back, by their id."""
    runs = book.rows(Query(WearRun.table, (own(book),)))
    left = (own(book), Where("kind", "in", (*DISPOSALS, LOWERED)))
    return {row["id"]: row for row in (*runs, *book.rows(Query(AssetEvent.table, left)))}


def wear_of(book: Book, asset_id: str) -> list[Row]:
    """The charges of one asset that stand, the oldest first."""
    return wear_lines(book, Where("asset_id", "=", asset_id))


def wear_lines(book: Book, *where: Where) -> list[Row]:
    """The charges that were not taken back, the oldest first."""
    charged_by = _charging(book)
    lines = book.rows(Query(WearLine.table, (own(book), *where)))
    kept = [
        line
        for line in lines
        if (by := charged_by.get(line["run_id"] or line["event_id"])) and not by["reversed_on"]
    ]
    return sorted(kept, key=lambda line: str(line["month"]))


def charged_after(book: Book, asset_id: str, day: date) -> str:
    """The last month that was charged to an asset by what was posted after a day; "" if none."""
    by, on = _charging(book), day.isoformat()
    lines = wear_of(book, asset_id)
    late = [one["month"] for one in lines if by[one["run_id"] or one["event_id"]]["day"] > on]
    return str(max(late, default=""))


def runs(book: Book, account: str) -> list[Row]:
    """The months that were charged, the newest first; those taken back too."""
    where = (own(book), Where("book", "=", account))
    found = book.rows(Query(WearRun.table, where))
    return sorted(found, key=lambda row: (row["month"], row["day"]), reverse=True)


def last_run(book: Book, account: str) -> Row | None:
    """The newest month that stands charged."""
    return next((row for row in runs(book, account) if not row["reversed_on"]), None)


def card_of(row: Row, given: Given) -> Card | None:
    """What the plan of an asset is made of; None where nothing wears off or the day is missing."""
    method = given.methods.get(str(row["method"]))
    kind = given.kind_of(row)
    if method is None or kind is None or not kind.contra or not row["acquired_on"]:
        return None
    first = rules.month_of(date.fromisoformat(row["acquired_on"])) + given.value("wear.first_after")
    return Card(
        int(row["value_fen"] or 0), int(row["residual_fen"] or 0), int(row["life_months"] or 0),
        first, str(method["formula"]), int(method["factor"]), int(method["even_years"]),
    )  # fmt: skip


def charged_through(row: Row, card: Card, lines: Sequence[Row]) -> int:
    """The last month that is already charged; the one before the first where none is."""
    months = [int(line["month"][:4]) * 12 + int(line["month"][5:7]) - 1 for line in lines]
    if row["worn_until"]:
        months.append(rules.month_of(date.fromisoformat(row["worn_until"])))
    return max(months, default=card.first - 1)


# -- lists that ask for something ---------------------------------------------------------------


def idle(book: Book, day: date) -> list[Row]:
    """What could earn and has lain idle for longer than the pack allows, the longest first."""
    latest = day - timedelta(days=rules_on(book, day).value("idle.days"))
    where = (
        own(book),
        Where("status", "=", IDLE),
        Where("nature", "in", (EARNING, NATURAL)),
        Where("status_since", "<", latest.isoformat()),
    )
    return book.rows(Query(Asset.table, where, order=(("status_since", False),)))


def unpaid(book: Book) -> list[Row]:
    """What could earn and somebody has for nothing: lent or occupied."""
    where = (
        own(book),
        Where("status", "in", (LENT, OCCUPIED)),
        Where("nature", "in", (EARNING, NATURAL)),
    )
    return book.rows(Query(Asset.table, where, order=(("status", False), ("number", False))))


class Low(NamedTuple):
    """One asset that is let and earns little: what a year brings for 1,000 分 of value."""

    row: Row
    net: int
    income: int
    permille: int


def low_yield(book: Book, day: date) -> list[Low]:
    """Let for nothing that was written down, or for less than the pack's share of its worth."""
    least = rules_on(book, day).value("low_yield.permille")
    found = []
    for one in standing(book, day):
        if one.row["status"] not in (LET, CONTRACTED):
            continue
        income = int(one.row["income_fen"] or 0)
        share = income * 1000 // one.net if one.net > 0 else (0 if not income else 1000)
        if share < least:
            found.append(Low(one.row, one.net, income, share))
    return sorted(found, key=lambda low: (low.permille, low.row["number"] or ""))


# -- counts and links ---------------------------------------------------------------------------


class Counted(NamedTuple):
    """One class of the register: how many cards, what they are worth, how much land."""

    nature: str
    many: int
    value: int
    net: int
    area: int  # 亩, in thousandths


def by_nature(book: Book, day: date) -> list[Counted]:
    """The three classes; a card without its class counts apart under an empty word."""
    found = standing(book, day)
    made = []
    for nature in (*NATURES, ""):
        ones = [one for one in found if (one.row["nature"] or "") == nature]
        area = sum(int(one.row["area"] or 0) for one in ones if one.row["area_unit"] == "亩")
        value, net = sum(one.value for one in ones), sum(one.net for one in ones)
        if nature or ones:
            made.append(Counted(nature, len(ones), value, net, area))
    return made


class Linked(NamedTuple):
    """A row of another ledger that names an asset."""

    table: str
    row_id: str
    label: str
    name: str


def linked(book: Book, asset_id: str, but: Iterable[str] = ()) -> list[Linked]:
    """Contracts, payments, counts … that name this asset, by what the ledgers declare."""
    mine = {Asset.table, AssetEvent.table, WearLine.table, *but}
    found = []
    for table, record in book.tables.records.items():
        if table in mine:
            continue
        for name, field in record.fields.items():
            if field.link == Asset.table:
                rows = book.rows(Query(table, (Where(name, "=", asset_id),)))
                label = record.label
                found += [Linked(table, row["id"], label, naming(record, row)) for row in rows]
    return found
