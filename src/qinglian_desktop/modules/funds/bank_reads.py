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
from qinglian_desktop.modules.funds.books import BASIC, OPENING, BankAccount, VoucherLine
from qinglian_desktop.modules.funds.chart import BANK
from qinglian_desktop.modules.funds.matching import Item, Member, Reconciled, open_on
from qinglian_desktop.modules.funds.reads import account_balances, bank_codes, counted, own
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
    statement: tuple[Row, ...] = ()  # the lines as they were taken in

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


class Share(NamedTuple):
    """What of the bank's account (102) a bank account answers for.

    `others` is None for an account with a code of its own. The main account of a book answers
    for the whole less the others: also for what names no account at all.
    """

    code: str
    others: frozenset[str] | None = None

    def holds(self, code: str) -> bool:
        if self.others is None:
            return code.startswith(self.code)
        return code.startswith(BANK) and not any(code.startswith(one) for one in self.others)


def share_of(book: Book, account: Row) -> Share:
    """The main account is the first 基本户 of its book, and stays it when others are opened."""
    where = (*own(book, account["book"]), Where("account", "filled"))
    there = book.rows(Query(BankAccount.table, where, order=(("created_at", False),)))
    there.sort(key=lambda row: row["kind"] != BASIC)
    if not there or there[0]["id"] != account["id"]:
        return Share(str(account["account"]))
    codes = {row["account"] for row in there[1:]} - {BANK, account["account"]}
    return Share(str(account["account"]), frozenset(codes))


def lines(book: Book, account_id: str) -> list[Row]:
    """The statement as it was taken in; an older month may have come after a newer one."""
    where = (Where("bank_account_id", "=", account_id),)
    return book.rows(Query(LINE, where, order=(("day", False), ("place", False))))


def signed(row: Mapping[str, object]) -> int:
    fen = row["amount_fen"]
    assert isinstance(fen, int)
    return fen if row["direction"] == INCOME else -fen


def view(book: Book, account_id: str) -> View:
    """Both sides of an account with their matches."""
    account = ledger.there(book, BankAccount.table, account_id)
    statement = tuple(lines(book, account_id))
    bank = [
        Placed(
            Item(f"{LINE}:{row['id']}", date.fromisoformat(row["day"]), signed(row),
                 row["counterparty"] or "", row["summary"] or ""),
            LINE, row["id"],
        )
        for row in statement
    ]  # fmt: skip
    began = bank[0].item.day if bank else None
    ours = _of_books(book, account, began)
    groups = _groups(book, account_id)
    there = {one.item.key: one for one in (*bank, *ours)}
    placed = [_placed(one, groups, there) for one in there.values()]
    theirs = tuple(p for p in placed if p.table == LINE)
    found = View(account, theirs, tuple(p for p in placed if p.table != LINE), began, statement)
    early = [p for p in found.books if began and p.item.day < began and not p.group]
    if not early or opening_gap(book, found) != 0:
        return found
    # Both sides began alike: what the books had before is settled, and nobody looks for it.
    return found._replace(books=tuple(p for p in found.books if p not in early))


def _of_books(book: Book, account: Row, began: date | None) -> list[Placed]:
    """What the books have on the account, from a while before the first statement on."""
    before = book.pack(PACK, clock.today()).value("match.before_days")
    first = began - timedelta(days=before) if began else date.min
    share, found = share_of(book, account), []
    codes = bank_codes(book, account["book"])
    for row in book.rows(counted(book, account["book"], first, date.max)):
        mine = row["bank_account_id"] == account["id"]
        if not mine and (row["bank_account_id"] in codes or share.others is None):
            continue
        if row["channel"] == "现金":
            continue
        item = Item(f"{ENTRY}:{row['id']}", date.fromisoformat(row["day"]), signed(row),
                    row["counterparty"] or "", row["summary"] or "")  # fmt: skip
        found.append(Placed(item, ENTRY, row["id"], voucher_no=row["voucher_no"] or ""))
    where = (
        *own(book, account["book"]), Where("account", "begins", BANK),
        Where("kind", "!=", OPENING), Where("day", ">=", first.isoformat()),
    )  # fmt: skip
    for row in book.rows(Query(PART, where)):
        if not share.holds(row["account"]):
            continue
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


def opening_gap(book: Book, seen: View) -> int | None:
    """Bank less books before the first line of the bank; None where nobody knows."""
    if seen.began is None:
        return 0
    first = seen.statement[0]
    if first["balance_fen"] is None:
        return None
    before = first["balance_fen"] - signed(first)
    return int(before - _held(book, seen.account, seen.began - timedelta(days=1)))


def _held(book: Book, account: Row, day: date) -> int:
    """What the books say is on the account at the end of a day."""
    share, held = share_of(book, account), account_balances(book, account["book"], day)
    if share.others is None:
        return held[share.code].closing if share.code in held else 0
    whole = held[BANK].closing if BANK in held else 0
    return whole - sum(held[code].closing for code in share.others if code in held)


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
        day, balance_on(seen.statement, day), _held(book, seen.account, day), at_bank, in_books
    )  # fmt: skip


def balance_on(statement: Sequence[Row], day: date) -> int | None:
    """By the statement, at the end of a day; None before the first line with a balance."""
    held: int | None = None
    for row in statement:
        if row["day"] > day.isoformat():
            break
        if row["balance_fen"] is not None:
            held = row["balance_fen"]
        elif held is not None:
            held += signed(row)
    return held


class Trouble(NamedTuple):
    """Why a month is not fit to be closed; one that is not `firm` is only told."""

    words: str
    firm: bool


def month_problems(book: Book, account: str, month: Period) -> list[Trouble]:
    """What the bank says against closing a month of a book; [] when nothing.

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
            words = f"{called(one)}：{month.label}的银行流水还没导入"
            found.append(Trouble(words, firm=False))
            continue
        stands = reconciled(book, one["id"], month.last, seen)
        if words := stands.said():
            found.append(Trouble(f"{called(one)}：{words}", firm=stands.bank is not None))
    return found


def candidates(seen: View) -> tuple[list[Item], list[Item]]:
    """What may be matched by itself: (bank, books)."""
    return (
        [one.item for one in seen.bank if one.open],
        [one.item for one in seen.books if one.open],
    )


def told(book: Book, seen: View, found: Reconciled) -> str:
    """What a clerk should know of an account before anything else; "" when all is well."""
    broken = len({one.group for one in seen.both() if one.broken})
    if broken:
        return f"有 {broken} 组对上以后又改了，请取消对上再核对。"
    if seen.began and not found.agrees and opening_gap(book, seen):
        when = paper_day(seen.began)
        return f"{when}第一笔流水以前，银行和账上就不一样，请导入更早的流水或核对期初。"
    return ""


def with_match(seen: View, keys: Sequence[str], group: str, how: str) -> View:
    """As it stands after these rows were matched, without asking the book again."""
    wanted = set(keys)

    def placed(side: Sequence[Placed]) -> tuple[Placed, ...]:
        return tuple(
            one._replace(group=group, how=how, broken=False) if one.item.key in wanted else one
            for one in side
        )

    return seen._replace(bank=placed(seen.bank), books=placed(seen.books))


def picked(seen: View, keys: Sequence[str]) -> list[Placed]:
    """The rows of these keys, in the order of the lists."""
    wanted = set(keys)
    return [one for one in seen.both() if one.item.key in wanted]
