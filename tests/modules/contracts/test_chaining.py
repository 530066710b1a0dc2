"""续签, 补充 and 终止: what held on a day, totals once a chain, what is left to settle."""

from datetime import date
from itertools import pairwise

import pytest

from leasing import RENT, make_contract, pay
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.contracts import actions, reads
from qinglian_desktop.modules.contracts.actions import Ending, Payment
from qinglian_desktop.modules.contracts.records import (
    CHANGED,
    ENDED,
    EXPIRED,
    RENEWED,
    RUNNING,
    RentDue,
)
from qinglian_desktop.store.book import Book


def state(book: Book, contract_id: str) -> str:
    return str(reads.contract(book, contract_id)["state"])


def four(book: Book) -> list[str]:
    """A lease, changed, renewed, changed again: 12,000, 10,000, 15,000 and 14,000 a year."""
    chain = [make_contract(book, start_on="2021-01-01", end_on="2024-12-31")]
    steps = (
        (actions.supplement, {"start_on": "2023-01-01", "rent_fen": 1_000_000}),
        (actions.renew, {"end_on": "2028-12-31", "rent_fen": 1_500_000}),
        (actions.supplement, {"start_on": "2026-07-01", "rent_fen": 1_400_000}),
    )
    for step, draft in steps:
        chain.append(str(step(book, chain[-1], draft).result))
    return chain


def test_a_chain_of_four_stands_only_once_in_totals(book: Book) -> None:
    chain = four(book)
    lone = make_contract(book)
    assert [state(book, one) for one in chain] == [CHANGED, RENEWED, CHANGED, RUNNING]
    today = reads.in_force(book, clock.today())
    assert {row["id"] for row in today} == {chain[-1], lone}
    assert sum(row["rent_fen"] for row in today) == 1_400_000 + RENT
    running = [
        row for row in (reads.contract(book, one) for one in chain) if row["state"] == RUNNING
    ]
    assert [row["rent_fen"] for row in running] == [1_400_000]


def test_the_terms_of_a_day_are_those_that_held_then(book: Book) -> None:
    chain = four(book)
    family = reads.family(book, chain[2])
    assert [row["id"] for row in family.rows] == chain
    for day, place in (
        (date(2022, 12, 31), 0), (date(2023, 1, 1), 1), (date(2025, 1, 1), 2),
        (date(2026, 6, 30), 2), (date(2026, 7, 1), 3),
    ):  # fmt: skip
        row = family.on(day)
        assert row is not None
        assert row["id"] == chain[place], day
    assert family.on(date(2020, 12, 31)) is None


def test_every_day_of_a_chain_is_charged_once(book: Book) -> None:
    chain = four(book)
    dues = [row for one in chain for row in reads.rows_of(book, RentDue.table, [one], "seq")]
    spans = sorted((row["from_on"], row["until_on"]) for row in dues)
    assert spans[0][0] == "2021-01-01"
    assert spans[-1][1] == "2028-12-31"
    for (_, last), (first, _) in pairwise(spans):
        assert (date.fromisoformat(first) - date.fromisoformat(last)).days == 1
    halves = {row["from_on"]: row["amount_fen"] for row in dues}
    assert halves["2026-01-01"] == round(1_500_000 * 181 / 365)


def test_rent_paid_before_a_change_is_carried_over(book: Book) -> None:
    one = make_contract(book)
    pay(book, one, RENT)
    after = str(
        actions.supplement(book, one, {"start_on": "2026-07-01", "rent_fen": 600_000}).result
    )
    kept = reads.account_of(book, after)
    assert kept == reads.account_of(book, one)
    first_half = round(RENT * 181 / 365)
    assert [standing.paid for standing in kept.dues] == [first_half, 600_000, 4_932, 0]
    assert kept.paid == RENT


def test_a_renewal_begins_after_the_end_and_a_change_within_the_term(book: Book) -> None:
    one = make_contract(book)
    with pytest.raises(Refused, match="续签要从后一天开始"):
        actions.renew(book, one, {"start_on": "2028-12-31", "end_on": "2030-12-31"})
    with pytest.raises(Refused, match="新条款要在那以后"):
        actions.supplement(book, one, {"start_on": "2026-01-01"})
    with pytest.raises(Refused, match="还差"):
        actions.renew(book, one, {"rent_fen": 5})
    assert state(book, one) == RUNNING, "refused wholly"
    renewed = str(actions.renew(book, one, {"end_on": "2030-12-31"}).result)
    assert reads.contract(book, renewed)["start_on"] == "2029-01-01"
    with pytest.raises(Refused, match="不能续签"):
        actions.renew(book, one, {"end_on": "2031-12-31"})
    with pytest.raises(Refused, match="后面有接着它的合同"):
        actions.drop_contract(book, one)


def test_a_change_that_is_deleted_gives_the_terms_back(book: Book) -> None:
    one = make_contract(book)
    changed = str(actions.supplement(book, one, {"start_on": "2026-07-01"}).result)
    actions.drop_contract(book, changed)
    assert state(book, one) == RUNNING
    assert [due.due.fen for due in reads.account_of(book, one).dues] == [RENT] * 3
    with pytest.raises(Refused, match="又在履行了"):
        actions.bring_back_contract(book, changed)


def test_an_end_leaves_what_is_owed_and_the_deposit_to_be_settled(book: Book) -> None:
    one = make_contract(book)
    actions.deposit(book, one, "收到", Payment(200_000, date(2026, 1, 5)))
    pay(book, one, 100_000)
    for wrong, code in (
        (Ending(date(2026, 6, 30), " "), "QL-SZ-315"),
        (Ending(date(2025, 6, 30), "早了"), "QL-SZ-316"),
        (Ending(date(2026, 12, 30), "晚了"), "QL-SZ-675"),
    ):
        with pytest.raises(Refused) as refused:
            actions.end_contract(book, one, wrong)
        assert refused.value.code == code
    told = str(actions.end_contract(book, one, Ending(date(2026, 6, 30), "对方不做了")).result)
    owed = round(RENT * 181 / 365) - 100_000
    assert told == f"还欠 {owed // 100:,}.{owed % 100:02} 元，押金还有 2,000.00 元没退"
    assert state(book, one) == ENDED
    assert len(reads.account_of(book, one).dues) == 1
    with pytest.raises(Refused, match="不能终止"):
        actions.end_contract(book, one, Ending(date(2026, 6, 30), "再来一次"))


def test_an_end_after_the_term_is_an_expiry(book: Book) -> None:
    one = make_contract(book, start_on="2024-01-01", end_on="2025-12-31", rent_fen=0)
    actions.end_contract(book, one, Ending(date(2026, 1, 5), "到期收回", early=False))
    assert state(book, one) == EXPIRED
    assert reads.in_force(book, clock.today()) == []


def test_a_contract_never_follows_itself(book: Book) -> None:
    one = make_contract(book)
    other = make_contract(book, follows_id=one, chain="续签")
    for wrong, before in ((one, one), (one, other)):
        with pytest.raises(Refused, match="不能接着自己"):
            actions.save_contract(book, wrong, {"follows_id": before})
