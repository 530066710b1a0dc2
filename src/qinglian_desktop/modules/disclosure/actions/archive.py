"""Is everything that was posted still what was posted? The check, and one notice as a folder."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import as_text
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes, Damaged, Refused
from qinglian_desktop.core.pack import evidence_label
from qinglian_desktop.core.record import Row
from qinglian_desktop.core.whole import replace_file
from qinglian_desktop.modules.disclosure import notices, steps, wall_reads
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.actions import public
from qinglian_desktop.modules.disclosure.notices import VARIANT_LABELS, VARIANTS
from qinglian_desktop.modules.disclosure.reads import own_notice
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.disclosure.wall_records import Question
from qinglian_desktop.store.book import Book

Tick = Callable[[int, int], bool]
DIFFERS = "指纹不符"
_FORBIDDEN = frozenset('\\/:*?"<>|\n\r\t')
_LONGEST = 60  # characters of a name that every file system takes


class Mismatch(NamedTuple):
    """One posted paper that is no longer what was posted."""

    notice_id: str
    number: str
    where: str
    what: str


def check_all(book: Book, tick: Tick | None = None) -> list[Mismatch]:
    """Every paper that ever hung, against its fingerprint; what differs, in the order posted."""
    posted = wall_reads.own(
        book, Notice.table, Where("state", "in", steps.FROZEN), order="posted_on"
    )
    hung = wall_reads.hangings(book)
    papers = [(row["id"], "", row) for row in posted]
    papers += [(row["notice_id"], row["spot"], row) for row in hung]
    found, seen = [], set[tuple[str, str | None]]()
    for done, (notice_id, where, row) in enumerate(papers):
        if tick is not None and not tick(done, len(papers)):
            break
        key = (notice_id, row["content_file"])
        if key in seen:
            continue
        seen.add(key)
        if what := _differs(book, row):
            found.append(Mismatch(notice_id, row["number"], where, what))
    return found


def _differs(book: Book, row: Row) -> str:
    try:
        data = book.files.read(row["content_file"])
        papers = {variant: notices.paper_of(data, variant) for variant in VARIANTS}
        book.files.read(row["paper_file"])
    except Damaged as trouble:
        return trouble.what
    if papers["board"].fingerprint != row["fingerprint"]:
        return f"{DIFFERS}：存档被改动过"
    return ""


# -- one notice as a folder ------------------------------------------------------------------


class Exported(NamedTuple):
    folder: Path
    files: int


def export_notice(book: Book, row_id: str, into: Path) -> Changes:
    """A new folder with the papers as posted, photos, opinion, hangings, questions and
    objections, and a list of the files with their SHA-256. `result` is Exported.

    Who asked or objected is left out, private numbers are covered. Refused for what was not
    posted, or is no longer whole.
    """
    import hashlib

    row = own_notice(book, row_id)
    if row["state"] not in steps.FROZEN:
        raise Refused(f"{row['number']}还没上墙", "上墙以后才有档案", code="QL-PD-118")
    if what := _differs(book, row):
        raise Damaged(what, "请从备份核对", code="QL-PD-126")
    made, shown = _papers(book, row) | _photos(book, row), public.covering(book, row)
    title = notices.paper_of(book.files.read(row["content_file"]), "board").title
    made["公开情况.txt"] = shown(_summary(book, {**row, "title": title})).encode("utf-8")
    for name, rows in (
        ("张贴记录.csv", _hung(book, row)),
        ("提问和答复.csv", _asked(book, row)),
        ("异议和处理.csv", _objected(book, row)),
    ):
        made |= _table(name, [tuple(map(shown, cells)) for cells in rows])
    sums: list[tuple[str, ...]] = [("文件", "SHA-256")]
    sums += [(name, hashlib.sha256(data).hexdigest()) for name, data in made.items()]
    made |= _table("目录.csv", sums)
    folder = into / _name(f"{row['number']} {title}")
    if folder.exists():
        raise Refused(
            f"〔{folder.name}〕已经有了", "换一个文件夹，或先移走原来的", code="QL-PD-119"
        )
    try:
        folder.mkdir(parents=True)
        for name, data in made.items():
            replace_file(folder / name, data)
    except OSError as trouble:
        raise Refused(
            f"写不进文件夹〔{into.name}〕", "请检查磁盘空间和文件夹是否可写", code="QL-PD-120"
        ) from trouble
    return Changes("", result=Exported(folder, len(made)))


def _name(text: str) -> str:
    return "".join(sign for sign in text if sign not in _FORBIDDEN)[:_LONGEST].strip(" .")


def _papers(book: Book, row: Row) -> dict[str, bytes]:
    """The board paper as it was drawn then, and the words of all three."""
    data = book.files.read(row["content_file"])
    made = {"公开栏版.pdf": book.files.read(row["paper_file"])}
    for variant in VARIANTS:
        text = "\n".join(as_text(notices.paper_of(data, variant)))
        made[f"{VARIANT_LABELS[variant]}.txt"] = text.encode("utf-8")
    return made


def _photos(book: Book, row: Row) -> dict[str, bytes]:
    kind = Notice.fields["proof"].kind
    ids = list(kind.load(row["proof"])) if row["proof"] else []
    for one in _hangings(book, row):
        ids += list(kind.load(one["proof"])) if one["proof"] else []
    made = {}
    for number, file_id in enumerate(dict.fromkeys(ids), 1):
        data = book.files.read(file_id)
        made[f"照片{number}{_ending(data)}"] = data
    return made


def _ending(data: bytes) -> str:
    heads = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"%PDF": ".pdf"}
    return next((end for head, end in heads.items() if data.startswith(head)), ".bin")


def _hangings(book: Book, row: Row) -> list[Row]:
    return wall_reads.hangings(book, Where("notice_id", "=", row["id"]))


def _hung(book: Book, row: Row) -> list[tuple[str, ...]]:
    head = ("贴在哪里", "贴上", "最早可撤", "撤下", "状态", "提前撤下的原因")
    names = ("spot", "posted_on", "until_on", "removed_on", "state", "removal_reason")
    return [head, *(tuple(one[name] or "" for name in names) for one in _hangings(book, row))]


def _asked(book: Book, row: Row) -> list[tuple[str, ...]]:
    found = wall_reads.own(book, Question.table, Where("notice_id", "=", row["id"]), order="seq")
    head = ("第几问", "日期", "问题", "答复", "答复日期")
    return [
        head,
        *(
            (str(one["seq"]), one["asked_on"] or "", one["question"] or "", one["answer"] or "",
             one["answered_on"] or "")
            for one in found
        ),
    ]  # fmt: skip


def _objected(book: Book, row: Row) -> list[tuple[str, ...]]:
    """Number, day, road and result; neither who objected nor in which words."""
    head = ("编号", "提出日期", "对什么的", "状态", "结果", "办结日期")
    names = ("number", "raised_on", "kind", "state", "result", "closed_on")
    found = wall_reads.objections_of(book, row["id"])
    return [head, *(tuple(one[name] or "" for name in names) for one in found)]


def _summary(book: Book, row: Row) -> str:
    def day(name: str) -> str:
        return paper_day(date.fromisoformat(row[name])) if row[name] else ""

    found = wall_reads.objections_of(book, row["id"])
    open_ones = sum(one["state"] in wall.OPEN_OBJECTIONS for one in found)
    kept = book.pack(wall_reads.OBJECTIONS, clock.today()).value("archive")
    pairs = (
        ("编号", row["number"]), ("标题", row["title"]), ("方式", row["mode"]),
        ("状态", row["state"]), ("填表人", row["prepared_by"]), ("审核人", row["reviewer"]),
        ("审核日期", day("reviewed_on")), ("审核意见", row["opinion"]),
        ("上墙日期", day("posted_on")), ("最早可撤", day("until_on")),
        ("撤下日期", day("removed_on")), ("提前撤下的原因", row["removal_reason"]),
        ("更正", row["corrects"]), ("异议", f"{len(found)} 条，未办结 {open_ones} 条"),
        ("指纹", row["fingerprint"]),
        ("保管期限", f"{kept['years']} 年（{evidence_label(kept)}）"),
        ("导出日期", paper_day(clock.today())),
    )  # fmt: skip
    return "\n".join(f"{name}：{value}" for name, value in pairs if value) + "\n"


def _table(name: str, rows: list[tuple[str, ...]]) -> dict[str, bytes]:
    """A table that Excel and WPS open with its Chinese whole; none when it has no row."""
    if len(rows) < 2:
        return {}
    from qinglian_desktop.exchange.sheets.writing import harmless

    text = io.StringIO()
    csv.writer(text).writerows([[harmless(cell) for cell in row] for row in rows])
    return {name: text.getvalue().encode("utf-8-sig")}
