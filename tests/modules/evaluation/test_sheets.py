"""Issued tables in the layouts streets write: nothing is lost, and it goes out as it came."""

import os
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from modules.evaluation.drawn_layouts import Drawn
from modules.evaluation.further_layouts import FURTHER, WITH_MORE_WORDS
from modules.evaluation.layouts import LAYOUTS, Writer, all_in_one_table, merged_cells, written
from modules.evaluation.met_layouts import MET, lists_in_the_column_of_aspects
from modules.evaluation.test_system import shipped
from modules.evaluation.unseen_layouts import UNSEEN, lists_on_their_own_sheets
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import parse_pack
from qinglian_desktop.modules.evaluation import system
from qinglian_desktop.modules.evaluation.sheets import building, issuing, partwords, spelling
from qinglian_desktop.modules.evaluation.sheets.cells import plain

RULES = shipped()


@pytest.mark.parametrize(
    "writer", (*LAYOUTS, *UNSEEN, *FURTHER, *MET), ids=lambda one: one.__name__
)
def test_no_indicator_is_lost_in_any_layout(tmp_path: Path, writer: Writer) -> None:
    found = building.from_workbook(written(tmp_path, writer, RULES), RULES, 2027)
    made = found.system
    assert found.faults == ()
    assert [(plain(o.title), o.points) for o in made.indicators] == [
        (plain(o.title), o.points) for o in RULES.indicators
    ]
    assert [plain(one.words) for one in made.indicators] == [
        plain(one.words) for one in RULES.indicators
    ]
    assert [(one.name, one.points) for one in made.dimensions] == [
        (one.name, one.points) for one in RULES.dimensions
    ]
    by_aspect = {one.id: one.name for one in made.dimensions}
    assert [by_aspect[one.dimension] for one in made.indicators] == [
        RULES.dimension(one.dimension).name for one in RULES.indicators
    ]
    assert len(found.kept) == 27, "what is counted from records goes on being counted"


@pytest.mark.parametrize("writer", WITH_MORE_WORDS, ids=lambda one: one.__name__)
def test_what_more_a_table_says_stands_beside_how_it_is_scored(
    tmp_path: Path, writer: Writer
) -> None:
    found = building.from_workbook(written(tmp_path, writer, RULES), RULES, 2027)
    assert found.faults == ()
    assert [(o.title, o.points) for o in found.system.indicators] == [
        (o.title, o.points) for o in RULES.indicators
    ]
    told = [plain(one.words) for one in found.system.indicators]
    issued = [plain(one.words) for one in RULES.indicators]
    assert all(one in more for one, more in zip(issued, told, strict=True))
    assert told != issued


@pytest.mark.parametrize("kind", ["csv", "html"])
def test_a_table_that_is_no_workbook_at_all_is_read(tmp_path: Path, kind: str) -> None:
    rows = [
        (RULES.dimension(one.dimension).name, one.title, f"{one.points}分", one.words)
        for one in RULES.indicators
    ]
    heading = ("方面", "指标", "分值", "评分标准")
    if kind == "csv":
        path = tmp_path / "指标.csv"
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [heading, *rows])
    else:
        path = tmp_path / "指标.xls"
        lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in [heading, *rows])
        table = "".join(f"<tr>{line}</tr>" for line in lines)
        text = f"<html><meta charset='gb18030'><table>{table}</table></html>"
    path.write_bytes(text.encode("gb18030"))
    found = building.from_workbook(path, RULES, 2027)
    assert found.faults == ()
    assert [(o.title, o.points) for o in found.system.indicators] == [
        (o.title, o.points) for o in RULES.indicators
    ]


