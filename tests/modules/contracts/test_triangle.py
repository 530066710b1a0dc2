"""三方核对 over thirty contracts: each state is listed, and the receipt without money is found."""

from collections import Counter
from datetime import date

from leasing import RENT, make_contract, pay
from qinglian_desktop.modules.contracts import reads, triangle
from qinglian_desktop.modules.contracts.triangle import (
    ALL_THERE,
    NEITHER,
    NO_MONEY,
    NO_RECEIPT,
    UNPAID,
)
from qinglian_desktop.modules.funds.banking import BankLine, BankTick
from qinglian_desktop.modules.funds.books import BankAccount
from qinglian_desktop.modules.funds.records import COLLECTIVE, INCOME
from qinglian_desktop.modules.funds.slips import ReceiptSlip
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)


def arrived(book: Book, account: str, entry: str, place: int, day: date) -> None:
    """The bank shows the money, and it is ticked."""
    with book.change("对账") as change:
        line = change.add(
            BankLine,
            {"bank_account_id": account, "day": day.isoformat(), "place": place,
             "direction": INCOME, "amount_fen": RENT},
        )  # fmt: skip
        change.add(
            BankTick,
            {"group_key": f"g{place}", "bank_account_id": account, "bank_line_id": line,
             "entry_id": entry, "amount_fen": RENT, "ticked_on": day.isoformat()},
        )  # fmt: skip


def written(book: Book, number: int, entry: str | None, payer: str) -> str:
    with book.change("收据") as change:
        return change.put(
            ReceiptSlip(number=f"{number:07}", day=date(2026, 3, 1), payer=payer,
                        amount_fen=RENT, entry_id=entry)
        )  # fmt: skip


def test_thirty_contracts_are_listed_by_what_due_receipt_and_money_say(book: Book) -> None:
    with book.change("账户") as change:
        account = change.put(
            BankAccount(book=COLLECTIVE, holder="某合作社", bank="某银行", number="500100001234",
                        account="10201")
        )  # fmt: skip
    wanted: dict[str, str] = {}
    for place in range(30):
        party = f"綦江区第{place}商店"
        one = make_contract(book, title=f"{place}号门面出租", party=party)
        # ten each: never paid, receipt without money, all three; a few of the other kinds
        state = (UNPAID, NO_MONEY, ALL_THERE)[place % 3]
        state = {29: NO_RECEIPT, 28: NEITHER}.get(place, state)
        wanted[one] = state
        if state == UNPAID:
            continue
        entry = pay(book, one, RENT, "2026-03-01")
        if state in (NO_MONEY, ALL_THERE):
            written(book, place + 1, entry, party)
        if state in (ALL_THERE, NO_RECEIPT):
            arrived(book, account, entry, place, date(2026, 3, 2))
    found = triangle.corners(book, TODAY)
    assert {one.row["id"]: one.state for one in found} == wanted
    assert Counter(one.state for one in found) == {
        UNPAID: 10, NO_MONEY: 9, ALL_THERE: 9, NO_RECEIPT: 1, NEITHER: 1,
    }  # fmt: skip
    assert [one.state for one in found[:9]] == [NO_MONEY] * 9, "what is worst stands first"
    done = next(one for one in found if one.state == ALL_THERE)
    assert done.arrived_on == date(2026, 3, 2)
    assert done.receipt_no == "0000003"


def test_a_receipt_that_was_never_entered_is_found_by_its_payer(book: Book) -> None:
    one = make_contract(book, party="綦江区某面馆")
    make_contract(book, party="綦江区某药房")
    written(book, 7, None, "綦江区某面馆")
    states = {corner.row["id"]: corner for corner in triangle.corners(book, TODAY)}
    assert states[one].state == NO_MONEY
    assert states[one].receipt_no == "0000007"
    assert {corner.state for key, corner in states.items() if key != one} == {UNPAID}


def test_cash_has_arrived_when_it_was_taken(book: Book) -> None:
    one = make_contract(book)
    entry = pay(book, one, RENT)
    with book.change("现金") as change:
        change.put_row("entry", entry, {"channel": "现金"})
    written(book, 1, entry, "綦江区某超市")
    (corner,) = triangle.corners(book, TODAY)
    assert corner.state == ALL_THERE
    assert reads.overdue(book, TODAY) == []
