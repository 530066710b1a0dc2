"""What one look at a month says, and which subjects above the books look too.

The books look at what is theirs (`checks`); subjects above (the asset ledger) add what they
know by `use`, in the catalogue. It stands by itself, so that a start reads none of the looking.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from qinglian_desktop.core.period import Period
from qinglian_desktop.store.book import Book


class Check(NamedTuple):
    """One thing that was looked at before a month is closed."""

    name: str
    words: str = ""  # what is not right; "" when all is
    blocks: bool = True  # the month stays open until it is put right
    table: str = ""
    ids: tuple[str, ...] = ()  # the rows to look at

    @property
    def fine(self) -> bool:
        return not self.words


Asker = Callable[[Book, str, Period], "Check | None"]
_more: list[Asker] = []


def use(*askers: Asker) -> None:
    """Exactly these are asked too from now on; each may answer None where it has nothing to do."""
    _more[:] = askers


def added() -> Sequence[Asker]:
    """Who was named by `use`."""
    return tuple(_more)
