"""The rows that a figure of a statement was added up from."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.books import OPENING, Line, Voucher, VoucherLine
from qinglian_desktop.modules.funds.chart import BANK, CASH, SUSPENSE
from qinglian_desktop.modules.funds.posting import lines_of
from qinglian_desktop.modules.funds.reads.accounts import openings
from qinglian_desktop.modules.funds.reads.asking import own, within
from qinglian_desktop.modules.funds.reads.charts import bank_codes
from qinglian_desktop.modules.funds.reads.flows import voucher_flows
from qinglian_desktop.modules.funds.reads.money import NOT_OPENING, counted, opening_voucher
from qinglian_desktop.modules.funds.reads.telling import Sources, told_of
from qinglian_desktop.modules.funds.reads.turnover import carrying, turnover
from qinglian_desktop.modules.funds.records import INCOME, Entry, OpeningBalance
from qinglian_desktop.modules.funds.statements.public import Flow, item_of
from qinglian_desktop.modules.funds.statements.sums import Ledger, among
from qinglian_desktop.modules.funds.statements.values import (
    BALANCE,
    CREDIT,
    DEBIT,
    PAID,
    RECEIVED,
    Behind,
)
from qinglian_desktop.store.book import Book

MOST: Final = 2_000  # rows shown; what is older stands together in one
BROUGHT: Final = "以前的合计"


class Opened(NamedTuple):
    """One row behind a figure; `fen` is what it adds to the figure."""

    day: date | None
    number: str
    summary: str
    account: str
    party: str
    fen: int
    table: str = ""
    row_id: str = ""


class Leg(NamedTuple):
    """One line of an entry or voucher."""

    day: date
    number: str
    line: Line
    table: str
    row_id: str


def open_figure(book: Book, read: Sources, behind: Behind) -> tuple[Opened, ...]:
    """What the figure is made of, by day; their sum is the figure."""
    of_money = behind.part in (RECEIVED, PAID)
    rows = _money(book, read, behind) if of_money else _posted(book, read, behind)
    rows.sort(key=lambda row: (row.day or date.min, row.number))
    older, shown = rows[: max(len(rows) - MOST, 0)], rows[-MOST:]
    if older:
        fen = sum(row.fen for row in older)
        shown = [Opened(older[-1].day, "", f"更早的 {len(older)} 笔", "", "", fen), *shown]
    return tuple(shown)


# -- accounts ---------------------------------------------------------------------------------


def _posted(book: Book, read: Sources, behind: Behind) -> list[Opened]:
    if behind.part == BALANCE:
        return _balance(book, read, behind)
    out = carrying(book, read.book) if behind.earned else frozenset[str]()
    legs = _legs(book, read.book, behind, behind.first, behind.last)
    found = (_opened(leg, behind) for leg in legs if leg.row_id not in out)
    return [row for row in found if row.fen]


def _balance(book: Book, read: Sources, behind: Behind) -> list[Opened]:
    """What the year began with, then its rows; the rows of the beginning where it began with it."""
    until = _until(read, behind)
    begun, _ = openings(book, read.book, until)
    first = behind.first if behind.last >= behind.first else date(behind.last.year, 1, 1)
    first = date(first.year, 1, 1)
    ledger = _ledger(book, read, behind, until)
    standing = _standing(ledger, behind)
    if first > begun:
        earlier = turnover(book, read.book, first, until).over(first, until)
        fen = _held(earlier, behind, standing)
        brought = [Opened(first, "", BROUGHT, "", "", fen)] if fen else []
    else:
        brought = _beginning(book, read.book, behind, standing, until)
        first = begun
    legs = _legs(book, read.book, behind, first, behind.last)
    return [
        *brought,
        *(_opened(leg, behind) for leg in legs if _stands(leg.line, behind, standing)),
    ]


def _until(read: Sources, behind: Behind) -> date:
    """The last day the figure's column knows of."""
    if behind.first.year == read.period.year:
        return read.period.last
    return date(behind.first.year, 12, 31)


def _ledger(book: Book, read: Sources, behind: Behind, until: date) -> Ledger:
    for known in (read.span, read.year):
        if (known.first, known.last) == (behind.first, until):
            return known
    year = date(behind.first.year, 1, 1)
    return turnover(book, read.book, year, until).over(behind.first, until)


def _standing(ledger: Ledger, behind: Behind) -> frozenset[tuple[str, str]]:
    """Of accounts told by the side of each party: who stands on that side on the day."""
    closing = behind.last == ledger.last
    return frozenset(
        key
        for key, sums in ledger.parties.items()
        if behind.apart and key[0].startswith(behind.apart)
        if behind.sign * (sums.closing if closing else sums.opening) > 0
    )


def _held(ledger: Ledger, behind: Behind, standing: frozenset[tuple[str, str]]) -> int:
    """What the same accounts and parties held before the first day."""
    if behind.party is not None:
        keys = [k for k in ledger.parties if k[1] == behind.party]
        keys = [k for k in keys if among(k[0], behind.accounts, behind.without)]
        return behind.sign * sum(ledger.parties[key].opening for key in keys)
    plain = [top for top in behind.accounts if top not in behind.apart]
    fen = ledger.under(plain, behind.without).opening
    fen += sum(sums.opening for key, sums in ledger.parties.items() if key in standing)
    return behind.sign * fen


