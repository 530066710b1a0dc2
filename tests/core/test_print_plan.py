"""Which pages go on which sheets: ranges as clerks write them, copies, two sides, two a side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.print_plan import Plan, changed, named, on_paper, pages_named

counts = st.integers(1, 40)


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (1, 2, 3, 4, 5)),
        ("1-3,5", (1, 2, 3, 5)),
        (" 5 ， 1－2 ", (1, 2, 5)),
        ("4-2", (2, 3, 4)),
        ("2,2,2", (2,)),
        ("1、3；4", (1, 3, 4)),
        ("2至4", (2, 3, 4)),
        ("１，３", (1, 3)),
        ("单数页", (1, 3, 5)),
        ("双数", (2, 4)),
        ("双数页倒着", (4, 2)),
        ("奇数页", (1, 3, 5)),
    ],
)
def test_pages_are_read_as_they_are_written(text: str, pages: tuple[int, ...]) -> None:
    assert pages_named(text, 5) == pages


@pytest.mark.parametrize("text", ["第一页", "1-", "-2", "1.5", "1--3", "0", "6", "1-6", "999999"])
def test_pages_that_are_not_there_are_refused_in_words(text: str) -> None:
    with pytest.raises(Refused) as refused:
        pages_named(text, 5)
    assert refused.value.field == "range"
    assert refused.value.code in ("QL-PR-075", "QL-PR-076")


def test_one_page_has_no_back() -> None:
    assert pages_named("单数页", 1) == (1,)
    with pytest.raises(Refused, match="没有双数页"):
        pages_named("双数页", 1)


@given(st.sets(st.integers(1, 60), min_size=1))
def test_named_pages_are_read_back(pages: set[int]) -> None:
    wanted = tuple(sorted(pages))
    assert pages_named(named(wanted), 60) == wanted


plans = st.builds(
    Plan,
    st.integers(1, 30).map(lambda n: tuple(range(1, n + 1))),
    st.integers(1, 5),
    st.booleans(),
    st.booleans(),
    st.sampled_from((1, 2)),
)


@given(plans)
def test_the_sheets_counted_are_the_sheets_used(plan: Plan) -> None:
    sent = list(plan.sent())
    faces = 2 if plan.two_sided else 1
    assert -(-len(sent) // faces) == plan.sheets
    for copy in range(1, plan.copies + 1):
        assert [page for one, side in sent if one == copy for page in side] == list(plan.pages)


@given(plans)
def test_no_copy_begins_on_the_back_of_another(plan: Plan) -> None:
    faces = 2 if plan.two_sided else 1
    sent = [side for _, side in plan.sent()]
    sheets = [sent[at : at + faces] for at in range(0, len(sent), faces)]
    first = [tuple(side) for side in (plan.sides[at] for at in range(0, len(plan.sides), faces))]
    order = first * plan.copies if plan.collate else [s for s in first for _ in range(plan.copies)]
    assert [tuple(sheet[0]) for sheet in sheets] == order


def test_two_sides_and_two_a_side_take_a_quarter() -> None:
    pages = tuple(range(1, 21))
    assert Plan(pages).sheets == 20
    assert Plan(pages, two_sided=True).sheets == 10
    assert Plan(pages, two_sided=True, per_side=2).sheets == 5
    assert Plan(pages, copies=3, two_sided=True, per_side=2).sheets == 15


def test_a_changed_page_takes_its_back_along() -> None:
    plan = Plan(tuple(range(1, 8)), two_sided=True)
    assert plan.with_neighbours((3,), 7) == (3, 4)
    assert plan.with_neighbours((7,), 7) == (7,)
    assert plan._replace(two_sided=False).with_neighbours((3, 6), 7) == (3, 6)


@given(st.lists(st.sampled_from("AB"), max_size=8), st.lists(st.sampled_from("AB"), max_size=8))
def test_after_the_changed_pages_were_printed_nothing_is_changed(
    before: list[str], now: list[str]
) -> None:
    pages = changed(before, now)
    assert all(p > len(before) or before[p - 1] != now[p - 1] for p in pages)
    assert changed(on_paper(before, now, pages), now) == ()


def test_a_page_left_out_stays_to_be_printed() -> None:
    lying = on_paper((), ("A", "B", "C"), (1, 3))
    assert changed(lying, ("A", "B", "C")) == (2,)
