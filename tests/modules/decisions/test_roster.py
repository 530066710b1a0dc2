"""Rosters, who is counted, who may call a meeting, how often bodies meet, emergencies."""

import pytest

from lawbook import FIRST_2026, LAST_2025, day, law
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions.rules import (
    call_within_days,
    callers,
    counted_adults,
    emergency_problem,
    notice_by,
    parts_allowed,
    ratify_by,
    rhythms,
    roster_problems,
    short_notice_allowed,
)

V, C = "village", "community"


@pytest.mark.parametrize(
    ("kind", "members", "representatives", "women", "households", "wrong"),
    [
        (V, 40, 32, 14, None, ()),
        (V, 40, 31, 14, None, ("代表只有 31 人，至少要 32 人（五分之四以上）",)),
        (V, 42, 34, 14, None, ()),  # exactly one third
        (V, 42, 34, 13, None, ("女代表只有 13 人，至少要 14 人（三分之一以上）",)),
        (V, 40, 30, 10, None, ("代表只有 30 人", "女代表只有 10 人")),
        (C, 40, 32, 0, None, ()),  # no such share in the law of communities
        (C, 40, 31, 20, None, ("代表只有 31 人",)),
        (V, 40, 40, 20, 600, ()),  # one for 15 households
        (V, 40, 40, 20, 601, ("601 户选 40 名代表，应在 41 到 120 名之间",)),
        (V, 40, 40, 20, 200, ()),  # one for 5
        (V, 40, 40, 20, 199, ("应在 14 到 39 名之间",)),
        (C, 40, 40, 20, 2000, ()),
        (C, 40, 40, 20, 2001, ("应在 41 到 100 名之间（每 20—50 户选 1 名）",)),
        (V, 0, 0, 0, None, ("名册里没有代表",)),
    ],
)
def test_a_roster_is_valid_or_says_what_is_missing(
    kind: str,
    members: int,
    representatives: int,
    women: int,
    households: int | None,
    wrong: tuple[str, ...],
) -> None:
    found = roster_problems(law(kind, FIRST_2026), members, representatives, women, households)
    assert len(found) == len(wrong)
    for said, part in zip(found, wrong, strict=True):
        assert part in said


def test_communities_had_no_representative_meeting_before_2026() -> None:
    assert "没有代表会议" in roster_problems(law(C, LAST_2025), 40, 40, 20)[0]


def test_who_is_left_out_of_the_count_only_where_chongqing_says_so() -> None:
    assert counted_adults(law(V, FIRST_2026), 1000, 180) == 820
    assert counted_adults(law(C, FIRST_2026), 1000, 0) == 1000
    with pytest.raises(Refused, match="没有查到"):
        counted_adults(law(C, FIRST_2026), 1000, 1)
    with pytest.raises(Refused, match="还多"):
        counted_adults(law(V, FIRST_2026), 10, 11)
    assert (parts_allowed(law(V, FIRST_2026)), parts_allowed(law(C, FIRST_2026))) == (True, False)


@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        (V, FIRST_2026, {("meeting", "十八周岁以上的人", 1, 10), ("meeting", "代表", 1, 3),
                         ("representatives", "代表", 1, 5)}),
        (C, FIRST_2026, {("meeting", "十八周岁以上的人", 1, 10), ("meeting", "户", 1, 10),
                         ("meeting", "代表", 1, 3), ("representatives", "代表", 1, 5)}),
        (C, LAST_2025, {("meeting", "十八周岁以上的人", 1, 5), ("meeting", "户", 1, 5),
                        ("meeting", "小组", 1, 3)}),
    ],
)  # fmt: skip
def test_who_may_demand_a_meeting(kind: str, on: str, expected: set[tuple]) -> None:
    found = {(c.meeting, c.who, c.share.top, c.share.bottom) for c in callers(law(kind, on))}
    assert found == expected
    one_fifth = next(c.share for c in callers(law(V, FIRST_2026)) if c.meeting != "meeting")
    assert [one_fifth.met(n, 33) for n in (6, 7)] == [False, True]


def test_a_demanded_meeting_of_representatives_is_called_within_fifteen_days() -> None:
    assert call_within_days(law(V, FIRST_2026)) == 15
    assert call_within_days(law(C, FIRST_2026)) is None


@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        (V, FIRST_2026, {"meeting": "Y", "representatives": "Q", "members": "Y"}),
        (V, "2025-04-30", {"representatives": "Q"}),
        (C, FIRST_2026, {"representatives": "H", "members": "Y"}),
        (C, LAST_2025, {"members": "Y"}),
    ],
)
def test_how_often_each_body_meets(kind: str, on: str, expected: dict[str, str]) -> None:
    found = {rhythm.body: rhythm.every for rhythm in rhythms(law(kind, on))}
    assert found == expected | {"party-meeting": "Q", "party-committee": "M"}


def test_notice_is_counted_backwards_and_only_since_2026_may_be_short() -> None:
    assert notice_by(day("2026-03-12"), 10) == day("2026-03-02")
    assert notice_by(day("2026-03-12"), None) is None
    assert [short_notice_allowed(law(V, on)) for on in (LAST_2025, FIRST_2026)] == [False, True]


@pytest.mark.parametrize("code", ["M02", "M03", "M08", "M11"])
def test_some_things_are_never_done_first(code: str) -> None:
    told = day("2026-06-01")
    assert "先走完程序" in emergency_problem(law(V, FIRST_2026), code, "山洪", "书记", told)


def test_an_emergency_needs_its_reason_its_name_and_the_street() -> None:
    held, told = law(V, FIRST_2026), day("2026-06-01")
    assert emergency_problem(held, "M06", "山洪冲断公路", "王书记", told) == ""
    assert "为什么" in emergency_problem(held, "M06", " ", "王书记", told)
    assert "谁同意" in emergency_problem(held, "M06", "山洪", None, told)
    assert "街道" in emergency_problem(held, "M06", "山洪", "王书记", None)
    assert ratify_by(held, told, Calendar({}, {}, frozenset({2026}))).day == day("2026-06-16")