@pytest.mark.parametrize("seed", range(200 if os.environ.get("QINGLIAN_EXPLORE") else 20))
def test_no_indicator_is_lost_in_layouts_drawn_by_chance(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "指标.xlsx"
    Drawn(seed, RULES).book.save(path)
    found = building.from_workbook(path, RULES, 2027)
    assert found.faults == ()
    assert [(plain(o.title), o.points, plain(o.words)) for o in found.system.indicators] == [
        (plain(o.title), o.points, plain(o.words)) for o in RULES.indicators
    ]
    assert [one.name for one in found.system.dimensions] == [o.name for o in RULES.dimensions]


def test_aspects_that_begin_with_a_numeral_keep_their_names(tmp_path: Path) -> None:
    names = ("三资管理规范", "四议两公开落实", "一肩挑监督到位", "五级网格", "八小时外", "两委")
    renamed = tuple(
        one._replace(name=name) for one, name in zip(RULES.dimensions, names, strict=True)
    )
    path = written(tmp_path, merged_cells, RULES._replace(dimensions=renamed))
    found = building.from_workbook(path, RULES, 2027)
    assert [one.name for one in found.system.dimensions] == list(names)


def test_groups_below_an_aspect_are_no_aspects(tmp_path: Path) -> None:
    """An aspect over all columns, below it groups and indicators."""
    book = Workbook()
    page = book.active
    page.append(["二级指标", "三级指标", "分值", "评分标准"])
    for place, aspect in enumerate(RULES.dimensions):
        page.append(
            [f"{'一二三四五六'[place]}、{aspect.name}（共{system.shown(aspect.points)}分）"]
        )
        page.merge_cells(start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=4)
        own = [one for one in RULES.indicators if one.dimension == aspect.id]
        for number, one in enumerate(own):
            page.append([f"第{number // 3 + 1}组", one.title, float(one.points), one.words])
    path = tmp_path / "指标.xlsx"
    book.save(path)
    found = building.from_workbook(path, RULES, 2027)
    assert found.faults == ()
    assert found.system.dimensions == RULES.dimensions
    assert found.system.indicators[0].title == f"第1组：{RULES.indicators[0].title}"
    assert len(found.kept) == 27


@pytest.mark.parametrize(
    "writer", (all_in_one_table, lists_on_their_own_sheets, lists_in_the_column_of_aspects)
)
def test_bonus_and_negative_list_are_told_apart(tmp_path: Path, writer: Writer) -> None:
    made = building.from_workbook(written(tmp_path, writer, RULES), RULES, 2027).system
    assert [(o.title, o.cap) for o in made.bonuses] == [(o.title, o.cap) for o in RULES.bonuses]
    assert [o.title for o in made.vetoes] == [o.title for o in RULES.vetoes]
    assert [o.trigger for o in made.vetoes] == [o.trigger for o in RULES.vetoes]
    assert made.bonus_cap == 5


def test_a_wrong_sum_in_a_workbook_names_the_aspect(tmp_path: Path) -> None:
    path = written(tmp_path, merged_cells, _shorter())
    found = building.from_workbook(path, RULES, 2027)
    assert found.faults[0] == "指标分值合计 98，不是 100：第 3 方面少 2 分"


def _shorter() -> system.System:
    changed = tuple(
        one._replace(points=one.points - 2) if one.id == "C04" else one for one in RULES.indicators
    )
    return RULES._replace(indicators=changed)


def test_it_goes_out_as_the_workbook_it_can_be_read_from(tmp_path: Path) -> None:
    path = tmp_path / "指标体系.xlsx"
    issuing.write(path, RULES)
    made = building.from_workbook(path, RULES, 2027).system
    own = [one._replace(evidence="GK", source="程序建议") for one in made.indicators]
    assert own == list(RULES.indicators)
    assert made.dimensions == RULES.dimensions
    assert made.bonuses == RULES.bonuses
    assert made.vetoes == RULES.vetoes
    assert (made.title, made.pack) == (RULES.title, f"{system.NAME}@2027-1")


def test_the_pack_of_a_workbook_says_what_the_workbook_said(tmp_path: Path) -> None:
    made = building.from_workbook(written(tmp_path, merged_cells, RULES), RULES, 2027).system
    text = spelling.as_pack(made, date(2027, 1, 1))
    assert system.of(parse_pack(tomllib.loads(text))) == made


@pytest.mark.parametrize("one", RULES.indicators, ids=lambda one: one.id)
def test_how_parts_are_counted_is_read_back_from_its_words(one: system.Indicator) -> None:
    assert partwords.read(partwords.said(one.parts)) == one.parts


@pytest.mark.parametrize(
    "text",
    ["2分", "①2分 按比例：没有这种算法", "①两分 按比例：履责纪实每月有记录", "随便写的"],
)
def test_what_nobody_understands_is_judged_by_people(text: str) -> None:
    assert partwords.read(text) == ()


def test_a_sheet_without_indicators_says_what_is_missing(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["姓名", "电话"])
    book.active.append(["张三丰", "无"])
    path = tmp_path / "名单.xlsx"
    book.save(path)
    with pytest.raises(Refused, match="没有认出指标"):
        building.from_workbook(path, RULES, 2027)


def test_30_indicators_of_five_aspects_with_a_bonus_of_at_most_five(tmp_path: Path) -> None:
    """100 + 5, of another place: nothing of it is known here, all of it is judged by people."""
    book = Workbook()
    page = book.active
    page.append(["某市清廉村居建设评价指标体系"])
    page.merge_cells("A1:D1")
    page.append(["一级指标", "二级指标", "分值", "评分标准"])
    names = ("完善治理体系", "扎紧制度笼子", "筑牢反腐防线", "推行数智运行", "强化宣传教育")
    for name in names:
        top = page.max_row + 1
        for number, points in enumerate((3, 3, 3, 3.5, 3.5, 4), 1):
            page.append(
                [name, f"{name}的第{number}件事", points, "查看材料，缺一项扣1分，扣完为止"]
            )
        page.merge_cells(start_row=top, end_row=page.max_row, start_column=1, end_column=1)
    page.append(["加分项", "获得市级以上表彰", 5, "每项加2分，最高加分不超过5分"])
    path = tmp_path / "某市.xlsx"
    book.save(path)
    found = building.from_workbook(path, RULES, 2027)
    assert found.faults == ()
    assert len(found.system.indicators) == 30
    assert [one.name for one in found.system.dimensions] == list(names)
    assert found.system.bonus_cap == 5
    assert [one.title for one in found.system.bonuses] == ["获得市级以上表彰"]
    assert {one.rule for one in found.system.indicators} == {"deduct"}
    assert len(found.by_hand) == 30
    assert sum(one.points for one in found.system.indicators) == Decimal(100)
