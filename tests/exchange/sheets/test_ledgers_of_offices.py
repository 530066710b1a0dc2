"""Cash books, registers and lists as village accountants keep them: what was once misread."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exchange.sheets.corpus import person_id, write_csv, write_xlsx
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange.sheets import (
    check_chosen,
    check_sheet,
    guess,
    plan_said,
    read_sheets,
)
from qinglian_desktop.modules.benefits.records import BenefitLine
from qinglian_desktop.modules.contracts.records import Contract
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.modules.registry.records import Household, Person, Post
from qinglian_desktop.modules.tasks.records import Task

Rows = list[list[Any]]
BOOK = {"账本": "委员会", "用途": "公用"}
PAID = {"补贴项目": "高龄津贴", "期间": "2025-03"}

CASH_BOOK: Rows = [
    ["现金日记账"],
    ["2025年", "", "凭证", "", "摘要", "对方单位", "收入", "支出", "方向", "余额"],
    ["月", "日", "字", "号"],
    [1, 1, "", "", "上年结转", "", "", "", "借", 1200.5],
    [1, 8, "现", "1", "收废旧物资款", "废品站", 320, "", "借", 1520.5],
    ["", 15, "现", "2", "付村部电费", "供电所", "", 186.4, "借", 1334.1],
    ["", "", "", "", "过次页", "", 320, 186.4, "借", 1334.1],
    ["", "", "", "", "承前页", "", 320, 186.4, "借", 1334.1],
    [2, 3, "现", "3", "收门面租金", "李春兰", 2000, "", "借", 3334.1],
    ["", "", "", "", "本年累计", "", 2320, 186.4, "借", 3334.1],
    ["", "", "", "", "期末余额", "", "", "", "借", 3334.1],
]
BESIDE: Rows = [
    ["3月收支明细公示"],
    ["收入", "", "", "", "支出", "", "", ""],
    ["日期", "项目内容", "交款人", "金额"] * 2,
    ["2025-03-01", "租金", "李春兰", 2000, "2025-03-02", "电费", "供电所", 100],
    ["2025-03-05", "利息", "农商行", 1.2, "", "", "", ""],
    ["合计", "", "", 2001.2, "合计", "", "", 100],
]
REGISTER: Rows = [
    ["村集体固定资产登记表"],
    ["序号", "资产名称", "规格型号", "数量", "购建时间", "原值（元）"],
    ["一", "房屋建筑物"],
    [1, "村办公楼", "砖混二层", 320, "2010.09", 458000],
    ["", "小计", "", "", "", 458000],
    ["（二）", "办公设备", "", "", "", 1280],
    [2, "打印机", "M126", 1, "2019.3.12", 1280],
    ["合计", "", "", "", "", 459280],
]
SUBSIDIES: Rows = [
    ["序号", "农户姓名", "身份证号", "补贴面积（亩）", "补贴标准（元/亩）", "补贴金额（元）"],
    ["", "", "", "①", "②", "③=①×②"],
    [1, "向前", person_id(1), 2, 98.5, 197],
    ["合计", "1户", "", 2, "", 197],
]
TASKS: Rows = [
    ["2025年重点工作台账"],
    ["事项名称（必填）", "责任人*", "完成时限", "完成百分比", "进展情况"],
    ["（文本）", "（文本）", "（日期）", "（百分比）", ""],
    ["查账", "周文书", "6月底前", 50, "正在推进"],
    ["公示", "周文书", "2025年10月31日前", 100, "已办结"],
    ["述职", "周文书", "2025年底前", 0, "未启动"],
    ["巡查", "周文书", "11月20日前", 0, "未启动"],
]


def read(
    path: Path, record: type[Record], rows: Rows, *names: str, given: dict[str, str] | None = None,
    merged: tuple[str, ...] = (),
) -> list[tuple[Any, ...]]:  # fmt: skip
    """What comes out of these rows, nothing of it bad, as tuples of the fields named."""
    intake = check_sheet(None, record, write_xlsx(path / "a.xlsx", rows, merged), constants=given)
    assert intake.bad == ()
    return [tuple(draft.get(name) for name in names) for _, draft in intake.rows]


def test_a_cash_book_with_balances_and_carried_sums(tmp_path: Path) -> None:
    """方向 is the side of the balance there, and 上年结转 no entry."""
    merged = ("A2:B2", "C2:D2", *(f"{c}2:{c}3" for c in "EFGHIJ"))
    fields = ("day", "direction", "amount_fen", "voucher_no")
    assert read(tmp_path, Entry, CASH_BOOK, *fields, given=BOOK, merged=merged) == [
        ("2025-01-08", "收入", 32000, "1"),
        ("2025-01-15", "支出", 18640, "2"),
        ("2025-02-03", "收入", 200000, "3"),
    ]


def test_income_on_the_left_and_spending_on_the_right(tmp_path: Path) -> None:
    rows = [[*row] for row in BESIDE]
    rows[2] = ["日期", "摘要", "对方", "金额"] * 2
    fields = ("day", "direction", "summary", "counterparty", "amount_fen")
    got = read(tmp_path, Entry, rows, *fields, given=BOOK, merged=("A2:D2", "E2:H2"))
    assert got == [
        ("2025-03-01", "收入", "租金", "李春兰", 200000),
        ("2025-03-05", "收入", "利息", "农商行", 120),
        ("2025-03-02", "支出", "电费", "供电所", 10000),
    ]


def test_headings_numbered_in_words_are_no_assets(tmp_path: Path) -> None:
    """Those of a group with a sum beside them neither."""
    given = {"分类": "办公设备"}
    assert read(tmp_path, Asset, REGISTER, "name", "value_fen", given=given) == [
        ("村办公楼", 45800000),
        ("打印机", 128000),
    ]


def test_a_list_that_counts_in_words_alone_is_a_list(tmp_path: Path) -> None:
    rows = [["序号", "户号", "户主"], ["一", "1-1", "向前"], ["二", "1-2", "向后"]]
    assert read(tmp_path, Household, rows, "head") == [("向前",), ("向后",)]


def test_numbers_that_go_on_in_words_are_no_sections(tmp_path: Path) -> None:
    rows = [["序号", "户号", "户主"], [1, "1-1", "向前"], ["二", "1-2", "向后"], [3, "1-3", "向阳"]]
    assert read(tmp_path, Household, rows, "head") == [("向前",), ("向后",), ("向阳",)]


def test_circled_numbers_of_columns_are_no_record(tmp_path: Path) -> None:
    fields = ("name", "area", "amount_fen")
    given = {**PAID, "补贴项目": "耕地地力保护补贴"}
    assert read(tmp_path, BenefitLine, SUBSIDIES, *fields, given=given) == [("向前", 2000, 19700)]


def test_deadlines_in_words_and_what_is_to_be_filled_in(tmp_path: Path) -> None:
    assert read(tmp_path, Task, TASKS, "title", "due_on", "state") == [
        ("查账", "2025-06-30", "进行中"),
        ("公示", "2025-10-31", "已完成"),
        ("述职", "2025-12-31", "未开始"),
        ("巡查", "2025-11-20", "未开始"),
    ]


@pytest.mark.parametrize(
    "said", ["每月25日前", "第二季度", "25日前", "2025年13月底", "2025年2月30日前"]
)
def test_a_deadline_that_names_no_day_is_asked_about(tmp_path: Path, said: str) -> None:
    rows = [*TASKS[:2], ["查账", "周文书", said, 50, ""]]
    intake = check_sheet(None, Task, write_xlsx(tmp_path / "a.xlsx", rows))
    assert [cell.field for cell in intake.bad] == ["due_on"]


def test_days_with_their_day_of_the_week(tmp_path: Path) -> None:
    spelled = (
        "2025年01月09号",
        "2025/1/11 星期六",
        "2025-1-12（周日）",
        "二〇二五年一月八日",
        "1月10号",
    )
    rows = [
        ["日期", "摘要", "对方", "金额", "收/支"],
        *([d, "纸", "店", 1, "支出"] for d in spelled),
    ]
    with clock.fixed(date(2025, 5, 1)):
        got = read(tmp_path, Entry, rows, "day", given=BOOK)
    assert [day for (day,) in got] == [
        "2025-01-09", "2025-01-11", "2025-01-12", "2025-01-08", "2025-01-10",
    ]  # fmt: skip


def test_names_lose_what_only_spreads_or_hides_in_them(tmp_path: Path) -> None:
    rows = [
        ["姓名", "性别", "身份证号"],
        ["欧阳 建国", "男性", person_id(1)],
        ["蔡文\u200b姬", "2", person_id(2)],
        ["阿依古丽·买买提", "女", person_id(3)],
        ["Anna Li", "女", person_id(4)],
    ]
    assert read(tmp_path, Person, rows, "name", "sex") == [
        ("欧阳建国", "男"), ("蔡文姬", "女"), ("阿依古丽·买买提", "女"), ("Anna Li", "女"),
    ]  # fmt: skip


def test_a_row_a_web_page_hides_is_told(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><td>姓名</td><td>电话</td></tr><tr style='display: none'>"
        "<td>模板</td><td></td></tr><tr><td>向前</td><td></td></tr></table></body></html>"
    )
    path = write_csv(tmp_path / "a.xls", [[page]])
    remarks = check_sheet(None, Person, path).remarks
    assert any("第 2 行" in line and "隐藏" in line for line in remarks)


def test_an_average_is_no_row(tmp_path: Path) -> None:
    rows = [["姓名", "组别", "电话"], ["向前", "1组", ""], ["平均值", "", 3]]
    assert read(tmp_path, Person, rows, "name") == [("向前",)]


def test_lines_printed_with_their_number_alone_are_empty(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "金额"], [1, "向前", 100], [2, "", ""], [3, "——", "——"]]
    rows += [["（合计）", "", 100]]
    assert read(tmp_path, BenefitLine, rows, "name", given=PAID) == [("向前",)]


def test_totals_over_the_rows_and_what_is_among_them(tmp_path: Path) -> None:
    rows = [
        ["资产名称", "数量", "账面原值（万元）"],
        ["总计", 3, 12.5],
        ["其中：经营性", 1, 10],
        ["抽水机", 1, 10],
        ["喷雾器", 2, 2.5],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    intake = check_sheet(None, Asset, path, constants={"分类": "机器设备"})
    assert [draft["name"] for _, draft in intake.rows] == ["抽水机", "喷雾器"]
    assert "〔数量〕、〔原值〕加起来和原表合计一样" in intake.remarks


def test_a_whole_entry_below_a_total_is_one_whatever_it_begins_with(tmp_path: Path) -> None:
    rows = [
        ["摘要", "日期", "收/支", "用途", "对方", "金额", "账本"],
        ["付电费", "2025-03-05", "支出", "水电费", "供电所", 10, "委员会"],
        ["小计", "", "", "", "", 10, ""],
        ["其中：电费", "", "支出", "水电费", "", 10, ""],
        ["其中一户困难补助", "2025-03-06", "支出", "慰问", "向前", 5, "委员会"],
    ]
    assert read(tmp_path, Entry, rows, "amount_fen") == [(1000,), (500,)]


def test_columns_with_numbers_before_their_names(tmp_path: Path) -> None:
    rows = [["1.姓名", "2、身份证号（18位）", "（3）手机号"], ["向前", person_id(1), "13800000001"]]
    assert read(tmp_path, Person, rows, "name", "id_number", "phone") == [
        ("向前", person_id(1), "13800000001")
    ]


def test_posts_are_often_told_by_the_month(tmp_path: Path) -> None:
    rows = [
        ["姓名", "职务", "任现职时间"],
        ["卫青", "副主任", "2021.3"],
        ["霍光", "委员", "2021年11月"],
    ]
    got = read(tmp_path, Post, rows, "from_on", given={"机构": "村民委员会"})
    assert got == [("2021-03-01",), ("2021-11-01",)]


def test_a_head_that_reaches_below_the_last_row_is_refused_in_words(tmp_path: Path) -> None:
    page = "<html><table><tr><td rowspan=2>姓名</td><td rowspan=3>电话</td></tr></table></html>"
    with pytest.raises(Refused, match="表头下面一行也没有"):
        check_sheet(None, Person, write_csv(tmp_path / "a.xls", [[page]]))


def test_a_table_of_which_no_column_is_said_is_not_checked(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["姓名", "电话"], ["向前", ""]])
    chosen = guess(Person, read_sheets(path)[0])
    assert chosen is not None
    nothing = replace(chosen, plan=plan_said(Person, chosen.heading, {}, {}))
    with pytest.raises(Refused, match="一列也没有对上"):
        check_chosen(None, Person, path, nothing)


def test_places_to_sign_in_every_cell_are_no_row(tmp_path: Path) -> None:
    rows = [["姓名", "组别", "电话", "住址"], ["向前", "1组", "", "大街1号"]]
    rows += [["审核人：", "（盖章）", "", "年  月  日"]]
    assert read(tmp_path, Person, rows, "name") == [("向前",)]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2023.1.1-2025.12.31", "2023-01-01", "2025-12-31"),
        ("2023年1月1日至2025年12月31日止", "2023-01-01", "2025-12-31"),
        ("2023-01-01——2025-12-31", "2023-01-01", "2025-12-31"),
        ("2023-1-1-2025-12-31", "2023-01-01", "2025-12-31"),
        ("自2023/3/1起至2024/2/29", "2023-03-01", "2024-02-29"),
        ("2023年3月～2024年2月", "2023-03-01", "2024-02-29"),
        ("2023.3.1-12.31", "2023-03-01", "2023-12-31"),
    ],
)
def test_a_period_in_one_cell_is_both_days(
    tmp_path: Path, said: str, first: str, last: str
) -> None:
    rows = [["合同名称", "类别", "乙方", "承包（租赁）期限"], ["门面", "物业出租", "向前", said]]
    assert read(tmp_path, Contract, rows, "start_on", "end_on") == [(first, last)]


@pytest.mark.parametrize("said", ["10年", "长期", "2023.1.1"])
def test_what_is_no_period_among_periods_is_named_once(tmp_path: Path, said: str) -> None:
    rows = [["合同名称", "类别", "乙方", "租期"], ["鱼塘", "资源发包", "向后", "2023.1-2024.1"]]
    rows += [["门面", "物业出租", "向前", "2023.1-2024.1"], ["仓库", "物业出租", "向左", said]]
    intake = check_sheet(None, Contract, write_xlsx(tmp_path / "a.xlsx", rows))
    named = [cell.field for cell in intake.bad]
    assert named == ([] if said == "2023.1.1" else ["start_on"])


def test_a_number_of_years_is_no_period(tmp_path: Path) -> None:
    rows = [["合同名称", "类别", "乙方", "合同期限（年）"], ["门面", "物业出租", "向前", 5]]
    intake = check_sheet(None, Contract, write_xlsx(tmp_path / "a.xlsx", rows))
    assert (intake.bad, intake.unmapped, len(intake.rows)) == ((), ("合同期限(年)",), 1)


def test_where_a_day_has_its_own_column_a_period_is_left_over(tmp_path: Path) -> None:
    rows = [["合同名称", "类别", "乙方", "合同期限", "到期日期"]]
    rows += [["门面", "物业出租", "向前", "2023.1-2024.1", ""]]
    intake = check_sheet(None, Contract, write_xlsx(tmp_path / "a.xlsx", rows))
    assert (intake.bad, intake.unmapped) == ((), ("合同期限",))
