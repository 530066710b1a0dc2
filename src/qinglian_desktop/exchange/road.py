"""What each kind of bundle goes through when it comes in; a new kind is one value of this sort.

`incoming.ROADS` names one road for each kind. Whatever the kind: nothing is written before
`keep`, and `keep` writes in one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange import unmatched
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.keys import PublicKeys
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.exchange.preview import Preview
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.merge import Merge

Tick = Callable[[int, int], bool]


@dataclass(slots=True)
class Arrived:
    """A bundle that passed every gate: staged and counted, nothing of it written yet."""

    header: Header
    reader: PayloadReader
    preview: Preview
    merge: Merge
    epoch: int = 1
    current: bool = True  # of the sender's newest history
    found: unmatched.Found = field(default_factory=unmatched.Found)
    path: Path = Path()  # where it came from; an answer is written beside it
    rewritten: int = 0  # the first place at which the sender's trail is another one now
    keep_deleted: bool = False  # the deletions in it were looked at and are not agreed to
    approved_by: str = ""  # who agreed to them, beside the one at the desk
    passing: Any = None  # records that change hands with it (passing.py), of its kind


class Keep(Protocol):
    def __call__(self, book: Book, arrived: Arrived, *, approve_deletions: bool) -> Changes: ...


Look = Callable[[Book, Header, PayloadReader, Merge, str, Tick | None], Arrived]


class Road(NamedTuple):
    """`signer`: who must have signed, or Refused. `look`: the preview, writes nothing. `keep`:
    one transaction; `result` of its Changes is an Outcome.
    """

    signer: Callable[[Book, Header], PublicKeys]
    look: Look
    keep: Keep


def blank(header: Header, name: str) -> Preview:
    """The preview of a bundle before its content is looked at."""
    return Preview(header.kind, name, header.bundle_no, header.full, header.created_claimed)
