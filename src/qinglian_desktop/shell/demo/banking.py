"""One unit's bank, receipts and casual labour: what stands beside its entries."""

from datetime import date, timedelta

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.exchange.bank import layout_of
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.actions.banking import Looked
from qinglian_desktop.modules.funds.books import BankAccount
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE, INCOME, Entry
from qinglian_desktop.modules.labour import actions as labour
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.shell.demo.unit import Unit
from qinglian_desktop.store import ledger

_LINES = 24  # entries of the newest month that the bank shows
_MATCHED = 16  # of them, the others are left to be matched
_SLIPS = 4
_FIRST = {COMMITTEE: 12_001, COLLECTIVE: 34_001}  # numbers of the receipts of each book
_ENDING = {COMMITTEE: "1234", COLLECTIVE: "5678"}
_RATE = 12_000  # 分 a day of work


def keep_beside(unit: Unit) -> None:
    """A statement half matched, a few receipts with one void and one missing, one order of work."""
    for account in dict.fromkeys((unit.accounts[-1], COLLECTIVE)):
        if entries := _newest(unit, account):
            _bank(unit, account, entries)
            _receipts(unit, account, [row for row in entries if row["direction"] == INCOME])
    _work(unit, unit.accounts[-1])


def _newest(unit: Unit, account: str) -> list[dict[str, object]]:
    where = (
        Where("book", "=", account), Where("channel", "=", "银行"),
        Where("owner", "=", unit.book.unit.office_id),
    )  # fmt: skip
    query = Query(Entry.table, where, order=(("day", True), ("voucher_no", True)), limit=_LINES)
    return unit.book.rows(query)[::-1]


def _bank(unit: Unit, account: str, entries: list[dict[str, object]]) -> None:
    there = unit.book.rows(Query(BankAccount.table, (Where("book", "=", account),), limit=1))
    if there:
        account_id = str(there[0]["id"])
    else:
        draft = {
            "book": account, "holder": f"{unit.name}{account}", "bank": "重庆农商行通惠支行",
            "number": f"5001020000{unit.index:02d}{_ENDING[account]}", "account": "10201",
        }  # fmt: skip
        account_id = str(ledger.save_row(unit.book, BankAccount.table, None, draft).result)
    before = date.fromisoformat(str(entries[0]["day"])) - timedelta(days=1)
    held = funds.balances(unit.book, account, before).bank
    rows = [["交易日期", "摘要", "借方发生额", "贷方发生额", "余额", "对方户名"]]
    for row in entries:
        fen = int(str(row["amount_fen"]))
        into = row["direction"] == INCOME
        held += fen if into else -fen
        rows.append(
            [str(row["day"]), str(row["summary"]), "" if into else money.show(fen),
             money.show(fen) if into else "", money.show(held), str(row["counterparty"] or "")]
        )  # fmt: skip
    seen = Looked("农商行流水.xlsx", rows, layout_of(rows))
    funds.import_statement(unit.book, account_id, seen)
    mine = (Where("bank_account_id", "=", account_id),)
    lines = unit.book.rows(Query("bank_line", mine, order=(("place", False),), limit=_MATCHED))
    for line, row in zip(lines, entries, strict=False):
        funds.tick(unit.book, account_id, [f"bank_line:{line['id']}", f"entry:{row['id']}"])


def _receipts(unit: Unit, account: str, incomes: list[dict[str, object]]) -> None:
    first = _FIRST[account]
    many = len(incomes) - 1 if account == COLLECTIVE else _SLIPS
    told = {
        "book": account, "first_no": f"{first:07d}", "last_no": f"{first + 49:07d}",
        "issued_by": "街道三资代理中心",
        "received_on": (clock.today() - timedelta(days=200)).isoformat(),
    }  # fmt: skip
    funds.save_receipt_book(unit.book, None, told)
    for row in incomes[:many]:
        funds.write_receipt(unit.book, str(row["id"]))
    void = {
        "number": f"{first + many + 1:07d}", "day": clock.today().isoformat(), "state": "作废",
        "void_reason": "金额写错，三联都在",
    }  # fmt: skip
    funds.save_receipt(unit.book, None, void)


def _work(unit: Unit, account: str) -> None:
    ordered = clock.today() - timedelta(days=5)
    job = labour.save_order(
        unit.book, None,
        {"book": account, "ordered_on": ordered.isoformat(), "reason": "清理3组排水沟",
         "decision": "两委会纪要", "planned_days": 6000, "rate_fen": _RATE,
         "approver": unit.director or None},
    ).result  # fmt: skip
    people = unit.book.rows(Query(Person.table, (Where("state", "=", "在册"),), limit=3))
    for place, person in enumerate(people):
        draft = {
            "order_id": job, "person_id": person["id"], "task": "清沟",
            "days": 500 if place else 1000, "day": (ordered + timedelta(days=1)).isoformat(),
        }  # fmt: skip
        labour.save_day(unit.book, None, draft)
