"""What goes into a bundle: the rows the other side may lack, and their photos."""

import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Damaged, Stopped
from qinglian_desktop.core.record import Record
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.exchange.payload_limits import SHA256
from qinglian_desktop.store import bodies, outbox, own_sums, shapes
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.own_sums import Sum

Tick = Callable[[int, int], bool]
_ARCHIVES = ("content_file", "paper_file")  # texts that name one file


def fill_rows(
    book: Book,
    payload: PayloadWriter,
    records: Collection[type[Record]],
    base: int,
    *,
    owners: Collection[str] = (),
    blobs: dict[str, None] | None = None,
    whole: bool = False,
    all_of: Collection[str] = (),
    version: int | None = None,
    tick: Tick | None = None,
) -> dict[str, Sum]:
    """Adds the rows of `records` that changed after image `base`; 0 means all there are.

    `owners` are the offices whose rows go, this one unless said. `blobs` is given the ids of the
    photos and scans that the rows name now and did not name at `base`. Returned are the sums of
    this office's own rows, for `own_sums.keep`. With `whole` a changed row takes along what it is
    one with; tables of `all_of` go with all their rows. For a reader of an older `version` the rows
    are said in its words, tables it has no words for are left out, and no sums are returned. Call
    it inside one snapshot.
    """
    own, from_whom = book.unit.office_id, owners or (book.unit.office_id,)
    changed = outbox.changed_since(book.connection, base) if base else {}
    if whole:
        for table, row_id in list(bodies.companions(book, changed)):
            changed.setdefault(table, {}).setdefault(row_id, outbox.Before())
    sums: dict[str, Sum] = {}
    lower = None if version in (None, shapes.newest()) else version
    if base and lower is None:
        sums = own_sums.of(book.connection, [record.table for record in records], own)
    for done, record in enumerate(records):
        if tick and not tick(done, len(records)):
            raise Stopped
        table = record.table
        ids = changed.get(table, {}) if base and table not in all_of else None
        noted = _Noted(record, ids or {}, blobs) if blobs is not None else None
        counted = _Counted(book, table, from_whom, ids, noted)
        if lower is not None:
            _add_lowered(book, payload, table, counted.lines(), lower)
            continue
        payload.add_table(
            table,
            counted.lines(),
            # What the other side must hold of this office afterwards, whatever it held before.
            facts=lambda t=table, c=counted: _told(sums.setdefault(t, c.sum)),  # type: ignore[misc]
        )
    return sums


def _add_lowered(
    book: Book, payload: PayloadWriter, table: str, lines: Iterable[bytes], version: int
) -> None:
    """The rows in the words of an older version, and the sums of all of them in those words."""
    name = shapes.was(table, version)
    if name is None:
        return
    own = (book.unit.office_id,)
    held = _Counted(book, table, own, None, None)
    spelt = (canonical.short(line) for line in _lowered(table, held.lines(), version))
    told = _told(own_sums.added(spelt))
    payload.add_table(name, _lowered(table, lines, version), facts=lambda: told)


def _lowered(table: str, lines: Iterable[bytes], version: int) -> Iterator[bytes]:
    return (canonical.dumps(shapes.lowered(table, json.loads(one), version)) for one in lines)


def _told(held: Sum) -> dict[str, object]:
    return {"held": held.rows, "digest": held.total}


class _Noted:
    """The photos and scans that rows name now and did not name before go into `blobs`."""

    def __init__(
        self, record: type[Record], before: Mapping[str, outbox.Before], blobs: dict[str, None]
    ) -> None:
        self.fields, self._before, self._blobs = files_of(record), before, blobs

    def note(self, row_id: str, texts: Sequence[Any]) -> None:
        """`texts`: what stands in `fields`."""
        had = self._before.get(row_id)
        known = set(named_by(json.loads(had.image), self.fields)) if had and had.image else set()
        row = dict(zip(self.fields, texts, strict=True))
        self._blobs.update(dict.fromkeys(n for n in named_by(row, self.fields) if n not in known))


class _Counted:
    """Rows of one table on their way out; those of this office are counted as they pass."""

    def __init__(
        self,
        book: Book,
        table: str,
        owners: Collection[str],
        ids: Collection[str] | None,
        noted: _Noted | None,
    ) -> None:
        self._own, self._hashes, self._noted = book.unit.office_id, list[str](), noted
        self._found = outbox.lines_of(
            book.connection, book.tables, table, owners, ids, more=noted.fields if noted else ()
        )

    def lines(self) -> Iterator[bytes]:
        return chain.from_iterable(self._blocks())

    def _blocks(self) -> Iterator[list[bytes]]:
        for block in self._found:
            self._hashes += [row[1] for row in block if row[2] == self._own]
            if self._noted and self._noted.fields:
                for row in block:
                    if any(row[4:]):
                        self._noted.note(row[3], row[4:])
            yield [row[0] for row in block]

    @property
    def sum(self) -> Sum:
        return own_sums.added(self._hashes)


def files_of(record: type[Record]) -> list[str]:
    """The columns of a record that name photos and scans."""
    listed = [name for name, field in record.fields.items() if field.kind.name == "files"]
    return listed + [name for name in _ARCHIVES if name in record.fields]


def named_by(row: Mapping[str, object], names: Iterable[str]) -> Iterator[str]:
    """The ids of the files a row names; what is no id names nothing and stops no report."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value:
            listed = json.loads(value) if name not in _ARCHIVES else (value,)
            yield from (one for one in listed if SHA256.fullmatch(str(one)))


def photos_of(
    book: Book,
    record: type[Record],
    owners: Collection[str],
    ids: Mapping[str, outbox.Before] | None,
    blobs: dict[str, None],
) -> None:
    """`blobs` is given the photos that `fill_rows` would find in this table."""
    noted = _Noted(record, ids or {}, blobs)
    if not noted.fields:
        return
    names = outbox.names(book.tables, record.table)
    row_id, places = names.index("id"), [names.index(name) for name in noted.fields]
    for values in outbox.rows_of(
        book.connection, book.tables, record.table, owners, ids, filled=noted.fields
    ):
        noted.note(values[row_id], [values[place] for place in places])


def add_blobs(book: Book, payload: PayloadWriter, ids: Iterable[str]) -> dict[str, int]:
    """The photos and scans themselves, as far as this computer has them whole; their sizes.

    One that rotted keeps no report back: it stays away, and the other side goes on asking for it.
    """
    added = {}
    for file_id in ids:
        if not book.files.has(file_id):
            continue
        try:
            data = book.files.read(file_id)
        except Damaged:
            continue
        added[file_id] = payload.add_blob(io.BytesIO(data), file_id)
    return added
