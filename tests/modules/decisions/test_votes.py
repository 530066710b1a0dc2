"""Every row of the vote table against its own predicate, written down again from the law."""

from collections.abc import Callable

import pytest

from lawbook import FIRST_2026, LAST_2025, law
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions.rules import (
    Count,
    Share,
    VoteRule,
    judge,
    judge_owners,
    needs,
    passes,
    quorate,
    rule_for,
    rules_on,
    sums_up,
    together,
)

Quorum = Callable[[int, int], bool]  # present, due
Passing = Callable[[int, int, int], bool]  # yes, present, everyone
MOST = 60


def half(present: int, due: int) -> bool:
    return present * 2 >= due


def over_half(present: int, due: int) -> bool:
    return present * 2 > due


def two_thirds(present: int, due: int) -> bool:
    return present * 3 >= due * 2


def nothing(present: int, due: int) -> bool:
    return 0 < present <= due


def of_present(yes: int, present: int, everyone: int) -> bool:
    return yes * 2 > present


def of_all(yes: int, present: int, everyone: int) -> bool:
    return yes * 2 > everyone


def half_of_all(yes: int, present: int, everyone: int) -> bool:
    return yes * 2 >= everyone


def thirds_of_all(yes: int, present: int, everyone: int) -> bool:
    return yes * 3 >= everyone * 2


def quarters_of_all(yes: int, present: int, everyone: int) -> bool:
    return yes * 4 >= everyone * 3


def quarters_of_present(yes: int, present: int, everyone: int) -> bool:
    return yes * 4 >= present * 3


# Copied from the table of the law, not from the packs.
ALWAYS: dict[str, tuple[Quorum, Passing]] = {
    "party-committee": (half, of_all),
    "party-meeting-rules": (half, of_all),
    "party-meeting-custom": (two_thirds, half_of_all),
    "party-meeting": (two_thirds, of_all),
    "two-committees": (two_thirds, of_present),
    "land-meeting": (nothing, thirds_of_all),
    "land-representatives": (nothing, thirds_of_all),
    "group-land": (two_thirds, thirds_of_all),
    "owners": (two_thirds, of_present),
    "owners-major": (two_thirds, quarters_of_present),
}
COLLECTIVE: dict[str, tuple[Quorum, Passing]] = {
    "members": (two_thirds, thirds_of_all),
    "member-representatives": (nothing, thirds_of_all),
    "council": (two_thirds, of_all),
    "members-benefit": (two_thirds, quarters_of_all),
}
VILLAGE: dict[str, tuple[Quorum, Passing]] = {
    "meeting": (over_half, of_present),
    "meeting-households": (two_thirds, of_present),
    "representatives": (two_thirds, of_present),
    "group": (two_thirds, of_present),
    "group-households": (two_thirds, of_present),
}
COMMUNITY: dict[str, tuple[Quorum, Passing]] = {
    "meeting": (over_half, of_present),
    "meeting-households": (over_half, of_present),
    "representatives": (two_thirds, of_present),
}
OLD_COMMUNITY: dict[str, tuple[Quorum, Passing]] = {
    "meeting": (over_half, of_present),
    "meeting-households": (over_half, of_present),
    "meeting-delegates": (over_half, of_present),
}
TABLES = {
    ("village", FIRST_2026): ALWAYS | COLLECTIVE | VILLAGE,
    ("village", LAST_2025): ALWAYS | COLLECTIVE | VILLAGE,
    ("village", "2025-04-30"): ALWAYS | VILLAGE,
    ("community", FIRST_2026): ALWAYS | COLLECTIVE | COMMUNITY,
    ("community", LAST_2025): ALWAYS | COLLECTIVE | OLD_COMMUNITY,
}


@pytest.mark.parametrize(("kind", "on"), TABLES)
def test_the_day_has_exactly_the_rows_of_its_law(kind: str, on: str) -> None:
    assert {rule.id for rule in rules_on(law(kind, on))} == set(TABLES[kind, on])


ROWS = [
    pytest.param(kind, on, row, id=f"{kind}-{on}-{row}")
    for (kind, on), table in TABLES.items()
    if on in (FIRST_2026, LAST_2025)
    for row in table
    if on == FIRST_2026 or row not in ALWAYS | COLLECTIVE
    if kind == "village" or row not in ALWAYS | COLLECTIVE
]


