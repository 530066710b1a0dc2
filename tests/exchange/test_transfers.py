"""Villages renamed, merged, split (F55): ids stay, and all three end with the same records."""

import contextlib
import json
import os
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, copy_of, drop, edit, entries, export, report, take
from exchange.conftest import Untouched
from exchange.test_directives import ask_of, send
from office import begin_stream, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import blocks, due, intake, leaving, passing, taking_back, transfers
from qinglian_desktop.store import backup
from qinglian_desktop.store.book import Book

LONG = bool(os.environ.get("QINGLIAN_EXPLORE"))
ORDERS = list(permutations(range(4)))
GROUND = "通惠街办〔2026〕15号"


def merged(street: Book, one: Book, other: Book) -> str:
    return str(transfers.merge_units(street, one.unit.code, other.unit.code, GROUND).result)


def down(street: Book, usb: Path, unit: Book) -> Any:
    return take(unit, send(street, usb, unit.unit.code)[0].path)


def owned(book: Book, office: Book) -> dict[str, list[str]]:
    """Every row of one office that can change hands, as it lies in a file."""
    mine = (Where("owner", "=", office.unit.office_id),)
    return {
        record.table: sorted(
            json.dumps(row, sort_keys=True)
            for row in book.rows(Query(record.table, mine, deleted=True))
        )
        for record in transfers.moving(book)
    }


def settle(world: World, *units: Book) -> None:
    """Files go round until nobody has anything new."""
    for _ in range(2):
        for unit in units:
            report(unit, world.street, world.usb)
            down(world.street, world.usb, unit)


def agree(world: World, *units: Book) -> None:
    for unit in units:
        assert owned(unit, unit) == owned(world.street, unit)
        assert unit.trail_broken_at() is None
    assert world.street.trail_broken_at() is None
    assert not world.street.rows(Query("unmatched_row"))
    newest = {r["from_office"]: r for r in world.street.rows(Query("received_bundle"))}
    assert [row["mismatch"] for row in newest.values()] == [None] * len(units)


