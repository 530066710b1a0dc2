"""What stands out in the record of a matter; what an honest small office does gives no hint."""

import re
from datetime import date, timedelta
from random import Random

import pytest

from qinglian_desktop.modules.decisions.rules import formality
from qinglian_desktop.modules.decisions.rules.formality import Case, Held, hints

GATES = (
    ("提议", "党组织", 5), ("商议", "两委", 9), ("审议", "党员大会", 30), ("决议", "代表会议", 33),
)  # fmt: skip
NAMES = [f"{family}{given}" for family in "王李张刘陈杨赵黄周吴" for given in "一二三四五六七八"]
WORDS = re.findall(
    "..",
    "路面排水护栏工期占地青苗造价质保夜间施工运输垃圾老人学生出行水管"
    "电杆合同比价发票监理验收尾款保险安全围挡噪声绿化树苗坡度石料水泥"
    "人工机械租金押金年限续租违约账户公章档案公示回访投诉停车照明线路"
    "费用分摊",
)


def minutes(chance: Random) -> str:
    """Twelve things somebody said, in another order and choice each time."""
    said = chance.sample(WORDS, 12)
    return "".join(f"{chance.choice(NAMES)}问{word}怎么办，" for word in said)


def clean(number: int, chance: Random) -> Case:
    """A matter as an honest office enters it: days apart, somebody is missing, minutes differ."""
    day = date(2026, 1, 5) + timedelta(days=number * 11)
    held = []
    for place, (gate, body, seats) in enumerate(GATES):
        on = day + timedelta(days=6 * place)
        there = frozenset(chance.sample(NAMES[:seats], seats - chance.randint(1, 2)))
        held.append(
            Held(
                id=f"{number}-{gate}", gate=gate, body=body, held_on=on, held_time="14:30",
                place="会议室", told_on=on - timedelta(days=4),
                notice_days=3 if seats > 20 else None,
                due=seats, present=len(there), yes=len(there) - chance.randint(0, 2), there=there,
                chair="王书记", recorder="周文书", supervisors="吴监督", minutes=minutes(chance),
                entered_on=on + timedelta(days=1), decides=gate == "决议",
                papers=(("签到表", 2, 2),),
            )
        )  # fmt: skip
    return Case(str(number), f"2026-{number:03}", f"第{number}件事", tuple(held))


def office(count: int = 20) -> list[Case]:
    chance = Random(7)
    return [clean(number, chance) for number in range(1, count + 1)]


def put(case: Case, at: int, **values: object) -> Case:
    held = list(case.held)
    held[at] = held[at]._replace(**values)  # type: ignore[arg-type]
    return case._replace(held=tuple(held))


def test_twenty_honest_matters_give_no_hint() -> None:
    assert hints(office()) == ()


def same_day(cases: list[Case]) -> None:
    on = cases[3].held[0].held_on
    for at in (1, 2):
        cases[3] = put(cases[3], at, held_on=on, told_on=None, held_time=f"1{at}:00")


def same_list(cases: list[Case]) -> None:
    there = cases[4].held[2].there
    cases[4] = put(cases[4], 3, there=there, present=len(there), yes=len(there) - 1)


def same_minutes(cases: list[Case]) -> None:
    cases[8] = put(cases[8], 3, minutes=cases[5].held[3].minutes.replace("王一", "李二"))


def always_all(cases: list[Case]) -> None:
    for number in range(10, 15):
        cases[number] = put(cases[number], 3, present=33, yes=33, there=frozenset())


def missing_page(cases: list[Case]) -> None:
    cases[2] = put(cases[2], 3, papers=(("签到表", 3, 2),))


def at_once(cases: list[Case]) -> None:
    on = cases[6].held[3].held_on + timedelta(days=40)
    for at in range(4):
        cases[6] = put(cases[6], at, entered_on=on, late=True)


def two_places(cases: list[Case]) -> None:
    one = cases[7].held[2]
    cases[9] = put(cases[9], 1, held_on=one.held_on, held_time=one.held_time, told_on=None)


def no_supervisor(cases: list[Case]) -> None:
    cases[1] = put(cases[1], 3, supervisors=" ")


def short_notice(cases: list[Case]) -> None:
    on = cases[0].held[3].held_on
    cases[0] = put(cases[0], 3, told_on=on - timedelta(days=2))


SEEDS = {
    formality.SAME_DAY: (same_day, "4"),
    formality.SAME_LIST: (same_list, "5"),
    formality.SAME_MINUTES: (same_minutes, "9"),
    formality.ALWAYS_ALL: (always_all, "15"),
    formality.MISSING_PAGE: (missing_page, "3"),
    formality.AT_ONCE: (at_once, "7"),
    formality.TWO_PLACES: (two_places, "8"),
    formality.NO_SUPERVISOR: (no_supervisor, "2"),
    formality.SHORT_NOTICE: (short_notice, "1"),
}


@pytest.mark.parametrize("pattern", SEEDS)
def test_each_pattern_is_found_and_nothing_else(pattern: str) -> None:
    cases = office()
    seed, matter = SEEDS[pattern]
    seed(cases)
    found = hints(cases)
    assert [hint.pattern for hint in found] == [pattern]
    assert found[0].matter_id in (matter, str(int(matter) + 2))
    assert found[0].what and found[0].remedy
    assert found[0].key == hints(cases)[0].key


def test_all_seeds_together_are_all_found() -> None:
    cases = office()
    for seed, _ in SEEDS.values():
        seed(cases)
    assert {hint.pattern for hint in hints(cases)} == set(SEEDS)


def test_a_missing_page_is_named_by_its_number() -> None:
    cases = office()
    missing_page(cases)
    assert "少第 3 页" in hints(cases)[0].what


@pytest.mark.parametrize("many", [1, 2])
def test_two_steps_of_one_matter_may_share_a_day(many: int) -> None:
    cases = office()
    on = cases[3].held[0].held_on
    for at in range(1, many):
        cases[3] = put(cases[3], at, held_on=on, told_on=None, held_time="16:00")
    assert hints(cases) == ()


def test_one_sitting_for_two_matters_is_honest() -> None:
    cases = office()
    sitting = cases[5].held[3]
    held = sitting._replace(id="6-again", there=cases[6].held[3].there)
    cases[6] = cases[6]._replace(held=(*cases[6].held[:3], held))
    assert [hint for hint in hints(cases) if hint.pattern != formality.SAME_DAY] == []


def test_a_small_committee_may_always_agree_and_be_the_same_people() -> None:
    cases = office()
    for number, case in enumerate(cases):
        five = frozenset(NAMES[:5])
        case = put(case, 0, there=five, present=5, due=5, yes=5)
        cases[number] = put(case, 1, there=five, present=5, due=5, yes=5)
    assert hints(cases) == ()


def test_four_unanimous_votes_are_no_run_and_a_dissent_breaks_one() -> None:
    cases = office()
    for number in (10, 11, 13, 14, 15, 16):
        cases[number] = put(cases[number], 3, present=33, yes=33, there=frozenset())
    assert hints(cases) == ()


def test_an_emergency_may_be_told_late() -> None:
    cases = office()
    short_notice(cases)
    cases[0] = cases[0]._replace(emergency=True)
    assert hints(cases) == ()
