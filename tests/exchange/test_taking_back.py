"""A batch taken back after it was reported: the street follows, an old bundle changes nothing."""

import shutil
from pathlib import Path

from exchange.at_work import export, report, take
from office import entry_of
from qinglian_desktop.core.module import Query
from qinglian_desktop.store import undoing
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.undoing import Result


def said(book: Book) -> dict[str, int]:
    return {row["id"]: row["amount_fen"] for row in book.rows(Query("entry"))}


def test_the_street_has_what_the_unit_kept(unit: Book, street: Book, usb: Path) -> None:
    with unit.change("以前的") as before:  # so many that a few may go without being asked about
        for number in range(100):
            before.put(entry_of(1000 + number))
    old = said(unit)
    with unit.change("导入收支 5 条") as batch:
        ids = [batch.put(entry_of(100 + number)) for number in range(5)]
    first = export(unit, usb).path
    again = first.with_name("又一次.qlb")
    shutil.copy(first, again)
    take(street, first)
    assert len(said(street)) == 105
    with unit.change("改金额") as later:
        later.put_row("entry", ids[0], {"amount_fen": 7})
    back = undoing.take_back(unit, batch.step)
    assert back.result == Result(4, 1, ())
    report(unit, street, usb)
    assert said(street) == said(unit) == {**old, ids[0]: 7}
    take(street, again)  # the old bundle once more brings nothing back
    assert said(street) == said(unit)
    undoing.take_back(unit, back.step)
    report(unit, street, usb)
    assert said(street) == said(unit)
    assert len(said(street)) == 105
