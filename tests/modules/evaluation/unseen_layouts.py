"""More workbooks as streets write them by hand: what the first fifteen layouts did not have."""

from typing import Any

from openpyxl.styles import Alignment, Font

from modules.evaluation.layouts import Writer, aspects, number_of
from qinglian_desktop.modules.evaluation.system import System, shown

_CHINESE = "一二三四五六七八九十"
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def hidden_columns(book: Any, rules: System) -> None:
    """Last year's points stand in a hidden column, the clerk's own notes in another."""
    page = book.active
    page.append(["方面", "分值", "指标", "内部备注", "分值", "评分标准"])
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            page.append([name, 1, one.title, "待定", number_of(one.points), one.words])
    page.column_dimensions["B"].hidden = True
    page.column_dimensions["D"].hidden = True


def notes_between(book: Any, rules: System) -> None:
    """Notes over all columns stand between the rows of an aspect, and one below the heading."""
    page = book.active
    page.append(["清廉村居评价指标"])
    page.append(["方面", "指标", "分值", "评分标准"])
    page.append(["说明：以下材料以台账为准"])
    page.merge_cells("A3:D3")
    for _, name, _points, listed in aspects(rules):
        for number, one in enumerate(listed):
            page.append([name, one.title, number_of(one.points), one.words])
            if number == 1:
                page.append([None, "注：本项由街道核实，不另报材料", None, None])
                page.append(["备注：逾期不再受理"])
                row = page.max_row
                page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)


def wide_figures(book: Any, rules: System) -> None:
    """Full-width figures, 5 分, ５．０分, （5分） in the cell of points."""
    page = book.active
    page.append(["方面（分值）", "序　号", "评 价 指 标", "分　值", "评 分 标 准"])
    shapes = ("{}分", "{} 分", "（{}分）", "{}")
    number = 0
    for _, name, points, listed in aspects(rules):
        for one in listed:
            number += 1
            text = shapes[number % 4].format(shown(one.points).translate(_WIDE))
            head = f"{name}（{points.translate(_WIDE)}分）"
            page.append([head, str(number).translate(_WIDE), one.title, text, one.words])


def aspects_written_upright(book: Any, rules: System) -> None:
    """The name of an aspect runs down its tall cell, a letter a line; its points below."""
    page = book.active
    page.append(["指标类别", "考评内容", "分数", "考评办法", "责任科室"])
    for _, name, points, listed in aspects(rules):
        top = page.max_row + 1
        for one in listed:
            page.append([None, one.title, float(one.points), one.words, "党群办"])
        upright = "\n".join(name) + f"\n︵{points}分︶"
        page.cell(top, 1, upright).alignment = Alignment(wrap_text=True)
        page.merge_cells(start_row=top, end_row=page.max_row, start_column=1, end_column=1)


def totals_on_top(book: Any, rules: System) -> None:
    """合计 above the table, 小计 at the head of each aspect instead of its foot."""
    page = book.active
    page.append(["附件1：", None, None, None, None])
    page.append(["2027年度清廉村居建设评价指标体系（满分100分）"])
    page.merge_cells("A2:E2")
    page.append(["序号", "方面", "指标", "分值", "评分标准"])
    page.append([None, "总分", None, "100分", None])
    number = 0
    for _, name, points, listed in aspects(rules):
        page.append([None, name, "小计", float(points), None])
        for one in listed:
            number += 1
            page.append([number, name, one.title, number_of(one.points), one.words])


def continued_with_merged_heading(book: Any, rules: System) -> None:
    """Each page has title and a heading of two lines again, aspects begin again with 接上页."""
    page = book.active
    rows = [(name, one) for _, name, _points, listed in aspects(rules) for one in listed]
    for first in range(0, len(rows), 7):
        if first:
            page.append(["接下页"])
        page.append(["清廉村居评价指标" + ("（接上页）" if first else "")])
        page.merge_cells(start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=5)
        page.append(["评价方面", "评价要求", None, "佐证", "街道评分"])
        page.append([None, "具体指标", "分值和评分标准", None, None])
        top = page.max_row - 1
        for area in (f"A{top}:A{top + 1}", f"B{top}:C{top}", f"D{top}:D{top + 1}",
                     f"E{top}:E{top + 1}"):  # fmt: skip
            page.merge_cells(area)
        for place, (name, one) in enumerate(rows[first : first + 7]):
            again = place == 0 and first and rows[first - 1][0] == name
            head = f"{name}（接上页）" if again else name
            title = f"{one.title}（{shown(one.points)}分）"
            page.append([head, title, one.words, one.papers, None])


