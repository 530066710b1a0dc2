"""Real tables: the header is found, no total and no note comes in, no record is lost."""

from pathlib import Path

import pytest

from exchange.sheets.corpus import DATA, write_csv, write_xlsx
from exchange.sheets.layouts import LAYOUTS, RAW, Layout
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import check_sheet
from qinglian_desktop.exchange.sheets.endings import is_note, is_total
from qinglian_desktop.modules.disclosure.records import DetailLine
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.modules.tasks.records import Task

CASES = [(layout, kind) for layout in LAYOUTS for kind in layout.formats]


def test_there_are_twenty_layouts() -> None:
    assert len(LAYOUTS) == 20


@pytest.mark.parametrize(
    ("layout", "kind"), CASES, ids=[f"{layout.name} {kind}" for layout, kind in CASES]
)
def test_every_layout_gives_the_three_people(tmp_path: Path, layout: Layout, kind: str) -> None:
    if kind == "xlsx":
        path = write_xlsx(tmp_path / "名册.xlsx", layout.rows, layout.merged)
    else:
        path = write_csv(
            tmp_path / "名册.csv",
            [[f'"{c}"' if "\n" in str(c) else c for c in row] for row in layout.rows],
            "gb18030",
        )
    intake = check_sheet(None, Person, path)
    assert intake.bad == ()
    assert intake.rows[0][0] == layout.first
    found = [(d["name"], d["id_number"]) for _, d in intake.rows]
    assert found == [(name, number) for name, number, _ in RAW]
    groups = ["1组"] * 3 if "merged rows" in layout.name else [row[2] for row in RAW]
    assert [draft.get("group_name") for _, draft in intake.rows] == groups
    assert tuple(skipped.row for skipped in intake.skipped) == layout.skipped


@pytest.mark.parametrize("name", ["名册.xls", "名册.et"])
def test_an_old_workbook_with_two_header_lines_and_merged_cells(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((DATA / "roster.xls").read_bytes())
    intake = check_sheet(None, Person, path)
    assert [(n, d["name"], d["group_name"], d["born_on"]) for n, d in intake.rows] == [
        (4, "赵大海", "2组", "1949-12-31"),
        (5, "钱小溪", "2组", "1968-05-12"),
        (6, "孙远山", "2组", "1990-01-01"),
    ]
    assert [str(s) for s in intake.skipped] == [
        "第 7 行“合 计 3人”：合计行，没有导入".replace("合 计", "合  计"),
        "第 8 行“填表人：周文书”：表下的说明，没有导入",
    ]


@pytest.mark.parametrize(
    "text",
    ["合计", "合 计", "总　计", "小计：", "累计", "共计", "本页小计", "本月合计", "本年累计",
     "资产总计", "流动资产合计", "合计：12人", "合计（元）", "总计5户", "过次页", "承前页"],
)  # fmt: skip
def test_total_words_are_totals(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize(
    "text",
    ["全年累计收入", "减:累计折旧", "总计划编制费", "会计", "小计量泵", "统计员", "共计划三项"],
)
def test_records_that_sound_like_totals_stay_records(text: str) -> None:
    assert not is_total(text)


def test_notes_are_known_by_their_first_word() -> None:
    assert is_note("备注：由本人核对") and is_note("填表人（签字）") and is_note("审核：")
    assert not is_note("说明牌制作") and not is_note("电话费") and not is_note("电话", bare=False)


def test_a_short_record_with_a_word_of_the_footer_is_kept(tmp_path: Path) -> None:
    rows = [
        ["项目", "数量", "单位", "单价(元)", "金额(元)"],
        ["电话", "", "", "", "120"],
        ["说明牌", "2", "块", "80", "160"],
        ["主任办公椅", "", "", "", "300"],
    ]
    intake = check_sheet(
        None, DetailLine, write_xlsx(tmp_path / "a.xlsx", rows), constants={"主题": "办公支出"}
    )
    assert [(d["item"], d["amount_fen"]) for _, d in intake.rows] == [
        ("电话", 12000),
        ("说明牌", 16000),
        ("主任办公椅", 30000),
    ]


def test_a_merged_year_counts_for_every_row_it_covers(tmp_path: Path) -> None:
    rows = [["年度", "编号", "事项"], [2025, "0001", "走访"], [None, "0002", "清扫"]]
    path = write_xlsx(tmp_path / "任务.xlsx", rows, ["A2:A3"])
    assert [row["year"] for _, row in check_sheet(None, Task, path).rows] == [2025, 2025]


def test_a_merged_amount_is_not_counted_for_every_row_it_covers(tmp_path: Path) -> None:
    rows = [
        ["项目", "单位或组别", "金额"],
        ["慰问金", "1组", 900],
        ["", "2组", ""],
        ["", "3组", ""],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", rows, ("A2:A4", "C2:C4"))
    intake = check_sheet(None, DetailLine, path, constants={"subject": "慰问"})
    assert [(d["item"], d.get("amount_fen")) for _, d in intake.rows] == [
        ("慰问金", 90000),
        ("慰问金", None),
        ("慰问金", None),
    ]


def test_no_header_is_said_with_the_columns_that_are_wanted(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["甲", "乙"], ["1", "2"]])
    with pytest.raises(Refused, match="没找到人员的表头") as refused:
        check_sheet(None, Person, path)
    assert refused.value.code == "QL-IM-013"
    assert "姓名" in refused.value.remedy


def test_a_task_that_begins_with_a_count_stays_a_task() -> None:
    assert is_total("共3户5人") and is_total("共计 12 人次")
    assert not is_total("共3户房屋漏雨整改") and not is_total("共5人参加会议")
