"""Years drawn by chance, with much of them thrown away again: the two counts never differ.

QINGLIAN_EXPLORE=1 draws forty.
"""

import os
from datetime import date
from pathlib import Path
from random import Random

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.evaluation import computing
from qinglian_desktop.modules.evaluation import reads as standing
from qinglian_desktop.store import links
from qinglian_desktop.store.book import Book
from year import again, plain, verdicts
from year.doing import LAST, YEAR, Year
from year.script import lay_out
from year.units import Profile

_THROWN = (
    "party_meeting", "duty_log", "joint_meeting", "joint_item", "check_in", "service_log",
    "grid_event", "grid_visit", "grid_staff", "supervision_meeting", "monitor_log",
    "special_check", "promise", "covenant_check", "council_member", "review_meeting",
    "event_report", "environment_issue", "training", "culture_activity", "survey_result",
    "problem", "collective_report", "planned_posting", "matter_step", "benefit_line",
    "approval_sign", "rent_receipt", "rent_demand",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(40 if os.environ.get("QINGLIAN_EXPLORE") else 3))
def test_a_year_of_any_kind_is_counted_alike_twice(tmp_path: Path, seed: int) -> None:
    drawn = Random(seed)
    book = make_book(tmp_path, drawn.choice(("community", "village")))
    year = Year(book, _profile(drawn), seed)
    lay_out(year)
    year.play(LAST)
    with clock.fixed(LAST):
        _throw_away(book, drawn)
    files = plain.Files(
        plain.write_out(book.connection, book.tables.records, tmp_path / "csv"), YEAR
    )
    year.play(date(YEAR + 1, 1, 5))
    with clock.fixed(date(YEAR + 1, 1, 6)):
        told = {one.indicator_id: one.points for one in computing.suggestions(book, YEAR)}
        state = standing.standing_of(book, YEAR).state
    book.close()
    assert told == again.suggested(files)
    assert bool(state) == bool(verdicts.long_overdue(files))


def _profile(drawn: Random) -> Profile:
    return Profile(
        "某某社区", "community", drawn.choice((0.02, 0.1, 0.3, 0.6, 0.9, 1.0)),
        collective=drawn.random() < 0.6, overdue=drawn.random() < 0.3, after=drawn.random() < 0.5,
        satisfied=drawn.choice((0, 79, 80, 84, 85, 89, 90, 94, 95, 100)),
        sheets=drawn.choice((0, 29, 59, 60, 100)),
    )  # fmt: skip


def _throw_away(book: Book, drawn: Random) -> None:
    """Most rows of six ledgers on which no other hangs go to the recycle bin on the last day."""
    with book.change("删除") as change:
        for table in drawn.sample(_THROWN, 6):
            for row_id in book.ids(Query(table)):
                if drawn.random() < 0.8 and not links.pointing(book, {(table, row_id)}):
                    change.drop(table, row_id)