def test_a_merged_village_hands_everything_over_and_ids_stay(world: World) -> None:
    """F55."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    ids = entries(one, 5)
    photo = one.files.add(b"\xff\xd8 a photo")
    edit(one, ids[0], files=json.dumps([photo]))
    drop(one, ids[4])
    entries(other, 2, first=50)
    person = make_person(one, "李建华")
    for unit in (one, other):
        report(unit, street, usb)
    merged(street, one, other)
    assert {r["owner"] for r in street.page("entry", ids)} == {other.unit.office_id}
    told = down(street, usb, other)
    assert any("移交给本单位" in note for note in told.notes)
    assert other.count(Query("entry")) == 6
    assert other.files.read(photo) == b"\xff\xd8 a photo"
    assert other.row("person", person)["name"] == "李建华"
    told = down(street, usb, one)
    assert any("读入以后本单位全部记录移交给" in note for note in told.notes)
    assert one.count(Query("entry", deleted=True)) == 0
    settle(world, one, other)
    agree(world, one, other)
    edit(other, ids[1], summary="新单位接着改")
    settle(world, other)
    assert street.row("entry", ids[1])["summary"] == "新单位接着改"
    agree(world, one, other)


def test_what_was_written_before_the_order_was_heard_of_reaches_the_new_owner(
    world: World,
) -> None:
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    ids = entries(one, 3)
    for unit in (one, other):
        report(unit, street, usb)
    merged(street, one, other)
    edit(one, ids[0], summary="还不知道，接着记")
    (late,) = entries(one, 1, first=90)
    down(street, usb, one)
    assert {r["id"] for r in one.rows(Query("entry"))} == {ids[0], late}, "not confirmed yet"
    told = report(one, street, usb)
    assert any("已归到接收的单位" in note for note in told.notes)
    assert one.count(Query("entry")) == 0
    settle(world, one, other)
    assert other.row("entry", ids[0])["summary"] == "还不知道，接着记"
    assert other.row("entry", late) is not None
    agree(world, one, other)


def test_the_new_owners_word_stands_and_the_other_one_is_told(world: World) -> None:
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    (row_id,) = entries(one, 1)
    for unit in (one, other):
        report(unit, street, usb)
    merged(street, one, other)
    down(street, usb, other)
    edit(other, row_id, summary="接收的单位改的")
    report(other, street, usb)
    edit(one, row_id, summary="移出的单位晚改的")
    for _ in range(2):
        told = take(street, export(one, usb).path)
    assert any("以接收单位的为准" in note for note in told.notes)
    assert street.row("entry", row_id)["summary"] == "接收的单位改的"
    (gave_way,) = street.rows(Query("merge_conflict"))
    assert gave_way["lost"] == "移出的单位晚改的"
    settle(world, one, other)
    (said,) = other.rows(Query("review"))
    assert "移出的单位晚改的" in said["said"]
    agree(world, one, other)


def test_a_part_goes_and_what_is_one_with_its_parts_goes_whole(world: World) -> None:
    one, new, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    entries(one, 3)
    kept = make_person(one, "王秀英", address="1组7号")
    gone = make_person(one, "李建华", address="3组2号")
    report(one, street, usb)
    ids = transfers.chosen(street, one.unit.code, ["person"], "3组")
    assert ids == {"person": [gone]}
    transfers.split(street, one.unit.code, new.unit.code, ids, GROUND)
    settle(world, one, new)
    assert [r["id"] for r in one.rows(Query("person"))] == [kept]
    assert [r["id"] for r in new.rows(Query("person"))] == [gone]
    assert one.count(Query("entry")) == 3
    agree(world, one, new)
    asked: list[str] = []
    one.connection.set_trace_callback(asked.append)
    assert leaving.going(one).total == 0
    one.connection.set_trace_callback(None)
    moving = [record.table for record in transfers.moving(one)]
    walked = [said for said in asked if any(f'FROM "{table}" WHERE' in said for table in moving)]
    assert walked, "what the order names may have come back"
    assert all(" IN (SELECT value" in said for said in walked), "今日 asks this at every start"


def test_an_order_that_was_wrong_is_answered_by_one_that_gives_back(world: World) -> None:
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    ids = entries(one, 3)
    for unit in (one, other):
        report(unit, street, usb)
    order = merged(street, one, other)
    settle(world, one, other)
    edit(other, ids[0], summary="在那边改过")
    settle(world, other)
    transfers.give_back(street, order, "签错了单位")
    with pytest.raises(Refused, match="已经移回过了"):
        transfers.give_back(street, order, "再来一次")
    settle(world, other, one)
    assert one.count(Query("entry")) == 3
    assert other.count(Query("entry")) == 0
    assert one.row("entry", ids[0])["summary"] == "在那边改过"
    entries(one, 1, first=70)
    settle(world, one, other)
    assert one.count(Query("entry")) == 4, "it goes on with its own"
    merged(street, one, other)
    settle(world, one, other)
    assert other.count(Query("entry")) == 4
    agree(world, one, other)


def test_an_order_is_no_step_that_can_be_undone(world: World) -> None:
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    entries(one, 1)
    for unit in (one, other):
        report(unit, street, usb)
    merged(street, one, other)
    with pytest.raises(Refused, match="再签一份移回"):
        street.undo(street.steps(1)[0]["step"])
    down(street, usb, one)
    with pytest.raises(Refused, match="再签一份移回"):
        one.undo(next(s["step"] for s in one.steps() if s["kind"] == "transfer"))


def test_old_bundles_of_the_old_owner_are_named_and_change_nothing(world: World) -> None:
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    ids = entries(one, 2)
    old = export(one, usb).path
    edit(one, ids[0], summary="后来改的")
    for unit in (one, other):
        report(unit, street, usb)
    merged(street, one, other)
    settle(world, one, other)
    before = owned(street, other)
    told = take(street, old)
    assert any("按移交令" in note and "这里都有了" in note for note in told.notes)
    assert owned(street, other) == before
    agree(world, one, other)


@pytest.mark.parametrize("who", ["giver", "receiver"] if LONG else ["receiver"])
def test_a_unit_gone_back_to_a_backup_hears_of_the_order_again(world: World, who: str) -> None:
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    entries(one, 3)
    entries(other, 2, first=50)
    for unit in (one, other):
        report(unit, street, usb)
    older = world.keep(copy_of(one if who == "giver" else other, world.folder / "older"))
    merged(street, one, other)
    settle(world, one, other)
    begin_stream(older)
    pair = (older, other) if who == "giver" else (one, older)
    settle(world, *pair)
    assert [unit.count(Query("entry")) for unit in pair] == [0, 5]
    agree(world, *pair)


def _story(world: World) -> tuple[Book, Book, list[Callable[[], object]]]:
    """An order, and the files that are under way when it is signed."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    ids = entries(one, 3)
    entries(other, 1, first=50)
    for unit in (one, other):
        report(unit, street, usb)
    edit(one, ids[0], summary="移交前没报的")
    entries(other, 1, first=60)
    up_one, up_other = export(one, usb).path, export(other, usb).path
    merged(street, one, other)
    sent = {d.office: d.path for d in send(street, usb)}
    return (
        one,
        other,
        [
            lambda: take(street, up_one),
            lambda: take(street, up_other),
            lambda: take(one, sent[one.unit.office_id]),
            lambda: take(other, sent[other.unit.office_id]),
        ],
    )


