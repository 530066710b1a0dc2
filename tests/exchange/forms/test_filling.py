"""A form is filled in place: what is not filled stays as its maker left it, to the byte."""

import io
import struct
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import olefile
import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

import upstream_forms
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.forms import Dated, Filling, biff, form_of
from qinglian_desktop.exchange.forms.biff import FORMULA, Record, records_of
from qinglian_desktop.exchange.forms.ole import Compound
from qinglian_desktop.exchange.forms.xls import XlsForm
from qinglian_desktop.exchange.sheets.reading import sheets_of


@pytest.fixture(autouse=True)
def openpyxl_speaks_of_extensions() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts_of(data: bytes, sheet: int = 0) -> list[list[str]]:
    return sheets_of(data, "表")[sheet].rows


def styles_of(page: Any) -> list[list[Any]]:
    return [[cell.style_id for cell in row] for row in page.iter_rows()]


# -- .xlsx ----------------------------------------------------------------------------------------


def test_every_other_part_is_equal_to_the_byte() -> None:
    data = upstream_forms.veterans()
    filled = form_of(data).filled(Filling("退役军人信息表", {(1, 1): "新街子社区"}))
    before, after = parts_of(data), parts_of(filled)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    sheet, summing = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"
    assert changed == {sheet, summing, "xl/workbook.xml"}, "the last: asked to work out anew"
    assert b"fullCalcOnLoad" in after["xl/workbook.xml"]


def test_formulas_styles_and_all_that_hangs_on_the_sheet_stay() -> None:
    data = upstream_forms.veterans()
    lines = [{1: "赵明", 3: "999999********0114"}, {1: "冯志文"}]
    filled = form_of(data).filled(Filling("退役军人信息表", {}, lines, 3, 8))
    old, new = (openpyxl.load_workbook(io.BytesIO(d)) for d in (data, filled))
    page, before = new["退役军人信息表"], old["退役军人信息表"]
    assert styles_of(page) == styles_of(before)
    assert page["B4"].value == "赵明"
    for name in ("I4", "I9", "B10"):
        assert page[name].value == before[name].value
    assert page.merged_cells.ranges == before.merged_cells.ranges
    assert [d.sqref for d in page.data_validations.dataValidation] == ["H4:H9"]
    assert new["选项"].sheet_state == "hidden"
    assert new.defined_names["合计数"].attr_text == "退役军人信息表!$B$10"


def test_a_list_grows_with_its_total_its_print_area_and_its_looks() -> None:
    data = upstream_forms.party_members()
    lines = [{0: n, 1: f"党员{n}"} for n in range(1, 10)]
    filled = form_of(data).filled(Filling("党员花名册", {(8, 0): "备注：无"}, lines, 3, 6))
    page = openpyxl.load_workbook(io.BytesIO(filled))["党员花名册"]
    assert [page.cell(row, 2).value for row in range(4, 13)] == [f"党员{n}" for n in range(1, 10)]
    assert (page["A13"].value, page["B13"].value) == ("合计", '=COUNTA(B4:B12)&"人"')
    assert page["A14"].value == "备注：无"
    assert {str(area) for area in page.merged_cells.ranges} == {"A1:H1", "A2:H2", "A14:H14"}
    assert page.print_area == "'党员花名册'!$A$1:$H$14"
    assert page.print_title_rows == "$3:$3"
    assert {page.row_dimensions[row].height for row in range(4, 13)} == {24.0}
    looks = [page.cell(row, 1).border.bottom.style for row in range(4, 13)]
    assert looks == [*["thin"] * 8, "medium"], "the thick line stays under the last row"
    assert page["E12"].number_format == "@"


def test_what_speaks_of_the_list_from_outside_grows_with_it() -> None:
    data = upstream_forms.veterans()
    lines = [{1: f"人{n}"} for n in range(10)]
    filled = form_of(data).filled(Filling("退役军人信息表", {}, lines, 3, 8))
    book = openpyxl.load_workbook(io.BytesIO(filled))
    page = book["退役军人信息表"]
    assert page["I4"].value == page["I13"].value == "=1/COUNTA($B$4:$B$13)"
    assert page["B14"].value == "=COUNTA(B4:B13)"
    assert [str(d.sqref) for d in page.data_validations.dataValidation] == ["H4:H13"]
    assert [str(f.sqref) for f in page.conditional_formatting] == ["D4:D13"]
    assert book["汇总"]["B1"].value == "=退役军人信息表!B14"
    assert book.defined_names["合计数"].attr_text == "退役军人信息表!$B$14"