@pytest.mark.parametrize(("kind", "on", "row"), ROWS)
def test_every_attendance_and_vote_up_to_sixty_is_judged_as_the_law_says(
    kind: str, on: str, row: str
) -> None:
    rule = rule_for(law(kind, on), row)
    came, agreed = TABLES[kind, on][row]
    wrong = [
        (due, present, yes)
        for due in range(1, MOST + 1)
        for present in range(1, due + 1)
        for yes in range(present + 1)
        if quorate(rule, present, due) is not came(present, due)
        or passes(rule, yes, present, due) is not agreed(yes, present, due)
    ]
    assert wrong == []


@pytest.mark.parametrize(("kind", "on", "row"), ROWS)
def test_the_plain_numbers_before_a_meeting_are_the_smallest_that_are_enough(
    kind: str, on: str, row: str
) -> None:
    rule = rule_for(law(kind, on), row)
    came, agreed = TABLES[kind, on][row]
    for due in range(1, MOST + 1):
        least = min(p for p in range(1, due + 1) if came(p, due))
        yes = min(y for y in range(due + 1) if agreed(y, least, due))
        found = needs(rule, due)
        assert (found.present, found.yes) == (least, yes)
        assert f"到会至少 {least} " in found.words
        assert f"赞成至少 {yes} " in found.words


def test_how_no_and_abstain_are_split_never_matters() -> None:
    rule = rule_for(law("village", FIRST_2026), "representatives")
    for due in range(1, 13):
        for present in range(1, due + 1):
            for yes in range(present + 1):
                said = {
                    judge(rule, Count(due, present, yes, no, present - yes - no))[:2]
                    for no in range(present - yes + 1)
                }
                assert said == {
                    (present * 3 >= due * 2, present * 3 >= due * 2 and yes * 2 > present)
                }


def rule(row: str, kind: str = "village") -> VoteRule:
    return rule_for(law(kind, FIRST_2026), row)


@pytest.mark.parametrize(
    ("row", "kind", "due", "present", "enough"),
    [
        # Exactly half does not make 过半数; one more does.
        ("meeting", "village", 100, 50, False),
        ("meeting", "village", 100, 51, True),
        ("meeting-households", "community", 40, 20, False),
        ("meeting-households", "community", 40, 21, True),
        # Exactly half is 二分之一以上.
        ("party-committee", "village", 6, 3, True),
        ("party-committee", "village", 7, 3, False),
        # Exactly two thirds are 三分之二以上.
        ("representatives", "village", 33, 22, True),
        ("representatives", "village", 33, 21, False),
        ("representatives", "community", 32, 21, False),
        ("representatives", "community", 32, 22, True),
        ("party-meeting", "village", 30, 20, True),
        ("party-meeting", "village", 30, 19, False),
        ("members", "village", 300, 200, True),
        ("members", "village", 300, 199, False),
        ("group", "village", 90, 60, True),
        ("group", "village", 90, 59, False),
    ],
)
def test_attendance_at_the_boundary(
    row: str, kind: str, due: int, present: int, enough: bool
) -> None:
    assert quorate(rule(row, kind), present, due) is enough


@pytest.mark.parametrize(
    ("row", "everyone", "present", "yes", "passed"),
    [
        # exactly 1/2 of those present is not 过半数
        ("representatives", 33, 22, 11, False),
        ("representatives", 33, 22, 12, True),
        ("meeting", 100, 60, 30, False),
        ("meeting", 100, 60, 31, True),
        # exactly 1/2 of all Party members due
        ("party-meeting", 30, 20, 15, False),
        ("party-meeting", 30, 20, 16, True),
        ("party-meeting-custom", 30, 20, 15, True),
        # exactly 2/3 of all members, however many are present
        ("members", 300, 210, 200, True),
        ("members", 300, 300, 199, False),
        ("member-representatives", 30, 25, 20, True),
        ("member-representatives", 30, 25, 19, False),
        ("land-representatives", 33, 30, 22, True),
        ("land-representatives", 33, 30, 21, False),
        # exactly 3/4
        ("members-benefit", 400, 350, 300, True),
        ("members-benefit", 400, 350, 299, False),
        ("owners-major", 100, 80, 60, True),
        ("owners-major", 100, 80, 59, False),
        # exactly 1/2 of all directors
        ("council", 6, 5, 3, False),
        ("council", 6, 5, 4, True),
    ],
)
def test_votes_at_the_boundary(
    row: str, everyone: int, present: int, yes: int, passed: bool
) -> None:
    assert passes(rule(row), yes, present, everyone) is passed


def test_thirty_three_representatives() -> None:
    found = needs(rule("representatives"), 33)
    assert (found.present, found.yes) == (22, 12)
    assert found.words.startswith("到会至少 22 人、赞成至少 12 人")
    assert needs(rule("representatives"), 33, 30).words == "实到 30 人，赞成至少 16 人"


