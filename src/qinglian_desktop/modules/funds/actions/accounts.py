"""How are bank accounts and the office's own detail accounts saved?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, refuse
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.funds.books import (
    BASIC,
    PERSON_HOLDER,
    Account,
    BankAccount,
    VoucherLine,
)
from qinglian_desktop.modules.funds.chart import BANK, chart_of, detail_problem, pack_name
from qinglian_desktop.modules.funds.reads import chart_on, own
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_USUAL = {True: "10201", False: "10203"}  # 基本户, 专户


def save_bank_account(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A bank account of one legal person. `result` is its id.

    Collective money may never sit in an account opened in a person's name (农村集体经济组织法
    art. 44). Without an account code the usual one is given, or the next free below 102.
    """
    before = ledger.there(book, BankAccount.table, row_id) if row_id else None
    made: Row = {**(before or defaults(BankAccount)), **draft}
    refuse(_bank_problem(book, row_id, made))
    if before is not None and before["book"] and made["book"] != before["book"]:
        used = book.count(Query(Entry.table, (Where("bank_account_id", "=", row_id),)))
        if used:
            raise Refused(
                f"这个账户已经有 {used} 笔收支，不能换账本", "开错了就销户，再在对的账本里登记",
                field="book", code="QL-SZ-508",
            )  # fmt: skip
    filled = dict(draft)
    with book.change(ledger.label_of("改" if row_id else "登记", BankAccount, made)) as change:
        if made.get("book") and made.get("bank") and not made.get("account"):
            filled["account"] = _free_code(book, made)
        if code := filled.get("account"):
            _add_detail(book, made, code)
        if row_id is None:
            change.result = change.add(BankAccount, filled)
        else:
            change.result = change.put_row(BankAccount.table, row_id, filled)
    return change.changes


def _bank_problem(book: Book, row_id: str | None, made: Row) -> Problem | None:
    if made.get("holder_kind") == PERSON_HOLDER:
        return Problem(
            "集体和居（村）委会的钱不能存在个人名下的账户",
            "《农村集体经济组织法》第44条：不得以个人名义开立账户存放；请改用单位账户",
            "holder_kind", "QL-SZ-100",
        )  # fmt: skip
    number = _digits(made.get("number"))
    for row in book.rows(Query(BankAccount.table, (Where("id", "!=", row_id or ""),))):
        if number and _digits(row["number"]) == number and row["owner"] == book.unit.office_id:
            same = row["book"] == made.get("book")
            where = "这本账" if same else f"{row['book']}账"
            return Problem(
                f"这个账号已经登记在{where}", "一个账户只属于一本账，请核对账号", "number",
                "QL-SZ-604",
            )  # fmt: skip
    opened, shut = made.get("opened_on"), made.get("closed_on")
    if opened and shut and shut < opened:
        return Problem("销户日期早于开户日期", "请核对两个日期", "closed_on", "QL-SZ-601")
    code = made.get("account")
    if code and not (code.startswith(BANK) and len(code) == 5 and code.isdigit()):
        return Problem(
            f"科目 {code} 不是银行存款的明细", "填 102 加两位数，例：10201；不填会自动给",
            "account", "QL-SZ-602",
        )  # fmt: skip
    if code and _taken(book, made, row_id, code):
        return Problem(
            f"科目 {code} 已经给了别的账户", "不填会自动给下一个", "account", "QL-SZ-603"
        )
    return None


def _digits(number: str | None) -> str:
    return "".join(sign for sign in number or "" if sign.isalnum())


def _taken(book: Book, made: Row, row_id: str | None, code: str) -> bool:
    where = (
        *own(book, made.get("book") or ""), Where("account", "=", code),
        Where("id", "!=", row_id or ""),
    )  # fmt: skip
    return book.count(Query(BankAccount.table, where)) > 0


def _free_code(book: Book, made: Row) -> str:
    usual = _USUAL[made.get("kind") == BASIC]
    if not _taken(book, made, None, usual):
        return usual
    chart = chart_on(book, made["book"], clock.today())
    listed = (f"{BANK}{number:02d}" for number in range(4, 100))
    return next(c for c in listed if c not in chart.items and not _taken(book, made, None, c))


def _add_detail(book: Book, made: Row, code: str) -> None:
    """A code that the chart has not becomes a detail account with the bank's name."""
    if made.get("book") and code not in chart_on(book, made["book"], clock.today()).items:
        opened = made.get("opened_on") or f"{clock.today().year}-01-01"
        facts = {
            "book": made["book"], "code": code, "from_on": opened,
            "name": f"{made.get('bank') or '银行'}{made.get('purpose') or ''}",
        }  # fmt: skip
        save_account(book, None, facts)


def save_account(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A detail account of the office below one of the chart; its class is that one's."""
    before = ledger.there(book, Account.table, row_id) if row_id else None
    made: Row = {**(before or {}), **draft}
    if made.get("book") and made.get("code") and made.get("from_on"):
        refuse(_account_problem(book, row_id, before, made))
    return ledger.save_row(book, Account.table, row_id, draft)


def _account_problem(
    book: Book, row_id: str | None, before: Row | None, made: Row
) -> Problem | None:
    name = pack_name(made["book"])
    chart = chart_of(book.pack(name, date.fromisoformat(made["from_on"])))
    others = book.rows(
        Query(Account.table, (*own(book, made["book"]), Where("id", "!=", row_id or "")))
    )
    items = {**chart.items}
    for row in sorted(others, key=lambda one: len(one["code"] or "")):
        if (parent := items.get((row["code"] or "")[:-2])) and row["code"]:
            items.setdefault(row["code"], parent._replace(code=row["code"], own=True))
    if any(row["code"] == made["code"] for row in others):
        return Problem(
            f"科目编码 {made['code']} 已经用过", "请换一个没用过的编码", "code", "QL-SZ-105"
        )
    if problem := detail_problem(chart.items if made["code"] in chart.items else items,
                                 made["code"], made.get("name") or ""):  # fmt: skip
        return problem
    moved = before is not None and before["code"] and before["code"] != made["code"]
    if moved and before is not None and _posted(book, before):
        return Problem(
            f"科目 {before['code']} 已经记过账，不能改编码", "请新设一个科目，旧的填上用到哪天",
            "code", "QL-SZ-507",
        )  # fmt: skip
    return None


def drop_account(book: Book, row_id: str) -> Changes:
    """Refused once something stands on it."""
    row = ledger.there(book, Account.table, row_id)
    if _posted(book, row):
        raise Refused(
            f"科目 {row['code']} {row['name']} 已经记过账，不能删", "不再用就填上“用到哪天”",
            code="QL-SZ-507",
        )  # fmt: skip
    return ledger.drop_row(book, Account.table, row_id)


def _posted(book: Book, row: Row) -> bool:
    where = (*own(book, row["book"]), Where("account", "=", row["code"]))
    return any(book.count(Query(table, where)) for table in (Entry.table, VoucherLine.table))
