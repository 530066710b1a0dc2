"""减负账本 (TL-16): which table was asked for, and which of its fields are held here already."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day, short_day_of
from qinglian_desktop.core.document import Block, Column, Document, Note, Paragraph, Table, sealed
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row, defaults
from qinglian_desktop.exchange.sheets.names import squeezed
from qinglian_desktop.modules.forms import sources
from qinglian_desktop.modules.forms.reads import tags_in
from qinglian_desktop.modules.forms.records import AskedTable
from qinglian_desktop.modules.forms.sources import Words
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_BETWEEN = re.compile(r"[、，,；;\t\n\r|]+")
_NUMBERED = re.compile(r"^[（(]?\d{1,2}[）).．、]\s*")
_FOR_THE_SHEET = frozenset(("序号", "编号", "备注", "签字", "签名"))  # no facts about anybody


def fields_in(text: str) -> list[str]:
    """姓名、身份证号、电话, or a header row copied from a sheet: each field once, in order."""
    found: dict[str, str] = {}
    for part in _parts(text):
        word = _NUMBERED.sub("", part.strip()).strip(" 。：:")
        if word and word not in _FOR_THE_SHEET:
            found.setdefault(squeezed(word), word)
    return list(found.values())


def _parts(text: str) -> Iterator[str]:
    """Blanks part the fields, too, unless they only space a word out: 姓 名."""
    for part in _BETWEEN.split(text):
        words = part.split()
        apart = len(words) > 1 and all(len(_NUMBERED.sub("", word)) > 1 for word in words)
        yield from words if apart else (part,)


def held_here(book: Book, wanted: Sequence[str]) -> list[str]:
    """Those of the fields that stand in the ledgers of this office, which have rows."""
    records = book.tables.records
    tags = tags_in(book)
    known = [
        Words(record, records, tags)
        for record in sources.sources(records.values())
        if book.any_of(record.table)
    ]
    return [
        word for word in wanted
        if sources.office_word(word) or any(words.known(word) for words in known)
    ]  # fmt: skip


def save_asked(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A request as the clerk wrote it, with what the program counts beside it."""
    before = ledger.there(book, AskedTable.table, row_id) if row_id else defaults(AskedTable)
    given = dict(draft)
    if not row_id and not given.get("asked_on"):
        given["asked_on"] = clock.today().isoformat()
    made = {**before, **given}
    if not row_id or {"wanted", "what", "asked_on"} & set(given):
        wanted = fields_in(made.get("wanted") or "")
        held = held_here(book, wanted)
        given |= {
            "field_count": len(wanted), "held_count": len(held),
            "held": "、".join(held), "again": _asked_before(book, row_id, made),
        }  # fmt: skip
    return ledger.save_row(book, AskedTable.table, row_id, given)


def _asked_before(book: Book, row_id: str | None, made: Mapping[str, Any]) -> int:
    """How often a table of this name was asked for by then."""
    name, day = squeezed(made.get("what") or ""), made.get("asked_on") or ""
    if not name:
        return 0
    rows = book.rows(Query(AskedTable.table, (Where("asked_on", "<=", day),)))
    return sum(row["id"] != row_id and squeezed(row["what"] or "") == name for row in rows)


class Spared(NamedTuple):
    """A month of requests: what was asked, and what need not have been."""

    rows: tuple[Row, ...]
    fields: int
    held: int
    often: tuple[tuple[str, int], ...]  # fields asked more than once, the most often first


def of_month(book: Book, month: Period) -> Spared:
    """The requests of a month; drafts without a list of fields count as none."""
    where = (
        Where("asked_on", ">=", month.first.isoformat()),
        Where("asked_on", "<=", month.last.isoformat()),
    )
    rows = book.rows(Query(AskedTable.table, where, order=(("asked_on", False),)))
    called: dict[str, str] = {}
    times: Counter[str] = Counter()
    for row in rows:
        for word in fields_in(row["wanted"] or ""):
            times[squeezed(word)] += 1
            called.setdefault(squeezed(word), word)
    often = tuple((called[key], n) for key, n in times.most_common() if n > 1)
    return Spared(
        tuple(rows),
        sum(row["field_count"] or 0 for row in rows),
        sum(row["held_count"] or 0 for row in rows),
        often,
    )


def said(found: Spared) -> str:
    if not found.rows:
        return "这个月没有登记要表。"
    again = sum(bool(row["again"]) for row in found.rows)
    more = f"以前要过的 {again} 次，" if again else ""
    return (
        f"要表 {len(found.rows)} 次，{more}共 {found.fields} 个字段，"
        f"台账里已经有、不用再填的 {found.held} 个。"
    )


def paper(book: Book, month: Period) -> Document:
    """月度汇总: each request with the fields held already, and what was asked often."""
    found = of_month(book, month)
    columns = (
        Column("日期", 9), Column("谁要", 12), Column("什么表", 18), Column("时限", 9),
        Column("字段", 6, counted=True), Column("已有", 6, counted=True),
        Column("台账里已有的字段", 30),
    )  # fmt: skip
    rows = tuple(
        (
            short_day_of(row["asked_on"]), row["who"] or "", _what(row),
            short_day_of(row["due_on"]), row["field_count"] or 0, row["held_count"] or 0,
            row["held"] or "",
        )
        for row in found.rows
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(said(found))]
    if rows:
        blocks.append(Table(columns, rows))
    if found.often:
        listed = "、".join(f"{word} {times} 次" for word, times in found.often[:20])
        blocks.append(Note(f"要过不止一次的字段：{listed}。"))
    return sealed(
        Document(
            f"{month.label}要表情况", "table", tuple(blocks), unit=book.unit.name,
            period=f"统计到{paper_day(min(month.last, clock.today()))}", sheet="landscape",
        )
    )  # fmt: skip


def _what(row: Row) -> str:
    again = f"（第 {row['again'] + 1} 次）" if row["again"] else ""
    return f"{row['what'] or ''}{again}"
