"""入户征求意见: every household once, one key each, the totals right and nobody forgotten."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import late_after, make_matter, make_office
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions import papers
from qinglian_desktop.modules.decisions.actions import households
from qinglian_desktop.modules.decisions.records import VIEWS
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store.book import Book

TODAY = date(2026, 3, 16)


def make_households(book: Book, many: int = 120, groups: int = 12) -> None:
    with book.change("登记户") as change:
        for n in range(many):
            group = n % groups + 1
            change.put(
                Household(
                    number=f"{group}-{n // groups + 1:03d}", head=f"户主{n:03d}",
                    group_name=f"{group}组",
                )
            )  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path) as made:
        make_households(made)
        yield made


@pytest.fixture
def matter(book: Book) -> str:
    return make_matter(book, TODAY, title="三号院加装电梯", content="加装四部电梯。")


def test_every_household_stands_in_the_order_of_the_doors(book: Book, matter: str) -> None:
    found = households.round_of(book, matter)
    assert len(found.houses) == found.left == 120
    assert [house.number for house in found.houses[:2]] == ["1-001", "1-002"]
    assert found.houses[-1].number == "12-010"  # and not 9-010


def test_a_hundred_and_six_answered_fourteen_are_left(book: Book, matter: str) -> None:
    for n, house in enumerate(households.round_of(book, matter).houses[:106]):
        households.answer(book, matter, house.number, VIEWS[n % 3])
    found = households.round_of(book, matter)
    assert [found.count(view) for view in VIEWS] == [36, 35, 35]
    assert found.words == "同意 36 户，不同意 35 户，其他 35 户；还有 14 户没录。"
    assert "还有 14 户没录" in "\n".join(as_text(papers.result(households.asked_of(book, matter))))


def test_the_head_signs_unless_somebody_else_is_told(book: Book, matter: str) -> None:
    households.answer(book, matter, "1-001", "同意")
    assert households.round_of(book, matter).houses[0].signer == "户主000"
    households.explain(book, matter, "1-001", "何晓梅", "租户代签")
    households.answer(book, matter, "1-001", "不同意")
    house = households.round_of(book, matter).houses[0]
    assert (house.view, house.signer, house.note) == ("不同意", "何晓梅", "租户代签")


def test_the_same_key_twice_writes_once(book: Book, matter: str) -> None:
    households.answer(book, matter, "1-001", "同意")
    before = len(book.steps())
    assert not households.answer(book, matter, "1-001", "同意").step
    assert len(book.steps()) == before


def test_an_answer_can_be_taken_back_and_given_again(book: Book, matter: str) -> None:
    households.answer(book, matter, "1-001", "同意")
    households.answer(book, matter, "1-001", "")
    assert households.round_of(book, matter).left == 120
    households.answer(book, matter, "1-001", "其他")
    assert households.round_of(book, matter).count("其他") == 1


def test_undo_takes_one_household_back(book: Book, matter: str) -> None:
    households.answer(book, matter, "1-001", "同意")
    done = households.answer(book, matter, "1-002", "同意")
    book.undo(done.step)
    assert [h.view for h in households.round_of(book, matter).houses[:2]] == ["同意", ""]


def test_a_household_that_moved_away_keeps_its_answer(book: Book, matter: str) -> None:
    households.answer(book, matter, "1-001", "同意")
    row = book.find(Household, number="1-001")
    assert row is not None
    with book.change("删户") as change:
        change.drop("household", row["id"])
    found = households.round_of(book, matter)
    assert len(found.houses) == 120 and found.count("同意") == 1


def test_a_matter_of_a_group_asks_that_group(book: Book) -> None:
    matter = make_matter(book, TODAY, group_name="3组", body="小组会议")
    found = households.round_of(book, matter)
    assert {house.group for house in found.houses} == {"3组"}
    assert len(found.houses) == 10


def test_what_was_entered_long_after_the_visit_is_marked(book: Book, matter: str) -> None:
    late_after(book, 3)
    households.answer(book, matter, "1-001", "同意", TODAY - timedelta(days=3))
    assert households.asked_of(book, matter).late_on is None
    households.answer(book, matter, "1-002", "同意", TODAY - timedelta(days=4))
    assert households.asked_of(book, matter).late_on == TODAY


def test_what_cannot_be_is_refused_in_words(book: Book, matter: str) -> None:
    with pytest.raises(Refused, match="名册里没有9-999户"):
        households.answer(book, matter, "9-999", "同意")
    with pytest.raises(Refused, match="在今天之后"):
        households.answer(book, matter, "1-001", "同意", TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="还没录意见"):
        households.explain(book, matter, "1-001", "何晓梅", "")
    with pytest.raises(Refused, match="不在了"):
        households.round_of(book, "gone")


def test_an_office_without_households_is_told_where_to_go(tmp_path: Path) -> None:
    with clock.fixed(TODAY), make_office(tmp_path) as bare:
        matter = make_matter(bare, TODAY)
        assert households.round_of(bare, matter).houses == ()
        with pytest.raises(Refused, match="名册里还没有户"):
            households.print_round(bare, matter, households.FORM, lambda *_: True)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(("", *VIEWS))), max_size=25))
def test_the_totals_are_those_of_the_last_answers(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[int, str]]
) -> None:
    with clock.fixed(TODAY), make_office(tmp_path_factory.mktemp("office")) as book:
        make_households(book, 10, 1)
        matter = make_matter(book, TODAY)
        last: dict[str, str] = {}
        for place, view in acts:
            number = f"1-{place + 1:03d}"
            households.answer(book, matter, number, view)
            last[number] = view
        found = households.round_of(book, matter)
        for view in VIEWS:
            assert found.count(view) == sum(one == view for one in last.values())
        assert found.left == 10 - sum(bool(one) for one in last.values())
