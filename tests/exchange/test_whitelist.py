"""UB-17: an opened bundle holds the declared fields of the tables that leave, and nothing else."""

from pathlib import Path
from typing import Any

from exchange import stranger_reader as stranger
from exchange.at_work import World, export
from qinglian_desktop.core import clock
from qinglian_desktop.core.access import leaving_fields
from qinglian_desktop.core.record import ENVELOPE, Level, Owner, Record, columns
from qinglian_desktop.exchange import offices
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import envelope, rows
from qinglian_desktop.store.book import Book

_VALUES = {int: 1, str: "秘密某某"}
SECRET = "线索甲乙丙丁只在第二个文件里"


def _filled(book: Book, record: type[Record]) -> dict[str, Any]:
    """A row with something in every column."""
    row: dict[str, Any] = dict.fromkeys(columns(record))
    for name, field in record.fields.items():
        row[name] = "[]" if field.kind.name == "files" else _VALUES[field.kind.column]
    row |= {"id": clock.new_id(), "owner": book.unit.office_id, "deleted": 0, "ext": "{}"}
    row |= {"created_at": clock.now(), "updated_at": clock.now(), "updated_by": "文书"}
    return envelope.stamped(row, None, book.unit.stream_id)


def test_every_table_that_leaves_holds_its_declared_fields_and_no_other(
    world: World, unit: Book, usb: Path
) -> None:
    own = [record for record in RECORDS if not record.sealed]
    with unit.change("每张表一行") as change:
        for record in own:
            rows.write(unit.connection, record.table, _filled(unit, record), there=False)
            change.touch(record.table, "")
    mine, theirs = offices.own_keys(unit), offices.own_keys(world.street)
    data = export(unit, usb, full=True).path.read_bytes()
    bundle = stranger.read(data, mine.signing.public, theirs.decryption.private)
    leaving = {record.table: record for record in own if record.owner is not Owner.LOCAL}
    assert bundle.tables.keys() == leaving.keys()
    envelope_of_a_line = set(ENVELOPE) - {"row_hash", "ext"}
    for table, record in leaving.items():
        assert bundle.tables[table], table
        allowed = set(leaving_fields(record)) | envelope_of_a_line
        for row in bundle.tables[table]:
            assert row.keys() <= allowed, table
        assert not [f for f in record.fields.values() if f.level >= Level.SEALED], table


def test_what_the_second_file_holds_is_in_no_bundle(world: World, unit: Book, usb: Path) -> None:
    """Rows, words and photos of 线索 and 联审 stay; not one byte of them is in what leaves."""
    sealed = [record for record in RECORDS if record.sealed]
    photo = SECRET.encode() * 50
    with unit.sealed() as second:
        file_id = second.files.add(photo)
        with second.change("登记") as change:
            for record in sealed:
                made = _filled(second, record)
                texts = [n for n, f in record.fields.items() if f.kind.column is str]
                files = [n for n, f in record.fields.items() if f.kind.name == "files"]
                made |= dict.fromkeys(texts, SECRET) | dict.fromkeys(files, f'["{file_id}"]')
                made["row_hash"] = envelope.hash_of(made)
                rows.write(second.connection, record.table, made, there=False)
                change.touch(record.table, made["id"])
    mine, theirs = offices.own_keys(unit), offices.own_keys(world.street)
    data = export(unit, usb, full=True).path.read_bytes()
    bundle = stranger.read(data, mine.signing.public, theirs.decryption.private)
    assert not bundle.tables.keys() & {record.table for record in sealed}
    assert file_id not in bundle.blobs
    body = stranger.open_age(stranger.parts_of(data)[2], theirs.decryption.private)
    opened = b"".join(stranger.members_of(body).values())
    assert SECRET.encode() not in opened
    assert file_id.encode() not in opened
