"""The gates: in order, never back in time, each with its people, its votes and its reasons."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cases import (
    PARTY,
    REPRESENTATIVES,
    held,
    hold,
    late_after,
    make_delegation,
    make_matter,
    make_office,
    make_people,
    names,
)
from office import as_stored, make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import actions, reads, rules
from qinglian_desktop.modules.decisions.actions import Attends, Excluded, Held
from qinglian_desktop.modules.decisions.beside import MatterStandard
from qinglian_desktop.modules.decisions.records import (
    CLASS_CHOICES,
    DECISION,
    MEETINGS,
    PRE_REVIEW,
    PROPOSAL,
    PUBLISHED,
    STUDY,
    TALK,
)
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.store.book import Book

TODAY = date(2026, 3, 16)
FIRST = TODAY - timedelta(days=10)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_office(tmp_path) as made:
        late_after(made, 7)
        yield made


def matter_of(book: Book, matter_id: str) -> Row:
    row = book.row("matter", matter_id)
    assert row is not None
    return row


def step_of(book: Book, matter_id: str, gate: str) -> Row:
    found = reads.case(book, matter_id).step(gate)
    assert found is not None
    return found.last


# -- order and days --------------------------------------------------------------------------


def test_the_fourth_step_cannot_come_first(book: Book) -> None:
    matter = make_matter(book, FIRST)
    with pytest.raises(Refused, match="先完成“提议”") as refused:
        actions.record_meeting(book, matter, DECISION, held(FIRST, REPRESENTATIVES))
    assert refused.value.code == "QL-DW-025" and refused.value.remedy
    hold(book, matter, FIRST, until=PROPOSAL)
    with pytest.raises(Refused, match="先完成“商议”"):
        actions.record_meeting(book, matter, STUDY, held(FIRST, PARTY))


@pytest.mark.parametrize("gate", MEETINGS)
def test_no_gate_opens_before_the_one_before_it_passed(book: Book, gate: str) -> None:
    matter = make_matter(book, FIRST)
    order = [g for g, _ in (("提议", 5), ("商议", 9), ("审议", PARTY), ("决议", 33))]
    for earlier in order[: order.index(gate)]:
        with pytest.raises(Refused):
            actions.record_meeting(book, matter, gate, held(FIRST, 5))
        many = {"提议": 5, "商议": 9, "审议": PARTY}[earlier]
        actions.record_meeting(book, matter, earlier, held(FIRST, many))
    people = {"提议": 5, "商议": 9, "审议": PARTY, "决议": REPRESENTATIVES}[gate]
    day = FIRST + timedelta(days=int(gate == DECISION))
    actions.record_meeting(book, matter, gate, held(day, people))
    assert step_of(book, matter, gate)["result"] == "通过"


def test_a_decision_cannot_be_earlier_than_the_study(book: Book) -> None:
    matter = make_matter(book, date(2026, 3, 1))
    hold(book, matter, date(2026, 3, 3), until=STUDY)  # studied on the 5th
    with pytest.raises(Refused) as refused:
        actions.record_meeting(book, matter, DECISION, held(date(2026, 3, 2), REPRESENTATIVES))
    assert str(refused.value) == "决议日期（3月2日）早于审议日期（3月5日）。请核对。"
    actions.record_meeting(book, matter, DECISION, held(date(2026, 3, 5), REPRESENTATIVES))


def test_a_meeting_of_tomorrow_is_not_entered_today(book: Book) -> None:
    matter = make_matter(book, FIRST)
    with pytest.raises(Refused, match="在今天之后"):
        actions.record_meeting(book, matter, PROPOSAL, held(TODAY + timedelta(days=1), 5))


def test_a_matter_of_another_year_names_the_years(book: Book) -> None:
    matter = make_matter(book, date(2026, 1, 5))
    with pytest.raises(Refused, match=r"2025年12月30日.*2026年1月5日"):
        actions.record_meeting(book, matter, PROPOSAL, held(date(2025, 12, 30), 5))


# -- votes and attendance --------------------------------------------------------------------


def test_the_sum_of_votes_is_those_present(book: Book) -> None:
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST, until=STUDY)
    away = tuple(Attends(name, "缺席") for name in names("周", 33)[28:])
    with pytest.raises(Refused, match="三项票数合计 27，与实到 28 不符，差 1 票"):
        actions.record_meeting(book, matter, DECISION, held(day, 20, 5, 2, away=away))
    actions.record_meeting(book, matter, DECISION, held(day, 20, 5, 3, away=away))
    row = step_of(book, matter, DECISION)
    assert (row["due_count"], row["present_count"], row["yes_count"]) == (33, 28, 20)


def test_too_few_cannot_vote_and_may_be_briefed(book: Book) -> None:
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST, until=STUDY)
    away = tuple(Attends(name, "缺席") for name in names("周", 33)[20:])
    with pytest.raises(Refused) as refused:
        actions.record_meeting(book, matter, DECISION, held(day, 20, away=away))
    assert str(refused.value) == "到会 20 人，不足 22 人，不能表决。可改为情况通报，或改期。"
    actions.record_meeting(
        book, matter, DECISION, Held(day, away=away, briefing=True, words={"chair": "孙甲"})
    )
    row = step_of(book, matter, DECISION)
    assert (row["result"], row["yes_count"], row["present_count"]) == ("情况通报", None, 20)
    assert matter_of(book, matter)["next_step"] == "上次人数不够，改期再开"
    with pytest.raises(Refused, match="先完成“决议”"):
        actions.finish_publication(book, matter, {})


def test_a_failed_vote_is_held_again_and_both_stay(book: Book) -> None:
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST, until=STUDY)
    actions.record_meeting(book, matter, DECISION, held(day, 16, 17))
    assert matter_of(book, matter)["state"] == "未通过"
    assert matter_of(book, matter)["next_step"] == "没通过，再议或终止"
    assert reads.case(book, matter).step(PUBLISHED) is None
    actions.record_meeting(book, matter, DECISION, held(day + timedelta(days=3), 17, 16))
    rows = [row for row in reads.steps_of(book, matter) if row["gate"] == DECISION]
    assert [(row["round_no"], row["result"]) for row in rows] == [(1, "未通过"), (2, "通过")]
    assert matter_of(book, matter)["state"] == "办理中"


def test_a_passed_decision_has_its_draft_notice_with_the_days_of_the_law(book: Book) -> None:
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST)
    row = step_of(book, matter, PUBLISHED)
    notice = book.row("notice", row["notice_id"])
    assert notice is not None and notice["state"] == "草稿"
    assert notice["kind"] == "决议公告" and "临街门面出租" in notice["title"]
    from qinglian_desktop.modules.disclosure.reads import stay_of

    stay = stay_of(book, notice, TODAY)
    assert stay.days == 15 and stay.until_on == TODAY + timedelta(days=15)
    assert day == date.fromisoformat(step_of(book, matter, DECISION)["held_on"])


# -- avoidance -------------------------------------------------------------------------------


def test_who_avoids_is_not_counted_and_it_is_said(book: Book) -> None:
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST, until=STUDY)
    related = Attends("周甲", "回避", interest="承租人是他弟弟")
    shown = actions.look(book, matter, DECISION, held(day, 32, away=(related,)))
    assert shown.tally.words == "周甲回避，不计入应到：应到由 33 人改为 32 人"
    assert (shown.tally.due, shown.tally.present, shown.verdict) == (32, 32, "通过")
    actions.record_meeting(book, matter, DECISION, held(day, 32, away=(related,)))
    row = step_of(book, matter, DECISION)
    assert (row["due_count"], row["avoiding_count"], row["base_count"]) == (32, 1, 32)
    people = reads.people_of(book, row["id"])
    assert [(p["name"], p["interest"]) for p in people if p["attendance"] == "回避"] == [
        ("周甲", "承租人是他弟弟")
    ]


def test_avoidance_can_save_a_quorum_and_needs_its_reason(book: Book) -> None:
    """Of 33, 21 present: two short of 22. With two avoiding, 21 of 31 are enough."""
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST, until=STUDY)
    out = names("周", 33)
    absent = tuple(Attends(name, "缺席") for name in out[23:])
    avoid = tuple(Attends(name, "回避", interest="亲属") for name in out[:2])
    assert (
        actions.look(book, matter, DECISION, held(day, 21, away=absent + avoid)).verdict == "通过"
    )
    silent = (Attends(out[0], "回避"),)
    with pytest.raises(Refused, match="没有写周甲为什么回避"):
        actions.record_meeting(book, matter, DECISION, held(day, 32, away=silent))


def test_where_all_members_count_who_avoids_belongs_to_the_whole(book: Book) -> None:
    """党员大会: more than half of all due must agree, also of those who may not vote."""
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST, until=TALK)
    avoid = tuple(Attends(name, "回避", interest="亲属") for name in names("冯", 3))
    shown = actions.look(book, matter, STUDY, held(day, 10, 7, away=avoid))
    assert (shown.tally.due, shown.tally.present, shown.verdict) == (PARTY, 17, "未通过")
    assert "仍计入应到" in shown.tally.words
    assert actions.look(book, matter, STUDY, held(day, 11, 6, away=avoid)).verdict == "通过"


def test_who_left_before_the_vote_is_not_among_those_present(book: Book) -> None:
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST, until=STUDY)
    some = (Attends("周甲", "早退"), Attends("周乙", "迟到"))
    shown = actions.look(book, matter, DECISION, held(day, 32, away=some))
    assert (shown.tally.present, shown.verdict) == (32, "通过")


def test_somebody_who_is_not_due_is_refused_and_twins_are_told_apart(book: Book) -> None:
    matter = make_matter(book, FIRST)
    with pytest.raises(Refused, match="钱某不在应到名单里"):
        actions.record_meeting(
            book, matter, PROPOSAL, held(FIRST, 4, away=(Attends("钱某", "缺席"),))
        )
    first, second = make_people(book, ["冯双", "冯双"], tags="党员", born_on=date(1960, 1, 1))
    day = hold(book, matter, FIRST, until=TALK)
    with pytest.raises(Refused, match="名单里有两位冯双"):
        actions.look(book, matter, STUDY, held(day, 21, away=(Attends("冯双", "缺席"),)))
    shown = actions.look(book, matter, STUDY, held(day, 21, away=(Attends("冯双", "缺席", first),)))
    assert (shown.tally.due, shown.tally.present) == (22, 21) and second != first


# -- one sitting, parts, delegation, supervision ---------------------------------------------


def test_two_gates_in_one_sitting_need_a_reason(book: Book) -> None:
    matter = make_matter(book, FIRST)
    time = {"held_time": "9:00"}
    actions.record_meeting(book, matter, PROPOSAL, held(FIRST, 5, words=time))
    for one in (held(FIRST, 9, words=time), held(FIRST, 9, combined=True)):
        with pytest.raises(Refused, match="同一场会") as refused:
            actions.record_meeting(book, matter, TALK, one)
        assert refused.value.field == "one_sitting_reason"
    actions.say_why_one_sitting(book, matter, "书记、主任一肩挑，两委委员全部到会")
    actions.record_meeting(book, matter, TALK, held(FIRST, 9, combined=True))
    assert step_of(book, matter, TALK)["combined"] == 1


def test_a_meeting_in_parts_adds_up(book: Book) -> None:
    matter = make_matter(book, FIRST, body="全体会议")
    day = hold(book, matter, FIRST, until=STUDY)
    first = held(day, 40, 10, present=50, due=90, part="一组", more_parts=True)
    second = held(day, 45, 5, present=50, due=90, part="二组")
    actions.record_meeting(book, matter, DECISION, first)
    with pytest.raises(Refused, match="先完成“决议”"):
        actions.finish_publication(book, matter, {})
    actions.record_meeting(book, matter, DECISION, second)
    whole = reads.case(book, matter).step(DECISION)
    assert whole is not None and whole.result == "通过"
    assert [whole.total(n) for n in ("due_count", "present_count", "yes_count")] == [180, 100, 85]
    assert {row["result"] for row in whole.rows} == {"通过"}
    assert [row["part"] for row in whole.rows] == ["一组", "二组"]


def test_a_part_put_right_is_judged_with_the_others(book: Book) -> None:
    matter = make_matter(book, FIRST, body="全体会议")
    day = hold(book, matter, FIRST, until=STUDY)
    first = held(day, 40, 10, present=50, due=90, part="一组", more_parts=True)
    second = held(day, 45, 5, present=50, due=90, part="二组")
    step = str(actions.record_meeting(book, matter, DECISION, first).result)
    assert actions.look(book, matter, DECISION, second).due == 180
    last = str(actions.record_meeting(book, matter, DECISION, second).result)
    actions.amend_meeting(book, step, first._replace(yes=0, no=50, more_parts=False))
    whole = reads.case(book, matter).step(DECISION)
    assert whole is not None and {row["result"] for row in whole.rows} == {"未通过"}
    actions.amend_meeting(book, last, second._replace(yes=50, no=0))
    assert {row["result"] for row in reads.case(book, matter).rows[-2:]} == {"未通过"}
    actions.amend_meeting(book, step, first._replace(yes=10, no=40, more_parts=False))
    whole = reads.case(book, matter).step(DECISION)
    assert whole is not None and {row["result"] for row in whole.rows} == {"通过"}


def test_parts_that_are_no_quorum_together_cannot_vote(book: Book) -> None:
    matter = make_matter(book, FIRST, body="全体会议")
    day = hold(book, matter, FIRST, until=STUDY)
    first = held(day, 50, present=50, due=90, part="一组", more_parts=True)
    actions.record_meeting(book, matter, DECISION, first)
    with pytest.raises(Refused, match="到会 90 人，不足 91 人"):
        actions.record_meeting(book, matter, DECISION, held(day, 40, present=40, due=90))


def test_adults_left_out_by_law_need_their_record(book: Book) -> None:
    matter = make_matter(book, FIRST, body="全体会议")
    day = hold(book, matter, FIRST, until=STUDY)
    silent = (Excluded("蒋某", "联系不上"),)
    with pytest.raises(Refused, match="没有写蒋某的联系记录"):
        actions.look(book, matter, DECISION, held(day, 51, present=51, due=102, excluded=silent))
    told = (Excluded("蒋某", "联系不上", "3月1日、3月5日两次打电话无人接听"),)
    actions.record_meeting(
        book, matter, DECISION, held(day, 51, present=51, due=102, excluded=told)
    )
    row = step_of(book, matter, DECISION)
    assert (row["roster_count"], row["excluded_count"], row["due_count"]) == (102, 1, 101)
    assert [one["name"] for one in reads.excluded_of(book, row["id"])] == ["蒋某"]


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"classes": "M02"}, 0),  # another class
        ({"until_on": date(2026, 3, 1)}, 0),  # over
        ({"from_on": date(2026, 3, 15)}, 0),  # not yet
        ({"limit_fen": 99}, 0),  # too much money
        ({"revoked_on": date(2026, 2, 1)}, 0),
    ],
)
def test_representatives_decide_only_what_is_delegated(
    book: Book, facts: dict[str, Any], day: int
) -> None:
    for row in reads.delegations(book, {"matter_class": "M13 其他", "amount_fen": 0}, FIRST):
        with book.change("删授权") as change:
            change.drop("delegation", row["id"])
    make_delegation(book, **{"classes": "M13", **facts})
    matter = make_matter(book, FIRST, amount_fen=100)
    last = hold(book, matter, FIRST, until=STUDY)
    with pytest.raises(Refused, match="没有居民会议对这类事的授权，居民代表会议不能决定"):
        actions.record_meeting(book, matter, DECISION, held(last, REPRESENTATIVES))
    make_delegation(book)
    actions.record_meeting(book, matter, DECISION, held(last, REPRESENTATIVES))
    assert step_of(book, matter, DECISION)["delegation_id"]


def test_for_land_to_outsiders_the_law_itself_names_the_representatives(book: Book) -> None:
    of = next(one for one in CLASS_CHOICES if one.startswith("M03"))
    matter = make_matter(book, FIRST, matter_class=of, threshold="land-representatives")
    assert not reads.delegations(book, matter_of(book, matter), FIRST)
    last = hold(book, matter, FIRST, until=STUDY)
    actions.record_meeting(book, matter, DECISION, held(last, REPRESENTATIVES))
    row = step_of(book, matter, DECISION)
    assert (row["result"], row["threshold"]) == ("通过", "land-representatives")


def test_a_group_with_its_own_collective_counts_its_own_members(book: Book) -> None:
    make_people(book, ["许甲", "许乙"], tags="集体成员", group_name="3组", born_on=date(1980, 1, 1))
    make_people(book, ["许丙"], tags="集体成员", group_name="4组", born_on=date(1980, 1, 1))
    facts = {"body": "成员大会", "threshold": "members", "group_name": "3组"}
    own = actions.draft_of(
        actions.routed(book, "asset-sell", FIRST, actions.Given(True, True, group_collective=True)),
        actions.Given(True, True, group_collective=True),
    )["route_answers"]
    for said, due in ((own, 2), (None, 3)):
        matter = matter_of(book, make_matter(book, FIRST, **facts, route_answers=said))
        group = reads.group_of(matter, "成员大会")
        assert reads.roster(book, "成员大会", FIRST, group=group).due == due
    with pytest.raises(Refused, match="还没写哪个组"):
        make_matter(book, FIRST, **{**facts, "group_name": None}, route_answers=own)


@pytest.mark.parametrize(
    ("body", "row", "may"),
    [
        ("全体会议", "meeting", True),
        ("全体会议", None, True),
        ("小组会议", "group", True),
        ("小组会议", "group-land", False),
        ("全体会议", "land-meeting", False),
        ("全体会议", "members", False),
        ("代表会议", "representatives", False),
    ],
)
def test_households_send_one_where_the_law_lets_them(
    book: Book, body: str, row: str | None, may: bool
) -> None:
    matter = matter_of(book, make_matter(book, FIRST, body=body, threshold=row, group_name="3组"))
    assert reads.by_households(matter, DECISION) is may


def test_the_small_way_of_the_collective_ends_with_its_council(book: Book) -> None:
    matter = matter_of(book, make_matter(book, FIRST, path="简易", body="理事会",
                                         threshold="council"))  # fmt: skip
    assert reads.body_at(matter, TALK) == "理事会"
    assert reads.vote_rule(book, matter, TALK, FIRST).id == "council"
    ours = matter_of(book, make_matter(book, FIRST, path="简易", body="两委"))
    assert reads.vote_rule(book, ours, TALK, FIRST).id == "two-committees"


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ({}, "representatives"),
        ({"limit_fen": 99}, "meeting"),
        ({"revoked_on": FIRST}, "meeting"),
        ({"revoked_on": FIRST + timedelta(days=1)}, "representatives"),
        ({"to_body": "成员代表大会"}, "meeting"),
    ],
)
def test_a_new_matter_hears_of_a_delegation_what_its_meeting_will_hear(
    book: Book, facts: dict[str, Any], row: str
) -> None:
    for one in reads.delegations(book, {"matter_class": "M06 项目", "amount_fen": 0}, FIRST):
        with book.change("删授权") as change:
            change.drop("delegation", one["id"])
    make_delegation(book, **{"classes": "M06", **facts})
    found = actions.routed(book, "works", FIRST, actions.Given(amount_fen=100))
    assert found.row == row


def test_a_line_of_its_own_holds_with_its_resolution_and_keeps_the_street_in(book: Book) -> None:
    def routed() -> rules.Route:
        return actions.routed(book, "works", FIRST, actions.Given(amount_fen=100))

    of = next(one for one in CLASS_CHOICES if one.startswith("M06"))
    with book.change("定标准") as change:
        line = change.put(
            MatterStandard(matter_class=of, amount_fen=5_000_000, pre_review=True, from_on=FIRST)
        )
    found = routed()
    assert (found.path, found.pre_review) == (rules.FULL, True)
    assert "哪个决议" in found.notes[-1]
    with book.change("附决议") as change:
        change.put_row("matter_standard", line, {"resolution": "居民会议决议1号"})
    assert routed().path == rules.SHORT


def test_what_representatives_may_not_decide_goes_to_the_full_meeting(book: Book) -> None:
    matter = make_matter(book, FIRST, matter_class="M01 规划和章程")  # never delegated
    last = hold(book, matter, FIRST, until=STUDY)
    with pytest.raises(Refused, match="没有居民会议对这类事的授权"):
        actions.record_meeting(book, matter, DECISION, held(last, REPRESENTATIVES))
    made = actions.hand_to_all(book, matter)
    row = matter_of(book, matter)
    assert (row["body"], row["threshold"], row["next_step"]) == (
        "全体会议", "meeting", "开居民会议决议",
    )  # fmt: skip
    book.undo(made.step)
    assert matter_of(book, matter)["body"] == "代表会议"
    actions.hand_to_all(book, matter)
    actions.record_meeting(book, matter, DECISION, held(last, 51, present=51, due=101))
    assert step_of(book, matter, DECISION)["threshold"] == "meeting"
    with pytest.raises(Refused):
        actions.hand_to_all(book, matter)


def test_the_supervisors_must_be_there_when_it_is_decided(book: Book) -> None:
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST, until=STUDY)
    with pytest.raises(Refused, match="没有写监委会谁到场"):
        actions.record_meeting(
            book, matter, DECISION, held(day, REPRESENTATIVES, words={"supervisors": ""})
        )


# -- the street reads it first ---------------------------------------------------------------


def test_a_flagged_matter_waits_for_the_return_slip(book: Book) -> None:
    matter = make_matter(book, FIRST, matter_class="M02 资源发包租赁", pre_review=1)
    day = hold(book, matter, FIRST, until=TALK)
    with pytest.raises(Refused, match="先完成“预审”"):
        actions.record_meeting(book, matter, STUDY, held(day, PARTY))
    with pytest.raises(Refused, match="没有写预审回执号"):
        actions.pre_review(book, matter, day, " ")
    actions.pre_review(book, matter, day, "通预审〔2026〕3号", "先补测算", agreed=False)
    assert reads.case(book, matter).next_gate == PRE_REVIEW
    actions.pre_review(book, matter, day, "通预审〔2026〕5号", "同意")
    actions.record_meeting(book, matter, STUDY, held(day, PARTY))
    plain = make_matter(book, FIRST)
    with pytest.raises(Refused, match="不用走“预审”"):
        actions.pre_review(book, plain, day, "1号")


# -- emergencies -----------------------------------------------------------------------------

_URGENT = {
    "emergency": 1, "emergency_reason": "山洪冲断道路", "authorised_by": "郑甲",
    "street_told_on": "2026-03-06", "ratify_by": "2026-03-30",
}  # fmt: skip


@pytest.mark.parametrize(
    "code", ["M02 资源发包租赁", "M03 资产处置和借贷投资", "M08 宅基地和征地补偿", "M11 成员和股份"]
)
def test_some_matters_are_never_an_emergency(book: Book, code: str) -> None:
    with pytest.raises(Refused, match="不能先办后议"):
        make_matter(book, FIRST, matter_class=code, **_URGENT)


def test_an_emergency_is_ratified_by_the_same_gates(book: Book) -> None:
    for name in ("emergency_reason", "authorised_by", "street_told_on"):
        with pytest.raises(Refused, match="请"):
            make_matter(book, FIRST, matter_class="M06 公益项目", **{**_URGENT, name: None})
    with pytest.raises(Refused, match="早于动议日期"):
        make_matter(
            book, FIRST, matter_class="M06 公益项目", **{**_URGENT, "ratify_by": "2026-03-01"}
        )
    matter = make_matter(book, FIRST, matter_class="M06 公益项目", **_URGENT)
    hold(book, matter, FIRST)
    assert {row["ratifies"] for row in reads.steps_of(book, matter)} == {1}


# -- correcting ------------------------------------------------------------------------------


def test_a_step_is_put_right_until_the_next_is_held(book: Book) -> None:
    matter = make_matter(book, FIRST)
    actions.record_meeting(book, matter, PROPOSAL, held(FIRST, 5))
    step = step_of(book, matter, PROPOSAL)["id"]
    actions.amend_meeting(book, step, held(FIRST, 4, away=(Attends("郑乙", "请假"),)))
    row = step_of(book, matter, PROPOSAL)
    assert (row["present_count"], row["yes_count"], row["result"]) == (4, 4, "通过")
    assert len(reads.people_of(book, step)) == 5
    actions.record_meeting(book, matter, TALK, held(FIRST, 9))
    with pytest.raises(Refused, match="“提议”之后已经登记了“商议”"):
        actions.amend_meeting(book, step, held(FIRST, 5))


def test_a_corrected_vote_takes_its_draft_notice_back(book: Book) -> None:
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST)
    first = step_of(book, matter, PUBLISHED)["notice_id"]
    step = step_of(book, matter, DECISION)["id"]
    actions.amend_meeting(book, step, held(day, 10, 23))
    assert matter_of(book, matter)["state"] == "未通过"
    assert (book.row("notice", first) or {})["deleted"] == 1
    actions.amend_meeting(book, step, held(day, 30, 3))
    second = step_of(book, matter, PUBLISHED)["notice_id"]
    assert second != first and (book.row("notice", second) or {})["state"] == "草稿"


def test_every_step_can_be_undone_and_done_again(book: Book) -> None:
    matter = make_matter(book, FIRST)
    before = dict(matter_of(book, matter))
    made = actions.record_meeting(book, matter, PROPOSAL, held(FIRST, 5))
    back = book.undo(made.step)
    assert reads.case(book, matter).step(PROPOSAL) is None
    assert matter_of(book, matter)["stage"] == before["stage"]
    book.undo(back.step)
    assert step_of(book, matter, PROPOSAL)["result"] == "通过"
    assert len(reads.people_of(book, step_of(book, matter, PROPOSAL)["id"])) == 5


def test_the_members_of_the_day_are_kept_when_the_roster_changes(book: Book) -> None:
    matter = make_matter(book, FIRST)
    actions.record_meeting(book, matter, PROPOSAL, held(FIRST, 5))
    make_posts(book, "郑新", body="党支部", kind="党组织", from_on=TODAY)
    row = step_of(book, matter, PROPOSAL)
    assert row["due_count"] == 5 and len(reads.people_of(book, row["id"])) == 5
    assert len(reads.roster(book, "党组织", TODAY).people) == 6
    assert as_stored(TODAY) == "2026-03-16"


@pytest.mark.parametrize(
    ("day", "pack"), [(date(2025, 12, 31), "village-2018"), (date(2026, 1, 1), "village-2026")]
)
def test_a_step_is_judged_by_the_law_of_its_day(tmp_path: Path, day: date, pack: str) -> None:
    """The same meeting on the last day of the old law and the first of the new one (DW-18)."""
    with clock.fixed(date(2026, 1, 2)), make_office(tmp_path, "village") as village:
        make_delegation(village, from_on=date(2025, 1, 1), granted_on=date(2025, 1, 1))
        matter = make_matter(village, day - timedelta(days=1))
        hold(village, matter, day, apart=0)
        row = step_of(village, matter, DECISION)
        assert (row["rule_pack"], row["result"]) == (pack, "通过")


def test_a_meeting_the_law_of_that_day_did_not_know_is_refused(tmp_path: Path) -> None:
    """A community has had a meeting of representatives by law only since 2026."""
    day = date(2025, 12, 31)
    with clock.fixed(date(2026, 1, 2)), make_office(tmp_path) as community:
        make_delegation(community, from_on=date(2025, 1, 1), granted_on=date(2025, 1, 1))
        matter = make_matter(community, day)
        hold(community, matter, day, until=STUDY, apart=0)
        with pytest.raises(Refused, match="没有这种会议的表决规定"):
            actions.record_meeting(community, matter, DECISION, held(day, REPRESENTATIVES))


@pytest.mark.parametrize("kind", ["village", "community"])
def test_the_party_studies_it_on_an_earlier_day_than_the_vote(tmp_path: Path, kind: str) -> None:
    """V28 and R30: studied first. What is custom only asks that no day goes back."""
    with clock.fixed(TODAY), make_office(tmp_path, kind) as book:
        matter = make_matter(book, FIRST)
        hold(book, matter, FIRST, until=STUDY, apart=0)
        told = held(FIRST, REPRESENTATIVES)
        with pytest.raises(Refused, match="提议和决议是同一天（2026年3月6日）") as refused:
            actions.record_meeting(book, matter, DECISION, told)
        assert ("第28条" if kind == "village" else "第30条") in refused.value.remedy
        assert refused.value.field == "held_on"
        next_day = told._replace(held_on=FIRST + timedelta(days=1))
        actions.record_meeting(book, matter, DECISION, next_day)


def test_before_the_law_said_so_one_day_was_enough(tmp_path: Path) -> None:
    day = date(2025, 12, 30)
    with clock.fixed(date(2026, 1, 2)), make_office(tmp_path, "village") as village:
        make_delegation(village, from_on=date(2025, 1, 1), granted_on=date(2025, 1, 1))
        matter = make_matter(village, day)
        hold(village, matter, day, until=STUDY, apart=0)
        actions.record_meeting(village, matter, DECISION, held(day, REPRESENTATIVES))
        assert step_of(village, matter, DECISION)["rule_pack"] == "village-2018"


def test_a_vote_held_again_is_not_before_the_one_that_failed(book: Book) -> None:
    matter = make_matter(book, FIRST)
    day = hold(book, matter, FIRST, until=STUDY) + timedelta(days=2)
    actions.record_meeting(book, matter, DECISION, held(day, 10, 20, 3))
    early = held(day - timedelta(days=1), 30, 3)
    with pytest.raises(Refused, match="早于上次决议的日期") as refused:
        actions.record_meeting(book, matter, DECISION, early)
    assert refused.value.field == "held_on"
    draft = {"planned_at": f"{TODAY.isoformat()}T14:30", "place": "会议室"}
    actions.plan_meeting(book, matter, DECISION, draft)
    with pytest.raises(Refused, match="早于上次决议的日期"):
        actions.record_meeting(book, matter, DECISION, early)
    step = str(actions.record_meeting(book, matter, DECISION, held(day, 30, 3)).result)
    with pytest.raises(Refused, match="早于上次决议的日期"):
        actions.amend_meeting(book, step, early)


def test_one_area_is_counted_once_and_the_notice_has_the_last_day(book: Book) -> None:
    """A meeting in parts: an area entered again is refused, whatever order they come in."""
    matter = make_matter(book, FIRST, body="全体会议", executor="孙甲")
    day = hold(book, matter, FIRST, until=STUDY) + timedelta(days=2)
    first = held(day, 60, present=60, due=100, part="一组", more_parts=True)
    step = str(actions.record_meeting(book, matter, DECISION, first).result)
    with pytest.raises(Refused, match="“一组”这一场已经登记过了"):
        actions.record_meeting(book, matter, DECISION, first._replace(more_parts=False))
    actions.amend_meeting(book, step, first)
    earlier = held(day - timedelta(days=1), 55, present=55, due=100, part="二组")
    actions.record_meeting(book, matter, DECISION, earlier)
    (notice,) = [r for r in book.rows(Query("notice")) if r["kind"] == "决议公告"]
    facts = disclosure.facts_of(book, notice["id"])
    assert facts["held_on"] == facts["gate4"] == day.isoformat()
    assert disclosure.why_not_ready(book, notice) == ()
