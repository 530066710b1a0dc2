"""Matters in the clerk's words, routed as the law of the day says; unknown ones are asked about."""

from typing import Any

import pytest

from lawbook import FIRST_2026, LAST_2025, day, law
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions.rules import (
    ASK,
    ELSEWHERE,
    FORBIDDEN,
    FULL,
    NONE,
    PATHS,
    SHORT,
    Delegation,
    Facts,
    Route,
    answered,
    classes,
    find,
    matters,
    questions,
    route,
    rule_for,
)

V, C = "village", "community"
BEFORE_COLLECTIVE = "2025-04-30"
WITH, WITHOUT = {"has_collective": True}, {"has_collective": False}
GIVEN = {"delegations": (Delegation(("M01", "M05", "M06", "M07"), day("2025-01-01"), None),)}
ENDED = {
    "delegations": (Delegation(("M06",), day("2025-01-01"), day("2025-12-30")),),
}
LATER = {"delegations": (Delegation(("M06",), day("2027-01-01"), None),)}
LINE = {"threshold": 5_000_000}  # 5 万元


def routed(kind: str, on: str, title: str, **facts: Any) -> Route:
    """As a clerk does it: the title finds the row, the row and the facts give the route."""
    held = law(kind, on)
    match = find(held, title)
    assert match.sure, (title, [row.id for row in match.rows])
    given = {"group_owned": match.hints.group_owned, "outsiders": match.hints.outsiders} | facts
    return route(held, match.rows[0].id, Facts(**given))


