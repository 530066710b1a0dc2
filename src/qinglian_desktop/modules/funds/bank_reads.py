"""What stands on a bank account, at the bank and in the books, and what of it is matched?"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.banking import BankLine, BankTick
from qinglian_desktop.modules.funds.books import OPENING, BankAccount, VoucherLine
from qinglian_desktop.modules.funds.chart import BANK
from qinglian_desktop.modules.funds.matching import Item, Member, Reconciled, open_on
from qinglian_desktop.modules.funds.reads import account_balances, counted, own
from qinglian_desktop.modules.funds.records import INCOME, Entry
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

PACK: Final = "banking-rules"
LINE, ENTRY, PART = BankLine.table, Entry.table, VoucherLine.table
_LINKS: Final = ((LINE, "bank_line_id"), (ENTRY, "entry_id"), (PART, "voucher_line_id"))


class Placed(NamedTuple):
    """A row of one side, and the match it is in; `broken` when that no longer adds up."""

    item: Item
    table: str
    row_id: str
    group: str = ""
    how: str = ""
    broken: bool = False
    voucher_no: str = ""

    @property
    def open(self) -> bool:
        return not self.group or self.broken


class View(NamedTuple):
    """One bank account: both sides, the oldest first."""

    account: Row
    bank: tuple[Placed, ...]
    books: tuple[Placed, ...]
    began: date | None  # the day of the first line; what the books had before is not asked for
    opening_gap: int = 0  # bank less books when it began

    def both(self) -> tuple[Placed, ...]:
        return self.bank + self.books


def accounts(book: Book) -> list[Row]:
    """The bank accounts of this office, open ones first."""
    where = (Where("owner", "=", book.unit.office_id), Where("account", "filled"))
    found = book.rows(Query(BankAccount.table, where, order=(("book", False),)))
    return sorted(found, key=lambda row: bool(row["closed_on"]))


def called(account: Row) -> str:
    """How an account is named in a list: its bank and the last digits."""
    tail = "".join(sign for sign in account["number"] or "" if sign.isdigit())[-4:]
    return f"{account['bank'] or '银行'}（尾号 {tail}）" if tail else account["bank"] or "银行"


def code_of(book: Book, account: Row) -> str:
    """The account whose lines are its own: the bank as a whole where the book has only one."""
    where = (*own(book, account["book"]), Where("account", "filled"))
    alone = book.count(Query(BankAccount.table, where)) == 1
    return BANK if alone else str(account["account"])


def lines(book: Book, account_id: str) -> list[Row]:
    """The statement as it was taken in."""
    where = (Where("bank_account_id", "=", account_id),)
    return book.rows(Query(LINE, where, order=(("place", False),)))


def signed(row: Mapping[str, object]) -> int:
    fen = row["amount_fen"]
    assert isinstance(fen, int)
    return fen if row["direction"] == INCOME else -fen


def view(book: Book, account_id: str) -> View:
    """Both sides of an account with their matches."""
    account = ledger.there(book, BankAccount.table, account_id)
    bank = [
        Placed(
            Item(f"{LINE}:{row['id']}", date.fromisoformat(row["day"]), signed(row),
                 row["counterparty"] or "", row["summary"] or ""),
            LINE, row["id"],
        )
        for row in lines(book, account_id)
    ]  # fmt: skip
    began = bank[0].item.day if bank else None
    ours = _of_books(book, account, began)
    groups = _groups(book, account_id)
    there = {one.item.key: one for one in (*bank, *ours)}
    placed = [_placed(one, groups, there) for one in there.values()]
    theirs = tuple(p for p in placed if p.table == LINE)
    return View(
        account, theirs, tuple(p for p in placed if p.table != LINE), began,
        _opening_gap(book, account, began),
    )  # fmt: skip


def _of_books(book: Book, account: Row, began: date | None) -> list[Placed]:
    """What the books have on the account, from a while before the first statement on."""
    before = book.pack(PACK, clock.today()).value("match.before_days")
    first = began - timedelta(days=before) if began else date.min
    code, found = code_of(book, account), []
    for row in book.rows(counted(book, account["book"], first, date.max)):
        mine = row["bank_account_id"] == account["id"] or (
            code == BANK and row["channel"] != "现金"
        )
        if not mine:
            continue
        item = Item(f"{ENTRY}:{row['id']}", date.fromisoformat(row["day"]), signed(row),
                    row["counterparty"] or "", row["summary"] or "")  # fmt: skip
        found.append(Placed(item, ENTRY, row["id"], voucher_no=row["voucher_no"] or ""))
    where = (
        *own(book, account["book"]), Where("account", "begins", code),
        Where("kind", "!=", OPENING), Where("day", ">=", first.isoformat()),
    )  # fmt: skip
    for row in book.rows(Query(PART, where)):
        fen = (row["debit_fen"] or 0) - (row["credit_fen"] or 0)
        item = Item(f"{PART}:{row['id']}", date.fromisoformat(row["day"]), fen,
                    row["party"] or "", row["summary"] or "")  # fmt: skip
        found.append(Placed(item, PART, row["id"]))
    return sorted(found, key=lambda one: (one.item.day, one.item.key))


class _Match(NamedTuple):
    key: str
    how: str
    members: dict[str, int]  # item key → what it was when it was ticked


def _groups(book: Book, account_id: str) -> dict[str, _Match]:
    """Item key → its match."""
    made: dict[str, _Match] = {}
    by_key: dict[str, _Match] = {}
    for tick in book.rows(Query(BankTick.table, (Where("bank_account_id", "=", account_id),))):
        match = made.setdefault(
            tick["group_key"], _Match(tick["group_key"], tick["how"] or "", {})
        )  # fmt: skip
        for table, field in _LINKS:
            if tick[field]:
                match.members[f"{table}:{tick[field]}"] = tick["amount_fen"]
                by_key[f"{table}:{tick[field]}"] = match
    return by_key


def _placed(one: Placed, groups: Mapping[str, _Match], there: Mapping[str, Placed]) -> Placed:
    match = groups.get(one.item.key)
    if match is None:
        return one
    sums = {True: 0, False: 0}
    whole = True
    for key, fen in match.members.items():
        member = there.get(key)
        whole &= member is not None and member.item.fen == fen
        sums[key.startswith(f"{LINE}:")] += fen
    broken = not whole or sums[True] != sums[False]
    return one._replace(group=match.key, how=match.how, broken=broken)


def _opening_gap(book: Book, account: Row, began: date | None) -> int:
    if began is None:
        return 0
    first = lines(book, account["id"])[0]
    if first["balance_fen"] is None:
        return 0
    before = first["balance_fen"] - signed(first)
    return int(before - _held(book, account, began - timedelta(days=1)))


def _held(book: Book, account: Row, day: date) -> int:
    """What the books say is on the account at the end of a day."""
    found = account_balances(book, account["book"], day).get(code_of(book, account))
    return found.closing if found else 0


# -- a day --------------------------------------------------------------------------------------


def reconciled(book: Book, account_id: str, day: date, seen: View | None = None) -> Reconciled:
    """余额调节表 of a bank account on a day; `seen` where the caller has looked already."""
    seen = seen or view(book, account_id)
    members, groups = [], dict[str, list[Member]]()
    for one in seen.both():
        member = Member(one.item, one.table == LINE)
        if not one.open:
            groups.setdefault(one.group, []).append(member)
        elif member.at_bank or seen.began is None or one.item.day >= seen.began:
            members.append(member)
    at_bank, in_books = open_on(day, members, groups)
    return Reconciled(
        day, balance_on(book, account_id, day), _held(book, seen.account, day), at_bank, in_books
    )  # fmt: skip


def balance_on(book: Book, account_id: str, day: date) -> int | None:
    """By the statement, at the end of a day; None before the first line with a balance."""
    held: int | None = None
    for row in lines(book, account_id):
        if row["day"] > day.isoformat():
            break
        if row["balance_fen"] is not None:
            held = row["balance_fen"]
        elif held is not None:
            held += signed(row)
    return held


def month_problems(book: Book, account: str, month: Period) -> list[str]:
    """Why a month of a book may not be closed yet, as far as the bank goes; [] when it may.

    An account without any statement is not asked about: small offices have none.
    """
    found = []
    for one in accounts(book):
        if one["book"] != account or (one["closed_on"] or "9") < month.first.isoformat():
            continue
        seen = view(book, one["id"])
        if seen.began is None or seen.began > month.last:
            continue
        newest = seen.bank[-1].item.day
        if newest < month.first:
            found.append(f"{called(one)}：{month.label}的银行流水还没导入")
        elif words := reconciled(book, one["id"], month.last, seen).said():
            found.append(f"{called(one)}：{words}")
    return found


def candidates(seen: View) -> tuple[list[Item], list[Item]]:
    """What may be matched by itself: (bank, books)."""
    return (
        [one.item for one in seen.bank if not one.group],
        [one.item for one in seen.books if not one.group],
    )


def told(seen: View, found: Reconciled | None = None) -> str:
    """What a clerk should know of an account before anything else; "" when all is well."""
    broken = len({one.group for one in seen.both() if one.broken})
    if broken:
        return f"有 {broken} 组对上以后又改了，请取消对上再核对。"
    if seen.began and seen.opening_gap and found is not None and not found.agrees:
        when = paper_day(seen.began)
        return f"{when}第一笔流水以前，银行和账上就不一样，请导入更早的流水或核对期初。"
    return ""


def picked(seen: View, keys: Sequence[str]) -> list[Placed]:
    """The rows of these keys, in the order of the lists."""
    wanted = set(keys)
    return [one for one in seen.both() if one.item.key in wanted]
