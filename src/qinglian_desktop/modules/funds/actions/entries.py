"""How are receipts, payments and opening balances saved?"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, refuse
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.funds import rules
from qinglian_desktop.modules.funds.actions.guarding import shut
from qinglian_desktop.modules.funds.actions.numbering import Numbers, already_used, series_of
from qinglian_desktop.modules.funds.actions.vouchers import known_chart, paired_problem
from qinglian_desktop.modules.funds.books import BankAccount
from qinglian_desktop.modules.funds.chart import BANK, CASH
from qinglian_desktop.modules.funds.reads import closed_until, elsewhere, opening_voucher, spoken_of
from qinglian_desktop.modules.funds.records import Entry, OpeningBalance
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

_BY_PROGRAM = ("transfer_id", "reverses_id", "entered_by")


def save_entry(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a receipt or payment, half-filled or not. `result` is its id.

    The voucher number comes by itself as soon as book and day are known, one series for each
    book and year; the account (对方科目) comes from the words of the purpose. Both may be typed.
    """
    before = ledger.there(book, Entry.table, row_id) if row_id else None
    made: Row = {**(before or defaults(Entry)), **draft}
    refuse(rules.entry_problem(made, clock.today()))
    if before is not None:
        refuse(rules.moved_problem(before, made))
    refuse(_program_problem(before, draft))
    event_on = None if row_id else ledger.event_day(Entry, made)
    label = ledger.label_of("改" if row_id else "登记", Entry, made)
    with book.change(label, event_on=event_on) as change:
        refuse(books_problem(change, before, made))
        filled = {**draft, **_given(change, before, made)}
        numbers = Numbers.of(change)
        series = series_of(made)
        if series is not None and not _keeps_number(before, made):
            if not made.get("voucher_no"):
                filled["voucher_no"] = numbers.next(series, before)
            elif numbers.taken(series, made["voucher_no"], before):
                raise already_used(series, made["voucher_no"])
        if row_id is None:
            change.result = saved = change.add(Entry, filled)
        else:
            change.result = saved = change.put_row(Entry.table, row_id, filled)
        numbers.wrote(saved, before, made | filled)
        numbers.keep(change)
    return change.changes


def _program_problem(before: Row | None, draft: Mapping[str, Any]) -> Problem | None:
    """Pairs and reversals are made by their own acts, with both their sides."""
    for name in _BY_PROGRAM:
        there = (before or {}).get(name) or None
        if name in draft and (draft[name] or None) != there:
            label = Entry.fields[name].label
            remedy = "跨账划转和红字冲回各有自己的按钮"
            if name == "entered_by":
                remedy = "录入人就是登记、导入的人；表格里有这一列，请去掉再导入"
            return Problem(f"〔{label}〕由程序填写，不能直接改", remedy, name, "QL-SZ-128")
    return None


def books_problem(change: Change, before: Row | None, made: Row) -> Problem | None:
    """Does the account stand in this book's chart, and is the bank account its own?

    What stood there before and is not touched is not asked about again.
    """
    asked = ("book", "day", "account", "bank_account_id", "channel")
    if before is not None and all(before.get(n) == made.get(n) for n in asked):
        return None
    if not made.get("book") or not made.get("day"):
        return None
    account, day = made["book"], date.fromisoformat(made["day"])
    if code := made.get("account"):
        chart = known_chart(change, account, day)
        if problem := chart.problem(code):
            known = problem.code != "QL-SZ-101"
            return problem if known else elsewhere(change.book, account, day, problem)
        if code in chart.paired and not made.get("transfer_id"):
            return paired_problem(chart, code)
        if code[:3] in (CASH, BANK):
            return Problem(
                f"对方科目不能是{chart.name(code)}", "存现、提现请在“凭证”里记一张转账凭证",
                "account", "QL-SZ-129",
            )  # fmt: skip
    if bank_id := made.get("bank_account_id"):
        return _bank_problem(change, made, bank_id)
    return None


def _bank_problem(change: Change, made: Row, bank_id: str) -> Problem | None:
    bank = change.book.row(BankAccount.table, bank_id)
    field = "bank_account_id"
    if bank is None or bank["deleted"]:
        return Problem("这个银行账户已经不在了", "请另选一个账户", field, "QL-SZ-130")
    if bank["book"] != made["book"]:
        return Problem(
            f"这是{bank['book']}的银行账户，不能收付{made['book']}账的钱",
            "请选这本账自己的账户；两本账之间的钱用“跨账划转”", field, "QL-SZ-131",
        )  # fmt: skip
    if made.get("channel") == "现金":
        return Problem(
            "收付方式是现金，不用选银行账户", "请把收付方式改成银行，或者不选账户", field,
            "QL-SZ-132",
        )  # fmt: skip
    if bank["closed_on"] and made["day"] > bank["closed_on"]:
        when = paper_day(date.fromisoformat(bank["closed_on"]))
        return Problem(f"这个账户{when}已经销户", "请选在用的账户", field, "QL-SZ-133")
    return None


