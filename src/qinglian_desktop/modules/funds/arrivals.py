"""Money due, receipt written, money arrived: where does each income stand (三方核对)?

An income has its receipt when a slip is linked with it or carries its receipt number; it has
arrived when a line of the bank is matched with it, or when it was taken in cash. Subjects above
add what was due.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds import receipts
from qinglian_desktop.modules.funds.bank_reads import PACK
from qinglian_desktop.modules.funds.banking import BankLine, BankTick
from qinglian_desktop.modules.funds.records import BOOKS, INCOME, Entry
from qinglian_desktop.modules.funds.slips import USED, ReceiptBook, ReceiptSlip
from qinglian_desktop.store.book import Book


class Arrival(NamedTuple):
    """Where one income stands. `by` is 银行, 现金 or "" while no money was seen."""

    entry_id: str
    amount_fen: int
    receipt_no: str = ""
    receipt_on: date | None = None
    arrived_on: date | None = None
    by: str = ""

    @property
    def has_receipt(self) -> bool:
        return bool(self.receipt_no)

    @property
    def arrived(self) -> bool:
        return self.arrived_on is not None


class Lacking(NamedTuple):
    """A receipt without money, or money without a receipt; `days` since then."""

    table: str
    row_id: str
    day: date
    amount_fen: int
    party: str
    words: str
    days: int


def arrival(book: Book, entry_id: str) -> Arrival:
    """Where one income stands; an unknown or deleted one stands nowhere."""
    return arrivals(book, [entry_id]).get(entry_id) or Arrival(entry_id, 0)


def arrivals(book: Book, entry_ids: Iterable[str]) -> dict[str, Arrival]:
    """The same for many, each table asked once."""
    rows = [row for row in book.page(Entry.table, list(entry_ids)) if not row["deleted"]]
    slips = _slips_by_entry(book, rows)
    banked = _banked(book, (row["id"] for row in rows))
    return {row["id"]: _stand(row, slips.get(row["id"]), banked.get(row["id"])) for row in rows}


def _stand(entry: Row, slip: Row | None, banked: date | None) -> Arrival:
    made = Arrival(entry["id"], entry["amount_fen"] or 0)
    if slip is not None:
        made = made._replace(receipt_no=slip["number"] or "", receipt_on=_day(slip))
    if banked is not None:
        return made._replace(arrived_on=banked, by="银行")
    if entry["channel"] == "现金" and entry["day"]:
        return made._replace(arrived_on=_day(entry), by="现金")
    return made


def _day(row: Mapping[str, str]) -> date | None:
    return date.fromisoformat(row["day"]) if row["day"] else None


def _slips_by_entry(book: Book, entries: Iterable[Row]) -> dict[str, Row]:
    """By the link of the slip, else by the number written in the entry."""
    written = book.rows(Query(ReceiptSlip.table, (_mine(book), Where("state", "=", USED))))
    linked = {slip["entry_id"]: slip for slip in written if slip["entry_id"]}
    by_number = {key: slip for slip in written if (key := _key(slip["number"]))}
    found = {}
    for entry in entries:
        slip = linked.get(entry["id"])
        if slip is None and entry["receipt_no"]:
            key = _key(entry["receipt_no"])
            named = by_number.get(key) if key else None
            slip = named if named and named["entry_id"] in (None, entry["id"]) else None
        if slip is not None:
            found[entry["id"]] = slip
    return found


def _key(number: str | None) -> tuple[str, int] | None:
    try:
        return receipts.read(number).key
    except Refused:
        return None


def _banked(book: Book, entry_ids: Iterable[str]) -> dict[str, date]:
    """Entry → the last day on which the bank had its money."""
    ours = (_mine(book), Where("entry_id", "in", tuple(entry_ids)))
    keys = {tick["group_key"] for tick in book.rows(Query(BankTick.table, ours))}
    matches = (_mine(book), Where("group_key", "in", tuple(keys)))
    ticks = book.rows(Query(BankTick.table, matches))
    groups: dict[str, list[str]] = {}
    for tick in ticks:
        if tick["bank_line_id"]:
            groups.setdefault(tick["group_key"], []).append(tick["bank_line_id"])
    ids = [line_id for listed in groups.values() for line_id in listed]
    days = {row["id"]: date.fromisoformat(row["day"]) for row in book.page(BankLine.table, ids)
            if not row["deleted"]}  # fmt: skip
    arrived = {
        key: max(there) for key, listed in groups.items()
        if (there := [days[one] for one in listed if one in days])
    }  # fmt: skip
    return {
        tick["entry_id"]: arrived[tick["group_key"]]
        for tick in ticks
        if tick["entry_id"] and tick["group_key"] in arrived
    }


def _mine(book: Book) -> Where:
    return Where("owner", "=", book.unit.office_id)


# -- the two lists ------------------------------------------------------------------------------


def receipts_without_money(book: Book, today: date | None = None) -> list[Lacking]:
    """收据有、进账无: slips without an entry, or one the bank has not shown; oldest first."""
    today = today or clock.today()
    slips = book.rows(Query(ReceiptSlip.table, (_mine(book), Where("state", "=", USED))))
    entries = _named_by(book, slips)
    held = _slips_by_entry(book, entries.values())
    entry_of = {slip["id"]: entries[entry_id] for entry_id, slip in held.items()}
    banked, found = _banked(book, entries), []
    for slip in slips:
        entry = entry_of.get(slip["id"])
        if entry is not None and _stand(entry, slip, banked.get(entry["id"])).arrived:
            continue
        day = _day(slip) or today
        words = "没有入账" if entry is None else f"记账凭证 {entry['voucher_no']}，银行没有到账"
        found.append(
            Lacking(ReceiptSlip.table, slip["id"], day, slip["amount_fen"] or 0,
                    slip["payer"] or "", f"收据 {slip['number']}：{words}", (today - day).days)
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.day, one.row_id))


def money_without_receipt(book: Book, today: date | None = None) -> list[Lacking]:
    """进账有、收据无: incomes without a slip, and money at the bank that no entry speaks of."""
    today = today or clock.today()
    exempt = tuple(book.pack(PACK, today).value("receipt.without"))
    entries = _incomes(book)
    held, banked, found = _slips_by_entry(book, entries.values()), _banked(book, entries), []
    for entry in entries.values():
        said = f"{entry['purpose'] or ''}{entry['summary'] or ''}"
        stands = _stand(entry, held.get(entry["id"]), banked.get(entry["id"]))
        if stands.has_receipt or not stands.arrived or any(word in said for word in exempt):
            continue
        found.append(_lacking(Entry.table, entry, today, f"凭证 {entry['voucher_no']}：{said}"))
    ticked = {tick["bank_line_id"] for tick in book.rows(Query(BankTick.table, (_mine(book),)))}
    where = (_mine(book), Where("direction", "=", INCOME))
    for line in book.rows(Query(BankLine.table, where)):
        said = line["summary"] or ""
        if line["id"] in ticked or any(word in said for word in exempt):
            continue
        found.append(_lacking(BankLine.table, line, today, f"银行到账，还没记账：{said}"))
    return sorted(found, key=lambda one: (one.day, one.row_id))


def _lacking(table: str, row: Row, today: date, words: str) -> Lacking:
    day = _day(row) or today
    return Lacking(table, row["id"], day, row["amount_fen"] or 0, row["counterparty"] or "", words,
                   (today - day).days)  # fmt: skip


def _named_by(book: Book, slips: Iterable[Row]) -> dict[str, Row]:
    """The entries that slips speak of: by their link, or by the number in the entry.

    Asked at each start, so it does not read every income there is.
    """
    linked = book.page(Entry.table, [slip["entry_id"] for slip in slips if slip["entry_id"]])
    where = (_mine(book), Where("direction", "=", INCOME), Where("receipt_no", "filled"))
    found = [row for row in linked if not row["deleted"]] + book.rows(Query(Entry.table, where))
    return {row["id"]: row for row in found}


def _incomes(book: Book) -> dict[str, Row]:
    """Incomes that came from outside: what one book gives the other needs no receipt of ours."""
    where = (
        _mine(book), Where("direction", "=", INCOME), Where("day", "filled"),
        Where("reverses_id", "empty"), Where("transfer_id", "empty"),
    )  # fmt: skip
    return {row["id"]: row for row in book.rows(Query(Entry.table, where)) if row["amount_fen"]}


# -- the numbers of receipts --------------------------------------------------------------------


def books_of(book: Book) -> list[receipts.Range]:
    """The receipt books of this office."""
    found = []
    for row in book.rows(Query(ReceiptBook.table, (_mine(book),))):
        try:
            first, last = receipts.read(row["first_no"]), receipts.read(row["last_no"])
        except Refused:
            continue  # half-filled: no number is taken from it
        returned = date.fromisoformat(row["returned_on"]) if row["returned_on"] else None
        received = date.fromisoformat(row["received_on"]) if row["received_on"] else date.max
        found.append(
            receipts.Range(first, last, received, returned, row["book"] or "", row["id"])
        )  # fmt: skip
    return found


def used_numbers(book: Book, but: str | None = None) -> dict[tuple[str, int], Row]:
    """Every slip that was written or made void, by its number."""
    found = {}
    for row in book.rows(Query(ReceiptSlip.table, (_mine(book),))):
        if row["id"] != but and (key := _key(row["number"])):
            found[key] = row
    return found


def missing_numbers(book: Book) -> tuple[receipts.Number, ...]:
    """Numbers left out, by book and in order."""
    used = [receipts.read(row["number"]) for row in used_numbers(book).values()]
    return receipts.missing(sorted(books_of(book), key=lambda one: one.first.key), used)


def next_receipt(book: Book, account: str = "") -> str:
    """The number to be written next for a book of account; "" where no book has a slip left."""
    used = [receipts.read(row["number"]) for row in used_numbers(book).values()]
    found = receipts.next_of(books_of(book), used, account if account in BOOKS else "")
    return str(found) if found else ""
