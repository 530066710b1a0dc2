"""党员大会 held branch by branch: each branch its own roster, one result over all of them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cases import held, hold, make_matter, make_office, names
from office import make_posts
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions import actions, reads
from qinglian_desktop.modules.decisions.page.matter_view import MatterView
from qinglian_desktop.modules.decisions.records import STUDY, TALK
from qinglian_desktop.store.book import Book
from windows import TODAY, Clerk, program, window_on

FIRST = TODAY - timedelta(days=10)
ONE, TWO = "第一支部党员大会", "第二支部党员大会"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    with program(qapp):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = make_office(tmp_path)
    make_posts(book, *names("秦", 12), body=ONE, kind="党员大会")
    make_posts(book, *names("韩", 8), body=TWO, kind="党员大会")
    return book


def ready(book: Book) -> str:
    matter = make_matter(book, FIRST)
    hold(book, matter, FIRST, until=TALK)
    return matter


def test_each_branch_has_its_own_roster_and_the_whole_is_judged(book: Book) -> None:
    """Twelve and eight: the first branch alone would not pass, both together do."""
    assert reads.branches(book, TODAY) == (ONE, TWO)
    matter = ready(book)
    first = held(TODAY, 5, 7, part=ONE, more_parts=True)
    actions.record_meeting(book, matter, STUDY, first)
    whole = reads.case(book, matter).step(STUDY)
    assert whole is not None and (whole.last["due_count"], whole.result) == (12, "")
    actions.record_meeting(book, matter, STUDY, held(TODAY, 8, part=TWO))
    whole = reads.case(book, matter).step(STUDY)
    assert whole is not None
    assert [row["part"] for row in whole.rows] == [ONE, TWO]
    assert (whole.total("due_count"), whole.total("yes_count")) == (20, 13)
    assert {row["result"] for row in whole.rows} == {"通过"}


def test_a_branch_that_is_missing_strange_or_twice_is_refused(book: Book) -> None:
    matter = ready(book)
    for facts, what in (
        ({"part": ONE}, f"{TWO}还没开"),
        ({"part": "第三支部", "more_parts": True}, "没有“第三支部”这个支部"),
        ({"more_parts": True}, "没有选是哪个支部开的"),
    ):
        with pytest.raises(Refused, match=what):
            actions.record_meeting(book, matter, STUDY, held(TODAY, 12, **facts))
    actions.record_meeting(book, matter, STUDY, held(TODAY, 12, part=ONE, more_parts=True))
    with pytest.raises(Refused, match="已经登记过了"):
        actions.record_meeting(book, matter, STUDY, held(TODAY, 12, part=ONE))


def test_all_members_in_one_room_stay_one_meeting(book: Book) -> None:
    matter = ready(book)
    actions.record_meeting(book, matter, STUDY, held(TODAY, 20))
    whole = reads.case(book, matter).step(STUDY)
    assert whole is not None and (len(whole.rows), whole.last["due_count"]) == (1, 20)


def test_where_no_branches_are_registered_a_party_meeting_has_no_parts(tmp_path: Path) -> None:
    book = make_office(tmp_path)
    matter = ready(book)
    with pytest.raises(Refused, match="这个支部") as told:
        actions.record_meeting(book, matter, STUDY, held(TODAY, 20, part="甲支部", more_parts=True))
    assert "人户名册" in told.value.remedy


def test_the_clerk_picks_the_branch_and_is_told_which_one_is_left(book: Book) -> None:
    matter = ready(book)
    with window_on(book) as window:
        window.go("decisions", "matter", matter)
        view = window.page.findChild(MatterView)
        assert view is not None
        form, clerk = view.meeting, Clerk(window)
        assert len(form.people.people) == 20 and form.branch.part == ""
        clerk.reach(form.branch.box)
        clerk.key(Qt.Key.Key_Down)
        assert form.branch.part == ONE
        assert len(form.people.people) == 12 and TWO in form.branch.said.text()
        for count, left in ((12, TWO), (8, "")):
            for name, figure in (("yes_count", str(count)), ("no_count", "0"),
                                 ("abstain_count", "0")):  # fmt: skip
                clerk.fill(form.votes.editors[name].input, figure)
            clerk.press("登记审议", view)
            assert form.branch.part == left
        whole = reads.case(book, matter).step(STUDY)
        assert whole is not None and (whole.total("due_count"), whole.result) == (20, "通过")
