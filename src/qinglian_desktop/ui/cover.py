"""Are names and numbers covered just now (F9 遮挡)? One switch that every table and form hears."""

from functools import lru_cache

from PySide6.QtCore import QObject, Signal

from qinglian_desktop.core.record import Field, Level

_COVERED_KINDS = frozenset(("name", "phone", "id_number", "money", "count", "quantity", "link"))
STARS = "＊＊＊"


class Cover(QObject):
    changed = Signal(bool)

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


def set_covered(on: bool) -> None:
    """Hide (or show again) names and numbers in every table, form and footer."""
    cover().set(on)


def hides(field: Field) -> bool:
    """Does the cover hide this field?"""
    return field.level >= Level.PERSON or field.kind.name in _COVERED_KINDS