@pytest.mark.parametrize("order", ORDERS if LONG else ORDERS[13:14])
def test_in_any_order_of_delivery_they_end_with_the_same(
    world: World, order: tuple[int, ...]
) -> None:
    """F55 with the files in every order, each of them twice."""
    one, other, files = _story(world)
    for place in (*order, *order):
        files[place]()
    settle(world, one, other)
    assert one.count(Query("entry")) == 0
    assert sorted(r["summary"] for r in other.rows(Query("entry"))).count("移交前没报的") == 1
    assert other.count(Query("entry")) == 5
    agree(world, one, other)


def test_a_renamed_unit_hears_its_name_and_keeps_its_id(world: World) -> None:
    unit, street, usb = world.unit(1, "新街子社区"), world.street, world.usb
    ids, office = entries(unit, 2), unit.unit.office_id
    report(unit, street, usb)
    transfers.rename(street, unit.unit.code, "清溪社区", GROUND)
    told = down(street, usb, unit)
    assert any("改名为〔清溪社区〕" in note for note in told.notes)
    assert (unit.unit.name, unit.unit.office_id) == ("清溪社区", office)
    sent = export(unit, usb)
    assert sent.path.name.startswith("清溪社区_")
    assert take(street, sent.path).preview.from_name == "清溪社区"
    assert [row["id"] for row in street.rows(Query("entry"))] == ids
    with pytest.raises(Refused, match="已经有叫"):
        transfers.rename(street, unit.unit.code, "清溪社区", GROUND)


