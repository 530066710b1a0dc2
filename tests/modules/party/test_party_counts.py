"""应开几次、开了几次: counted by an independent hand, and as of a day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.party import reads, rules
from qinglian_desktop.modules.party.due import due
from qinglian_desktop.modules.party.rules.cycles import Cycle
from qinglian_desktop.modules.saving import dropper, saver
from qinglian_desktop.store import own_values, packs
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 20)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def put(book: Book, table: str, **draft: Any) -> str:
    return str(saver(table)(book, None, draft).result)


def row(book: Book, table: str, row_id: str) -> dict[str, Any]:
    found = book.row(table, row_id)
    assert found is not None
    return found


def branch(book: Book, name: str = "第一党支部", **draft: Any) -> str:
    return put(book, "party_branch", **{"name": name, "members": 20, **draft})


def meeting(book: Book, kind: str, day: str, branch_id: str | None = None, **draft: Any) -> str:
    given = {"kind": kind, "held_on": day, "branch_id": branch_id, "topic": "学习", **draft}
    return put(book, "party_meeting", **given)


def lines(book: Book, day: date = TODAY) -> list[str]:
    return [line.subject for line in due(book, day)]


# -- the cycle table ----------------------------------------------------------------------------


def test_the_shipped_table_asks_a_branch_for_34_meetings_a_year(book: Book) -> None:
    """大会 4, 支委会 12, 党课 4, 主题党日 12, 生活会 1, 评议 1 = 34; a group 12; 专题研究 2."""
    branch(book)
    every = reads.year_slots(book, 2026, TODAY)
    assert sum(slot.cycle.life for slot in every) == 34
    assert sum(not slot.cycle.life for slot in every) == 2
    put(book, "party_branch", name="第一党小组", kind="党小组", members=6)
    assert sum(slot.cycle.life for slot in reads.year_slots(book, 2026, TODAY)) == 34 + 12


def test_a_small_branch_has_no_board_and_an_ended_one_is_asked_no_more(book: Book) -> None:
    branch(book, members=6)
    kinds = {slot.cycle.name for slot in reads.year_slots(book, 2026, TODAY)}
    assert "支委会" not in kinds
    branch(book, "第二党支部", from_on="2026-02-10", until_on="2026-03-05")
    board = [s for s in reads.year_slots(book, 2026, TODAY) if s.cycle.name == "支委会"]
    assert [str(slot.period) for slot in board] == ["2026-02", "2026-03"]


def test_a_unit_that_named_no_branch_is_one(book: Book) -> None:
    meeting(book, "支部党员大会", "2026-03-01")
    assert reads.organisation_life(book, 2026, date(2026, 3, 31)).done == 1


def test_the_cycle_table_is_the_offices_own_to_settle(book: Book) -> None:
    branch(book)
    own_values.settle(
        book, "party-cycles:cycles[lecture].every", "每月", date(2026, 1, 1), "党群办", TODAY
    )
    lectures = [s for s in reads.year_slots(book, 2026, TODAY) if s.cycle.name == "党课"]
    assert len(lectures) == 12
    own_values.settle(
        book, "party-cycles:cycles[lecture].every", "不要求", date(2026, 1, 1), "党群办", TODAY
    )
    assert not [s for s in reads.year_slots(book, 2026, TODAY) if s.cycle.name == "党课"]


_EVERY = st.sampled_from("MQHY")
_DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 20))


@given(_EVERY, st.lists(st.tuples(_DAYS, st.booleans()), max_size=12), _DAYS)
def test_held_in_time_is_what_a_calendar_on_the_wall_says(
    every: str, days: list[tuple[date, bool]], until: date
) -> None:
    """A meeting counts for its own period, or for the one before where it says so."""
    cycle = Cycle("x", "党课", every, ("党支部",), 0, "")
    rows = []
    for number, (day, catches_up) in enumerate(days):
        told = Period.holding(day, every)
        told = told.previous if catches_up else told
        rows.append({"id": str(number), "kind": "党课", "subject": "", "branch_id": "b",
                     "held_on": day.isoformat(), "due_period": str(told)})  # fmt: skip
    a_branch = {"id": "b", "name": "支部", "kind": "党支部", "members": 9,
                "from_on": None, "until_on": None}  # fmt: skip
    found = rules.tally(rules.slots((cycle,), [a_branch], rows, 2026), until)
    ended = [p for p in Period.within(2026, every) if p.last <= until]
    plain = [p for p in ended if any(d in p and not late for d, late in days)]
    assert (found.done, found.due) == (len(plain), len(ended))


def test_a_late_meeting_is_counted_as_held_but_not_in_time(book: Book) -> None:
    held_by = branch(book)
    meeting(book, "支部党员大会", "2026-07-03", held_by, due_period="2026Q2")
    (slot,) = [
        s for s in reads.year_slots(book, 2026, TODAY)
        if s.cycle.name == "支部党员大会" and str(s.period) == "2026Q2"
    ]  # fmt: skip
    assert slot.late
    assert not slot.in_time
    third = reads.organisation_life(book, 2026, TODAY)
    assert third.done == 0


def test_what_happened_after_the_cut_off_day_is_not_counted(book: Book) -> None:
    held_by = branch(book)
    meeting(book, "支部党员大会", "2026-03-10", held_by)
    meeting(book, "支部党员大会", "2026-06-10", held_by)
    assert reads.organisation_life(book, 2026, date(2026, 3, 9)).done == 0
    assert reads.organisation_life(book, 2026, date(2026, 3, 31)).done == 1
    assert reads.organisation_life(book, 2026, date(2026, 6, 30)).done == 2


def test_a_study_of_the_subject_counts_whatever_the_meeting_was(book: Book) -> None:
    branch(book)
    meeting(book, "主题党日", "2026-05-10", subject="清廉村居")
    found = reads.clean_studies(book, 2026, date(2026, 6, 30))
    assert (found.done, found.due) == (1, 1)
    assert reads.clean_studies(book, 2026, date(2026, 12, 31)).due == 2


# -- the log ------------------------------------------------------------------------------------


def test_the_log_is_counted_by_the_month_and_its_gaps_are_due(book: Book) -> None:
    for day in ("2026-08-04", "2026-08-20", "2026-09-30"):
        put(book, "duty_log", person="书记", done_on=day, text="部署")
    assert (
        row(book, "duty_log", put(book, "duty_log", person="书记", text="议", month="2026年7月"))[
            "month"
        ]
        == "2026-07"
    )
    found = reads.duty_log(book, 2026, date(2026, 10, 31))
    assert (found.done, found.due) == (3, 10)
    assert "2026年10月履责纪实还没记" in lines(book)
    assert "2026年11月履责纪实还没记" not in lines(book, date(2026, 11, 20))
    assert "2026年11月履责纪实还没记" in lines(book, date(2026, 11, 24))


def test_a_day_of_another_month_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="不在2026年9月里"):
        put(book, "duty_log", person="书记", done_on="2026-08-04", month="2026-09", text="部署")
    with pytest.raises(Refused, match="不是哪个月"):
        put(book, "duty_log", person="书记", month="2026Q3", text="部署")


# -- 大党委 -------------------------------------------------------------------------------------


def test_a_project_is_due_done_and_answered(book: Book) -> None:
    need = put(book, "joint_item", list="需求", title="装路灯")
    assert row(book, "joint_item", need)["number"] == "2026-01"
    unit = put(book, "member_unit", name="供电所")
    project = put(
        book, "joint_item", list="项目", title="装路灯", need_id=need, owner_unit=unit,
        due_on="2026-11-25",
    )  # fmt: skip
    assert "项目“装路灯”要办结" in lines(book)
    assert "项目“装路灯”逾期 3 天" in lines(book, date(2026, 11, 28))
    save = saver("joint_item")
    save(book, project, {"done_on": "2026-11-20"})
    assert row(book, "joint_item", project)["status"] == "已办结"
    assert "项目“装路灯”办结了，还没向居民反馈" in lines(book, date(2026, 12, 1))
    save(book, project, {"feedback_on": "2026-11-20", "feedback": "满意"})
    assert not [line for line in lines(book, date(2026, 12, 1)) if "装路灯" in line]
    found = reads.projects(book, 2026, date(2026, 12, 31))
    assert (found.done, found.due) == (1, 1)
    save(book, project, {"feedback_on": None, "feedback": None, "done_on": None})
    assert row(book, "joint_item", project)["status"] == "办理中"


def test_a_project_answers_a_need_and_never_itself(book: Book) -> None:
    resource = put(book, "joint_item", list="资源", title="会议室")
    with pytest.raises(Refused, match="在资源清单里"):
        put(book, "joint_item", list="项目", title="借会议室", need_id=resource)
    project = put(book, "joint_item", list="项目", title="借会议室", resource_id=resource)
    with pytest.raises(Refused, match="不能连到自己"):
        saver("joint_item")(book, project, {"resource_id": project})


def test_joint_meetings_are_counted_by_the_quarter(book: Book) -> None:
    put(book, "joint_meeting", held_on="2026-02-01", topic="清单")
    made = put(book, "joint_meeting", held_on="2026-07-02", topic="清单", due_period="2026Q2")
    assert row(book, "joint_meeting", made)["due_period"] == "2026Q2"
    found = reads.joint_meetings(book, 2026, date(2026, 9, 30))
    assert (found.done, found.due) == (1, 3)
    assert "2026年第四季度大党委联席会还没开" in lines(book, date(2026, 12, 20))


# -- members and grids --------------------------------------------------------------------------


def test_members_claim_serve_and_are_answered(book: Book) -> None:
    one = put(book, "check_in", person="甲", unit="小学", reported_on="2026-03-01", post="宣传岗")
    put(book, "check_in", person="乙", unit="医院", reported_on="2026-03-05")
    for hours in (2000, 1500):
        put(book, "service_log", check_in_id=one, served_on="2026-04-01", what="值守", hours=hours)
    saver("check_in")(book, one, {"feedback_on": "2026-11-01"})
    found = reads.reporting(book, 2026, TODAY)
    assert (found.claimed.done, found.claimed.due) == (1, 2)
    assert (found.answered.done, found.answered.due) == (1, 2)
    assert {who.row["person"]: who.hours for who in reads.reported(book, 2026, TODAY)} == {
        "甲": 3500, "乙": 0,
    }  # fmt: skip
    assert reads.reporting(book, 2026, date(2026, 10, 31)).answered.done == 0
    assert "1 名报到党员还没认领岗位" in lines(book)
    assert "1 个单位的报到党员还没反馈，共 1 人" in lines(book)
    with pytest.raises(Refused, match="已经有这个人"):
        put(book, "check_in", person="甲", unit="小学", reported_on="2026-06-01")
    with pytest.raises(Refused, match="还有 2 条服务记录"):
        dropper("check_in")(book, one)


def test_a_grid_needs_its_people_and_its_visits(book: Book) -> None:
    grid = put(book, "grid", number="01", name="阳光网格", households=3)
    assert any("还没有网格长、专职或兼职网格员、网格指导员" in line for line in lines(book))
    for role in ("网格长", "兼职", "指导员"):
        put(book, "grid_staff", grid_id=grid, person="甲", role=role, from_on="2026-01-01")
    assert not [line for line in lines(book) if "还没有" in line]
    for house in ("1-01", "1-02", "1-02", None):
        put(book, "grid_visit", grid_id=grid, visited_on="2026-11-02", household_no=house)
    (one,) = reads.standing(book, TODAY)
    assert (one.households, one.visited) == (3, 2)
    assert "2026年第四季度还有 1 户没走访" in lines(book, date(2026, 12, 25))
    found = reads.grid_figures(book, 2026, date(2026, 12, 31))
    assert (found.staffed.done, found.staffed.due) == (1, 1)
    assert (found.visits.done, found.visits.due) == (2, 12)


def test_households_of_a_grid_come_from_the_register(book: Book) -> None:
    for number, group in (("1-001", "1组"), ("1-002", "1组"), ("2-001", "2组"), ("3-001", "3组")):
        put(book, "household", number=number, group_name=group)
    put(book, "grid", number="01", name="阳光网格", groups="1组，2组")
    (one,) = reads.standing(book, TODAY)
    assert one.households == 3


def test_an_event_has_its_last_day_with_the_reason_and_moves_with_its_level(book: Book) -> None:
    grid = put(book, "grid", number="01", name="阳光网格")
    made = put(book, "grid_event", grid_id=grid, found_on="2026-11-10", what="堆放杂物")
    event = row(book, "grid_event", made)
    assert (event["number"], event["due_on"]) == ("2026-001", "2026-11-17")
    save = saver("grid_event")
    save(book, made, {"level": "紧急"})
    assert row(book, "grid_event", made)["due_on"] == "2026-11-11"
    assert "网格事件“堆放杂物”逾期 9 天" in lines(book)
    save(book, made, {"due_on": "2026-12-01"})
    save(book, made, {"level": "一般"})
    assert row(book, "grid_event", made)["due_on"] == "2026-12-01", "typed by hand, it stays"
    with pytest.raises(Refused, match="还没写办理结果"):
        save(book, made, {"closed_on": "2026-11-12"})
    save(book, made, {"closed_on": "2026-11-12", "result": "清走了"})
    found = reads.grid_figures(book, 2026, date(2026, 12, 31)).events
    assert (found.done, found.due) == (1, 1)


# -- what is typed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draft", "field", "said"),
    [
        ({"expected": 10, "present": 11}, "present", "比应到的 10 人还多"),
        ({"present": -1}, "present", "人数小于 0"),
        ({"held_on": "2026-12-01", "minutes": "会上"}, "held_on", "会还没有开"),
        ({"due_period": "冬天"}, "due_period", "看不出是哪一期"),
        ({"held_on": "2026-06-01", "due_period": "2026Q3"}, "due_period", "还没到2026年第三季度"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    book: Book, draft: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(Refused, match=said) as told:
        meeting(book, "党课", draft.pop("held_on", "2026-11-01"), **draft)
    assert told.value.field == field


def test_the_period_follows_the_day_until_it_was_chosen(book: Book) -> None:
    made = meeting(book, "党课", "2026-07-02")
    assert row(book, "party_meeting", made)["due_period"] == "2026Q3"
    save = saver("party_meeting")
    save(book, made, {"held_on": "2026-10-02"})
    assert row(book, "party_meeting", made)["due_period"] == "2026Q4"
    save(book, made, {"due_period": "2026Q3"})
    save(book, made, {"held_on": "2026-10-05"})
    assert row(book, "party_meeting", made)["due_period"] == "2026Q3"


def test_what_is_expected_comes_from_the_branch(book: Book) -> None:
    held_by = branch(book, members=23)
    assert (
        row(book, "party_meeting", meeting(book, "党课", "2026-11-01", held_by))["expected"] == 23
    )
    with pytest.raises(Refused, match="还有 1 条组织生活"):
        dropper("party_branch")(book, held_by)


def test_a_meeting_without_papers_is_due_a_week_later(book: Book) -> None:
    held_by = branch(book)
    meeting(book, "党课", "2026-11-10", held_by, minutes="讲了一课")
    assert "2026年11月10日的党课还缺签到照片" in lines(book)


def test_what_came_before_the_meetings_were_kept_is_nobodys_omission(book: Book) -> None:
    branch(book)
    assert not [line for line in lines(book) if "没按期开" in line]
    later = [line for line in lines(book, date(2026, 12, 10)) if "没按期开" in line]
    assert "2026年11月主题党日没按期开，尽快补开：第一党支部" in later


def test_a_line_is_for_all_branches_and_what_a_year_missed_is_asked_in_the_next(
    book: Book,
) -> None:
    with clock.fixed(date(2026, 9, 1)):
        branch(book)
        branch(book, "第二党支部")
    both = "：第一党支部、第二党支部"
    found = lines(book, date(2026, 11, 26))
    for month, late in (("10", "没按期开，尽快补开"), ("11", "还没开")):
        assert f"2026年{month}月主题党日{late}{both}" in found
    spring = lines(book, date(2027, 3, 10))
    for asked in ("2026年第四季度支部党员大会", "2026年民主评议党员"):
        assert f"{asked}没按期开，尽快补开{both}" in spring


def test_the_services_of_another_year_are_not_of_this_one(book: Book) -> None:
    one = put(book, "check_in", person="甲", unit="小学", reported_on="2025-03-01", year=2025)
    for day, hours in (("2025-12-30", 2000), ("2026-01-04", 1500)):
        put(book, "service_log", check_in_id=one, served_on=day, what="值守", hours=hours)
    (told,) = reads.reported(book, 2025, TODAY)
    assert (told.hours, len(told.services)) == (2000, 1)


def test_a_street_is_asked_for_nothing(tmp_path: Path) -> None:
    with clock.fixed(TODAY), make_book(tmp_path, kind="street") as street:
        assert due(street, TODAY) == []


def test_every_cycle_names_a_kind_of_meeting_and_is_to_be_verified() -> None:
    from qinglian_desktop.modules.party.records import BRANCH_KINDS, LEVELS, MEETING_KINDS

    (pack,) = packs.named(rules.PACK)
    for one in rules.cycles(pack):
        assert set(one.who) <= set(BRANCH_KINDS)
        assert not one.who or one.name in MEETING_KINDS
        assert "待核实" in one.why
    assert {one["name"] for one in pack.rows("events")} == set(LEVELS)
