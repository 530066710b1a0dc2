"""A whole year of invented units, played by script: plan, tasks, evidence, assessment, bundles,
marks, evaluation; and every number counted a second time from plain files (year/again.py).

QINGLIAN_EXPLORE=1 plays thirteen units, otherwise three.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import outgoing
from qinglian_desktop.modules.evaluation import assessment_reads as reads
from qinglian_desktop.modules.evaluation import computing, marking
from qinglian_desktop.modules.evaluation import reads as standing
from qinglian_desktop.modules.street import actions as street
from qinglian_desktop.modules.yearend import actions as yearend
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from year import again, plain, units, verdicts
from year.doing import YEAR, Year
from year.world import World

PROFILES = units.ALL if os.environ.get("QINGLIAN_EXPLORE") else units.FEW
NAMES = [one.name for one in PROFILES]
HANDED_IN = [one.name for one in PROFILES if not one.idle]
AFTER = date(YEAR + 1, 3, 10)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("year"), PROFILES)
    made.play()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def after_the_year(clock_of_the_machine: None) -> Iterator[None]:
    with clock.fixed(AFTER):
        yield


def of(world: World, name: str) -> Year:
    return next(one for one in world.units if one.profile.name == name)


def handed_in(one: Year) -> Row:
    row = reads.current(one.book, YEAR)
    assert row is not None
    return row


def points(stored: int | None) -> Decimal:
    return Decimal(stored or 0) / 1000


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
    assert row["level"] == (paused or whole.level)


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


# -- the evaluation ------------------------------------------------------------------------------


class Judgement(NamedTuple):
    """One unit in the notice, worked out from plain files alone."""

    own: Decimal | None
    review: Decimal | None
    bonus: Decimal
    conclusion: str


@pytest.fixture(scope="module")
def judged(world: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judgement]:
    """From the street's tables as CSV: the newest handed-in version with its marks."""
    tables = ("enrolled_unit", "assessment", "assessment_line", "assessment_mark", "bonus_claim",
              "bonus_ruling", "veto_event")  # fmt: skip
    folder = plain.write_out(world.street.connection, tables, tmp_path_factory.mktemp("s") / "csv")
    there = plain.Files(folder, YEAR)
    found = {}
    for unit in there.rows("enrolled_unit"):
        own = [r for r in there.rows("assessment")
               if r["owner"] == unit["office_id"] and r["frozen_on"]]  # fmt: skip
        if not own:
            found[unit["name"]] = Judgement(None, None, Decimal(0), "未参评")
            continue
        newest = max(own, key=lambda row: int(row["version"]))
        lines = {
            row["id"]: row for row in there.rows("assessment_line")
            if row["assessment_id"] == newest["id"]
        }  # fmt: skip
        files = world.files[unit["name"]]
        applies = again.applies(files)
        scores = {r["indicator"]: points(int(r["self_score"] or 0)) for r in lines.values()}
        whole = verdicts.Whole(scores, applies)
        for mark in there.rows("assessment_mark"):
            if mark["line_id"] in lines and mark["score"]:
                scores[mark["indicator"]] = points(int(mark["score"]))
        review = verdicts.Whole(scores, applies)
        claims = [r for r in there.rows("bonus_claim") if r["owner"] == unit["office_id"]]
        standing_vetoes = [
            r for r in there.rows("veto_event")
            if r["unit_office"] == unit["office_id"] and not r["lifted_on"]
        ]  # fmt: skip
        conclusion = review.level
        if verdicts.long_overdue(files):
            conclusion = "暂停评价"
        if standing_vetoes:
            conclusion = "不予认定"
        found[unit["name"]] = Judgement(
            whole.points, review.points, verdicts.bonus(claims, there.rows("bonus_ruling")),
            conclusion,
        )  # fmt: skip
    return found


def as_told(value: Decimal | None) -> str:
    """80.50 is told as 80.5, 0 as 0, nothing as —."""
    return "—" if value is None else format(value.normalize(), "f")


