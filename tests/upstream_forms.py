"""Ten forms in the manner of those offices get from above: invented, by different makers."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

_THIN, _THICK = Side(style="thin"), Side(style="medium")


class Upstream(NamedTuple):
    name: str
    suffix: str
    make: Callable[[], bytes]

    @property
    def file(self) -> str:
        return f"{self.name}{self.suffix}"


def _box(page: Any, top: int, bottom: int, width: int) -> None:
    """Thin lines around every cell, a thick one under the last row, as drawn in WPS."""
    for row in range(top, bottom + 1):
        for column in range(1, width + 1):
            low = _THICK if row == bottom else _THIN
            page.cell(row, column).border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=low)


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def party_members(remark: str = "") -> bytes:
    """党员花名册: one line for unit, person and day; a total that counts; four rows only."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "党员花名册"
    page.merge_cells("A1:H1")
    page["A1"] = "2026年党员基本情况花名册"
    page["A1"].font = Font(name="方正小标宋简体", size=18, bold=True)
    page["A1"].alignment = Alignment(horizontal="center")
    page.merge_cells("A2:H2")
    page["A2"] = "填报单位（盖章）：                填表人：          填报日期：    年  月  日"
    heads = ["序号", "姓名", "性别", "出生年月", "公民身份号码", "入党时间", "联系电话", "备注"]
    heads += [remark] if remark else []
    for place, head in enumerate(heads, start=1):
        page.cell(3, place, head).alignment = Alignment(horizontal="center", wrap_text=True)
    _box(page, 3, 7, len(heads))
    for row in range(4, 8):
        page.cell(row, 5).number_format = "@"
        page.row_dimensions[row].height = 24
    page["A8"] = "合计"
    page["B8"] = '=COUNTA(B4:B7)&"人"'
    page.merge_cells("A9:H9")
    page["A9"] = "备注：身份证号按要求遮住中间几位。"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.print_title_rows, page.print_area = "3:3", "A1:H9"
    page.freeze_panes = "A4"
    page.oddFooter.center.text = "第 &P 页"
    page.column_dimensions["E"].width = 22
    return _saved(book)


