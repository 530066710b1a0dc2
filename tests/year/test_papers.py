"""The papers of the street at the end of the year, and every number of them counted again."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.street import briefing
from qinglian_desktop.modules.yearend import actions as yearend
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from year import again, plain, units, verdicts
from year.asking import AFTER, NAMES, of, points
from year.doing import YEAR
from year.world import World

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
            if r["to_office"] == unit["office_id"] and not r["lifted_on"]
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


def in_table(value: Decimal | None) -> str:
    """Under one another: two places each."""
    return "—" if value is None else f"{value:.2f}"


def test_every_number_of_the_notice_is_counted_again(
    world: World, judged: dict[str, Judgement], tmp_path: Path
) -> None:
    yearend.save_notice_as_word(world.street, YEAR, tmp_path / "通报.docx", world.notice)
    rows, text = plain.of_word(tmp_path / "通报.docx")
    table = [row for row in rows if len(row) == 6][1:]
    wanted = [
        [str(number), name, in_table(one.own), in_table(one.review),
         "—" if one.own is None else in_table(one.bonus), one.conclusion]
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
        bonus = "—" if one.own is None else in_table(one.bonus)
        row = f"{number}{name}{in_table(one.own)}{in_table(one.review)}{bonus}{one.conclusion}"
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


# -- the briefing --------------------------------------------------------------------------------

QUARTER = f"{YEAR}Q4"


@pytest.fixture(scope="module")
def told(world: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """By unit, what its own files say of the last quarter; money in 分."""
    folder, found = tmp_path_factory.mktemp("units"), {}
    tables = ("entry", "task", "planned_posting", "notice", "directive_answer")
    for one in world.units:
        made = plain.write_out(one.book.connection, tables, folder / one.profile.name)
        found[one.profile.name] = _quarter(plain.Files(made, YEAR))
    return found


def _quarter(files: plain.Files) -> dict[str, int]:
    listed = files.rows("task")
    late = [row for row in listed if row["state"] in ("未开始", "进行中")]
    paid = [r for r in files.within("entry", "day", direction="支出") if r["day"][5:7] > "09"]
    hung = {
        row["id"]: row["posted_on"] for row in files.rows("notice")
        if row["state"] in ("已上墙", "公示不足", "已归档")
    }  # fmt: skip
    months = (QUARTER, f"{YEAR}-10", f"{YEAR}-11", f"{YEAR}-12")
    lines = [row for row in files.rows("planned_posting") if row["period"] in months]
    counted = [row for row in lines if row["state"] != "不适用"]
    posted = [row for row in counted if row["state"] == "已公开"]
    named = {row["notice_id"] for row in files.rows("planned_posting")}
    hung_now = [r for r in files.within("notice", "posted_on")
                if r["id"] in hung and r["posted_on"][5:7] > "09"]  # fmt: skip
    too_late = [row for row in posted if hung.get(row["notice_id"], "") > row["due_on"]]
    return {
        "任务": len(listed), "已完成": sum(row["state"] == "已完成" for row in listed),
        "进行中": sum(row["state"] in ("进行中", "待核") for row in listed),
        "未开始": sum(row["state"] == "未开始" for row in listed),
        "逾期": sum("" < row["due_on"] < AFTER.isoformat() for row in late),
        "答复街道": len(files.within("directive_answer", "created_at")),
        "其中办完": sum(row["state"] == "已办完" for row in files.rows("directive_answer")),
        "村（居）委会支出（元）": sum(int(row["amount_fen"]) for row in paid), "笔数": len(paid),
        "应公开": len(counted), "按期公开": len(posted) - len(too_late), "迟公开": len(too_late),
        "不适用": len(lines) - len(counted), "逾期未公开": len(counted) - len(posted),
        "随时公开": sum(row["id"] not in named for row in hung_now),
        "公示不足": sum(row["state"] == "公示不足" for row in hung_now),
    }  # fmt: skip


def test_every_figure_of_the_briefing_is_counted_again(
    world: World, told: dict[str, dict[str, int]], tmp_path: Path
) -> None:
    path = tmp_path / "简报.docx"
    briefing.save_as_word(world.street, Period.parse(QUARTER), path)
    rows, text_of_all = plain.of_word(path)
    heading: list[str] = []
    seen = Counter[str]()
    for row in rows:
        if row[0] == "序号":
            heading = row
            continue
        for column, text in zip(heading[2:], row[2:], strict=True):
            if column in ("报送", "还缺什么", "预警未销"):
                continue
            one = told.get(row[1])
            value = one[column] if one else sum(each[column] for each in told.values())
            money = column.endswith("（元）")
            assert text == (f"{value / 100:,.2f}" if money else str(value)), (row[1], column)
            seen[column] += 1
    assert {"任务", "逾期", "应公开", "按期公开", "村（居）委会支出（元）"} <= set(seen)
    whole = sum(one["任务"] for one in told.values())
    assert f"合计：任务 {whole}，" in text_of_all, "as in the table"
    assert set(seen.values()) == {len(told) + 1}, "each unit, and all together"


def test_the_two_charts_of_the_briefing_show_the_same_figures(
    world: World, told: dict[str, dict[str, int]], tmp_path: Path
) -> None:
    path = tmp_path / "简报.docx"
    briefing.save_as_word(world.street, Period.parse(QUARTER), path)
    charts = plain.charts(path)
    assert len(charts) == 2
    for series in charts:
        for name, values in series.items():
            assert values == {unit: one.get(name, 0) for unit, one in told.items()}
    assert {"已完成", "未开始", "按期公开"} <= {name for series in charts for name in series}


def test_a_period_without_data_says_so_and_has_no_empty_tables(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "简报.docx"
    briefing.save_as_word(world.street, Period.parse(f"{YEAR - 2}Q1"), path)
    rows, text = plain.of_word(path)
    assert text.count("这个时期没有数据。") == 3
    assert {len(row) for row in rows} == {5}, "only the board of the units"
    assert plain.charts(path) == []
