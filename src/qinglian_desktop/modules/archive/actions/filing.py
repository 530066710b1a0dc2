"""清廉档案 as one binder, and as a folder with a file for each paper and the binder beside them."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Block, Column, Document, Heading, Note, Table, sealed
from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.exchange.sheets import exporting
from qinglian_desktop.exchange.sheets.writing import OutColumn, SheetOut, write_workbook
from qinglian_desktop.modules.archive import papers, reads
from qinglian_desktop.modules.archive.actions.printing import (
    actions_of,
    baseline_paper,
    plan_paper,
    problems_paper,
)
from qinglian_desktop.modules.archive.reads import Collected
from qinglian_desktop.modules.archive.records import Baseline, OptionalAction, Problem, UnitPlan
from qinglian_desktop.modules.evaluation import snapshot
from qinglian_desktop.modules.evaluation.assessment_reads import versions
from qinglian_desktop.modules.evaluation.assessment_records import Assessment
from qinglian_desktop.modules.evaluation.snapshot import PAPERS
from qinglian_desktop.paper.binder import Cover, Part, bound
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole

Tick = Callable[[int, int, str], bool]
SPECIAL = "特色和自选动作"
_MOST = 300  # rows of one entry on paper; the whole list stands in the workbook
_CONTENTS = (
    Column("序号", 6, "center"), Column("日期", 14, "center"), Column("材料", 46),
    Column("哪本台账", 16), Column("附件", 8, "right"),
)  # fmt: skip
_MISSING = (
    Column("序号", 6, "center"), Column("哪一卷", 16), Column("条目", 26), Column("缺哪一期", 40),
)  # fmt: skip
_OUT = (
    OutColumn("条目", width=24), OutColumn("日期", width=12), OutColumn("材料", width=50),
    OutColumn("哪本台账", width=16), OutColumn("附件", width=8),
)  # fmt: skip
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
# The first bytes of the papers people attach, and what such a file is called.
_SORTS = (
    (b"%PDF", ".pdf"), (b"\xff\xd8", ".jpg"), (b"\x89PNG", ".png"), (b"BM", ".bmp"),
    (b"II*\0", ".tif"), (b"MM\0*", ".tif"), (b"\xd0\xcf\x11\xe0", ".doc"),
)  # fmt: skip
_PACKED = (("word", ".docx"), ("xl", ".xlsx"), ("ppt", ".pptx"))
_HEIC = (b"heic", b"heix", b"mif1", b"heim", b"msf1")
_BOUND = (".pdf", ".jpg", ".png")


def bind(book: Book, year: int, with_files: bool, tick: Tick) -> Changes:
    """全套装订: `result` is the volumes of the binder as PDFs."""
    found = reads.collected(book, year, clock.today())
    return Changes("", result=_bound(book, year, found, with_files, tick))


def _bound(
    book: Book, year: int, found: tuple[Collected, ...], with_files: bool, tick: Tick
) -> list[bytes]:
    cover = Cover(f"{year}年清廉档案", book.unit.name, f"{year}年", clock.today())
    parts = list(_parts(book, year, found, with_files))
    return [volume.pdf for volume in bound(cover, parts, Fonts(), tick=tick)]


def _parts(book: Book, year: int, found: tuple[Collected, ...], with_files: bool) -> Iterator[Part]:
    unit = book.unit.name
    for volume in dict.fromkeys(one.entry.volume for one in found):
        within = tuple(one for one in found if one.entry.volume == volume)
        yield Part(f"{volume}：目录", volume_paper(unit, year, volume, within), volume)
        for one in within:
            yield from _own_papers(book, year, one, volume)
        for one, item, file_id in reads.papers_of(book, within) if with_files else ():
            data = book.files.read(file_id)
            if ending(data) in _BOUND:
                yield Part(f"{one.entry.name}：{item.title}", data, volume)
    yield Part("缺项清单", missing_paper(unit, year, found, clock.today()), "缺项清单")


def _own_papers(book: Book, year: int, one: Collected, volume: str) -> Iterator[Part]:
    """What the program prints itself for an entry: the survey, the problems, the plan."""
    table = one.entry.table
    if table == OptionalAction.table:  # the section is there also where there is none
        actions = actions_of(book, year)
        yield Part(SPECIAL, sealed(papers.special(book.unit.name, year, actions)), volume)
    elif table == Problem.table and one.items and not one.entry.where:
        yield Part("问题清单与销号单", sealed(problems_paper(book, year)), volume)
    elif table == Baseline.table and one.items:
        yield Part(one.entry.name, sealed(baseline_paper(book, one.items[0].row_id)), volume)
    elif table == UnitPlan.table and one.items:
        yield Part(one.entry.name, sealed(plan_paper(book, one.items[-1].row_id)), volume)
    elif table == Assessment.table and one.items and one.entry.where:
        handed = {item.row_id for item in one.items}
        newest = next(row for row in versions(book, year) if row["id"] in handed)
        for name in PAPERS:  # as they were handed in
            yield Part(name, snapshot.paper(book, newest["id"], name), volume)


def gap_paper(book: Book, year: int) -> Document:
    """缺项清单 by itself."""
    found = reads.collected(book, year, clock.today())
    return missing_paper(book.unit.name, year, found, clock.today())


def volume_paper(unit: str, year: int, volume: str, within: tuple[Collected, ...]) -> Document:
    """The contents of one volume, entry by entry; an entry with nothing says so."""
    blocks: list[Block] = []
    for number, one in enumerate(within, 1):
        blocks.append(Heading(f"{number}. {one.entry.name}（{len(one.items)} 件）", 2))
        if one.entry.reference and one.items:
            blocks.append(Note("原件在台账里，这里只记件数。"))
        elif one.items:
            blocks.append(Table(_CONTENTS, _lines(one)))
        if len(one.items) > _MOST and not one.entry.reference:
            blocks.append(Note(f"还有 {len(one.items) - _MOST} 件，见目录表格。"))
        if one.missing:
            blocks.append(Note(f"缺：{'、'.join(one.missing)}"))
        elif not one.items:
            blocks.append(Note("今年没有登记"))
    title = f"{year}年清廉档案 {volume}"
    return sealed(Document(title, "table", tuple(blocks), unit=unit, sheet="portrait"))


def _lines(one: Collected) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(number), item.day, item.title, item.label, str(len(item.files) or ""))
        for number, item in enumerate(one.items[:_MOST], 1)
    )


def missing_paper(unit: str, year: int, found: tuple[Collected, ...], until: date) -> Document:
    rows = tuple(
        (str(number), gap.volume, gap.name, "、".join(gap.missing))
        for number, gap in enumerate(reads.gaps(found), 1)
    )
    blocks: tuple[Block, ...] = (
        (Table(_MISSING, rows),) if rows else (Note("该有的都有了，没有缺项。"),)
    )
    return sealed(
        Document(f"{year}年清廉档案缺项清单", "table", blocks, unit=unit, sheet="portrait",
                 made_on=until)
    )  # fmt: skip


# -- a folder -----------------------------------------------------------------------------------


def export_folder(book: Book, year: int, place: Path, tick: Tick) -> Changes:
    """导出: a folder a volume with its papers, the list, and the binder; `result` is the folder.

    Refused when the folder is there already; what it holds is never written over. A folder of
    this name is whole: what was stopped or refused half-way is taken away again.
    """
    root = place / f"{file_name(book.unit.name)}{year}年清廉档案"
    if root.exists():
        raise Refused(
            f"〔{root.name}〕已经有了", "换一个地方，或者把旧的改个名字", code="QL-SA-075"
        )
    halfway = root.with_name(f"{root.name}（还没导完）")
    try:
        if halfway.exists():  # the program was ended while it was being written
            shutil.rmtree(halfway)
        count = _export(book, year, halfway, tick)
        halfway.replace(root)
    except BaseException as trouble:
        shutil.rmtree(halfway, ignore_errors=True)
        if isinstance(trouble, OSError):
            raise Refused(
                f"写不进〔{place.name or place}〕", "请确认 U 盘还在、装得下、可以写，再导出一次",
                code="QL-SA-077",
            ) from trouble  # fmt: skip
        raise
    exporting.note(book, f"{year}年清廉档案", count, root)
    return Changes(f"{year}年清廉档案已导出", result=root)


def _export(book: Book, year: int, root: Path, tick: Tick) -> int:
    """Everything into `root`; how many rows stand in it."""
    found = reads.collected(book, year, clock.today())
    volumes = list(dict.fromkeys(one.entry.volume for one in found))
    count = 0
    for done, volume in enumerate(volumes):
        if not tick(done, len(volumes) + 1, f"正在导出{volume}"):
            raise Stopped
        within = tuple(one for one in found if one.entry.volume == volume)
        count += _export_volume(book, root / volume, within)
    _save_list(root / "目录.xlsx", found, volumes, year)
    for number, pdf in enumerate(_bound(book, year, found, True, tick), 1):
        write_whole(root / f"清廉档案 第{number}册.pdf", pdf)
    return count


def _export_volume(book: Book, folder: Path, within: tuple[Collected, ...]) -> int:
    """The attachments of a volume under the name of what they belong to."""
    folder.mkdir(parents=True)
    numbers: dict[str, int] = {}
    for one, item, file_id in reads.papers_of(book, within):
        data = book.files.read(file_id)
        name = file_name(f"{one.entry.id} {one.entry.name} {item.title}")
        numbers[name] = numbers.get(name, 0) + 1
        again = f"（{numbers[name]}）" if numbers[name] > 1 else ""
        write_whole(folder / f"{name}{again}{ending(data)}", data)
    return sum(len(one.items) for one in within)


def _save_list(path: Path, found: tuple[Collected, ...], volumes: list[str], year: int) -> None:
    sheets = [
        SheetOut(
            volume, _OUT,
            [
                (one.entry.name, item.day, item.title, item.label, str(len(item.files) or ""))
                for one in found if one.entry.volume == volume for item in one.items
            ],
            heading=f"{year}年清廉档案 {volume}",
        )
        for volume in volumes
    ]  # fmt: skip
    gaps = [(gap.volume, gap.name, "、".join(gap.missing)) for gap in reads.gaps(found)]
    columns = (
        OutColumn("哪一卷", width=16),
        OutColumn("条目", width=30),
        OutColumn("缺哪一期", width=50),
    )
    sheets.append(SheetOut("缺项清单", columns, gaps, heading=f"{year}年缺项清单"))
    write_workbook(path, sheets)


def file_name(text: str) -> str:
    """What every system takes as the name of a file."""
    return _FORBIDDEN.sub(" ", text).strip(" .")[:60].rstrip(" .") or "材料"


def ending(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return _zip_ending(data)
    if data[4:8] == b"ftyp":
        return ".heic" if data[8:12] in _HEIC else ".mp4"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((ending for head, ending in _SORTS if data.startswith(head)), ".bin")


def _zip_ending(data: bytes) -> str:
    """A text, a workbook and a folder in one file all begin alike; what is inside tells."""
    try:
        with ZipFile(BytesIO(data)) as package:
            inside = {name.partition("/")[0] for name in package.namelist()}
    except (BadZipFile, ValueError, NotImplementedError):
        return ".zip"
    return next((ending for folder, ending in _PACKED if folder in inside), ".zip")