def _given(change: Change, before: Row | None, made: Row) -> Row:
    """What the program fills in: who entered it, and the account its purpose speaks of."""
    filled: Row = {}
    if before is None:
        filled["entered_by"] = change.book.operator.name
    told = before is None or any(before[name] != made[name] for name in _TELLING)
    if told and not made.get("account") and (code := _proposed(change, made)):
        filled["account"] = code
    return filled


_TELLING = ("book", "day", "direction", "purpose", "summary")  # what the account follows from


def _proposed(change: Change, made: Row) -> str:
    if not all(made.get(name) for name in ("book", "day", "direction")):
        return ""
    words = f"{made.get('purpose') or ''} {made.get('summary') or ''}"
    day = date.fromisoformat(made["day"])
    key = f"purposes {day}"
    if key not in change.known:
        change.known[key] = change.book.pack("book-purposes", day).rows("purposes")
    chart = known_chart(change, made["book"], day)
    return spoken_of(change.known[key], chart, made["book"], made["direction"], words)


def _keeps_number(before: Row | None, made: Row) -> bool:
    """The number was looked up when it was given; a change of other fields asks nothing again."""
    if before is None or not made.get("voucher_no"):
        return False
    told = [(row["book"], (row["day"] or "")[:4], row["voucher_no"]) for row in (before, made)]
    return told[0] == told[1]


def review_entries(book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_entry` for rows of a sheet."""
    today, months = clock.today(), closed_until(book)

    def review(row: Row) -> Row | Problem:
        if problem := rules.entry_problem(row, today) or _program_problem(None, row):
            return problem
        if row.get("day") and row["day"][:7] <= months.get(row.get("book") or "", ""):
            refused = shut(row["day"][:7])
            return Problem(refused.what, refused.remedy, "day", refused.code)
        return row

    return review


def number_entries(change: Change, entries: Sequence[Row]) -> list[Row]:
    """Voucher numbers, accounts and the writer for the rows of a sheet, inside the change that
    writes them. Numbers go on after all that are taken, those of the sheet too.
    """
    numbers = Numbers.of(change)
    made = [{**entry} for entry in entries]
    for place, entry in enumerate(made):
        if entry.get("voucher_no") and (series := series_of(entry)):
            numbers.highest(series, None)
            numbers.wrote(f"sheet {place}", None, entry)
    for place, entry in enumerate(made):
        refuse(books_problem(change, None, entry))
        entry.update(_given(change, None, entry))
        if not entry.get("voucher_no") and (series := series_of(entry)):
            entry["voucher_no"] = numbers.next(series)
            numbers.wrote(f"sheet {place}", None, entry)
    return made


def add_entry(change: Change, facts: Row) -> str:
    """Within a change: a complete entry that the program makes itself, numbered; its id."""
    numbers = Numbers.of(change)
    made = {**defaults(Entry), **facts, "entered_by": change.book.operator.name}
    series = series_of(made)
    assert series is not None
    made["voucher_no"] = numbers.next(series)
    row_id = change.add(Entry, made)
    numbers.wrote(row_id, None, made)
    numbers.keep(change)
    return row_id


def bring_back_entry(book: Book, row_id: str) -> Changes:
    """Out of the recycle bin; the other side of a transfer comes with it."""
    row = ledger.there(book, Entry.table, row_id)
    with book.change(ledger.label_of("找回", Entry, row)) as change:
        change.bring_back(Entry.table, row_id)
        if pair := row["transfer_id"]:
            for other in book.rows(Query(Entry.table, (Where("transfer_id", "=", pair),),
                                         deleted=True)):  # fmt: skip
                if other["deleted"]:
                    bring_back_entry(book, other["id"])
        save_entry(book, row_id, {})
    return change.changes


def review_openings(_book: Book) -> Callable[[Row], Row | Problem]:
    """The rules of `save_opening` for rows of a sheet; two of one book and year share a key."""
    return lambda row: rules.opening_problem(row) or row


def save_opening(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves an opening balance; one for each book and year. `result` is its id."""
    before = ledger.there(book, OpeningBalance.table, row_id) if row_id else {}
    made = {**before, **draft}
    refuse(rules.opening_problem(made))
    if made.get("book") and made.get("year"):
        refuse(_by_account(book, made))
        others = (
            Where("book", "=", made["book"]),
            Where("year", "=", made["year"]),
            Where("owner", "=", book.unit.office_id),
            Where("id", "!=", row_id or ""),
        )
        if book.count(Query(OpeningBalance.table, others)):
            raise Refused(
                f"{made['year']}年{made['book']}的期初余额已经登记",
                "请打开那一条来改",
                field="year",
                code="QL-SZ-008",
            )
    return ledger.save_row(book, OpeningBalance.table, row_id, draft)


def _by_account(book: Book, made: Row) -> Problem | None:
    """Two opening balances of one year would be one too many."""
    voucher = opening_voucher(book, made["book"], date(made["year"], 12, 31))
    if voucher is None or int(voucher["day"][:4]) != made["year"]:
        return None
    return Problem(
        f"{made['year']}年的期初余额已经按科目登记", "请到“期初”里改", "year", "QL-SZ-134"
    )
