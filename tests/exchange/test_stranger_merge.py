"""The document suffices to merge: three bundles, two programs that share no line, one end."""

from itertools import permutations
from pathlib import Path

import pytest

from exchange import stranger_merge
from exchange import stranger_reader as stranger
from exchange.at_work import World, drop, edit, entries, export, forge, line, newer_by, take
from exchange.stranger_merge import Conflict, Held
from exchange.test_peers import hear, joined, quickly_shut, tell
from exchange.test_stranger import PAGE
from office import make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Owner
from qinglian_desktop.exchange import offices
from qinglian_desktop.exchange.records import MergeConflict
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book

__all__ = ["quickly_shut"]
GROUPS = stranger_merge.groups_told(PAGE.read_text(encoding="utf-8"))


def opened(writer: Book, path: Path) -> stranger.Bundle:
    keys = offices.own_keys(writer)
    return stranger.read(path.read_bytes(), keys.signing.public, keys.decryption.private)


def hashes(book: Book, table: str) -> dict[str, str]:
    return {row["id"]: row["row_hash"] for row in book.rows(Query(table, deleted=True))}


def listed(book: Book) -> dict[str, Conflict]:
    names = (
        "table_name", "row_id", "field_name", "kept", "lost",
        "lost_stream", "lost_number", "lost_by", "lost_at",
    )  # fmt: skip
    return {
        row["id"]: Conflict(*(row[name] for name in names))
        for row in book.rows(Query(MergeConflict.table))
    }


def test_the_page_tells_which_fields_have_one_stamp() -> None:
    told = [r for r in RECORDS if not r.sealed and r.owner in (Owner.COMMUNITY, Owner.EITHER)]
    for record in told:
        for name in (*record.fields, "deleted"):
            assert GROUPS.stamp_of(record.table, name) == record.stamp_name(name), record.table


def test_three_computers_of_one_office_changed_apart(world: World, unit: Book, usb: Path) -> None:
    kept, gone, newer = entries(unit, 3)
    person = make_person(unit, "李建华")
    second, third = joined(world, unit), joined(world, unit, "pc3")
    for book in (unit, second, third):  # each with the changes of all three in mind
        hear(second if book is not second else third, tell(book, usb, full=True).path)
    for number, book in enumerate((unit, second, third)):
        edit(book, kept, amount_fen=100 + number, summary=f"{number}号改的")
        with book.change("改") as change:
            fields = ({"group_name": "3组"}, {"group_name": "4组"}, {"phone": "13800001234"})
            change.put_row("person", person, fields[number])
    edit(unit, kept, summary="又改")
    drop(second, gone)
    edit(third, gone, summary="还要用")
    newer_by(third, newer, invented_later="新版的字段")
    edit(second, newer, summary="老版改的")
    paths = [tell(book, usb, full=True).path for book in (unit, second, third)]
    bundles = [opened(book, path) for book, path in zip((unit, second, third), paths, strict=True)]
    ends = []
    for order in permutations(bundles):
        held = Held(GROUPS)
        for bundle in (*order, order[0]):
            held.take(bundle)
        ends.append((held.hashes("entry"), held.hashes("person"), held.conflicts))
    hear(unit, paths[1])
    hear(unit, paths[2])
    program = hashes(unit, "entry"), hashes(unit, "person")
    assert [end[:2] for end in ends] == [program] * 6
    mine = listed(unit)
    assert {one.field for one in mine.values()} >= {"amount_fen", "group_name", "deleted"}
    for _, _, conflicts in ends:
        assert conflicts.keys() == mine.keys()
        for name, one in conflicts.items():
            told = mine[name]
            lost = None if one.lost is None else str(one.lost)
            assert (lost, one.stream, one.number) == (told.lost, told.stream, told.number)
            assert (one.table, one.row, one.by, one.at) == (told.table, told.row, told.by, told.at)


def test_reports_at_the_street_and_rows_of_somebody_else(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    first, second = entries(unit, 2)
    sent = [export(unit, usb).path]
    edit(unit, first, summary="改过")
    drop(unit, second)
    sent.append(export(unit, usb).path)
    foreign = forge(
        unit, usb / "foreign.qlb", {"entry": [line(unit, first, id="foreign", owner="other")]}
    )
    mine, theirs = offices.own_keys(unit), offices.own_keys(street)
    held = Held(GROUPS)
    for path in (foreign, sent[1], sent[0]):
        data = path.read_bytes()
        held.take(stranger.read(data, mine.signing.public, theirs.decryption.private))
        outcome = take(street, path, approve=True)
        if path is foreign:
            assert outcome.preview.returned.count == 1
    assert held.returned == {("entry", "foreign")}
    assert held.hashes("entry") == hashes(street, "entry") == hashes(unit, "entry")


def test_two_contents_of_one_version_are_no_merge(world: World, unit: Book, usb: Path) -> None:
    (row_id,) = entries(unit, 1)
    held = Held(GROUPS)
    mine, theirs = offices.own_keys(unit), offices.own_keys(world.street)
    for number, summary in enumerate(("一", "二")):
        path = forge(unit, usb / f"{number}.qlb", {"entry": [line(unit, row_id, summary=summary)]})
        bundle = stranger.read(path.read_bytes(), mine.signing.public, theirs.decryption.private)
        if number:
            with pytest.raises(AssertionError, match="one identity"):
                held.take(bundle)
        else:
            held.take(bundle)
