"""How does a row of values go on? 1, 2 → 3; 11-03 → 11-04; 第1组 → 第2组; 2-015 → 2-016."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Field

_LAST_NUMBER = re.compile(r"(.*?)([0-9]+)([^0-9]*)", re.DOTALL)
_COUNTED = ("text", "long")
_ONE = {"count": 1, "quantity": 1_000, "money": 100}  # one of it, as stored


def continued(field: Field, seeds: Sequence[Any], length: int, *, back: bool = False) -> list[Any]:
    """The stored values after `seeds` (before them with `back`), nearest first.

    Values that do not count on are repeated in their order.
    """
    line = list(reversed(seeds)) if back else list(seeds)
    if field.kind.name == "period" and (made := _next_periods(line, length, back=back)):
        return made
    read = _reader(field)
    numbers = [read(value) for value in line] if read else []
    if read and all(number is not None for number in numbers):
        step = _step(field, numbers, back)
        if step is not None:
            made = [_made(field, line[-1], numbers[-1] + step * n) for n in range(1, length + 1)]
            if all(value is not None for value in made):
                return made
    return [line[n % len(line)] for n in range(length)]


def _next_periods(line: Sequence[Any], length: int, *, back: bool) -> list[Any]:
    """The months (quarters, …) after the last one; empty when the line is not all of one kind."""
    try:
        periods = [Period.parse(str(value)) for value in line]
    except Refused:
        return []
    if len({period.kind for period in periods}) != 1:
        return []
    made, one = [], periods[-1]
    for _ in range(length):
        one = one.previous if back else one.following
        made.append(str(one))
    return made


def _reader(field: Field) -> Any:
    kind = field.kind
    if kind.name in _ONE:
        return lambda value: value if type(value) is int else None
    if kind.name == "day":
        return lambda value: date.fromisoformat(value).toordinal() if kind.fits(value) else None
    if kind.name in _COUNTED:
        return _number_in
    return None


def _number_in(value: Any) -> int | None:
    found = _LAST_NUMBER.fullmatch(value) if isinstance(value, str) else None
    return int(found[2]) if found and len(found[2]) <= 15 else None


def _step(field: Field, numbers: Sequence[int], back: bool) -> int | None:
    """The even step between the values; None when there is none."""
    if len(numbers) == 1:
        one = _ONE.get(field.kind.name, 1)
        return -one if back else one
    steps = {b - a for a, b in pairwise(numbers)}
    return steps.pop() if len(steps) == 1 else None


def _made(field: Field, last: Any, number: int) -> Any:
    kind = field.kind
    if kind.name == "day":
        try:
            day = date.min + timedelta(days=number - 1)
        except OverflowError:
            return None
        return day.isoformat()
    if kind.name not in _COUNTED:
        return number if kind.fits(number) else None
    found = _LAST_NUMBER.fullmatch(last)
    if found is None or number < 0:
        return None
    return f"{found[1]}{number:0{len(found[2])}d}{found[3]}"
