"""Every sort of file a clerk drops in is recognised by what is in it, or refused in words."""

import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from exchange.sheets.corpus import (
    DATA,
    PERSON_HEADER,
    locked_copy,
    person_rows,
    repacked,
    write_csv,
    write_xlsx,
)
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import read_sheets
from qinglian_desktop.exchange.sheets.reading import Figure, sheets_of

ROWS = [PERSON_HEADER, *person_rows(3)]


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gbk", ","),
        ("gb18030", "\t"),
        ("utf-16", "\t"),
        ("utf-16-le", ","),
        ("utf-16-be", ";"),
        ("utf-8", "\t"),
        ("gbk", ";"),
    ],
)
def test_text_tables_are_read_in_every_encoding(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    path = write_csv(tmp_path / "名册.csv", ROWS, encoding, separator)
    assert read_sheets(path)[0].rows == ROWS


def test_a_rare_character_of_gb18030_survives(tmp_path: Path) -> None:
    rows = [["姓名", "备注"], ["李𬸚", "㙍头组"]]
    path = write_csv(tmp_path / "名册.txt", rows, "gb18030")
    assert read_sheets(path)[0].rows == rows


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.et", "名册.xls", "名册.csv", "名册"])
def test_a_workbook_is_known_by_content_not_by_name(tmp_path: Path, name: str) -> None:
    source = write_xlsx(tmp_path / "source.xlsx", ROWS)
    assert read_sheets(shutil.copy(source, tmp_path / name))[0].rows == ROWS


@pytest.mark.parametrize("name", ["名册.xls", "名册.et", "名册.xlsx", "名册.csv"])
def test_an_old_workbook_is_known_by_content_not_by_name(tmp_path: Path, name: str) -> None:
    sheet = read_sheets(shutil.copy(DATA / "roster.xls", tmp_path / name))[0]
    assert sheet.name == "名册"
    assert sheet.rows[3][0] == "赵大海"
    assert sheet.rows[3][4] == "1949-12-31"
    assert ((3, 3), (5, 3)) in sheet.merged


def test_numbers_days_and_marks_become_what_the_clerk_sees(tmp_path: Path) -> None:
    values = [1.0, 465.2, 0.1 + 0.2, 13800000000, date(2026, 1, 2), datetime(2026, 1, 2, 9, 30)]
    path = write_xlsx(tmp_path / "a.xlsx", [[*values, True, 510101198001011234, "0012"]])
    row = read_sheets(path)[0].rows[0]
    assert row == [
        "1",
        "465.2",
        "0.3",
        "13800000000",
        "2026-01-02",
        "2026-01-02 09:30",
        "是",
        "510101198001011000",
        "0012",
    ]
    assert [type(cell) is Figure for cell in row] == [
        True, True, True, True, False, False, False, True, False,
    ]  # fmt: skip


def test_row_one_of_the_sheet_is_the_first_row(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [[], [], ["", "姓名"], ["", "赵大海"], [], []])
    assert read_sheets(path)[0].rows == [["", ""], ["", ""], ["", "姓名"], ["", "赵大海"]]


def test_a_locked_workbook_says_how_to_unlock_it(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", ROWS)
    with pytest.raises(Refused) as refused:
        read_sheets(locked_copy(source, tmp_path / "b.xlsx"))
    assert str(refused.value) == "这个文件有密码。请先在 WPS 里去掉密码再拖进来。"
    assert refused.value.code == "QL-IM-014"


def test_a_locked_open_document_says_so_too(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "scrambled")
        archive.writestr("META-INF/manifest.xml", "<m:encryption-data/>")
    with pytest.raises(Refused) as refused:
        read_sheets(path)
    assert refused.value.code == "QL-IM-014"


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", ROWS)
    row = b"<row><c t='inlineStr'><is><t>1</t></is></c></row>"
    sheet = b"<worksheet><sheetData>" + row * 400_000 + b"</sheetData></worksheet>"
    bomb = repacked(source, tmp_path / "b.xlsx", xl__worksheets__sheet1_xml=sheet)
    assert bomb.stat().st_size < 200_000
    with pytest.raises(Refused, match="展开后大得不正常"):
        read_sheets(bomb)


def test_a_bomb_of_many_members_is_not_opened(tmp_path: Path) -> None:
    source, path = write_xlsx(tmp_path / "a.xlsx", ROWS), tmp_path / "b.xlsx"
    shutil.copy(source, path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(27):
            archive.writestr(f"xl/media/{number}.png", bytes(8_000_000))
    with pytest.raises(Refused, match="展开后太大"):
        read_sheets(path)


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="XFD1" s="1"><v>1</v></c></row>',
        b'<row r="1048576"><c r="A1" s="1"/><c><v>1</v></c></row>',
        b'<row r="1"><c  r = "XFD1"><!-- 1 --><v>1</v></c></row>',
        b'<row r="1"><c r="ZZ1"><v>1</v></c></row><row r="150000"><c r="A150000"><v>1</v></c></row>',  # noqa: E501
    ],
)
def test_a_cell_at_the_far_end_does_not_fill_the_memory(tmp_path: Path, cells: bytes) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", ROWS)
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        b'spreadsheetml/2006/main"><sheetData>' + cells + b"</sheetData></worksheet>"
    )
    path = repacked(source, tmp_path / "b.xlsx", xl__worksheets__sheet1_xml=sheet)
    with pytest.raises(Refused, match="超过"):
        read_sheets(path)