def test_a_row_of_no_order_is_refused_in_what_the_street_sends(
    world: World, untouched: Untouched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The street may not write into a unit's ledgers past an order."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    (row_id,) = entries(one, 1)
    for unit in (one, other):
        report(unit, street, usb)
    record, row = street.tables["entry"], street.row("entry", row_id)
    monkeypatch.setattr(passing, "for_owner", lambda *_: [(record, [row])])
    path = send(street, usb, one.unit.code)[0].path
    with untouched(one, Refused) as caught:
        take(one, path)
    assert caught.value.code == "QL-UB-253"


def test_open_questions_come_first(world: World) -> None:
    one, street = world.unit(1), world.street
    stranger = world.unit(2, enrolled=False)
    for codes, words in (
        ((one.unit.code, one.unit.code), "同一个单位"),
        ((one.unit.code, stranger.unit.code), "不能移交"),
        ((one.unit.code, "500110007099"), "没有编码"),
    ):
        with pytest.raises(Refused, match=words):
            transfers.merge_units(street, *codes, GROUND)
    with pytest.raises(Refused, match="依据"):
        transfers.merge_units(street, one.unit.code, stranger.unit.code, " ")
    with pytest.raises(Refused, match="由街道来签"):
        transfers.merge_units(one, "1", "2", GROUND)
    assert ask_of(street, one)


@pytest.mark.parametrize("trouble", ["the disk is full", "killed"])
def test_broken_off_before_it_is_carried_out_nothing_is_lost_and_the_rest_is_done(
    world: World, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    """The rows go only after a copy was made; the same file read again does what was left."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    entries(one, 3)
    for unit in (one, other):
        report(unit, street, usb)
    merged(street, one, other)
    path = send(street, usb, one.unit.code)[0].path

    class Killed(BaseException):
        pass

    def fail(*_: object) -> None:
        raise Refused("磁盘满了", "请腾出空间") if trouble != "killed" else Killed

    with monkeypatch.context() as patched:
        patched.setattr(backup, "before", fail)
        with contextlib.suppress(Killed):
            assert any("还没有照办：磁盘满了" in note for note in take(one, path).notes)
    assert one.count(Query("entry")) == 3
    assert any("3 条要移交" in line.subject for line in due.due(one, clock.today()))
    take(one, path)
    assert one.count(Query("entry")) == 0
    assert not any("要移交" in line.subject for line in due.due(one, clock.today()))
    settle(world, one, other)
    agree(world, one, other)


def test_a_record_handed_over_that_cannot_be_taken_is_named_and_comes_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that changes hands is left out without a word."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    odd, plain = entries(one, 2)
    for unit in (one, other):
        report(unit, street, usb)
    merged(street, one, other)
    unfit = intake.Stager._unfit
    with monkeypatch.context() as today:
        today.setattr(
            intake.Stager, "_unfit", lambda s, row: "看不懂" if row["id"] == odd else unfit(s, row)
        )
        today.setattr(blocks.Quick, "columns", lambda *_: None)
        told = down(street, usb, other)
    assert any("有 1 条没有收：看不懂" in note for note in told.notes)
    assert {row["id"] for row in other.rows(Query("entry"))} == {plain}
    report(other, street, usb)
    down(street, usb, other)
    assert {row["id"] for row in other.rows(Query("entry"))} == {odd, plain}
    down(street, usb, one)
    settle(world, one, other)
    agree(world, one, other)


def test_a_merge_that_brought_records_of_the_new_owner_is_not_taken_back(
    world: World, untouched: Untouched
) -> None:
    """The former owner has let them go by the receipt: nobody else would have them."""
    one, other, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    entries(one, 1)
    for unit in (one, other):
        report(unit, street, usb)
    merged(street, one, other)
    entries(one, 1, first=90)
    take(street, export(one, usb).path)
    step, _ = taking_back.newest(street, one.unit.code)
    with untouched(street, Refused) as refused:
        taking_back.take_back(street, step)
    assert "按移交令归了别的单位" in refused.value.what
    take(street, export(other, usb).path)
    step, _ = taking_back.newest(street, other.unit.code)
    taking_back.take_back(street, step)


def test_a_lost_list_of_an_order_hides_nothing_else_that_is_due(world: World) -> None:
    one, new, street, usb = world.unit(1), world.unit(2), world.street, world.usb
    ids = entries(one, 2)
    report(one, street, usb)
    transfers.split(street, one.unit.code, new.unit.code, {"entry": ids[:1]}, GROUND)
    down(street, usb, one)
    edit(one, ids[0], summary="还没有报送的一笔")
    before = due.due(one, clock.today())
    (order,) = one.rows(Query("transfer_order"))
    one.files.path(order["content_file"]).unlink()
    after = due.due(one, clock.today())
    assert [line.subject for line in after[:-1]] == [line.subject for line in before[:-1]]
    assert "要移交的还没有交出" in before[-1].subject
    assert "移交令还没有照办" in after[-1].subject
    assert "从备份找" in after[-1].why
