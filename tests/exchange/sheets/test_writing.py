"""What we write opens clean, keeps ID numbers, prints well, and no cell in it can act."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exchange.sheets.corpus import person_id, person_rows, write_csv
from office import make_book
from qinglian_desktop.core.kinds import COUNT, FEN
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange.sheets import (
    OutColumn,
    SheetOut,
    check_sheet,
    columns_of,
    import_file,
    importable,
    read_sheets,
    write_table,
    write_template,
    write_workbook,
)
from qinglian_desktop.exchange.sheets.template import choices_of
from qinglian_desktop.modules.catalog import MODULES
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Person

SHEETS = [record for module in MODULES for record in module.sheets]
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "http://x",
    "＝1+1", "＋1", "－1", "＠SUM(A1)",
]  # fmt: skip
PEOPLE = [
    {"name": "赵大海", "id_number": person_id(1), "born_on": "1950-01-18", "phone": "13800000001"},
    {"name": "钱小溪", "id_number": person_id(2), "born_on": None, "note": "=1+1"},
]


def page_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


@pytest.mark.parametrize("text", HOSTILE)
def test_what_begins_like_a_formula_stays_a_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, [OutColumn("备注")], [[text]])
    cell = page_of(path)["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == text
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
    assert bool(cell.quotePrefix) == (text != "http://x")


def test_text_tables_carry_no_formula_and_read_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    texts = [*(text for text in HOSTILE if "\r" not in text), "'=1", "''=1", "'张", "'"]
    write_table(path, [OutColumn("备注"), OutColumn("金额", FEN)], [[t, -1050] for t in texts])
    lines = path.read_text("utf-8-sig").splitlines()
    assert not any(line.lstrip('"').startswith(tuple("=+-@\t＝＋－＠")) for line in lines)
    assert lines[1].endswith(",-10.50")
    assert [row[0] for row in read_sheets(path)[0].rows[1:]] == texts


def test_the_table_prints_on_a4_with_its_header_on_every_page(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_table(path, Person, PEOPLE, title="红旗村人员名册", reveal=True) == 2
    page = page_of(path)
    assert page["A1"].value == "红旗村人员名册"
    assert [page.cell(2, n).value for n in (1, 3)] == ["姓名", "身份证号"]
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight) == (True, 0)
    assert page.print_title_rows == "$2:$2"
    assert page.freeze_panes == "A3"
    assert "第 &P 页" in page.oddFooter.center.text.replace("&[Page]", "&P")
    assert page.column_dimensions["C"].width > 20


def test_id_numbers_days_and_amounts_keep_their_sort(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, Person, PEOPLE, reveal=True)
    page = page_of(path)
    number, day = page["C2"], page["D2"]
    assert (number.value, number.data_type, number.number_format) == (person_id(1), "s", "@")
    assert (day.value.date().isoformat(), day.number_format) == ("1950-01-18", "yyyy-mm-dd")
    write_table(path, [OutColumn("金额", FEN), OutColumn("年度", COUNT)], [[-123456789, 2026]])
    page = page_of(path)
    assert (page["A2"].value, page["A2"].number_format) == (-1234567.89, "#,##0.00")
    assert (page["B2"].value, page["B2"].number_format) == (2026, "0")


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_personal_fields_are_masked_unless_revealed(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    write_table(path, Person, PEOPLE)
    row = read_sheets(path)[0].rows[1]
    assert row[:5] == ["赵大海", "", "＊" * 14 + person_id(1)[-4:], "＊" * 8, "138＊＊＊＊0001"]
    write_table(path, Person, PEOPLE, reveal=True)
    assert read_sheets(path)[0].rows[1][2:5] == [person_id(1), "1950-01-18", "13800000001"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_can_be_imported_again(tmp_path: Path, ending: str) -> None:
    source = write_csv(
        tmp_path / "in.csv", [["姓名", "身份证号", "联系电话", "组别"], *person_rows(40)]
    )
    out = tmp_path / f"out.{ending}"
    with make_book(tmp_path) as book:
        import_file(book, Person, source)
        write_table(out, Person, book.rows(Query("person")), reveal=True)
        result = check_sheet(book, Person, out)
    assert (len(result.already), result.rows, result.bad) == (40, (), ())


def test_the_summary_has_its_sheets_totals_and_safe_names(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    columns = [OutColumn("单位"), OutColumn("条数", COUNT), OutColumn("金额", FEN)]
    sheets = [
        SheetOut("收支/2026Q3", columns, [["甲社区", 2, 1050], ["乙村", 1, 5]], ["合计", 3, 1055],
                 heading="通惠街道收支汇总"),
        SheetOut("收支2026Q3", columns, iter([["甲社区", None, "—"]])),
        SheetOut("很" * 40, columns, []),
    ]  # fmt: skip
    assert write_workbook(path, sheets) == 3
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["收支2026Q3", "收支2026Q3（2）", "很" * 31]
    assert [c.value for c in book.worksheets[0][5]] == ["合计", 3, 10.55]
    assert book.worksheets[0]["A5"].font.bold
    assert [c.value for c in book.worksheets[1][2]] == ["甲社区", None, "—"]


def test_another_ending_or_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (no_folder := tmp_path / "a file").touch()
    with pytest.raises(Refused, match=r"不能写成〔\.doc〕文件"):
        write_table(tmp_path / "a.doc", Person, [])
    with pytest.raises(Refused, match="写不进文件"):
        write_table(no_folder / "a.xlsx", Person, [])
    with pytest.raises(Refused, match="模板"):
        write_template(Person, tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == [no_folder]


@pytest.mark.parametrize("record", SHEETS, ids=lambda record: record.table)
def test_every_template_takes_its_own_example(tmp_path: Path, record: type[Record]) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(record, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [record.label, "示例", "填写说明"]
    page = book[record.label]
    assert [c.value for c in page[1]] == [record.fields[n].label for n in importable(record)]
    assert page.max_row == 1
    lists = {
        area: rule.formula1
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
        for area in [str(rule.sqref)]
    }
    with_choices = [n for n in importable(record) if choices_of(record.fields[n])]
    assert len(lists) == len(with_choices)
    with pytest.raises(Refused, match="一行也没有"):
        check_sheet(None, record, path)
    intake = check_sheet(None, record, path, sheet="示例")
    bad = [cell for cell in intake.bad if record.fields[cell.field].kind.name != "link"]
    assert (bad, intake.unmapped) == ([], ())
    assert len(intake.rows) == 1


def test_the_template_keeps_id_columns_as_text(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(Person, path)
    columns = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    styles = openpyxl.load_workbook(path)
    assert styles["人员"].column_dimensions["C"].number_format == "@"
    assert 'width="2' in columns


def test_every_exported_column_has_a_kind_that_can_be_written(tmp_path: Path) -> None:
    names = [column.field for column in columns_of(Entry)]
    assert "files" in names
    row = {"book": "委员会", "day": "2026-09-01", "amount_fen": 5, "is_person": 1, "files": '["a"]'}
    path = tmp_path / "a.xlsx"
    write_table(path, Entry, [row])
    found = dict(zip(names, [c.value for c in page_of(path)[2]], strict=True))
    assert (found["is_person"], found["files"], found["amount_fen"]) == ("是", "1 件", 0.05)
