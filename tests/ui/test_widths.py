"""Does a table use its room well: nothing cut that fits, nothing stretched for its own sake?"""

from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.ui import wording
from qinglian_desktop.ui.widths import Want, shared

DAY, TEXT = Want(120, 120), Want(300, 110, grows=True)
WANTS = st.lists(
    st.tuples(st.integers(20, 600), st.integers(20, 600), st.booleans()).map(
        lambda w: Want(max(w[0], w[1]), min(w[0], w[1]), grows=w[2])
    ),
    min_size=1,
    max_size=12,
)


def test_what_is_left_goes_to_the_texts() -> None:
    assert shared(800, [DAY, TEXT, DAY]) == [120, 560, 120]


def test_without_room_the_texts_are_cut_and_the_days_stay_whole() -> None:
    assert shared(400, [DAY, TEXT, DAY]) == [120, 160, 120]


def test_what_cannot_be_cut_is_scrolled() -> None:
    assert shared(100, [DAY, TEXT, DAY]) == [120, 110, 120]


def test_figures_without_texts_stay_together() -> None:
    assert shared(1000, [DAY, DAY]) == [120, 120]


@given(st.integers(0, 3000), WANTS)
def test_nothing_is_narrower_than_it_can_live_with(room: int, wants: list[Want]) -> None:
    made = shared(room, wants)
    assert all(width >= want.least for width, want in zip(made, wants, strict=True))
    assert sum(made) <= max(room, sum(want.least for want in wants))


def test_a_choice_is_said_as_the_office_says_it_and_kept_as_it_was() -> None:
    wording.use({"committee_short": "村委会"}.get)  # type: ignore[arg-type]
    try:
        assert wording.said("委员会") == "村委会"
        assert wording.stored("村委会") == "委员会"
        assert wording.said("集体经济组织") == "集体经济组织"
    finally:
        wording.use(None)
    assert wording.said("委员会") == "委员会"
