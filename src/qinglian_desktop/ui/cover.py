"""Are names and numbers covered just now (F9 遮挡)? One switch that every table and form hears."""

from functools import lru_cache

from PySide6.QtCore import QObject, Signal

from qinglian_desktop.core import money
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Field, Level

_COVERED_KINDS = frozenset(("name", "phone", "id_number", "money", "count", "quantity", "link"))
STARS = "＊＊＊"


class Cover(QObject):
    changed = Signal(bool)
    left = Signal()  # the desk is left (locked): what was shown for a moment is hidden again

    def __init__(self) -> None:
        super().__init__()
        self.on = False

    def set(self, on: bool) -> None:
        if on != self.on:
            self.on = on
            self.changed.emit(on)


@lru_cache(maxsize=1)
def cover() -> Cover:
    """The one switch of the program."""
    return Cover()


def amount(fen: int) -> str:
    """An amount in 分 inside a line of words, as it may be seen just now."""
    return STARS if cover().on else money.show(fen)


def set_covered(on: bool) -> None:
    """Hide (or show again) names and numbers in every table, form and footer."""
    cover().set(on)


def toggle() -> None:
    """F9, from wherever it is pressed."""
    set_covered(not cover().on)


def veiled(text: str) -> str:
    """A text that may hold a name: itself, or stars while the cover is on."""
    return STARS if cover().on and text else text


def stops(what: str) -> Refused | None:
    """What shows or writes whole rows waits until the clerk has uncovered them herself."""
    if not cover().on:
        return None
    return Refused(f"现在遮挡着，没有{what}", "先按 F9 恢复，再做一次", code="QL-SE-061")


def hides(field: Field) -> bool:
    """Does the cover hide this field?"""
    return field.veiled or field.level >= Level.PERSON or field.kind.name in _COVERED_KINDS
