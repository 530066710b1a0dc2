"""The merged tables as paper: a landscape table a subject, totals in the last row."""

from collections.abc import Sequence
from datetime import date

from qinglian_desktop.core.document import (
    Block,
    Cell,
    Column,
    Document,
    Note,
    PageBreak,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.kinds import COUNT, FEN, QUANTITY
from qinglian_desktop.modules.street.figures import SummaryTable

Marks = tuple[tuple[str, ...], ...]  # a code for each figure, line by line, the totals last
_CODES = "数字下面的小字是溯源码：在程序上方的搜索框里输入它，就能看到这个数是哪些记录加出来的。"
__all__ = ["Document", "summary_paper"]


def summary_paper(
    street: str,
    period: str,
    tables: Sequence[SummaryTable],
    made_on: date,
    left_out: str = "",
    codes: Sequence[Marks] = (),
    title: str = "",
) -> Document:
    """One paper with all merged tables of the period, each beginning a page.

    `left_out` says under the last one which rows are not in the sums; `codes` has for each
    table what stands under its numbers.
    """
    blocks: list[Block] = []
    for number, table in enumerate(tables):
        if number:
            blocks.append(PageBreak())
        blocks.append(_table(table, codes[number] if codes else ()))
        if table.note:
            blocks.append(Note(table.note))
    if left_out:
        blocks.append(Note(left_out))
    if codes:
        blocks.append(Note(_CODES))
    blocks.append(SignLine())
    return sealed(
        Document(
            f"{street}“清廉村居”{title or f'{period}汇总表'}",
            "table",
            tuple(blocks),
            unit=street,
            period=period,
            made_on=made_on,
        )
    )


def _table(table: SummaryTable, codes: Marks) -> Table:
    columns = [Column("序", 4, "center"), Column(table.by, 16)]
    for place, label in enumerate(table.columns):
        kind = table.kind(place)
        columns.append(
            Column(
                label, 9 if kind is COUNT else 14, "right", money=kind is FEN,
                counted=kind is COUNT, measured=kind is QUANTITY,
            )
        )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (str(number), line.name, *line.values) for number, line in enumerate(table.lines, start=1)
    ]
    return Table(
        tuple(columns),
        tuple(rows),
        totals=True,
        caption=_caption(table),
        marks=tuple(("", "", *line) for line in _marks(table, codes)),
    )


def _caption(table: SummaryTable) -> str:
    """The title; of a table that goes up also its number, its day and its measure."""
    if table.form is None:
        return table.title
    number, when, measure, _ = table.form
    told = [f"表号：{number}" if number else "", f"时点：{when}", f"单位：{measure}"]
    return f"{table.title}（{'，'.join(filter(None, told))}）"


def _marks(table: SummaryTable, codes: Marks) -> Marks:
    """The codes; in a form, whose lines are given, a nought has no rows and needs none."""
    if table.form is None or not codes:
        return codes
    figures = [*(line.values for line in table.lines), table.totals]
    return tuple(
        tuple(code if value else "" for code, value in zip(listed, values, strict=True))
        for listed, values in zip(codes, figures, strict=True)
    )
