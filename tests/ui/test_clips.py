"""Does every maker's clipboard become the cells that were copied? And do ours come back whole?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.ui.grid import clips
from ui.clip_samples import SAMPLES, Sample

UNSEEN = "\r\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
SEEN = st.characters(
    codec="utf-8", exclude_characters=UNSEEN, exclude_categories=("Cc", "Cf", "Zs", "Cs")
)
TEXT = st.text(SEEN, max_size=12)
LINES = st.lists(TEXT, min_size=1, max_size=3).map("\n".join).map(lambda text: text.strip("\n "))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_clipboard_becomes_its_cells(sample: Sample) -> None:
    html, plain = clips.decoded(sample.html), clips.decoded(sample.plain)
    assert clips.rows_of(html, plain) == sample.cells


def test_there_are_thirty_of_them() -> None:
    assert len({sample.name for sample in SAMPLES}) >= 30


def blocks(width: int) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(LINES, min_size=width, max_size=width), min_size=1)


@given(st.integers(1, 4).flatmap(blocks))
def test_what_is_copied_comes_back_by_either_flavour(rows: list[list[str]]) -> None:
    clip = clips.clip_of(rows, [True] * len(rows[0]))
    expected = tuple(tuple(row) for row in rows)
    assert clips.rows_of(clip.html, "") == expected
    if any(cell for row in rows for cell in row) and any(rows[-1]):
        assert clips.rows_of("", clip.plain) == expected


@given(st.text(max_size=200), st.text(max_size=200))
def test_nothing_on_a_clipboard_breaks_the_reading(html: str, plain: str) -> None:
    rows = clips.rows_of(f"<table>{html}", plain)
    assert len({len(row) for row in rows}) <= 1


@pytest.mark.parametrize("text", ["", "\n", "\r\n\r\n", "\t", "   "])
def test_blank_text_is_nothing(text: str) -> None:
    assert clips.rows_of("", text) == ()
