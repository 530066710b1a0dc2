"""今日 of the contracts, by a fake clock: arrears with colours, 180/90/30 days, limitation."""

from datetime import date

import pytest

from leasing import RENT, make_contract, pay
from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.module import Due
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.contracts import actions, reads
from qinglian_desktop.modules.contracts.actions import Ending, Served
from qinglian_desktop.modules.contracts.due import due
from qinglian_desktop.modules.contracts.records import RentDemand
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.own_values import settle


def lines(book: Book, day: date, words: str) -> list[Due]:
    return [line for line in due(book, day) if words in line.subject]


def test_the_first_reminder_comes_180_days_ahead_and_says_more_at_90_and_30(book: Book) -> None:
    make_contract(book, start_on="2026-01-01", end_on="2027-12-31", rent_fen=0)
    end = date(2027, 12, 31)
    told = {}
    for left in (181, 180, 91, 90, 31, 30, 1, 0):
        found = lines(book, date.fromordinal(end.toordinal() - left), "合同到期")
        told[left] = found[0].subject.partition("，")[2] if found else ""
    assert told == {
        181: "", 180: "该评估底价、商议怎么办了", 91: "该评估底价、商议怎么办了",
        90: "该开会议决了", 31: "该开会议决了", 30: "该公开招租、续签或者收回了",
        1: "该公开招租、续签或者收回了", 0: "该公开招租、续签或者收回了",
    }  # fmt: skip


def test_a_contract_past_its_end_is_told_until_it_is_settled(book: Book) -> None:
    one = make_contract(book, start_on="2024-01-01", end_on="2026-10-31", rent_fen=0)
    assert not lines(book, date(2026, 10, 31), "没有续签也没有收回")
    (line,) = lines(book, date(2026, 11, 1), "没有续签也没有收回")
    assert "第734条" in line.why
    assert line.row_id == one
    actions.end_contract(book, one, Ending(date(2026, 11, 20), "收回了", early=False))
    assert not lines(book, date(2026, 11, 21), "没有续签")


def test_arrears_are_one_line_with_what_ends_soon_and_how_many_are_red(book: Book) -> None:
    one = make_contract(book)
    make_contract(book, start_on="2026-11-10", end_on="2027-11-09")
    make_contract(book, start_on="2025-02-01", end_on="2027-01-31", rent_fen=0)
    assert not lines(book, date(2026, 1, 1), "逾期")
    (line,) = lines(book, date(2026, 1, 2), "逾期")
    assert line.subject == "1 份合同租金逾期"
    assert "都没超过 2 个月" in line.why
    (line,) = lines(book, date(2026, 11, 24), "逾期")
    assert line.subject == "2 份合同租金逾期，1 份 90 天内到期"
    assert "其中 1 份超过 2 个月" in line.why and "待核实" in line.why
    assert (line.table, line.module) == ("rent_due", "contracts")
    pay(book, one, RENT)
    (line,) = lines(book, date(2026, 11, 24), "逾期")
    assert line.subject.startswith("1 份")


def test_the_months_until_red_are_the_offices_own_to_settle(book: Book) -> None:
    make_contract(book)
    day = date(2026, 2, 15)
    assert "都没超过 2 个月" in lines(book, day, "逾期")[0].why
    with clock.fixed(day):
        settle(book, "collective-contracts:arrears.red_months", "1 个月", day, "街道张主任", day)
    assert "其中 1 份超过 1 个月" in lines(book, day, "逾期")[0].why


def test_a_demand_that_arrived_begins_the_limitation_anew_and_says_why(book: Book) -> None:
    one = make_contract(book, start_on="2024-03-01", end_on="2026-02-28")
    pay(book, one, RENT)
    first = date(2025, 3, 1)  # the second year, unpaid
    lapses = [line for line in due(book, date(2027, 11, 24)) if "诉讼时效" in line.subject]
    assert [line.due_on for line in lapses] == [date(2028, 3, 1)]
    assert "第188条" in lapses[0].why
    changes = actions.serve(book, [one], Served(date(2026, 11, 20), "王店长"))
    assert changes.result == 1
    (row,) = reads.rows_of(book, RentDemand.table, [one])
    assert (row["amount_fen"], row["lines"], row["received_by"]) == (RENT, "第2期", "王店长")
    assert row["limit_on"] == "2029-11-20"
    kept = reckoning.parse(row["limit_why"])
    assert kept is not None
    assert kept.again(book.calendar()).day == date(2029, 11, 20)
    assert "《民法典》第188条、第195条" in reckoning.words(row["limit_why"])
    assert not [ln for ln in due(book, date(2027, 11, 24)) if "诉讼时效" in ln.subject]
    assert first < date(2026, 11, 20)


def test_only_what_is_owed_that_day_is_served(book: Book) -> None:
    one, paid = make_contract(book), make_contract(book)
    pay(book, paid, RENT)
    assert actions.serve(book, [one, paid], Served(date(2026, 11, 24))).result == 1
    (row,) = reads.rows_of(book, RentDemand.table, [one, paid])
    assert row["received_by"] == "綦江区某超市", "the party itself, where nobody is named"
    for day, code in ((date(2026, 11, 25), "QL-SZ-325"), (date(2026, 1, 1), "QL-SZ-326")):
        with pytest.raises(Refused) as refused:
            actions.serve(book, [one], Served(day))
        assert refused.value.code == code


def test_what_the_collective_owes_by_its_own_contract_is_told(book: Book) -> None:
    one = make_contract(book, title="修路工程", kind="工程", flow="我方付款", pay_every="一次性",
                        rent_fen=None, total_fen=5_000_000)  # fmt: skip
    (line,) = lines(book, date(2026, 1, 2), "该付款了")
    assert line.subject == "该付款了：修路工程，50,000.00 元"
    assert not lines(book, date(2026, 1, 2), "逾期"), "nobody is chased for it"
    pay(book, one, 5_000_000)
    assert not lines(book, date(2026, 11, 24), "该付款了")
