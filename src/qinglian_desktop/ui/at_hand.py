"""What lies at hand while typing: what was used last, how words sound, how to add who is missing.

The parts of the interface know no store; the window hands these in once. Without a window (a
test, a form by itself) they answer from memory alone.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qinglian_desktop.core.module import Reader

KEPT = 8  # values remembered of one list
Question = Callable[[Any], Any]  # asked of a book
Make = Callable[[str, Mapping[str, Any]], str]  # (table, draft) → id of the new row; Refused


class AtHand:
    """The plain one; the window's own overrides what needs the store."""

    makes: frozenset[str] = frozenset()  # tables that can be added to from a list

    def __init__(self) -> None:
        self._used: dict[str, deque[str]] = {}

    def used(self, key: str) -> Sequence[str]:
        """What was taken from this list last, the latest first."""
        return tuple(self._used.get(key, ()))

    def note(self, key: str, value: str) -> None:
        """This was taken just now."""
        kept = self._used.setdefault(key, deque(maxlen=KEPT))
        if value in kept:
            kept.remove(value)
        kept.appendleft(value)

    def sounds(self, word: str, letters: str) -> bool:
        """Do the initials or the pinyin of the word begin with these letters?"""
        return False

    def ask(self, reader: Reader, question: Question, on_done: Callable[[Any], None]) -> None:
        """Puts the question beside the typing; the answer comes on the main thread."""
        on_done(question(reader))

    def make(self, table: str, draft: Mapping[str, Any]) -> str:
        """A new row; its id. Raises Refused."""
        raise NotImplementedError

    def reveal(self, table: str, row_id: str, fields: str, why: str) -> None:
        """Somebody looks at these fields of this row, unmasked; noted before. Raises Refused."""

    def meant(self, table: str, row_id: str) -> int | None:
        """The unusual amount of this row that somebody said is right."""
        return None

    def mean(self, table: str, row_id: str, amount: int) -> None:
        """Somebody said so."""


_now = [AtHand()]


def leave() -> None:
    """The window is closed: its book can no longer be asked."""
    use(AtHand())


def use(at_hand: AtHand) -> None:
    _now[0] = at_hand


def now() -> AtHand:
    return _now[0]
