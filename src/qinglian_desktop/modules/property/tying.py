"""Does the register tie to the books? Σ of the cards against each control account, any day.

Where it does not, the likeliest rows are named: what was posted without a card, cards nobody
posted, values that were changed by hand.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.modules.funds.books import OPENING, Voucher, VoucherLine
from qinglian_desktop.modules.funds.looking import Check
from qinglian_desktop.modules.funds.reads import account_balances, chart_on, within
from qinglian_desktop.modules.funds.reads import own as own_book
from qinglian_desktop.modules.funds.records import INCOME, Entry
from qinglian_desktop.modules.property import reads
from qinglian_desktop.modules.property.inventory import InventoryLine
from qinglian_desktop.modules.property.reads import Standing
from qinglian_desktop.modules.property.records import Asset, AssetEvent, WearRun
from qinglian_desktop.modules.property.rules import Given
from qinglian_desktop.store.book import Book

# What the register keeps, and what stands against it; 在建工程 is kept by the projects too.
CONTROL = ("121", "131", "132", "133", "134", "141", "151", "152", "161", "162")
_CONTRA = ("133", "152", "162")
_OWN = (AssetEvent.table, WearRun.table, InventoryLine.table)  # what posts with the register
_TOP = 3  # characters of a first-level code
_MOST = 12  # causes that are named
SECTION = "tie"  # the page of the comparison; a book and a day say which one


class Tie(NamedTuple):
    """One account on a day, in 分; `gap` is the books less the register."""

    account: str
    name: str
    register: int
    books: int

    @property
    def gap(self) -> int:
        return self.books - self.register


class Cause(NamedTuple):
    """A row that may be why: its words, what it moves, and where it is found."""

    what: str
    amount: int
    table: str
    row_id: str


class Report(NamedTuple):
    """The whole comparison of one book and day."""

    account: str
    day: date
    lines: tuple[Tie, ...]
    causes: tuple[Cause, ...]

    @property
    def gap(self) -> int:
        return sum(abs(line.gap) for line in self.lines)


def tie(book: Book, account: str, day: date) -> Report:
    """Every control account with anything on it, and the probable causes of what is off."""
    given, found = reads.rules_on(book, day), reads.standing(book, day, account)
    kept, posted = _kept(found, given), account_balances(book, account, day)
    chart = chart_on(book, account, day)
    lines = []
    for code in CONTROL:
        balance = posted[code].closing if code in posted else 0
        books = -balance if code in _CONTRA else balance
        if books or kept.get(code):
            name = chart.items[code].name if code in chart.items else code
            lines.append(Tie(code, name, kept.get(code, 0), books))
    off = [line.account for line in lines if line.gap]
    causes = _causes(book, account, day, found, off) if off else ()
    return Report(account, day, tuple(lines), _likeliest(causes, lines))


def check_month(book: Book, account: str, month: Period) -> Check | None:
    """资产账与总账 before a month is closed; nothing to say where no card has a value.

    It tells and does not stand in the way: an office may still be entering its cards.
    """
    report = tie(book, account, month.last)
    if not any(line.register for line in report.lines):
        return None
    words = f"差 {money.show(report.gap)}，请到“账实核对”里找差额" if report.gap else ""
    where = (f"{account}:{month.last.isoformat()}",) if words else ()
    return Check("资产账和总账一致", words, blocks=False, table=SECTION, ids=where)


def _kept(found: Iterable[Standing], given: Given) -> dict[str, int]:
    made: dict[str, int] = {}
    for one in found:
        code, kind = str(one.row["account"] or ""), given.kind_of(one.row)
        if code:
            made[code[:_TOP]] = made.get(code[:_TOP], 0) + one.value
        if kind is not None and kind.contra and code:
            made[kind.contra] = made.get(kind.contra, 0) + one.worn
    return made


def _likeliest(causes: Iterable[Cause], lines: Iterable[Tie]) -> tuple[Cause, ...]:
    """Those first whose amount is a gap itself."""
    gaps = {abs(line.gap) for line in lines if line.gap}
    listed = sorted(causes, key=lambda cause: (abs(cause.amount) not in gaps, -abs(cause.amount)))
    return tuple(listed[:_MOST])


def _causes(
    book: Book, account: str, day: date, found: list[Standing], off: list[str]
) -> list[Cause]:
    return [
        *_posted_without_card(book, account, day, off),
        *_cards_without_posting(book, account, day, found, off),
        *_changed_by_hand(book, found, off),
    ]


def _posted_without_card(book: Book, account: str, day: date, off: list[str]) -> list[Cause]:
    """Entries and vouchers on the account that no event and no card stands behind."""
    begun = _begun(book, account, day)
    own, span = own_book(book, account), within(begun, day)
    made = []
    for code in off:
        on = Where("account", "begins", code)
        for row in book.rows(Query(Entry.table, (*own, *span, on))):
            card = row["asset_id"] and book.row(Asset.table, row["asset_id"])
            if card and not card["deleted"]:
                continue
            sign = -1 if row["direction"] == INCOME else 1
            what = f"收支 {row['voucher_no']} {row['summary'] or ''}：没有对应的卡片"
            made.append(Cause(what, sign * (row["amount_fen"] or 0), Entry.table, row["id"]))
        lines = (*own, *span, on, Where("kind", "!=", OPENING))
        for row in book.rows(Query(VoucherLine.table, lines)):
            voucher = book.row(Voucher.table, row["voucher_id"]) or {}
            back = _took_back(book, voucher)
            known = voucher.get("source_table") in _OWN
            if back["reversed_on"] if back else known:
                continue
            fen = (row["debit_fen"] or 0) - (row["credit_fen"] or 0)
            why = "卡片上的变动没有冲销" if back else "不是从卡片记来的"
            what = f"凭证 {voucher.get('voucher_no')} {voucher.get('summary') or ''}：{why}"
            made.append(Cause(what, fen, Voucher.table, row["voucher_id"]))
    return made


def _took_back(book: Book, voucher: Row) -> Row | None:
    """The event or month whose voucher this one in red takes back."""
    first = book.row(Voucher.table, voucher["reverses_id"]) if voucher.get("reverses_id") else None
    if first is None or first["source_table"] not in (AssetEvent.table, WearRun.table):
        return None
    return book.row(first["source_table"], first["source_id"])


def _cards_without_posting(
    book: Book, account: str, day: date, found: list[Standing], off: list[str]
) -> list[Cause]:
    """Cards of things got since the books began, with no voucher and no payment behind them."""
    begun = _begun(book, account, day).isoformat()
    paid = {row["asset_id"] for row in book.rows(Query(Entry.table, own_book(book, account)))}
    events = reads.all_events(book)
    made = []
    for one in found:
        row, code = one.row, str(one.row["account"] or "")
        if code[:_TOP] not in off or not one.value or row["id"] in paid:
            continue
        posted = any(e["voucher_id"] and not e["reversed_on"] for e in events.get(row["id"], []))
        if not posted and (row["acquired_on"] or "") >= begun:
            what = f"{naming(Asset, row)}：有卡片，账上没有记"
            made.append(Cause(what, -one.value, Asset.table, row["id"]))
    return made


def _changed_by_hand(book: Book, found: list[Standing], off: list[str]) -> list[Cause]:
    """Cards whose value was changed in the list or the form, and not by an event."""
    by_event = reads.all_events(book)
    made = []
    for one in found:
        if str(one.row["account"] or "")[:_TOP] not in off:
            continue
        first = _first_value(book, one.row["id"])
        told = sum(
            int(event["change_fen"] or 0)
            for event in by_event.get(one.row["id"], [])
            if not event["reversed_on"]
        )
        moved = int(one.row["value_fen"] or 0) - first - told
        if first and moved:
            what = f"{naming(Asset, one.row)}：原值手改过，{money.show(first)} 改成现在的数"
            made.append(Cause(what, -moved, Asset.table, one.row["id"]))
    return made


def _first_value(book: Book, asset_id: str) -> int:
    """The first value the card had."""
    for step in book.history(Asset.table, asset_id):
        value = (step.get("after") or {}).get("value_fen")
        if value:
            return int(value)
    return 0


def _begun(book: Book, account: str, day: date) -> date:
    """The day from which the books speak: after the newest opening voucher, else the beginning."""
    where = (*own_book(book, account), Where("kind", "=", OPENING),
             Where("day", "<=", day.isoformat()))  # fmt: skip
    found = [row["day"] for row in book.rows(Query(Voucher.table, where)) if row["day"]]
    return date.fromisoformat(max(found)) if found else date.min
