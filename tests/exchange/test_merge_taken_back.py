"""A merge is taken back: the street is as it was, row for row, and the unit sends everything."""

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, drop, edit, entries, export, report, state, take
from office import make_entry, make_person
from qinglian_desktop.core.erasing import KEPT_LONG_ENOUGH, is_erased
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.exchange import incoming, noting, outgoing, taking_back
from qinglian_desktop.exchange.records import ReceivedBundle
from qinglian_desktop.modules import saving
from qinglian_desktop.store import before, erasing, undoing
from qinglian_desktop.store.batches import batches
from qinglian_desktop.store.book import Book


def merged(street: Book, path: Path) -> int:
    return incoming.import_file(street, path, approve_deletions=True).step


def back(street: Book, step: int) -> Any:
    return taking_back.take_back(street, step).result


def test_the_street_is_as_it_was_and_the_same_bundle_comes_in_again(
    unit: Book, street: Book, usb: Path
) -> None:
    ids = entries(unit, 30)
    report(unit, street, usb)
    was = state(street)
    edit(unit, ids[0], amount_fen=1)
    drop(unit, ids[1])
    entries(unit, 3, first=50)
    sent = export(unit, usb)
    step = merged(street, sent.path)
    after = state(street)
    result = back(street, step)
    assert state(street) == was
    assert (result.gone, result.restored) == (3, 2)
    assert street.trail_broken_at() is None
    again = take(street, sent.path)
    assert not again.preview.already
    assert (again.preview.new, again.preview.changed) == (3, 2)
    assert state(street) == after


def test_taking_back_is_itself_in_the_trail_and_is_not_done_again_there(
    unit: Book, street: Book, usb: Path
) -> None:
    entries(unit, 3)
    step = merged(street, export(unit, usb).path)
    undoing_step = taking_back.take_back(street, step).step
    (line,) = [b for b in batches(street, facts=saving.FACTS) if b.step == step]
    assert line.undone
    assert (line.rows, line.back) == (3, 3)
    assert "再导入一次" in line.fixed
    for one in (step, undoing_step):
        with pytest.raises(Refused):
            undoing.undo(street, one)
    with pytest.raises(Refused, match="已经撤销过"):
        taking_back.take_back(street, step)


def test_the_papers_stay(unit: Book, street: Book, usb: Path) -> None:
    data = b"\xff\xd8\xff\xe0 a receipt"
    file_id = unit.files.add(data)
    make_entry(unit, files=(file_id,))
    back(street, merged(street, export(unit, usb).path))
    assert street.count(Query("entry", deleted=True)) == 0
    assert street.files.read(file_id) == data


