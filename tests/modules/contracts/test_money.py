"""登记收款 makes entry and match in one act; part payments, several dues, reversal; deposits."""

from datetime import date

import pytest

from leasing import RENT, make_contract, pay
from office import make_entry
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.contracts import actions, reads
from qinglian_desktop.modules.contracts.actions import Payment
from qinglian_desktop.modules.contracts.records import (
    AGENCY,
    LAND,
    LETTING,
    SHARES,
    WE_PAY,
    WORKS,
    RentReceipt,
)
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.books import Voucher
from qinglian_desktop.modules.funds.reads import account_balances
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE, INCOME, SPENDING, Entry
from qinglian_desktop.store.book import Book


def left(book: Book, contract_id: str) -> list[int]:
    return [one.left for one in reads.account_of(book, contract_id).dues]


def test_one_act_makes_the_entry_in_the_collectives_book_and_the_match(book: Book) -> None:
    one = make_contract(book)
    entry = book.row(Entry.table, pay(book, one, 500_000))
    assert entry is not None
    assert (entry["book"], entry["direction"], entry["amount_fen"]) == (
        COLLECTIVE, INCOME, 500_000,
    )  # fmt: skip
    assert (entry["contract_id"], entry["account"]) == (one, "50102")
    assert entry["voucher_no"] == "0001"
    assert left(book, one) == [700_000, RENT, RENT]


@pytest.mark.parametrize(
    ("kind", "flow", "account", "direction"),
    [
        (LAND, "我方收款", "50101", INCOME),
        (LETTING, "我方收款", "50102", INCOME),
        (AGENCY, "我方收款", "50103", INCOME),
        (SHARES, "我方收款", "50201", INCOME),
        (WORKS, WE_PAY, "153", SPENDING),
    ],
)
def test_each_way_has_its_account(
    book: Book, kind: str, flow: str, account: str, direction: str
) -> None:
    one = make_contract(book, kind=kind, flow=flow)
    entry = book.row(Entry.table, pay(book, one, RENT))
    assert entry is not None
    assert (entry["account"], entry["direction"]) == (account, direction)
    assert left(book, one)[0] == 0


def test_part_payments_are_carried_and_too_much_goes_to_the_next_dues(book: Book) -> None:
    one = make_contract(book)
    for fen in (400_000, 400_000, 700_000):
        pay(book, one, fen)
    assert left(book, one) == [0, 900_000, RENT]
    pay(book, one, 5_000_000)
    kept = reads.account_of(book, one)
    assert [standing.left for standing in kept.dues] == [0, 0, 0]
    assert kept.over == 6_500_000 - 3 * RENT


def test_one_entry_pays_the_dues_of_two_contracts(book: Book) -> None:
    one, other = make_contract(book), make_contract(book, title="2号门面出租")
    dues = [reads.account_of(book, contract).dues[0].due.id for contract in (one, other)]
    entry = pay(book, one, 2 * RENT, "2026-02-01", *dues)
    assert left(book, one)[0] == left(book, other)[0] == 0
    assert book.count(Query(Entry.table)) == 1
    rows = book.rows(Query(RentReceipt.table))
    assert {row["entry_id"] for row in rows} == {entry}
    actions.unmatch(book, entry)
    assert left(book, one)[0] == left(book, other)[0] == RENT


def test_a_deleted_entry_and_an_undone_act_free_the_due(book: Book) -> None:
    one = make_contract(book)
    changes = actions.receive(book, one, Payment(RENT, date(2026, 3, 1)))
    assert left(book, one)[0] == 0
    book.undo(changes.step)
    assert left(book, one)[0] == RENT
    assert book.count(Query(Entry.table)) == 0
    entry = pay(book, one, RENT)
    with book.change("删") as change:
        change.drop(Entry.table, entry)
    assert left(book, one)[0] == RENT


def test_an_entry_that_shrinks_pays_no_more_than_it_is(book: Book) -> None:
    one = make_contract(book)
    entry = pay(book, one, RENT)
    with book.change("改") as change:
        change.put_row(Entry.table, entry, {"amount_fen": 100})
    assert left(book, one)[0] == RENT - 100


def test_an_entry_that_is_there_is_matched_once(book: Book) -> None:
    one = make_contract(book)
    entry = make_entry(book, 300_000, date(2026, 2, 1), INCOME, account=COLLECTIVE)
    assert actions.match(book, entry, one).result == 300_000
    assert left(book, one)[0] == RENT - 300_000
    with pytest.raises(Refused, match="已经对应完了"):
        actions.match(book, entry, one)
    for wrong in (
        make_entry(book, 1, date(2026, 2, 1), SPENDING, account=COLLECTIVE),
        make_entry(book, 1, date(2026, 2, 1), INCOME, account=COMMITTEE),
    ):
        with pytest.raises(Refused) as refused:
            actions.match(book, wrong, one)
        assert refused.value.code == "QL-SZ-320"


