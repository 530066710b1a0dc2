"""Which numbers leave with a form, by which definition, and what was said before?"""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.modules.forms.mapping import Condition
from qinglian_desktop.modules.forms.reads import period_of, rows_of, said
from qinglian_desktop.modules.forms.records import ReportedNumber
from qinglian_desktop.store.book import Book

_UNITS = {"person": "人", "household": "户", "post": "人", "entry": "笔", "task": "项"}


class Counted(NamedTuple):
    """One number: what it is called, its value in thousandths, and the rows it rests on."""

    what: str
    definition: str  # in words
    meaning: str  # the same for the same definition
    value: int
    unit: str
    table: str
    rows: tuple[tuple[str, str, str], ...]  # (id, hash, name) of each

    @property
    def shown(self) -> str:
        return f"{show_quantity(self.value)} {self.unit}"


class Difference(NamedTuple):
    """A number handed up before with the same definition, and what it is now."""

    before: Row
    now: Counted
    came: tuple[str, ...]
    went: tuple[str, ...]
    changed: tuple[str, ...]
    listed: bool = True  # the rows of then are known

    @property
    def said(self) -> str:
        """上次给民政办报的是 128 人，这次是 131 人：多了 3 人（看名单）。仍要用 131 吗？"""
        old, new = int(self.before["value"]), self.now.value
        word, gap = ("多了", new - old) if new > old else ("少了", old - new)
        unit = self.now.unit
        return (
            f"上次给{self.before['to_whom']}报的是 {show_quantity(old)} {unit}，"
            f"这次是 {show_quantity(new)} {unit}：{word} {show_quantity(gap)} {unit}"
            f"（看名单）。仍要用 {show_quantity(new)} 吗？"
        )

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """(how it differs, which row), for the list beside the question."""
        return (
            *(("多出来的", name) for name in self.came),
            *(("没有了的", name) for name in self.went),
            *(("内容改了的", name) for name in self.changed),
        )


def count(
    record: type[Record], rows: Sequence[Row], where: Sequence[Condition], what: str = ""
) -> Counted:
    """How many rows there are."""
    unit = _UNITS.get(record.table, "条")
    return Counted(
        what or f"{record.label}数", said(record, where), meaning(record.table, where, "count"),
        len(rows) * 1000, unit, record.table, _named(record, rows),
    )  # fmt: skip


def total(
    record: type[Record], rows: Sequence[Row], where: Sequence[Condition], name: str, what: str = ""
) -> Counted:
    """The sum of one field; amounts in yuan."""
    field = record.fields[name]
    found = sum(row[name] or 0 for row in rows)
    value = {"money": found * 10, "count": found * 1000}.get(field.kind.name, found)
    unit = "元" if field.kind.name == "money" else ""
    return Counted(
        what or field.label, f"{said(record, where)}；{field.label}加起来",
        meaning(record.table, where, name), value, unit, record.table, _named(record, rows),
    )  # fmt: skip


def _named(record: type[Record], rows: Sequence[Row]) -> tuple[tuple[str, str, str], ...]:
    return tuple((row["id"], row["row_hash"], naming(record, row)) for row in rows)


def meaning(table: str, where: Sequence[Condition], what: str) -> str:
    """A hash of the definition; a period counts as the one it means today."""
    parts = sorted(
        [
            c.field,
            c.op,
            str(period_of(c.value, clock.today())) if c.op == "within" else str(c.value),
        ]
        for c in where
    )
    return canonical.short(canonical.dumps([table, parts, what]))


def last_reported(book: Book, which: str) -> Row | None:
    """The number handed up last by this definition; a draft without its number is none."""
    by = (("reported_on", True), ("id", True))
    where = (Where("meaning", "=", which), Where("value", "filled"))
    found = book.rows(Query(ReportedNumber.table, where, order=by, limit=1))
    return found[0] if found else None


def difference(book: Book, now: Counted) -> Difference | None:
    """None where nothing was reported by this definition, or the same number."""
    before = last_reported(book, now.meaning)
    if before is None or before["value"] == now.value:
        return None
    return compared(book, before, now)


def compared(book: Book, before: Row, now: Counted) -> Difference:
    then = rows_then(book, before)
    if then is None:
        return Difference(before, now, (), (), (), listed=False)
    old = {row_id: (mark, name) for row_id, mark, name in then["rows"]}
    new = {row_id: (mark, name) for row_id, mark, name in now.rows}
    came = tuple(name for row_id, (_, name) in new.items() if row_id not in old)
    went = tuple(name for row_id, (_, name) in old.items() if row_id not in new)
    changed = tuple(
        name for row_id, (mark, name) in new.items() if row_id in old and old[row_id][0] != mark
    )
    return Difference(before, now, came, went, changed)


def compare_again(book: Book, row_id: str) -> Difference | None:
    """A number of then against the same definition now; None for one noted by hand."""
    before = book.row(ReportedNumber.table, row_id)
    then = rows_then(book, before) if before else None
    if before is None or then is None or then["table"] not in book.tables.records:
        return None
    record = book.tables[then["table"]]
    where = tuple(Condition(*each) for each in then["where"])
    rows = rows_of(book, record, where)
    if then["sum"]:
        now = total(record, rows, where, then["sum"], before["what"])
    else:
        now = count(record, rows, where, before["what"])
    return compared(book, before, now)


def rows_then(book: Book, row: Row) -> dict[str, Any] | None:
    """Which rows a number rested on; None where it was noted by hand."""
    papers = ReportedNumber.fields["evidence"].kind.load(row["evidence"] or "[]")
    if not papers:
        return None
    try:
        found: dict[str, Any] = json.loads(zlib.decompress(book.files.read(papers[0])))
    except (zlib.error, ValueError) as trouble:
        raise Damaged("当时的名单打不开", "请打开“数据体检”，按“从备份找”") from trouble
    return found


def keep_rows(book: Book, counted: Counted, where: Sequence[Condition], name: str) -> str:
    """The list a number rests on into the file store; the id of the file."""
    told: Mapping[str, Any] = {
        "table": counted.table,
        "rows": [list(each) for each in counted.rows],
        "where": [_fixed(each) for each in where],
        "sum": name,
    }
    return book.files.add(zlib.compress(canonical.dumps(told)))


def _fixed(condition: Condition) -> list[Any]:
    """A period stays the one that was meant on that day."""
    value = condition.value
    if condition.op == "within":
        value = str(period_of(value, clock.today()))
    return [condition.field, condition.op, value]
