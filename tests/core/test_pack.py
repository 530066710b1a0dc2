"""Are dated packs read strictly, and does the right one hold on a day?"""

from datetime import date, datetime
from typing import Any

import pytest

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import (
    Pack,
    doubt,
    evidence_label,
    in_force,
    marked,
    parse_pack,
    word,
)


def raw(**changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": "notice",
        "version": "a",
        "effective_from": date(2018, 1, 1),
        "title": "公示规则",
        "source": "某法",
        "posting": {"days": 10},
    }
    data.update(changes)
    return {key: value for key, value in data.items() if value is not None}


def make_pack(version: str, first: date, last: date | None = None, kind: str = "") -> Pack:
    return parse_pack(raw(version=version, effective_from=first, effective_to=last, unit_kind=kind))


OLD = make_pack("old", date(2018, 12, 29), date(2025, 12, 31), "village")
NEW = make_pack("new", date(2026, 1, 1), None, "village")
TOWN = make_pack("town", date(2026, 1, 1), None, "community")
BOTH = make_pack("both", date(2020, 1, 1))


def test_a_pack_keeps_its_days_its_kind_and_its_figures() -> None:
    pack = parse_pack(raw(effective_to="2025-12-31", unit_kind="village", evidence="CQ"))
    assert (pack.id, pack.effective_to, pack.unit_kind) == (
        "notice@a",
        date(2025, 12, 31),
        "village",
    )
    assert pack.evidence == "CQ"
    assert pack.value("posting.days") == 10
    assert dict(pack.data) == {"posting": {"days": 10}}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"version": 3},
        {"title": "  "},
        {"source": None},
        {"effective_from": None},
        {"effective_from": "明天"},
        {"effective_from": datetime(2026, 1, 1, 8)},
        {"effective_to": date(2017, 1, 1)},
        {"unit_kind": "city"},
        {"evidence": "HEARSAY"},
        {"rows": [{"evidence": "LAW"}]},
        {"rows": [{"inner": {"evidence": "law", "source": "V1"}}]},
    ],
)
def test_a_pack_of_wrong_shape_is_refused_in_words(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        parse_pack(raw(**changes), where="notice.toml")
    assert "规则包“notice.toml”" in refusal.value.what
    assert refusal.value.remedy


def test_a_missing_figure_is_named() -> None:
    with pytest.raises(Refused, match=r"没有“posting\.hours”"):
        BOTH.value("posting.hours")
    with pytest.raises(Refused, match="没有“steps”这张表"):
        BOTH.rows("steps")


@pytest.mark.parametrize(
    ("day", "kind", "version"),
    [
        (date(2025, 12, 31), "village", "old"),
        (date(2026, 1, 1), "village", "new"),
        (date(2026, 1, 1), "community", "town"),
        (date(2025, 12, 31), "community", "both"),
        (date(2026, 1, 1), "", "both"),
        (date(2018, 12, 29), "village", "old"),
    ],
)
def test_the_law_of_the_day_and_of_the_kind_holds(day: date, kind: str, version: str) -> None:
    assert in_force([BOTH, NEW, TOWN, OLD], "notice", day, kind).version == version


def test_the_newest_of_two_overlapping_versions_holds() -> None:
    later = make_pack("later", date(2027, 1, 1), None, "village")
    assert in_force([later, NEW], "notice", date(2027, 5, 1), "village") is later


def test_no_pack_in_force_is_refused_with_the_day() -> None:
    with pytest.raises(Refused) as refusal:
        in_force([OLD], "notice", date(2026, 1, 1), "village")
    assert "2026年1月1日" in str(refusal.value)
    assert "规则包" in str(refusal.value)
    assert "规则包" in refusal.value.remedy


def test_words_switch_with_the_kind_of_unit() -> None:
    table = {"committee": {"village": "村委会", "community": "居委会", "both": "村（居）委会"}}
    packs = [parse_pack(raw(name="words", words=table))]
    assert word(packs, "committee", "village") == "村委会"
    assert word(packs, "committee", "community") == "居委会"
    assert word(packs, "committee") == "村（居）委会"
    with pytest.raises(Refused):
        word(packs, "mayor", "village")
    with pytest.raises(Refused, match="用词"):
        word([], "committee")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"evidence": "LAW"}, ""),
        ({"evidence": "CQ"}, ""),
        ({"evidence": "SEED"}, ""),
        ({"evidence": "POL"}, "待核实"),
        ({"evidence": "LOC"}, "待核实"),
        ({"evidence": "GK"}, "待核实"),
        ({}, "待核实"),
        ({"evidence": "LAW", "unsure": ["days"]}, "天数待核实"),
        ({"evidence": "SEED", "unsure": ["days", "period"]}, "天数待核实、周期待核实"),
    ],
)
def test_only_law_and_the_plan_are_firm(rule: dict[str, Any], said: str) -> None:
    assert doubt(rule) == said


def test_the_origin_is_said_with_its_doubt() -> None:
    assert evidence_label({"evidence": "LOC"}) == "外地做法（待核实）"
    assert evidence_label({"evidence": "LAW"}) == "国家法律法规"


def test_what_was_found_stands_in_the_places_of_the_words() -> None:
    assert marked("<name>超过<limit>年", {"name": "鱼塘", "limit": 20}) == "鱼塘超过20年"
    with pytest.raises(KeyError):
        marked("超过<limit>年", {})  # a word of a pack that no rule fills is a defect
