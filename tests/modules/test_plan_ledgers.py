"""Ledgers of the plan that are rows and no more: entered, found, put right and taken back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.modules.archive import reads
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.saving import saver
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 20)
_DRAFTS: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("monitor_appointment", {"person": "吴监督", "appointed_on": "2026-03-01"},
     {"training": "区纪委专题班", "pledged_on": "2026-03-02"}),
    ("personal_report", {"reporter": "郑立", "event_on": "2026-05-02"},
     {"reported_on": "2026-04-20"}),
    ("covenant_check", {"half": "2026H1", "checked_on": "2026-06-20"},
     {"found": "多数院落做到了", "improved_on": "2026-07-01"}),
    ("council", {"kind": "红白理事会", "elected_on": "2026-02-01"},
     {"charter": "一、喜事简办", "until_on": "2029-01-31"}),
    ("council_member", {"person": "王小梅"}, {"post": "理事", "until_on": "2026-10-01"}),
    ("toilet", {"household_no": "2-015"}, {"fault": "使用管护", "due_on": "2026-11-30"}),
    ("sewage_facility", {"place": "3组污水池"}, {"running": 0, "defect": "水泵坏了"}),
    ("report_platform", {"name": "基层治理平台", "items": "走访次数", "checked_on": "2026-09-01"},
     {"repeats": "和网格走访重复", "settled": "改成从台账导出"}),
    ("culture_activity", {"title": "好家风故事会", "held_on": "2026-10-12"},
     {"held_on": "2026-10-13"}),
    ("experience", {"title": "院坝廉情驿站", "written_on": "2026-10-20"}, {"level": "街道"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_book(tmp_path_factory.mktemp("plan"))
    made.close()
    return made.home


@pytest.fixture
def book(home: Path, tmp_path: Path) -> Iterator[Book]:
    own = Path(copytree(home, tmp_path / "home"))
    with clock.fixed(TODAY), Book.open(own, RECORDS) as made:
        yield made


@pytest.mark.parametrize(("table", "first", "later"), _DRAFTS, ids=[one[0] for one in _DRAFTS])
def test_what_is_entered_is_found_put_right_and_taken_back(
    book: Book, table: str, first: dict[str, Any], later: dict[str, Any]
) -> None:
    row_id = str(saver(table)(book, None, first).result)
    before = book.row(table, row_id)
    assert before is not None
    assert {name: before[name] for name in first} == first
    step = saver(table)(book, row_id, later).step
    after = book.row(table, row_id) or {}
    assert {name: after[name] for name in later} == later
    book.undo(step)
    again = book.row(table, row_id) or {}
    assert {name: again[name] for name in book.tables[table].fields} == {
        name: before[name] for name in book.tables[table].fields
    }


def test_those_of_the_catalogue_stand_in_their_volume(book: Book) -> None:
    listed = {one.entry.table for one in reads.collected(book, 2026, TODAY)}
    for table, first, _ in _DRAFTS:
        if table in listed:
            saver(table)(book, None, first)
    there = {item.table for one in reads.collected(book, 2026, TODAY) for item in one.items}
    assert {"council", "report_platform"} <= there
    assert there == listed & {table for table, _, _ in _DRAFTS}
