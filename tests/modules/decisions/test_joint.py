"""One afternoon, several matters: planned once, printed once, attendance typed once."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cases import held, hold, make_matter, make_office
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions import actions, joint, reads, self_check
from qinglian_desktop.modules.decisions.actions import Attends, papering
from qinglian_desktop.modules.decisions.actions.preparing import Asked, check
from qinglian_desktop.modules.decisions.page.matter_view import MatterView
from qinglian_desktop.modules.decisions.page.meeting import MeetingPage
from qinglian_desktop.modules.decisions.records import AVOIDS, DECISION, STUDY
from qinglian_desktop.modules.decisions.rules import formality
from qinglian_desktop.store.book import Book
from windows import LONG, TODAY, Clerk, program, window_on

FIRST = TODAY - timedelta(days=10)
MEETING = date(2026, 12, 1)
PLAN = {
    "planned_at": "2026-12-01T14:30", "held_time": "14:30", "place": "社区会议室",
    "chair": "郑甲", "recorder": "周文书",
}  # fmt: skip
ASKED = Asked(MEETING, "14:30", "社区会议室", "郑甲", "周文书")


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    with program(qapp):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_office(tmp_path)


def ready(book: Book, title: str = "临街门面出租", **facts: Any) -> str:
    matter = make_matter(book, FIRST, title=title, **facts)
    hold(book, matter, FIRST, until=STUDY)
    return matter


def plan(book: Book, matter: str, **facts: Any) -> str:
    return str(actions.plan_meeting(book, matter, DECISION, {**PLAN, **facts}).result)


def step(book: Book, matter: str) -> dict[str, Any]:
    whole = reads.case(book, matter).step(DECISION)
    assert whole is not None
    return dict(whole.last)


def together(book: Book) -> tuple[str, str, str]:
    """Three matters before one meeting; the ids of the matters."""
    first, second, third = (ready(book, title) for title in ("门面出租", "路灯维修", "清运费"))
    meeting = plan(book, first)
    for other in (second, third):
        actions.take_in(book, meeting, other)
    return first, second, third


# -- before ---------------------------------------------------------------------------------


def test_notice_agenda_and_sign_in_name_all_and_the_vote_is_for_each(book: Book) -> None:
    first, second, third = together(book)
    found = check(book, first, DECISION, ASKED)
    assert [item.title for item in found.meeting.items] == ["门面出租", "路灯维修", "清运费"]
    assert found.clash == ""
    assert check(book, third, DECISION, ASKED).meeting.items == found.meeting.items
    changes = papering.print_before(
        book, step(book, first)["id"], ASKED, tuple(papering.BEFORE), lambda *_: True
    )
    drawn: Any = changes.result
    assert [one.name for one in drawn] == [
        "会议通知", "议程", "签到表", *["表决票"] * 3, *["计票单"] * 3,
    ]  # fmt: skip
    # What is signed lies with the matter it belongs to.
    kept = {m: [one.paper for one in papering.returned(book, step(book, m)["id"])]
            for m in (first, second, third)}  # fmt: skip
    assert kept == {first: ["签到表", "计票单"], second: ["计票单"], third: ["计票单"]}


def test_another_time_holds_for_every_matter_of_the_meeting(book: Book) -> None:
    first, second, third = together(book)
    given = {**PLAN, "planned_at": "2026-12-02T09:00", "held_time": "09:00", "place": "坝子"}
    made = actions.plan_meeting(book, second, DECISION, given)
    for one in (first, second, third):
        row = step(book, one)
        assert (row["planned_at"], row["place"]) == ("2026-12-02T09:00", "坝子")
    book.undo(made.step)
    assert {step(book, one)["place"] for one in (first, second, third)} == {"社区会议室"}


def test_only_matters_of_the_same_body_and_rule_are_offered(book: Book) -> None:
    first = ready(book)
    same = ready(book, "路灯维修")
    early = make_matter(book, FIRST, title="还没提议的")
    other = ready(book, "换届经费", body="全体会议", threshold="meeting")
    strict = ready(book, "土地调整", threshold="land-representatives")
    plan(book, first)
    offered = {one.matter_id: one for one in check(book, first, DECISION, ASKED).others}
    assert set(offered) == {same, strict} and not {early, other} & set(offered)
    assert offered[same].can and not offered[strict].can
    with pytest.raises(Refused, match="表决规则不一样"):
        actions.take_in(book, step(book, first)["id"], strict)
    with pytest.raises(Refused, match="不归这个会议定"):
        actions.take_in(book, step(book, first)["id"], other)


def test_a_matter_let_go_has_no_day_and_the_others_stay_together(book: Book) -> None:
    first, second, third = together(book)
    # The one it was first planned with goes; the others keep the meeting.
    actions.let_go(book, step(book, second)["id"], first)
    assert step(book, first)["planned_at"] is None
    assert [one["matter_id"] for one in joint.waiting(book, step(book, second))] == [third]
    plan(book, first, planned_at="2026-12-03T10:00")
    assert step(book, third)["planned_at"] == "2026-12-01T14:30"
    with pytest.raises(Refused, match="已经不在这场会上"):
        actions.let_go(book, step(book, second)["id"], first)


def test_a_meeting_that_was_held_takes_nothing_in(book: Book) -> None:
    first, second = ready(book), ready(book, "路灯维修")
    plan(book, first, planned_at=f"{TODAY}T09:00")
    actions.record_meeting(book, first, DECISION, held(TODAY, 33))
    with pytest.raises(Refused, match="已经登记过了"):
        actions.take_in(book, step(book, first)["id"], second)


def test_the_box_is_ticked_with_the_keyboard_and_stays(book: Book, qtbot: Any) -> None:
    first, second = ready(book), ready(book, "路灯维修")
    with window_on(book) as window:
        page = MeetingPage(window.desk)
        page.closed.connect(window.close_over)
        window.lay_over(page)
        page.open_gate(first, DECISION)
        clerk = Clerk(window)
        clerk.write("12-1")
        clerk.fill(page.form.editors["time"].input, "14:30")
        clerk.fill(page.form.editors["place"].input, "社区会议室")
        qtbot.waitUntil(lambda: page.looked and _may_tick(page, second), timeout=LONG)
        clerk.reach(page.joint.boxes[second])
        clerk.key(Qt.Key.Key_Space)
        assert step(book, second)["planned_at"] == "2026-12-01T14:30"
        qtbot.waitUntil(lambda: page.looked, timeout=LONG)
        assert page.joint.boxes[second].isChecked()
        assert "等 2 件" in page.about.text()
        window.runner.undo()
        qtbot.waitUntil(lambda: page.looked, timeout=LONG)
        assert not page.joint.boxes[second].isChecked()


def _may_tick(page: MeetingPage, matter: str) -> bool:
    box = page.joint.boxes.get(matter)
    return box is not None and box.isEnabled()


# -- afterwards -----------------------------------------------------------------------------


def entered(book: Book) -> tuple[str, str]:
    """A matter whose meeting is in the book, another one that stands before the same body."""
    first, second = ready(book, "门面出租"), ready(book, "路灯维修")
    away = (Attends("周甲", "缺席"), Attends("周乙", AVOIDS, interest="承租人是他弟弟"))
    facts = held(TODAY, 31, away=away, words={"held_time": "14:30", "place": "坝子"})
    actions.record_meeting(book, first, DECISION, facts)
    return first, second


def test_attendance_is_taken_over_and_votes_and_avoidance_are_not(book: Book) -> None:
    first, second = entered(book)
    with window_on(book) as window:
        window.go("decisions", "matter", second)
        view = window.page.findChild(MatterView)
        clerk = Clerk(window)
        clerk.press(f"照〔2026-001 门面出租〕{TODAY.month}月{TODAY.day}日那次会", view)
        form = view.meeting
        assert form.when.value("place") == "坝子" and form.when.value("held_time") == "14:30"
        assert [(one.name, one.attendance) for one in form.people.away()] == [("周甲", "缺席")]
        assert form.votes.value("yes_count") is None
        assert "实到 32 人" in form.tally.text()
        for name, figure in (("yes_count", "30"), ("no_count", "1"), ("abstain_count", "1")):
            clerk.fill(form.votes.editors[name].input, figure)
        clerk.reach(form.words.editors["decision"].input)
        clerk.write("同意维修")
        clerk.press("登记并生成公告", view)
        row = step(book, second)
        window.runner.undo()  # each is undone by itself
        assert reads.case(book, second).step(DECISION) is None
        assert step(book, first)["result"] == "通过"
        key = step(book, first)["id"]
    assert (row["chair"], row["supervisors"]) == ("郑甲", "吴监督、田监督")
    assert row["meeting_key"] == key
    assert (row["due_count"], row["present_count"], row["avoiding_count"]) == (33, 32, None)


def test_another_day_is_another_meeting(book: Book) -> None:
    first, second = entered(book)
    like = step(book, first)["id"]
    yesterday = held(TODAY - timedelta(days=1), 33, like=like)
    actions.record_meeting(book, second, DECISION, yesterday)
    assert step(book, second)["meeting_key"] is None


def test_a_meeting_of_another_body_or_before_this_matter_came_is_not_offered(book: Book) -> None:
    first, _ = entered(book)
    late = make_matter(book, TODAY, title="新的事")
    hold(book, late, TODAY, until=STUDY, apart=0)
    found = reads.case(book, late)
    assert [one.row["matter_id"] for one in joint.before(book, found, DECISION, TODAY)] == [first]
    long_after = TODAY + timedelta(days=15)
    assert joint.before(book, found, DECISION, long_after) == ()
    whole = make_matter(book, FIRST, title="村规", body="全体会议", threshold="meeting")
    hold(book, whole, FIRST, until=STUDY)
    assert joint.before(book, reads.case(book, whole), DECISION, TODAY) == ()


def test_what_was_planned_together_and_is_not_entered_yet_is_told(book: Book) -> None:
    first, second = ready(book, "门面出租"), ready(book, "路灯维修")
    meeting = plan(book, first, planned_at=f"{TODAY}T09:00")
    actions.take_in(book, meeting, second)
    actions.record_meeting(book, first, DECISION, held(TODAY, 33))
    assert joint.still_to_enter(book, step(book, first)) == "同一场会的“路灯维修”还没登记。"
    actions.record_meeting(book, second, DECISION, held(TODAY, 30, 3))
    assert joint.still_to_enter(book, step(book, first)) == ""
    assert joint.key_of(step(book, second)) == step(book, first)["id"]


# -- 走过场 ----------------------------------------------------------------------------------


def vote(number: int, on: date, meeting: str, **facts: Any) -> formality.Case:
    one = formality.Held(
        f"s{number}", "决议", "居民代表会议", on, "14:30", "会议室", due=33, present=33, yes=33,
        there=frozenset(map(str, range(33))), chair="郑甲", supervisors="吴监督", meeting=meeting,
        minutes="".join(f"第{n}位说租金要按季收，门面先验收消防。" for n in range(9)),
    )._replace(**facts)  # fmt: skip
    return formality.Case(str(number), f"2026-{number:03}", f"第{number}件", (one,))


def test_five_matters_of_one_afternoon_are_one_meeting(book: Book) -> None:
    day = date(2026, 6, 1)
    one = [vote(n, day, "m", place=f"会议室{n % 2}") for n in range(5)]
    assert formality.hints(one) == ()
    apart = [vote(n, day + timedelta(days=n), f"m{n}", minutes="") for n in range(5)]
    assert [hint.pattern for hint in formality.hints(apart)] == [formality.ALWAYS_ALL]


def test_matters_entered_like_one_another_give_no_hint(book: Book) -> None:
    first, second = entered(book)
    like = step(book, first)["id"]
    away = (Attends("周甲", "缺席"),)
    facts = held(TODAY, 32, away=away, words={"held_time": "14:30"}, like=like)
    actions.record_meeting(book, second, DECISION, facts)
    steps = [step(book, one)["id"] for one in (first, second)]
    assert not [one for one in self_check.found(book) if set(steps) <= set(one.hint.steps)]
