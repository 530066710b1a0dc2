"""走过场自检 on a book: what was entered is looked at, what was explained stays explained."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cases import hold, make_matter, make_office
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Owner
from qinglian_desktop.modules.decisions import self_check
from qinglian_desktop.modules.decisions.records import CheckNote, MatterStep, MeetingPaper
from qinglian_desktop.modules.decisions.rules import formality

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


def test_an_honest_matter_gives_no_hint(tmp_path: Path) -> None:
    with make_office(tmp_path) as book:
        hold(book, make_matter(book, TODAY - timedelta(days=5)), TODAY - timedelta(days=4))
        assert self_check.found(book) == ()


def test_meetings_on_one_day_stand_out_and_are_explained(tmp_path: Path) -> None:
    with make_office(tmp_path) as book:
        matter = make_matter(book, TODAY - timedelta(days=1))
        hold(book, matter, TODAY, apart=0)
        (one,) = self_check.found(book)
        assert one.hint.pattern == formality.SAME_DAY
        assert "商议、审议、决议" in one.hint.what
        assert self_check.open_hints(book, matter) == (one.hint,)
        with pytest.raises(Refused, match="说明太短"):
            self_check.explain(book, one.hint, "好")
        done = self_check.explain(book, one.hint, "抢险，四个会接着开的")
        (after,) = self_check.found(book)
        assert after.explanation == "抢险，四个会接着开的"
        assert self_check.open_hints(book, matter) == ()
        book.undo(done.step)
        assert self_check.open_hints(book, matter) == (one.hint,)


def test_a_page_that_did_not_come_back_is_named(tmp_path: Path) -> None:
    with make_office(tmp_path) as book:
        matter = make_matter(book, TODAY - timedelta(days=5))
        hold(book, matter, TODAY - timedelta(days=4))
        (step,) = [r for r in book.rows(Query(MatterStep.table)) if r["gate"] == "决议"]
        with book.change("打印") as change:
            paper = MeetingPaper(step_id=step["id"], paper="签到表", pages=3)
            row = change.put(paper)
        assert self_check.found(book) == (), "nothing has come back yet"
        with book.change("扫描") as change:
            change.put_row(MeetingPaper.table, row, {"scanned_pages": 2})
        (one,) = self_check.found(book)
        assert one.hint.what == "决议的签到表有 3 页，少第 3 页"


def test_what_was_met_more_than_a_year_ago_is_left_alone(tmp_path: Path) -> None:
    with make_office(tmp_path) as book:
        hold(book, make_matter(book, TODAY - timedelta(days=1)), TODAY, apart=0)
        assert self_check.found(book, TODAY + timedelta(days=366)) == ()


def test_the_explanation_stays_in_the_office() -> None:
    assert CheckNote.owner is Owner.LOCAL