# kind, day, title, facts → class, path, row of the vote table, part of the basis
CASES: list[tuple[str, str, str, dict[str, Any], str, str, str, str]] = [
    # what the villagers' meeting decides since 2026
    (V, FIRST_2026, "编制村庄规划", {}, "M01", FULL, "meeting", "村民委员会组织法》第28条"),
    (V, FIRST_2026, "修订村规民约", {}, "M01", FULL, "meeting", "第31条"),
    (V, FIRST_2026, "审议村委会年度工作报告", {}, "M01", FULL, "meeting", "第27条"),
    (V, FIRST_2026, "确定误工补贴人员和标准", {}, "M05", FULL, "meeting", "第28条"),
    (V, FIRST_2026, "确定误工补贴人员和标准", GIVEN, "M05", FULL, "representatives", "第28条"),
    (V, FIRST_2026, "修建村道公路", {}, "M06", FULL, "meeting", "第28条"),
    (V, FIRST_2026, "修建村道公路", GIVEN, "M06", FULL, "representatives", "第28条"),
    (V, FIRST_2026, "修建村道公路", ENDED, "M06", FULL, "meeting", "第28条"),
    (V, FIRST_2026, "修建村道公路", LATER, "M06", FULL, "meeting", "第28条"),
    (V, FIRST_2026, "路灯工程招标", {}, "M06", FULL, "meeting", "第28条"),
    (V, FIRST_2026, "从集体经济收益中列支8万元慰问老人", {}, "M04", FULL, "meeting", "第28条第3项"),
    (V, FIRST_2026, "重点帮扶对象名单", {}, "M10", FULL, "meeting", "第28条第5项"),
    (V, FIRST_2026, "救灾物资发放方案", {}, "M09", FULL, "meeting", "第28条"),
    # the same before: the law of 2018
    (V, LAST_2025, "修建村道公路", {}, "M06", FULL, "meeting", "（2018年）第24条"),
    (V, LAST_2025, "修建村道公路", GIVEN, "M06", FULL, "representatives", "（2018年）第24条"),
    (V, LAST_2025, "确定误工补贴人员和标准", {}, "M05", FULL, "meeting", "（2018年）第24条"),
    # what belongs to the collective: its members, with two thirds of all
    (V, FIRST_2026, "修改集体经济组织章程", WITH, "M13", FULL, "members", "第20条"),
    (V, FIRST_2026, "集体经济组织成员身份确认", WITH, "M11", FULL, "members", "第12条"),
    (V, FIRST_2026, "土地承包方案", WITH, "M02", FULL, "members", "第26条第8项"),
    (V, FIRST_2026, "宅基地使用方案", WITH, "M08", FULL, "members", "第26条第8项"),
    (V, FIRST_2026, "经营性资产收益权量化到人", WITH, "M11", FULL, "members", "第26条第8项"),
    (V, FIRST_2026, "征地补偿费分配方案", WITH, "M08", FULL, "members", "第26条第10项"),
    (V, FIRST_2026, "两个集体经济组织合并", WITH, "M13", FULL, "members", "第26条第12项"),
    (V, FIRST_2026, "2026年集体收益分配方案", WITH, "M04", FULL, "members", "第26条第7项"),
    (V, FIRST_2026, "集体出资入股某农业项目", WITH, "M03", FULL, "members", "第26条第11项"),
    (V, FIRST_2026, "选举理事会", WITH, "M13", FULL, "members", "第26条第4项"),
    (V, FIRST_2026, "理事长报酬", WITH, "M05", FULL, "members", "第26条第5项"),
    (V, FIRST_2026, "集体经济组织年度财务预算", WITH, "M04", FULL, "members", "第26条第6项"),
    (V, FIRST_2026, "出租集体经营性建设用地", WITH, "M02", FULL, "members", "第26条第9项"),
    (V, FIRST_2026, "制定集体资产管理制度", WITH, "M13", FULL, "members", "第26条第2项"),
    (V, FIRST_2026, "非成员享受集体分红", WITH, "M11", FULL, "members-benefit", "第15条"),
    (C, FIRST_2026, "集体门面房出租", WITH, "M02", FULL, "members", "第26条第11项"),
    (V, "2025-05-01", "征地补偿费分配方案", WITH, "M08", FULL, "members", "第26条第10项"),
    # the charter may give some of it to the representatives of the members
    (V, FIRST_2026, "2026年集体收益分配方案", WITH | {"charter_allows": True}, "M04", FULL,
     "member-representatives", "第26条"),
    (V, FIRST_2026, "征地补偿费分配方案", WITH | {"charter_allows": True}, "M08", FULL, "members",
     "第28条"),
    # no collective: the villagers' meeting stands in, by the collective's thresholds
    (V, FIRST_2026, "土地承包方案", WITHOUT, "M02", FULL, "members", "村民委员会组织法》第28条"),
    (V, FIRST_2026, "2026年集体收益分配方案", WITHOUT, "M04", FULL, "members", "第64条"),
    (V, LAST_2025, "向银行贷款50万元建冷库", WITHOUT, "M03", FULL, "members", "第64条"),
    # before the law of the collectives the villagers' meeting of 2018 decided
    (V, BEFORE_COLLECTIVE, "征地补偿费分配方案", {}, "M08", FULL, "meeting", "（2018年）第24条"),
    (V, BEFORE_COLLECTIVE, "集体出资入股某农业项目", {}, "M03", FULL, "meeting", "第24条"),
    (V, BEFORE_COLLECTIVE, "选举理事会", {}, "M13", ASK, "", ""),
    # land to outsiders, and adjusting it
    (V, FIRST_2026, "把集体鱼塘租给外村老板养鱼", WITH, "M02", FULL, "land-representatives",
     "土地承包法》第52条"),
    (V, LAST_2025, "将30亩机动地承包给外地公司", WITHOUT, "M02", FULL, "land-representatives",
     "土地承包法》第52条"),
    (V, FIRST_2026, "集体鱼塘对外发包", WITH, "M02", FULL, "members", "第26条第8项"),
    (V, FIRST_2026, "因水毁调整个别农户的承包地", WITH, "M02", FULL, "land-representatives",
     "第28条"),
    # what belongs to a group
    (V, FIRST_2026, "三组的山坪塘发包", WITH, "M02", FULL, "group", "第32条"),
    (V, FIRST_2026, "三组征地款分配", WITH, "M08", FULL, "group", "第32条"),
    (V, FIRST_2026, "修建二组入户便道", {}, "M06", FULL, "meeting", "第28条"),
    (V, FIRST_2026, "修建二组入户便道", {"group_owned": True}, "M06", FULL, "group", "第32条"),
    (V, LAST_2025, "三组的山坪塘发包", {}, "M02", FULL, "group", "（2018年）第28条"),
    (V, FIRST_2026, "三组的山坪塘发包", {"group_collective": True}, "M02", FULL, "members",
     "第26条"),
    (C, FIRST_2026, "三组的山坪塘发包", WITH, "M02", ASK, "", ""),
    # 一事一议
    (V, FIRST_2026, "一事一议修建水渠", {}, "M07", FULL, "meeting", "第28条第4项"),
    (V, FIRST_2026, "一事一议修建水渠", GIVEN, "M07", FULL, "meeting", "第28条第4项"),
    (V, FIRST_2026, "一事一议修建水渠", GIVEN | {"canvassed": True}, "M07", FULL,
     "representatives", "第28条第4项"),
    # communities
    (C, FIRST_2026, "修订居民公约", {}, "M01", FULL, "meeting", "居民委员会组织法》第30条"),
    (C, FIRST_2026, "修订居民公约", GIVEN, "M01", FULL, "representatives", "第30条"),
    (C, FIRST_2026, "居委会年度工作报告", {}, "M01", FULL, "meeting", "第30条"),
    (C, FIRST_2026, "社区活动室对外出租", {}, "M12", FULL, "meeting", "第34条"),
    (C, FIRST_2026, "居民自愿筹资改造楼道", {}, "M12", FULL, "meeting", "第42条"),
    (C, LAST_2025, "修订居民公约", GIVEN, "M01", FULL, "meeting", "（2018年）第10条"),
    (C, FIRST_2026, "土地承包方案", WITHOUT, "M02", ELSEWHERE, "", ""),
    # not ours to decide
    (C, FIRST_2026, "小区更换物业公司", {}, "M13", ELSEWHERE, "owners", "民法典》第278条"),
    (C, FIRST_2026, "小区外墙广告位出租", {}, "M13", ELSEWHERE, "owners-major", "第6、7、8项"),
    (V, FIRST_2026, "村委会换届选举", {}, "M13", ELSEWHERE, "", "第15条"),
    (V, FIRST_2026, "耕地地力保护补贴名单", {}, "M09", ELSEWHERE, "", ""),
    (V, FIRST_2026, "发展党员", {}, "M13", ELSEWHERE, "", ""),
    # low income: appraisal only
    (V, "2026-07-01", "低保对象评议", {}, "M09", SHORT, "", "社会救助法》第44条"),
    (V, "2026-06-30", "低保对象评议", {}, "M09", SHORT, "", "最低生活保障条例》第18条第3项"),
    (C, "2026-07-01", "低保申请民主评议", {}, "M09", SHORT, "", "第44条"),
    # guarantees
    (V, FIRST_2026, "村委会为企业贷款提供担保", {}, "M13", FORBIDDEN, "", "组织法》第13条"),
    (C, FIRST_2026, "居委会给公司作担保", {}, "M13", FORBIDDEN, "", "第12条"),
    (V, LAST_2025, "用集体资产为他人抵押", {}, "M13", FORBIDDEN, "", "第35条"),
    (V, BEFORE_COLLECTIVE, "村委会为企业贷款提供担保", {}, "M13", ASK, "", ""),
    # small and daily things
    (V, FIRST_2026, "修村道护栏", LINE | {"amount": 300_000}, "M06", SHORT, "two-committees", ""),
    (V, FIRST_2026, "修村道护栏", LINE | {"amount": 5_000_000}, "M06", FULL, "meeting", "第28条"),
    (V, FIRST_2026, "集体购置铲车", WITH | LINE | {"amount": 4_999_999}, "M03", SHORT, "council",
     ""),
    (V, FIRST_2026, "购买办公用品", {}, "M13", NONE, "", ""),
    (V, FIRST_2026, "购买办公用品", LINE | {"amount": 6_000_000}, "M13", FULL, "meeting", ""),
    (C, FIRST_2026, "包粽子活动", {}, "M13", SHORT, "two-committees", ""),
    (V, FIRST_2026, "张三户宅基地申请", {}, "M08", SHORT, "group", "第34条"),
    # a missing fact is asked for
    (V, FIRST_2026, "征地补偿费分配方案", {}, "M08", ASK, "", ""),
    (C, FIRST_2026, "集体门面房出租", {}, "M02", ASK, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "on", "title", "facts", "code", "path", "row", "basis"),
    CASES,
    ids=[f"{case[0][0]}-{case[1]}-{case[2]}-{n}" for n, case in enumerate(CASES)],
)
def test_a_matter_goes_the_way_the_law_of_its_day_says(
    kind: str,
    on: str,
    title: str,
    facts: dict[str, Any],
    code: str,
    path: str,
    row: str,
    basis: str,
) -> None:
    found = routed(kind, on, title, **facts)
    assert (found.class_code, found.path, found.row) == (code, path, row)
    assert basis in found.basis
    assert bool(found.questions) is (path == ASK)
    if row:
        assert rule_for(law(kind, on), row).id == row


