"""How do the ticked lines become a binder? Beside the window, each paper as it is now."""

from collections.abc import Callable, Sequence

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.disclosure.actions import document_of
from qinglian_desktop.modules.printing.choices import FILE, LEDGER, NOTICE, PHOTO, Choice
from qinglian_desktop.paper.binder import Cover, Part, bound
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.list_paper import Asked, list_paper
from qinglian_desktop.store.book import Book

_GROUPS = {NOTICE: "公告和上墙照片", PHOTO: "公告和上墙照片", LEDGER: "台账", FILE: "附件"}
_LARGEST = 60 * 1024 * 1024  # bytes of a file from outside


def bind(
    book: Book, title: str, period: Period, chosen: Sequence[Choice], dividers: bool,
    tick: Callable[..., bool],
) -> Changes:  # fmt: skip
    """`result` is the volumes as PDFs and whether a draft is among the papers."""
    fonts = Fonts()
    parts = [_part(book, choice, period, fonts) for choice in chosen]
    unit = book.unit.name
    shown = f"{unit}\n{title.removeprefix(unit)}" if title.startswith(unit) else title
    cover = Cover(shown.strip(), unit, period.label, clock.today())
    volumes = bound(cover, parts, fonts, dividers=dividers, tick=tick)
    draft = any(getattr(part.source, "draft", False) for part in parts)
    return Changes("", result=([volume.pdf for volume in volumes], draft))


def _part(book: Book, choice: Choice, period: Period, fonts: Fonts) -> Part:
    group = _GROUPS[choice.kind]
    if choice.kind == NOTICE:
        return Part(choice.title, document_of(book, choice.row_id, "board"), group)
    if choice.kind == LEDGER:
        query = ledger_query(book, choice.table, period)
        return Part(choice.title, list_paper(book, Asked(query), fonts).paper, group)
    if choice.path is None:
        return Part(choice.title, book.files.read(choice.file_id), group)
    try:
        if choice.path.stat().st_size > _LARGEST:
            raise Refused(f"〔{choice.path.name[:30]}〕太大，超过 60 MB", "请分成几份再加进来")
        return Part(choice.title, choice.path.read_bytes(), group)
    except OSError as trouble:
        raise Refused(
            f"打不开文件〔{choice.path.name[:30]}〕", "请确认文件还在，或去掉它再装订"
        ) from trouble


def ledger_query(book: Book, table: str, period: Period) -> Query:
    """The rows of the period where the ledger has days, else all of them."""
    day = book.tables[table].happened
    if not day:
        return Query(table)
    first, last = period.first.isoformat(), period.last.isoformat()
    return Query(table, (Where(day, ">=", first), Where(day, "<=", last)), order=((day, False),))
