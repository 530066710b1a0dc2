"""What would a form say if it were filled now? Worked out before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from qinglian_desktop.core import access
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level, Record, Row
from qinglian_desktop.exchange.forms import Dated, Filling, FormFile, FormSheet, Place, Value
from qinglian_desktop.exchange.forms.layout import Area, is_last, list_below, put_behind
from qinglian_desktop.modules.forms import numbers, proposing, sources
from qinglian_desktop.modules.forms.mapping import Column, Condition, FormMapping, Spot
from qinglian_desktop.modules.forms.numbers import Counted, Difference
from qinglian_desktop.modules.forms.reads import Values, constant, rows_of
from qinglian_desktop.modules.forms.sources import Taken
from qinglian_desktop.modules.forms.writings import writing
from qinglian_desktop.store.book import Book

_ROWS = {".xls": 65_000}  # rows a sheet of that format has, some left for what stands below


@dataclass(frozen=True)
class Number:
    """A number the form states, with what is needed to work it out again."""

    counted: Counted
    where: tuple[Condition, ...]
    sum_of: str = ""


@dataclass(frozen=True)
class Prepared:
    """A form ready to be written."""

    mapping: FormMapping
    filling: Filling
    numbers: tuple[Number, ...]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]  # what the clerk should know before
    revealed: tuple[str, ...]  # what of persons stands there unmasked
    rows: Sequence[Row] = field(default=(), repr=False)


class Listed(NamedTuple):
    """The list of a form: its rows, what stands in their cells, where they go."""

    rows: Sequence[Row] = ()
    lines: Sequence[dict[int, Value]] = ()
    area: Area = Area(0, -1)
    numbers: tuple[Number, ...] = ()


def prepare(book: Book, form: FormFile, mapping: FormMapping) -> Prepared:
    """Refused in words where the form cannot be filled; nothing is written."""
    sheet = proposing.sheet_named(form, mapping.sheet)
    record = book.tables.records.get(mapping.source) if mapping.source else None
    if mapping.source and record is None:
        raise Refused(
            "这张表要的名册已经没有了", "请打开“改对应关系”，重新选从哪里取", code="QL-FM-007"
        )
    if not mapping.taken and not any(spot.take for spot in mapping.spots):
        raise Refused("还没有一列指好", "请先点一列，再在右边选它从哪里取", code="QL-FM-008")
    notes: list[str] = []
    listed = Listed()
    if record is not None and mapping.taken:
        listed = _listed(book, form, sheet, mapping, record, notes)
    spots, counted = _spots(book, sheet, mapping, listed.rows)
    found = (*listed.numbers, *counted)
    asked = [c.at for c in mapping.taken if not c.take.startswith((sources.SIDE, sources.TAG))]
    filled = listed.lines[: len(listed.rows)]
    if gaps := sum(line.get(at) == "" for line in filled for at in asked):
        notes.append(f"有 {gaps} 格没有内容可填，名册里还没登记")
    return Prepared(
        mapping=mapping,
        filling=Filling(sheet.name, spots, listed.lines, listed.area.first, listed.area.last),
        numbers=found,
        differences=tuple(d for each in found if (d := numbers.difference(book, each.counted))),
        notes=tuple(notes),
        revealed=_revealed(book, record, mapping.taken),
        rows=listed.rows,
    )


def _listed(
    book: Book, form: FormFile, sheet: FormSheet, mapping: FormMapping, record: type[Record],
    notes: list[str],
) -> Listed:  # fmt: skip
    heading = proposing.see(sheet, proposing.words_for(book, mapping.source)).heading
    if heading is None:
        raise Refused(
            "在这张表里没找到表头", "请核对是不是这个文件；样子变了就重新对一次列", code="QL-FM-009"
        )
    rows = rows_of(book, record, mapping.where, mapping.order)
    lines = _lines(book, record, rows, mapping.taken)
    area = _room(form, sheet, heading.area, len(lines), notes)
    if (below := list_below(sheet, heading)) >= 0:
        notes.append(f"第 {below + 1} 行起还有一张名单，只填上面这张，下面的请自己填")
    if not rows:
        notes.append("按现在的条件一个也没有，填出来是空表。请看看“谁上这张表”")
    if area.occupied:  # what others wrote there belongs to nobody on this list
        headed = [n for n, label in enumerate(heading.labels) if label]
        lines += [{} for _ in range(len(lines), area.occupied)]
        lines = [dict.fromkeys(headed) | line for line in lines]
    counted = numbers.count(record, rows, mapping.where, mapping.name)
    return Listed(rows, lines, area, (Number(counted, mapping.where),))


def _room(form: FormFile, sheet: FormSheet, area: Area, count: int, notes: list[str]) -> Area:
    """The rows the list may take; more are put in where that is safe and Refused where not."""
    if area.occupied:
        notes.append(f"表里已有 {area.occupied} 行内容，会换成这次的名单")
    if count <= area.rooms:
        return area
    if area.first + count > _ROWS.get(form.suffix, 1_000_000):
        raise Refused(
            f"名单有 {count} 行，一张 {form.suffix} 表放不下",
            "请用 WPS 把空表另存为 .xlsx，或在“谁上这张表”里加条件",
            code="QL-FM-026",
        )
    why, free = form.why_not_longer(sheet.name), is_last(sheet, area)
    if why and not free:
        raise Refused(
            f"表里只有 {area.rooms} 行，名单有 {count} 行，{why}，程序加行会弄乱",
            f"请在 WPS 里把空行加到 {count} 行，再拖进来",
            code="QL-FM-010",
        )
    if not free:
        notes.append(f"表里只有 {area.rooms} 行，会按原样加到 {count} 行")
    return area._replace(last=area.first + count - 1) if why else area


def _lines(
    book: Book, record: type[Record], rows: Sequence[Row], columns: Sequence[Column]
) -> list[dict[int, Value]]:
    values = Values(book, record)
    kinds = {column.take: _kind(book, record, column.take) for column in columns}
    made = []
    for number, row in enumerate(rows, start=1):
        line: dict[int, Value] = {}
        for column in columns:
            value = values.raw(row, column.take, number)
            line[column.at] = (
                "" if value is None else writing(kinds[column.take], column.write).write(value)
            )
        made.append(line)
    return made


def _may_see(book: Book, taken: Taken) -> None:
    """What this person may not open does not go onto a form either."""
    if not access.may_open(book.operator.role, taken.level):
        able = "、".join(role for role in access.ROLES if access.may_open(role, taken.level))
        raise Refused(
            f"〔{taken.label}〕由{able or '别的人'}查看，没有填",
            "请他们来填，或把这一列改成不填",
            code="QL-FM-024",
        )


def _kind(book: Book, record: type[Record] | None, take: str) -> str:
    found = sources.taken(take, record, book.tables.records)
    if found is None:
        raise Refused(
            "有一列的来处已经没有了", "请打开“改对应关系”，给这一列重新选", code="QL-FM-011"
        )
    _may_see(book, found)
    return found.kind


def _spots(
    book: Book, sheet: FormSheet, mapping: FormMapping, rows: Sequence[Row]
) -> tuple[dict[Place, Value], list[Number]]:
    made: dict[Place, Value] = {}
    within: dict[Place, dict[str, str]] = {}
    found: list[Number] = []
    for spot in mapping.spots:
        if not spot.take:
            continue
        value, number = _spot_value(book, mapping, spot, rows)
        if number:
            found.append(number)
        place = sheet.top_left((spot.row, spot.column))
        if spot.within:
            within.setdefault(place, {})[spot.label] = shown(value)
        else:
            made[place] = value
    for place, values in within.items():
        made[place] = put_behind(sheet.text(*place), values)
    return made, found


def _spot_value(
    book: Book, mapping: FormMapping, spot: Spot, rows: Sequence[Row]
) -> tuple[Value, Number | None]:
    take = spot.take
    if take.startswith(sources.TEXT):
        return take[len(sources.TEXT) :], None
    if take == sources.ROWS:
        return len(rows), None
    if take in sources.OFFICE:
        kind = _kind(book, None, take)
        return writing(kind, spot.write).write(constant(book, take)), None
    record = book.tables.records.get(spot.source or mapping.source)
    kind = _kind(book, record, take)
    if record is None or not (take == sources.COUNT or take.startswith(sources.SUM)):
        raise Refused(
            f"〔{spot.label}〕这一格没有指好", "请打开“改对应关系”，给这一格重新选",
            code="QL-FM-012",
        )  # fmt: skip
    counted_rows = rows_of(book, record, spot.where)
    what = f"{mapping.name}：{spot.label}" if spot.label else mapping.name
    if take == sources.COUNT:
        counted = numbers.count(record, counted_rows, spot.where, what)
        return len(counted_rows), Number(counted, spot.where)
    name = take[len(sources.SUM) :]
    counted = numbers.total(record, counted_rows, spot.where, name, what)
    value = sum(row[name] or 0 for row in counted_rows)
    return writing(kind, spot.write).write(value), Number(counted, spot.where, name)


def shown(value: Value) -> str:
    """A value as text, for a cell with words and for the preview."""
    if value is None:
        return ""
    return value.text if isinstance(value, Dated) else str(value)


def _revealed(
    book: Book, record: type[Record] | None, columns: Sequence[Column]
) -> tuple[str, ...]:
    """Labels of personal values that stand on the form with nothing hidden."""
    found = []
    for column in columns:
        taken = sources.taken(column.take, record, book.tables.records)
        personal = taken is not None and taken.level >= Level.PERSON
        if taken is not None and personal and writing(taken.kind, column.write).open:
            found.append(taken.label)
    return tuple(found)


def id_writing(book: Book, mapping: FormMapping) -> str:
    """How ID numbers are written on this form, in words; "" where there are none."""
    record = book.tables.records.get(mapping.source)
    for column in mapping.taken:
        taken = sources.taken(column.take, record, book.tables.records)
        if taken is not None and taken.kind == "id_number":
            return writing("id_number", column.write).word
    return ""
