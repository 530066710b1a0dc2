"""The cash rules: twelve small books and what each of them is told, by rule id."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.modules.funds import cash
from qinglian_desktop.modules.funds.cash import BANKED, DRAWN, PAID, TAKEN, Count, Move
from qinglian_desktop.store import packs

PACK = packs.worded("cash-rules", "community")[0]
TODAY = date(2026, 11, 24)


def move(how: str, yuan: float, day: int, words: str = "办公费", *, bill: bool = True) -> Move:
    fen = round(yuan * 100)
    return Move(f"{how}{day}", date(2026, 11, day), how, fen, words, bill, f"{day:04d}")


def count(day: int, book: float, counted: float, iou: float = 0) -> Count:
    fen = (round(value * 100) for value in (book, counted, iou))
    return Count(f"c{day}", date(2026, 11, day), *fen)


class Case(NamedTuple):
    rules: str
    moves: tuple[Move, ...] = ()
    opening: float = 0
    counts: tuple[Count, ...] = ()
    personal: tuple[tuple[str, str], ...] = ()


# A count within the month keeps FUND-11 quiet where it is not asked about.
COUNTED = (count(20, 100, 100),)
CASES = {
    "all in order": Case(
        "", (move(DRAWN, 3000, 2), move(PAID, 800, 3), move(TAKEN, 500, 9), move(BANKED, 500, 9)),
        counts=COUNTED,
    ),
    "more than the limit": Case("FUND-01", opening=5000.01, counts=COUNTED),
    "exactly the limit": Case("", opening=5000, counts=COUNTED),
    "more than a thousand in cash": Case(
        "FUND-02", (move(PAID, 1000.01, 3),), opening=2000, counts=COUNTED
    ),
    "exactly a thousand, and wages above": Case(
        "", (move(PAID, 1000, 3), move(PAID, 3000, 4, "9月工资")), opening=4500, counts=COUNTED
    ),
    "spent out of takings": Case(
        "FUND-03", (move(TAKEN, 600, 3), move(PAID, 200, 4), move(BANKED, 400, 5)), counts=COUNTED
    ),
    "banked late": Case(
        "FUND-04", (move(TAKEN, 600, 3), move(BANKED, 600, 7)), counts=COUNTED
    ),
    "never banked": Case("FUND-04", (move(TAKEN, 600, 3),), counts=COUNTED),
    "an account in a person's name": Case(
        "FUND-05", personal=(("a1", "某银行"),), counts=COUNTED
    ),
    "the count does not agree": Case("FUND-10", counts=(count(20, 1000, 999.99),)),
    "an IOU in the box": Case("FUND-12", counts=(count(20, 1000, 1000, 300),)),
    "not counted for long": Case(
        "FUND-11", opening=100, counts=(Count("c", date(2026, 10, 1), 1, 1),)
    ),
    "much drawn at once": Case(
        "FUND-18", (move(DRAWN, 5000.01, 3), move(PAID, 900, 4)), counts=COUNTED
    ),
    "a payment without a bill": Case(
        "PAY-07", (move(PAID, 300, 3, bill=False),), opening=500, counts=COUNTED
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_book_is_told_its_rules(name: str) -> None:
    case = CASES[name]
    found = cash.look(
        PACK, case.moves, TODAY, opening_fen=round(case.opening * 100), counts=case.counts,
        personal=case.personal, begun=date(2026, 1, 1),
    )  # fmt: skip
    assert " ".join(one.rule for one in found) == case.rules
    assert all(one.what and one.fix and one.basis for one in found)


def test_twelve_fixtures_and_more_reach_every_rule_of_the_pack() -> None:
    assert len(CASES) >= 12
    reached = {rule for case in CASES.values() for rule in case.rules.split()}
    assert reached == {row["id"] for row in PACK.rows("rules")}


def test_what_is_said_of_takings_that_were_spent_names_both_sums_and_both_rows() -> None:
    moves = (move(DRAWN, 100, 1), move(TAKEN, 600, 3), move(PAID, 250, 4), move(BANKED, 450, 4))
    (found,) = cash.look(PACK, moves[:3], date(2026, 11, 4), counts=COUNTED)
    assert found.what == "凭证 0004：付 250.00 元，其中 150.00 元用的是还没存的收款"
    assert found.rows == ("付4", "收3")
    # Banked on the same day before anything was spent: the rest is a shortage of the box only.
    assert cash.look(PACK, moves[:2] + moves[3:], date(2026, 11, 4), counts=COUNTED) == ()


@pytest.mark.parametrize(("late", "said"), [(3, ""), (4, "FUND-04")])
def test_three_days_are_the_edge(late: int, said: str) -> None:
    moves = (move(TAKEN, 600, 3), move(BANKED, 600, 3 + late))
    found = cash.look(PACK, moves, TODAY, counts=COUNTED)
    assert " ".join(one.rule for one in found) == said


@given(
    st.lists(
        st.tuples(st.sampled_from((TAKEN, DRAWN, BANKED)), st.integers(1, 900_00)), max_size=20
    )
)
def test_whoever_never_spends_cash_never_spends_takings(made: list[tuple[str, int]]) -> None:
    moves = [Move(str(n), TODAY - timedelta(days=n), how, fen) for n, (how, fen) in enumerate(made)]
    found = cash.look(PACK, moves, TODAY)
    assert not [one for one in found if one.rule in ("FUND-02", "FUND-03", "PAY-07")]


@given(st.permutations([move(TAKEN, 90, 3), move(PAID, 50, 3), move(DRAWN, 70, 3)]))
def test_the_order_in_which_rows_are_read_does_not_matter(moves: list[Move]) -> None:
    assert cash.look(PACK, moves, date(2026, 11, 4), counts=COUNTED) == ()
