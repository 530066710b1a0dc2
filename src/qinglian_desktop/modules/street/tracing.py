"""溯源码: what a printed number was added up from is kept with its paper and found by its code.

Kept are the definition (table, conditions, field), the rows of that day and their amounts: next
month the rows may have changed, and the paper still says what it said.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.kinds import COUNT, Kind
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.street import codes
from qinglian_desktop.modules.street.figures import SummaryTable, said
from qinglian_desktop.modules.street.notices import Marks
from qinglian_desktop.modules.street.records import TracedPaper
from qinglian_desktop.store import roles
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import LARGEST

TOTAL = "合计"
_FIRST = 8 * 31  # codes begin with a letter, so that none looks like an amount


class TracedRow(NamedTuple):
    """A row behind a printed number: what it counted for then, and how it stands now."""

    row_id: str
    then: int  # 1 where rows were counted
    now: Row | None  # None: it is gone or deleted
    amount: int | None  # what it would count for now
    counts: bool = True  # by the same definition now


class Traced(NamedTuple):
    """A printed number, opened by its code."""

    code: str
    paper: str
    printed_on: date
    title: str  # of its table
    line: str
    column: str
    table: str
    field: str
    value: int
    rows: tuple[TracedRow, ...]
    now: int | None  # what the same definition comes to today; None: a list of that day's rows
    kind: Kind

    def shown(self, value: int) -> str:
        return said(self.kind, value)

    @property
    def said(self) -> str:
        """What became of the number since, in words."""
        gone = sum(row.now is None for row in self.rows)
        other = sum(row.amount not in (None, row.then) for row in self.rows)
        out = sum(not row.counts and row.now is not None for row in self.rows)
        changes = [
            f"{other} 条改过金额" if other else "",
            f"{out} 条改过，现在不再算在内" if out else "",
            f"{gone} 条已经删除" if gone else "",
        ]
        listed = "，".join(filter(None, changes))
        if self.now is None:
            since = f"打印以后{listed}" if listed else "这些记录都还在"
            now = "是按打印那天的情况分的，现在的数请看“汇总表”"
        else:
            since = f"打印以后{listed}" if listed else "打印以后这些记录没有变"
            same = self.now == self.value
            now = "现在汇总还是这个数" if same else f"现在汇总是 {self.shown(self.now)}"
        return (
            f"纸上 {self.shown(self.value)}，由 {len(self.rows):,} 条记录加出来。{since}；{now}。"
        )


# -- keeping ----------------------------------------------------------------------------------


def keep(book: Book, tables: Sequence[SummaryTable], title: str) -> list[Marks]:
    """The codes of every number of these tables; printed twice unchanged it keeps its codes."""
    figures, ids = _kept(book, tables)
    told = {"figures": figures, "ids": ids}
    meaning = canonical.short(canonical.dumps([title, told]))
    before = book.find(TracedPaper, meaning=meaning)
    first = before["first"] if before else _write(book, told, title, meaning)
    made = (
        codes.code_of(first + number // codes.EACH, number % codes.EACH)
        for number in range(len(figures))
    )
    return [
        tuple(tuple(next(made) for _ in table.columns) for _line in range(len(table.lines) + 1))
        for table in tables
    ]


def _write(book: Book, told: dict[str, Any], title: str, meaning: str) -> int:
    newest = book.rows(Query(TracedPaper.table, order=(("first", True),), deleted=True, limit=1))
    first = int(newest[0]["first"] + newest[0]["runs"]) if newest else _FIRST
    paper = TracedPaper(
        first=first,
        runs=-(-len(told["figures"]) // codes.EACH) or 1,
        title=title,
        printed_on=clock.today(),
        meaning=meaning,
        evidence=(book.files.add(_packed(told)),),
    )
    with book.change(f"记下溯源码：{title[:30]}", kind="print") as change:
        change.put(paper)
    return first


def _packed(told: dict[str, Any]) -> bytes:
    data = zlib.compress(canonical.dumps(told))
    if len(data) <= LARGEST:
        return data
    # Too many rows to be listed one by one: the definition still opens those of today.
    bare = [{**one, "rows": None, "amounts": None} for one in told["figures"]]
    return zlib.compress(canonical.dumps({"figures": bare, "ids": {}}))


def _kept(book: Book, tables: Sequence[SummaryTable]) -> tuple[list[dict[str, Any]], Any]:
    """Each figure with its definition and rows; a row of many figures is named once."""
    figures: list[dict[str, Any]] = []
    places: dict[str, dict[str, int]] = {}
    for table in tables:
        columns: list[list[int]] = [[] for _ in table.columns]
        for line in table.lines:
            for column, field in enumerate(table.fields):
                columns[column].append(len(figures))
                said = [table.title, line.name, table.columns[column]]
                figures.append(
                    {
                        "said": said,
                        "value": line.values[column],
                        **_definition(book, line.behind[column], field, places),
                    }
                )
        for column, parts in enumerate(columns):
            said = [table.title, TOTAL, table.columns[column]]
            figures.append({"said": said, "value": table.totals[column], "parts": parts})
    return figures, {table: list(listed) for table, listed in places.items()}


def _definition(
    book: Book, query: Query, field: str, places: dict[str, dict[str, int]]
) -> dict[str, Any]:
    found = _counted(book, query, field)
    known = places.setdefault(query.table, {})
    return {
        "table": query.table,
        "where": [_plain(where) for where in query.where],
        "field": field,
        "rows": [known.setdefault(row_id, len(known)) for row_id, _ in found],
        "amounts": [amount for _, amount in found] if field else None,
    }


def _counted(book: Book, query: Query, field: str) -> list[tuple[str, int]]:
    if field:
        return [(row_id, int(amount)) for row_id, amount in book.filled(query, field)]
    return [(row_id, 1) for row_id in book.ids(query)]


def _plain(where: Where) -> list[Any]:
    value = list(where.value) if isinstance(where.value, tuple) else where.value
    return [where.field, where.op, value]


# -- opening ----------------------------------------------------------------------------------


def paper_of(book: Book, text: str) -> tuple[Row, int] | None:
    """The paper a code stands on, and which number of it; None where none has that code."""
    serial, place = codes.read(text)
    where = (Where("first", "<=", serial),)
    found = book.rows(Query(TracedPaper.table, where, order=(("first", True),), limit=1))
    if not found or serial >= found[0]["first"] + found[0]["runs"]:
        return None
    return found[0], (serial - found[0]["first"]) * codes.EACH + place


def open_code(book: Book, text: str) -> Traced:
    """The number under which this code is printed, and the rows behind it; Refused in words."""
    found = paper_of(book, text)
    told = _told(book, found[0]) if found else None
    if found is None or told is None or found[1] >= len(told["figures"]):
        raise Refused(
            "没有打印过带这个溯源码的表",
            "请核对是不是这台电脑上打印的；换一个数字的码试试",
            code="QL-ST-044",
        )
    paper, place = found
    figure = told["figures"][place]
    title, line, column = figure["said"]
    parts = list(_parts(told, figure))
    _refuse_others(book, parts)
    today = [_today(book, part) for part in parts]
    rows = tuple(
        row for part, now in zip(parts, today, strict=True) for row in _rows(book, told, part, now)
    )
    listed = any(_is_listed(part) for part in parts)
    return Traced(
        codes.plain(text),
        paper["title"],
        date.fromisoformat(paper["printed_on"]),
        title,
        line,
        column,
        parts[0]["table"] if parts else "",
        parts[0]["field"] if parts else "",
        figure["value"],
        rows,
        None if listed else sum(amount for counted in today for _, amount in counted),
        _kind(book, parts),
    )


def _kind(book: Book, parts: Sequence[Mapping[str, Any]]) -> Kind:
    """How the number is said: as the field that was added up, or as so many rows."""
    table, field = (parts[0]["table"], parts[0]["field"]) if parts else ("", "")
    return book.tables[table].fields[field].kind if field else COUNT


def _refuse_others(book: Book, parts: Sequence[Mapping[str, Any]]) -> None:
    """Whoever does not look at a ledger opens no number that was added up from it."""
    hidden = roles.hidden(book)
    for table in (part["table"] for part in parts if part["table"] in hidden):
        label = book.tables[table].label
        raise Refused(
            f"这个数是从〔{label}〕加出来的，由{'、'.join(roles.seeing(book, table))}查看",
            "要看请点右上角的名字，换他们来坐下",
            code="QL-ST-100",
        )


def _told(book: Book, paper: Row) -> dict[str, Any]:
    (file,) = TracedPaper.fields["evidence"].kind.load(paper["evidence"])
    try:
        found: dict[str, Any] = json.loads(zlib.decompress(book.files.read(file)))
    except (zlib.error, ValueError) as trouble:
        raise Damaged("当时的记录打不开", "请打开“数据体检”，按“从备份找”") from trouble
    return found


def _parts(told: dict[str, Any], figure: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A figure itself; of a total, the figures above it."""
    if "parts" in figure:
        yield from (told["figures"][number] for number in figure["parts"])
    else:
        yield figure