def test_cells_merged_within_a_row_are_merged_in_each_new_one() -> None:
    lines = [{1: f"干部{n}"} for n in range(5)]
    filled = form_of(upstream_forms.cadres()).filled(Filling("两委干部", {}, lines, 3, 5))
    page = openpyxl.load_workbook(io.BytesIO(filled))["两委干部"]
    areas = {str(area) for area in page.merged_cells.ranges}
    assert {f"B{row}:C{row}" for row in range(3, 9)} <= areas
    assert {"A1:K1", "A9:K9"} <= areas and "A7:K7" not in areas


def test_a_day_is_a_day_where_the_cell_is_one_and_a_text_where_not() -> None:
    form = form_of(upstream_forms.disabled())
    day = Dated(date(1954, 5, 7), "1954.05")
    page = openpyxl.load_workbook(
        io.BytesIO(form.filled(Filling("台账", {}, [{9: day, 8: day}], 3, 32)))
    )["台账"]
    assert page["J4"].value.date() == date(1954, 5, 7)
    assert page["I4"].value == "1954.05"


def test_a_form_without_places_and_with_a_prefix_is_filled_too() -> None:
    data = upstream_forms.grid_workers()
    lines = [{0: 1, 2: "=1+1", 4: "999999********0104"}]
    filled = form_of(data).filled(Filling("网格员", {(1, 1): "新街子社区"}, lines, 3, 2))
    assert texts_of(filled)[1][1] == "新街子社区"
    assert texts_of(filled)[3][:5] == ["1", "", "=1+1", "", "999999********0104"]
    page = openpyxl.load_workbook(io.BytesIO(filled))["网格员"]
    assert page["C4"].data_type == "s", "a formula-like text is a text"
    assert b"<x:row r=" in parts_of(filled)["xl/worksheets/sheet.xml"]


def test_the_results_of_the_empty_form_are_not_shown() -> None:
    """A program that works nothing out must not show the total of nobody."""
    data = upstream_forms.quarter_report()
    filled = form_of(data).filled(Filling("季报", {(3, 1): Decimal("100.00")}))
    values = openpyxl.load_workbook(io.BytesIO(filled), data_only=True)["季报"]
    assert values["B8"].value is None
    assert openpyxl.load_workbook(io.BytesIO(filled))["季报"]["B8"].value == "=B4-B6"


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_comes_back_as_it_was_written(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    seen = "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff\r"))
    for data, sheet in ((_XLSX, "季报"), (_XLS, "进度")):
        filled = form_of(data).filled(Filling(sheet, {(4, 3): f"={seen}。"}))
        assert texts_of(filled)[4][3] == f"={seen}。"


_XLSX, _XLS = upstream_forms.quarter_report(), upstream_forms.task_progress()


@settings(max_examples=25)
@given(rooms=st.integers(1, 6), count=st.integers(1, 12))
def test_a_total_takes_in_every_line_whatever_their_number(rooms: int, count: int) -> None:
    """The same list in both formats, with a total below and a share in each row."""
    lines = [{0: n + 1} for n in range(count)]
    bottom = 2 + max(rooms, count)
    for data in (_small_xlsx(rooms), _small_xls(rooms)):
        filled = form_of(data).filled(Filling("S", {(rooms + 1, 1): "完"}, lines, 1, rooms))
        form = form_of(filled).sheets[0]
        assert texts_of(filled)[bottom - 1][1] == "完"
        assert [row[0] for row in texts_of(filled)[1 : count + 1]] == [
            str(n + 1) for n in range(count)
        ]
        rows = {row for row, column in form.formulas if column == 2}
        assert rows == set(range(1, bottom)), "the formula of the row is in each of them"
    page = openpyxl.load_workbook(
        io.BytesIO(form_of(_small_xlsx(rooms)).filled(Filling("S", {}, lines, 1, rooms)))
    )["S"]
    assert page.cell(bottom, 3).value == f"=SUM(A2:A{bottom - 1})"
    assert page.cell(bottom - 1, 3).value == f"=A{bottom - 1}/SUM(A$2:A${bottom - 1})"


