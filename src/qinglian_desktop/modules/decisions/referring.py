"""What do other ledgers know that a meeting should see before it decides? Subjects above say so.

Each is asked with a matter and answers with one sentence, or "" where it has nothing to say.
"""

from collections.abc import Callable

from qinglian_desktop.store.book import Book

Referrer = Callable[[Book, str], str]  # (book, matter id)

_referrers: list[Referrer] = []


def use(*referrers: Referrer) -> None:
    """Exactly these are asked from now on."""
    _referrers[:] = referrers


def words(book: Book, matter_id: str) -> str:
    """Everything there is to see, in one line; "" when there is nothing."""
    return "".join(filter(None, (referrer(book, matter_id) for referrer in _referrers)))
