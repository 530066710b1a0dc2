"""Takes in what another office wrote: which road a file goes, and the gates before all of them.

Copied to the local disk, container and signature, addressee, length and hash, decryption; then
the road of its kind looks at the content, and keeps it when the clerk says so.
"""

import dataclasses
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from qinglian_desktop.core.collecting import resting
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange import (
    container,
    differences,
    directives,
    gates,
    more,
    offices,
    older,
    peering,
    receipts,
    stick,
    taking_in,
)
from qinglian_desktop.exchange.differences import Difference
from qinglian_desktop.exchange.payload_limits import table_of
from qinglian_desktop.exchange.preview import Outcome, Preview
from qinglian_desktop.exchange.road import Arrived, Road, Tick
from qinglian_desktop.exchange.sealing import unseal
from qinglian_desktop.store import erasing, handing, people, shapes
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.merge import Merge

_LARGE = 96 << 20  # bytes of rows; beyond, they are staged on the disk and not in memory
_DAY = 24 * 3600  # seconds

ROADS: Mapping[str, Road] = {
    "up": taking_in.ROAD,
    "receipt": receipts.ROAD,
    "more": more.ROAD,
    "peer": peering.ROAD,
    "down": directives.ROAD,
}


def inspect(book: Book, path: Path) -> Preview:
    """The preview of a bundle or receipt; nothing is written."""
    with _opened(book, path, None) as (_, arrived):
        return arrived.preview


def import_file(
    book: Book,
    path: Path,
    *,
    tick: Tick | None = None,
    approve_deletions: bool = False,
    approved_by: str = "",
    keep_deleted: bool = False,
) -> Changes:
    """Takes the file in by the road of its kind; `result` is an Outcome.

    Importing twice equals once. Refused, Damaged or NewerData in words, and nothing changed.
    Where much would be deleted somebody agrees (`approve_deletions`, and who) or does not
    (`keep_deleted`): then all the rest is taken and those rows stay.
    """
    if book.unit.is_street:
        people.need(book, "合并")
    with _opened(book, path, tick) as (road, arrived):
        arrived.keep_deleted, arrived.approved_by = keep_deleted, approved_by
        changes = road.keep(book, arrived, approve_deletions=approve_deletions)
    return _erased(book, changes)


def _erased(book: Book, changes: Changes) -> Changes:
    """What another computer or office has erased for good goes here at once, and not only at the
    next opening; where it cannot, that is said.
    """
    if not book.any_of("erasure") or not erasing.waits(book):
        return changes
    try:
        count = erasing.catch_up(book)
    except Refused as trouble:
        said = f"别处清除的内容这里还没有清完（{trouble.what}），下次打开程序时自动补清"
    else:
        left = "，最后一步等下次打开程序时做" if erasing.waits(book) else ""
        said = f"别处清除的内容，这里也清掉了 {count} 条{left}" if count or left else ""
    outcome = changes.result
    if not said or not isinstance(outcome, Outcome):
        return changes
    return changes._replace(result=dataclasses.replace(outcome, notes=(*outcome.notes, said)))


def look_closely(
    book: Book, path: Path, most: int = differences.MOST, *, only_deleted: bool = False
) -> tuple[Preview, list[Difference]]:
    """The preview and, row by row, what importing the file would do; nothing is written."""
    with _opened(book, path, None) as (_, arrived):
        found = differences.of(arrived, only_deleted=only_deleted)
        return arrived.preview, list(islice(found, most))


@contextmanager
def _opened(book: Book, path: Path, tick: Tick | None) -> Iterator[tuple[Road, Arrived]]:
    """The file through every gate up to the preview; staging and copy go when it is left."""
    scratch = _inbox(book)
    local = stick.copy_in(path, scratch)
    try:
        header = container.read_header(local)
        road = _road(header.kind)
        gates.refuse_stray(book, header)
        signer = road.signer(book, header)
        opened = unseal(
            local,
            my_keys=offices.own_keys(book),
            signer=signer,
            addressed_to=book.unit.office_id,
            scratch=scratch,
            schema_max=shapes.newest(),
        )
        with opened as bundle:
            large = sum(m.size for n, m in bundle.manifest.members.items() if table_of(n)) > _LARGE
            spill = local.with_suffix(".stage") if large else None
            with Merge(book.connection, book.tables, header.sender, spill) as merge, resting():
                reader = older.reader_of(header, bundle.reader)
                arrived = road.look(book, header, reader, merge, signer.name, tick)
                arrived.path = path
                yield road, arrived
    finally:
        handing.leave_aside(book.connection)
        for left in (local, local.with_suffix(".stage")):
            left.unlink(missing_ok=True)


def _road(kind: str) -> Road:
    if kind == "packs":
        what = "这是街道下发的规则包，不是报送包"
        raise Refused(what, "请在“规则包”里打开它", code="QL-UB-137")
    if kind not in ROADS:
        raise Refused("这不是报送包", "单位文件和登记文件请在“单位”里导入", code="QL-UB-129")
    return ROADS[kind]


def _inbox(book: Book) -> Path:
    """Where local copies lie while they are read; what a killed import left goes after a day."""
    scratch = book.home / "inbox"
    try:
        scratch.mkdir(exist_ok=True)
        for left in scratch.iterdir():
            if left.is_file() and left.stat().st_mtime < time.time() - _DAY:
                left.unlink(missing_ok=True)
    except OSError as trouble:
        raise stick.refusal(trouble, local=True) from None
    return scratch
