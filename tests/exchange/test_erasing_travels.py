"""What a unit erased is erased at its street too, and an older bundle does not bring it back."""

from pathlib import Path

import pytest

from exchange.at_work import World, export, report, take
from office import make_person
from planting import leaks, secrets
from qinglian_desktop.core.erasing import KEPT_LONG_ENOUGH, is_erased
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import engine, erasing
from qinglian_desktop.store.book import Book

GONE = secrets(0, 5)


def test_the_streets_copy_goes_blank_and_no_byte_is_left_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_cipher", None)  # so that every byte can be looked at
    world = World(tmp_path)
    street, unit = world.street, world.unit()
    ids = [make_person(unit, one.clue, id_number=one.id_number, phone=one.phone) for one in GONE]
    stays = make_person(unit, "王秀英")
    for row_id in ids:
        saving.dropper("person")(unit, row_id)
    first = export(unit, world.usb)
    take(street, first.path)
    street.catch_up_words()
    assert leaks([street.home], GONE), "the street knew them"
    erasing.erase(unit, [("person", row_id) for row_id in ids], KEPT_LONG_ENOUGH)
    erasing.finish(unit)
    report(unit, street, world.usb)
    assert all(is_erased(row) for row in street.page("person", ids))
    assert street.count(Query("erasure")) == len(ids)
    assert erasing.waits(street)
    home = street.home
    street.close()
    with Book.open(home, RECORDS) as again:
        assert not erasing.waits(again)
        assert again.trail_broken_at() is None
        assert again.row("person", stays)["name"] == "王秀英"
        take(again, first.path)
        assert all(is_erased(row) for row in again.page("person", ids)), "old versions stay out"
    assert leaks([home, unit.home], GONE) == {}
    unit.close()
