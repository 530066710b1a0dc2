"""More tables as offices make them: the right rows, the right amounts, nothing taken for a row."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from exchange.sheets.corpus import PERSON_HEADER as H
from exchange.sheets.corpus import person_rows, write_csv, write_xlsx
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange.sheets import check_sheet
from qinglian_desktop.modules.funds.records import Entry, Grant
from qinglian_desktop.modules.registry.records import Household, Person
from qinglian_desktop.modules.tasks.records import Task

P = person_rows(4)
G = ["序号", "镇街", "单位", "类别", "金额"]
GRANTS: list[list[Any]] = [[1, "红旗镇", "东村", "补助", 3.5], [2, "", "西村", "补助", 0.12]]


def numbered(count: int) -> list[list[Any]]:
    return [[n, *row] for n, row in enumerate(P[:count], 1)]


@dataclass(frozen=True)
class Case:
    """`people` are the places in P that must come out, in this order; nothing may be bad."""

    name: str
    rows: list[list[Any]]
    people: tuple[int, ...]
    merged: tuple[str, ...] = ()


CASES = (
    Case("two tables beside each other", [["名册"], [*H, "", *H], [*P[0], "", *P[1]],
                                          [*P[2], "", *P[3]]], (0, 2, 1, 3)),
    Case("each under the name of its group",
         [["1组", *[""] * len(H), "2组"], [*H, "", *H], [*P[0], "", *P[1]]], (0, 1)),
    Case("three beside each other, the last one short",
         [H * 3, [*P[0], *P[1], *P[2]], [*P[3], *[""] * 8]], (0, 3, 1, 2)),
    Case("each with a running number", [["序号", *H] * 2, [1, *P[0], 3, *P[2]],
                                        [2, *P[1], 4, *P[3]]], (0, 1, 2, 3)),
    Case("another table below", [H, *P[:2], [], ["户主名册"], ["户号", "户主", "住址", "电话"],
                                 ["1-001", "张三", "大街1号", "13800000000"]], (0, 1)),
    Case("another table below, no title", [H, *P[:2], [], ["日期", "摘要", "收入", "金额"],
                                           ["2026-01-02", "废品", "", 30]], (0, 1)),
    Case("the same table below under its own title",
         [["一组名册"], H, P[0], P[1], [], ["红旗村第二组人员花名册"], H, P[2]], (0, 1, 2)),
    Case("titles between the rows, merged", [H, ["第一村民小组"], P[0], P[1], ["张家院子"], P[2]],
         (0, 1, 2), ("A2:D2", "A5:D5")),
    Case("titles between the rows", [["序号", *H], ["东片"], [1, *P[0]], ["西片"], [2, *P[1]]],
         (0, 1)),
    Case("titles between the rows, no running number",
         [H, ["一、低保户"], P[0], ["二、脱贫户"], P[1]], (0, 1)),
    Case("numbers of the columns", [["序号", *H], ["甲", "乙", 1, 2, 3], *numbered(2)], (0, 1)),
    Case("numbers of the columns from one on",
         [["序号", *H], [1, 2, 3, 4, 5], *numbered(2)], (0, 1)),
    Case("numbers of the columns in brackets",
         [["序号", *H], ["(1)", "(2)", "(3)", "(4)", "(5)"], *numbered(2)], (0, 1)),
    Case("an example to follow",
         [["序号", *H], ["例", "张三", "11010519491231002X", "13800000000", "1组"], *numbered(2)],
         (0, 1)),
    Case("totals in every column and wording",
         [["序号", *H], *numbered(1), ["", "共3户5人"], ["", "", "", "", "总人数：3"],
          ["", "", "汇总"], ["", "一组小计", "", 3], ["合计人数", 5], ["共计 3 户"], ["总数", 3],
          ["本组合计12户"], ["", "", "", "合  计", 3], ["小 计"]], (0,)),
    Case("all that stands at the foot",
         [H, *P[:2], ["（此表一式三份）"], ["第 1 页 共 3 页"], ["村（居）委会盖章："],
          ["社区主任：张三", "", "经办人：李四"], ["注：1、本表"], ["2026年9月30日"],
          ["本表由各组填写"], ["制表：张三　审核：李四"], ["打印时间：2026-09-01"], ["— 1 —"]],
         (0, 1)),
    Case("header in row 7",
         [["红旗村"], ["人员名册"], [], ["填报单位：红旗村民委员会", "", "填报日期：2026-09-01"],
          ["联系人：王五", "", "联系电话：13800000009"], [], H, *P[:2]], (0, 1)),
    Case("three merged lines",
         [["红旗村人员名册"], ["序号", "基本信息", "", "", "联系方式", "居住"],
          ["", "姓名", "证件", "", "电话", "组别"], ["", "", "类型", "号码", "", ""],
          [1, P[0][0], "身份证", *P[0][1:]], [2, P[1][0], "身份证", *P[1][1:]]], (0, 1),
         ("A2:A4", "B2:D2", "B3:B4", "C3:D3", "E3:E4", "F3:F4")),
    Case("three lines, nothing merged",
         [["序号", "基本信息", "", "", "联系方式", ""], ["", "姓名", "证件", "", "电话", "组别"],
          ["", "", "类型", "号码", "", ""], [1, P[0][0], "身份证", *P[0][1:]]], (0,)),
    Case("two columns of one name, one of them empty",
         [["姓名", "身份证号", "联系电话", "组别", "组别"], [*P[0][:3], "", P[0][3]]], (0,)),
    Case("words of who signs in cells of their own",
         [H, P[0], ["制表人", "周文书", "审核人", "吴监督"]], (0,)),
    Case("the office at the lower right",
         [H, P[0], [], ["", "", "", "红旗村村民委员会"], ["", "", "", "2026年9月1日"]], (0,)),
    Case("a line that says what must be filled in",
         [H, ["必填", "必填", "选填", "选填"], P[0]], (0,)),
    Case("a line that says how to fill in",
         [H, ["填写本人姓名", "18位", "11位手机号", "如：1组"], P[0]], (0,)),
    Case("lines crossed out and what says that nothing follows",
         [H, P[0], ["---", "---", "---", "---"], ["", "以下空白", "", ""]], (0,)),
    Case("how to fill in, below",
         [H, P[0], ["填表要求", "", "", ""], ["一、姓名要真实", "", "", ""]], (0,)),
    Case("two numbered columns of one thing",
         [["姓名", "身份证号", "联系电话1", "联系电话2", "组别"], [*P[0][:3], "", P[0][3]]], (0,)),
    Case("people whose names sound like places",
         [H, ["李国栋", *P[0][1:]], ["刘新村", *P[1][1:]]], (0, 1)),
)  # fmt: skip


SORTS = [(c, kind) for c in CASES for kind in ("xlsx", "csv") if kind == "xlsx" or not c.merged]


@pytest.mark.parametrize(("case", "kind"), SORTS, ids=[f"{c.name} {kind}" for c, kind in SORTS])
def test_the_people_and_nobody_else_come_out(tmp_path: Path, case: Case, kind: str) -> None:
    if kind == "xlsx":
        path = write_xlsx(tmp_path / "a.xlsx", case.rows, case.merged)
    else:
        path = write_csv(tmp_path / "a.csv", case.rows, "gbk")
    intake = check_sheet(None, Person, path)
    assert intake.bad == ()
    found = [tuple(d.get(n) for n in ("id_number", "phone", "group_name")) for _, d in intake.rows]
    assert found == [tuple(P[n][1:]) for n in case.people]


@pytest.mark.parametrize(
    ("rows", "sheet"),
    [
        ([["2025年补助表"], ["", "", "", "", "单位：万元"], G, *GRANTS, ["合计", 3.62]], "a"),
        ([["2025年补助表（万元）"], G, *GRANTS], "a"),
        ([G, *GRANTS], "2025年（万元）"),
        ([["2025年度补助表"], G, *GRANTS, ["注：金额单位为万元"]], "a"),
        ([["2025年度补助表"], G, ["", "", "", "", "万元"], *GRANTS], "a"),
        ([["2025年度补助表"], [*G[:4], "资金"], ["", "", "", "", "(万元)"], *GRANTS], "a"),
        ([["2025年度补助表"], [*G[:4], "补助资金（单位：万元）"], *GRANTS], "a"),
        ([["2025年度补助表"], ["单位：户、人、万元"], G, *GRANTS], "a"),
        ([["2025年度补助表（以万元为单位）"], G, *GRANTS], "a"),
        ([["填报日期：2026年1月5日", "", "", "单位:万元"], G, *GRANTS], "2025"),
    ],
)  # fmt: skip
def test_ten_thousands_and_the_year_are_found_wherever_they_stand(
    tmp_path: Path, rows: list[list[Any]], sheet: str
) -> None:
    intake = check_sheet(None, Grant, write_xlsx(tmp_path / "a.xlsx", rows, (), sheet))
    assert intake.bad == ()
    assert [(d["year"], d["amount_fen"]) for _, d in intake.rows] == [
        (2025, 3500000),
        (2025, 120000),
    ]
    assert any("2025" in line for line in intake.remarks)
    assert any("万元" in line for line in intake.remarks)


CASH = ["日期", "凭证号", "摘要", "收入金额", "支出金额", "对方", "余额"]
ALL_ROWS = {"账本": "委员会", "用途": "公用"}


def test_a_cash_book_with_a_column_for_each_side(tmp_path: Path) -> None:
    rows = [
        ["红旗村2025年收支流水账"],
        CASH,
        ["1月3日", "1", "卖废品", 100, "", "废品站", 100],
        ["1月4日", "2", "买纸", "", 30.5, "文具店", 69.5],
        ["1月5日", "3", "利息", 2, 0, "银行", 71.5],
        ["", "", "本月合计", 102, 30.5, "", ""],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    intake = check_sheet(None, Entry, path, constants=ALL_ROWS)
    assert intake.bad == ()
    assert [(d["day"], d["direction"], d["amount_fen"]) for _, d in intake.rows] == [
        ("2025-01-03", "收入", 10000),
        ("2025-01-04", "支出", 3050),
        ("2025-01-05", "收入", 200),
    ]


def test_a_ledger_with_month_and_day_in_two_columns(tmp_path: Path) -> None:
    rows = [
        ["现金日记账"],
        ["2025年", "", "凭证号", "摘要", "收入", "支出", "对方", "余额"],
        ["月", "日", "", "", "", "", "", ""],
        [1, 3, "1", "卖废品", 100, "", "废品站", 100],
        ["", 4, "2", "买纸", "", 30.5, "文具店", 69.5],
        [2, 10, "3", "利息", 2, "", "银行", 71.5],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", rows, ("A2:B2",))
    intake = check_sheet(None, Entry, path, constants=ALL_ROWS)
    assert intake.bad == ()
    assert intake.unmapped == ("余额",)
    assert [d["day"] for _, d in intake.rows] == ["2025-01-03", "2025-01-04", "2025-02-10"]
    assert not intake.year_guessed


def test_a_day_without_any_year_takes_this_one_and_it_is_told(tmp_path: Path) -> None:
    rows = [CASH, ["1月3日", "1", "卖废品", 100, "", "废品站", 100]]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    with clock.fixed(date(2026, 5, 1)):
        intake = check_sheet(None, Entry, path, constants=ALL_ROWS)
        assert intake.remarks == ("没有写年份的日期，都按 2026 年",)
    assert [d["day"] for _, d in intake.rows] == ["2026-01-03"]


def test_a_row_with_both_sides_or_none_is_named(tmp_path: Path) -> None:
    rows = [CASH, ["2025-01-03", "1", "卖废品", 100, 20, "废品站", 100],
            ["2025-01-04", "2", "买纸", "", "/", "文具店", 70]]  # fmt: skip
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    intake = check_sheet(None, Entry, path, constants=ALL_ROWS)
    assert intake.rows == ()
    assert (2, "这一行又有收入又有支出") in [(cell.row, cell.reason) for cell in intake.bad]
    assert {cell.reason for cell in intake.bad if cell.row == 3} == {"没有填"}


def test_debit_and_credit_are_not_guessed(tmp_path: Path) -> None:
    header = [word.replace("收入金额", "借方").replace("支出金额", "贷方") for word in CASH]
    path = write_xlsx(tmp_path / "a.xlsx", [header, ["2025-01-03", "1", "纸", 100, "", "店", 1]])
    with pytest.raises(Refused, match="缺少〔收/支〕、〔金额〕"):
        check_sheet(None, Entry, path, constants=ALL_ROWS)


def test_a_table_that_lies_on_its_side_is_told(tmp_path: Path) -> None:
    rows = [["姓名", "赵大海", "钱小溪"], ["身份证号", P[0][1], P[1][1]], ["组别", "1组", "2组"]]
    intake = check_sheet(None, Person, write_xlsx(tmp_path / "a.xlsx", rows))
    assert intake.rows == ()
    assert {cell.reason for cell in intake.bad} == {"是列名，不是姓名"}


def test_strokes_mean_nothing_where_a_number_belongs(tmp_path: Path) -> None:
    rows = [H, ["张　三", "/", "—", "1组"], ["李 四", "无", "-", "/"]]
    intake = check_sheet(None, Person, write_xlsx(tmp_path / "a.xlsx", rows))
    assert intake.bad == ()
    assert [(d["name"], d.get("id_number"), d.get("phone")) for _, d in intake.rows] == [
        ("张三", None, None),
        ("李四", None, None),
    ]


def test_two_years_in_a_title_are_none(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["2024年、2025年补助"], G, *GRANTS])
    with pytest.raises(Refused, match="缺少〔年度〕"):
        check_sheet(None, Grant, path)


@pytest.mark.parametrize(
    "above",
    ["填报单位：红旗村，全年收入35万元", "填报单位：元坝村", "单位名称：东村  2025年投入120万元"],
)
def test_an_office_or_an_amount_in_a_title_is_no_unit(tmp_path: Path, above: str) -> None:
    rows = [["2025年度补助表"], [above], G, *GRANTS]
    intake = check_sheet(None, Grant, write_xlsx(tmp_path / "a.xlsx", rows))
    assert [d["amount_fen"] for _, d in intake.rows] == [350, 12]


def test_two_units_over_one_table_are_asked_about(tmp_path: Path) -> None:
    rows = [["2025年度补助表（万元）"], ["", "", "", "", "单位：元"], G, *GRANTS]
    with pytest.raises(Refused, match="元、万元") as refused:
        check_sheet(None, Grant, write_xlsx(tmp_path / "a.xlsx", rows))
    assert refused.value.code == "QL-IM-018"
    rows[2] = [*G[:4], "金额(元)"]
    intake = check_sheet(None, Grant, write_xlsx(tmp_path / "a.xlsx", rows))
    assert [d["amount_fen"] for _, d in intake.rows] == [350, 12]


def test_numbers_in_chinese_signs_are_read(tmp_path: Path) -> None:
    rows = [
        ["年度", "单位", "类别", "金额（元）"],
        ["二〇二五", "东村", "补助", "叁仟伍佰元整"],
        ["2025年", "西村", "补助", "3.5万元"],
        ["2025", "南村", "补助", "¥1,200.50元"],
    ]
    intake = check_sheet(
        None, Grant, write_csv(tmp_path / "a.csv", [[f'"{c}"' for c in row] for row in rows])
    )
    assert [(d["year"], d["amount_fen"]) for _, d in intake.rows] == [
        (2025, 350000), (2025, 3500000), (2025, 120050),
    ]  # fmt: skip


def _shown(path: Path, formats: dict[str, str], rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    for place, code in formats.items():
        page[place].number_format = code
    book.save(path)
    return path


T = ["年度", "编号", "事项", "完成百分比", "截止日期"]


def test_what_a_cell_shows_counts_and_not_what_it_holds(tmp_path: Path) -> None:
    rows = [T, [2026, 12, "走访", 0.7, "2026-09-03"], [2026, 7, "清扫", 1, "2026-09-04"]]
    formats = {"B2": "0000", "B3": "0000", "D2": "0%", "D3": "0.0%"}
    intake = check_sheet(None, Task, _shown(tmp_path / "a.xlsx", formats, rows))
    assert [(d["code"], d["percent"]) for _, d in intake.rows] == [("0012", 70), ("0007", 100)]


def test_an_old_workbook_shows_its_percent_too(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("任务")
    looks = {1: xlwt.easyxf(num_format_str="0000"), 3: xlwt.easyxf(num_format_str="0%")}
    for number, row in enumerate(
        [T, [2026, 12, "走访", 0.7, "2026-09-03"], [2026, 3, "清扫", 1, ""]]
    ):
        for place, value in enumerate(row):
            if number and place in looks:
                page.write(number, place, value, looks[place])
            else:
                page.write(number, place, value)
    book.save(str(tmp_path / "a.xls"))
    intake = check_sheet(None, Task, tmp_path / "a.xls")
    assert [(d["code"], d["percent"]) for _, d in intake.rows] == [("0012", 70), ("0003", 100)]


@pytest.mark.parametrize(
    ("code", "fen"),
    [
        ('0.00"万元"', 3500000),
        ("0.00", 350),
        ('0!.0,"万元"', 350),
        ('"¥"0.00', 350),
        ('0.0"万"', 3500000),
        ('0.00"元"', 350),
    ],
)
def test_a_unit_that_only_the_format_shows_is_seen(tmp_path: Path, code: str, fen: int) -> None:
    rows = [["年度", "单位", "类别", "金额"], [2026, "东村", "补助", 3.5]]
    intake = check_sheet(None, Grant, _shown(tmp_path / "a.xlsx", {"D2": code}, rows))
    assert [d["amount_fen"] for _, d in intake.rows] == [fen]


@pytest.mark.parametrize(
    ("record", "column", "value", "said"),
    [
        (Task, "完成百分比", 0.7, "不是整数"),
        (Task, "截止日期", 45292, "不是日期"),
        (Task, "截止日期", 9.1, "小数"),
        (Task, "截止日期", 2026.9, "小数"),
        (Person, "联系电话", 2367890123, "区号"),
        (Person, "联系电话", "1.38E+10", "只填数字"),
        (Person, "联系电话", "+8613845", "位"),
        (Household, "户号", "=DATE(2026,1,2)", "日期"),
        (Task, "编号", 123456789012345678, "数字"),
        (Task, "年度", "70%", "百分数"),
    ],
)
def test_a_value_the_spreadsheet_has_changed_is_named(
    tmp_path: Path, record: type[Record], column: str, value: object, said: str
) -> None:
    if value == "=DATE(2026,1,2)":
        value = date(2026, 1, 2)
    base: dict[str, Any] = {"年度": 2026, "编号": "a", "事项": "走访", "姓名": "张三", "户号": "1"}
    labels = {field.label for field in record.fields.values()}
    given = {name: text for name, text in base.items() if name in labels} | {column: value}
    path = write_xlsx(tmp_path / "a.xlsx", [[*given, "备注"], [*given.values(), "好"]])
    intake = check_sheet(None, record, path)
    assert [(cell.column, said in cell.reason + cell.remedy) for cell in intake.bad] == [
        (column, True)
    ]


def test_a_day_number_counts_from_the_year_of_its_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    page = book.active
    assert page is not None
    for row in ([*T], [2026, "1", "走访", 5, 43830]):
        page.append(row)
    book.save(tmp_path / "a.xlsx")
    (bad,) = check_sheet(None, Task, tmp_path / "a.xlsx").bad
    assert "2024-01-01" in bad.remedy


def test_a_day_without_its_year_takes_that_of_the_title(tmp_path: Path) -> None:
    rows = [["2025年任务"], [*T], [2025, "1", "走访", 5, "9月3日"], [2025, "2", "清扫", 5, "9-4"]]
    intake = check_sheet(None, Task, write_xlsx(tmp_path / "a.xlsx", rows))
    assert [d["due_on"] for _, d in intake.rows] == ["2025-09-03", "2025-09-04"]


def test_hidden_rows_come_in_and_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in ([*H, "身份证号"], [*P[0], "x"], [*P[1], "x"]):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page.column_dimensions["E"].hidden = True
    book.save(tmp_path / "a.xlsx")
    intake = check_sheet(None, Person, tmp_path / "a.xlsx")
    assert [d["id_number"] for _, d in intake.rows] == [P[0][1], P[1][1]]
    assert any("第 3 行" in line and "隐藏" in line for line in intake.remarks)


def test_a_title_between_rows_is_listed(tmp_path: Path) -> None:
    rows = [H, P[0], [], ["户主名册"], ["户号", "户主", "住址"], ["1-1", "张三", "甲"]]
    intake = check_sheet(None, Person, write_xlsx(tmp_path / "a.xlsx", rows))
    assert [str(skipped) for skipped in intake.skipped] == [
        "第 4 行“户主名册”：下面是另一张表，没有导入"
    ]


@pytest.mark.parametrize("summary", ["1至3月电费合计", "共计3人补助", "会议费小计"])
def test_a_whole_entry_is_no_total_whatever_its_words_end_with(
    tmp_path: Path, summary: str
) -> None:
    header = ["账本", "日期", "收支", "摘要", "用途", "对方", "金额", "凭证号", "经办人", "审批人"]
    rest = ["办公费", "某文具店", "100.00", "1", "周文书", "郑主任"]
    entry = ["委员会", "2026-09-01", "支出", summary, *rest]
    total = ["", "", "", "九月合计", "", "", "100.00", "", "", ""]
    path = write_xlsx(tmp_path / "a.xlsx", [header, entry, total])
    intake = check_sheet(None, Entry, path)
    assert [row["summary"] for _, row in intake.rows] == [summary]
    assert [skip.row for skip in intake.skipped] == [3]
