"""A further volume of a bundle comes in (`more`): nothing but photos that had no room in the first.

It may come before the first one or long after; each photo is known by its content.
"""

from dataclasses import replace

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.exchange import gates, photos, receipts
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.exchange.records import ReceivedBundle
from qinglian_desktop.exchange.road import Arrived, Road, Tick, blank
from qinglian_desktop.store import wanted_files
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.merge import Merge


def look(
    book: Book, header: Header, reader: PayloadReader, merge: Merge, name: str, tick: Tick | None
) -> Arrived:
    """A further volume: how many photos it holds."""
    reader.prove_others(())
    volumes = header.volumes or {}
    said = (
        f"第 {header.bundle_no} 号包的照片，第 {volumes.get('no', 0)} 卷，"
        f"共 {volumes.get('of', 0)} 卷，{len(reader.blobs())} 张"
    )
    return Arrived(header, reader, replace(blank(header, name), notes=(said,)), merge)


def keep(book: Book, arrived: Arrived, *, approve_deletions: bool) -> Changes:
    """The photos are kept, and the receipt of their bundle is written anew where it is here."""
    header, ids = arrived.header, photos.keep_all(book, arrived.reader)
    label = f"收下{arrived.preview.from_name}第 {header.bundle_no} 号包的照片"
    with book.change(label) as change:
        wanted_files.came(book.connection, header.sender, ids)
        change.touch("received_bundle", "")
    left = photos.sentence(book, header.sender)
    receipt, notes = None, tuple[str, ...]()
    if book.find(ReceivedBundle, bundle_hash=header.prev_bundle_hash):
        receipt, notes = receipts.answer(book, arrived.path, header)
    told = (*arrived.preview.notes, *filter(None, (left,)), *notes)
    outcome = Outcome(arrived.preview, receipt, told)
    return change.changes._replace(result=outcome)


ROAD = Road(gates.unit_that_reports, look, keep)
