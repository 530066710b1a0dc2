"""What do the chosen cells add up to? To the fen, as the footer tells it."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.kinds import show_count, show_quantity
from qinglian_desktop.core.module import Query, Reader, Where
from qinglian_desktop.core.record import Record
from qinglian_desktop.ui import cover

_ADDED = ("money", "quantity", "count")  # amounts first: they are never added to anything else


class Sum(NamedTuple):
    kind: str
    total: int
    numbers: int


def adding(record: type[Record], names: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The kind that is added up among these columns, and its columns; years are not added."""
    for kind in _ADDED:
        found = tuple(
            n for n in names
            if n in record.fields and record.fields[n].kind.name == kind and n != "year"
        )  # fmt: skip
        if found:
            return kind, found
    return "", ()


def of_rows(kind: str, names: Sequence[str], rows: Iterable[dict[str, Any]]) -> Sum:
    values = [v for row in rows for n in names if type(v := row.get(n)) is int]
    return Sum(kind, sum(values), len(values))


def asked(
    reader: Reader, kind: str, names: Sequence[str], query: Query, ids: Sequence[str] | None
) -> Sum:
    """The same for so many rows that they are added up by the file itself."""
    if ids is not None:
        query = Query(query.table, (Where("id", "in", ids),))
    counted = sum(
        reader.count(query._replace(where=(*query.where, Where(n, "filled")))) for n in names
    )
    return Sum(kind, sum(reader.totals(query, names).values()), counted)


def said(found: Sum) -> list[str]:
    """合计 and 平均; nothing for a single number."""
    if found.numbers < 2:
        return []
    if cover.cover().on:
        return [f"选中合计 {cover.STARS}"]
    show = {"money": money.show, "count": show_count, "quantity": show_quantity}[found.kind]
    average = Decimal(found.total) / found.numbers
    if found.kind == "count":
        told = f"{average.quantize(Decimal('0.01'), ROUND_HALF_UP):,}".rstrip("0").rstrip(".")
    else:
        told = show(int(average.quantize(Decimal(1), ROUND_HALF_UP)))
    return [f"选中合计 {show(found.total)}", f"平均 {told}"]