UNKNOWN = ["讨论一下那件事", "买一只猫", "聘请会计", "宅基地退出", "农村土地确权", ""]


@pytest.mark.parametrize("title", UNKNOWN)
@pytest.mark.parametrize("kind", [V, C])
def test_an_unknown_matter_is_never_guessed(kind: str, title: str) -> None:
    assert not find(law(kind, FIRST_2026), title).sure


def test_a_title_that_fits_two_rows_is_asked_about() -> None:
    found = find(law(V, FIRST_2026), "修建文化广场和二轮土地延包")
    assert not found.sure
    assert {row.id for row in found.rows} == {"works", "land-plan"}


@pytest.mark.parametrize("kind", [V, C])
def test_three_answers_always_lead_to_a_row(kind: str) -> None:
    held = law(kind, FIRST_2026)
    what, whose, reach = questions(held)
    assert len(questions(held)) == 3
    known = {row.id for row in matters(held)}
    for a, _ in what.answers:
        for b, _ in whose.answers:
            for c, _ in reach.answers:
                row = answered(held, a, b, c)
                assert row.id in known
                assert route(held, row.id, Facts(has_collective=True)).path in PATHS
    with pytest.raises(Refused, match="三个问题还没有答完"):
        answered(held, "land", "", "all")


def test_raising_money_is_another_row_in_a_village_and_in_a_community() -> None:
    assert answered(law(V, FIRST_2026), "raise", "none", "all").id == "fundraising"
    assert answered(law(C, FIRST_2026), "raise", "none", "all").id == "raising"


