"""Are these the data this computer worked on last? A small file outside the data folder says so.

It is written after each session: which stream, how far. Data that are older came out of a backup
or out of a folder copied by hand; data this computer has never marked came from another one. In
both cases the next bundle must begin a stream of its own, or two histories would share a name.
"""

import json
import uuid
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core import canonical
from qinglian_desktop.core.whole import replace_file
from qinglian_desktop.store import engine, identity, migrations
from qinglian_desktop.store.identity import Unit

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

_MARKED = "marked"  # the setting: the stream that was marked on some computer
_NO_HARDWARE = 1 << 40  # this bit says that the number was made up, not read from a network card


class Finding(Enum):
    """How the data stand to what this computer remembers."""

    KNOWN = "known"
    OLD = "old"  # this computer has already been further
    ELSEWHERE = "elsewhere"  # marked, but not on this computer


class Marker(NamedTuple):
    """What was noted after the last session."""

    stream_id: str
    last_seq: int
    epoch: int
    schema: int
    install: str
    machine: str  # which computer, as a hash; "" where it cannot be told


def find(book: "Book", folder: Path) -> tuple[Finding, int]:
    """What the file in `folder` says about this book, and how far the data had been there."""
    unit = book.unit
    noted = _read(_path(folder, unit))
    seq, _ = book.trail_head()
    if noted is None:
        marked = book.setting(_MARKED) == unit.stream_id
        return (Finding.ELSEWHERE if marked else Finding.KNOWN), 0
    if noted.machine and noted.machine != machine(unit):
        return Finding.ELSEWHERE, noted.last_seq
    if noted.stream_id == unit.stream_id:
        return (Finding.OLD if seq < noted.last_seq else Finding.KNOWN), noted.last_seq
    # Another stream: begun by a restore, unless the data are from before that.
    return (Finding.KNOWN if unit.epoch > noted.epoch else Finding.OLD), noted.last_seq


def note(book: "Book", folder: Path) -> None:
    """From now on this computer remembers how far the data are. OSError leaves the old note."""
    unit = book.unit
    seq, _ = book.trail_head()
    with engine.plain_words():
        schema = len(migrations.applied(book.connection))
    made = Marker(unit.stream_id, seq, unit.epoch, schema, unit.install_id, machine(unit))
    folder.mkdir(parents=True, exist_ok=True)
    # First the file: a book that says it was marked, and was not, would be asked about.
    replace_file(_path(folder, unit), json.dumps(made._asdict()).encode())
    if book.setting(_MARKED) != unit.stream_id:
        book.put_setting(_MARKED, unit.stream_id)


def begin_anew(book: "Book", beyond: int = 0) -> Unit:
    """The data go on as a stream of their own, after every one this computer remembers."""
    unit = identity.next_stream(book.unit, beyond)
    with book.change("换了数据流，下一包写整包", kind="stream"), engine.plain_words():
        identity.save(book.connection, unit)
    book.unit = unit
    return unit


def last_epoch(book: "Book", folder: Path) -> int:
    """The highest epoch this computer remembers of this installation; 0 for none."""
    noted = _read(_path(folder, book.unit))
    return noted.epoch if noted is not None else 0


def machine(unit: Unit) -> str:
    """This computer, told apart from another by its network card, as a hash nobody can read."""
    node = uuid.getnode()
    if node & _NO_HARDWARE:
        return ""
    return canonical.short(f"{unit.office_id} {node:012x}".encode())


def _path(folder: Path, unit: Unit) -> Path:
    return folder / f"{unit.install_id}.json"


def _read(path: Path) -> Marker | None:
    """None for a file that is not there; one that cannot be read says nothing either."""
    try:
        told = json.loads(path.read_bytes())
        made = Marker(**{name: told[name] for name in Marker._fields})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    sorts = (str, int, int, int, str, str)
    fits = all(type(value) is sort for value, sort in zip(made, sorts, strict=True))
    return made if fits else None
