"""Is a month of a book fit to be closed? One line for each thing that is looked at."""

from collections import Counter
from datetime import date
from itertools import islice, pairwise

from qinglian_desktop.core import money
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.funds import looking
from qinglian_desktop.modules.funds.bank_reads import month_problems
from qinglian_desktop.modules.funds.books import CLOSING, OPENING, BankAccount, Voucher
from qinglian_desktop.modules.funds.chart import RESULT
from qinglian_desktop.modules.funds.looking import Asker, Check
from qinglian_desktop.modules.funds.reads import (
    account_balances,
    chart_on,
    closings,
    counted,
    exact_balances,
    lacking,
    left_behind,
    month_of,
    off_balance,
    own,
    two_basic,
    within,
)
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE, Entry
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book

NUMBERS = "凭证号没有缺号"
_SHOWN = 100  # missing numbers; one slip of the keys may leave millions


def of_month(book: Book, account: str, month: Period) -> list[Check]:
    """Everything that is looked at before this month of this book is closed."""
    made = [look(book, account, month) for look in (*_OWN, *looking.added())]
    return [check for check in made if check is not None]


def _earlier(book: Book, account: str, month: Period) -> Check:
    """Months are closed one after the other; those without a row need no closing."""
    shut = {row["month"] for row in closings(book, account)}
    latest = max(shut, default="")
    begun = date.fromisoformat(f"{latest}-01") if latest else date.min
    open_months: set[str] = set()
    for table in (Entry.table, Voucher.table):
        where = (*own(book, account), *within(begun, month.first), Where("day", "filled"))
        days = book.filled(Query(table, where), "day")
        open_months |= {month_of(day) for _, day in days}
    waiting = sorted(m for m in open_months if latest < m < str(month))
    words = f"{waiting[0]} 还没结账，请从最早的一个月结起" if waiting and latest else ""
    return Check("前面的月份都已结账", words)


def _unfinished(book: Book, account: str, month: Period) -> Check:
    where = (*own(book, account), *within(month.first, month.last))
    all_ids = set(book.ids(Query(Entry.table, where)))
    ids = tuple(sorted(all_ids - set(book.ids(counted(book, account, month.first, month.last)))))
    words = f"还有 {len(ids)} 笔没填完，请补完或者删掉" if ids else ""
    return Check("收支都填完了", words, table=Entry.table, ids=ids)


def _unplaced(book: Book, account: str, month: Period) -> Check:
    query = counted(book, account, month.first, month.last)
    ids = tuple(book.ids(query._replace(where=(*query.where, Where("account", "empty")))))
    words = f"还有 {len(ids)} 笔没归科目，请补上对方科目" if ids else ""
    return Check("收支都归了科目", words, table=Entry.table, ids=ids)


def _unreviewed(book: Book, account: str, month: Period) -> Check:
    """Where nobody is named who checks, nothing can be checked: then it is only told."""
    where = (
        *own(book, account), *within(month.first, month.last), Where("reviewed_on", "empty"),
    )  # fmt: skip
    entries = book.ids(Query(Entry.table, where))
    made = Where("kind", "not in", (OPENING, CLOSING))
    vouchers = book.ids(Query(Voucher.table, (*where, made)))
    for table, row in left_behind(book, month.first, account):  # would be closed with it
        (entries if table == Entry.table else vouchers).append(row["id"])
    many = len(entries) + len(vouchers)
    words = f"还有 {many} 笔未复核" if many else ""
    named = any(signers.has_pin(book, one) for one in signers.listed(book))
    if words and not named:
        words += "（还没有设复核人，先记在月结里）"
    table, ids = (Entry.table, entries) if entries else (Voucher.table, vouchers)
    return Check("收支和凭证都已复核", words, named, table, tuple(ids))


def _papers(book: Book, account: str, month: Period) -> Check:
    """What a payment lacks is told, and kept in what was told at the closing."""
    found = lacking(book, month.first, month.last, account)
    words = f"还有 {len(found)} 笔支出还差材料，请补上" if found else ""
    ids = tuple(one.row["id"] for one in found)
    return Check("支出的材料都齐了", words, blocks=False, table=Entry.table, ids=ids)


def _numbers(book: Book, account: str, month: Period) -> Check:
    if twice := numbers_twice(book, account, month.first.year):  # two computers gave it apart
        shown = "、".join(twice[:5]) + ("等" if len(twice) > 5 else "")
        return Check(NUMBERS, f"{shown} 号用了两次，请先“补齐凭证号”")
    missing = missing_numbers(book, account, month.first.year)
    shown = "、".join(missing[:5]) + ("等" if len(missing) > 5 else "")
    return Check(NUMBERS, f"缺 {shown} 号，请先“补齐凭证号”" if missing else "")


