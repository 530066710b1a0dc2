"""Is no number of a receipt lost or used twice, and no invoice paid for twice?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book, make_entry, make_opening
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.funds import actions, arrivals, qr_invoice, receipts
from qinglian_desktop.modules.funds.actions.banking import Looked
from qinglian_desktop.modules.funds.books import BankAccount
from qinglian_desktop.modules.funds.records import COLLECTIVE, COMMITTEE, INCOME
from qinglian_desktop.modules.funds.slips_due import late_receipts
from qinglian_desktop.shell.desk_tools import undo_step
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)
ELECTRONIC = "01,32,,25502000000012345678,1130.00,20261103,,7A2B"
PAPER = "01,10,050001900111,00012345,1000.00,20261103,12345678901234567890,0FA1,"


_INCOME = {
    "book": COLLECTIVE, "direction": INCOME, "summary": "门面租金", "purpose": "租金",
    "counterparty": "张晓梅", "amount_fen": 120_000, "handler": "周文书", "approver": "郑主任",
}  # fmt: skip


@pytest.fixture(autouse=True)
def fixed() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


def receipt_book(office: Book, first: str = "0012001", last: str = "0012010", **facts: Any) -> str:
    told = {"first_no": first, "last_no": last, "received_on": "2026-09-01", **facts}
    return str(actions.save_receipt_book(office, None, told).result)


def slip(book: Book, number: str | None = None, **facts: Any) -> str:
    told = {
        "number": number,
        "day": "2026-10-09",
        "payer": "张晓梅",
        "amount_fen": 120_000,
        **facts,
    }
    return str(actions.save_receipt(book, None, told).result)


def income(book: Book, fen: int = 120_000, day: str = "2026-10-09", **facts: Any) -> str:
    told = {
        "account": COLLECTIVE,
        "counterparty": "张晓梅",
        "purpose": "租金",
        "summary": "门面租金",
    }
    return make_entry(book, fen, date.fromisoformat(day), INCOME, **{**told, **facts})


def refused(act: Any, said: str, code: str) -> None:
    with pytest.raises(Refused) as told:
        act()
    assert said in told.value.what
    assert told.value.code == code


# -- receipts -----------------------------------------------------------------------------------


def test_the_missing_numbers_are_listed_exactly_and_a_void_one_keeps_its_number(
    book: Book,
) -> None:
    receipt_book(book)
    receipt_book(book, "QJ101", "QJ104", returned_on="2026-10-31")
    assert arrivals.next_receipt(book) == "0012001"
    slip(book)
    slip(book, "0012003")
    void = slip(book, "0012006", state="作废", void_reason="金额写错")
    slip(book, "qj102")
    row = book.row("receipt_slip", void)
    assert row is not None
    assert (row["number"], row["state"], row["void_reason"]) == ("0012006", "作废", "金额写错")
    missing = arrivals.missing_numbers(book)
    assert [str(number) for number in missing] == [
        "0012002", "0012004", "0012005", "QJ101", "QJ103", "QJ104",
    ]  # fmt: skip
    assert receipts.runs(missing) == "0012002、0012004、0012005、QJ101、QJ103、QJ104"
    assert arrivals.next_receipt(book) == "0012007"  # after the void one, never it again
    refused(lambda: slip(book, "0012006"), "已经开过", "QL-SZ-619")
    refused(lambda: actions.save_receipt(book, void, {"state": "已用"}), "已经作废", "QL-SZ-196")
    refused(
        lambda: actions.save_receipt(book, void, {"number": "0012008"}), "号不能改", "QL-SZ-194"
    )
    refused(lambda: actions.drop_receipt(book, void), "不能删", "QL-SZ-198")


def test_numbers_that_may_not_be(book: Book) -> None:
    receipt_book(book, returned_on="2026-10-31")
    slip(book, "0012001")
    refused(lambda: slip(book, "0012001"), "已经开过", "QL-SZ-619")
    refused(lambda: slip(book, " ００１２００１ "), "已经开过", "QL-SZ-619")
    refused(lambda: slip(book, "0012011"), "不在任何一本", "QL-SZ-620")
    refused(lambda: slip(book, "0012002", day="2026-08-31"), "才领来", "QL-SZ-621")
    refused(lambda: slip(book, "0012002", day="2026-11-01"), "已交回核销", "QL-SZ-622")
    refused(lambda: slip(book, "十二"), "收据号看不懂", "QL-SZ-190")
    refused(lambda: slip(book, "0012002", state="作废"), "作废要写原因", "QL-SZ-625")
    refused(lambda: slip(book, "0012002", amount_fen=0), "大于 0", "QL-SZ-624")
    refused(lambda: slip(book), "没有可用的收据本", "QL-SZ-618")
    overlap = ("0012010", "0012020")
    refused(lambda: receipt_book(book, *overlap), "号码重了", "QL-SZ-192")
    refused(lambda: receipt_book(book, "0012030", "0012020"), "前面", "QL-SZ-614")
    refused(lambda: receipt_book(book, "0013000", "13010"), "不是同一种号", "QL-SZ-191")
    (one,) = book.ids(Query("receipt_book"))
    shorter = {"first_no": "0012002"}
    refused(lambda: actions.save_receipt_book(book, one, shorter), "已经开出", "QL-SZ-616")
    refused(lambda: actions.drop_receipt_book(book, one), "不能删", "QL-SZ-617")


def test_an_income_gets_the_next_receipt_with_one_act(book: Book) -> None:
    receipt_book(book, book=COLLECTIVE)
    entry = income(book)
    assert actions.write_receipt(book, entry).result == "0012001"
    row = book.row("entry", entry)
    assert row is not None
    assert row["receipt_no"] == "0012001"
    refused(lambda: actions.write_receipt(book, entry), "已开收据 0012001", "QL-SZ-629")
    other = income(book, 50_000)
    refused(lambda: slip(book, entry_id=other), "账上这一笔 500.00", "QL-SZ-626")
    refused(lambda: slip(book, entry_id=entry), "已开收据", "QL-SZ-627")
    refused(lambda: slip(book, "0012005", entry_id=make_entry(book)), "收据只能连收入", "QL-SZ-197")
    refused(
        lambda: actions.write_receipt(book, income(book, account=COMMITTEE)),
        "没有可用",
        "QL-SZ-618",
    )
    (written,) = book.ids(Query("receipt_slip"))
    actions.save_receipt(book, written, {"state": "作废", "void_reason": "名字写错"})
    assert book.row("entry", entry)["receipt_no"] is None  # type: ignore[index]
    assert actions.write_receipt(book, entry).result == "0012002"


def test_an_income_of_a_closed_month_gets_its_receipt_by_the_link(book: Book) -> None:
    make_opening(book, account=COLLECTIVE)
    receipt_book(book)
    entry = str(actions.save_entry(book, None, {**_INCOME, "day": "2026-10-09"}).result)
    actions.close_month(book, COLLECTIVE, Period.parse("2026-10"))
    assert actions.write_receipt(book, entry).result == "0012001"
    assert book.row("entry", entry)["receipt_no"] is None  # type: ignore[index]
    assert arrivals.arrival(book, entry).receipt_no == "0012001"


@given(st.sets(st.integers(1, 60)), st.booleans())
def test_used_and_missing_make_up_the_book(used: set[int], returned: bool) -> None:
    first, last = receipts.read("A001"), receipts.read("A060")
    back = date(2026, 10, 31) if returned else None
    one = receipts.Range(first, last, date(2026, 9, 1), back)
    written = [first._replace(value=value) for value in used]
    found = {number.value for number in receipts.missing([one], written)}
    top = 60 if returned else max(used, default=0)
    assert found == set(range(1, top + 1)) - used


# -- money, receipt and bank --------------------------------------------------------------------


def bank(book: Book, *moved: tuple[str, float, str]) -> str:
    """An account with a statement of (day, yuan, words)."""
    with book.change("登记银行账户") as change:
        account = change.put(
            BankAccount(book=COLLECTIVE, holder="某合作社", bank="农商行", number="1234",
                        account="10201")
        )  # fmt: skip
    rows = [
        ["交易日期", "摘要", "发生额"],
        *([day, words, str(yuan)] for day, yuan, words in moved),
    ]
    from qinglian_desktop.exchange.bank import layout_of

    actions.import_statement(book, account, Looked("流水.xlsx", rows, layout_of(rows)))
    actions.auto_tick(book, account)
    return account


def test_receipt_without_money_and_money_without_receipt(book: Book) -> None:
    make_opening(book, account=COLLECTIVE)
    receipt_book(book)
    whole, unseen = income(book), income(book, 90_000, "2026-10-20")
    cash = income(book, 5_000, "2026-10-21", channel="现金")
    loose = slip(book, "0012001", amount_fen=70_000, day="2026-11-14")
    for entry in (whole, unseen, cash):
        actions.write_receipt(book, entry)
    bare = income(book, 33_300, "2026-10-22")
    bank(book, ("2026-10-10", 1200, "租金"), ("2026-10-23", 333, "租金"),
         ("2026-10-24", 444, "来款"), ("2026-10-25", 1.5, "结息"))  # fmt: skip
    stands = arrivals.arrival(book, whole)
    assert (stands.receipt_no, stands.arrived_on, stands.by) == (
        "0012002", date(2026, 10, 10), "银行",
    )  # fmt: skip
    assert arrivals.arrival(book, cash).by == "现金"
    assert not arrivals.arrival(book, unseen).arrived
    without = arrivals.receipts_without_money(book)
    assert [(one.amount_fen, one.days) for one in without] == [(90_000, 35), (70_000, 10)]
    assert without[1].row_id == loose
    assert "没有入账" in without[1].words
    (line,) = late_receipts(book, TODAY)
    assert (line.act, line.row_id) == ("去核对", without[0].row_id)
    assert line.subject.startswith("有 2 张收据没到账")
    assert late_receipts(book, date(2026, 10, 25)) == []
    money = arrivals.money_without_receipt(book)
    assert [(one.table, one.amount_fen) for one in money] == [
        ("entry", 33_300), ("bank_line", 44_400),
    ]  # fmt: skip
    assert money[0].row_id == bare


# -- invoices -----------------------------------------------------------------------------------


def test_the_square_of_both_sorts_is_read(book: Book) -> None:
    new = book.row("invoice", str(actions.scan_invoice(book, ELECTRONIC).result))
    old = book.row("invoice", str(actions.scan_invoice(book, f" {PAPER}\r\n").result))
    assert new is not None and old is not None
    told = [(r["code"], r["number"], r["day"], r["net_fen"], r["total_fen"]) for r in (new, old)]
    assert told == [
        (None, "25502000000012345678", "2026-11-03", None, 113_000),
        ("050001900111", "00012345", "2026-11-03", 100_000, None),
    ]
    for text in ("https://example.com", "01,10,1,2,3", "01,32,,123,5,20261103", "", ELECTRONIC[3:]):
        refused(lambda text=text: qr_invoice.parse(text), "不是发票的二维码", "QL-SZ-195")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("25502000000012345678", None), ("２５５０２００００００００１２３４５６７８", ""),
        ("2550 2000 0000 1234 5678", None), ("12345678", "255020000000"),
    ],
)  # fmt: skip
def test_one_invoice_in_any_spelling_book_and_year_is_found(
    book: Book, number: str, code: str | None
) -> None:
    entry = make_entry(book, 113_000, date(2025, 3, 1), voucher_no="0007")
    actions.scan_invoice(book, ELECTRONIC, entry)
    if number.startswith("２"):
        number = "２５５０２０００００００１２３４５６７８"
    draft = {"number": number, "code": code, "day": "2026-11-03", "total_fen": 113_000}
    refused(lambda: actions.save_invoice(book, None, draft), "2025年委员会账凭证 0007", "QL-SZ-630")


def test_a_number_that_lost_its_zeros_or_its_code_is_the_same(book: Book) -> None:
    actions.scan_invoice(book, PAPER)
    draft = {"number": "12345", "code": "050001900111", "day": "2026-11-03", "total_fen": 1}
    refused(lambda: actions.save_invoice(book, None, draft), "已经登记过", "QL-SZ-630")
    (one,) = book.ids(Query("invoice"))
    actions.save_invoice(book, one, {"total_fen": 113_000})
    bare = {"number": "00012345", "day": "2026-11-03", "total_fen": 113_000}
    refused(lambda: actions.save_invoice(book, None, bare), "已经登记过", "QL-SZ-630")
    assert actions.save_invoice(book, None, {**bare, "total_fen": 113_001}).result


def test_what_does_not_fit_is_told_and_kept(book: Book) -> None:
    entry = make_entry(book, 200_000)
    first = str(actions.scan_invoice(book, ELECTRONIC, entry).result)
    assert "报销的这一笔 2,000.00 元" in book.row("invoice", first)["told"]  # type: ignore[index]
    second = {
        "number": "25502000000087654321", "day": "2026-11-03", "total_fen": 87_000,
        "entry_id": entry, "buyer": "别的某某村委会", "net_fen": 80_000, "tax_fen": 6_000,
    }  # fmt: skip
    row = book.row("invoice", str(actions.save_invoice(book, None, second).result))
    assert row is not None
    assert row["told"] == (
        "金额加税额是 860.00，价税合计是 870.00；购买方“别的某某村委会”不是本单位"
    )
    ours = {"buyer": f"綦江区通惠街道{book.unit.name}居民委员会", "tax_fen": 7_000}
    actions.save_invoice(book, row["id"], ours)
    assert book.row("invoice", row["id"])["told"] is None  # type: ignore[index]


# -- what comes back ----------------------------------------------------------------------------


def test_what_comes_back_is_not_there_a_second_time(book: Book) -> None:
    """Out of the recycle bin, or by taking an undo back, after it was entered anew."""
    first = str(actions.scan_invoice(book, ELECTRONIC).result)
    saving.dropper("invoice")(book, first)
    again = str(actions.scan_invoice(book, ELECTRONIC).result)
    refused(lambda: saving.restorer("invoice")(book, first), "已经登记过", "QL-SZ-630")
    saving.dropper("invoice")(book, again)
    saving.restorer("invoice")(book, first)
    receipt_book(book)
    told = {"number": "0012001", "day": "2026-10-09", "payer": "张晓梅", "amount_fen": 100}
    undone = undo_step(book, actions.save_receipt(book, None, told).step)
    slip(book, "0012001")
    refused(lambda: undo_step(book, undone.step), "已经开过", "QL-SZ-619")
    old = receipt_book(book, "0022001", "0022050")
    saving.dropper("receipt_book")(book, old)
    receipt_book(book, "0022040", "0022090")
    refused(lambda: saving.restorer("receipt_book")(book, old), "号码重了", "QL-SZ-192")
    assert book.count(Query("invoice")) == book.count(Query("receipt_slip")) == 1
