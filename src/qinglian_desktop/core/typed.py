"""Reads what a clerk types into a field; stricter than the tongue, kinder than a sheet.

A sheet, a bundle and the command line are read by the kinds alone (`Kind.read`): nobody looks
at what was understood there, so nothing may be guessed. In a form or a cell the reading is
shown at once, so a day may be short and its year may be left out.
"""

from typing import Any

from qinglian_desktop.core import money
from qinglian_desktop.core.idcard import birth_of, sex_of
from qinglian_desktop.core.kinds import DAY, FEN
from qinglian_desktop.core.record import Field
from qinglian_desktop.core.typed_days import read_typed_day
from qinglian_desktop.core.unreadable import Unreadable


def read(field: Field, text: str) -> Any:
    """The stored value of a typed text. Raises Unreadable."""
    if field.kind is DAY:
        return DAY.dump(read_typed_day(text, ahead=field.ahead))
    if field.kind is FEN and (two := money.two_readings(text)):
        one, other = (money.show(fen) for fen in two)
        raise Unreadable(f"〔{text.strip()}〕可能是 {one}，也可能是 {other}", "请写清楚再填")
    return field.kind.dump(field.kind.read(text))


def drawn(field: Field, number: str) -> str:
    """What a whole ID number tells about this field, as stored: the birthday or the sex."""
    return str(DAY.dump(birth_of(number))) if field.kind is DAY else sex_of(number)