def missing_numbers(book: Book, account: str, year: int) -> tuple[str, ...]:
    """Voucher numbers below the highest of the year that no row has, the first few of them."""
    texts = used_numbers(book, account, year)
    used = sorted({int(n) for n in texts if n.isascii() and n.isdigit() and len(n) <= 15})
    missing: list[str] = []
    for before, after in pairwise((0, *used)):
        missing += [f"{n:04d}" for n in islice(range(before + 1, after), _SHOWN - len(missing))]
    return tuple(missing)


def numbers_twice(book: Book, account: str, year: int) -> list[str]:
    """Voucher numbers that more than one row has."""
    known = Counter(n.zfill(4) for n in used_numbers(book, account, year))
    return sorted(number for number, many in known.items() if many > 1)


def used_numbers(book: Book, account: str, year: int) -> list[str]:
    days = within(date(year, 1, 1), date(year, 12, 31))
    where = (*own(book, account), *days)
    found = book.filled(Query(Entry.table, where), "voucher_no")
    made = Where("kind", "!=", OPENING)
    found += book.filled(Query(Voucher.table, (*where, made)), "voucher_no")
    return [number for _, number in found if number]


def _balance(book: Book, account: str, month: Period) -> Check:
    off = off_balance(book, account, month.last)
    return Check("全部科目借贷相等", f"差 {money.show(off)} 元，请做一次自检" if off else "")


def _pairs(book: Book, account: str, month: Period) -> Check:
    """What one book owes the other the other must expect, to the 分."""
    mine, theirs = cross_balances(book, month.last)
    off = mine + theirs
    words = f"两本账的往来差 {money.show(abs(off))} 元，请核对跨账划转和期初" if off else ""
    return Check("跨账划转两边对得上", words)


def cross_balances(book: Book, day: date) -> tuple[int, int]:
    """What stands open between the books: as the collective has it, as the committee has it."""
    found = []
    for account, code in ((COLLECTIVE, "cross_of_collective"), (COMMITTEE, "cross_of_committee")):
        cross = str(book.pack("book-purposes", day).value(f"cross.{code}"))
        balance = account_balances(book, account, day).get(cross)
        found.append(balance.closing if balance else 0)
    return found[0], found[1]


def _year_end(book: Book, account: str, month: Period) -> Check | None:
    """What was written after the year-end is in no result: it is to be done again."""
    where = (
        *own(book, account), Where("kind", "=", CLOSING), Where("source_table", "filled"),
        Where("day", "=", month.last.isoformat()),
    )  # fmt: skip
    if not book.count(Query(Voucher.table, where)):
        return None
    chart, off = chart_on(book, account, month.last), 0
    for code, one in exact_balances(book, account, month.last).items():
        item = chart.placed(code)
        off += abs(one.closing) if item is not None and item.kind == RESULT else 0
    words = f"年终结转以后又动了 {money.show(off)} 元收支，请撤掉年终结转再做一次" if off else ""
    return Check("年终结转以后没有再动", words)


def _overdrawn(book: Book, account: str, month: Period) -> Check:
    """A till or a bank account cannot hold less than nothing."""
    chart = chart_on(book, account, month.last)
    held = account_balances(book, account, month.last)
    below = [code for code, one in held.items() if code[:3] in ("101", "102") and one.closing < 0]
    words = f"{chart.name(below[-1])}是负数，请核对期初和收付方式" if below else ""
    return Check("现金和存款没有负数", words, blocks=False)


def _bank(book: Book, account: str, month: Period) -> Check | None:
    """What the bank has and what the books have, told apart to the 分."""
    if not book.count(Query("bank_line")):
        return None
    found = month_problems(book, account, month)
    words = "；".join(one.words for one in found)
    return Check("银行对账", words, any(one.firm for one in found), "bank_line")


def _basic(book: Book, account: str, _month: Period) -> Check | None:
    """One 基本户 a book is the usual practice (FUND-06): a second one is told."""
    ids = two_basic(book, account)
    if not ids:
        return None
    words = f"有 {len(ids)} 个没销户的基本户，一般只开一个，请核对账户类别"
    return Check("基本户只有一个", words, blocks=False, table=BankAccount.table, ids=ids)


_OWN: tuple[Asker, ...] = (
    _earlier, _unfinished, _unplaced, _unreviewed, _papers, _numbers, _balance, _pairs,
    _year_end, _overdrawn, _bank, _basic,
)  # fmt: skip
