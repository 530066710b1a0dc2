"""Workbooks as streets write them by hand: one set of indicators in many layouts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from qinglian_desktop.modules.evaluation.system import Indicator, System, shown

Writer = Callable[[Any, System], None]
_CHINESE = "一二三四五六七八九十"


def aspects(rules: System) -> Iterator[tuple[int, str, str, list[Indicator]]]:
    """(place, name, points, indicators) of each aspect."""
    for place, one in enumerate(rules.dimensions):
        listed = [i for i in rules.indicators if i.dimension == one.id]
        yield place, one.name, shown(one.points), listed


def number_of(points: Any) -> float | int:
    return int(points) if points == int(points) else float(points)


def merged_cells(book: Any, rules: System) -> None:
    """Title over everything, aspect and its points in tall cells, 合计 at the foot."""
    page = book.active
    page.append(["通惠街道清廉村居建设评价指标（试行）"])
    page.merge_cells("A1:F1")
    page.append(["评价方面", "方面分值", "序号", "指标内容", "分值", "评分标准"])
    for _, name, points, listed in aspects(rules):
        top = page.max_row + 1
        for number, one in enumerate(listed, 1):
            page.append(
                [
                    name,
                    number_of(float(points)),
                    number,
                    one.title,
                    number_of(one.points),
                    one.words,
                ]
            )
        if len(listed) > 1:
            page.merge_cells(start_row=top, end_row=page.max_row, start_column=1, end_column=1)
            page.merge_cells(start_row=top, end_row=page.max_row, start_column=2, end_column=2)
    page.append(["合计", None, None, None, 100, None])


def two_header_rows(book: Any, rules: System) -> None:
    """Groups of columns, and columns that are filled in later."""
    page = book.active
    page.append(["附件1"])
    page.append(["清廉村居评价表"])
    page.merge_cells("A2:I2")
    page.append(["序号", "评价指标", None, "评分", None, "佐证材料", "评分情况", None, "备注"])
    page.append(
        [None, "一级指标", "二级指标", "分值", "评分标准", None, "自评分", "街道评分", None]
    )
    for area in ("A3:A4", "B3:C3", "D3:E3", "F3:F4", "G3:H3", "I3:I4"):
        page.merge_cells(area)
    number = 0
    for place, name, points, listed in aspects(rules):
        top = page.max_row + 1
        for one in listed:
            number += 1
            head = f"{_CHINESE[place]}、{name}（{points}分）"
            page.append(
                [number, head, one.title, f"{shown(one.points)}分", one.words, one.papers]
            )  # fmt: skip
        page.merge_cells(start_row=top, end_row=page.max_row, start_column=2, end_column=2)


def split_pages(book: Any, rules: System) -> None:
    """One long sheet cut into pages: heading again, （续）, page numbers, cells cut in two."""
    page = book.active
    heading = ["方面", "编号", "指标", "分值", "评分办法", "佐证材料"]
    page.append(["清廉村居评价指标体系"])
    page.merge_cells("A1:F1")
    page.append(heading)
    on_page, pages, last = 0, 1, ""
    for _, name, points, listed in aspects(rules):
        for one in listed:
            if on_page == 8:
                page.append([None, None, f"第 {pages} 页，共 5 页"])
                page.append([])
                page.append(["续表"])
                page.append(heading)
                on_page, pages = 0, pages + 1
                head = f"{name}（续）" if last == name else name
            else:
                head = name if last != name else None
            cut = len(one.words) // 2
            whole = on_page != 7
            words = one.words if whole else one.words[:cut]
            page.append([head, one.id, one.title, number_of(one.points), words, one.papers])
            on_page, last = on_page + 1, name
            if not whole:
                page.append([None] * 6)
                page.append([f"—{pages}—"])
                page.append(heading)
                page.append([f"{name}（续）", None, None, None, one.words[cut:], None])
                on_page, pages = 1, pages + 1
        page.append([None, None, "小计", number_of(float(points)), None, None])


def a_sheet_each(book: Any, rules: System) -> None:
    """Every aspect on a sheet of its own, named after it."""
    for place, name, points, listed in aspects(rules):
        page = book.active if place == 0 else book.create_sheet()
        page.title = f"{_CHINESE[place]}、{name}"
        page.append([f"{name}（{points}分）"])
        page.merge_cells("A1:D1")
        page.append(["序号", "评价内容", "满分", "计分方法"])
        for number, one in enumerate(listed, 1):
            page.append([number, one.title, number_of(one.points), one.words])


def aspects_as_lines(book: Any, rules: System) -> None:
    """An aspect is a line over all columns; points stand in the line."""
    page = book.active
    page.append(["编号", "指标", "标准分", "考核办法", "印证材料"])
    for place, name, points, listed in aspects(rules):
        page.append([f"{_CHINESE[place]}、{name}（{points}分）"])
        row = page.max_row
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
        for one in listed:
            page.append([one.id, one.title, number_of(one.points), one.words, one.papers])


def lines_of_scoring(book: Any, rules: System) -> None:
    """What one indicator is scored by stands in several rows under one tall cell of points."""
    page = book.active
    page.append(["一级指标", "二级指标", "分值", "评分细则", "佐证资料"])
    for _, name, _points, listed in aspects(rules):
        first = page.max_row + 1
        for one in listed:
            top = page.max_row + 1
            for number, words in enumerate(one.words.split("；")):
                head = [name, one.title, number_of(one.points)] if not number else [None] * 3
                page.append([*head, words, one.papers if not number else None])
            if page.max_row > top:
                for column in (2, 3, 5):
                    page.merge_cells(
                        start_row=top, end_row=page.max_row, start_column=column, end_column=column
                    )
        page.merge_cells(start_row=first, end_row=page.max_row, start_column=1, end_column=1)


def points_in_the_text(book: Any, rules: System) -> None:
    """No column of points: each indicator says its own."""
    page = book.active
    page.append(["方面", "评价指标", "评价标准"])
    for _, name, points, listed in aspects(rules):
        for one in listed:
            title = f"{one.title}（{shown(one.points)}分）"
            page.append([f"{name}（{points}分）", title, one.words])


def columns_on_two_sheets(book: Any, rules: System) -> None:
    """Too wide for one page: how it is scored stands on the next, by number."""
    left, right = book.active, book.create_sheet("续")
    left.append(["方面", "编号", "指标", "分值"])
    right.append(["编号", "评分办法", "佐证材料"])
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            left.append([name, one.id, one.title, number_of(one.points)])
            right.append([one.id, one.words, one.papers])


def side_by_side(book: Any, rules: System) -> None:
    """Two halves of a list beside each other."""
    page = book.active
    heading = ["方面", "编号", "指标", "分值", "评分办法"]
    page.append([*heading, None, *heading])
    rows = [
        [name, one.id, one.title, number_of(one.points), one.words]
        for _, name, _points, listed in aspects(rules)
        for one in listed
    ]
    half = (len(rows) + 1) // 2
    for n in range(half):
        right = rows[half + n] if half + n < len(rows) else [None] * 5
        page.append([*rows[n], None, *right])


def all_in_one_table(book: Any, rules: System) -> None:
    """Bonus and negative list go on below, in the same columns."""
    aspects_as_lines(book, rules)
    page = book.active
    page.append(["合计", None, 100, None, None])
    page.append(["加分项（最高不超过5分）"])
    page.merge_cells(start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=5)
    for one in rules.bonuses:
        page.append([one.id, one.title, number_of(one.cap), one.words, one.papers])
    page.append(["负面清单（有下列情形之一的，不予认定）"])
    page.merge_cells(start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=5)
    for one in rules.vetoes:
        page.append([one.id, one.title, None, one.trigger, None])


def other_words(book: Any, rules: System) -> None:
    """Other words over the columns, letters set apart, who signs it below."""
    page = book.active
    page.append(["附件 2"])
    page.append(["清廉社区建设考核细则"])
    page.append(["考核内容", "考核指标", "权重", "考核标准", "考核方式"])
    for _, name, _points, listed in aspects(rules):
        top = page.max_row + 1
        for one in listed:
            share = f"{shown(one.points)}%"
            page.append(
                [" ".join(name), one.title, share, one.words.replace("，", "，\n"), "查资料"]
            )
        page.merge_cells(start_row=top, end_row=page.max_row, start_column=1, end_column=1)
    page.append(["总计", None, "100%", None, None])
    page.append(["审核人：", None, "填表人：", None, "年  月  日"])


def three_levels(book: Any, rules: System) -> None:
    """一级, 二级 and 三级, each with its own column of points."""
    page = book.active
    page.append(["指标体系", None, None, None, "评价", None])
    page.append(["一级指标", "分值", "二级指标", "分值", "评价标准", "得分"])
    page.merge_cells("A1:D1")
    page.merge_cells("E1:F1")
    for _, name, points, listed in aspects(rules):
        top = page.max_row + 1
        for one in listed:
            page.append([name, float(points), one.title, number_of(one.points), one.words])
        for column in (1, 2):
            page.merge_cells(
                start_row=top, end_row=page.max_row, start_column=column, end_column=column
            )


def sheets_of_pages(book: Any, rules: System) -> None:
    """Each printed page is a sheet with the title and the heading again; aspects run on."""
    rows = [
        [name if not place else None, one.title, number_of(one.points), one.words]
        for _, name, _points, listed in aspects(rules)
        for place, one in enumerate(listed)
    ]
    for number, first in enumerate(range(0, len(rows), 9), 1):
        page = book.active if number == 1 else book.create_sheet()
        page.title = f"第{number}页"
        page.append(["清廉村居评价指标体系" + ("（续）" if number > 1 else "")])
        page.merge_cells("A1:D1")
        page.append(["评价方面", "评价内容", "分值", "评价标准"])
        for row in rows[first : first + 9]:
            page.append(row)
        page.append([f"第 {number} 页 共 5 页"])


def pages_without_headings(book: Any, rules: System) -> None:
    """Only the first sheet has the heading; the next ones go on with rows."""
    rows = [
        [name, one.id, one.title, number_of(one.points), one.words]
        for _, name, _points, listed in aspects(rules)
        for one in listed
    ]
    page = book.active
    page.append(["方面", "编号", "指标", "分值", "评分办法"])
    for place, row in enumerate(rows):
        if place and place % 12 == 0:
            page = book.create_sheet()
        page.append(row)


def points_beside_the_title(book: Any, rules: System) -> None:
    """指标（分值） in one column."""
    page = book.active
    page.append(["评价方面（分值）", "评价指标（分值）", "评分标准"])
    for _, name, points, listed in aspects(rules):
        top = page.max_row + 1
        for one in listed:
            page.append(
                [f"{name}（{points}分）", f"{one.title}（{shown(one.points)}分）", one.words]
            )
        page.merge_cells(start_row=top, end_row=page.max_row, start_column=1, end_column=1)


LAYOUTS: tuple[Writer, ...] = (
    merged_cells, two_header_rows, split_pages, a_sheet_each, aspects_as_lines, lines_of_scoring,
    points_in_the_text, columns_on_two_sheets, side_by_side, all_in_one_table, other_words,
    three_levels, sheets_of_pages, pages_without_headings, points_beside_the_title,
)  # fmt: skip


def written(folder: Path, writer: Writer, rules: System) -> Path:
    book = Workbook()
    writer(book, rules)
    path = folder / f"{writer.__name__}.xlsx"
    book.save(path)
    return path
