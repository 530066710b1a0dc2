"""How do the facts of a notice become its papers? One composer for all kinds of the pack."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from qinglian_desktop.core.document import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Table,
)
from qinglian_desktop.core.document import (
    Facts as FactLines,
)
from qinglian_desktop.core.kinds import mask_name
from qinglian_desktop.core.record import Field, Row
from qinglian_desktop.modules.disclosure.kinds import figures
from qinglian_desktop.modules.disclosure.kinds.declared import Facts, Listed, NoticeKind, Part
from qinglian_desktop.modules.disclosure.notices import Content
from qinglian_desktop.modules.disclosure.speech import sentences

_MARK: Final = re.compile(r"<([a-z_0-9]+)>")
_NUMERALS: Final = "一二三四五六七八九十"
_CARDS: Final = 4  # persons that get a card each; more become a table
_MOST_PLAIN: Final = 8  # rows of the big-print table


def filled(pattern: str, words: Mapping[str, str]) -> str:
    """A sentence with its marks replaced; "" while one of them says nothing.

    Of several wordings with a bar between them the first that can be filled is taken.
    """
    for wording in pattern.split("|"):
        names = _MARK.findall(wording)
        if all(words.get(name) for name in names):
            return _ended(_MARK.sub(lambda mark: words[mark[1]], wording))
    return ""


def _ended(text: str) -> str:
    """With one full stop at its end, whatever the clerk wrote."""
    text = re.sub(r"[。；，]+(?=[。；])", "", text.strip())
    return text if not text or text[-1] in "。！？：；…”" else f"{text}。"


def title_of(kind: NoticeKind, facts: Facts, frame: Mapping[str, str]) -> str:
    """The title the pack writes for these facts; what is not filled yet is shown as a gap."""
    words = figures.words_of(kind, facts, frame)
    return _MARK.sub(lambda mark: words.get(mark[1], "……"), kind.title).strip()


def composed(kind: NoticeKind, facts: Facts, frame: Mapping[str, str]) -> Content:
    """The substance of a notice in its three papers, from facts as they are stored."""
    words = figures.words_of(kind, facts, frame)
    board: list[Block] = []
    number = 0
    for part in kind.parts:
        blocks = _part(kind, part, facts, words)
        if blocks and part.heading:
            board.append(Heading(f"{_NUMERALS[number]}、{part.heading}"))
            number += 1
        board += blocks
    said = [text for pattern in kind.plain if (text := filled(pattern, words))]
    plain: list[Block] = [Paragraph(text, indent=False) for text in said]
    plain += _plain_table(kind, facts)
    spoken = tuple(line for text in said for line in sentences(text))
    short = filled(kind.short, words).rstrip("。")
    return Content(tuple(board), tuple(plain), spoken, totals(kind, words), short)


def totals(kind: NoticeKind, words: Mapping[str, str]) -> str:
    """The figures in one line, as the QR square tells them."""
    if kind.totals and (said := filled(kind.totals, words)):
        return said.rstrip("。")
    parts = []
    for made in kind.computed:
        if text := words.get(made.name):
            unit = " 元" if made.kind == "fen" else ""
            parts.append(f"{made.label} {text}{unit}")
    return "，".join(parts)


# -- one part ----------------------------------------------------------------------------------


def _part(kind: NoticeKind, part: Part, facts: Facts, words: Mapping[str, str]) -> list[Block]:
    text = "".join(filled(pattern, words) for pattern in part.say)
    blocks: list[Block] = [Paragraph(line) for line in text.split("\n") if line.strip()]
    pairs = tuple(
        (figures.label_of(kind, name), shown)
        for name in part.facts
        if (shown := figures.fact_text(kind, name, words))
    )
    if pairs:
        blocks.append(FactLines(pairs))
    if part.table:
        listed, rows = kind.table(part.table), facts.get(part.table) or ()
        blocks += _listed(listed, rows)
        if not rows and part.empty:
            blocks.append(Paragraph(part.empty))
    return blocks


def _listed(listed: Listed, rows: Sequence[Row]) -> list[Block]:
    if not rows:
        return []
    if listed.cards and len(rows) <= _CARDS:
        return [card for row in rows for card in _card(listed, row)]
    return [_table(listed, rows)]


def _columns(listed: Listed, rows: Sequence[Row]) -> Iterator[tuple[str, Field]]:
    """The columns that some row fills; what must be filled is shown also while it is empty."""
    for name, field in listed.row.fields.items():
        if name in listed.hidden:
            continue
        if field.required or any(row.get(name) not in (None, "") for row in rows):
            yield name, field


def _table(listed: Listed, rows: Sequence[Row]) -> Table:
    used = list(_columns(listed, rows))
    columns = [_column(listed, name, field) for name, field in used]
    cells = [tuple(_cell(field, name, row) for name, field in used) for row in rows]
    if listed.numbered:
        columns.insert(0, Column("序号", 4, "center"))
        cells = [(str(number), *row) for number, row in enumerate(cells, 1)]
    totals = any(column.money and column.summed for column in columns)
    return Table(tuple(columns), tuple(cells), totals=totals)


def _column(listed: Listed, name: str, field: Field) -> Column:
    told, summed = field.kind.name, name in listed.summed
    return Column(
        field.label,
        listed.weights[name],
        "right" if field.kind.numeric else "center" if told in ("day", "flag") else "left",
        money=told == "money",
        summed=summed,
        counted=told == "count" and summed,
    )


def _cell(field: Field, name: str, row: Row) -> Cell:
    value = row.get(name)
    if value in (None, ""):
        return ""
    if field.kind.name == "money" or (field.kind.name == "count" and type(value) is int):
        return int(value)
    if name == "donor" and not row.get("full_name"):
        return mask_name(str(value))
    return figures.shown(field, value)


def _card(listed: Listed, row: Row) -> list[Block]:
    """One person as a form of two pairs of columns."""
    pairs = [(field.label, str(_cell(field, name, row))) for name, field in _columns(listed, [row])]
    pairs += [("", "")] * (len(pairs) % 2)
    columns = tuple(Column(*told) for told in (("项目", 8, "center"), ("内容", 14)) * 2)
    rows = tuple((*left, *right) for left, right in zip(pairs[::2], pairs[1::2], strict=True))
    return [Table(columns, rows)]


# -- big print ---------------------------------------------------------------------------------


def _plain_table(kind: NoticeKind, facts: Facts) -> list[Block]:
    """Of the list with the most rows: who or what, and how much; what does not fit is one row."""
    lists = [(len(facts.get(table.name) or ()), table) for table in kind.tables if table.plain]
    many, listed = max(lists, key=lambda pair: pair[0], default=(0, None))
    if listed is None or not many:
        return []
    rows, fields = facts[listed.name], listed.row.fields
    # What is added up, not a rate beside it.
    sums = [name for name, field in fields.items() if field.kind.name == "money"]
    paid = next((name for name in sums if name in listed.summed), sums[0])
    shown, rest = rows, rows[:0]
    if many > _MOST_PLAIN:
        shown, rest = rows[: _MOST_PLAIN - 1], rows[_MOST_PLAIN - 1 :]
    cells: list[tuple[Cell, ...]] = [
        (_named(listed, row), int(row.get(paid) or 0)) for row in shown
    ]
    if rest:
        # What is not to be added up (income beside spending) is not added up here either.
        left = sum(int(row.get(paid) or 0) for row in rest) if paid in listed.summed else ""
        cells.append((f"其余 {len(rest)} 项", left))
    head = (Column("内容", 20), Column("金额（元）", 12, "right", money=True))
    return [Table(head, tuple(cells))]


def _named(listed: Listed, row: Row) -> str:
    parts = [str(_cell(listed.row.fields[name], name, row)) for name in listed.plain]
    return " ".join(part for part in parts if part)


def money_of(kind: NoticeKind, facts: Facts) -> int | None:
    """What the notice is about in 分: the last of its sums of money; None when there are none."""
    made = figures.computed(kind, facts)
    sums = [made[one.name] for one in kind.computed if one.kind == "fen" and one.name in made]
    return sums[-1] if sums else None