def low_income() -> bytes:
    """低保对象表 (.xls): a header of two lines with groups, a total, three signatures."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("低保")
    title = xlwt.easyxf("font: height 360, bold on; align: horiz center")
    head = xlwt.easyxf("font: bold on; borders: left thin, right thin, top thin, bottom thin")
    line = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    text = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin", num_format_str="@")
    page.write_merge(0, 0, 0, 7, "城乡居民最低生活保障对象审核表", title)
    page.write(1, 0, "单位：")
    page.write(1, 5, "填表日期：")
    for column, word in ((0, "序号"), (1, "户主姓名"), (7, "备注")):
        page.write_merge(2, 3, column, column, word, head)
    page.write_merge(2, 2, 2, 4, "本人情况", head)
    for column, word in ((2, "姓名"), (3, "性别"), (4, "身份证号码")):
        page.write(3, column, word, head)
    page.write_merge(2, 2, 5, 6, "家庭情况", head)
    page.write(3, 5, "家庭人口", head)
    page.write(3, 6, "家庭住址", head)
    for row in range(4, 9):
        for column in range(8):
            page.write(row, column, None, text if column == 4 else line)
    page.write(9, 0, "合计", head)
    page.write(9, 5, xlwt.Formula("SUM(F5:F9)"), line)
    page.write_merge(10, 10, 0, 7, "审核人：            经办人：            负责人：")
    page.set_portrait(False)
    page.col(4).width = 256 * 20
    return _saved(book)


def disabled() -> bytes:
    """残疾人台账: choices, marks by condition, a name for the print area, widths."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("台账")
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#DDEBF7", "text_wrap": True})
    line = book.add_format({"border": 1})
    day = book.add_format({"border": 1, "num_format": 'yyyy"年"m"月"d"日"'})
    page.merge_range("A1:J1", "残疾人基本情况台账", title)
    page.write("A2", "填报单位：")
    page.write("H2", "制表人：")
    for place, word in enumerate(
        ("序号", "姓名", "性别", "年龄", "身份证号", "残疾类别", "残疾等级", "联系电话", "住址",
         "出生日期")
    ):  # fmt: skip
        page.write(2, place, word, head)
    for row in range(3, 33):
        for place in range(10):
            page.write_blank(row, place, None, day if place == 9 else line)
    page.data_validation("F4:F33", {"validate": "list", "source": ["肢体", "视力", "听力"]})
    page.conditional_format(
        "D4:D33", {"type": "cell", "criteria": ">=", "value": 60, "format": title}
    )
    page.set_column("E:E", 21)
    page.print_area("A1:J33")
    page.repeat_rows(2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def old_age() -> bytes:
    """高龄津贴 (.xls): a column that works out the amount, a column of days."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("Sheet1")
    line = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    last = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thick")
    page.write_merge(0, 0, 0, 8, "80周岁以上高龄老人津贴发放花名册")
    page.write(1, 0, "镇街：")
    page.write(1, 3, "村（社区）：")
    for place, word in enumerate(
        ("序号", "姓名", "性别", "出生日期", "周岁", "身份证号码", "月标准", "月数", "金额")
    ):
        page.write(2, place, word, line)
    for row in range(3, 6):
        for place in range(9):
            look = last if row == 5 else line
            if place == 6:
                page.write(row, place, 50, look)
            elif place == 7:
                page.write(row, place, 3, look)
            elif place == 8:
                page.write(row, place, xlwt.Formula(f"G{row + 1}*H{row + 1}"), look)
            else:
                page.write(row, place, None, look)
    page.write(6, 0, "合计")
    page.write(6, 8, xlwt.Formula("SUM(I4:I6)"))
    page.write(7, 0, "填表人：")
    page.write(7, 4, "审核人：")
    return _saved(book)


_GRID = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>
<x:row><x:c t="inlineStr"><x:is><x:t>网格员信息采集表</x:t></x:is></x:c></x:row>
<x:row><x:c t="inlineStr"><x:is><x:t>村（社区）：</x:t></x:is></x:c><x:c/></x:row>
<x:row>{heads}</x:row></x:sheetData><x:mergeCells count="1"><x:mergeCell ref="A1:G1"/>
</x:mergeCells><x:pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3"
footer="0.3"/>
</x:worksheet>"""


def grid_workers() -> bytes:
    """网格员信息: written by a program that leaves out the places of cells and names prefixes."""
    heads = ("序号", "所属网格", "姓名", "性别", "身份证号", "手机号码", "是否党员")
    cells = "".join(f'<x:c t="inlineStr"><x:is><x:t>{h}</x:t></x:is></x:c>' for h in heads)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        f'"{sheet}sheet.main+xml"/><Override PartName="/xl/worksheets/sheet.xml" ContentType='
        f'"{sheet}worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type='
        f'"{office}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<x:workbook xmlns:x="{main}" xmlns:r="{office}"><x:sheets><x:sheet '
        'name="网格员" sheetId="1" r:id="R1"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="R1" Type='
        f'"{office}/worksheet" Target="/xl/worksheets/sheet.xml"/></Relationships>',
        "xl/worksheets/sheet.xml": _GRID.format(heads=cells),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def veterans() -> bytes:
    """退役军人: a hidden sheet of choices, a sheet that adds up, names, a locked sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "退役军人信息表"
    page.merge_cells("A1:I1")
    page["A1"] = "退役军人和其他优抚对象信息采集表"
    page["A2"], page["G2"] = "所属村（社区）：", "填表时间："
    page.merge_cells("B2:F2")
    page.merge_cells("H2:I2")
    for place, head in enumerate(
        ["序号", "姓名", "性别\n（男1女2）", "身份证号码", "户籍地址", "服役起止", "手机",
         "是否党员", "占比"], start=1,
    ):  # fmt: skip
        page.cell(3, place, head)
    _box(page, 3, 9, 9)
    for row in range(4, 10):
        page.cell(row, 1, row - 3)
        page.cell(row, 9, "=1/COUNTA($B$4:$B$9)")
        page.cell(row, 9).number_format = "0%"
    page["A10"], page["B10"] = "共计", "=COUNTA(B4:B9)"
    choices = book.create_sheet("选项")
    choices["A1"], choices["A2"] = "是", "否"
    choices.sheet_state = "hidden"
    total = book.create_sheet("汇总")
    total["A1"], total["B1"] = "退役军人合计", "=退役军人信息表!B10"
    book.defined_names["是否"] = DefinedName("是否", attr_text="选项!$A$1:$A$2")
    book.defined_names["合计数"] = DefinedName("合计数", attr_text="退役军人信息表!$B$10")
    check = DataValidation(type="list", formula1="=是否", sqref="H4:H9")
    page.add_data_validation(check)
    red = PatternFill("solid", start_color="FFC7CE")
    page.conditional_formatting.add("D4:D9", FormulaRule(formula=["LEN($D4)<>18"], fill=red))
    return _saved(book)


def cadres() -> bytes:
    """两委干部: cells merged across in each row."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("两委干部")
    line = book.add_format({"border": 1})
    page.merge_range("A1:K1", "村（社区）“两委”干部登记表", line)
    page.write("A2", "单位：")
    words = ("序号", "姓名", "性别", "出生年月", "职务", "任职时间", "联系电话", "身份证号")
    spans = ((0, 0), (1, 2), (3, 3), (4, 4), (5, 6), (7, 7), (8, 8), (9, 10))
    for word, (left, right) in zip(words, spans, strict=True):
        for row in range(2, 6):
            text = word if row == 2 else ""
            if left == right:
                page.write(row, left, text, line)
            else:
                page.merge_range(row, left, row, right, text, line)
    page.merge_range("A7:K7", "说明：任职时间填到年月。", line)
    book.close()
    return out.getvalue()


def quarter_report() -> bytes:
    """集体收支季报: no list; sums beside words, formulas for totals and balance."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "季报"
    page.merge_cells("A1:D1")
    page["A1"] = "农村集体经济组织收支情况季报表"
    page["A2"], page["C2"] = "编制单位：", "单位：元"
    page["A3"], page["B3"], page["C3"], page["D3"] = "项目", "本季数", "本年累计", "备注"
    for row, word in enumerate(("一、收入", "其中：租金收入", "二、支出", "其中：办公费"), start=4):
        page.cell(row, 1, word)
        for column in (2, 3):
            page.cell(row, column).number_format = "#,##0.00"
    page["A8"], page["B8"], page["C8"] = "三、结余", "=B4-B6", "=C4-C6"
    _box(page, 3, 8, 4)
    page["A9"], page["C9"] = "制表人：", "填报日期："
    return _saved(book)


def task_progress() -> bytes:
    """任务进度表 (.xls): long texts that wrap, a percent, freeze and a footer."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("进度")
    line = xlwt.easyxf("align: wrap on; borders: left thin, right thin, top thin, bottom thin")
    day = xlwt.easyxf("borders: left thin, right thin", num_format_str="yyyy-m-d")
    page.write_merge(0, 0, 0, 6, "重点工作任务推进情况表")
    page.write(1, 0, "报送单位：")
    for place, word in enumerate(
        ("序号", "工作任务", "牵头单位", "责任人", "完成时限", "进展情况", "存在问题")
    ):
        page.write(2, place, word, line)
    for row in range(3, 5):
        for place in range(7):
            page.write(row, place, None, day if place == 4 else line)
    page.set_panes_frozen(True)
    page.set_horz_split_pos(3)
    page.footer_str = b"- &P -"
    return _saved(book)


def households() -> bytes:
    """户情况登记: rows by household, its people in one cell."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "户"
    page["A1"] = "居民户基本情况登记表"
    page["A2"] = "社区名称：______________  统计日期：____年__月__日"
    for place, head in enumerate(
        ["户编号", "户主姓名", "户主身份证号", "家庭人口数", "家庭成员", "现住址", "联系电话"],
        start=1,
    ):
        page.cell(3, place, head)
    _box(page, 3, 5, 7)
    page["A6"], page["D6"] = "合 计", "=SUM(D4:D5)"
    page["A7"] = "填表人："
    page.print_area = "A1:G7"
    page.row_breaks.append(openpyxl.worksheet.pagebreak.Break(id=6))
    return _saved(book)


def one_dot() -> bytes:
    """The smallest picture there is, for stamps and signatures on forms."""

    def chunk(sort: bytes, data: bytes) -> bytes:
        check = zlib.crc32(sort + data)
        return struct.pack(">I", len(data)) + sort + data + struct.pack(">I", check)

    head = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


FORMS = (
    Upstream("党员花名册", ".xlsx", party_members),
    Upstream("低保对象表", ".xls", low_income),
    Upstream("残疾人台账", ".xlsx", disabled),
    Upstream("高龄津贴花名册", ".xls", old_age),
    Upstream("网格员信息表", ".xlsx", grid_workers),
    Upstream("退役军人信息表", ".xlsx", veterans),
    Upstream("两委干部登记表", ".xlsx", cadres),
    Upstream("集体收支季报", ".xlsx", quarter_report),
    Upstream("任务进度表", ".xls", task_progress),
    Upstream("户情况登记表", ".xlsx", households),
)
