"""What can the other side read? Each says so in the label of everything it writes.

Kept by office and by the key that signed, since the computers of one office are not renewed on one
day. Within one stream the highest word stands: a file is never opened again by a program that
cannot read it. A new stream (another computer, a restore) speaks for itself.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from qinglian_desktop.exchange import computers
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.store import shapes
from qinglian_desktop.store.book import Book

_NAMED = 3  # tables named in one sentence
_SAID = "reads"  # setting: office → key → [stream, version of the rows]


def note(book: Book, header: Header, *, instead_of: str = "") -> bool:
    """The label of a file that was taken in; call it in the change that takes it in. Was it news?

    `instead_of`: the key of a computer that this one replaces.
    """
    held: dict[str, dict[str, Any]] = book.setting(_SAID) or {}
    office = dict(held.get(header.sender, {}))
    stream, version = header.stream_id, header.reads["schema_max"]
    before = office.get(header.signer_key_id)
    if before and before[0] == stream:
        version = max(version, before[1])
    if instead_of != header.signer_key_id:
        office.pop(instead_of, None)
    made = {**held, header.sender: {**office, header.signer_key_id: [stream, version]}}
    if made != held:
        book.put_setting(_SAID, made)
    return made != held


def version_for(book: Book, office: str, keys: Collection[str | None] = ()) -> int:
    """The version of the rows to write: the lowest of our own and what the other side reads.

    All computers of that office count, or those of `keys`. One that never said anything is taken
    to be one version behind, which costs nothing and misleads nobody.
    """
    held: dict[str, dict[str, Any]] = book.setting(_SAID) or {}
    said, stopped = held.get(office, {}), computers.stopped_streams(book, office)
    newest = shapes.newest()
    behind = max(shapes.OLDEST, newest - shapes.LAG)
    words = [
        said[key][1] if key in said else behind
        for key in (keys or said)
        if key not in said or said[key][0] not in stopped
    ]
    return min((newest, *words)) if words else behind


def words(whom: str, version: int, back: Sequence[str]) -> Iterator[str]:
    """What is to be said of a bundle in an older version; nothing of an ordinary one."""
    if shapes.is_beyond(version):
        yield (
            f"{whom}的程序太旧，读不了本机的内容，这次一条也不带，都留在本机；"
            "请那边升级、读一次这个文件，再把它写的文件拿来读，以后就都带去"
        )
        return
    if back:
        yield f"〔{named(back)}〕{whom}的程序还读不了，先留在本机；那边升级后会自动带去"
    elif version < shapes.newest():
        yield f"{whom}的程序旧一版，这次按它读得懂的样子写，内容不会少"


def in_a_cell(version: int, back: Sequence[str]) -> Iterator[str]:
    """The same where there is little room: only what is missing."""
    if shapes.is_beyond(version):
        yield "程序太旧，内容先留着"
    elif back:
        yield f"{named(back)}先留着"


def named(labels: Sequence[str]) -> str:
    """收支、公告、人员等: the first ones of several."""
    return "、".join(labels[:_NAMED]) + ("等" if len(labels) > _NAMED else "")


def held_back(book: Book, tables: Collection[str], version: int) -> list[str]:
    """Labels of the tables a reader of this version has no words for; they stay here."""
    return [book.tables[table].label for table in tables if shapes.was(table, version) is None]