def test_an_empty_formatted_cell_at_the_far_end_is_no_reason_to_refuse(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", ROWS)
    sheet = zipfile.ZipFile(source).read("xl/worksheets/sheet1.xml")
    tail = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    path = repacked(
        source,
        tmp_path / "b.xlsx",
        xl__worksheets__sheet1_xml=sheet.replace(b"</sheetData>", tail),
    )
    assert read_sheets(path)[0].rows == ROWS


def test_one_long_text_used_a_hundred_thousand_times_is_not_opened(tmp_path: Path) -> None:
    import random

    source = write_xlsx(tmp_path / "a.xlsx", [["甲"]])
    noise = random.Random(7).choices("甲乙丙丁戊己庚辛壬癸子丑寅卯", k=10_000)
    shared = f"<sst><si><t>{''.join(noise)}</t></si></sst>".encode()
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % n for n in range(1, 20_000))
    sheet = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    path = repacked(
        source,
        tmp_path / "b.xlsx",
        xl__worksheets__sheet1_xml=sheet,
        xl__sharedStrings_xml=shared,
    )
    with pytest.raises(Refused, match="里的文字太多"):
        read_sheets(path)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", ROWS)
    sheet = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'
    path = repacked(source, tmp_path / "b.xlsx", xl__worksheets__sheet1_xml=sheet)
    with pytest.raises(Refused, match="不该有的内容"):
        read_sheets(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空的"),
        (b"\r\n \r\n", "是空的"),
        (b"PK\x03\x04" + b"x" * 300, "不完整"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 2000, "不完整"),
        (bytes(range(256)) * 20, "不是表格"),
        (b"%PDF-1.7 something", "不是表格"),
        (b"<html><p>1</p></html>", "改了名的网页"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused, match=words) as refused:
        read_sheets(path)
    assert refused.value.remedy


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"打不开文件〔没有\.xlsx〕"):
        read_sheets(tmp_path / "没有.xlsx")


@pytest.mark.parametrize("member", ["word/document.xml", "notes.txt", "xl/workbook.bin"])
def test_another_sort_of_zip_is_named(tmp_path: Path, member: str) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(Refused) as refused:
        read_sheets(path)
    assert refused.value.what in (
        "这不是表格，是文字或演示文稿",
        "这是一个压缩包，不是表格",
        "这是 .xlsb 表格，程序看不懂",
    )


