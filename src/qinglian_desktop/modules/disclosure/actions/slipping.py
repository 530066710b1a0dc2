"""How does a list become slips: from the lines to be posted, or from a workbook of the clerk's?"""

from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core import clock, money
from qinglian_desktop.core.document import Document, Slips, dated
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Field
from qinglian_desktop.exchange.records import RevealedExport
from qinglian_desktop.exchange.sheets.listing import Listing, read_listing
from qinglian_desktop.modules.disclosure import slips
from qinglian_desktop.modules.disclosure.reads import CONTACT, CONTACT_PHONE, issuer_of
from qinglian_desktop.modules.disclosure.records import DetailLine
from qinglian_desktop.modules.disclosure.slips import Cut, Roles, Slip
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


def cut(listing: Listing, roles: Roles, *, masked: bool = False) -> Cut:
    """The slips of a list, in the order of groups and doors."""
    return slips.cut(
        listing.labels, listing.rows, roles, ordering.key, unit=listing.unit, masked=masked
    )


def paper(book: Book, made: Cut, wish: SlipWish) -> Document:
    """All slips, four on a sheet with lines to cut along."""
    foot, papers = _foot(book), []
    for number, slip in enumerate(made.slips, 1):
        total = f"合计 {made.told(slip.amount)}"
        papers.append(slips.paper_of(slip, wish.title, total, _under(slip, made, number, foot)))
    ordered = slips.in_piles(papers) if wish.stacked else tuple(papers)
    return Document("", "slip", (Slips(ordered, 2, 2),), unit=book.unit.name)


def draw(book: Book, made: Cut, wish: SlipWish) -> Changes:
    """The paper as a PDF; `result` is its bytes, never a file: names stand on it.

    Who printed it is logged, as with everything that leaves unmasked.
    """
    from qinglian_desktop.paper.draw import draw as drawn
    from qinglian_desktop.paper.fonts import Fonts

    pdf, count = BytesIO(), len(made.slips)
    drawn(paper(book, made, wish), pdf, fonts=Fonts())
    with book.change(f"打明白卡：{wish.title[:30]}，{count} 户") as change:
        change.put(
            RevealedExport(
                table_name=DetailLine.table, what=f"明白卡：{wish.title[:60]}",
                row_count=count, file_name="明白卡.pdf", who=book.operator.name,
                exported_at=clock.now(),
            )
        )  # fmt: skip
        change.result = pdf.getvalue()
    return change.changes


def _foot(book: Book) -> tuple[str, ...]:
    ask = "，".join(str(p) for p in (book.setting(CONTACT), book.setting(CONTACT_PHONE)) if p)
    return (f"有疑问：{ask}" if ask else "", f"{issuer_of(book, None)}　{dated(clock.today())}")


def _under(slip: Slip, made: Cut, number: int, foot: tuple[str, ...]) -> list[str]:
    capital = f"大写：{money.capital(slip.amount)}" if slip.amount and not made.points else ""
    lines = (capital, *foot, f"第 {number} 户，共 {len(made.slips)} 户")
    return [line for line in lines if line]
