"""What a list shows as a paper: its columns as far as they fit, its unfinished rows apart."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from qinglian_desktop.core import access, check, clock, held
from qinglian_desktop.core.document import (
    Align,
    Blank,
    Block,
    Cell,
    Column,
    Document,
    SignLine,
    Table,
)
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.record import Field, Record, Row
from qinglian_desktop.shell import as_shown
from qinglian_desktop.shell.as_shown import Source
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover, wording

if TYPE_CHECKING:
    from qinglian_desktop.paper.fonts import Fonts
    from qinglian_desktop.shell.window import Window

_NOT_ON_PAPER = ("link", "files", "flag")


class ListPaper(NamedTuple):
    paper: Document
    facts: PaperFacts


class Asked(NamedTuple):
    """Which list, and how."""

    query: Query
    wide: bool = False  # every column, on two sheets glued together


def print_list(window: "Window", query: Query) -> None:
    """The rows of the query as a table in the print preview."""
    lay_out(window, Asked(query))


def lay_out(window: "Window", asked: Asked) -> None:
    record = window.book.tables[asked.query.table]
    if covered := cover.stops("打印"):
        window.on_refused(covered)
        return

    def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
        from qinglian_desktop.paper.draw import draw
        from qinglian_desktop.paper.fonts import Fonts

        fonts, pdf = Fonts(), BytesIO()
        made = list_paper(book, asked, fonts)
        draw(made.paper, pdf, fonts=fonts)
        return Changes("", result=(pdf.getvalue(), made.facts))

    window.runner.job(
        work,
        label=f"正在排版{record.label}",
        on_done=partial(_preview, window, asked, record.label),
    )


def _preview(window: "Window", asked: Asked, title: str, changes: Changes) -> None:
    made: Any = changes.result
    pdf, facts = made
    if facts.other:
        facts = facts._replace(turn=partial(_turned, window, asked._replace(wide=not asked.wide)))
    window.preview(pdf, title, facts)


def _turned(window: "Window", asked: Asked) -> None:
    window.close_over()
    lay_out(window, asked)


def list_paper(book: Source, asked: Asked, fonts: "Fonts") -> ListPaper:
    """A ledger as it is, or stood on some day; personal values stay masked on paper.

    Where a record has sides an amount stands in the column of its side.
    """
    from qinglian_desktop.paper.draw import fitting

    record = book.tables[asked.query.table]
    shown = as_shown.fields(record, asked.query) or _usual(record)
    fields = {n: f for n, f in shown.items() if n != record.sides}  # said by the amount's column
    rows = list(as_shown.rows(book, asked.query))
    if not rows:
        raise Refused("没有可打印的内容", "先登记，或换个筛选条件", code="QL-PR-084")
    finished, drafts = list[Row](), list[Row]()
    waiting = held.waiting(book, record.table) if held.HeldCell.table in book.tables.records else {}
    for row in rows:
        done = row["id"] not in waiting and check.is_complete(record, row)
        (finished if done else drafts).append(row)
    unit = book.unit.name
    paper = Document(
        f"{unit}{record.label}", "table", (), unit=unit, made_on=clock.today(),
        draft=bool(drafts), sheet="wide" if asked.wide else "landscape",
    )  # fmt: skip
    table = _table(record, fields, rows)
    total = len(table.columns)
    places = fitting.columns_that_fit(paper, table, _weighty(record, fields), fonts)
    blocks: list[Block] = [_kept(_table(record, fields, finished), places)]
    if drafts:
        apart = _kept(_table(record, fields, drafts), places)
        blocks += [Blank(), replace(apart, totals=False, caption="没填完的，不算进合计")]
    paper = replace(paper, blocks=(*blocks, SignLine()))
    if not asked.wide:
        paper = replace(paper, sheet=fitting.best_sheet(paper, fonts))
    facts = _facts(asked, record, len(drafts), len(places), total)
    if missing := fonts.missing(paper):
        said = f"有 {len(missing)} 个字没有字形：{'、'.join(missing[:5])}，纸上印成〓。"
        facts = facts._replace(note=facts.note + said)
    return ListPaper(paper, facts)


def _usual(record: type[Record]) -> dict[str, Field]:
    """The columns of a list nobody has before his eyes; what only the program needs stays out."""
    return {
        name: field
        for name, field in record.fields.items()
        if field.kind.name not in _NOT_ON_PAPER
        and not field.kept
        and (field.kind.name != "long" or name in record.named_by)
    }


def _facts(asked: Asked, record: type[Record], drafts: int, shown: int, total: int) -> PaperFacts:
    said = []
    if drafts:
        said.append(f"有 {drafts} 条没填完，单列在后面，纸上标“草稿”；填完再打就没有了。")
    if shown < total:
        said.append(f"一共 {total} 列，纸上放得下 {shown} 列。")
    if asked.wide:
        said.append("左右两张拼成一页：右半张沿短线剪开，贴到左半张的胶条上。")
    other = "两张纸拼成一张宽表" if shown < total and not asked.wide else ""
    other = "改成一张纸宽" if asked.wide else other
    shape = repr((asked.query, record.adds_up, record.sides, asked.wide)).encode()
    key = f"list:{record.table}:{hashlib.sha256(shape).hexdigest()[:16]}"
    return PaperFacts(key, draft=bool(drafts), note="".join(said), other=other)


def _sides(record: type[Record]) -> tuple[str, ...]:
    return record.fields[record.sides].choices if record.sides else ()


def _weighty(record: type[Record], fields: Mapping[str, Field]) -> tuple[int, ...]:
    """Places of the columns, those first without which a line says nothing."""
    weights: list[tuple[int, int]] = []
    sides = _sides(record)
    for name, field in fields.items():
        weight = 0 if name in record.named_by else 1 if field.kind.name == "money" else 2
        many = len(sides) if field.kind.name == "money" and sides else 1
        weights += [(weight, len(weights) + n) for n in range(many)]
    return tuple(place for _, place in sorted(weights))


def _kept(table: Table, places: Sequence[int]) -> Table:
    """The table with these columns only."""
    columns = tuple(table.columns[place] for place in places)
    rows = tuple(tuple(row[place] for place in places) for row in table.rows)
    totals = table.totals and any(column.money for column in columns)
    return replace(table, columns=columns, rows=rows, totals=totals)


def _table(record: type[Record], fields: Mapping[str, Field], rows: Sequence[Row]) -> Table:
    sides = _sides(record)
    columns = tuple(column for field in fields.values() for column in _columns(field, sides))
    cells = tuple(
        tuple(
            cell
            for name, field in fields.items()
            for cell in _cells(field, row[name], sides, row.get(record.sides))
        )
        for row in rows
    )
    return Table(columns, cells, totals=record.adds_up and any(column.money for column in columns))


def _columns(field: Field, sides: Sequence[str]) -> tuple[Column, ...]:
    weight = 14 if field.kind.name in ("text", "money") else 9
    align: Align = "right" if field.kind.numeric else "left"
    if field.kind.name != "money":
        return (Column(field.label, weight, align),)
    return tuple(Column(word, weight, align, money=True) for word in sides or (field.label,))


def _cells(
    field: Field, stored: Row | int | str | None, sides: Sequence[str], side: object
) -> tuple[Cell, ...]:
    if field.kind.name != "money" or not sides:
        return (_cell(field, stored),)
    return tuple(_cell(field, stored) if one == side else "" for one in sides)


def _cell(field: Field, stored: Row | int | str | None) -> Cell:
    if field.kind.name == "money":
        return stored if isinstance(stored, int) else ""
    text = access.show(field, stored)
    return wording.said(text) if field.kind.name == "choice" else text
