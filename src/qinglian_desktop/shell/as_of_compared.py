"""A list of some day against today: new, changed and gone rows as texts, changed cells marked."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Record, naming
from qinglian_desktop.store.as_of import CHANGED, GONE, NEW, Day, Differing, differing
from qinglian_desktop.ui import cover, history
from qinglian_desktop.ui.plain_table import Heading

MOST = 2000  # rows listed; the footer counts all of them


class Compared(NamedTuple):
    headings: tuple[Heading, ...]
    rows: list[tuple[str, ...]]
    marks: frozenset[tuple[int, int]]
    said: str


def compared(day: Day, query: Query, columns: Sequence[str]) -> Compared:
    """Asked beside the window: what became of the rows of `query` since that day."""
    record = day.tables[query.table]
    names = tuple(name for name in columns if name in record.fields)
    counted, lines = differing(day, query, MOST)
    linked = _linked(day, record, names, lines)
    rest = [_rest(record, names, line) for line in lines]
    rows, marks = [], set()
    for place, line in enumerate(lines):
        cells = [_cell(record, name, line, linked) for name in names]
        rows.append((line.what, *cells, *([rest[place]] if any(rest) else [])))
        if line.what == CHANGED:
            marks |= {(place, n + 1) for n, name in enumerate(names) if _differs(line, name)}
    fields = [record.fields[name] for name in names]
    headings = [Heading("变化", 110, state=True)]
    headings += [Heading(field.label, 150, private=cover.hides(field)) for field in fields]
    if any(rest):
        headings.append(Heading("别的改动", 240, private=True))
    parts = [f"{what} {counted[what]:,} 条" for what in (NEW, CHANGED, GONE)]
    more = f" · 只列前 {MOST:,} 条" if sum(counted.values()) > MOST else ""
    return Compared(tuple(headings), rows, frozenset(marks), " · ".join(parts) + more)


def _differs(line: Differing, name: str) -> bool:
    return bool(line.then.get(name) != line.now.get(name))


def _cell(record: type[Record], name: str, line: Differing, linked: Mapping[str, str]) -> str:
    then, now = (_word(record, name, side.get(name), linked) for side in (line.then, line.now))
    if line.what != CHANGED:
        return now if line.what == NEW else then
    return f"{then or '空'} → {now or '空'}" if _differs(line, name) else now


def _word(record: type[Record], name: str, stored: Any, linked: Mapping[str, str]) -> str:
    if stored in (None, ""):
        return ""
    return linked.get(str(stored)) or history.plain(record.fields[name], stored)


def _rest(record: type[Record], names: Sequence[str], line: Differing) -> str:
    """What changed in fields the list does not show."""
    if line.what != CHANGED:
        return ""
    return "；".join(
        f"{field.label} {_word(record, name, line.then.get(name), {}) or '空'} → "
        f"{_word(record, name, line.now.get(name), {}) or '空'}"
        for name, field in record.fields.items()
        if name not in names and field.kind.name != "link" and _differs(line, name)
    )


def _linked(
    day: Day, record: type[Record], names: Sequence[str], lines: Sequence[Differing]
) -> dict[str, str]:
    """The names of linked rows, as they are today."""
    made: dict[str, str] = {}
    for name in names:
        table = record.fields[name].link
        ids = {str(s[name]) for line in lines for s in (line.then, line.now) if s.get(name)}
        if table and ids:
            for row in day.book.page(table, sorted(ids)):
                made[str(row["id"])] = naming(day.tables[table], row)
    return made
