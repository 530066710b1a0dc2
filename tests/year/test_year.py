"""A whole year of invented units, played by script: plan, tasks, evidence, assessment, bundles,
marks, evaluation; and every number counted a second time from plain files (year/again.py).

QINGLIAN_EXPLORE=1 plays thirteen units, otherwise three.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange import outgoing
from qinglian_desktop.modules.evaluation import assessment_reads as reads
from qinglian_desktop.modules.evaluation import computing, marking
from qinglian_desktop.modules.evaluation import reads as standing
from qinglian_desktop.modules.street import actions as street
from year import again, plain, verdicts
from year.asking import AFTER, HANDED_IN, NAMES, PROFILES, handed_in, of, points
from year.doing import YEAR, Year
from year.world import World

# -- the unit's own numbers ----------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_suggestion_is_what_plain_files_of_the_last_day_come_to(
    world: World, name: str
) -> None:
    one, files = of(world, name), world.files[name]
    told = {o.indicator_id: o.points for o in computing.suggestions(one.book, YEAR)}
    assert told == again.suggested(files)


def test_at_least_26_of_the_37_indicators_are_computed_from_records(world: World) -> None:
    found = {
        name: {
            o.indicator_id for o in computing.suggestions(of(world, name).book, YEAR) if o.points
        }
        for name in NAMES
    }
    assert len(again.MOST) == 37
    assert len(set().union(*found.values())) >= 26
    assert set().union(*found.values()) <= set(again.COUNTED)
    assert all(not found[one.name] for one in PROFILES if one.idle)


def test_the_cut_off_day_is_what_makes_the_difference(world: World) -> None:
    late = [one for one in world.units if one.profile.after]
    assert late
    for one in late:
        live = computing.suggestions(one.book, YEAR, cutoff=AFTER)
        assert {o.indicator_id: o.points for o in live} != again.suggested(
            world.files[one.profile.name]
        )


@pytest.mark.parametrize("name", HANDED_IN)
def test_what_was_frozen_adds_up(world: World, name: str) -> None:
    one, files = of(world, name), world.files[name]
    row = handed_in(one)
    lines = {line["indicator"]: line for line in reads.lines(one.book, row["id"])}
    mine, there = again.suggested(files), again.applies(files)
    assert {key: points(line["suggested"]) for key, line in lines.items()} == mine
    own = {key: points(line["self_score"]) for key, line in lines.items()}
    whole = verdicts.Whole(own, there)
    assert points(row["total"]) == whole.points
    assert points(row["bonus"]) == verdicts.bonus(files.rows("bonus_claim"))
    paused = "暂停评价" if verdicts.long_overdue(files) else ""
    # What the street had confirmed by then has come down, and what was lifted is lifted here.
    refused = "不予认定" if one.profile.veto and not one.profile.lifted else ""
    assert row["level"] == (refused or paused or whole.level)


# -- at the street -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_street_holds_every_row_of_the_unit(world: World, name: str, tmp_path: Path) -> None:
    book = of(world, name).book
    tables = [record.table for record in outgoing.tables_leaving(book)]
    home = plain.write_out(book.connection, tables, tmp_path / "home", book.unit.office_id)
    there = plain.write_out(
        world.street.connection, tables, tmp_path / "street", book.unit.office_id
    )
    for table in tables:
        assert _rows(home, table) == _rows(there, table), table


def _rows(folder: Path, table: str) -> list[tuple[str, str]]:
    files = plain.Files(folder, YEAR)
    return [(row["id"], row["row_hash"]) for row in files.rows(table)]


def test_the_street_works_out_the_same_scores_as_the_units(world: World) -> None:
    """Of those that changed nothing afterwards: the street has no earlier state of their rows."""
    found = computing.of_units(world.street, YEAR, [one.book.unit.office_id for one in world.units])
    for one in world.units:
        if not one.profile.after:
            told = {o.indicator_id: o.points for o in found[one.book.unit.office_id]}
            assert told == again.suggested(world.files[one.profile.name])


@pytest.mark.parametrize("name", HANDED_IN)
def test_the_marks_are_at_the_unit_and_come_to_the_same(world: World, name: str) -> None:
    one = of(world, name)
    there = again.applies(world.files[name])
    given = marking.marks_of(world.street, one.book.unit.office_id, YEAR)
    own = marking.marks_of(one.book, one.book.unit.office_id, YEAR)
    assert given is not None
    assert own is not None
    assert own.row["id"] == given.row["id"] == handed_in(one)["id"]
    scores = {line["id"]: line["indicator"] for line in own.lines}
    marked = {scores[key]: points(mark["score"]) for key, mark in own.marks.items()}
    plain = {mark["indicator"]: points(mark["score"]) for mark in given.marks.values()}
    assert marked == plain
    assert set(marked) == {name for name, applies in there.items() if applies}
    whole = verdicts.Whole(marked, there)
    assert own.review.points == given.review.points == whole.points
    assert whole.points < verdicts.Whole(_self_scores(one), there).points or one.profile.second
    beside = {
        column.line["indicator"]: column for column in reads.three_columns(one.book, own.row["id"])
    }
    for indicator, score in marked.items():
        assert points(beside[indicator].review) == score
        assert points(beside[indicator].own) == _self_scores(one)[indicator]
    lowered = [key for key, score in marked.items() if score != _self_scores(one)[key]]
    assert all(beside[key].said == "材料不齐" for key in lowered)
    assert lowered or one.profile.second


def _self_scores(one: Year) -> dict[str, Decimal]:
    lines = reads.lines(one.book, handed_in(one)["id"])
    return {line["indicator"]: points(line["self_score"]) for line in lines}


def test_who_is_not_recognised_is_who_has_a_standing_article(world: World) -> None:
    for one in world.units:
        found = standing.standing_of(world.street, YEAR, unit=one.book.unit.office_id)
        paused = verdicts.long_overdue(world.files[one.profile.name])
        confirmed = one.profile.veto and not one.profile.lifted
        assert found.state == ("不予认定" if confirmed else "暂停评价" if paused else "")
        assert not confirmed or str(int(one.profile.veto[1:])) in found.words


# -- inspections ---------------------------------------------------------------------------------


def test_what_was_found_went_down_was_answered_and_is_closed(world: World) -> None:
    """As many findings as were told; at the unit each is an order and a task."""
    for number, one in enumerate(world.units):
        wanted = number % 3 + 1
        own = [r for r in world.street.rows(Query("inspection_finding"))
               if r["unit_name"] == one.profile.name]  # fmt: skip
        orders = one.book.rows(Query("directive"))
        assert len(own) == len(orders) == wanted
        tasks = [r for r in one.book.rows(Query("task")) if r["title"].startswith("督查整改：")]
        assert len(tasks) == wanted
        closed = 0 if one.profile.idle else 1
        assert sum(row["state"] == "已销号" for row in own) == closed
        assert sum("复查通过" in (row["closed_note"] or "") for row in orders) == closed


# -- the street's tables -------------------------------------------------------------------------


def test_the_merged_tables_are_sums_over_plain_files(world: World, tmp_path: Path) -> None:
    """Money, tasks and the register of each unit, on the street's paper and added up here."""
    period = Period.parse(f"{YEAR}Q4")
    tables = {table.key: table for table in street.summary(world.street, period)}
    for place, one in enumerate(world.units):
        folder = plain.write_out(
            one.book.connection, ("entry", "task", "household", "person", "post"),
            tmp_path / str(place),
        )  # fmt: skip
        files = plain.Files(folder, YEAR)
        spent = [r for r in files.within("entry", "day", direction="支出") if r["day"][5:7] > "09"]
        figures = dict(
            zip(tables["funds"].columns, tables["funds"].lines[place].values, strict=True)
        )
        assert tables["funds"].lines[place].name == one.profile.name
        assert figures["笔数"] == len(spent)
        assert sum(figures.values()) - figures["笔数"] == sum(int(r["amount_fen"]) for r in spent)
        listed = files.rows("task")
        told = dict(zip(tables["tasks"].columns, tables["tasks"].lines[place].values, strict=True))
        assert told["任务"] == len(listed)
        assert told["已完成"] == sum(row["state"] == "已完成" for row in listed)
        late = [r for r in listed if r["state"] in ("未开始", "进行中")]
        assert told["逾期"] == sum("" < row["due_on"] < AFTER.isoformat() for row in late)
        people = tables["registry"].lines[place].values
        assert people[:2] == (len(files.rows("household")), len(files.rows("person")))


def test_every_unit_has_a_whole_line_on_the_board(world: World) -> None:
    lines = {line.name: line for line in street.board(world.street)}
    assert list(lines) == NAMES
    for one in world.units:
        line = lines[one.profile.name]
        sent = one.book.rows(Query("sent_bundle"))
        assert line.last_number == max(row["number"] for row in sent)
        assert not line.missing


@pytest.mark.parametrize("name", HANDED_IN)
def test_the_evidence_of_a_unit_is_at_the_street(world: World, name: str) -> None:
    """Photos of tasks and of what was put right went along with the rows that name them."""
    book, seen = of(world, name).book, 0
    for table in ("task", "task_note", "directive_answer"):
        for row in book.rows(Query(table)):
            for file_id in FILES.load(row["files"]) if row["files"] else ():
                assert world.street.files.read(file_id) == book.files.read(file_id)
                seen += 1
    assert seen >= 10
