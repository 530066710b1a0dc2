"""What falls on which day of a year? Every deadline, term and meeting, and the law's own rhythm."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from qinglian_desktop.core import access
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import doubt
from qinglian_desktop.core.period import FREQUENCIES, Period
from qinglian_desktop.core.record import Level, Owner, Record, Row
from qinglian_desktop.modules import running
from qinglian_desktop.modules.decisions.records import MEETINGS
from qinglian_desktop.store.book import Book

POSTING, TASK, MEETING, TERM, LAW = "公开", "任务", "会议", "任期", "法定"
LAYERS = (LAW, POSTING, TASK, MEETING, TERM)
_LAYER_OF: Mapping[str, str] = MappingProxyType({"task": TASK, "post": TERM, "delegation": TERM})
_SILENT = frozenset({("routine", "until_on")})  # an end of a rule, nothing to be done
_STEP = "matter_step"


class Node(NamedTuple):
    """One thing on one day; personal parts of its words are masked."""

    day: date
    layer: str
    words: str
    what: str  # 最迟上墙, 截止日期, 任职止
    done: bool = False
    state: str = ""  # of the row, where it is done
    table: str = ""
    row_id: str = ""


def nodes(book: Book, year: int) -> list[Node]:
    """Everything of this office in the year, by day, then by layer."""
    found = [*_rhythm(book, year)]
    for record in book.tables.records.values():
        if record.owner is not Owner.LOCAL:
            found += _dated(book, record, year)
    if _STEP in book.tables.records:
        found += _meetings(book, year)
    return sorted(found, key=lambda node: (node.day, LAYERS.index(node.layer), node.words))


def _dated(book: Book, record: type[Record], year: int) -> Iterator[Node]:
    own, layer = Where("owner", "=", book.unit.office_id), _LAYER_OF.get(record.table, POSTING)
    for name, field in record.fields.items():
        if not field.ahead or field.kind.name != "day" or (record.table, name) in _SILENT:
            continue
        span = (Where(name, ">=", f"{year}-01-01"), Where(name, "<=", f"{year}-12-31"))
        for row in book.rows(Query(record.table, (own, *span))):
            day, done = date.fromisoformat(row[name]), not running.is_open(record.table, row)
            state = str(row.get("state") or "") if done else ""
            called, where = _called(record, row), (record.table, row["id"])
            yield Node(day, layer, called, field.label, done, state, *where)


def _meetings(book: Book, year: int) -> Iterator[Node]:
    """Meetings that were held or are called, each with the matter it is about."""
    own = Where("owner", "=", book.unit.office_id)
    rows = book.rows(Query(_STEP, (own, Where("gate", "in", MEETINGS))))
    matters = {row["matter_id"] for row in rows}
    titles = {row["id"]: row["title"] for row in book.page("matter", sorted(matters))}
    for row in rows:
        held, planned = row["held_on"], row["planned_at"]
        text = held or (planned or "")[:10]
        if text.startswith(f"{year}-"):
            what, done = ("已开", True) if held else ("定在", False)
            called = f"{row['gate']}：{titles.get(row['matter_id']) or row['body'] or ''}"
            state = "已开" if done else ""
            day = date.fromisoformat(text)
            yield Node(day, MEETING, called, what, done, state, "matter", row["matter_id"])


def _called(record: type[Record], row: Row) -> str:
    """The name of a row with its personal parts masked."""
    parts: list[Any] = [
        access.show(record.fields[name], row[name])
        if record.fields[name].level >= Level.PERSON or record.fields[name].kind.name != "name"
        else record.fields[name].kind.mask(row[name])
        for name in record.named_by
        if row.get(name) not in (None, "")
    ]
    return " ".join(parts) or record.label


def _rhythm(book: Book, year: int) -> Iterator[Node]:
    """How often the law wants them to meet: by the last working day of each period."""
    if book.unit.is_street:
        return
    try:
        law, calendar = book.pack("self-government", date(year, 12, 31)), book.calendar()
    except Refused:
        return
    for key in ("meeting", "representatives"):
        rule = law.data.get(key, {})
        every = str(rule.get("every", "Y" if rule.get("yearly_at_least") else ""))
        if every not in ("M", "Q", "H", "Y"):
            continue
        unsure = f"（{doubt(rule)}）" if doubt(rule) else ""
        for period in Period.within(year, every):
            day = period.last
            while calendar.day_off(day):
                day = date.fromordinal(day.toordinal() - 1)
            words = f"{book.word(key)}：{FREQUENCIES[every]}至少一次{unsure}"
            yield Node(day, LAW, words, str(rule.get("basis", "")))


def by_day(found: list[Node]) -> dict[date, list[Node]]:
    days: dict[date, list[Node]] = {}
    for node in found:
        days.setdefault(node.day, []).append(node)
    return days