@pytest.mark.parametrize("kind", [V, C])
@pytest.mark.parametrize("on", [BEFORE_COLLECTIVE, LAST_2025, FIRST_2026, "2026-07-01"])
def test_every_row_has_a_way_on_every_day_and_with_every_fact(kind: str, on: str) -> None:
    held = law(kind, on)
    codes = {one.id for one in classes(held)} | {"M12"}
    for row in matters(held):
        assert row.class_code in codes
        for collective in (True, False):
            for group in (True, False):
                for outsiders in (True, False):
                    facts = Facts(collective, group_owned=group, outsiders=outsiders)
                    found = route(held, row.id, facts)
                    assert found.path in (*PATHS, ASK)
                    assert (found.path == ASK) is bool(found.questions)
                    assert all(one.basis for one in found.approvals)
                    if found.path == FULL:
                        assert rule_for(held, found.row)
                        assert found.basis
                        assert found.party_study
                        assert {"提议", "审议", "决议", "决议公开"} <= set(found.steps)


def test_representatives_without_a_live_delegation_are_told_why() -> None:
    found = routed(V, FIRST_2026, "修建村道公路", **ENDED)
    assert found.delegable
    assert [choice.allowed for choice in found.choices] == [True, False]
    assert found.choices[1].why == "授权到2025年12月30日就到期了"
    assert "从2027年1月1日才开始" in routed(V, FIRST_2026, "修建村道公路", **LATER).choices[1].why
    assert "还没有" in routed(V, FIRST_2026, "重点帮扶对象名单", **GIVEN).choices[1].why