def a_row_of_parts(book: Any, rules: System) -> None:
    """Each way to earn stands in a row of its own with its points; the tall cell has the sum."""
    page = book.active
    page.append(["一级指标", "二级指标", "分值", "三级要点", "要点分"])
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            top = page.max_row + 1
            for part in one.words.split("；"):
                page.append([name, one.title, number_of(one.points), part, None])
            for column in (1, 2, 3):
                page.merge_cells(
                    start_row=top, end_row=page.max_row, start_column=column, end_column=column
                )


def cover_and_example(book: Any, rules: System) -> None:
    """A cover first, the table on the second sheet, a filled-in example and a hidden one after."""
    cover = book.active
    cover.title = "封面"
    cover.append(["通惠街道清廉村居建设领导小组"])
    cover.append(["清廉村居评价指标手册"])
    cover.append(["2027年1月"])
    page = book.create_sheet("评价指标")
    page.append([])
    page.append([])
    page.append([None, "方面", "编号", "指标", "分值", "评分办法"])
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            page.append([None, name, one.id, one.title, number_of(one.points), one.words])
    old = book.create_sheet("2026年旧表")
    old.append(["方面", "编号", "指标", "分值", "评分办法"])
    old.append(["旧方面", "Z01", "旧指标", 50, "旧办法"])
    old.sheet_state = "hidden"


def struck_out_rows(book: Any, rules: System) -> None:
    """Rows the street has hidden: an indicator that was dropped and stands there no more."""
    page = book.active
    page.append(["方面", "指标", "分值", "评分办法"])
    for place, name, _points, listed in aspects(rules):
        for one in listed:
            page.append([name, one.title, number_of(one.points), one.words])
        if place == 2:
            page.append([name, "取消的指标", 6, "不再评"])
            page.row_dimensions[page.max_row].hidden = True


def numbers_with_dots(book: Any, rules: System) -> None:
    """1.1, 1.2 as texts before the titles, ① before each way of scoring, words in two lines."""
    page = book.active
    page.append(["考核类别", "考核项目", "标准分值", "评分细则", "扣分", "得分"])
    for place, name, points, listed in aspects(rules):
        for number, one in enumerate(listed, 1):
            page.append([
                f"{place + 1}.{name}\n({points}分)", f"{place + 1}.{number} {one.title}",
                f"{shown(one.points)}", one.words, None, None,
            ])  # fmt: skip
            page.cell(page.max_row, 2).font = Font(bold=True)


def two_tables_beside(book: Any, rules: System) -> None:
    """The three first aspects on one sheet, the others on the next, both with their own title."""
    for half in (0, 1):
        page = book.active if not half else book.create_sheet()
        page.title = ("指标（上）", "指标（下）")[half]
        page.append([f"清廉村居评价指标（{'上下'[half]}）"])
        page.append(["方面", "指标", "评分标准", "分值"])
        earned = 0.0
        for place, name, points, listed in aspects(rules):
            if (place >= 3) == bool(half):
                earned += float(points)
                for one in listed:
                    page.append([name, one.title, one.words, shown(one.points) + "分"])
        page.append(["本页小计", None, None, earned])
    page.append(["两页合计", None, None, 100])


def points_before_titles(book: Any, rules: System) -> None:
    """The points of an indicator stand left of its words, the name of its aspect in the end."""
    page = book.active
    page.append(["序号", "分值", "指标内容", "评价标准", "所属方面"])
    number = 0
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            number += 1
            page.append([number, number_of(one.points), one.title, one.words, name])


def aspects_with_their_points_in_the_column(book: Any, rules: System) -> None:
    """An aspect is a row like the others: 一 | name | points; its indicators are 1, 2, 3."""
    page = book.active
    page.append(["清廉村居建设工作评价表"])
    page.merge_cells("A1:E1")
    page.append(["序号", "评价内容", "分\n值", "评 分 办 法", "备注"])
    for place, name, points, listed in aspects(rules):
        page.append([_CHINESE[place], name, float(points), None, None])
        for number, one in enumerate(listed, 1):
            page.append([number, one.title, number_of(one.points), one.words, None])
    page.append(["合计", None, 100, None, None])


def an_overview_first(book: Any, rules: System) -> None:
    """The first sheet says what each aspect has and how many indicators; the second has them."""
    page = book.active
    page.title = "总表"
    page.append(["序号", "评价方面", "指标数量", "方面分值"])
    for place, name, points, listed in aspects(rules):
        page.append([place + 1, name, len(listed), float(points)])
    page.append(["合计", None, 37, 100])
    page = book.create_sheet("明细表")
    page.append(["评价方面", "指标", "分值", "评分标准"])
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            page.append([name, one.title, number_of(one.points), one.words])


