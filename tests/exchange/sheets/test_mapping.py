"""Columns find their fields and units; what finds none is named, what is unclear is refused."""

import json
from pathlib import Path

import pytest

from exchange.sheets.corpus import PERSON_HEADER, person_rows, write_csv, write_xlsx
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import check_sheet, read_mapping
from qinglian_desktop.modules.benefits.records import SubsidyStandard
from qinglian_desktop.modules.disclosure.records import DetailLine
from qinglian_desktop.modules.funds.records import Entry, Grant
from qinglian_desktop.modules.registry.records import Person

SUBJECT = {"主题": "收入"}


@pytest.mark.parametrize(
    ("header", "cell", "fen"),
    [
        ("金额", "465.2", 46520),
        ("金额(元)", "1,234.50", 123450),
        ("金额(万元)", "465.2", 465200000),
        ("金额（万元）", "4376.65", 4376650000),
        ("金额万元", "1", 1000000),
        ("金额/万元", "1", 1000000),
        ("金额【千元】", "1.5", 150000),
        ("金额(单位：万元)", "2", 2000000),
        ("金额(万元)", "137万元", 137000000),
        ("金额(万元)", "137万", 137000000),
        ("金额(亿元)", "0.5", 5000000000),
        ("金额(百元)", "3", 30000),
    ],
)
def test_the_unit_of_the_header_counts(tmp_path: Path, header: str, cell: str, fen: int) -> None:
    path = write_csv(tmp_path / "a.csv", [["项目", header], ["租金", f'"{cell}"']])
    intake = check_sheet(None, DetailLine, path, constants=SUBJECT)
    assert [draft["amount_fen"] for _, draft in intake.rows] == [fen], intake.bad


def test_a_unit_over_the_table_counts_where_the_header_gives_none(tmp_path: Path) -> None:
    rows = [["收入表"], ["", "", "单位：万元"], ["项目", "单价(元)", "金额"], ["租金", 60, 8.4]]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    (_, draft), *_ = check_sheet(None, DetailLine, path, constants=SUBJECT).rows
    assert (draft["price_fen"], draft["amount_fen"]) == (6000, 8400000)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("600元", "〔600元〕自己写了单位，和表头的万元对不上"),
        ("70%", "“70%”不是金额"),
        ("0.0000001", "“0.0000001”有不到一分的零头"),
        ("#REF!", "是算式出的错 #REF!"),
    ],
)
def test_an_amount_that_is_unclear_is_named(tmp_path: Path, cell: str, reason: str) -> None:
    path = write_csv(tmp_path / "a.csv", [["项目", "金额(万元)"], ["租金", cell]])
    (bad,) = check_sheet(None, DetailLine, path, constants=SUBJECT).bad
    assert (bad.row, bad.column, bad.value, bad.reason) == (2, "金额(万元)", cell, reason)
    assert bad.remedy


def test_acres_stay_and_hectares_become_mu(tmp_path: Path) -> None:
    rows = [["年度", "补贴项目", "面积下限(公顷)", "单户面积上限(亩)", "补贴标准(元/亩)"],
            ["2026", "种粮大户补贴", "2", "3000", "20"]]  # fmt: skip
    path = write_csv(tmp_path / "a.csv", rows)
    (_, draft), *_ = check_sheet(None, SubsidyStandard, path).rows
    assert (draft["area_from"], draft["area_to"], draft["rate_fen"]) == (30000, 3000000, 2000)


def test_columns_that_fill_nothing_are_named(tmp_path: Path) -> None:
    rows = [["序号", *PERSON_HEADER, "血型"], *(["1", *row, "A"] for row in person_rows(1))]
    intake = check_sheet(None, Person, write_csv(tmp_path / "a.csv", rows))
    assert intake.unmapped == ("序号", "血型")


def test_two_columns_for_one_field_are_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["姓名", "金额", "项目", "金额"], ["", "1", "租", "2"]])
    with pytest.raises(Refused, match=r"〔金额〕（B 列）和〔金额〕（D 列）都对着〔金额〕"):
        check_sheet(None, DetailLine, path, constants=SUBJECT)


