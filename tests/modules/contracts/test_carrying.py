"""What goes on when a contract ends early, is changed within its term or is followed by another.

Each table is worked out by hand from the words of the contract.
"""

from datetime import date
from typing import Any

import pytest

from leasing import RENT, make_contract, pay
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.contracts import actions, checkup, reads, rents
from qinglian_desktop.modules.contracts import due as letting
from qinglian_desktop.modules.contracts.actions import Ending, Payment, Served, printing
from qinglian_desktop.modules.contracts.records import (
    AS_LISTED,
    RUNNING,
    TO_CLEAR,
    WE_PAY,
    WE_RECEIVE,
    WORKS,
    DepositMove,
    RentDue,
)
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.store.book import Book

EARLY = Ending(date(2025, 12, 31), "对方不做了")


def dues(book: Book, contract_id: str) -> list[tuple[str, int]]:
    kept = reads.account_of(book, contract_id)
    return [(one.due.due_on.isoformat(), one.due.fen) for one in kept.dues]


def five_years(book: Book, **facts: Any) -> str:
    return make_contract(book, start_on="2024-01-01", end_on="2028-12-31", **facts)


def listed(book: Book) -> str:
    one = five_years(book, rent_fen=None, pay_every=AS_LISTED, state=TO_CLEAR)
    for year in range(2024, 2029):
        draft = {"contract_id": one, "kind": "定额", "from_on": f"{year}-03-01"}
        actions.save_term(book, None, {**draft, "amount_fen": 100_000 + year})
    actions.save_contract(book, one, {"state": RUNNING})
    return one


# -- ended early ---------------------------------------------------------------------------------


def test_a_price_for_the_whole_term_is_charged_for_the_time_that_was_used(book: Book) -> None:
    one = five_years(book, rent_fen=None, total_fen=5_000_000)
    actions.end_contract(book, one, EARLY)
    assert dues(book, one) == [("2024-01-01", 1_000_000), ("2025-01-01", 1_000_000)]


def test_the_price_of_works_stays_whole_when_they_are_done_early(book: Book) -> None:
    one = five_years(book, rent_fen=None, total_fen=5_000_000, kind=WORKS, flow=WE_PAY)
    actions.end_contract(book, one, EARLY)
    assert sum(fen for _, fen in dues(book, one)) == 5_000_000


def test_sums_of_a_list_after_the_end_fall_due_no_more(book: Book) -> None:
    one = listed(book)
    actions.end_contract(book, one, EARLY)
    assert [day for day, _ in dues(book, one)] == ["2024-03-01", "2025-03-01"]


# -- changed within the term ---------------------------------------------------------------------


def test_a_change_that_says_nothing_of_a_total_charges_it_once(book: Book) -> None:
    one = five_years(book, rent_fen=None, total_fen=5_000_000)
    two = str(actions.supplement(book, one, {"start_on": "2026-07-01"}).result)
    assert sum(fen for _, fen in dues(book, two)) == 5_000_000
    assert reads.contract(book, two)["total_fen"] == 5_000_000 - sum(
        row["amount_fen"] for row in reads.rows_of(book, RentDue.table, [one])
    )


def test_a_change_that_says_nothing_of_the_rent_keeps_its_rises(book: Book) -> None:
    """10,000 a year, 5 % more every two years: 11,576.25 in 2026, 12,155.06 from 2028."""
    facts = {"rent_fen": 1_000_000, "rise_percent": 5_000, "rise_every": 2}
    one = make_contract(book, start_on="2020-01-01", end_on="2028-12-31", **facts)
    two = str(actions.supplement(book, one, {"start_on": "2027-01-01"}).result)
    assert reads.contract(book, two)["rent_fen"] == 1_157_625
    assert dues(book, two) == [
        ("2020-01-01", 1_000_000), ("2021-01-01", 1_000_000), ("2022-01-01", 1_050_000),
        ("2023-01-01", 1_050_000), ("2024-01-01", 1_102_500), ("2025-01-01", 1_102_500),
        ("2026-01-01", 1_157_625), ("2027-01-01", 1_157_625), ("2028-01-01", 1_215_506),
    ]  # fmt: skip


def test_another_rent_is_a_new_beginning_and_days_free_go_on(book: Book) -> None:
    """Free from June to December of 2026 and 2027; changed in August 2026, in the middle."""
    one = make_contract(book)
    actions.put_terms(
        book, one,
        [
            {"kind": "免租", "from_on": "2026-06-01", "until_on": "2026-12-31"},
            {"kind": "免租", "from_on": "2027-06-01", "until_on": "2027-12-31"},
            {"kind": "改租金", "from_on": "2028-01-01", "amount_fen": 9_999_900},
        ],
    )  # fmt: skip
    draft = {"start_on": "2026-08-01", "rent_fen": 3_650_000}
    two = str(actions.supplement(book, one, draft).result)
    assert dues(book, two)[:2] == [
        ("2026-01-01", round(RENT * 151 / 365)),  # January to May; June and July are free
        ("2026-08-01", 151 * 10_000),  # January to May of 2027 at 100 a day
    ]
    assert all(term["amount_fen"] is None for term in reads.terms(book, two))


