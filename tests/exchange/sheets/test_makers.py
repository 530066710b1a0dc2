"""Twenty-four files and more: each is read by what is in it, or refused in words."""

from pathlib import Path

import pytest

from exchange.sheets.makers import READ, REFUSED, ROWS
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import check_sheet, read_sheets
from qinglian_desktop.modules.registry.records import Person


def test_the_corpus_is_large_enough() -> None:
    assert len(READ) + len(REFUSED) >= 24


@pytest.mark.parametrize("sort", READ)
def test_the_three_people_come_out_of_every_file(tmp_path: Path, sort: str) -> None:
    name, make = READ[sort]
    make(tmp_path / name)
    intake = check_sheet(None, Person, tmp_path / name)
    assert intake.bad == ()
    found = [(d["name"], d["id_number"], d["phone"], d["group_name"]) for _, d in intake.rows]
    assert found == [tuple(row) for row in ROWS[1:]]


@pytest.mark.parametrize("sort", REFUSED)
def test_what_cannot_be_read_says_why(tmp_path: Path, sort: str) -> None:
    name, make, words = REFUSED[sort]
    make(tmp_path / name)
    with pytest.raises(Refused, match=words) as refused:
        read_sheets(tmp_path / name)
    assert refused.value.remedy