@pytest.mark.parametrize(
    ("until", "allowed"), [("2025-12-31", False), ("2026-01-01", True), ("2026-01-02", True)]
)
def test_a_delegation_holds_through_its_last_day(until: str, allowed: bool) -> None:
    given = Delegation(("M06",), day("2025-01-01"), day(until))
    found = routed(V, FIRST_2026, "修建村道公路", delegations=(given,))
    assert found.choices[1].allowed is allowed


def test_the_five_matters_that_no_delegation_can_give_away() -> None:
    held = law(V, FIRST_2026)
    every = Facts(True, charter_allows=True, delegations=GIVEN["delegations"])
    for row in (
        "collective-charter", "membership", "land-plan", "homestead-plan", "shares",
        "land-compensation", "merger", "land-lease",
    ):  # fmt: skip
        found = route(held, row, every)
        assert (found.row, found.delegable) == ("members", False), row


@pytest.mark.parametrize(
    ("title", "facts", "approvals"),
    [
        ("把集体鱼塘租给外村老板养鱼", WITH, ["报街道（乡镇）批准"]),
        ("调整承包地", WITH, ["报街道（乡镇）和区里批准"]),
        ("一事一议修建水渠", {}, ["初审", "复核，7个工作日内书面答复"]),
        ("两个集体经济组织合并", WITH, ["街道审核，区政府批准"]),
        ("修订村规民约", {}, ["报街道备案"]),
        ("修建村道公路", {}, []),
    ],
)
def test_the_approvals_a_matter_needs(
    title: str, facts: dict[str, Any], approvals: list[str]
) -> None:
    assert [one.what for one in routed(V, FIRST_2026, title, **facts).approvals] == approvals


def test_an_approval_is_asked_for_once_its_law_holds() -> None:
    for on, basis in (("2026-07-01", "社会救助法》第44条"), ("2026-06-30", "保障条例》第18条")):
        (one,) = routed(V, on, "低保对象评议").approvals
        assert basis in one.basis
    title = "集体经济组织成员身份确认"
    assert routed(V, BEFORE_COLLECTIVE, title).approvals == ()
    assert [one.what for one in routed(V, "2025-05-01", title, **WITH).approvals] == [
        "成员名册备案"
    ]
    assert "（2018年）第27条" in routed(V, LAST_2025, "修订村规民约").approvals[0].basis


def test_the_land_law_stands_as_a_floor_under_the_members_vote() -> None:
    assert routed(V, FIRST_2026, "土地承包方案", **WITH).floor == "land-meeting"
    assert routed(V, FIRST_2026, "征地补偿费分配方案", **WITH).floor == ""


@pytest.mark.parametrize("on", [BEFORE_COLLECTIVE, LAST_2025, FIRST_2026])
@pytest.mark.parametrize("title", ["三组二轮土地延包", "三组的山坪塘租给外村人", "四组调整土地"])
def test_the_land_of_a_group_takes_two_thirds_of_all_its_members(on: str, title: str) -> None:
    found = routed(V, on, title, **WITH)
    assert (found.row, found.body) == ("group-land", "group")
    assert rule_for(law(V, on), found.row).passing.least(30) == 20


def test_before_the_collective_law_a_land_plan_took_two_thirds_of_all() -> None:
    found = routed(V, BEFORE_COLLECTIVE, "土地二轮延包")
    assert [one.row for one in found.choices] == ["land-meeting", "land-representatives"]


def test_who_belongs_is_for_a_group_to_say_only_where_it_is_a_collective_itself() -> None:
    assert routed(V, FIRST_2026, "三组成员资格认定", **WITH).row == "members"
    own = routed(V, FIRST_2026, "三组成员资格认定", group_collective=True)
    assert (own.row, own.body_label) == ("members", "本组集体经济组织成员大会")


def test_the_road_of_a_residents_group_is_for_all_residents_to_decide() -> None:
    for own in (False, True):
        facts = Facts(group_owned=True, group_collective=own)
        found = route(law(C, FIRST_2026), "works", facts)
        assert (found.path, found.row) == (FULL, "meeting")