@pytest.mark.parametrize("source", ["xlsx", "xls"])
def test_a_cut_or_scratched_workbook_is_refused_or_read_but_never_breaks(
    tmp_path: Path, source: str
) -> None:
    import random

    chance = random.Random(20261103)
    whole = (
        write_xlsx(tmp_path / "a.xlsx", ROWS).read_bytes()
        if source == "xlsx"
        else (DATA / "roster.xls").read_bytes()
    )
    path, refused = tmp_path / "b.et", 0
    for _ in range(150):
        broken = bytearray(whole[: chance.choice((len(whole), chance.randrange(20, len(whole))))])
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        path.write_bytes(bytes(broken))
        try:
            read_sheets(path)
        except Refused as refusal:
            refused += 1
            assert refusal.what
    assert refused > 50


def test_a_written_size_that_lies_is_found_out(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", [*ROWS, *person_rows(2000)])
    data = bytearray(source.read_bytes())
    place = data.index(b"PK\x01\x02")
    while data[place + 46 : place + 49] != b"xl/" or b"sheet1" not in data[place : place + 90]:
        place = data.index(b"PK\x01\x02", place + 4)
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    path = tmp_path / "b.xlsx"
    path.write_bytes(bytes(data))
    with pytest.raises(Refused, match="不完整"):
        read_sheets(path)


ODS = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="名册">{}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
TAIL = (
    '<table:table-row table:number-rows-repeated="1048570">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def ods_row(text: str, row: str = "", cell: str = "") -> str:
    return (
        f'<table:table-row {row}><table:table-cell office:value-type="string" {cell}>'
        f"<text:p>{text}</text:p></table:table-cell></table:table-row>"
    )


def write_ods(path: Path, *rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", ODS.format("".join(rows)))
    return path


def test_an_open_document_is_read_without_its_empty_end(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.et", ods_row("姓名"), ods_row("赵大海"), TAIL)
    assert read_sheets(path)[0].rows == [["姓名"], ["赵大海"]]


@pytest.mark.parametrize(
    "row",
    [
        ods_row("甲", row='table:number-rows-repeated="1000000"'),
        ods_row("甲", row='table:number-rows-repeated="9999"') * 25,
        ods_row("甲", cell='table:number-columns-repeated="16000"'),
    ],
)
def test_an_open_document_that_repeats_without_end_is_not_opened(tmp_path: Path, row: str) -> None:
    with pytest.raises(Refused, match="重复太多次"):
        read_sheets(write_ods(tmp_path / "a.ods", row))


def test_half_a_quotation_mark_never_swallows_the_rows_below(tmp_path: Path) -> None:
    path = tmp_path / "人员.csv"
    path.write_text('姓名,备注\n张三,好\n李四,"没写完\n王五,好\n赵六,好\n', encoding="utf-8")
    with pytest.raises(Refused, match="第 3 行有一个引号只有一半"):
        read_sheets(path)
    path.write_text('姓名,备注\n张三,"5""管"\n李四,"一\n二"\n王五,5"管\n赵六,"甲"乙\n', "utf-8")
    assert [row[0] for row in read_sheets(path)[0].rows] == ["姓名", "张三", "李四", "王五", "赵六"]


@pytest.mark.parametrize(
    "around",
    [
        "<!--StartFragment-->{}<!--EndFragment-->",
        "<div class='doc'>{}</div>",
        "<style>td{{color:red}}</style>{}",
        "<body>{}</body>",
        "<p>名单</p>{}",
        '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">{}</html>',
    ],
)
def test_a_part_of_a_page_is_read_as_its_table(around: str) -> None:
    """What browsers, WeChat and documents on line lay on the clipboard or save as .xls."""
    table = "<table><tr><td>姓名</td><td>电话</td></tr><tr><td>向前</td><td></td></tr></table>"
    (sheet,) = sheets_of(around.format(table).encode(), "粘贴")
    assert sheet.rows == [["姓名", "电话"], ["向前", ""]]


def test_words_in_angle_brackets_are_a_text_table() -> None:
    (sheet,) = sheets_of("<姓名>,电话\n向前,1\n".encode(), "a")
    assert sheet.rows[0] == ["<姓名>", "电话"]