def test_a_contract_by_list_is_changed_and_each_sum_stays_once(book: Book) -> None:
    one = listed(book)
    before = dues(book, one)
    two = str(actions.supplement(book, one, {"start_on": "2026-08-01"}).result)
    assert dues(book, two) == before
    assert reads.contract(book, two)["state"] == RUNNING
    three = str(actions.renew(book, two, {"end_on": "2030-12-31"}).result)
    assert reads.contract(book, three)["state"] == TO_CLEAR, "its own list is still to be written"


def test_a_renewal_starts_from_the_rent_that_held_last(book: Book) -> None:
    one = five_years(book, rise_percent=10_000, rise_every=1)
    two = str(actions.renew(book, one, {"end_on": "2030-12-31"}).result)
    assert reads.contract(book, two)["rent_fen"] == 1_756_920  # 12,000 × 1.1 four times
    by_total = five_years(book, rent_fen=None, total_fen=5_000_000)
    after = str(actions.renew(book, by_total, {"end_on": "2030-12-31", "rent_fen": RENT}).result)
    assert reads.contract(book, after)["total_fen"] is None


# -- chains --------------------------------------------------------------------------------------


def test_two_contracts_never_follow_the_same_one(book: Book) -> None:
    one = make_contract(book)
    later = {"start_on": "2029-01-01", "end_on": "2030-12-31", "follows_id": one, "chain": "续签"}
    make_contract(book, **later)
    with pytest.raises(Refused, match="后面已经有一份了"):
        make_contract(book, **later)


def test_where_a_file_brought_two_none_is_lost(book: Book) -> None:
    rows = [
        {"id": name, "number": name, "follows_id": before, "start_on": "2026-01-01"}
        for name, before in (("a", None), ("b", "a"), ("c", "a"), ("x", "y"), ("y", "x"))
    ]
    found = [row["id"] for one in reads.chained(rows) for row in one.rows]
    assert sorted(found) == ["a", "b", "c", "x", "y"]


def test_a_demand_before_a_renewal_is_not_forgotten(book: Book) -> None:
    """Rent of 2022 was demanded in 2025; the claim does not lapse, and the letter still prints."""
    one = make_contract(book, start_on="2022-01-01", end_on="2025-12-31")
    with clock.fixed(date(2025, 6, 1)):
        actions.serve(book, [one], Served(date(2025, 6, 1)))
    two = str(actions.renew(book, one, {"end_on": "2028-12-31"}).result)
    assert [row["served_on"] for row in reads.demands(book, [two])[two]] == ["2025-06-01"]
    said = [line.subject for line in letting.due(book, clock.today())]
    assert not [subject for subject in said if "时效" in subject]
    letter, again = (printing.letters(book, [each], clock.today()) for each in (one, two))
    assert letter == again
    assert actions.serve(book, [one, two], Served(clock.today())).result == 1


# -- money ---------------------------------------------------------------------------------------


def test_one_sum_is_not_booked_for_two_parties(book: Book) -> None:
    one, other = make_contract(book, party="甲超市"), make_contract(book, party="乙茶馆")
    first, second = (reads.account_of(book, each).dues[0].due.id for each in (one, other))
    with pytest.raises(Refused, match="不是同一个对方"):
        pay(book, one, 2 * RENT, "2026-03-01", first, second)
    with pytest.raises(Refused, match="不是同一个对方"):
        pay(book, one, RENT, "2026-03-01", second)
    same = make_contract(book, party="甲 超市")
    third = reads.account_of(book, same).dues[0].due.id
    pay(book, one, 2 * RENT, "2026-03-01", first, third)
    assert [reads.account_of(book, each).dues[0].left for each in (one, same)] == [0, 0]


def test_a_deposit_mended_in_the_books_is_held_as_they_say(book: Book) -> None:
    one = make_contract(book)
    actions.deposit(book, one, "收到", Payment(200_000, date(2026, 1, 5)))
    move = book.rows(Query(DepositMove.table))[0]
    funds.save_entry(book, move["entry_id"], {"amount_fen": 150_000})
    assert reads.held(book, one) == reads.deposits_on_account(book, clock.today()) == 150_000
    with pytest.raises(Refused, match="不能退"):
        actions.deposit(book, one, "退还", Payment(200_000, date(2026, 2, 5)))