def _small_xlsx(rooms: int) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "S"
    page.append(["数", "备注", "占比"])
    for row in range(2, rooms + 2):
        page.cell(row, 3, f"=A{row}/SUM(A$2:A${rooms + 1})")
    page.cell(rooms + 2, 1, "合计")
    page.cell(rooms + 2, 3, f"=SUM(A2:A{rooms + 1})")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _small_xls(rooms: int) -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("S")
    for column, word in enumerate(("数", "备注", "占比")):
        page.write(0, column, word)
    for row in range(2, rooms + 2):
        page.write(row - 1, 2, xlwt.Formula(f"A{row}/SUM(A$2:A${rooms + 1})"))
    page.write(rooms + 1, 0, "合计")
    page.write(rooms + 1, 2, xlwt.Formula(f"SUM(A2:A{rooms + 1})"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def list_with_shapes() -> bytes:
    """A list with a picture, remarks, a link, a chart, a filter and a page break below it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page, other = book.add_worksheet("表"), book.add_worksheet("另")
    line = book.add_format({"border": 1})
    page.write_row(0, 0, ("序号", "姓名", "金额", "倍数"), line)
    for row in range(1, 5):
        for column in range(3):
            page.write_blank(row, column, None, line)
        page.write_formula(row, 3, f"=C{row + 1}*2", line, 0)
    page.write_row(5, 0, ("合计", ""), line)
    page.write_formula(5, 2, "=SUM(C2:C5)", line, 0)
    page.write_formula(6, 2, "=C6/COUNT(C2:C5)", line, 0)
    picture = upstream_forms.one_dot()
    page.insert_image("F8", "章.png", {"image_data": io.BytesIO(picture)})
    page.write_comment("A2", "第一行")
    page.write_comment("A6", "合计的批注")
    page.write_url("A9", "internal:'另'!A1", None, "去另")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='表'!$C$2:$C$5"})
    page.insert_chart("F12", chart)
    rule = {"validate": "decimal", "criteria": ">", "value": "=C7*0"}
    page.data_validation("C2:C5", rule)
    over = {"type": "formula", "criteria": "=$C$6>SUM($C$2:$C$5)", "format": line}
    page.conditional_format("C6", over)
    page.autofilter("A1:D5")
    page.set_h_pagebreaks([6])
    other.write_formula("A1", "=SUM('表'!C2:C5)+'表'!C7", None, 0)
    other.write_formula("B1", "=SUM(C2:C5)", None, 0)
    book.define_name("全体", "='表'!$B$2:$B$5")
    book.close()
    return out.getvalue()


def test_pictures_remarks_links_and_charts_go_with_their_rows() -> None:
    lines = [{0: n, 2: n} for n in range(1, 10)]
    filled = form_of(list_with_shapes()).filled(Filling("表", {}, lines, 1, 4))
    book = openpyxl.load_workbook(io.BytesIO(filled))
    page = book["表"]
    assert {c.coordinate: c.comment.text for r in page.iter_rows() for c in r if c.comment} == {
        "A2": "第一行", "A11": "合计的批注",
    }  # fmt: skip
    assert page["A14"].hyperlink.location == "'另'!A1"
    assert [image.anchor._from.row for image in page._images] == [12]
    assert [chart.anchor._from.row for chart in page._charts] == [16]
    assert page._charts[0].series[0].val.numRef.f == "'表'!$C$2:$C$10"
    assert [(str(d.sqref), d.formula1) for d in page.data_validations.dataValidation] == [
        ("C2:C10", "C12*0")
    ]
    assert [(str(f.sqref), f.rules[0].formula) for f in page.conditional_formatting] == [
        ("C11", ["$C$11>SUM($C$2:$C$10)"])
    ]
    assert (page.auto_filter.ref, [b.id for b in page.row_breaks.brk]) == ("A1:D10", [11])
    assert page["C12"].value == "=C11/COUNT(C2:C10)"
    assert book["另"]["A1"].value == "=SUM('表'!C2:C10)+'表'!C12"
    assert book["另"]["B1"].value == "=SUM(C2:C5)", "its own cells are not meant"
    assert book.defined_names["全体"].attr_text == "'表'!$B$2:$B$10"


# -- .xls -----------------------------------------------------------------------------------------


def test_an_xls_keeps_every_record_but_those_of_the_cells() -> None:
    data = upstream_forms.low_income()
    filled = form_of(data).filled(
        Filling("低保", {(1, 1): "新街子社区"}, [{2: "王德珍", 5: 3}], 4, 8)
    )
    before, after = (records_of(_workbook_of(d)) for d in (data, filled))
    cells = {0x0201, 0x00BE, 0x0203, 0x00FD, 0x0006, 0x0208, 0x00D7}  # and rows, and their index
    moved = {0x0085, 0x00FC, 0x003C, 0x00FF, 0x0200, 0x020B, 0x005E}  # places, texts, size
    other = cells | moved
    assert [r for r in before if r.id not in other] == [r for r in after if r.id not in other]
    assert texts_of(filled)[4][2] == "王德珍"
    assert texts_of(filled)[1][1] == "新街子社区"


def test_the_other_streams_of_the_file_stay() -> None:
    data = _with_summary(upstream_forms.task_progress())
    filled = form_of(data).filled(Filling("进度", {(1, 1): "新街子社区" * 900}))
    with olefile.OleFileIO(io.BytesIO(filled)) as opened:
        assert opened.openstream("\x05SummaryInformation").read() == b"summary " * 20
        assert sorted(opened.listdir()) == [["\x05SummaryInformation"], ["Workbook"]]


def _with_summary(data: bytes) -> bytes:
    """A second, small stream beside the workbook, as Office writes one."""
    file = Compound(data)
    spare = next(n for n, entry in enumerate(file.entries) if entry.sort == 0)
    raw = bytearray(file.entries[spare].raw)
    name = "\x05SummaryInformation".encode("utf-16-le") + b"\0\0"
    raw[: len(name)] = name
    struct.pack_into("<HBB3I", raw, 64, len(name), 2, 1, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    content = b"summary " * 20
    file.entries[spare] = file.entries[spare]._replace(
        name="\x05SummaryInformation", sort=2, raw=bytes(raw), content=content
    )
    book = next(n for n, entry in enumerate(file.entries) if entry.name == "Workbook")
    linked = bytearray(file.entries[book].raw)
    struct.pack_into("<I", linked, 68, spare)  # its left neighbour in the tree
    file.entries[book] = file.entries[book]._replace(raw=bytes(linked))
    return file.written("workbook", file.stream("workbook") or b"")


def _workbook_of(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as opened:
        found: bytes = opened.openstream("Workbook").read()
    return found


def test_an_xls_list_grows_with_total_and_formulas() -> None:
    data = upstream_forms.old_age()
    lines = [{0: n, 1: f"老人{n}", 3: Dated(date(1940, 1, n), "")} for n in range(1, 6)]
    filled = form_of(data).filled(Filling("Sheet1", {(7, 1): "周文书"}, lines, 3, 5))
    rows = texts_of(filled)
    assert [row[1] for row in rows[3:8]] == [f"老人{n}" for n in range(1, 6)]
    assert [row[6] for row in rows[3:8]] == ["50"] * 5, "what is printed alike is printed on"
    assert rows[8][0] == "合计" and rows[9][:2] == ["填表人：", "周文书"]
    formulas = form_of(filled).sheets[0].formulas
    assert formulas == {(row, 8) for row in range(3, 9)}


def test_shapes_choices_and_conditions_of_an_xls_go_with_their_rows() -> None:
    """The same list as another program writes it into an .xls."""
    data = (Path(__file__).parent / "data" / "list_with_shapes.xls").read_bytes()
    form = form_of(data)
    assert form.why_not_longer("表") == ""
    before, after = (
        records_of(_workbook_of(d))
        for d in (data, form.filled(Filling("表", {}, [{0: n} for n in range(9)], 1, 4)))
    )

    def rows(records: Sequence[Record], sort: int, *places: int) -> list[tuple[int, ...]]:
        found = [record.data for record in records if record.id == sort]
        return [tuple(struct.unpack_from("<H", d, at)[0] for at in places) for d in found]

    assert rows(before, biff.NOTE, 0) == [(1,), (5,)]
    assert rows(after, biff.NOTE, 0) == [(1,), (10,)]
    assert rows(before, biff.CONDFMT, 14, 16)[-1] == (5, 5)
    assert rows(after, biff.CONDFMT, 14, 16)[-1] == (10, 10)
    names = [r.data for r in after if r.id == biff.NAME]
    assert any(struct.pack("<2H", 1, 9) in name for name in names), "全体: B2:B10"
    assert [len(r.data) for r in before if r.id == biff.DRAWING] == [
        len(r.data) for r in after if r.id == biff.DRAWING
    ]
    chart = next(r.data for r in after if r.id == biff.SERIES_DATA and len(r.data) > 18)
    assert struct.pack("<2H", 1, 9) in chart


def test_long_texts_run_over_several_records() -> None:
    texts = {(3 + n, 1): ("长" * (1000 * n + 1)) for n in range(9)}
    filled = form_of(upstream_forms.task_progress()).filled(Filling("进度", texts))
    rows = texts_of(filled)
    assert [rows[place[0]][1] for place in texts] == list(texts.values())


# -- what is no form ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不完整"),
        (b"PK\x03\x04" + b"\0" * 60, "不完整"),
        ("姓名,性别\n张三,男\n".encode(), "不是 .xls 或 .xlsx"),
    ],
)
def test_what_is_no_form_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        assert form_of(data).sheets


def test_a_formula_cut_short_is_a_damaged_file() -> None:
    form = form_of(upstream_forms.low_income())
    assert isinstance(form, XlsForm)
    form.records = [r._replace(data=r.data[:20]) if r.id == FORMULA else r for r in form.records]
    with pytest.raises(Refused, match="不完整"):
        form.why_not_longer(form.sheets[0].name)


def test_a_cell_right_of_every_column_is_a_damaged_file() -> None:
    with pytest.raises(Refused, match="不完整"):
        biff.cells_of([biff.blank(3, 300, 15).record])


@settings(max_examples=60)
@given(st.integers(0, 6000), st.integers(0, 255))
def test_a_damaged_xls_is_refused_or_read_but_never_falls(place: int, byte: int) -> None:
    data = bytearray(upstream_forms.low_income())
    data[place % len(data)] = byte
    try:
        form = form_of(bytes(data))
        for sheet in form.sheets:
            form.filled(Filling(sheet.name, {(1, 1): "单位"}))
    except Refused:
        pass


@settings(max_examples=60)
@given(st.integers(0, 9000), st.sampled_from(["<", '"', "&", "A", "9", " ", "\u4e2d"]))
def test_a_damaged_sheet_of_an_xlsx_is_refused_or_read_but_never_falls(
    place: int, sign: str
) -> None:
    parts = parts_of(upstream_forms.veterans())
    name = "xl/worksheets/sheet1.xml" if place % 3 else "xl/workbook.xml"
    text = parts[name].decode()
    at = place % len(text)
    parts[name] = (text[:at] + sign + text[at + 1 :]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    try:
        form = form_of(out.getvalue())
        for sheet in form.sheets:
            lines = [{1: str(n)} for n in range(9)]
            form.filled(Filling(sheet.name, {}, lines, 3, 8))
    except Refused:
        pass


def test_a_pivot_or_an_array_formula_forbids_new_rows_in_words() -> None:
    book = openpyxl.load_workbook(io.BytesIO(upstream_forms.party_members()))
    page = book["党员花名册"]
    page["C8"] = openpyxl.worksheet.formula.ArrayFormula("C8", "=SUM(LEN(B4:B7))")
    out = io.BytesIO()
    book.save(out)
    form = form_of(out.getvalue())
    assert "数组公式" in form.why_not_longer("党员花名册")
