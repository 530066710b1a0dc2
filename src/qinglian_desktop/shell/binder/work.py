"""How do the ticked lines become a binder? Beside the window, each paper as it is now."""

from collections.abc import Callable, Sequence
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import naming
from qinglian_desktop.modules.disclosure import steps
from qinglian_desktop.modules.disclosure.actions import framing
from qinglian_desktop.modules.printing.choices import (
    FILE,
    LEDGER,
    NOTICE,
    PHOTO,
    VOUCHERS,
    Choice,
)
from qinglian_desktop.paper.binder import Cover, Part, bound
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.list_paper import Asked, list_paper
from qinglian_desktop.store.book import Book

_GROUPS = {
    NOTICE: "公告和上墙照片",
    PHOTO: "公告和上墙照片",
    LEDGER: "台账",
    VOUCHERS: "附件",
    FILE: "附件",
}
_LARGEST = 60 * 1024 * 1024  # bytes of a file from outside


def bind(
    book: Book, title: str, period: Period, chosen: Sequence[Choice], dividers: bool,
    tick: Callable[..., bool],
) -> Changes:  # fmt: skip
    """`result` is the volumes as PDFs and whether a draft is among the papers."""
    fonts = Fonts()
    parts = [part for choice in chosen for part in _parts(book, choice, period, fonts)]
    unit = book.unit.name
    shown = f"{unit}\n{title.removeprefix(unit)}" if title.startswith(unit) else title
    cover = Cover(shown.strip(), unit, period.label, clock.today())
    volumes = bound(cover, parts, fonts, dividers=dividers, tick=tick)
    draft = any(getattr(part.source, "draft", False) for part in parts)
    return Changes("", result=([volume.pdf for volume in volumes], draft))


def _parts(book: Book, choice: Choice, period: Period, fonts: Fonts) -> list[Part]:
    group = _GROUPS[choice.kind]
    if choice.kind == NOTICE:
        paper = _notice(book, choice)
        return [Part(f"{paper.number} {_one_line(paper.title)}".strip(), paper, group)]
    if choice.kind == PHOTO and (row := book.row(choice.table, choice.row_id)) is not None:
        title = f"{choice.title.partition('：')[0]}：{framing.shown_title(book, row)}"
        return [Part(title, book.files.read(choice.file_id), group)]
    if choice.kind == LEDGER:
        asked = Asked(ledger_query(book, choice.table, period))
        try:
            return [Part(choice.title, list_paper(book, asked, fonts).paper, group)]
        except Refused as refused:
            raise Refused(
                f"〔{choice.title[:30]}〕这个时期没有内容", "请不勾它，再装订", code="QL-PR-085"
            ) from refused
    if choice.kind == VOUCHERS:
        return [
            Part(title, book.files.read(file_id), group)
            for title, file_id in attachments_of(book, choice.table, period)
        ]
    if choice.path is None:
        return [Part(choice.title, book.files.read(choice.file_id), group)]
    return [Part(choice.title, _outside(choice.path), group)]


def _notice(book: Book, choice: Choice) -> Document:
    """As it hangs. What does not hang yet is refused while private numbers stand in it."""
    row = book.row(choice.table, choice.row_id)
    if row is not None and row["state"] not in steps.FROZEN:
        try:
            framing.refuse_private(book, choice.row_id)
        except Refused as refused:
            raise Refused(
                f"〔{choice.title[:30]}〕还有个人信息没有遮住", "请先改好它，或不勾它，再装订",
                code="QL-PR-089",
            ) from refused  # fmt: skip
    return framing.document_of(book, choice.row_id, "board")


def _one_line(title: str) -> str:
    return title.replace("\n", "")


def _outside(path: Path) -> bytes:
    name = path.name[:30]
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(f"〔{name}〕太大，超过 60 MB", "请分成几份再加进来", code="QL-PR-086")
        return path.read_bytes()
    except OSError as trouble:
        raise Refused(f"打不开文件〔{name}〕", "请确认文件还在，或去掉它再装订") from trouble


def attachments_of(book: Book, table: str, period: Period) -> list[tuple[str, str]]:
    """What is attached to the rows of the period: (what it belongs to, file), row by row."""
    record = book.tables[table]
    fields = [(n, f) for n, f in record.fields.items() if f.kind.name == "files"]
    return [
        (f"{field.label}：{naming(record, row)}", file_id)
        for row in (book.rows(ledger_query(book, table, period)) if fields else ())
        for name, field in fields
        for file_id in (field.kind.load(row[name]) if row[name] else ())
    ]


def ledger_query(book: Book, table: str, period: Period) -> Query:
    """The rows of the period where the ledger has days, else all of them."""
    day = book.tables[table].happened
    if not day:
        return Query(table)
    first, last = period.first.isoformat(), period.last.isoformat()
    return Query(table, (Where(day, ">=", first), Where(day, "<=", last)), order=((day, False),))