def _is_listed(part: Mapping[str, Any]) -> bool:
    """Is its definition nothing but the rows of that day? Then it cannot tell today's number."""
    return bool(part["where"]) and all(field == "id" for field, _op, _value in part["where"])


def _rows(
    book: Book, told: dict[str, Any], part: dict[str, Any], today: list[tuple[str, int]]
) -> Iterator[TracedRow]:
    table, field = part["table"], part["field"]
    if part["rows"] is None:
        counted = today
    else:
        ids = told["ids"].get(table, [])
        amounts = part["amounts"] or [1] * len(part["rows"])
        counted = [(ids[p], n) for p, n in zip(part["rows"], amounts, strict=True)]
    there = {row["id"]: row for row in book.page(table, [row_id for row_id, _ in counted])}
    still = {row_id for row_id, _ in today}
    for row_id, then in counted:
        row = there.get(row_id)
        now = row if row and not row["deleted"] else None
        amount = None if now is None else (now[field] or 0) if field else 1
        # An amount that was emptied is counted no more, and is told as changed.
        counts = row_id in still or amount != then
        yield TracedRow(row_id, then, now, amount, counts)


def _today(book: Book, part: dict[str, Any]) -> list[tuple[str, int]]:
    where = tuple(
        Where(field, op, tuple(value) if isinstance(value, list) else value)
        for field, op, value in part["where"]
    )
    return _counted(book, Query(part["table"], where), part["field"])
