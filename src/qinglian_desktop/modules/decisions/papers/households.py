"""入户征求意见: the empty form that goes from door to door, and what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Band,
    Box,
    Cell,
    Column,
    Document,
    Form,
    Kind,
    Paragraph,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.modules.decisions.papers.values import Words, late_mark, ratio

VIEWS: Final = ("同意", "不同意", "其他")
_ROW: Final = 11  # mm: three boxes and a signature, written standing at a door


class House(NamedTuple):
    number: str
    head: str
    group: str = ""
    view: str = ""
    signer: str = ""
    note: str = ""


class HouseholdsAsked(NamedTuple):
    """What is asked of whom."""

    unit: str
    matter: str
    content: str
    houses: tuple[House, ...]
    number: str = ""
    asked_on: date | None = None
    late_on: date | None = None
    words: Words = Words()

    @property
    def counts(self) -> Mapping[str, int]:
        return {view: sum(house.view == view for house in self.houses) for view in VIEWS}

    @property
    def left(self) -> int:
        """Households whose view is not entered yet."""
        return sum(not house.view for house in self.houses)


def empty_form(asked: HouseholdsAsked) -> Document:
    """One row for each household; the boxes stand in the order of the keys 1, 2, 3."""
    columns = (
        Column("序号", 1, "center"), Column("户号", 1), Column("户主", 2),
        *(Column(f"{key}{view}", 1, "center") for key, view in enumerate(VIEWS, 1)),
        Column("签字", 20), Column("意见或说明", 20),
    )  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (str(place), house.number, house.head, "□", "□", "□", "", "")
        for place, house in enumerate(asked.houses, 1)
    )
    said = "一户一行，家里商量后由一人签字；只在一个方框里打“√”。"
    return _sheet(asked, "入户征求意见表", Table(columns, rows, row_mm=_ROW), said, "form")


def result(asked: HouseholdsAsked) -> Document:
    """What the households said, with the sums over it; the written notes stay with their row."""
    columns = (
        Column("序号", 5, "center"), Column("户号", 9), Column("户主", 10),
        Column("意见", 9, "center"), Column("签字人", 10), Column("说明", 20),
    )  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (str(place), h.number, h.head, h.view or "没录", h.signer, h.note)
        for place, h in enumerate(asked.houses, 1)
    )
    return _sheet(asked, "入户征求意见汇总表", Table(columns, rows), _totals(asked), "table")


def _totals(asked: HouseholdsAsked) -> str:
    whole = len(asked.houses)
    counts = asked.counts
    said = "，".join(f"{view} {counts[view]} 户" for view in VIEWS)
    agreed = ratio(counts["同意"], whole)
    left = f"，还有 {asked.left} 户没录" if asked.left else ""
    return f"共 {whole} 户：{said}{left}；同意的占全部户数 {agreed}。"


def _sheet(asked: HouseholdsAsked, title: str, table: Table, said: str, kind: Kind) -> Document:
    head = Form(
        (3, 17),
        (
            Band((Box("事项", label=True), Box(asked.matter))),
            Band((Box("内容", label=True), Box(asked.content, top=True)), 16),
        ),
    )
    when = paper_day(asked.asked_on) if asked.asked_on else ""
    number = "　".join(filter(None, (asked.number, when, late_mark(asked.late_on))))
    blocks = (head, Paragraph(said, indent=False), table, SignLine(("走访人", "核对人", "日期")))
    made = Document(title, kind, blocks, unit=asked.unit, number=number, sheet="portrait")
    return sealed(made)