def test_a_group_over_two_columns_of_one_name_tells_them_apart(tmp_path: Path) -> None:
    rows = [["项目", "单位", "资金", ""], ["", "", "金额", "结余"], ["租金", "元", "5", "2"]]
    intake = check_sheet(None, DetailLine, write_csv(tmp_path / "a.csv", rows), constants=SUBJECT)
    assert intake.rows[0][1]["amount_fen"] == 500
    assert intake.unmapped == ("资金结余",)


def test_the_label_wins_over_another_name_and_the_other_column_is_named(tmp_path: Path) -> None:
    rows = [["项目", "备注", "说明"], ["租金", "甲", "乙"]]
    path = write_csv(tmp_path / "a.csv", rows)
    intake = check_sheet(None, DetailLine, path, constants=SUBJECT)
    assert intake.rows[0][1]["note"] == "甲"
    assert intake.unmapped == ("说明",)


def test_missing_required_columns_are_listed(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["日期", "摘要", "金额"], ["2026-9-1", "办公", "1"]])
    with pytest.raises(Refused) as refused:
        check_sheet(None, Entry, path)
    assert refused.value.what == "表里缺少〔账本〕、〔收/支〕、〔用途〕、〔对方〕"
    assert "〔摘要〕" in refused.value.remedy


def test_a_mapping_file_names_columns_and_may_leave_some_out(tmp_path: Path) -> None:
    rows = [["甲方", "乙类", "丙数（万元）", "备注"], ["南桥村", "精品", "600", "x"]]
    said = {"甲方": "receiver", "乙类": "类别", "丙数(万元)": "amount_fen", "备注": None}
    file = tmp_path / "map.json"
    file.write_text(json.dumps(said, ensure_ascii=False), "utf-8-sig")
    intake = check_sheet(
        None,
        Grant,
        write_csv(tmp_path / "a.csv", rows),
        mapping=read_mapping(file),
        constants={"年度": "2026"},
    )
    assert intake.rows[0][1] == {
        "year": 2026,
        "receiver": "南桥村",
        "category": "精品",
        "amount_fen": 600000000,
    }
    assert intake.unmapped == ()


@pytest.mark.parametrize("text", ["", "[1]", '{"a": 1}', "not json", "[" * 5000])
def test_a_mapping_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "map.json"
    file.write_text(text, "utf-8")
    with pytest.raises(Refused, match="看不懂对照文件"):
        read_mapping(file)


def test_a_wrong_field_a_wrong_column_and_a_wrong_constant_are_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["项目", "金额"], ["租金", "1"]])
    with pytest.raises(Refused, match="没有“colour”这一项"):
        check_sheet(None, DetailLine, path, mapping={"项目": "colour"})
    with pytest.raises(Refused, match="没有〔颜色〕这一列"):
        check_sheet(None, DetailLine, path, mapping={"颜色": "item"}, constants=SUBJECT)
    with pytest.raises(Refused, match="不是金额"):
        check_sheet(None, DetailLine, path, constants={**SUBJECT, "单价": "多"})
    with pytest.raises(Refused, match="又另外给了一个值"):
        check_sheet(None, DetailLine, path, constants={**SUBJECT, "金额": "3"})


def test_the_only_fitting_sheet_is_taken_and_a_doubt_is_asked(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "封面"
    for name in ("一组", "二组"):
        page = book.create_sheet(name)
        for row in [PERSON_HEADER, *person_rows(2)]:
            page.append(row)
    book["二组"].sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert check_sheet(None, Person, path).sheet.name == "一组"
    assert check_sheet(None, Person, path, sheet="二组").sheet.name == "二组"
    book["二组"].sheet_state = "visible"
    book.save(path)
    with pytest.raises(Refused, match="〔一组〕、〔二组〕"):
        check_sheet(None, Person, path)
    with pytest.raises(Refused, match="没有叫〔三组〕的表"):
        check_sheet(None, Person, path, sheet="三组")
