"""Workbooks where scoring stands below, aspects head blocks, parts are told with their points."""

from typing import Any

from modules.evaluation.layouts import Writer, aspects, number_of
from qinglian_desktop.modules.evaluation.system import System, shown

_CHINESE = "一二三四五六七八九十"


def scoring_below(book: Any, rules: System) -> None:
    """评分标准：…… in a merged line below each indicator."""
    page, number = book.active, 0
    page.append(["序号", "指标", "分值", "佐证材料"])
    for place, name, points, listed in aspects(rules):
        page.append([f"{_CHINESE[place]}、{name}（{points}分）"])
        row = page.max_row
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        for one in listed:
            number += 1
            page.append([number, one.title, number_of(one.points), one.papers])
            page.append([None, f"评分标准：{one.words}"])
            row = page.max_row
            page.merge_cells(start_row=row, end_row=row, start_column=2, end_column=4)


def a_block_for_each_aspect(book: Any, rules: System) -> None:
    """The aspect over the block, the heading again in each, 小计 below."""
    page = book.active
    page.append(["清廉村居评价指标"])
    for place, name, points, listed in aspects(rules):
        page.append([])
        page.append([f"（{_CHINESE[place]}）{name}（{points}分）"])
        page.append(["序号", "评价内容", "分值（100分）", "评分标准"])
        for number, one in enumerate(listed, 1):
            page.append([number, one.title, number_of(one.points), one.words])
        page.append([None, "小计", number_of(float(points)), None])


def empty_rows_and_columns(book: Any, rules: System) -> None:
    """Air between the columns and between the rows."""
    page = book.active
    page.append(["方面", None, "指标", None, "评分标准", None, "分值"])
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            page.append([])
            page.append([name, None, one.title, None, one.words, None, f"{shown(one.points)} 分"])


def no_third_level(book: Any, rules: System) -> None:
    """The second level is merged over the third, where there is none."""
    page = book.active
    page.append(["一级指标", "二级指标", "三级指标", "分值", "评分标准"])
    for _, name, _points, listed in aspects(rules):
        top = page.max_row + 1
        for one in listed:
            page.append([name, one.title, None, number_of(one.points), one.words])
            row = page.max_row
            page.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
        page.merge_cells(start_row=top, end_row=page.max_row, start_column=1, end_column=1)


def weights_in_per_cent(book: Any, rules: System) -> None:
    """0.03 that is shown as 3.0%, of the aspect and of the indicator."""
    page = book.active
    page.append(["评价维度", "维度权重", "评价指标", "指标权重", "评价方法"])
    for _, name, points, listed in aspects(rules):
        for one in listed:
            share = float(one.points) / 100
            page.append([name, float(points) / 100, one.title, share, one.words])
            for column in "BD":
                page[f"{column}{page.max_row}"].number_format = "0.0%"


def lettered_columns(book: Any, rules: System) -> None:
    """单位：分 over the table, 甲 乙 1 2 3 below the heading."""
    page = book.active
    page.append(["清廉村居评价指标"])
    page.merge_cells("A1:E1")
    page.append(["制表单位：通惠街道", None, None, None, "单位：分"])
    page.append(["项目", "指标", "分值", "评分标准", "扣分原因"])
    page.append(["甲", "乙", 1, 2, 3])
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            page.append([name, one.title, number_of(one.points), one.words, None])
    page.append(["总　　计", None, 100, None, None])
    page.append(["填表说明：1.按季填报；2.附佐证。"])


def explained(book: Any, rules: System) -> None:
    """指标说明 beside 计分方式; who is responsible, when it is reported."""
    page, number = book.active, 0
    page.append(
        ["序号", "一级指标", "指标名称", "指标说明", "分值", "计分方式", "责任单位", "备注"]
    )
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            number += 1
            told = [
                number_of(one.points),
                one.words,
                "党群办、民政办",
                "季报" if number % 3 else None,
            ]
            page.append([number, name, one.title, f"反映{name}的情况", *told])


def of_which(book: Any, rules: System) -> None:
    """其中：…… tells what the points of the indicator above are made of."""
    page = book.active
    page.append(["方面", "指标", "分值", "评分标准"])
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            page.append([name, one.title, number_of(one.points), one.words])
            for place, part in enumerate(one.parts if len(one.parts) > 1 else ()):
                words = f"{'其中：' if not place else ''}第{place + 1}部分"
                page.append([None, words, number_of(part.points), None])


FURTHER: tuple[Writer, ...] = (
    scoring_below, a_block_for_each_aspect, empty_rows_and_columns, no_third_level,
    weights_in_per_cent, lettered_columns,
)  # fmt: skip
WITH_MORE_WORDS: tuple[Writer, ...] = (explained, of_which)