def test_sums_and_days_that_cannot_be_are_refused(book: Book) -> None:
    one = make_contract(book)
    for fen, day, code in (
        (0, date(2026, 3, 1), "QL-SZ-317"),
        (-5, date(2026, 3, 1), "QL-SZ-317"),
        (10**13, date(2026, 3, 1), "QL-SZ-317"),
        (5, date(2026, 11, 25), "QL-SZ-318"),
    ):
        with pytest.raises(Refused) as refused:
            actions.receive(book, one, Payment(fen, day))
        assert refused.value.code == code
    assert book.count(Query(Entry.table)) == 0


def test_more_than_is_held_is_not_refunded(book: Book) -> None:
    one = make_contract(book, deposit_fen=200_000)
    paid = Payment(200_000, date(2026, 1, 5))
    assert actions.deposit(book, one, "收到", paid).result == 200_000
    assert left(book, one)[0] == RENT, "a deposit pays no rent"
    with pytest.raises(Refused) as refused:
        actions.deposit(book, one, "退还", Payment(200_001, date(2026, 2, 1)))
    assert refused.value.code == "QL-SZ-323"
    assert "2,000.00" in refused.value.what
    assert actions.deposit(book, one, "退还", Payment(50_000, date(2026, 2, 1))).result == 150_000
    assert reads.held(book, one) == 150_000
    assert [(row["id"], fen) for row, fen in reads.held_by_contract(book)] == [(one, 150_000)]
    accounts = {row["account"] for row in book.rows(Query(Entry.table))}
    assert accounts == {"21103"}


def test_what_is_held_ties_to_the_account_of_deposits(book: Book) -> None:
    one, other = make_contract(book), make_contract(book, title="2号门面出租")
    for contract, fen in ((one, 200_000), (other, 90_000)):
        actions.deposit(book, contract, "收到", Payment(fen, date(2026, 1, 5)))
    actions.deposit(book, one, "退还", Payment(50_000, date(2026, 2, 1)))
    with pytest.raises(Refused, match="还没有写为什么扣"):
        actions.deposit(book, one, "扣下", Payment(30_000, date(2026, 3, 1)))
    taken = actions.deposit(book, one, "扣下", Payment(30_000, date(2026, 3, 1)), "损坏卷帘门")
    assert taken.result == 120_000

    def on_account() -> int:
        return -account_balances(book, COLLECTIVE, date(2026, 11, 24))["21103"].closing

    assert on_account() == sum(fen for _, fen in reads.held_by_contract(book)) == 210_000
    voucher = book.rows(Query(Voucher.table))[0]
    funds.reverse(book, Voucher.table, voucher["id"], date(2026, 3, 2), "扣错了")
    assert reads.held(book, one) == 150_000
    assert on_account() == 240_000


def test_a_reversed_entry_frees_its_match(book: Book) -> None:
    one = make_contract(book)
    entry = pay(book, one, RENT)
    assert left(book, one)[0] == 0
    funds.reverse(book, Entry.table, entry, date(2026, 3, 2), "记错了合同")
    assert left(book, one)[0] == RENT
    red = next(row for row in book.rows(Query(Entry.table)) if row["reverses_id"])
    for spent in (entry, red["id"]):
        with pytest.raises(Refused):
            actions.match(book, spent, one)


def test_a_deposit_kept_for_rent_pays_the_dues_without_money_moving(book: Book) -> None:
    one = make_contract(book)
    actions.deposit(book, one, "收到", Payment(200_000, date(2026, 1, 5)))
    kept = Payment(150_000, date(2026, 3, 1))
    assert actions.deposit(book, one, "扣下", kept, "抵租金", for_rent=True).result == 50_000
    assert left(book, one) == [RENT - 150_000, RENT, RENT]
    balances = account_balances(book, COLLECTIVE, date(2026, 11, 24))
    assert -balances["21103"].closing == 50_000
    assert -balances["50102"].closing == 150_000
    (voucher,) = book.rows(Query(Voucher.table))
    with pytest.raises(Refused, match="从押金里扣的"):
        actions.unmatch(book, voucher["id"])
    funds.reverse(book, Voucher.table, voucher["id"], date(2026, 3, 2), "退给他了")
    assert left(book, one)[0] == RENT, "both go back together"
    assert reads.held(book, one) == 200_000
    pay(book, one, RENT - 100_000)
    with pytest.raises(Refused, match=r"欠的租金只有 1,000\.00 元"):
        actions.deposit(book, one, "扣下", kept, "抵租金", for_rent=True)
