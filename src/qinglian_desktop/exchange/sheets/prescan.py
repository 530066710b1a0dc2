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
MERGES = 100_000  # merged cells of one sheet
_PART = 100 * 1024 * 1024  # bytes of one sheet
_SHARED_MOST = 64 * 1024 * 1024  # bytes of the list of texts
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # no office writes any other way
_SHEETS = 500
_HELD = 32 * 1024 * 1024  # bytes of parts handed on
_BIG = 10 * 1024 * 1024
_TEXTS = 300 * 1024 * 1024  # bytes of all the cells' texts together
_SAVE_AS = "请用 WPS 打开，另存为 .xlsx 再拖进来"

# The start of a cell (or row) of that address which is not empty.
_CELL = rb'r\s*=\s*["\'](?:%s)["\'](?:[^<>]{0,400}[^/<>])?>(?!\s*</)'
_TOO_FAR = _CELL % rb"[A-Za-z]{3,}\d+|[A-Za-z]{1,2}(?:[2-9]\d{5}|\d{7,})"
# The library lays out a whole rectangle: so many rows allow so many columns, 5 million cells.
_BANDS = tuple(
    (_CELL % (rb"[A-Za-z]{0,2}(?:%s)" % rows), _CELL % columns)
    for rows, columns in (
        (rb"\d{6,}", rb"[A-Za-z]{2}\d+"),  # from row 100,000 on: 26
        (rb"[2-9]\d{4}|\d{6}", rb"[B-Zb-z][A-Za-z]\d+"),  # 20,000: 52
        (rb"\d{5,}", rb"[J-Zj-z][A-Za-z]\d+"),  # 10,000: 260
        (rb"[5-9]\d{3}|\d{5,}", rb"[S-Zs-z][A-Za-z]\d+"),  # 5,000: 494
    )
)
# An address right of column Z or below row 99,999: without one, nothing is far and nothing wide.
_OUTLYING = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{2,}\d|[A-Za-z]?\d{6})""")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_AREA = 5_000_000
_FAR_ROW = _CELL % rb"[2-9]\d{5}|\d{7,}"
# A quick look before the thorough ones: cells that do not say their place first, and as near as
# nearly all do. (Two patterns: either begins with letters that can be looked for, both together
# would not.) How a row is numbered matters only to cells that do not say their place.
_UNUSUAL = (
    re.compile(rb'<c(?! r="[A-Z][0-9]{1,5}"(?: [st]="[^"<>]++")*+[>/])[\s/>]'),
    re.compile(rb":c[\s/>]"),
)
_BARE_CELL = re.compile(
    rb"<(?:\w+:)?c(?:\s(?![^<>]{0,400}\br\s*=)[^<>]{0,400})?>"
)  # stands where its row says
_SHARED = re.compile(rb't=["\']s["\'][^<>]{0,400}>\s*<v>(\d{1,9})</v>')
_TEXTS_PART, _SMALLEST = "xl/sharedStrings.xml", len('<c t="s"><v>0</v></c>')
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_TAG = re.compile(rb"<[^<>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s")
_LEADS_TO = re.compile(rb'Target="/?(?:xl/)?(worksheets/[^"]{1,200})"')
_ODS_ROW = re.compile(rb'number-rows-repeated="(\d{2,9})"')
_ODS_CELL = re.compile(
    rb'<table:table-cell[^<>]{0,400}number-columns-repeated="(\d{2,9})"[^<>]{0,400}>'
)


def check_zip(data: bytes) -> dict[str, bytes]:
    """Raises Refused in words when the zip is no workbook, damaged, locked or a bomb.

    The answer are the parts of an .xlsx it has read, for whoever looks into them next; large
    ones are not held.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive)
            _check_sort(archive)
            _check_links(archive)
            return _check_members(archive)
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


def linked() -> Refused:
    return Refused(
        "这个表格里有取自别的文件的算式，数可能是旧的，没有打开",
        "请在 WPS 里全选复制，再“选择性粘贴”成“数值”，另存后拖进来",
        code="QL-IM-017",
    )


