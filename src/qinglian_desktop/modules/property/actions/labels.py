"""Labels to stick on things: name, number and place, and a square that a phone reads offline."""

from collections.abc import Sequence

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.property.records import GONE, Asset
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.paper.labels import SHEETS, Label, label_pages
from qinglian_desktop.store.book import Book


def sheet_words() -> tuple[str, ...]:
    """The sheets of labels there are, as they are sold."""
    return tuple(sheet.word for sheet in SHEETS)


def places(sheet: int) -> int:
    """How many labels are on this sheet."""
    return SHEETS[sheet].places


def label_of(row: Row, unit: str) -> Label:
    """What stands on the label; the square says the same as text, so no network is needed."""
    number, name = row["number"] or "", row["name"] or ""
    told = (f"编号：{number}", f"名称：{name}", f"单位：{unit}")
    keeper = f"保管：{row['keeper']}" if row["keeper"] else ""
    lines = (f"{number}　{unit}", row["location"] or "", keeper)
    return Label(name or number, lines, "\n".join(told) if number else "")


def labels(book: Book, asset_ids: Sequence[str], sheet: int, first: int) -> bytes:
    """The labels of these assets from the place `first` on, as a PDF."""
    rows = [row for row in book.page(Asset.table, list(asset_ids)) if row["status"] != GONE]
    if not rows:
        raise Refused("没有要打的标签", "先在列表里筛出要贴标签的资产", code="QL-SZ-252")
    made = [label_of(row, book.unit.name) for row in rows]
    return label_pages(made, SHEETS[sheet], Fonts(), first=first)