def most_points_in_words(book: Any, rules: System) -> None:
    """最高 3 分, 满分3分, 0-3分, 3.00 in the cell of points."""
    page = book.active
    page.append(["方面", "指标", "分值", "评分标准"])
    shapes = ("最高 {} 分", "满分{}分", "0-{}分", "{}.00", "计{}分")
    number = 0
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            number += 1
            page.append([name, one.title, shapes[number % 5].format(shown(one.points)), one.words])


def an_introduction_above(book: Any, rules: System) -> None:
    """A page of text, the table beginning in column C, notes with numbers below."""
    page = book.active
    page.append(["通惠街道清廉村居建设评价办法（试行）"])
    for number in range(1, 13):
        page.append([f"第{number}条　评价坚持实事求是，满分100分，按 {number} 个步骤进行。"])
        page.merge_cells(start_row=number + 1, end_row=number + 1, start_column=1, end_column=7)
    page.append([])
    page.append([None, None, "方面", "指标", "分值", "评分标准"])
    for _, name, _points, listed in aspects(rules):
        top = page.max_row + 1
        for one in listed:
            page.append([None, None, name, one.title, number_of(one.points), one.words])
        page.merge_cells(start_row=top, end_row=page.max_row, start_column=3, end_column=3)
    page.append([])
    page.append(["说明：1.本表满分100分。"])
    page.append(["2.加分最高不超过5分，另附材料。"])
    page.append(["3.由街道党群办负责解释。"])


def lists_on_their_own_sheets(book: Any, rules: System) -> None:
    """加分 and 负面清单 on sheets of their own, with a heading of other words."""
    lists_first = book.active
    lists_first.title = "一、评价指标"
    lists_first.append(["评价方面", "评价指标", "分值", "评分标准"])
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            lists_first.append([name, one.title, number_of(one.points), one.words])
    page = book.create_sheet("二、加分项")
    page.append(["序号", "加分情形", "加分标准", "最高分值"])
    for number, one in enumerate(rules.bonuses, 1):
        page.append([number, one.title, one.words, f"{shown(one.cap)}分"])
    page = book.create_sheet("三、负面清单")
    page.append(["序号", "情形", "认定规则", "确认部门"])
    for number, veto in enumerate(rules.vetoes, 1):
        page.append([number, veto.title, veto.trigger, veto.confirmed_by])


def unmerged_lines_of_scoring(book: Any, rules: System) -> None:
    """As lines_of_scoring, but nothing is merged: what is the same is left empty."""
    page = book.active
    page.append(["一级指标", "二级指标", "分值", "评分细则"])
    for _, name, _points, listed in aspects(rules):
        for place, one in enumerate(listed):
            for number, words in enumerate(one.words.split("；")):
                first = number == 0
                page.append([
                    name if first and not place else None, one.title if first else None,
                    number_of(one.points) if first else None, words,
                ])  # fmt: skip


def a_filter_left_on(book: Any, rules: System) -> None:
    """Rows hidden by a filter somebody forgot: they belong to the table."""
    page = book.active
    page.append(["方面", "指标", "分值", "评分办法"])
    for _, name, _points, listed in aspects(rules):
        for one in listed:
            page.append([name, one.title, number_of(one.points), one.words])
            page.row_dimensions[page.max_row].hidden = name != rules.dimensions[0].name
    page.auto_filter.ref = f"A1:D{page.max_row}"


def points_twice(book: Any, rules: System) -> None:
    """The points stand in the title and in their column."""
    page = book.active
    page.append(["类别", "指标及分值", "分值", "评分要点", "印证资料"])
    for place, name, points, listed in aspects(rules):
        for one in listed:
            page.append([
                f"（{_CHINESE[place]}）{name}\n{points}分", f"{one.title}（{shown(one.points)}分）",
                number_of(one.points), one.words, one.papers,
            ])  # fmt: skip


UNSEEN: tuple[Writer, ...] = (
    hidden_columns, notes_between, wide_figures, aspects_written_upright, totals_on_top,
    continued_with_merged_heading, a_row_of_parts, cover_and_example, struck_out_rows,
    numbers_with_dots, two_tables_beside, points_before_titles,
    aspects_with_their_points_in_the_column, an_overview_first, most_points_in_words,
    an_introduction_above, lists_on_their_own_sheets, unmerged_lines_of_scoring, a_filter_left_on,
    points_twice,
)  # fmt: skip