def test_a_contract_without_an_end_never_runs_out_of_sums(book: Book) -> None:
    make_contract(book, open_ended=1, end_on=None)
    with clock.fixed(date(2027, 10, 2)):
        assert not actions.without_schedule(book)
    with clock.fixed(date(2027, 10, 3)):
        assert len(actions.without_schedule(book)) == 1
        actions.make_schedules(book)
        assert not actions.without_schedule(book)
        days = sorted(row["from_on"] for row in book.rows(Query(RentDue.table)))
    assert days == ["2026-01-01", "2027-01-01", "2028-01-01"]


def test_what_a_year_costs_is_said_with_its_rises(book: Book) -> None:
    """On the list for the meeting and in the sums: 12,000 since 2020, 10 % more every year."""
    one = make_contract(
        book, start_on="2024-01-01", end_on="2026-12-31", rise_percent=10_000, rise_every=1
    )
    row = reads.contract(book, one)
    days = (date(2024, 12, 31), date(2025, 1, 1), clock.today())
    assert [rents.on_day(book, [row], day)[one] for day in days] == [RENT, 1_320_000, 1_452_000]


def test_a_term_too_long_does_not_grow_shorter_by_a_supplement(book: Book) -> None:
    """Forty years from 2000 on; the part beyond 2020 stays void whatever else is changed."""

    def told(contract_id: str) -> list[str]:
        found = checkup.of_contract(book, contract_id)
        return [one.finding.what for one in found if one.finding.rule == "term"]

    one = make_contract(book, start_on="2000-01-01", end_on="2039-12-31")
    before = told(one)
    assert before and "2020年1月1日" in before[0]
    two = str(actions.supplement(book, one, {"start_on": "2026-08-01"}).result)
    assert told(two) == before
    three = str(
        actions.supplement(book, two, {"start_on": "2026-09-01", "end_on": "2030-12-31"}).result
    )
    assert told(three) == [], "a term agreed anew counts from then"


def test_another_rent_without_an_amount_is_no_rent_of_nothing(book: Book) -> None:
    one = make_contract(book)
    for kind in ("改租金", "定额"):
        with pytest.raises(Refused, match="没写"):
            actions.put_terms(book, one, [{"kind": kind, "from_on": "2026-06-01"}])
    assert [fen for _, fen in dues(book, one)] == [RENT] * 3


def test_money_that_came_in_does_not_turn_round(book: Book) -> None:
    one = make_contract(book)
    actions.save_contract(book, one, {"flow": WE_PAY})
    actions.save_contract(book, one, {"flow": WE_RECEIVE})
    pay(book, one, RENT)
    with pytest.raises(Refused, match="不能改收付方向"):
        actions.save_contract(book, one, {"flow": WE_PAY})


def test_an_old_sum_does_not_come_back_beside_those_of_today(book: Book) -> None:
    one = make_contract(book, pay_every="每月")
    actions.save_contract(book, one, {"pay_every": "每年"})
    gone = [row for row in book.rows(Query(RentDue.table, deleted=True)) if row["deleted"]]
    with pytest.raises(Refused, match="不能还原"):
        saving.restorer(RentDue.table)(book, gone[0]["id"])
    assert [fen for _, fen in dues(book, one)] == [RENT] * 3


def test_days_free_come_back_with_their_effect(book: Book) -> None:
    one = make_contract(book)
    draft = {"contract_id": one, "kind": "免租", "from_on": "2026-01-01", "until_on": "2026-12-31"}
    term = str(actions.save_term(book, None, draft).result)
    actions.drop_term(book, term)
    assert len(dues(book, one)) == 3
    saving.restorer("rent_term")(book, term)
    assert len(dues(book, one)) == 2


@pytest.mark.parametrize(
    ("day", "code"),
    [(None, "QL-SZ-677"), ("2023-12-31", "QL-SZ-678"), ("2026-11-25", "QL-SZ-678")],
)
def test_the_day_of_an_end_written_by_hand_is_one_that_can_be(
    book: Book, day: str | None, code: str
) -> None:
    """Emptied in a cell it would let all later rent fall due again."""
    one = five_years(book)
    actions.end_contract(book, one, EARLY)
    with pytest.raises(Refused) as refused:
        actions.save_contract(book, one, {"ended_on": day})
    assert refused.value.code == code
    actions.save_contract(book, one, {"ended_on": "2026-06-30"})
    assert dues(book, one)[-1] == ("2026-01-01", round(RENT * 181 / 365))


def test_the_end_of_a_contract_that_was_changed_is_not_moved(book: Book) -> None:
    one = make_contract(book)
    actions.supplement(book, one, {"start_on": "2026-08-01"})
    with pytest.raises(Refused, match="后面还有一份"):
        actions.save_contract(book, one, {"ended_on": "2026-10-31"})
    actions.save_contract(book, one, {"note": "原件在柜里"})