def test_votes_that_do_not_add_up_are_refused_in_the_clerks_words() -> None:
    with pytest.raises(Refused, match="三项票数合计 27，与实到 28 不符，差 1 票") as refused:
        sums_up(Count(33, 28, 20, 4, 3))
    assert refused.value.field == "yes"
    with pytest.raises(Refused, match="合计 29，与实到 28 不符，多 1 票"):
        sums_up(Count(33, 28, 20, 5, 4))
    with pytest.raises(Refused, match="比应到 27 人还多"):
        sums_up(Count(27, 28, 28, 0, 0))
    with pytest.raises(Refused, match="不能是负数"):
        sums_up(Count(33, 28, 29, -1, 0))


def test_a_meeting_without_quorum_says_what_can_be_done() -> None:
    found = judge(rule("representatives"), Count(33, 20, 20, 0, 0))
    assert (found.quorate, found.passed) == (False, False)
    assert "到会 20 人，不足 22 人，会议不能表决" in found.words
    assert "情况通报" in found.words


def test_a_meeting_in_parts_is_one_meeting() -> None:
    parts = [Count(100, 40, 30, 5, 5), Count(60, 45, 20, 20, 5)]
    whole = together(parts)
    assert whole == Count(160, 85, 50, 25, 10, 160)
    assert judge(rule("meeting"), whole).passed
    assert not judge(rule("meeting"), parts[0]).quorate


def test_members_who_cannot_come_still_count_in_the_denominator() -> None:
    # 90 of 100 members can act; 60 of them are a quorum, but 67 must agree.
    verdict = judge(rule("members"), Count(90, 66, 66, 0, 0, everyone=100))
    assert (verdict.quorate, verdict.passed) == (True, False)
    assert judge(rule("members"), Count(90, 67, 67, 0, 0, everyone=100)).passed
    assert needs(rule("members"), 90, everyone=100).words.endswith("所以至少要来 67 人")


def test_owners_must_agree_by_heads_and_by_area() -> None:
    heads, area = Count(100, 70, 40, 30, 0), Count(9000, 6000, 3000, 3000, 0)
    assert not judge_owners(rule("owners"), heads, area).passed
    assert judge_owners(rule("owners"), heads, area._replace(yes=3001, no=2999)).passed


def test_the_charter_sets_what_the_law_leaves_to_it_and_nothing_else() -> None:
    few = rule("member-representatives")
    assert quorate(few, 1, 30)
    assert not quorate(few.chartered(Share(2, 3)), 19, 30)
    assert few.chartered(Share(2, 3), 5).notice_days == 5
    assert rule("members").chartered(Share(1, 2)) == rule("members")


@pytest.mark.parametrize(
    ("row", "kind", "on", "days"),
    [
        ("meeting", "village", FIRST_2026, 10),
        ("representatives", "village", FIRST_2026, 3),
        ("meeting", "community", FIRST_2026, 10),
        ("representatives", "community", FIRST_2026, None),
        ("meeting", "community", LAST_2025, None),
        ("members", "village", FIRST_2026, 10),
        ("party-meeting", "village", FIRST_2026, 3),
        ("group", "village", FIRST_2026, None),
    ],
)
def test_notice_days(row: str, kind: str, on: str, days: int | None) -> None:
    assert rule_for(law(kind, on), row).notice_days == days


def test_figures_that_no_law_fixes_are_shown_as_unverified() -> None:
    unsure = {rule.id for rule in rules_on(law("village", FIRST_2026)) if rule.unsure}
    assert unsure == {
        "party-committee",
        "party-meeting-rules",
        "party-meeting-custom",
        "party-meeting",
        "two-committees",
    }
    assert "待核实" in judge(rule("two-committees"), Count(9, 6, 4, 1, 1)).words


def test_the_same_meeting_on_two_days_is_judged_by_two_packs() -> None:
    before, after = law("village", LAST_2025), law("village", FIRST_2026)
    assert (before.version, after.version) == ("village-2018", "village-2026")
    assert rule_for(before, "meeting").pack == "village-2018"
    assert "2018年" in rule_for(before, "meeting").basis
    assert rule_for(after, "meeting").pack == "village-2026"
    with pytest.raises(Refused, match="没有这种会议"):
        rule_for(law("community", LAST_2025), "representatives")


def test_all_members_are_never_fewer_than_those_due() -> None:
    with pytest.raises(Refused, match="全体 80 人，比应到 90 人还少"):
        sums_up(Count(90, 60, 54, 6, 0, 80))
