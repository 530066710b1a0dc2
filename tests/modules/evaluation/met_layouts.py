"""Workbooks that once lost something: titles on each page, aspects on lines with points."""

from typing import Any

from modules.evaluation.layouts import Writer, aspects, number_of
from qinglian_desktop.modules.evaluation.system import System, shown

_CHINESE = "一二三四五六七八九十"
_HEADING = ["方面", "指标", "分值", "评分标准"]


def _merge(page: Any, top: int, left: int, bottom: int, right: int) -> None:
    page.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)


def points_behind_the_aspect(book: Any, rules: System) -> None:
    """基层组织有力18分 without a bracket, two lines of heading."""
    page = book.active
    page.append(["序号", "考核内容", None, "考核标准", None, "得分", None])
    page.append([None, "项目", "内容", "标准分", "评分细则", "自评", "复核"])
    for area in ((1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5), (1, 6, 1, 7)):
        _merge(page, *area)
    number = 0
    for _, name, points, listed in aspects(rules):
        top = page.max_row + 1
        for one in listed:
            number += 1
            page.append([number, f"{name}{points}分", one.title, float(one.points), one.words])
        _merge(page, top, 2, page.max_row, 2)


def weights_behind_the_aspect(book: Any, rules: System) -> None:
    """（权重18%） below the name of an aspect."""
    page = book.active
    page.append(["评价方面", "评价指标", "评价标准", "分值", "评价部门"])
    for _, name, points, listed in aspects(rules):
        for one in listed:
            head = f"{name}\n（权重{points}%）"
            page.append([head, one.title, one.words, float(one.points), "纪工委"])


def title_on_each_page(book: Any, rules: System) -> None:
    """The title again over each page, tall cells cut at its end, 〃 for what is the same."""
    page = book.active
    rows = [(name, one) for _, name, _points, listed in aspects(rules) for one in listed]
    for first in range(0, len(rows), 10):
        page.append(["清廉村居评价指标表"])
        _merge(page, page.max_row, 1, page.max_row, 4)
        page.append(_HEADING)
        for place in range(first, min(first + 10, len(rows))):
            name, one = rows[place]
            same = place and rows[place - 1][0] == name
            head = None if same and place == first else "〃" if same else name
            page.append([head, one.title, number_of(one.points), one.words])
        page.append(["评分人签字：", None, "日期：", None])
        page.append([f"第{first // 10 + 1}页/共4页"])


def aspects_with_points_on_their_line(book: Any, rules: System) -> None:
    """一、name | | 18 in the columns of the table itself."""
    page = book.active
    page.append(["类别", "考核指标", "分值", "评分办法"])
    for place, name, points, listed in aspects(rules):
        page.append([f"{_CHINESE[place]}、{name}", None, float(points), None])
        for one in listed:
            page.append([None, one.title, number_of(one.points), one.words])
    page.append(["总分", None, 100, None])


def aspects_merged_beside_their_points(book: Any, rules: System) -> None:
    """一、name over number and indicator, 18分 in the cell of points; no column of aspects."""
    page, number = book.active, 0
    page.append(["序号", "考核指标", "分值", "评分办法"])
    for place, name, points, listed in aspects(rules):
        page.append([f"{_CHINESE[place]}、{name}", None, f"{points}分", None])
        _merge(page, page.max_row, 1, page.max_row, 2)
        for one in listed:
            number += 1
            page.append([number, one.title, number_of(one.points), one.words])


def points_of_each_way(book: Any, rules: System) -> None:
    """What each way of scoring brings stands behind it; the indicator has a tall cell."""
    page = book.active
    page.append(["方面", "指标", "指标分值", "评分标准", "小项分值"])
    for _, name, _points, listed in aspects(rules):
        first = page.max_row + 1
        for one in listed:
            top, ways = page.max_row + 1, one.words.split("；")
            each = round(float(one.points) / len(ways), 2)
            for way in ways:
                page.append([name, one.title, float(one.points), way, each])
            _merge(page, top, 2, page.max_row, 2)
            _merge(page, top, 3, page.max_row, 3)
        _merge(page, first, 1, page.max_row, 1)


def lists_in_the_column_of_aspects(book: Any, rules: System) -> None:
    """加分项 and 一票否决 as if they were aspects; a remark and who made it below."""
    page = book.active
    page.append(_HEADING)
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            page.append([name, one.title, number_of(one.points), one.words])
    for bonus in rules.bonuses:
        page.append(["加分项（最高5分）", bonus.title, f"+{shown(bonus.cap)}", bonus.words])
    for veto in rules.vetoes:
        page.append(["一票否决", veto.title, "—", veto.trigger])
    page.append(["备注", "1.加分最高不超过5分；2.本表由街道纪工委负责解释。", None, None])
    page.append(["制表：", None, "审核：", "2027年1月10日"])


def what_is_looked_at(book: Any, rules: System) -> None:
    """考核项目 | 考核要点 | 扣分办法: the first is the aspect."""
    page = book.active
    page.append(["考核项目", "考核要点", "标准分", "扣分办法", "扣分", "得分"])
    for _, name, points, listed in aspects(rules):
        top = page.max_row + 1
        for one in listed:
            page.append([f"{name}（{points}分）", one.title, float(one.points), one.words])
        _merge(page, top, 1, page.max_row, 1)


def titles_continued(book: Any, rules: System) -> None:
    """Ways of scoring cut between two pages: the next begins with …（续） and no points."""
    page, on_page = book.active, 0
    page.append(_HEADING)
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            for place, way in enumerate(one.words.split("；")):
                on_page += 1
                row = [None] * 3 if place else [name, one.title, float(one.points)]
                if on_page % 10 == 0:
                    page.append(["（转下页）"])
                    page.append(_HEADING)
                    row = [f"{name}（续）", f"{one.title}（续）", None] if place else row
                page.append([*row, way])


MET: tuple[Writer, ...] = (
    points_behind_the_aspect, weights_behind_the_aspect, title_on_each_page,
    aspects_with_points_on_their_line, aspects_merged_beside_their_points, points_of_each_way,
    lists_in_the_column_of_aspects, what_is_looked_at, titles_continued,
)  # fmt: skip
