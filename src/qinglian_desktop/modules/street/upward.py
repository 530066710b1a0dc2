"""上报表: what the street sends up, in the layouts it was given, filled from the merged rows.

Which tables there are is data (pack `upward-tables`); each is a merged table like any other, so
its figures open their rows, have codes on paper and follow every merge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import FEN, QUANTITY
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.sheets.issued import Issued, IssuedColumn
from qinglian_desktop.modules.street import counted, reads
from qinglian_desktop.modules.street.figures import UNIT, UPWARD, Form, SummaryTable
from qinglian_desktop.store import roles
from qinglian_desktop.store.book import Book

PACK: Final = "upward-tables"
_OWNER = "owner"


def tables(book: Book, period: Period) -> list[SummaryTable]:
    """Every table of the year the period lies in; a department gets those of its ledgers."""
    year = period.year
    given = _given(book, year)
    hidden = roles.hidden(book)
    told = book.pack(PACK, clock.today()).rows("tables")
    return [_table(book, one, given, year) for one in told if one["table"] not in hidden]


def _table(book: Book, one: Mapping[str, Any], given: Mapping[str, Any], year: int) -> SummaryTable:
    of_unit = one["by"] == _OWNER
    by = UNIT if of_unit else str(one["head"])
    measures = tuple(
        counted.Measure(
            str(column["heading"]),
            str(column.get("field", "")),
            _conditions(column.get("where", ()), given),
        )
        for column in one["columns"]
    )
    part = counted.Part(
        str(one["table"]), _conditions(one.get("where", ()), given), {by: str(one["by"])}, measures
    )
    subject = counted.Subject(f"{UPWARD}:{one['id']}", str(one["title"]), (part,))
    made = reads.merged(book, reads.units(book), subject, by, one.get("lines", ()))
    form = Form(
        str(one["number"]), _when(str(one["when"]), year), str(one["measure"]),
        str(one.get("note", "")),
    )  # fmt: skip
    return replace(made, note=form.foot, form=form)


def _when(told: str, year: int) -> str:
    """What day or year the figures are of; a register stands as it is now, whatever the year."""
    if told == "now":
        return paper_day(clock.today())
    return paper_day(date(year, 12, 31)) if told == "end" else f"{year}年"


def _given(book: Book, year: int) -> Mapping[str, Any]:
    """What stands in the conditions for the year that is asked for."""
    counts = book.rows(Query("inventory", (Where("year", "=", year),)))
    return {
        "<year>": str(year),
        "<first>": f"{year}-01-01",
        "<last>": f"{year}-12-31",
        "<counts>": tuple(row["id"] for row in counts),
    }


def _conditions(told: Sequence[Sequence[Any]], given: Mapping[str, Any]) -> tuple[Where, ...]:
    return tuple(
        Where(str(field), str(op), _value(value[0] if value else None, given))
        for field, op, *value in told
    )


def _value(told: Any, given: Mapping[str, Any]) -> Any:
    if isinstance(told, (list, tuple)):
        return tuple(one or None for one in told)  # an empty text stands for a blank
    return given.get(told, told) if isinstance(told, str) else told


# -- the workbook -----------------------------------------------------------------------------


def sheet(table: SummaryTable, street: str, made_on: date) -> Issued:
    """The table in its frame: whose it is, number, day, measure, lines, total, who signs."""
    assert table.form is not None
    form = table.form
    columns = [IssuedColumn("行次", 6, centred=True), IssuedColumn(table.by, 26)]
    for place, label in enumerate(table.columns):
        kind = table.kind(place)
        columns.append(IssuedColumn(label, 16, money=kind is FEN, thousandths=kind is QUANTITY))
    lines = [*((line.name, line.values) for line in table.lines), ("合计", table.totals)]
    rows: list[list[str | int | None]]
    rows = [[number, name, *values] for number, (name, values) in enumerate(lines, 1)]
    last = len(rows) - 1
    number = f"　表号：{form.number}" if form.number else ""
    signed = f"单位负责人：　　　　填表人：　　　　报出日期：{paper_day(made_on)}"
    return Issued(
        table.title,
        f"{street}{number}",
        form.when,
        columns,
        rows,
        frozenset((last, place) for place in range(len(columns))),
        tuple(filter(None, (signed, form.foot))),
        across=True,
        measure=form.measure,
    )