def test_the_newest_goes_first_and_other_offices_do_not_matter(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    ids = entries(unit, 2)
    first = merged(street, export(unit, usb).path)
    edit(unit, ids[0], amount_fen=1)
    second = merged(street, export(unit, usb).path)
    other = world.unit(2)
    entries(other, 1)
    merged(street, export(other, usb).path)
    with pytest.raises(Refused, match="上面还有") as caught:
        taking_back.take_back(street, first)
    assert caught.value.code == "QL-UB-160"
    told = {b.step: b.fixed for b in batches(street, facts=saving.FACTS)}
    assert "上面还有" in told[first]
    assert told[second] == ""
    back(street, second)
    back(street, first)
    owners = {row["owner"] for row in street.rows(Query("entry", deleted=True))}
    assert owners == {other.unit.office_id}


@pytest.mark.parametrize("carried", [True, False], ids=["receipt carried", "receipt left behind"])
def test_the_unit_sends_everything_afterwards(
    unit: Book, street: Book, usb: Path, *, carried: bool
) -> None:
    ids = entries(unit, 4)
    report(unit, street, usb)
    edit(unit, ids[0], amount_fen=1)
    sent = export(unit, usb)
    changes: Any = incoming.import_file(street, sent.path)
    take(unit, changes.result.receipt)
    assert outgoing.acked_seq(unit) > 0
    result = back(street, changes.step)
    assert "更正的回执" in result.note
    receipt = street.home / "receipts" / changes.result.receipt.name
    (receipt,) = [p for p in (street.home / "receipts").iterdir() if str(p) in result.note]
    edit(unit, ids[1], amount_fen=2)
    if carried:
        notes = take(unit, receipt).notes
        assert any("撤销了第 2 号包的合并" in note for note in notes)
        assert outgoing.acked_seq(unit) == 0
        outcome = report(unit, street, usb)
    else:
        outcome = report(unit, street, usb)
        assert any("缺第 2 号包" in note for note in outcome.notes)
        assert outgoing.acked_seq(unit) == 0, "told by the receipt of the next bundle"
        outcome = report(unit, street, usb)
    assert outcome.preview.full
    for row_id in ids:
        assert street.row("entry", row_id) == unit.row("entry", row_id)
    assert outgoing.acked_seq(unit) > 0


def test_another_content_under_a_number_taken_back_is_still_a_fork(
    world: World, unit: Book, street: Book, usb: Path, tmp_path: Path
) -> None:
    from exchange.at_work import copy_of

    entries(unit, 1)
    twin = world.keep(copy_of(unit, tmp_path / "twin"))
    step = merged(street, export(unit, usb).path)
    back(street, step)
    entries(twin, 1, first=7)
    with pytest.raises(Refused, match="两台电脑"):
        take(street, export(twin, tmp_path).path)


def test_what_is_kept_is_locked_and_a_lost_piece_is_told(
    unit: Book, street: Book, usb: Path
) -> None:
    ids = entries(unit, 2)
    report(unit, street, usb)
    edit(unit, ids[0], summary="张建国的补助")
    step = merged(street, export(unit, usb).path)
    note, _ = taking_back.plan(street, step)
    (kept,) = taking_back._ids(note)
    assert ids[0].encode() not in street.files.path(kept).read_bytes()
    was = state(street)
    street.files.path(kept).unlink()
    with pytest.raises(Refused):
        taking_back.take_back(street, step)
    assert state(street) == was


def test_stopping_half_way_takes_nothing_back(unit: Book, street: Book, usb: Path) -> None:
    entries(unit, 3)
    step = merged(street, export(unit, usb).path)
    was = state(street)
    with pytest.raises(Stopped):
        taking_back.take_back(street, step, tick=lambda done, total: False)
    assert state(street) == was
    back(street, step)


def test_a_merge_of_an_earlier_program_says_why_it_stays(
    unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries(unit, 1)
    noted = noting.received

    def as_before(*given: Any, **told: Any) -> ReceivedBundle:
        made = noted(*given, **told)
        return made.changed(kept_before=None)

    monkeypatch.setattr(noting, "received", as_before)
    step = merged(street, export(unit, usb).path)
    with pytest.raises(Refused, match="没有留下合并前的内容"):
        taking_back.take_back(street, step)


def test_a_bundle_that_changed_nothing_can_be_taken_back_too(
    unit: Book, street: Book, usb: Path
) -> None:
    entries(unit, 2)
    first = export(unit, usb)
    merged(street, export(unit, usb).path)
    step = merged(street, first.path)
    assert back(street, step)[:2] == (0, 0)
    assert not take(street, first.path).preview.already


def test_many_pieces_are_read_back_in_order(
    unit: Book, street: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(before, "_PIECE", 300)
    monkeypatch.setattr(before, "_AT_ONCE", 2)
    monkeypatch.setattr(before, "_ROWS", 2)
    ids = entries(unit, 9)
    report(unit, street, usb)
    was = state(street)
    for row_id in ids:
        edit(unit, row_id, amount_fen=3)
    entries(unit, 7, first=40)
    step = merged(street, export(unit, usb).path)
    assert len(taking_back._ids(taking_back.plan(street, step)[0])) > 3
    back(street, step)
    assert state(street) == was


def test_any_row_of_merges_is_taken_back_to_any_point(
    world: World, street: Book, usb: Path, tmp_path: Path
) -> None:
    """Random days of two units; taken back one by one, each state comes back exactly."""
    chance = random.Random(6)
    units = [world.unit(1), world.unit(2)]
    states, steps = [], []
    for day in range(8):
        unit = units[day % 2]
        ids = entries(unit, chance.randrange(1, 4), first=day * 10)
        for row in chance.sample(unit.rows(Query("entry")), 1):
            edit(unit, row["id"], amount_fen=day + 1)
        if chance.random() < 0.5:
            drop(unit, ids[0])
        make_person(unit, f"李建{day}")
        states.append(state(street))
        steps.append(merged(street, export(unit, usb, full=chance.random() < 0.3).path))
    sticks = tmp_path / "copy"
    shutil.copytree(usb, sticks)
    for was, step in zip(reversed(states), reversed(steps), strict=True):
        back(street, step)
        assert state(street) == was
    assert street.trail_broken_at() is None


def test_what_a_unit_erased_for_good_does_not_come_back_with_a_merge(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    person = make_person(unit, "李建华", phone="13800000000")
    report(unit, street, usb)
    with unit.change("删除") as change:
        change.put_row("person", person, {"note": "张建国的线索"})
        change.drop("person", person)
    step = merged(street, export(unit, usb).path)
    (kept,) = taking_back._ids(taking_back.plan(street, step)[0])
    erasing.erase(unit, [("person", person)], KEPT_LONG_ENOUGH)
    erasing.finish(unit)
    last = merged(street, export(unit, usb).path)
    erasing.catch_up(street)
    assert not street.files.has(kept)
    for one in (last, step):
        with pytest.raises(Refused, match=r"按规定清除|上面还有"):
            taking_back.take_back(street, one)
    assert is_erased(street.page("person", [person])[0])
