"""从备份找: an attachment that is gone or spoilt, found by its hash in any copy and put back.

An attachment is named by the SHA-256 of what it holds, so whichever copy has one that opens and
fits the name has the right one, however old the copy is.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.store import copies, copying
from qinglian_desktop.store.copies import Copy
from qinglian_desktop.store.copying import STORES, Tick
from qinglian_desktop.store.files import FileStore, shared_of, tag_of

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book


class Fetched(NamedTuple):
    """How many came back, out of how many places they came, how many no copy has."""

    back: int
    lacking: int
    day: str = ""  # of the newest copy that names one of them


def fetch(
    book: "Book", wanted: Collection[str], places: Sequence[Path], tick: Tick | None = None
) -> Changes:
    """Puts back what any copy in `places` has whole; `result` is Fetched.

    Refused where not one is found. What lies here whole is never touched, and what takes the place
    of a spoilt one was read back from the disk before it got its name.
    """
    stores = {name: copying.store_in(book.home, book.keys, name) for name in STORES}
    gone = {file_id for file_id in wanted if not _is_here(book, stores, file_id)}
    back, days = set[str](), list[str]()
    for done, file_id in enumerate(sorted(gone)):
        if tick is not None and not tick(done, len(gone)):
            raise Stopped
        for source, name, day in _sources(book, places):
            path = source.folder / file_id[:2] / file_id
            if path.is_file() and source.is_whole(file_id):
                with copying.in_words("没有找回", "请检查磁盘空间和备份盘，再做一次"):
                    copying.copy_whole(path, book.home / name / file_id[:2] / file_id)
                back.add(file_id)
                days.append(day)
                break
    if gone and not back:
        raise Refused(
            "能看到的备份里都没有这个附件", "请插上备份盘再找一次，或打开这条重新附上",
            code="QL-PL-082",
        )  # fmt: skip
    said = Fetched(len(back), len(gone) - len(back), max(days, default=""))
    return Changes("从备份找附件", result=said)


def _is_here(book: "Book", stores: dict[str, FileStore], file_id: str) -> bool:
    return any(
        copying.can_read(book.keys, name) and store.is_whole(file_id)
        for name, store in stores.items()
        if store.has(file_id)
    )


def _sources(book: "Book", places: Sequence[Path]) -> Iterator[tuple[FileStore, str, str]]:
    """Where attachments of this key may lie: store, which of the two, the newest day it is of."""
    for place in places:
        there = copies.listed(place)
        newest = there[0].day if there else ""
        for name in STORES:
            if copying.can_read(book.keys, name):
                shared = place / shared_of(tag_of(book.keys.main)) / name
                yield FileStore(shared, copying.key_of(book.keys, name)), name, newest
                yield from _own(book, there, name)


def _own(book: "Book", there: Sequence[Copy], name: str) -> Iterator[tuple[FileStore, str, str]]:
    """A copy made before attachments lay beside it holds its own."""
    for copy in there:
        if (copy.folder / name).is_dir():
            key = copying.key_of(book.keys, name)
            yield FileStore(copy.folder / name, key), name, copy.day
