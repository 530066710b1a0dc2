"""The preview row by row is what happens, over random bundles; returned rows are named."""

import random
from pathlib import Path
from typing import Any

from exchange.at_work import (
    World,
    drop,
    edit,
    entries,
    everything,
    export,
    forge,
    line,
    report,
    take,
)
from office import make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import differences, incoming
from qinglian_desktop.exchange.differences import CHANGED, DELETED, NEW, RETURNED
from qinglian_desktop.store.book import Book

TABLES = ("entry", "person")


def rows(street: Book) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (table, row["id"]): row
        for table in TABLES
        for row in street.rows(Query(table, deleted=True))
    }


def test_what_is_shown_is_what_happens(world: World, unit: Book, street: Book, usb: Path) -> None:
    chance = random.Random(16)
    entries(unit, 30)
    make_person(unit, "李建华", phone="13800000000")
    report(unit, street, usb)
    for day in range(12):
        ids = [row["id"] for row in unit.rows(Query("entry"))]
        for row_id in chance.sample(ids, chance.randrange(4)):
            edit(unit, row_id, amount_fen=chance.randrange(1, 10**6))
        drop(unit, *chance.sample(ids, chance.randrange(2)))
        entries(unit, chance.randrange(3), first=100 + day * 10)
        path = export(unit, usb, full=chance.random() < 0.3).path
        before, whole = rows(street), everything(street)
        preview, told = incoming.look_closely(street, path)
        assert everything(street) == whole, "looking writes nothing"
        take(street, path, approve=True)
        after = rows(street)
        really = {key for key in before | after if before.get(key) != after.get(key)}
        assert {(one.table, one.row_id) for one in told} == really
        for one in told:
            key = one.table, one.row_id
            assert (one.before, one.after) == (before.get(key), after[key])
            deed = NEW if one.before is None else CHANGED
            if one.before and after[key]["deleted"] and not one.before["deleted"]:
                deed = DELETED
            assert one.deed == deed
        assert preview.new == sum(one.deed == NEW for one in told)
        assert preview.changed == sum(one.deed in (CHANGED, DELETED) for one in told)


def test_only_what_goes_and_rows_sent_back(unit: Book, street: Book, usb: Path) -> None:
    ids = entries(unit, 30)
    report(unit, street, usb)
    drop(unit, ids[0])
    edit(unit, ids[1], amount_fen=3)
    path = export(unit, usb).path
    _, told = incoming.look_closely(street, path, only_deleted=True)
    assert [(one.row_id, one.deed) for one in told] == [(ids[0], DELETED)]
    take(street, path)
    foreign = line(unit, ids[2], owner="somebody", id="not-his")
    path = forge(unit, usb / "x.qlb", {"entry": [foreign]})
    _, told = incoming.look_closely(street, path)
    assert [(one.row_id, one.deed, one.why) for one in told] == [
        ("not-his", RETURNED, "这一行是别的单位的")
    ]


def test_a_huge_bundle_is_shown_from_its_beginning(unit: Book, street: Book, usb: Path) -> None:
    entries(unit, 12)
    path = export(unit, usb).path
    preview, told = incoming.look_closely(street, path, 5)
    assert (len(told), preview.new) == (5, 12)
    assert differences.MOST > 5