def _stands(line: Line, behind: Behind, standing: frozenset[tuple[str, str]]) -> bool:
    if behind.apart and line.account.startswith(behind.apart):
        return (line.account, line.party) in standing
    return True


def _beginning(
    book: Book, account: str, behind: Behind, standing: frozenset[tuple[str, str]], until: date
) -> list[Opened]:
    """The opening balances line by line; where only cash and bank were typed, as those."""
    made, left = [], dict[str, int]()
    for code, (debit, credit) in openings(book, account, until)[1].items():
        left[code] = debit - credit
    voucher = opening_voucher(book, account, until)
    for leg in _voucher_legs(book, (Where("voucher_id", "=", (voucher or {"id": ""})["id"]),)):
        left[leg.line.account] = left.get(leg.line.account, 0) - _net(leg.line)
        if _wanted(leg.line, behind) and _stands(leg.line, behind, standing):
            made.append(_opened(leg._replace(number=OPENING), behind))
    for code, fen in left.items():
        if fen and among(code, behind.accounts, behind.without) and behind.party in (None, ""):
            summary = "期初余额"
            made.append(
                Opened(None, "", summary, code, "", behind.sign * fen, OpeningBalance.table)
            )
    return made


def _legs(book: Book, account: str, behind: Behind, first: date, last: date) -> Iterator[Leg]:
    """The lines of these days that the figure asks for."""
    for leg in (
        *_entry_legs(book, account, behind, first, last),
        *_voucher_legs(book, (*own(book, account), *within(first, last), NOT_OPENING)),
    ):
        if _wanted(leg.line, behind):
            yield leg


def _wanted(line: Line, behind: Behind) -> bool:
    return among(line.account, behind.accounts, behind.without) and behind.party in (
        None, line.party,
    )  # fmt: skip


def _entry_legs(book: Book, account: str, behind: Behind, first: date, last: date) -> Iterator[Leg]:
    codes = bank_codes(book, account)
    query = counted(book, account, first, last)
    if not any(top.startswith((CASH, BANK)) for top in behind.accounts):
        used = _used(book, query, behind)
        query = query._replace(where=(*query.where, Where("account", "in", used)))
    for row in book.rows(query):
        for line in lines_of(row, codes):
            yield Leg(
                date.fromisoformat(row["day"]), row["voucher_no"], line, Entry.table, row["id"]
            )


def _used(book: Book, query: Query, behind: Behind) -> list[str | None]:
    """The accounts that entries name and the figure asks for; None where they name none."""
    found = [code or SUSPENSE for (code,) in book.summed(query, ("account",), ())]
    wanted = [code for code in found if among(code, behind.accounts, behind.without)]
    return [None if code == SUSPENSE else code for code in wanted]


def _voucher_legs(book: Book, where: tuple[Where, ...]) -> Iterator[Leg]:
    rows = book.rows(Query(VoucherLine.table, where, order=(("place", False),)))
    heads = {r["id"]: r for r in book.page(Voucher.table, list({r["voucher_id"] for r in rows}))}
    for row in rows:
        head: Row = heads[row["voucher_id"]]
        line = Line(
            row["account"] or SUSPENSE, row["debit_fen"], row["credit_fen"],
            row["summary"] or head["summary"], row["party"] or "",
        )  # fmt: skip
        day = date.fromisoformat(row["day"])
        yield Leg(day, head["voucher_no"], line, Voucher.table, head["id"])


def _net(line: Line) -> int:
    return line.debit_fen - line.credit_fen


def _opened(leg: Leg, behind: Behind) -> Opened:
    line = leg.line
    fen = {DEBIT: line.debit_fen, CREDIT: line.credit_fen}.get(
        behind.part, behind.sign * _net(line)
    )
    return Opened(
        leg.day, leg.number, line.summary, line.account, line.party, fen, leg.table, leg.row_id
    )


# -- money, by what it was for ----------------------------------------------------------------


def _money(book: Book, read: Sources, behind: Behind) -> list[Opened]:
    told = told_of(read, behind.part)

    def fits(flow: Flow) -> bool:
        return not behind.item or item_of(flow, told, behind.part) == behind.item

    made = []
    for row in book.rows(counted(book, read.book, behind.first, behind.last)):
        flow = Flow(row["day"][:7], row["account"] or "", row["purpose"], row["amount_fen"], 0)
        if (row["direction"] == INCOME) == (behind.part == RECEIVED) and fits(flow):
            made.append(_row_of(row, Entry.table, flow.account, row["counterparty"], flow.received))
    found = voucher_flows(book, read.book, behind.first, behind.last)
    wanted = [(key, flow) for key, flow in found if _fen(flow, behind.part) and fits(flow)]
    heads = {r["id"]: r for r in book.page(Voucher.table, list({key for key, _ in wanted}))}
    return made + [
        _row_of(heads[key], Voucher.table, flow.account, "", _fen(flow, behind.part))
        for key, flow in wanted
    ]


def _fen(flow: Flow, part: str) -> int:
    return flow.received if part == RECEIVED else flow.paid


def _row_of(row: Row, table: str, code: str, party: str, fen: int) -> Opened:
    day = date.fromisoformat(row["day"])
    return Opened(
        day, row["voucher_no"], row["summary"], code or SUSPENSE, party, fen, table, row["id"]
    )
