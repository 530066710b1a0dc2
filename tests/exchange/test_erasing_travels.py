"""What a unit erased is erased at its street too, and an older bundle does not bring it back."""

import json
from pathlib import Path

import pytest

from exchange.at_work import World, entries, export, report, take
from exchange.test_directives import ask_of, send, titles
from exchange.test_peers import joined, pass_on
from office import make_person
from planting import Secret, leaks, secrets
from qinglian_desktop.core.erasing import BY_HAND, KEPT_LONG_ENOUGH, is_erased
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.directives import actions, reads
from qinglian_desktop.store import backup, engine, erasing, retention, trail
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
    assert not erasing.waits(street), "at once, not only at the next opening"
    assert leaks([street.home], GONE) == {}
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


def change(book: Book, row_id: str, told: Secret) -> None:
    with book.change(f"改{told.clue}") as step:
        step.put_row("person", row_id, {"phone": told.phone, "note": told.clue})


@pytest.mark.parametrize("between", ["nothing", "both changed it", "changed after"])
def test_the_other_computer_of_the_office_forgets_too(
    between: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own trail, search and remembered values tell nothing any more, earlier values too."""
    monkeypatch.setattr(engine, "_cipher", None)
    unit = world.unit()
    second = joined(world, unit)
    born, here, there = GONE[:3]
    row_id = make_person(unit, born.clue, id_number=born.id_number, phone=born.phone)
    pass_on(unit, second, usb=world.usb)
    second.catch_up_words()
    for book in (unit, second):
        book.put_setting("used", {"phone": [born.phone, "别的"]})
    if between == "both changed it":
        change(unit, row_id, here)
        change(second, row_id, there)
        pass_on(unit, second, usb=world.usb)
    erasing.erase(unit, [("person", row_id)], BY_HAND)
    erasing.finish(unit)
    if between == "changed after":
        change(second, row_id, there)
    for _ in range(2):
        pass_on(unit, second, usb=world.usb)
    homes = [unit.home, second.home]
    for book in (unit, second):
        book.close()
    for home in homes:
        with Book.open(home, RECORDS) as again:
            assert not erasing.waits(again)
            assert again.trail_broken_at() is None
            row = again.row("person", row_id)
            assert row is not None and is_erased(row)
            assert again.setting("used") == {"phone": ["别的"]}
    assert leaks(homes, GONE) == {}


def test_what_the_street_said_of_an_erased_row_goes_with_it_on_both_sides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_cipher", None)
    world = World(tmp_path)
    street, unit = world.street, world.unit()
    entries(unit, 45)  # so that two persons less is no mass of deletions
    ids = [make_person(unit, o.clue, id_number=o.id_number, phone=o.phone) for o in GONE[:2]]
    report(unit, street, world.usb)
    street.catch_up_words()
    for one, row_id in zip(GONE, ids, strict=False):
        actions.review(street, "person", row_id, "退回", f"{one.clue}的电话{one.phone}不对")
    old = send(street, world.usb)[0].path
    take(unit, old)
    assert len(reads.sent_back(unit)) == 2
    for row_id in ids:
        saving.dropper("person")(unit, row_id)
    erasing.erase(unit, [("person", row_id) for row_id in ids], KEPT_LONG_ENOUGH)
    erasing.finish(unit)
    assert leaks([unit.home], GONE) == {}
    actions.review(street, "person", ids[0], "意见", f"{GONE[0].clue}，晚到的一句")
    report(unit, street, world.usb)
    home = street.home
    street.close()
    with Book.open(home, RECORDS) as again:
        assert not erasing.waits(again)
        assert leaks([home], GONE) == {}, "neither in the opinions nor in the words of the search"
        for _ in range(2):
            take(unit, send(again, world.usb)[0].path)
            report(unit, again, world.usb)
        take(unit, old)
        assert [r["mismatch"] for r in unit.rows(Query("received_bundle"))] == [None] * 3
        assert again.trail_broken_at() is None
    assert leaks([unit.home], GONE) == {}
    assert unit.trail_broken_at() is None
    unit.close()


def test_an_order_destroyed_at_the_street_goes_at_the_unit_too(tmp_path: Path) -> None:
    world = World(tmp_path)
    street, unit = world.street, world.unit()
    row_id = ask_of(street, unit, "下错了的一件")
    take(unit, send(street, world.usb)[0].path)
    report(unit, street, world.usb)
    saving.dropper("directive")(street, row_id)
    retention.destroy(street, [("directive", row_id)], retention.WORD)
    take(unit, send(street, world.usb)[0].path)
    assert titles(unit) == []
    assert [row["mismatch"] for row in unit.rows(Query("received_bundle"))] == [None, None]
    world.close()


def test_another_computers_order_excuses_no_step_of_this_trail(world: World) -> None:
    """The words that went are named by the numbers of that computer's steps, not of this one's."""
    unit = world.unit()
    second = joined(world, unit)
    row_id = make_person(unit, "李建华")
    change(unit, row_id, GONE[0])
    pass_on(unit, second, usb=world.usb)
    erasing.erase(unit, [("person", row_id)], BY_HAND)
    pass_on(unit, second, usb=world.usb)
    told = {int(n) for r in unit.rows(Query("erasure")) for n in json.loads(r["steps"] or "[]")}
    own = {
        int(n)
        for (n,) in second.connection.execute(
            "SELECT j.value FROM trail t JOIN change c ON c.id = t.change_id, "
            "json_each(json_extract(t.after, '$.steps')) j "
            "WHERE t.table_name = 'erasure' AND c.kind NOT IN ('peer', 'merge')"
        )
    }
    excused = trail._Excused.of(second.connection).steps
    assert told - own, "the two computers count their steps apart"
    assert excused == own
    assert second.trail_broken_at() is None


def test_an_older_copy_carried_to_a_new_computer_hears_of_what_was_erased_since(
    tmp_path: Path,
) -> None:
    """The orders lie beside the copies too, by id: a computer that never held them knows."""
    world = World(tmp_path)
    unit, place = world.unit(), tmp_path / "备份盘"
    row_id = make_person(unit, GONE[0].clue, phone=GONE[0].phone)
    older = unit.back_up(place)
    erasing.erase(unit, [("person", row_id)], BY_HAND)
    erasing.finish(unit)
    unit.back_up(place)
    keys, new = unit.keys, tmp_path / "新电脑"
    new.mkdir()
    backup.restore(older.folder, new, keys)
    with Book.open_with(new, RECORDS, keys) as again:
        row = again.row("person", row_id)
        assert row is not None and is_erased(row)
    world.close()
