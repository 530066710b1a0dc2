"""The street's own table: read from its workbook, signed, taken in by a unit for its year."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exchange.at_work import World
from exchange.test_marks_travel import hand_in
from modules.evaluation.layouts import merged_cells, written
from modules.evaluation.test_system import shipped
from qinglian_desktop.core import clock, pack_changes
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import rule_packs
from qinglian_desktop.modules.evaluation import actions, computing
from qinglian_desktop.modules.evaluation import assessment_reads as reads
from qinglian_desktop.modules.evaluation.system import BY_HAND, Indicator, Part
from qinglian_desktop.store import packs


@pytest.fixture
def world(tmp_path: Path):  # type: ignore[no-untyped-def]
    with clock.fixed(date(2026, 11, 24)):
        made = World(tmp_path)
        yield made
        made.close()


def test_a_unit_scores_a_year_by_the_table_the_street_signed(world: World) -> None:
    unit = world.unit()
    path = world.folder / "2027.xlsx"
    actions.export_system(world.street, path, 2027)
    book = load_workbook(path)
    page = book["指标"]
    (row,) = [r for r in page.iter_rows(min_row=3) if r[1].value == "A01"]
    (other,) = [r for r in page.iter_rows(min_row=3) if r[1].value == "A02"]
    row[3].value, row[9].value = 2, "①2分 按比例：组织生活按期开展"
    other[3].value, other[9].value = 4, "①3分 按比例：每半年专题研究清廉村居 ②1分 人工评定：述职"
    book.save(path)
    found = actions.read_workbook(world.street, path, 2027)
    assert found.faults == ()
    files = actions.issue_system(world.street, found.system, 2027, world.usb).result
    (sealed,) = files  # type: ignore[misc]
    offered = rule_packs.read(unit, sealed)
    told = {(one.where, one.before, one.after) for one in offered.changes}
    assert any("分值" in where and (a, b) == ("3", "2") for where, a, b in told)
    rule_packs.take(unit, offered)
    assert [o.points for o in computing.system_of(unit, 2027).indicators[:2]] == [2, 4]
    assert [o.points for o in computing.system_of(unit, 2026).indicators[:2]] == [3, 3]
    assert computing.system_of(unit, 2026).unsure == "待核实"
    assert computing.system_of(unit, 2027).unsure == ""
    assert len(computing.suggestions(unit, 2027)) == 37


def test_a_year_begun_by_the_old_table_goes_on_by_the_new_one(world: World) -> None:
    unit = world.unit()
    assessment_id = str(actions.begin(unit, 2026).result)
    lines = {line["indicator"]: line for line in reads.lines(unit, assessment_id)}
    for indicator, score in (("A01", 3000), ("A02", 2500), ("E05", 1000)):
        actions.save_line(unit, lines[indicator]["id"], {"self_score": score, "note": "照材料"})
    old = computing.system_of(world.street, 2026)
    changed = [one for one in old.indicators if one.id != "E05"]
    changed[0] = _worth(changed[0], 2)
    changed[1] = _worth(changed[1], 4)
    new = changed[-1]._replace(id="E09", title="新加的一项", points=Decimal(1), dimension="E")
    changed.append(_worth(new, 1))
    rules = old._replace(indicators=tuple(changed), pack=f"{old.pack.partition('@')[0]}@2026-2")
    (sealed,) = actions.issue_system(world.street, rules, 2026, world.usb).result  # type: ignore[misc]
    rule_packs.take(unit, rule_packs.read(unit, sealed))
    actions.take_suggestions(unit, assessment_id)
    with pytest.raises(Refused, match="街道下发了新的指标表"):
        actions.finish(unit, assessment_id)
    step = actions.refresh(unit, assessment_id).step
    row, now = reads.there(unit, assessment_id), reads.lines(unit, assessment_id)
    assert row["pack"] == computing.system_of(unit, 2026).pack == "evaluation-indicators@2026-2"
    assert [one["indicator"] for one in now] == [one.id for one in changed]
    assert sum(one["points"] for one in now) == 100_000
    by_id = {one["indicator"]: one for one in now}
    assert by_id["A01"]["self_score"] is None, "3 of 2 points is asked anew"
    assert (by_id["A02"]["self_score"], by_id["A02"]["note"]) == (2500, "照材料")
    assert by_id["E09"]["self_score"] is None
    assert reads.stale(unit, assessment_id) == {}
    unit.undo(step)
    assert len(reads.lines(unit, assessment_id)) == 37
    assert reads.lines(unit, assessment_id)[0]["self_score"] == 3000


def test_last_year_is_compared_by_what_an_indicator_is_not_by_its_number(world: World) -> None:
    """A01 and A03 change places in the next table; their points differ."""
    unit = world.unit()
    hand_in(unit)
    old = computing.system_of(world.street, 2027)
    named = {"A01": "A03", "A03": "A01"}
    swapped = tuple(one._replace(id=named.get(one.id, one.id)) for one in old.indicators)
    rules = old._replace(indicators=swapped, pack=f"{old.pack.partition('@')[0]}@2027-1")
    (sealed,) = actions.issue_system(world.street, rules, 2027, world.usb).result  # type: ignore[misc]
    rule_packs.take(unit, rule_packs.read(unit, sealed))
    with clock.fixed(date(2027, 11, 24)):
        following = str(actions.begin(unit, 2027).result)
        beside = {one.line["indicator"]: one for one in reads.three_columns(unit, following)}
    assert (beside["A01"].line["points"], beside["A01"].last) == (2000, 2000)
    assert (beside["A03"].line["points"], beside["A03"].last) == (3000, 3000)


def _worth(one: Indicator, points: int) -> Indicator:
    part = Part("1", Decimal(points), BY_HAND, words="照材料")
    return one._replace(points=Decimal(points), parts=(part,))


def test_a_table_goes_out_with_the_next_bundle_too(world: World, tmp_path: Path) -> None:
    path = written(tmp_path, merged_cells, shipped())
    found = actions.read_workbook(world.street, path, 2027)
    actions.issue_system(world.street, found.system, 2027)
    assert computing.system_of(world.street, 2027).pack == "evaluation-indicators@2027-1"
    (row,) = world.street.rows(rule_packs.Query("rule_pack"))
    assert row["came_from"] == world.street.unit.name, "so it travels down"


def test_a_table_that_does_not_add_up_is_not_issued(world: World, tmp_path: Path) -> None:
    rules = shipped()
    short = tuple(
        one._replace(points=one.points - 2) if one.id == "C04" else one for one in rules.indicators
    )
    path = written(tmp_path, merged_cells, rules._replace(indicators=short))
    found = actions.read_workbook(world.street, path, 2027)
    with pytest.raises(Refused, match="指标分值合计 98，不是 100：第 3 方面少 2 分"):
        actions.issue_system(world.street, found.system, 2027, world.usb)
    assert not [*world.usb.glob("规则_*")]


def test_only_the_street_issues(world: World) -> None:
    unit = world.unit()
    with pytest.raises(Refused, match="由街道下发"):
        actions.issue_system(unit, shipped(), 2027, world.usb)
    with pytest.raises(Refused, match="年度 20 不对"):
        actions.read_workbook(world.street, world.usb / "x.xlsx", 20)


def test_what_a_changed_table_changes_is_told_in_chinese() -> None:
    labels = dict(packs.named("pack-labels")[0].value("labels"))
    (pack,) = packs.named("evaluation-indicators")
    for one in pack_changes.changes(None, pack, labels):
        assert "别的项" not in one.where + one.after, one
