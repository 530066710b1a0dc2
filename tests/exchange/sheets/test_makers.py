"""Twenty-four files and more: each is read by what is in it, or refused in words."""

from pathlib import Path

import pytest

from exchange.sheets.makers import READ, REFUSED, ROWS
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import check_sheet, read_sheets
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.modules.tasks.records import Task


def test_the_corpus_is_large_enough() -> None:
    assert len(READ) + len(REFUSED) >= 24


@pytest.mark.parametrize("sort", READ)
def test_the_three_people_come_out_of_every_file(tmp_path: Path, sort: str) -> None:
    name, make = READ[sort]
    make(tmp_path / name)
    intake = check_sheet(None, Person, tmp_path / name)
    assert intake.bad == ()
    found = [(d["name"], d["id_number"], d["phone"], d["group_name"]) for _, d in intake.rows]
    assert found == [tuple(row) for row in ROWS[1:]]


@pytest.mark.parametrize("sort", REFUSED)
def test_what_cannot_be_read_says_why(tmp_path: Path, sort: str) -> None:
    name, make, words = REFUSED[sort]
    make(tmp_path / name)
    with pytest.raises(Refused, match=words) as refused:
        read_sheets(tmp_path / name)
    assert refused.value.remedy


def test_a_web_page_keeps_its_merged_cells_and_blanks(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        "<html><body><table><tr><td colspan=4>红旗村&nbsp;名册</td></tr>"
        "<tr><td rowspan=2>姓名</td><td colspan=2>证件</td><td rowspan=2>组别</td></tr>"
        "<tr><td>类型</td><td>身份证<br>号</td></tr>"
        f"<tr><td>{ROWS[1][0]}</td><td>身份证</td><td>{ROWS[1][1]}</td><td rowspan=2>1组</td></tr>"
        f"<tr><td> {ROWS[2][0]}&nbsp;</td><td>身份证</td><td>{ROWS[2][1]}</td></tr>"
        "<tr><td>合计</td><td colspan=3>2 人</td></table></body></html>",
        encoding="utf-8",
    )
    intake = check_sheet(None, Person, path)
    assert intake.bad == ()
    assert [(d["name"], d["id_number"], d["group_name"]) for _, d in intake.rows] == [
        (ROWS[1][0], ROWS[1][1], "1组"),
        (ROWS[2][0], ROWS[2][1], "1组"),
    ]


def test_an_xml_workbook_keeps_sorts_places_and_faces(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"

    def cell(sort: str, text: str, more: str = "") -> str:
        return f'<Cell {more}><Data ss:Type="{sort}">{text}</Data></Cell>'

    header = "".join(cell("String", t) for t in ("年度", "编号", "事项", "完成百分比", "截止日期"))
    first = (
        cell("Number", "2026", 'ss:MergeDown="1"')
        + cell("Number", "12", 'ss:StyleID="z"')
        + cell("String", "走访")
        + cell("Number", "0.7", 'ss:StyleID="p"')
        + cell("DateTime", "2026-09-03T00:00:00.000")
    )
    second = cell("Number", "510101198001011234", 'ss:Index="2"') + cell("String", "清扫")
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>'
        '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>'
        '<Style ss:ID="z"><NumberFormat ss:Format="0000"/></Style></Styles>'
        f'<Worksheet ss:Name="任务"><Table><Row ss:Index="3">{header}</Row><Row>{first}</Row>'
        f"<Row>{second}</Row></Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    intake = check_sheet(None, Task, path)
    assert [(n, d["code"], d["percent"], d["due_on"]) for n, d in intake.rows] == [
        (4, "0012", 70, "2026-09-03")
    ]
    assert {(cell.row, cell.column) for cell in intake.bad} == {(5, "编号")}
