"""What goes to which unit with the next stick, and what each has taken in, in words.

Apart from `reads`, which 今日 asks at every start: this knows how bundles are written.
"""

from collections import Counter
from typing import NamedTuple

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Owner, Row
from qinglian_desktop.exchange import confirming, directing, reads
from qinglian_desktop.modules.directives.records import Directive, Review
from qinglian_desktop.store.book import Book


class UnitDown(NamedTuple):
    """One unit on the page from which the street writes, in words."""

    code: str
    name: str
    state: str
    waiting: str  # what its next bundle would hold
    written: str
    taken: str


def units_down(book: Book) -> list[UnitDown]:
    """The units that can be written to, in the order of their codes."""
    sent: dict[str, Row] = {}
    down = (Where("kind", "=", "down"),)
    for row in book.rows(Query("sent_bundle", down, order=(("written_at", False),))):
        sent[row["to_office"]] = row
    return [
        _unit_down(
            book,
            unit,
            sent.get(unit["office_id"]),
            confirming.told_by(book, unit["office_id"]),
        )
        for unit in directing.enrolled(book)
    ]


def _unit_down(book: Book, unit: Row, sent: Row | None, taken: Row | None) -> UnitDown:
    now = directing.waiting(book, unit)
    known = taken if taken and taken["street_stream"] else None
    behind = sent is not None and (known is None or known["number"] < sent["number"])
    counts = Counter(book.tables[table].label for table, _ in now.rows)
    kinds = Counter(row["kind"] for table, row in now.rows if table == Directive.table)
    parts = [f"{kind} {count}" for kind, count in kinds.items()]
    parts += [f"意见 {counts[Review.label]}"] if counts[Review.label] else []
    handed = sum(book.tables[table].owner is not Owner.STREET for table, _ in now.rows)
    parts += [f"移交的记录 {handed}"] if handed else []
    parts += [f"{label} {counts[label]}" for label in ("移交令", "同一身份的处理") if counts[label]]
    parts += [f"规则 {len(now.packs)}"] if now.packs else []
    state = "还没写过" if sent is None else "等它收到" if behind else "已收到"
    if parts and state == "已收到":
        state = "有新的"
    said = reads.in_a_cell(*directing.understood(book, unit["office_id"]))
    return UnitDown(
        unit["code"],
        unit["name"],
        state,
        "；".join(("，".join(parts) or "回执和名册", *said)),
        f"第 {sent['number']} 包 {sent['written_at'][:10]}" if sent else "",
        f"第 {known['number']} 包 {known['told_at'][:10]}" if known else "",
    )
