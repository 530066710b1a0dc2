"""What do the chosen cells add up to? To the fen, as the footer tells it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from qinglian_desktop.core import held, money
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


def of_rows(kind: str, names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Sum:
    values = [v for row in rows for n in names if type(v := row.get(n)) is int]
    return Sum(kind, sum(values), len(values))


def sides_of_rows(
    kind: str, names: Sequence[str], rows: Iterable[Mapping[str, Any]], split: str
) -> dict[str, Sum]:
    """Income and spending apart: one number for both would mean nothing."""
    sides: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        sides.setdefault(str(row.get(split) or "") if split else "", []).append(row)
    return {side: of_rows(kind, names, found) for side, found in sides.items()}


def asked(
    reader: Reader, *, kind: str, names: Sequence[str], query: Query, ids: Sequence[str] | None,
    split: str, sides: Sequence[str],
) -> dict[str, Sum]:  # fmt: skip
    """The same for so many rows that they are added up by the file itself."""
    if ids is not None:
        query = Query(query.table, (Where("id", "in", ids),))
    if getattr(reader, "tables", None) is not None:
        query = held.without_waiting(reader, query)
    if not split:
        return {"": _asked(reader, kind, names, query)}
    return {
        side: _asked(
            reader, kind, names, query._replace(where=(*query.where, Where(split, "=", side)))
        )
        for side in sides
    }


def _asked(reader: Reader, kind: str, names: Sequence[str], query: Query) -> Sum:
    counted = sum(
        reader.count(query._replace(where=(*query.where, Where(n, "filled")))) for n in names
    )
    return Sum(kind, sum(reader.totals(query, names).values()), counted)


def said(found: Mapping[str, Sum]) -> list[str]:
    """合计 and 平均; nothing for a single number, no 平均 over two sides."""
    sides = {side: one for side, one in found.items() if one.numbers}
    if sum(one.numbers for one in sides.values()) < 2:
        return []
    if cover.cover().on:
        return [f"选中合计 {cover.STARS}"]
    if len(sides) > 1:
        shown = {side or "其他": _SHOWN[one.kind](one.total) for side, one in sides.items()}
        return [f"选中{side}合计 {text}" for side, text in shown.items()]
    (one,) = sides.values()
    return [f"选中合计 {_SHOWN[one.kind](one.total)}", f"平均 {_average(one)}"]


_SHOWN = {"money": money.show, "count": show_count, "quantity": show_quantity}


def _average(found: Sum) -> str:
    average = Decimal(found.total) / found.numbers
    if found.kind == "count":
        return f"{average.quantize(Decimal('0.01'), ROUND_HALF_UP):,}".rstrip("0").rstrip(".")
    return _SHOWN[found.kind](int(average.quantize(Decimal(1), ROUND_HALF_UP)))
