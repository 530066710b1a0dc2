"""The merged tables: what is added up by unit, item, office or month, and from which rows.

A table is declared as parts; each part is one walk over one ledger, whatever the number of its
columns. Nothing is kept, so no figure is older than the last merge.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import COUNT
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Owner, Record, Row
from qinglian_desktop.modules.directives import reads as directing
from qinglian_desktop.modules.directives.records import DONE, OPEN
from qinglian_desktop.modules.street import counted, lost, postings
from qinglian_desktop.modules.street.counted import OFFICE_ID, Cond, Measure, Part, Subject
from qinglian_desktop.modules.street.figures import (
    DIMENSIONS,
    ITEM,
    TIME,
    UNIT,
    Line,
    SummaryTable,
)
from qinglian_desktop.store import roles
from qinglian_desktop.store.book import Book

_UNWRITTEN = "没有写"


def units(book: Book) -> list[Row]:
    """The units this street issued, in the order of their codes."""
    return book.rows(Query("enrolled_unit", order=(("code", False),)))


def summary(book: Book, period: Period, by: str = UNIT) -> list[SummaryTable]:
    """The merged tables of one period that can be told by `by`; each figure can be opened.

    A department gets those of its own ledgers.
    """
    offices = units(book)
    made = [
        merged(book, offices, counted.funds(period), by),
        _disclosure(book, offices, period, by),
        merged(book, offices, counted.party(period), by),
        merged(book, offices, counted.tasks(period), by),
        merged(book, offices, counted.registry(), by),
        merged(book, offices, counted.orders(period), by),
        merged(book, offices, counted.assessments(period), by),
    ]
    return [table for table in made if table.columns]


def warnings(book: Book, day: date) -> Counter[str]:
    """Of each unit, how much is past its day and not done; the same rows its own 今日 shows."""
    past, out = Where("due_on", "<", day.isoformat()), lost.left_out(book)
    asked = (
        ("task", Where("state", "in", ("未开始", "进行中"))),
        ("planned_posting", Where("state", "=", "待公开")),
    )
    found, hidden = late_answers(book), roles.hidden(book)
    for table, where in asked:
        if table in hidden:
            continue
        query = Query(table, (where, past, *out.get(table, ())))
        found.update(dict(book.tabulated(query, "owner", [("", ())])))
    return found


def late_answers(book: Book) -> Counter[str]:
    """Of each unit, what the street asked for, is past its day and not said to be done."""
    if "directive" in roles.hidden(book):
        return Counter()
    past = (Where("state", "=", OPEN), Where("due_on", "<", clock.today().isoformat()))
    waiting = (
        one
        for one in directing.matters(book, *past)
        if one.answer is None or one.answer["state"] != DONE
    )
    return Counter(str(one.row["to_office"]) for one in waiting)


# -- putting a table together -----------------------------------------------------------------


def merged(
    book: Book,
    offices: Sequence[Row],
    subject: Subject,
    by: str,
    lines_from: Sequence[str] = (),
) -> SummaryTable:
    """A subject by one of its dimensions; `lines_from` are lines it has whatever is found."""
    out, hidden = lost.left_out(book), roles.hidden(book)
    ids = tuple(unit["office_id"] for unit in offices)
    parts = [
        part._replace(base=(*part.base, *out.get(part.table, ()), *_of_units(book, part, ids, by)))
        for part in subject.parts
        if by in part.by and part.table not in hidden
    ]
    found = [_figures(book, part, by) for part in parts]
    roster = {str(unit[OFFICE_ID]): unit for unit in offices} if by == UNIT else {}
    if by == UNIT:
        names = {key: str(unit["name"]) for key, unit in roster.items()}
    else:
        keys = {key for figures in found for key in figures}
        names = _named(book.tables[parts[0].table], parts[0].by[by], keys) if parts else {}
        names = dict.fromkeys(lines_from, "") | names
        names = {key: name or key for key, name in names.items()}
    lines = [
        Line(
            name,
            tuple(n for part, figures in zip(parts, found, strict=True)
                  for n in figures.get(_key(part, roster, key), (0,) * len(part.measures))),
            tuple(_behind(part, by, _key(part, roster, key), one)
                  for part in parts for one in part.measures),
        )
        for key, name in names.items()
    ]  # fmt: skip
    measured = [(part.table, one) for part in parts for one in part.measures]
    return SummaryTable(
        subject.key,
        subject.title if by not in DIMENSIONS[1:] else f"{subject.title}（按{by}）",
        tuple(one.heading for _, one in measured),
        tuple(one.field for _, one in measured),
        tuple(lines),
        by=by,
        kinds=tuple(
            book.tables[name].fields[one.field].kind if one.field else COUNT
            for name, one in measured
        ),
    )


def _key(part: Part, roster: Mapping[str, Row], key: str) -> str:
    """What the rows of a part call the line."""
    return str(roster[key][part.unit]) if roster else key


def _of_units(book: Book, part: Part, ids: tuple[str, ...], by: str) -> Cond:
    """Only rows of units, or those the street wrote itself; a table by unit needs no such word."""
    own = book.tables[part.table].owner is Owner.STREET
    return () if by == UNIT or own else (Where("owner", "in", ids),)


def _figures(book: Book, part: Part, by: str) -> dict[str, tuple[int, ...]]:
    measures = [(one.field, one.where) for one in part.measures]
    found = book.tabulated(Query(part.table, part.base), part.by[by], measures)
    return {str(key): tuple(figures) for key, *figures in found}


def _behind(part: Part, by: str, key: str, one: Measure) -> Query:
    return Query(part.table, (*_group(part.by[by], key), *part.base, *one.where))


def _group(by: str, key: str) -> Cond:
    field, _, signs = by.partition(":")
    if not key:
        return (Where(field, "empty"),)
    if signs:  # a month: no day of it is later than the 31st
        return Where(field, ">=", f"{key}-01"), Where(field, "<=", f"{key}-31")
    return (Where(field, "=", key),)


def _named(record: type[Record], by: str, keys: set[str]) -> dict[str, str]:
    """The groups in an order that says nothing: as declared, by time, by their words."""
    field, _, signs = by.partition(":")
    order = {value: place for place, value in enumerate(record.fields[field].choices)}
    listed = sorted(keys, key=lambda key: (not key, order.get(key, len(order)), key))
    return {key: _month(key) if signs and key else key or _UNWRITTEN for key in listed}


def _month(key: str) -> str:
    return f"{key[:4]}年{int(key[5:7])}月"


def _disclosure(book: Book, offices: Sequence[Row], period: Period, by: str) -> SummaryTable:
    field = {UNIT: "owner", ITEM: "item", TIME: "period"}.get(by, "")
    columns = postings.COLUMNS if by == UNIT else postings.OF_PLAN if field else ()
    if "planned_posting" in roles.hidden(book):
        columns = ()
    title = f"{period.label}公开情况" + ("" if by == UNIT else f"（按{by}）")
    if not columns:
        return SummaryTable("disclosure", title, (), (), (), by=by)
    of_units = {unit["office_id"]: str(unit["name"]) for unit in offices}
    found = postings.posted(book, period, clock.today(), field, of_units)
    names = of_units
    if by != UNIT:
        names = {key: Period.parse(key).label if by == TIME else key for key in sorted(found)}
    nobody = Query("planned_posting", (Where("id", "in", ()),))
    lines = []
    for key, name in names.items():
        own = found.get(key, {})
        behind = tuple(own.get(word, nobody) for word in columns)
        values = tuple(len(query.where[0].value) for query in behind)
        lines.append(Line(name, values, behind))
    note = postings.note(period)
    return SummaryTable("disclosure", title, columns, ("",) * len(columns), tuple(lines), note, by)