def test_every_number_of_the_notice_is_counted_again(
    world: World, judged: dict[str, Judgement], tmp_path: Path
) -> None:
    yearend.save_notice_as_word(world.street, YEAR, tmp_path / "通报.docx", world.notice)
    rows, text = plain.of_word(tmp_path / "通报.docx")
    table = [row for row in rows if len(row) == 6][1:]
    wanted = [
        [str(number), name, as_told(one.own), as_told(one.review),
         "—" if one.own is None else as_told(one.bonus), one.conclusion]
        for number, (name, one) in enumerate(judged.items(), 1)
    ]  # fmt: skip
    assert table == wanted
    assert [row[1] for row in table] == NAMES, "in the order of the codes"
    for conclusion, many in Counter(one.conclusion for one in judged.values()).items():
        assert f"{conclusion} {many} 个" in text
    for name, one in judged.items():
        if one.own is not None and one.bonus:
            assert f"{name} {as_told(one.bonus)} 分（" in text
    assert "通惠街道〔2026〕58号" in text


def test_no_number_of_the_notice_stands_there_unexplained(
    world: World, judged: dict[str, Judgement], tmp_path: Path
) -> None:
    """Whatever follows the table: thresholds, articles, what each claim brought and what not."""
    yearend.save_notice_as_word(world.street, YEAR, tmp_path / "通报.docx", world.notice)
    _, text = plain.of_word(tmp_path / "通报.docx")
    after = text[text.index("单位按编码排列") :]
    told = Counter(re.findall(r"\d+(?:\.\d+)?", after))
    wanted = Counter(["5", *(str(least) for _, least in verdicts.LEVELS if least)])
    wanted.update(["2026", "3", "2"])  # the day it was issued
    for one in world.units:
        name = one.profile.name
        if one.profile.veto and not one.profile.lifted:
            wanted.update([str(int(one.profile.veto[1:])), one.book.unit.code])
        if many := verdicts.long_overdue(world.files[name]):
            wanted.update(["10", str(many)])
    for name, brought in verdicts.brought(_street_files(world, tmp_path), world.files).items():
        if not brought:
            continue
        wanted.update([as_told(judged[name].bonus), *(as_told(points) for _, points in brought)])
        wanted.update(n for article, _ in brought for n in _IN_TITLE.get(article, ()))
        over = sum(points for _, points in brought) - verdicts.BONUS_CAP
        wanted.update([as_told(over)] if over > 0 else [])
    assert told == wanted


_IN_TITLE = {"J06": ("100",), "J07": ("90",)}  # numbers in the words of an article


def _street_files(world: World, folder: Path) -> plain.Files:
    tables = ("enrolled_unit", "bonus_claim", "bonus_ruling")
    made = plain.write_out(world.street.connection, tables, folder / "csv")
    return plain.Files(made, YEAR)


def test_the_notice_on_paper_is_the_notice_in_word(
    world: World, judged: dict[str, Judgement], tmp_path: Path
) -> None:
    draw(yearend.paper_of(world.street, YEAR, world.notice), tmp_path / "通报.pdf", fonts=Fonts())
    with pypdfium2.PdfDocument(tmp_path / "通报.pdf") as pdf:
        text = "".join("".join(p.get_textpage().get_text_range().split()) for p in pdf)
    for number, (name, one) in enumerate(judged.items(), 1):
        bonus = "—" if one.own is None else as_told(one.bonus)
        row = f"{number}{name}{as_told(one.own)}{as_told(one.review)}{bonus}{one.conclusion}"
        assert row in text


def test_what_was_decided_is_at_the_unit(world: World, judged: dict[str, Judgement]) -> None:
    for name, one in judged.items():
        (verdict,) = of(world, name).book.rows(Query("year_verdict"))
        assert verdict["conclusion"] == one.conclusion
        assert verdict["document_no"] == "通惠街道〔2026〕58号"
        if one.own is not None:
            assert points(verdict["points"]) == one.review
            assert points(verdict["bonus"]) == one.bonus


def test_the_units_are_as_different_as_a_year_makes_them(judged: dict[str, Judgement]) -> None:
    """So that the checks above tell something."""
    assert any(one.bonus == verdicts.BONUS_CAP for one in judged.values())
    assert {"不予认定", "未参评"} <= {one.conclusion for one in judged.values()}
    assert any(one.own != one.review for one in judged.values())
    if len(judged) > len(units.FEW):
        levels = {"示范", "合格", "提升", "待整改", "暂停评价"}
        assert levels <= {one.conclusion for one in judged.values()}


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
