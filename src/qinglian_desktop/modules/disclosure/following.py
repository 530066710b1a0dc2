"""Who wants to know that a notice went up or came down? Subjects above say so, in the catalogue.

They are told within the change, so that what they write goes back with it. One of them may also
be asked what the clerk should see for himself before a notice leaves his hands.
"""

from collections.abc import Callable

from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

Follower = Callable[[Change, str], object]  # (change, notice id)
Doubter = Callable[[Book, str], tuple[str, ...]]  # (book, notice id) -> what stands out

_followers: list[Follower] = []
_doubters: list[Doubter] = []


def use(*followers: Follower, doubts: Doubter | None = None) -> None:
    """Exactly these are told from now on, and this one is asked."""
    _followers[:] = followers
    _doubters[:] = [doubts] if doubts else []


def tell(change: Change, notice_id: str) -> None:
    for follower in _followers:
        follower(change, notice_id)


def doubts(book: Book, notice_id: str) -> tuple[str, ...]:
    """What stands out about the matter behind a notice; for the clerk's own eyes."""
    return tuple(line for doubter in _doubters for line in doubter(book, notice_id))
