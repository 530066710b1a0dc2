"""Who is close to whom the matter concerns: proposed with the reason, marked only by the clerk."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from cases import hold, make_matter, make_office, make_people
from qinglian_desktop.modules.decisions import kinship, reads
from qinglian_desktop.modules.decisions.actions import filing
from qinglian_desktop.modules.decisions.page.matter_view import MatterView
from qinglian_desktop.modules.decisions.records import AVOIDS, DECISION, STUDY, Matter
from qinglian_desktop.modules.decisions.rules.avoidance import (
    EXECUTOR,
    OTHER_SIDE,
    Concern,
    Tie,
    named_in,
    proposals,
)
from qinglian_desktop.modules.registry.records import RELATIONS, Kin
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from windows import TODAY, Clerk, program, window_on

FIRST = TODAY - timedelta(days=10)
ROSTER = ("王一", "王二", "王三")


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    with program(qapp):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_office(tmp_path)


# -- the rule -------------------------------------------------------------------------------


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_tie_counts_whoever_declared_it(relation: str) -> None:
    for pair in (("王二", "李某"), ("李某", "王二")):
        (one,) = proposals(ROSTER, [Concern("李某", EXECUTOR)], [Tie(*pair, relation)], {})
        assert one.name == "王二" and one.firm
        assert one.reason.startswith("是经办人李某的")


def test_the_words_are_those_of_the_minutes() -> None:
    tie = Tie("王二", "李某", "配偶")
    (one,) = proposals(ROSTER, [Concern("李某", EXECUTOR)], [tie], {})
    assert one.words == "王二是经办人李某的配偶，应当回避。"


def test_one_household_is_only_a_hint_and_a_tie_goes_first() -> None:
    homes = {name: frozenset({"2-015"}) for name in ("王一", "王二", "李某")}
    concerned = [Concern("李某", OTHER_SIDE)]
    found = proposals(ROSTER, concerned, [Tie("王二", "李某", "兄弟姐妹")], homes)
    assert [(one.name, one.firm) for one in found] == [("王二", True), ("王一", False)]
    assert found[1].words == "王一和对方李某在同一户，问一问是不是亲属。"


def test_who_carries_it_out_may_vote_and_the_other_side_may_not() -> None:
    assert proposals(ROSTER, [Concern("王一", EXECUTOR)], [], {}) == ()
    (one,) = proposals(ROSTER, [Concern("王一", OTHER_SIDE)], [], {})
    assert one.firm and one.reason == "是这件事的对方"


def test_a_name_in_the_text_concerns_the_matter_and_a_single_sign_does_not() -> None:
    found = named_in("王一临街门面出租给李某", ("王一", "李某", "王", "赵六"))
    assert [one.name for one in found] == ["王一", "李某"]


# -- the page -------------------------------------------------------------------------------


def make_kin(book: Book, one: str, other: str, relation: str = "配偶") -> None:
    with book.change("登记亲属") as change:
        change.put(Kin(person_name=one, relative_name=other, relation=relation))


def ready(book: Book) -> str:
    matter = make_matter(book, FIRST, executor="李经办", content="由李经办和冉租户签合同。")
    hold(book, matter, FIRST, until=STUDY)
    return matter


def test_it_is_proposed_and_one_press_marks_it_into_the_minutes(book: Book) -> None:
    make_kin(book, "周丙", "李经办")
    make_people(book, ["周丁", "冉租户"], household_no="3-001")
    make_kin(book, "周戊", "冉租户", "兄弟姐妹")
    matter = ready(book)
    with window_on(book) as window:
        window.go("decisions", "matter", matter)
        view = window.page.findChild(MatterView)
        assert view is not None
        form, clerk = view.meeting, Clerk(window)
        assert form.people.away() == ()  # never by itself
        for _ in range(2):
            clerk.press("记为回避", form.avoid)
        marked = {one.name: one.interest for one in form.people.away()}
        assert marked == {
            "周丙": "是经办人李经办的配偶", "周戊": "是事项里写到的冉租户的兄弟姐妹",
        }  # fmt: skip
        for name, figure in (("yes_count", "31"), ("no_count", "0"), ("abstain_count", "0")):
            clerk.fill(form.votes.editors[name].input, figure)
        clerk.fill(form.when.editors["place"].input, "会议室")
        clerk.reach(form.words.editors["decision"].input)
        clerk.press("登记并生成公告", view)
        whole = reads.case(book, matter).step(DECISION)
        assert whole is not None
        row = whole.last
        assert (row["avoiding_count"], row["due_count"], row["present_count"]) == (2, 31, 31)
        meeting = filing.held_meeting(book, row["id"])
        assert [one.avoids for one in meeting.members if one.attendance == AVOIDS] == [
            "是经办人李经办的配偶", "是事项里写到的冉租户的兄弟姐妹",
        ]  # fmt: skip


def test_a_shared_household_asks_and_offers_no_button(book: Book, qtbot: Any) -> None:
    make_people(book, ["周丁", "李经办"], household_no="3-001")
    matter = ready(book)
    found = kinship.proposed(
        book, book.row(Matter.table, matter) or {}, reads.roster(book, "代表会议", TODAY).people
    )
    assert [(one.name, one.firm) for one in found] == [("周丁", False)]
    with window_on(book) as window:
        window.go("decisions", "matter", matter)
        view = window.page.findChild(MatterView)
        assert view is not None and view.meeting.avoid.isVisibleTo(view)
        assert not view.meeting.avoid.findChildren(QPushButton)
        cover.set_covered(True)
        qtbot.waitUntil(lambda: "F9" in shown(view.meeting.avoid))
        assert "周丁" not in shown(view.meeting.avoid)


def shown(row: QWidget) -> str:
    return "".join(one.text() for one in row.findChildren(QLabel) if one.isVisible())


def test_where_nothing_is_known_nothing_is_proposed(book: Book) -> None:
    matter = ready(book)
    people = reads.roster(book, "代表会议", TODAY).people
    assert kinship.proposed(book, book.row(Matter.table, matter) or {}, people) == ()
