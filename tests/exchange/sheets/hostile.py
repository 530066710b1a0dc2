"""Workbooks made to hurt: small on the stick, huge or endless when opened.

python tests/exchange/sheets/hostile.py FILE    reads one and says what it took
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import xlwt

from exchange.sheets.makers import openpyxl_book

Maker = Callable[[Path], None]
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = f'<worksheet xmlns="{_SPACE}">'.encode()
_MEBI = 1 << 20


def _with(path: Path, members: dict[str, bytes]) -> None:
    """A sound workbook in which some members are others."""
    openpyxl_book(path)
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in members:
                new.writestr(info.filename, old.read(info))
        for name, content in members.items():
            new.writestr(name, content, compresslevel=1)
    path.write_bytes(out.getvalue())


def _sheet(path: Path, body: bytes) -> None:
    _with(path, {"xl/worksheets/sheet1.xml": _SHEET + body + b"</worksheet>"})


def a_gigabyte(path: Path) -> None:
    """One packed mebibyte a thousand times over, which unpacks into a gigabyte."""
    packer = zlib.compressobj(wbits=-15)
    block = packer.compress(b"<row><c><v>1</v></c></row>" * 40_330)
    block += packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * 1024 + b"\x03\x00"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", packed)
    data = bytearray(out.getvalue())
    local = data.index(b"PK\x03\x04", 4)
    central = data.rindex(b"PK\x01\x02")
    struct.pack_into("<H", data, local + 8, zipfile.ZIP_DEFLATED)
    struct.pack_into("<I", data, local + 22, 1024 * 40_330 * 26)
    struct.pack_into("<H", data, central + 10, zipfile.ZIP_DEFLATED)
    struct.pack_into("<I", data, central + 24, 1024 * 40_330 * 26)
    path.write_bytes(bytes(data))


def many_large_parts(path: Path) -> None:
    part = b"<a/>" * (2 * _MEBI)
    _with(path, {f"xl/media/part{n}.xml": part for n in range(30)})


def million_columns(path: Path) -> None:
    cells = b"<c><v>1</v></c>" * 1_000_000
    _sheet(path, b"<sheetData><row r='1'>" + cells + b"</row></sheetData>")


def million_columns_of_text(path: Path) -> None:
    path.write_bytes(b",".join([b"a"] * 1_000_000))


def far_column(path: Path) -> None:
    _sheet(path, b'<sheetData><row r="1"><c r="ZZZZ1"><v>1</v></c></row></sheetData>')


def lying_size(path: Path) -> None:
    _sheet(path, b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">'
           b'<c r="A1" t="inlineStr"><is><t>x</t></is></c></row></sheetData>')  # fmt: skip


def corners(path: Path) -> None:
    _sheet(path, b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
           b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')  # fmt: skip


def rectangle(path: Path) -> None:
    _sheet(path, b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
           b'<row r="199999"><c r="BZ199999"><v>1</v></c></row></sheetData>')  # fmt: skip


def rectangle_without_places(path: Path) -> None:
    wide = b"<row>" + b"".join(b"<c><v>%d</v></c>" % (n * 7919) for n in range(100_000)) + b"</row>"
    _sheet(path, b"<sheetData>" + wide + b"<row><c><v>1</v></c></row>" * 20_000 + b"</sheetData>")


def million_merges(path: Path) -> None:
    areas = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, 1_000_001))
    _sheet(path, b"<sheetData/><mergeCells>" + areas + b"</mergeCells>")


def merges_over_everything(path: Path) -> None:
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>\xe5\xa7\x93\xe5\x90\x8d</t></is></c></row>'
    rows += b'<row r="2"><c r="A2" t="inlineStr"><is><t>\xe7\x94\xb2</t></is></c></row>'
    areas = b'<mergeCell ref="A2:XFD1048576"/>' * 2000
    _sheet(path, b"<sheetData>" + rows + b"</sheetData><mergeCells>" + areas + b"</mergeCells>")


def laughs(path: Path) -> None:
    names = "abcdefghij"
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names)
    )
    _with(path, {"xl/worksheets/sheet1.xml":
                 f"<!DOCTYPE x [{entities}]><worksheet>&j;</worksheet>".encode()})  # fmt: skip


def laughs_far_down(path: Path) -> None:
    filler = b"<!--" + b" " * 200_000 + b"-->"
    _with(path, {"xl/worksheets/sheet1.xml":
                 b"<?xml version='1.0'?>" + filler + b"<!DOCTYPE x [<!ENTITY a 'ha'>]>"
                 b"<worksheet>&a;</worksheet>"})  # fmt: skip


def laughs_in_utf_16(path: Path) -> None:
    text = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'>]><worksheet>&a;</worksheet>"
    _with(path, {"xl/worksheets/sheet1.xml": text.encode("utf-16")})


def outside_entity(path: Path) -> None:
    text = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>'
    _with(path, {"xl/sharedStrings.xml": text})


def laughs_in_xml_2003(path: Path) -> None:
    path.write_bytes(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>'
                     b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&a;'
                     b"</Workbook>")  # fmt: skip


def far_row_in_xml_2003(path: Path) -> None:
    path.write_bytes(
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        b'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
        b'<Row ss:Index="9999999"><Cell ss:Index="9999999"><Data ss:Type="String">x</Data></Cell>'
        b"</Row></Table></Worksheet></Workbook>"
    )


def wide_span_in_a_page(path: Path) -> None:
    cell = b"<td rowspan=60000 colspan=700>x</td>"
    path.write_bytes(b"<html><table><tr>" + cell * 3 + b"</tr></table></html>")


def deep_page(path: Path) -> None:
    path.write_bytes(b"<html>" + b"<table><tr><td>" * 200_000 + b"x")


def zip_of_zips(path: Path) -> None:
    inner = b"PK" + b"x" * 1000
    for _ in range(6):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for n in range(10):
                archive.writestr(f"{n}.zip", inner)
        inner = out.getvalue()
    path.write_bytes(inner)


def wrong_check_sum(path: Path) -> None:
    openpyxl_book(path)
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(path.read_bytes())
    start = data.index(b"PK\x01\x02")
    while data[start + 46 : start + 46 + len(info.filename)] != info.filename.encode():
        start = data.index(b"PK\x01\x02", start + 4)
    data[start + 16] ^= 0xFF
    path.write_bytes(bytes(data))


def huge_texts(path: Path) -> None:
    item = b"<si><t>" + b"x" * 1000 + b"</t></si>"
    texts = f'<sst xmlns="{_SPACE}">'.encode() + item * 150_000 + b"</sst>"
    _with(path, {"xl/sharedStrings.xml": texts})


def one_text_everywhere(path: Path) -> None:
    texts = f'<sst xmlns="{_SPACE}"><si><t>{"x" * 30_000}</t></si></sst>'.encode()
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n)
                    for n in range(1, 150_001))  # fmt: skip
    _with(path, {"xl/sharedStrings.xml": texts,
                 "xl/worksheets/sheet1.xml":
                 _SHEET + b"<sheetData>" + rows + b"</sheetData></worksheet>"})  # fmt: skip


def linked(path: Path) -> None:
    """A formula takes its number from another workbook."""
    _with(path, {"xl/externalLinks/externalLink1.xml":
                 f'<externalLink xmlns="{_SPACE}"/>'.encode()})  # fmt: skip


def thousand_sheets(path: Path) -> None:
    names = range(4000)
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in names)
    targets = "".join(
        f'<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/worksheet" Target="worksheets/sheet1.xml"/>' for n in names
    )  # fmt: skip
    rows = b"<row><c><v>1</v></c><c><v>1</v></c></row>" * 20_000
    _with(path, {
        "xl/workbook.xml": (f'<workbook xmlns="{_SPACE}" xmlns:r="http://schemas.openxmlformats.org'
                            '/officeDocument/2006/relationships"><sheets>'
                            f"{sheets}</sheets></workbook>").encode(),
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{targets}</Relationships>").encode(),
        "xl/worksheets/sheet1.xml": _SHEET + b"<sheetData>" + rows + b"</sheetData></worksheet>",
    })  # fmt: skip


def slow_pattern(path: Path) -> None:
    """Tags without an end, on which careless patterns take a year."""
    _sheet(path, b"<sheetData>" + b"<row r='1' " * 300_000 + b"<c " * 300_000)


def _old(path: Path, change: Callable[[bytearray], None]) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    for n in range(400):
        page.write(n, 0, f"text {n}")
    book.save(str(path))
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(bytes(data))


def old_loop(path: Path) -> None:
    """A chain of sectors in which one points back to itself."""

    def change(data: bytearray) -> None:
        table = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
        for n in range(1, 40):
            struct.pack_into("<I", data, table + 4 * n, n - 1)

    _old(path, change)


def old_directory_loop(path: Path) -> None:
    def change(data: bytearray) -> None:
        place = 512 * (1 + struct.unpack_from("<I", data, 48)[0])
        for n in range(4):
            struct.pack_into("<III", data, place + 128 * n + 68, n, n, n)

    _old(path, change)


def old_sector_count(path: Path) -> None:
    _old(path, lambda data: struct.pack_into("<II", data, 68, 5, 0xFFFFFF))


def old_corners(path: Path) -> None:
    book = xlwt.Workbook()
    for n in range(60):
        page = book.add_sheet(f"s{n}")
        page.write(0, 0, 1)
        page.write(65_535, 255, 1)
    book.save(str(path))


def old_reach_of_nobody(path: Path) -> None:
    """A sheet that says it goes on for four milliard rows; the library would ask for them all."""

    def change(data: bytearray) -> None:
        struct.pack_into("<I", data, data.index(b"\x00\x02\x0e\x00") + 8, 0xFFFFFF00)

    _old(path, change)


def old_texts_of_nobody(path: Path) -> None:
    """A list of 400 texts that says it has four milliards."""

    def change(data: bytearray) -> None:
        struct.pack_into("<I", data, data.index(struct.pack("<II", 400, 400)) + 4, 0xFFFFFF00)

    _old(path, change)


def endless_text(path: Path) -> None:
    path.write_bytes(("," * 1000 + "\n").encode() * 40_000)


def one_long_line(path: Path) -> None:
    path.write_bytes(b"a," * 15_000_000)


_BY_NAME: dict[str, tuple[Maker, ...]] = {
    "a.xlsx": (
        many_large_parts,
        million_columns,
        far_column,
        corners,
        rectangle,
        rectangle_without_places,
        million_merges,
        merges_over_everything,
        laughs,
        laughs_far_down,
        laughs_in_utf_16,
        outside_entity,
        zip_of_zips,
        wrong_check_sum,
        huge_texts,
        one_text_everywhere,
        linked,
        thousand_sheets,
        slow_pattern,
        lying_size,
        a_gigabyte,
    ),
    "a.xls": (
        laughs_in_xml_2003,
        far_row_in_xml_2003,
        wide_span_in_a_page,
        deep_page,
        old_loop,
        old_directory_loop,
        old_sector_count,
        old_corners,
        old_reach_of_nobody,
        old_texts_of_nobody,
    ),
    "a.csv": (
        endless_text,
        one_long_line,
        million_columns_of_text,
    ),
}
HOSTILE: dict[str, tuple[str, Maker]] = {
    made.__name__: (name, made) for name, makers in _BY_NAME.items() for made in makers
}