def test_a_landlord_of_whom_only_the_purse_is_known_may_be_ticked_as_one_of_us() -> None:
    found = find(law(V, FIRST_2026), "山坪塘承包给王老板")
    assert (found.rows[0].id, found.hints.outsiders) == ("land-lease", True)
    at = law(V, FIRST_2026)
    assert route(at, "land-lease", Facts(True, outsiders=True)).row == "land-representatives"
    assert route(at, "land-lease", Facts(True)).row == "members"


def test_which_classes_go_to_the_street_first_and_may_be_switched() -> None:
    held = law(V, FIRST_2026)
    reviewed = {one.id for one in classes(held) if one.pre_review}
    assert reviewed == {"M02", "M03", "M04", "M06", "M08", "M11"}
    works = routed(V, FIRST_2026, "修建村道公路")
    assert works.pre_review
    assert works.steps.index("街道预审") == works.steps.index("审议") - 1
    assert any("待核实" in note for note in works.notes)
    assert "街道预审" not in routed(V, FIRST_2026, "修建村道公路", pre_review=False).steps
    assert routed(V, FIRST_2026, "修订村规民约", pre_review=True).pre_review


def test_from_the_amount_on_it_is_lifted_to_the_street() -> None:
    limit = {"lift_above": 50_000_000}
    title = "修建村道公路"
    assert not routed(V, FIRST_2026, title, amount=49_999_999, **limit).lifted
    assert routed(V, FIRST_2026, title, amount=50_000_000, **limit).lifted


def test_emergencies_are_never_open_to_land_assets_and_membership() -> None:
    closed = {one.id for one in classes(law(V, FIRST_2026)) if not one.emergency}
    assert closed == {"M02", "M03", "M08", "M11"}
    assert not routed(V, FIRST_2026, "集体出资入股某农业项目", **WITH).emergency_allowed
    assert routed(V, FIRST_2026, "救灾物资发放方案").emergency_allowed


def test_the_party_study_is_law_where_the_law_says_so() -> None:
    title = "修建村道公路"
    assert "第28条" in routed(V, FIRST_2026, title).party_study
    assert "第30条" in routed(C, FIRST_2026, "修订居民公约").party_study
    assert "第26条" in routed(V, LAST_2025, "土地承包方案", **WITH).party_study
    assert "待核实" in routed(V, LAST_2025, title).party_study


def test_a_route_names_the_packs_it_looked_into() -> None:
    assert routed(V, LAST_2025, "修建村道公路").versions == (
        "village-2018", "collective-2025", "chongqing-village-2013",
    )  # fmt: skip
    assert routed(V, "2026-07-01", "修建村道公路").versions == (
        "village-2026", "collective-2025", "social-assistance-2026", "chongqing-village-2013",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "group", "outsiders", "amount"),
    [
        ("三组的山坪塘发包", True, False, None),
        ("第12村民小组的林地发包", True, False, None),
        ("村小组水塘发包", True, False, None),
        ("田坝组山坪塘发包", True, False, None),
        ("各村民小组二轮土地延包", False, False, None),
        ("把荒山租给邻村大户", False, True, None),
        ("第12村民小组修路", False, False, None),
        ("本社区修路", False, False, None),
        ("把林地租给外村人，3.5万元一年", False, True, 3_500_000),
        ("修路预算120,000元", False, False, 12_000_000),
        ("30亩地发包", False, False, None),
        ("2026年分红8万元，上年6万元", False, False, None),
        ("加入专业合作社", False, False, None),
    ],
)
def test_what_the_title_says_by_itself(
    title: str, group: bool, outsiders: bool, amount: int | None
) -> None:
    assert find(law(V, FIRST_2026), title).hints == (group, outsiders, amount)


def test_an_office_reads_its_own_words() -> None:
    for kind, foreign in ((V, ("居民", "社区")), (C, ("村民", "村委"))):
        held = law(kind, FIRST_2026)
        for row in matters(held):
            if row.scope != "K":
                assert not [w for w in foreign if w in f"{row.label}{row.note}{row.who}"], row.id
