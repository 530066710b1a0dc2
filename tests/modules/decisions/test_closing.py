"""From the decision to the folder: the notice, its days, the result, the end and the change."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cases import held, hold, make_matter, make_office
from office import SUPERVISOR
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules import catalog, saving
from qinglian_desktop.modules.decisions import actions, reads
from qinglian_desktop.modules.decisions.due import due
from qinglian_desktop.modules.decisions.records import (
    DECISION,
    PROPOSAL,
    PUBLISHED,
    RESULT,
    STUDY,
)
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.store.book import Book

TODAY = date(2026, 3, 16)
FIRST = TODAY - timedelta(days=3)


@pytest.fixture(params=["community", "village"])
def book(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path, request.param) as made:
        yield made


@pytest.fixture
def decided(book: Book) -> str:
    matter = make_matter(book, FIRST, executor="孙甲", planned_on="2026-05-31")
    hold(book, matter, FIRST)
    return matter


def matter_of(book: Book, matter_id: str) -> Row:
    return book.row("matter", matter_id) or {}


def notice_of(book: Book, matter: str, gate: str) -> str:
    held_gate = reads.case(book, matter).step(gate)
    assert held_gate is not None
    return str(held_gate.last["notice_id"])


def hang(book: Book, notice: str, tmp_path: Path) -> date:
    """Reviewed and put up with a photo; the first day it may come down."""
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8 a photo")
    disclosure.send_to_review(book, notice)
    disclosure.approve(book, notice, SUPERVISOR)
    until = disclosure.post(book, notice, "公开栏第一格", None, [photo]).result
    assert isinstance(until, date)
    return until


def lines(book: Book, day: date) -> list[Due]:
    return due(book, day)


def test_the_notice_runs_its_days_before_the_gate_closes(
    book: Book, decided: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="还没上墙"):
        actions.finish_publication(book, decided, {})
    until = hang(book, notice_of(book, decided, PUBLISHED), tmp_path)
    assert until == clock.today() + timedelta(days=15)
    row = matter_of(book, decided)
    assert (row["public_until"], row["next_step"]) == (until.isoformat(), "等公开满期")
    with clock.fixed(until - timedelta(days=2)), pytest.raises(Refused) as refused:
        actions.finish_publication(book, decided, {})
    assert refused.value.what == "公示还差 2 天，不能提前办结"
    with clock.fixed(until):
        actions.finish_publication(
            book, decided, {"published_note": "张贴 15 天", "supervision": "无异议"}
        )
    row = matter_of(book, decided)
    assert (row["stage"], row["public_until"], row["next_step"]) == (RESULT, None, "落实并公开结果")
    assert row["late"] == 0, "the days of the notice are no delay of the clerk"


def test_what_hangs_is_undone_with_its_matter(book: Book, decided: str, tmp_path: Path) -> None:
    notice = notice_of(book, decided, PUBLISHED)
    disclosure.send_to_review(book, notice)
    disclosure.approve(book, notice, SUPERVISOR)
    made = disclosure.post(book, notice, "公开栏第一格")
    assert matter_of(book, decided)["public_until"]
    book.undo(made.step)
    assert matter_of(book, decided)["public_until"] is None
    assert matter_of(book, decided)["next_step"] == "公开决议"


def test_an_open_objection_keeps_the_gate_shut(book: Book, decided: str, tmp_path: Path) -> None:
    notice = notice_of(book, decided, PUBLISHED)
    until = hang(book, notice, tmp_path)
    draft = {"notice_id": notice, "content": "租金太低", "raised_on": TODAY.isoformat()}
    made = disclosure.raise_objection(book, draft)
    with clock.fixed(until):
        with pytest.raises(Refused, match="有异议还没办结"):
            actions.finish_publication(book, decided, {})
        book.undo(made.step)
        actions.finish_publication(book, decided, {})


def test_a_notice_that_came_down_early_goes_up_again(
    book: Book, decided: str, tmp_path: Path
) -> None:
    notice = notice_of(book, decided, PUBLISHED)
    until = hang(book, notice, tmp_path)
    with clock.fixed(TODAY + timedelta(days=3)):
        disclosure.take_down(book, notice, None, "公开栏翻修")
        assert matter_of(book, decided)["next_step"] == "重新张贴公告"
    with clock.fixed(until), pytest.raises(Refused, match="公示不足"):
        actions.finish_publication(book, decided, {})


def test_a_thrown_away_draft_is_written_again(book: Book, decided: str) -> None:
    first = notice_of(book, decided, PUBLISHED)
    disclosure.drop_notice(book, first)
    with pytest.raises(Refused, match="还没有编"):
        actions.finish_publication(book, decided, {})
    actions.redraft_decision(book, decided)
    assert notice_of(book, decided, PUBLISHED) != first


def published(book: Book, matter: str, tmp_path: Path) -> date:
    until = hang(book, notice_of(book, matter, PUBLISHED), tmp_path)
    with clock.fixed(until):
        actions.finish_publication(book, matter, {"supervision": "程序到位"})
    return until


def test_a_matter_without_its_result_stands_in_today(
    book: Book, decided: str, tmp_path: Path
) -> None:
    published(book, decided, tmp_path)
    planned = date(2026, 5, 31)
    assert lines(book, planned - timedelta(days=8)) == []
    for day in (planned - timedelta(days=7), planned, planned + timedelta(days=40)):
        (line,) = lines(book, day)
        assert (line.due_on, line.row_id) == (planned, decided)
        assert "该公开实施结果" in line.subject and "还没有实施结果公告" in line.why
    assert line in [one._replace(brief="") for one in catalog.due_today(book, day)]


def test_the_whole_way_to_the_folder(book: Book, decided: str, tmp_path: Path) -> None:
    until = published(book, decided, tmp_path)
    with clock.fixed(until + timedelta(days=20)):
        with pytest.raises(Refused, match="没有写办得怎样"):
            actions.draft_result(book, decided, {"done": " "})
        told = {"done": "门面已出租，首季租金到账", "money_spent": 0, "opinion": "情况属实"}
        actions.draft_result(book, decided, told)
        last = hang(book, notice_of(book, decided, RESULT), tmp_path)
    with clock.fixed(last):
        actions.finish_result(book, decided, {"published_note": "张贴", "supervision": "属实"})
        assert matter_of(book, decided)["next_step"] == "核对材料归档"
        lacking = [one.label for one in actions.checklist(book, decided) if not one.there]
        assert lacking == [f"{g}：签字的会议材料" for g in ("提议", "商议", "审议", "决议")]
        with pytest.raises(Refused, match="还差：提议：签字的会议材料"):
            actions.archive(book, decided)
        scan = tmp_path / "签字.pdf"
        scan.write_bytes(b"%PDF-1.4 scan")
        from qinglian_desktop.store import ledger

        for row in reads.steps_of(book, decided):
            ledger.attach(book, "matter_step", row["id"], [scan])
        made = actions.archive(book, decided, "四议2026-1")
    row = matter_of(book, decided)
    assert (row["state"], row["stage"], row["archive_no"]) == ("已归档", "归档", "四议2026-1")
    assert row["late"] == 0 and row["next_step"] is None
    assert lines(book, last) == []
    with pytest.raises(Refused, match="已归档"):
        actions.finish_result(book, decided, {})
    book.undo(made.step)
    assert matter_of(book, decided)["state"] == "办理中"


def test_stages_have_notices_of_their_own(book: Book, decided: str, tmp_path: Path) -> None:
    until = published(book, decided, tmp_path)
    with clock.fixed(until):
        actions.draft_result(book, decided, {"done": "第一阶段：完成招租", "opinion": "属实"})
        first = notice_of(book, decided, RESULT)
        last = hang(book, first, tmp_path)
    with clock.fixed(last):
        actions.draft_result(book, decided, {"done": "第二阶段：签合同", "opinion": "属实"})
        with pytest.raises(Refused, match="还没上墙"):
            actions.finish_result(book, decided, {})
    rows = [row for row in reads.steps_of(book, decided) if row["gate"] == RESULT]
    assert [row["sitting_no"] for row in rows] == [1, 2] and rows[0]["notice_id"] == first


# -- what stands in 今日 before the decision ------------------------------------------------


def test_an_open_matter_reminds_and_a_planned_meeting_has_its_day(book: Book) -> None:
    matter = make_matter(book, TODAY, body="代表会议")
    (line,) = lines(book, TODAY)
    assert line.due_on == TODAY + timedelta(days=7) and "开党组织会议提议" in line.subject
    (later,) = lines(book, TODAY + timedelta(days=30))
    assert later.due_on == TODAY + timedelta(days=30), "a reminder of ours is never overdue"
    actions.plan_meeting(
        book, matter, PROPOSAL, {"planned_at": "2026-03-20T14:30", "place": "会议室"}
    )
    (planned,) = lines(book, TODAY)
    assert planned.due_on == date(2026, 3, 20)
    with clock.fixed(date(2026, 3, 20)):
        actions.record_meeting(book, matter, PROPOSAL, held(date(2026, 3, 20), 5))
    rows = [row for row in reads.steps_of(book, matter) if row["gate"] == PROPOSAL]
    assert len(rows) == 1 and rows[0]["place"] == "会议室", "the planned step is the held one"


def test_a_decision_must_be_on_the_board_in_ten_days(book: Book, decided: str) -> None:
    assert lines(book, TODAY) == []
    (line,) = lines(book, TODAY + timedelta(days=3))
    assert line.due_on == TODAY + timedelta(days=10) and "10 日内公布" in line.why


def test_an_emergency_has_its_last_day_for_the_vote(book: Book) -> None:
    urgent = {
        "emergency": 1, "emergency_reason": "山洪", "authorised_by": "郑甲",
        "street_told_on": "2026-03-13",
    }  # fmt: skip
    matter = make_matter(book, FIRST, matter_class="M06 公益项目", **urgent)
    by = date.fromisoformat(matter_of(book, matter)["ratify_by"])
    assert by > FIRST
    assert [line.due_on for line in lines(book, by) if "补议" in line.subject] == [by]


def test_a_delegation_that_runs_out_and_an_agreement_are_told(book: Book) -> None:
    end = date(2026, 12, 31)
    assert lines(book, end - timedelta(days=31)) == []
    (line,) = lines(book, end - timedelta(days=30))
    assert (line.due_on, line.table) == (end, "delegation") and "M06" in line.subject
    assert lines(book, end + timedelta(days=1)) == []
    draft = {"topic": "小区停车", "held_on": TODAY.isoformat(), "due_on": "2026-04-01"}
    row = saving.saver("consultation")(book, None, draft).result
    (told,) = lines(book, date(2026, 4, 5))
    assert told.row_id == row and "小区停车" in told.subject
    saving.saver("consultation")(book, row, {"done": "划好了"})
    assert lines(book, date(2026, 4, 5)) == []


# -- ended and altered -----------------------------------------------------------------------


def test_what_is_given_up_keeps_its_history_and_is_told(book: Book) -> None:
    matter = make_matter(book, FIRST)
    hold(book, matter, FIRST, until=STUDY)
    with pytest.raises(Refused, match="终止要写原因"):
        actions.end_matter(book, matter, " ")
    with pytest.raises(Refused, match="终止日期不对"):
        actions.end_matter(book, matter, "不办了", FIRST)
    made = actions.end_matter(book, matter, "上级已统一安排")
    row = matter_of(book, matter)
    assert (row["state"], row["ended_reason"]) == ("已终止", "上级已统一安排")
    notice = book.row("notice", made.ids("notice")[-1]) or {}
    assert notice["state"] == "草稿" and "上级已统一安排" in notice["body"]
    assert len(reads.steps_of(book, matter)) == 4
    with pytest.raises(Refused, match="不能删"):
        saving.dropper("matter")(book, matter)
    with pytest.raises(Refused, match="已终止"):
        actions.record_meeting(book, matter, DECISION, held(TODAY, 33))
    book.undo(made.step)
    assert matter_of(book, matter)["state"] == "办理中"


@pytest.mark.parametrize(("revoke", "state"), [(False, "已变更"), (True, "已终止")])
def test_a_decision_is_altered_only_by_the_same_kind_of_meeting(
    book: Book, decided: str, revoke: bool, state: str
) -> None:
    with pytest.raises(Refused, match="只能由同样的会议终止"):
        actions.end_matter(book, decided, "不办了")
    with pytest.raises(Refused, match="已经开过会"):
        actions.save_matter(book, decided, {"content": "改成租五年"})
    with pytest.raises(Refused, match="没有写为什么变更"):
        actions.change_decision(book, decided, {"content": ""}, revoke=revoke)
    day = TODAY - timedelta(days=1)
    draft = {"content": "原定租期三年，改为五年，因为承租人要装修", "opened_on": day.isoformat()}
    other = str(actions.change_decision(book, decided, draft, revoke=revoke).result)
    row, old = matter_of(book, other), matter_of(book, decided)
    assert row["supersedes"] == decided
    assert (row["body"], row["threshold"], row["path"]) == (
        old["body"], old["threshold"], old["path"],
    )  # fmt: skip
    with pytest.raises(Refused, match="已经立了变更它的事项"):
        actions.change_decision(book, decided, draft, revoke=revoke)
    assert old["state"] == "办理中", "until the meeting has passed it the decision stands"
    hold(book, other, TODAY, apart=0)
    old = matter_of(book, decided)
    assert (old["state"], old["ended_on"]) == (state, TODAY.isoformat())
    notice = book.row("notice", notice_of(book, other, PUBLISHED)) or {}
    assert notice["code"] == "G25" and notice["kind"] == "决议公告"
    assert len(reads.steps_of(book, decided)) == 6, "its history stays"


def test_only_an_untouched_matter_is_dropped_and_comes_back(book: Book) -> None:
    matter = make_matter(book, TODAY)
    saving.dropper("matter")(book, matter)
    assert reads.steps_of(book, matter) == []
    saving.restorer("matter")(book, matter)
    assert len(reads.steps_of(book, matter)) == 1
    assert reads.case(book, matter).next_gate == PROPOSAL


def test_numbers_run_by_year_without_gaps(book: Book) -> None:
    first = [matter_of(book, make_matter(book, TODAY))["number"] for _ in range(2)]
    old = matter_of(book, make_matter(book, date(2025, 12, 30)))["number"]
    assert first == ["2026-001", "2026-002"] and old == "2025-001"


def test_the_short_way_is_decided_by_both_committees(book: Book) -> None:
    matter = make_matter(book, TODAY, path="简易", body=None)
    actions.record_meeting(book, matter, "商议", held(TODAY, 9, words={"decision": "同意购买"}))
    row = matter_of(book, matter)
    assert row["stage"] == PUBLISHED and notice_of(book, matter, PUBLISHED)
