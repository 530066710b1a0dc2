"""合同体检: every rule speaks about what it is for, and keeps quiet about what is just within."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.modules.contracts.records import Contract
from qinglian_desktop.modules.contracts.rules import check as rules
from qinglian_desktop.modules.contracts.rules import comparing
from qinglian_desktop.modules.contracts.rules.check import Around
from qinglian_desktop.modules.contracts.rules.comparing import Compared
from qinglian_desktop.store import packs

TODAY = date(2026, 11, 24)
PACK = packs.named("contract-checks")[0]
YUAN = 100
SOUND = Around(TODAY, decided=True, scheduled=True, held_fen=1000 * YUAN)
FILES = '["' + "0" * 64 + '"]'


def letting(**facts: Any) -> Row:
    """A sound contract: a shop front for five years, tendered, decided, filed, with its deposit."""
    return {
        **dict.fromkeys(Contract.fields), **defaults(Contract), "id": "1",
        "number": "2026-001", "title": "临街门面", "kind": "物业出租", "party": "綦江区某超市",
        "party_kind": "企业", "subject": "1号门面", "asset_id": "a", "area": 50_000,
        "area_unit": "平方米", "signed_on": "2026-01-01", "start_on": "2026-01-01",
        "end_on": "2030-12-30", "rent_fen": 12_000 * YUAN, "floor_fen": 10_000 * YUAN,
        "deposit_fen": 1000 * YUAN, "pay_days": 10, "award": "公开招标", "matter_id": "m",
        "filed_on": "2026-01-10", "files": FILES, **facts,
    }  # fmt: skip


def land(**facts: Any) -> Row:
    return letting(**{"kind": "资源发包", "area_unit": "亩", "is_member": 1, **facts})


def other(**facts: Any) -> Row:
    return letting(id="2", number="2026-002", party="另一家", **facts)


def told(row: Row, around: Around = SOUND) -> dict[str, str]:
    return {one.rule: one.what for one in rules.check(PACK, row, around)}


def test_a_sound_contract_says_nothing() -> None:
    assert told(letting()) == {}
    assert told(land()) == {}


LIKE = Compared(Fraction(69), Fraction(100), 4, "平方米")
# rule: a contract it speaks about, one just within, and what must be in its words.
SAMPLES: dict[str, tuple[tuple[Row, Around], tuple[Row, Around], str]] = {
    "term": (
        (letting(end_on="2046-01-01", rise_percent=5), SOUND),
        (letting(end_on="2045-12-31", rise_percent=5), SOUND),
        "超过上限 20 年，2046年1月1日以后的部分无效",
    ),
    "signed": ((letting(signed_on=None), SOUND), (letting(), SOUND), "没有签订日期"),
    "original": ((letting(files=None), SOUND), (letting(), SOUND), "没有存合同原件"),
    "decision": (
        (letting(), SOUND._replace(decided=False)),
        (letting(kind="采购"), SOUND._replace(decided=False)),
        "没有通过的民主决议",
    ),
    "price": (
        (letting(rent_fen=None), SOUND._replace(scheduled=False)),
        (letting(rent_fen=None, floor_fen=None, total_fen=1), SOUND._replace(scheduled=False)),
        "没写租金",
    ),
    "verbal": (
        (letting(form="口头", start_on="2026-09-01", end_on="2027-03-01"), SOUND),
        (letting(form="口头", start_on="2026-09-01", end_on="2027-02-28"), SOUND),
        "口头合同，2026年9月1日到2027年3月1日",
    ),
    "payment": (
        (letting(pay_days=None), SOUND._replace(scheduled=False)),
        (letting(pay_days=0), SOUND._replace(scheduled=False)),
        "没约定什么时候付钱",
    ),
    "subject": (
        (letting(subject=None, asset_id=None), SOUND),
        (letting(subject=None), SOUND),
        "没写清出租的是什么",
    ),
    "area": ((letting(area=None), SOUND), (letting(area=1), SOUND), "没写面积"),
    "terms": (
        (letting(party=None, end_on=None), SOUND),
        (letting(end_on=None, open_ended=1), SOUND),
        "要素不全：对方、结束",
    ),
    "backdated": (
        (letting(signed_on="2026-02-01"), SOUND),
        (letting(signed_on="2026-01-31"), SOUND),
        "开始 31 天以后才签",
    ),
    "floor": (
        (letting(rent_fen=10_000 * YUAN - 1), SOUND),
        (letting(rent_fen=10_000 * YUAN), SOUND),
        "租金 9,999.99 元，低于底价 10,000.00 元",
    ),
    "outsider": (
        (land(is_member=0), SOUND),
        (land(is_member=0, street_on="2026-01-02"), SOUND),
        "没有街道批准",
    ),
    "double": (
        (letting(), SOUND._replace(same_asset=(other(start_on="2030-12-30"),))),
        (letting(), SOUND._replace(same_asset=(other(start_on="2030-12-31"),))),
        "还租给了另一家（2026-002）",
    ),
    "stays": (
        (letting(start_on="2022-01-01", signed_on="2022-01-01", end_on="2026-11-23"), SOUND),
        (letting(start_on="2022-01-01", signed_on="2022-01-01", end_on="2026-11-24"), SOUND),
        "2026年11月23日已到期",
    ),
    "kin": (
        (letting(), SOUND._replace(tie="居委会委员郑甲的亲属（配偶）")),
        (letting(), SOUND),
        "承租人綦江区某超市是居委会委员郑甲的亲属（配偶）",
    ),
    "rise": (
        (letting(end_on="2031-01-01"), SOUND),
        (letting(end_on="2030-12-31"), SOUND),
        "租期 5 年，没约定涨租",
    ),
    "filing": (
        (letting(filed_on=None, signed_on="2026-11-08", start_on="2026-11-08"), SOUND),
        (letting(filed_on=None, signed_on="2026-11-09", start_on="2026-11-09"), SOUND),
        "签了 16 天，没有备案",
    ),
    "deposit": (
        (letting(), SOUND._replace(held_fen=1000 * YUAN - 1)),
        (letting(), SOUND),
        "约定押金 1,000.00 元，收到 999.99 元",
    ),
    "prepaid": (
        (letting(prepaid_years=4), SOUND),
        (letting(prepaid_years=3), SOUND),
        "一次预收 4 年租金，超过 3 年",
    ),
    "award": (
        (letting(award="直接签订"), SOUND),
        (letting(award="直接签订", award_reason="流标两次"), SOUND),
        "没写不公开招租的原因",
    ),
    "cheap": (
        (letting(), SOUND._replace(compared=LIKE)),
        (letting(), SOUND._replace(compared=LIKE._replace(price=Fraction(70)))),
        "单价 0.69 元，是同类 4 份中位数 1.00 元的 69%",
    ),
    "measured": (
        (letting(measured_area=52_501), SOUND),
        (letting(measured_area=52_500), SOUND),
        "合同面积 50，实测 52.501，差 5.0%",
    ),
    "valued": (
        (letting(kind="资产参股", floor_fen=None), SOUND),
        (letting(kind="资产参股", floor_fen=None, floor_basis="评估报告"), SOUND),
        "没有认定价值",
    ),
}


@pytest.mark.parametrize("rule", SAMPLES)
def test_a_rule_speaks_about_what_it_is_for_and_nothing_else_does(rule: str) -> None:
    (row, around), _, words = SAMPLES[rule]
    found = told(row, around)
    assert list(found) == [rule]
    assert words in found[rule]


@pytest.mark.parametrize("rule", SAMPLES)
def test_a_rule_keeps_quiet_about_what_is_just_within(rule: str) -> None:
    _, (row, around), _ = SAMPLES[rule]
    assert told(row, around) == {}


def test_every_rule_of_the_pack_has_a_predicate_a_sample_and_a_ground() -> None:
    listed = [row["id"] for row in PACK.rows("rules")]
    assert len(listed) == len(set(listed)) >= 14
    assert set(listed) == set(rules.PREDICATES) == set(SAMPLES)
    for row in PACK.rows("rules"):
        assert row["basis"] and row["remedy"] and row["light"] in ("红", "黄")
        assert row["category"] in PACK.value("clean_up.categories")


def test_what_rests_on_no_law_is_marked() -> None:
    (floor,) = rules.check(PACK, SAMPLES["floor"][0][0], SOUND)
    (rise,) = rules.check(PACK, SAMPLES["rise"][0][0], SOUND)
    assert (floor.evidence, rise.evidence) == ("", "待核实")


def test_kin_weighs_more_where_nobody_else_could_bid() -> None:
    near = SOUND._replace(tie="居委会委员")
    lights = [
        next(one.light for one in rules.check(PACK, letting(award=way), near) if one.rule == "kin")
        for way in ("公开招标", "公开竞价", "公开协商", None)
    ]
    assert lights == ["黄", "黄", "红", "红"]


def test_two_that_fit_into_the_asset_together_are_no_double_letting() -> None:
    both = SOUND._replace(same_asset=(other(),))
    assert "double" in told(letting(), both._replace(asset_area=99_999))
    assert told(letting(), both._replace(asset_area=100_000)) == {}


def test_three_of_whom_only_two_fit_are_a_double_letting() -> None:
    row = letting()
    first, last = row["start_on"], row["end_on"]
    three = SOUND._replace(same_asset=(other(), other()), asset_area=149_999)
    assert "double" in told(row, three)
    assert told(row, three._replace(asset_area=150_000)) == {}
    halves = (other(start_on=first, end_on=first), other(start_on=last, end_on=last))
    in_turn = three._replace(same_asset=halves, asset_area=100_000)
    assert told(row, in_turn) == {}, "one after the other they need no more room"


def test_a_verbal_lease_without_a_term_and_one_on_the_law_of_members() -> None:
    assert told(letting(form="口头", end_on=None, open_ended=1))["verbal"] == (
        "口头合同，期限没说定，六个月以上应当书面"
    )
    assert told(land(is_member=None)) == {"outsider": "发包给本集体以外的人，没有街道批准"}
    assert told(land(is_member=None, party_kind="个人")) == {}
    assert told(land(is_member=None, party_kind="组织")) == {}


# -- 同类单价 --------------------------------------------------------------------------------


def like(rent_yuan: int, area: int = 100_000, **facts: Any) -> Row:
    return letting(**{"rent_fen": rent_yuan * YUAN, "area": area, **facts})


def test_the_comparable_set_is_of_kind_size_and_years_and_says_how_many() -> None:
    mine = like(10_000)
    near = [like(8000), like(9000), like(14_300, 130_000)]
    found = comparing.compared(PACK, mine, near, TODAY)
    assert found is not None
    assert found.words() == "同类 3 份，中位数每平方米每年 90.00 元，这一份 100.00 元"
    strangers = [
        like(1, 69_999), like(1, 130_001), like(1, kind="资源发包"), like(1, area_unit="亩"),
        like(1, signed_on="2021-11-23"), like(1, rent_fen=None), like(1, area_unit=None),
        like(1, signed_on="2026-11-25"),
    ]  # fmt: skip
    assert comparing.compared(PACK, mine, [*near, *strangers], TODAY) == found
    edges = [like(8000, 70_000), like(8000, signed_on="2021-11-24")]
    wider = comparing.compared(PACK, mine, [*near, *edges], TODAY)
    assert wider is not None and wider.many == 5


def test_fewer_than_three_show_nothing() -> None:
    assert comparing.compared(PACK, like(1), [like(1), like(2)], TODAY) is None
    assert comparing.compared(PACK, like(1, area_unit="间"), [like(1)] * 5, TODAY) is None


def test_one_name_for_a_measure_however_it_is_written() -> None:
    spelled = [like(100, area_unit=unit) for unit in ("㎡", "平米", " 平方米 ", "m2")]
    found = comparing.compared(PACK, like(100), spelled, TODAY)
    assert found is not None and found.many == 4


@given(
    st.lists(st.tuples(st.integers(1, 10**8), st.integers(70, 130)), min_size=3, max_size=9),
    st.randoms(),
)
def test_the_median_does_not_depend_on_the_order(
    given_rows: list[tuple[int, int]], chance: Any
) -> None:
    rows = [like(1, area * 1000, rent_fen=rent) for rent, area in given_rows]
    first = comparing.compared(PACK, like(1), rows, TODAY)
    chance.shuffle(rows)
    assert comparing.compared(PACK, like(1), rows, TODAY) == first
    assert first is not None
    below = sum(Fraction(rent, area) < first.median for rent, area in given_rows)
    assert below <= len(rows) / 2


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 39))
def test_a_term_of_whole_years_is_told_as_whole_years(first: date, years: int) -> None:
    from datetime import timedelta

    from qinglian_desktop.core.reckoning import placed

    last = placed(first, 12 * years, first.day) - timedelta(days=1)
    assert comparing.years_of(first, last) == years
    found = rules.check(PACK, letting(start_on=first.isoformat(), end_on=last.isoformat(),
                                      rise_percent=1), SOUND)  # fmt: skip
    assert any(one.rule == "term" for one in found) == (years > 20)
