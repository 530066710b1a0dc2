"""Is a workbook small and whole enough to be opened at all?

The reading library lays a sheet out as one rectangle and has no limits of its own, so what a
file will need is found out before it is handed over (exchange-and-reliability.md F62).
"""

import io
import re
import zipfile
import zlib

from qinglian_desktop.core.outcome import Refused

LARGEST = 50 * 1024 * 1024  # bytes on disk
INFLATED = 200 * 1024 * 1024  # bytes of all members together
RATIO = 200  # a member beyond 10 MB that shrank more than this is a bomb
_BIG = 10 * 1024 * 1024
_TEXTS = 300 * 1024 * 1024  # bytes of all the cells' texts together
_SAVE_AS = "请用 WPS 打开，另存为 .xlsx 再拖进来"

# The start of a cell (or row) of that address which is not empty.
_CELL = rb'r\s*=\s*["\'](?:%s)["\'](?:[^>]*[^/>])?>(?!\s*</)'
_TOO_FAR = re.compile(_CELL % rb"[A-Za-z]{3}\d+|[A-Za-z]{1,2}(?:[2-9]\d{5}|\d{7,})")
_WIDE = re.compile(_CELL % rb"[C-Zc-z][A-Za-z]\d+")  # right of column 78
_TALL = re.compile(_CELL % rb"[A-Za-z]{0,2}(?:[2-9]\d{4}|\d{6})")  # below row 19,999
_FAR_ROW = re.compile(_CELL % rb"[2-9]\d{5}|\d{7,}")
_BARE_CELL = re.compile(rb"<(?:\w+:)?c(?:\s(?![^>]*\br\s*=)[^>]*)?>")  # stands where its row says
_SHARED = re.compile(rb't=["\']s["\'][^>]*>\s*<v>(\d{1,9})</v>')
_TAG = re.compile(rb"<[^>]*>")
_ODS_ROW = re.compile(rb'number-rows-repeated="(\d{2,9})"[^>]*>(.*?)</table:table-row>', re.S)
_ODS_CELL = re.compile(rb'<table:table-cell[^>]*number-columns-repeated="(\d{2,9})"[^>]*>')


def check_zip(data: bytes) -> None:
    """Raises Refused in words when the zip is no workbook, damaged, locked or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive)
            _check_sort(archive)
            _check_members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as trouble:
        raise damaged() from trouble
    except RuntimeError as trouble:  # zipfile's word for an encrypted member
        raise locked() from trouble


def inflated(data: bytes) -> int:
    """Bytes of all members of a zip that `check_zip` has let pass."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(member.file_size for member in archive.infolist())


def damaged() -> Refused:
    return Refused("这个表格文件不完整，打不开", "请向发文件的人再要一份，或" + _SAVE_AS[1:])


def locked() -> Refused:
    return Refused("这个文件有密码", "请先在 WPS 里去掉密码再拖进来", code="QL-IM-014")


def too_large(what: str) -> Refused:
    return Refused(f"这个表格{what}，程序没有打开它", "请把要导入的部分复制到一个新表格里再拖进来")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > 5000 or sum(member.file_size for member in members) > INFLATED:
        raise too_large("展开后太大")
    for member in members:
        if member.file_size > _BIG and member.file_size > RATIO * max(member.compress_size, 1):
            raise too_large("展开后大得不正常")


def _check_sort(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise Refused("这是 .xlsb 表格，程序看不懂", _SAVE_AS)
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise Refused("这不是表格，是文字或演示文稿", "请把里面的表格复制到 WPS 表格，再拖进来")
    if "content.xml" not in names and not any(name.startswith("xl/") for name in names):
        raise Refused("这是一个压缩包，不是表格", "请先解压，再把里面的表格拖进来")


def _check_members(archive: zipfile.ZipFile) -> None:
    shared: list[int] | None = None
    used: list[bytes] = []
    for member in archive.infolist():
        name = member.filename
        if not name.endswith((".xml", ".rels")):
            continue
        content = archive.read(member)  # also proves length and check sum
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
            raise Refused("这个表格里有不该有的内容，程序没有打开它", _SAVE_AS)
        if name.startswith("xl/worksheets/"):
            _check_sheet(content)
            used += _SHARED.findall(content) if b"sharedStrings" in _names(archive) else []
        elif name == "xl/sharedStrings.xml":
            shared = _lengths(content)
        elif name == "content.xml":
            _check_ods(content)
        elif name == "META-INF/manifest.xml" and b"encryption-data" in content:
            raise locked()
    if shared and max(shared) * len(used) > _TEXTS:
        total = sum(shared[int(n)] for n in used if int(n) < len(shared))
        if total > _TEXTS:
            raise too_large("里的文字太多")


def _names(archive: zipfile.ZipFile) -> bytes:
    return "\n".join(archive.namelist()).encode("utf-8", "replace")


def _lengths(content: bytes) -> list[int]:
    """Bytes of each shared text, markup taken off."""
    return [len(_TAG.sub(b"", item)) for item in content.split(b"</si>")]


def _check_sheet(content: bytes) -> None:
    far_rows = (m.end() for m in _FAR_ROW.finditer(content))
    if _TOO_FAR.search(content) or any(
        _BARE_CELL.search(content, start, content.find(b"row>", start)) for start in far_rows
    ):
        raise too_large("超过 20 万行或 702 列")
    if _TALL.search(content) and _WIDE.search(content):
        raise too_large("超过 2 万行又超过 78 列")


def _check_ods(content: bytes) -> None:
    """Open documents write one cell or row for many; empty ones at the end are no matter."""
    filled = ((int(n), inside) for n, inside in _ODS_ROW.findall(content) if b"<text:p" in inside)
    if sum(min(times, 2**21) for times, _ in filled) > 200_000:
        raise too_large("里同一行重复太多次")
    cells = [int(m[1]) for m in _ODS_CELL.finditer(content) if b"value-type" in m[0]]
    if max(cells, default=0) > 702 or sum(cells) > 5_000_000:
        raise too_large("里同一格重复太多次")
