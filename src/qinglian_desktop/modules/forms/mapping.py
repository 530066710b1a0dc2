"""What fills which place of a form? The mapping as values, and as the text that is remembered."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Refused

LEAVE = ""  # this column is for the hand


class Condition(NamedTuple):
    """Who or what belongs on the form. `op`: = != has lacks >= <= within filled empty."""

    field: str
    op: str
    value: str | int = ""


class Column(NamedTuple):
    """One column of a list: its place, its header, what fills it and how it is written."""

    at: int
    header: str
    take: str = LEAVE
    write: str = ""


class Spot(NamedTuple):
    """One cell outside the list; with `within` the value goes behind the word in the cell."""

    row: int
    column: int
    label: str
    take: str = LEAVE
    write: str = ""
    within: bool = False
    source: str = ""  # of a count or a sum
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class FormMapping:
    name: str
    sheet: str
    words: tuple[str, ...]  # by which the form is known again
    asked_by: str = ""
    source: str = ""  # table of the rows of the list; "" for a form without one
    where: tuple[Condition, ...] = ()
    order: str = ""
    columns: tuple[Column, ...] = ()
    spots: tuple[Spot, ...] = ()

    @property
    def taken(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.take)


def to_text(mapping: FormMapping) -> str:
    return canonical.dumps(asdict(mapping) | {"version": 1}).decode()


def from_text(text: str) -> FormMapping:
    """Raises Refused when the text is no mapping."""
    try:
        return _built(json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError) as trouble:
        raise Refused(
            "看不懂这份对应关系", "请重新对一次列，或用 qinglian forms --out 得到的文件",
            code="QL-FM-003",
        ) from trouble  # fmt: skip


def _built(data: Mapping[str, Any]) -> FormMapping:
    return FormMapping(
        **{name: str(data[name]) for name in ("name", "sheet", "asked_by", "source", "order")},
        words=tuple(map(str, data["words"])),
        where=_conditions(data["where"]),
        columns=tuple(_column(each) for each in data["columns"]),
        spots=tuple(_spot(each) for each in data["spots"]),
    )


def _column(given: Any) -> Column:
    index, *texts = _values(given, Column)
    return Column(_place(index), *map(str, texts))


def _spot(given: Any) -> Spot:
    row, column, label, take, write, within, source, where = _values(given, Spot)
    return Spot(
        _place(row), _place(column), str(label), str(take), str(write), bool(within), str(source),
        _conditions(where),
    )  # fmt: skip


def _conditions(listed: Any) -> tuple[Condition, ...]:
    found = []
    for each in listed:
        field, op, value = _values(each, Condition)
        found.append(Condition(str(field), str(op), value if type(value) is int else str(value)))
    return tuple(found)


def _place(number: Any) -> int:
    if type(number) is not int or not 0 <= number < 200_000:
        raise ValueError("no place of a sheet")
    return number


def _values(given: Any, shape: Any) -> list[Any]:
    """A list as it is written, or an object with the names."""
    values = [given[name] for name in shape._fields] if isinstance(given, Mapping) else list(given)
    if len(values) != len(shape._fields):
        raise ValueError("a mapping of another shape")
    return values
