"""How does a list become slips: from the lines to be posted, or from a workbook of the clerk's?"""

from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.document import dated
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.exchange.records import RevealedExport
from qinglian_desktop.exchange.sheets.listing import Listing, read_listing
from qinglian_desktop.modules.disclosure import slips
from qinglian_desktop.modules.disclosure.reads import CONTACT, CONTACT_PHONE
from qinglian_desktop.modules.disclosure.records import DetailLine
from qinglian_desktop.modules.disclosure.slips import Roles, Slip, Slips
from qinglian_desktop.store import ordering
from qinglian_desktop.store.book import Book

_COLUMNS = ("place", "item", "category", "quantity", "measure", "price_fen", "amount_fen")


class SlipWish(NamedTuple):
    """How the slips are to be: their title, how names stand, and how the sheets are cut."""

    title: str
    masked: bool = False
    stacked: bool = False


def subjects(book: Book) -> tuple[str, ...]:
    """Subjects of detail lines of this office that slips can be made of."""
    return tuple(str(name) for name in book.distinct(DetailLine.table, "subject") if name)


def list_of_subject(book: Book, subject: str) -> Listing:
    """The detail lines of a subject as a list; 项目 is who gets it, as far as nothing else is."""
    where = (Where("subject", "=", subject), Where("owner", "=", book.unit.office_id))
    rows = book.rows(Query(DetailLine.table, where, order=(("seq", False),)))
    if not rows:
        raise Refused(f"主题“{subject}”还没有明细", "先登记或导入公开明细", code="QL-PD-014")
    used = [name for name in _COLUMNS if any(row[name] not in (None, "") for row in rows)]
    fields = DetailLine.fields
    texts = tuple(tuple(_shown(fields[name], row[name]) for name in used) for row in rows)
    labels = tuple("姓名" if name == "item" else fields[name].label for name in used)
    return Listing(subject, labels, texts)


def _shown(field: Field, stored: Any) -> str:
    return "" if stored in (None, "") else field.kind.show(field.kind.load(stored))


def list_of_file(path: Path) -> Listing:
    """The list of a workbook; its first columns say whose each row is."""
    return read_listing(path, slips.known)


def cut(listing: Listing, roles: Roles, *, masked: bool = False) -> Slips:
    """The slips of a list, in the order of groups and doors."""
    return slips.cut(
        listing.labels, listing.rows, roles, ordering.key, unit=listing.unit, masked=masked
    )


def draw(book: Book, made: Slips, wish: SlipWish) -> Changes:
    """All slips as a PDF; `result` is its bytes, never a file: names stand on it.

    Who printed them is logged, as with everything that leaves unmasked.
    """
    from qinglian_desktop.paper.fonts import Fonts
    from qinglian_desktop.paper.slips import slip_pages

    foot = _foot(book)
    texts = [_text(slip, made, wish, number, foot) for number, slip in enumerate(made.slips, 1)]
    pdf = slip_pages(texts, Fonts(), stacked=wish.stacked)
    with book.change(f"打明白卡：{wish.title[:30]}，{len(texts)} 户") as change:
        change.put(
            RevealedExport(
                table_name=DetailLine.table, what=f"明白卡：{wish.title[:60]}",
                row_count=len(texts), file_name="明白卡.pdf", who=book.operator.name,
                exported_at=clock.now(),
            )
        )  # fmt: skip
        change.result = pdf
    return change.changes


def _foot(book: Book) -> tuple[str, ...]:
    ask = "，".join(str(p) for p in (book.setting(CONTACT), book.setting(CONTACT_PHONE)) if p)
    unit = f"{book.unit.street_name}{book.unit.name}{book.word('committee')}"
    return (f"有疑问：{ask}" if ask else "", f"{unit}　{dated(clock.today())}")


def _text(slip: Slip, made: Slips, wish: SlipWish, number: int, foot: tuple[str, ...]) -> Any:
    from qinglian_desktop.paper.slips import SlipText

    whom = "　".join(part for part in (slip.group, slip.door, slip.name) if part)
    total = f"合计 {made.told(slip.amount)}"
    capital = f"大写：{money.capital(slip.amount)}" if slip.amount and not made.points else ""
    lines = (*foot, f"第 {number} 户，共 {len(made.slips)} 户")
    return SlipText(wish.title, whom, slip.facts, total, capital, tuple(filter(None, lines)))
