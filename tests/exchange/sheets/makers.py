"""One and the same roster as every program and every wrong button leaves it on a stick."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter
import xlwt

from exchange.sheets.corpus import (
    PERSON_HEADER,
    locked_copy,
    person_rows,
    repacked,
    write_csv,
    write_xlsx,
)

ROWS = [PERSON_HEADER, *person_rows(3)]
Maker = Callable[[Path], None]
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
     b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
     b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip


def openpyxl_book(path: Path) -> None:
    made = write_xlsx(path.with_name("made.xlsx"), ROWS)
    path.write_bytes(made.read_bytes())


def xlsxwriter_book(path: Path) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("名册")
        for number, row in enumerate(ROWS):
            page.write_row(number, 0, row)
    path.write_bytes(out.getvalue())


def inline_book(path: Path) -> None:
    """Texts inside the cells instead of in a list, rows streamed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        page = book.add_worksheet("名册")
        for number, row in enumerate(ROWS):
            page.write_row(number, 0, row)
    path.write_bytes(out.getvalue())


def strict_book(path: Path) -> None:
    """“Strict Open XML”: the same parts under the names of the ISO standard."""
    openpyxl_book(path)
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename != "[Content_Types].xml" and "package" not in info.filename:
                for before, after in _STRICT:
                    content = content.replace(before, after)
            new.writestr(info.filename, content)
    path.write_bytes(out.getvalue())


def old_book(path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("名册")
    for number, row in enumerate(ROWS):
        for place, text in enumerate(row):
            page.write(number, place, text)
    book.save(str(path))


def hidden_sheet_book(path: Path) -> None:
    """The first sheet, with lists of choices, is hidden as form makers like to do."""
    book = openpyxl.Workbook()
    lists = book.active
    lists.title, lists.sheet_state = "选项", "hidden"
    lists.append(["男", "女"])
    page = book.create_sheet("名册")
    for row in ROWS:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())


def text(encoding: str, separator: str) -> Maker:
    return lambda path: void(write_csv(path, ROWS, encoding, separator))


def void(_: object) -> None:
    return None


def quoted_text(path: Path) -> None:
    lines = [",".join(f'"{cell}"' for cell in row) for row in ROWS]
    lines[0] = lines[0].replace("身份证号", "身份\n证号")
    path.write_bytes(("\n".join(lines) + "\n").encode("gbk"))


def guarded_text(path: Path) -> None:
    """What population programs write so that Excel leaves long numbers alone."""
    lines = [",".join(ROWS[0]), *(f'{n},="{i}",\t{p},{g}' for n, i, p, g in ROWS[1:])]
    path.write_bytes("\r\n".join(lines).encode("gb18030"))


def web_page(encoding: str, said: str = "") -> Maker:
    def make(path: Path) -> None:
        meta = f'<meta http-equiv="Content-Type" content="text/html; charset={said}">' * bool(said)
        rows = "".join(
            "<tr>" + "".join(f"<td class=xl65>{cell}</td>" for cell in row) + "</tr>"
            for row in ROWS
        )
        page = f"<html><head>{meta}</head><body><table border=1>{rows}</table></body></html>"
        path.write_bytes(page.encode(encoding))

    return make


def xml_book(path: Path) -> None:
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row)
        + "</Row>"
        for row in ROWS
    )
    path.write_text(
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="名册"><Table>{rows}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )


def open_document(path: Path) -> None:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="名册">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)


def locked_book(path: Path) -> None:
    openpyxl_book(path.with_name("open.xlsx"))
    locked_copy(path.with_name("open.xlsx"), path)


def empty_file(path: Path) -> None:
    path.write_bytes(b"")


def cut_book(path: Path) -> None:
    openpyxl_book(path)
    path.write_bytes(path.read_bytes()[:-900])


def cut_old_book(path: Path) -> None:
    old_book(path)
    path.write_bytes(path.read_bytes()[:900])


def macro_book(path: Path) -> None:
    """.xlsm under the name .xlsx: read like any other, its program is never looked at."""
    openpyxl_book(path.with_name("plain.xlsx"))
    repacked(path.with_name("plain.xlsx"), path, xl__vbaProject_bin=b"\xd0\xcf\x11\xe0")


READ: dict[str, tuple[str, Maker]] = {
    "openpyxl": ("名册.xlsx", openpyxl_book),
    "xlsxwriter": ("名册.xlsx", xlsxwriter_book),
    "texts in the cells": ("名册.xlsx", inline_book),
    "strict": ("名册.xlsx", strict_book),
    "hidden first sheet": ("名册.xlsx", hidden_sheet_book),
    "macros": ("名册.xlsm", macro_book),
    "old": ("名册.xls", old_book),
    "WPS, old inside": ("名册.et", old_book),
    "WPS, new inside": ("名册.et", xlsxwriter_book),
    "new called old": ("名册.xls", openpyxl_book),
    "old called new": ("名册.xlsx", old_book),
    "workbook called text": ("名册.csv", openpyxl_book),
    "text called workbook": ("名册.xlsx", text("gbk", ",")),
    "open document": ("名册.ods", open_document),
    "utf-8": ("名册.csv", text("utf-8", ",")),
    "utf-8 marked": ("名册.csv", text("utf-8-sig", ",")),
    "gb18030": ("名册.csv", text("gb18030", ",")),
    "utf-16": ("名册.txt", text("utf-16", "\t")),
    "utf-16 be": ("名册.csv", text("utf-16-be", ";")),
    "Chinese comma": ("名册.csv", text("gbk", "，")),
    "quoted with a line break": ("名册.csv", quoted_text),
    "guarded numbers": ("名册.csv", guarded_text),
    "web page": ("名册.xls", web_page("gbk", "gb2312")),
    "web page of utf-8": ("名册.xls", web_page("utf-8-sig")),
    "web page of utf-16": ("名册.xls", web_page("utf-16")),
    "XML of 2003": ("名册.xls", xml_book),
}
REFUSED: dict[str, tuple[str, Maker, str]] = {
    "locked": ("名册.xlsx", locked_book, "有密码"),
    "empty": ("名册.xlsx", empty_file, "是空的"),
    "cut": ("名册.xlsx", cut_book, "不完整"),
    "old and cut": ("名册.xls", cut_old_book, "不完整"),
}