def too_large(what: str) -> Refused:
    return Refused(f"这个表格{what}，程序没有打开它", "请把要导入的部分复制到一个新表格里再拖进来")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > 5000 or sum(member.file_size for member in members) > INFLATED:
        raise too_large("展开后太大")
    for member in members:
        if member.compress_type not in _PACKED:
            raise damaged()
        if member.file_size > (_SHARED_MOST if "sharedStrings" in member.filename else _PART):
            raise too_large("展开后太大")
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


def _check_members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    read: dict[str, bytes] = {}
    room = _HELD
    shows = 0  # cells that can show one of the shared texts, by the room they need
    for member in archive.infolist():
        name = member.filename
        if not name.endswith((".xml", ".rels")):
            continue
        content = archive.read(member)  # also proves length and check sum
        if _declares(content):
            raise Refused("这个表格里有不该有的内容，程序没有打开它", _SAVE_AS)
        if name.startswith("xl/") and len(content) <= room:
            read[name], room = content, room - len(content)
        if name.startswith("xl/worksheets/"):
            _check_sheet(content)
            shows += len(content) // _SMALLEST
        elif name == "content.xml":
            _check_ods(content)
        elif name == "META-INF/manifest.xml" and b"encryption-data" in content:
            raise locked()
    if _TEXTS_PART in archive.namelist():
        _check_texts(archive, shows)
    return read


def _check_texts(archive: zipfile.ZipFile, shows: int) -> None:
    """How much text is it, when every cell has its own copy of what it shows?"""
    items = archive.read(_TEXTS_PART).split(b"</si>")
    if max(map(len, items)) * shows <= _TEXTS:
        return
    lengths = [len(_TAG.sub(b"", item)) for item in items]
    total = 0
    for member in archive.infolist():
        if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
            numbers = map(int, _SHARED.findall(archive.read(member)))
            total += sum(lengths[number] for number in numbers if number < len(lengths))
    if total > _TEXTS:
        raise too_large("里的文字太多")


def _declares(content: bytes) -> bool:
    """Does it declare entities, which can grow without end or point outside?"""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    return b"!" in content and _DECLARES.search(content) is not None


def _check_links(archive: zipfile.ZipFile) -> None:
    """How many sheets there are, and how large together where several lead to one part."""
    names = set(archive.namelist())
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise linked()
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    if len(_SHEET.findall(archive.read("xl/workbook.xml"))) > _SHEETS:
        raise too_large(f"有 {_SHEETS} 多张表")
    parts = _LEADS_TO.findall(archive.read("xl/_rels/workbook.xml.rels"))
    members = [f"xl/{part.decode('utf-8', 'replace')}" for part in parts]
    if sum(archive.getinfo(name).file_size for name in members if name in names) > INFLATED:
        raise too_large("展开后太大")


def _check_sheet(content: bytes) -> None:
    if content.count(b"mergeCell ") > MERGES:
        raise too_large("里合并的格子太多")
    if not any(look.search(content) for look in _UNUSUAL):
        return
    if _OUTLYING.search(content):
        _check_reach(content)
    if _BARE_CELL.search(content):
        rows = content.split(b"row>")
        widest = max(len(_ANY_CELL.findall(row)) for row in rows)
        if widest > 702 or widest * len(rows) > _AREA:
            raise too_large("又长又宽，超过 500 万格")


def _check_reach(content: bytes) -> None:
    far_rows = (m.end() for m in re.finditer(_FAR_ROW, content))
    if re.search(_TOO_FAR, content) or any(
        _BARE_CELL.search(content, start, content.find(b"row>", start)) for start in far_rows
    ):
        raise too_large("超过 20 万行或 702 列")
    if any(re.search(tall, content) and re.search(wide, content) for tall, wide in _BANDS):
        raise too_large("又长又宽，超过 500 万格")


def _check_ods(content: bytes) -> None:
    """Open documents write one cell or row for many; empty ones at the end are no matter."""
    times = 0
    for row in content.split(b"</table:table-row>"):
        if b"<text:p" in row and (found := _ODS_ROW.findall(row)):
            times += min(int(found[-1]), 2**21)
    if times > 200_000:
        raise too_large("里同一行重复太多次")
    cells = [int(m[1]) for m in _ODS_CELL.finditer(content) if b"value-type" in m[0]]
    if max(cells, default=0) > 702 or sum(cells) > 5_000_000:
        raise too_large("里同一格重复太多次")
