"""The indicators that ship: what they come to, what a wrong sum is told like, what scores how."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack, in_force
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.evaluation import scoring, system
from qinglian_desktop.modules.evaluation.measures import registry
from qinglian_desktop.modules.evaluation.scoring import Found
from qinglian_desktop.modules.evaluation.system import (
    BY_HAND,
    FULL,
    MINUS,
    SHARE,
    STEPS,
    WHOLE,
    Part,
    System,
)
from qinglian_desktop.store import packs


def shipped() -> System:
    return system.of(in_force(packs.named(system.NAME), system.NAME, date(2026, 12, 31)))


def test_37_indicators_of_six_aspects_make_100_points_and_the_bonus_stops_at_5() -> None:
    rules = shipped()
    assert len(rules.indicators) == 37
    assert sum(one.points for one in rules.indicators) == 100
    assert [(one.name, one.points) for one in rules.dimensions] == [
        ("基层组织有力", 18), ("权力运行有序", 22), ("基层监督有为", 18),
        ("基层治理有效", 20), ("清廉氛围有魂", 10), ("人民群众有感", 12),
    ]  # fmt: skip
    assert rules.bonus_cap == 5
    assert (len(rules.vetoes), len(rules.bonuses)) == (16, 8)
    assert system.faults(rules) == ()
    assert rules.unsure == "待核实", "a proposal is shown as one"


def test_at_least_26_of_the_37_are_computed_from_records() -> None:
    computed = [
        one.id for one in shipped().indicators if any(part.measure for part in one.parts)
    ]  # fmt: skip
    assert len(computed) >= 26


def _less(rules: System, indicator_id: str, points: str) -> System:
    changed = tuple(
        one._replace(
            points=one.points - Decimal(points),
            parts=(Part("1", one.points - Decimal(points), BY_HAND),),
        )
        if one.id == indicator_id
        else one
        for one in rules.indicators
    )
    return rules._replace(indicators=changed)


def test_a_wrong_sum_names_the_aspect() -> None:
    rules = _less(shipped(), "C04", "2")
    assert system.faults(rules) == ("指标分值合计 98，不是 100：第 3 方面少 2 分",)
    with pytest.raises(Refused, match="第 3 方面少 2 分"):
        system.refuse_faulty(rules)


def test_points_that_moved_from_one_aspect_to_another_are_found_too() -> None:
    moved = _less(_less(shipped(), "C04", "1"), "D04", "-1")
    assert system.faults(moved) == (
        "指标分值合计 100，但是第 3 方面少 1 分；第 4 方面多 1 分",
    )  # fmt: skip


def test_where_the_issue_says_no_points_of_aspects_the_year_before_tells_them() -> None:
    before = shipped()
    short = _less(before, "C04", "2")
    silent = short._replace(
        dimensions=tuple(
            one._replace(points=system.sum_of(short, one.id)) for one in short.dimensions
        )
    )
    assert system.faults(silent, before)[0].endswith("：第 3 方面少 2 分")
    assert "第 3 方面 16 分" in system.faults(silent)[0]


def test_a_part_that_does_not_add_up_names_the_indicator() -> None:
    rules = shipped()
    first = rules.indicators[0]
    odd = first._replace(parts=(Part("1", Decimal(2), BY_HAND),))
    found = system.faults(rules._replace(indicators=(odd, *rules.indicators[1:])))
    assert found == ("指标 A01 各部分合计 2 分，不是 3 分",)


@pytest.mark.parametrize("text", ["三", "", "NaN", "1e9", "0.00001", "Infinity"])
def test_a_figure_that_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused, match="不是数"):
        system.decimal(text)


def test_every_source_of_a_ledger_that_is_kept_has_its_fields() -> None:
    """A field called otherwise would leave a measure without records for good."""
    known = {record.table: record for record in RECORDS}
    wrong = []
    for measure in registry().values():
        for source in measure.sources:
            record = known.get(source.table)
            if record is None:
                continue
            asked = {source.within, *source.looks_at, *(one.field for one in source.where)} - {""}
            wrong += [f"{measure.id}: {source.table}.{n}" for n in asked - set(record.fields)]
    assert not wrong


# -- from what was found to points ----------------------------------------------------------------


def _part(points: str, way: str, **more: object) -> Part:
    return Part("1", Decimal(points), way, "m", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "good", "of", "points"),
    [
        (_part("3", SHARE), 10, 12, "2.5"),
        (_part("3", SHARE), 14, 12, "3"),
        (_part("0.8", WHOLE), 1, 1, "0.8"),
        (_part("0.8", WHOLE), 1, 2, "0"),
        (_part("2", MINUS, each=Decimal("0.2")), 9, 12, "1.4"),
        (_part("1", MINUS, each=Decimal("0.2")), 2, 12, "0"),
        (_part("0", MINUS, each=Decimal(1)), 0, 2, "-2"),
        (_part("1", SHARE), 0, 0, "0"),
        (_part("1", SHARE, empty=FULL), 0, 0, "1"),
    ],
)
def test_each_way_of_scoring(part: Part, good: int, of: int, points: str) -> None:
    assert scoring.points_of(part, Found(good, of)) == Fraction(points)


@pytest.mark.parametrize(
    ("good", "points"),
    [(100, 5), (95, 5), (94, 4), (90, 4), (89, 3), (85, 3), (84, 2), (80, 2), (79, 0)],
)
def test_a_band_begins_at_its_limit(good: int, points: int) -> None:
    steps = tuple((Decimal(a), Decimal(b)) for a, b in ((95, 5), (90, 4), (85, 3), (80, 2)))
    assert scoring.points_of(_part("5", STEPS, steps=steps), Found(good, 100)) == points


@given(
    st.decimals("0.1", 10, places=1),
    st.sampled_from((SHARE, WHOLE, MINUS)),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_a_part_earns_neither_less_than_nothing_nor_more_than_its_points(
    points: Decimal, way: str, good: int, of: int
) -> None:
    part = Part("1", points, way, "m", each=Decimal("0.3"))
    earned = scoring.points_of(part, Found(min(good, of), of))
    assert 0 <= earned <= points


def test_what_does_not_apply_is_taken_out_and_the_rest_told_of_100() -> None:
    rules = shipped()
    gone = {"A07", "B04", "B05", "B06", "C06"}
    states = {
        one.id: scoring.NOT_APPLICABLE if one.id in gone else scoring.SCORED
        for one in rules.indicators
    }
    whole = {one.id: one.points for one in rules.indicators}
    full = scoring.total(rules, states, lambda name: whole[name])
    assert (full.earned, full.applicable, full.points) == (89, 89, 100)
    half = scoring.total(rules, states, lambda name: whole[name] / 2)
    assert half.points == 50


def test_no_measure_counts_petitions_against_a_unit() -> None:
    """依法信访不扣分: what nobody counts cannot lower a score."""
    tables = {source.table for one in registry().values() for source in one.sources}
    assert not {name for name in tables if "petition" in name or "complaint" in name}
    last = next(one for one in shipped().indicators if one.id == "F04")
    assert all(part.way == BY_HAND for part in last.parts)
    assert "依法信访不扣分" in last.parts[0].words


def test_a_pack_of_another_shape_loads_too() -> None:
    """5 aspects, 30 indicators, 100 + 5."""
    one = shipped()
    assert isinstance(one, System)
    pack = Pack(
        system.NAME, "2027-1", date(2027, 1, 1), None, "", "某市指标", "试行办法",
        {
            "total": "100", "bonus_cap": "5",
            "period": {
                "cutoff_month": 11, "cutoff_day": 30, "late_days": 7, "few": 3, "gap_days": 30,
            },
            "dimensions": [
                {"id": str(n), "name": f"第{n}类", "points": "20"} for n in range(1, 6)
            ],
            "indicators": [
                {
                    "id": f"{n}.{m}", "dimension": str(n), "title": f"第{n}类第{m}项",
                    "points": points, "rule": "manual", "scoring": "看材料", "papers": "材料",
                    "item": "", "evidence": "POL", "source": "试行办法",
                    "parts": [{"id": "1", "points": points, "way": "hand", "words": "看材料"}],
                }
                for n in range(1, 6)
                for m, points in enumerate(("3", "3", "3", "3.5", "3.5", "4"), 1)
            ],
            "vetoes": [], "bonuses": [], "levels": [], "settings": {},
        },
        "POL",
    )  # fmt: skip
    rules = system.of(pack)
    assert (len(rules.dimensions), len(rules.indicators)) == (5, 30)
    assert system.faults(rules) == ()
    assert rules.cutoff_of(2027) == date(2027, 11, 30)
    assert rules.unsure == ""
