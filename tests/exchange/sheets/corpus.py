"""Sheets as offices really lay them out, built from invented people."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from office import make_id_number

DATA = Path(__file__).parent / "data"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ("大海", "小溪", "远山", "明月", "春生", "秋云", "长河", "晓峰")


def person_name(number: int) -> str:
    return (
        SURNAMES[number % len(SURNAMES)]
        + GIVEN[number // len(SURNAMES) % len(GIVEN)]
        + ("" if number < 128 else str(number))
    )


def person_id(number: int) -> str:
    born = date(1950, 1, 1) + timedelta(days=number * 17 % 20000)
    return make_id_number(f"{born:%Y%m%d}", f"{number % 998 + 1:03d}")


def person_rows(count: int) -> list[list[str]]:
    """姓名, 身份证号, 联系电话, 组别"""
    return [[person_name(n), person_id(n), f"138{n:08d}", f"{n % 6 + 1}组"] for n in range(count)]


PERSON_HEADER = ["姓名", "身份证号", "联系电话", "组别"]


def write_xlsx(
    path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), sheet: str = "名册"
) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for area in merged:
        page.merge_cells(area)
    book.save(path)
    return path


def write_csv(
    path: Path, rows: Sequence[Sequence[Any]], encoding: str = "utf-8", separator: str = ","
) -> Path:
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in rows]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def repacked(source: Path, target: Path, **members: bytes) -> Path:
    """A copy of a zip in which some members have another content (`xl/x.xml` as xl__x_xml)."""
    wanted = {
        name.replace("__", "/").replace("_xml", ".xml"): data for name, data in members.items()
    }
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, wanted.pop(info.filename, None) or old.read(info))
        for name, data in wanted.items():
            new.writestr(name, data)
    return target


def locked_copy(source: Path, target: Path, password: str = "123456") -> Path:
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    with source.open("rb") as opened:
        OOXMLFile(opened).encrypt(password, out)
    target.write_bytes(out.getvalue())
    return target
