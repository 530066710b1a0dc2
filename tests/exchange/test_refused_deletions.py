"""Much is deleted at once: agreed to by a second person, or not agreed to and told to the unit."""

import json
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import drop, edit, entries, export, report, take
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import incoming, outgoing, settling, taking_back, unmatched
from qinglian_desktop.modules.street import lost
from qinglian_desktop.store.book import Book


@pytest.fixture
def emptied(unit: Book, street: Book, usb: Path) -> tuple[list[str], Path]:
    """A unit that deletes 6 of 20 rows, changes one and adds one; the bundle is on the stick."""
    ids = entries(unit, 20)
    report(unit, street, usb)
    drop(unit, *ids[:6])
    edit(unit, ids[10], amount_fen=5)
    entries(unit, 1, first=90)
    return ids, export(unit, usb).path


def kept(street: Book, path: Path) -> Any:
    return incoming.import_file(street, path, keep_deleted=True).result


def alive(street: Book) -> int:
    return street.count(Query("entry"))


def test_what_is_not_agreed_to_stays_and_the_rest_is_merged(
    unit: Book, street: Book, emptied: tuple[list[str], Path]
) -> None:
    ids, path = emptied
    with pytest.raises(Refused, match="要删掉"):
        take(street, path)
    outcome = kept(street, path)
    assert alive(street) == 21
    row = street.row("entry", ids[10])
    assert row is not None and row["amount_fen"] == 5
    assert (outcome.preview.new, outcome.preview.changed) == (1, 1)
    assert any("6 条删除没有同意" in note for note in outcome.notes)
    waiting = unmatched.of_list(unmatched.open_rows(street))
    assert {(one.row_id, one.how) for one in waiting} == {
        (row_id, "单位要删，街道没有同意") for row_id in ids[:6]
    }
    take(unit, outcome.receipt)
    receipt = unit.rows(Query("receipt"))[-1]
    told = {one["id"]: one["reason"] for one in json.loads(receipt["details"])}
    assert set(told) == set(ids[:6])
    assert all("没有同意删除" in reason for reason in told.values())
    assert receipt["unmatched_count"] == 6


def test_it_counts_in_the_sums_and_is_named_on_the_board(
    street: Book, emptied: tuple[list[str], Path]
) -> None:
    kept(street, emptied[1])
    assert lost.left_out(street) == {}
    assert lost.short(unmatched.open_rows(street)) == "6 条没同意删"
    assert "要删、街道没有同意" in lost.told(street, "第1社区", unmatched.open_rows(street))


@pytest.mark.parametrize("full", [True, False])
def test_the_same_deletions_are_not_asked_about_again(
    unit: Book, street: Book, usb: Path, emptied: tuple[list[str], Path], *, full: bool
) -> None:
    outcome = kept(street, emptied[1])
    take(unit, outcome.receipt)
    again = take(street, export(unit, usb, full=full).path)
    assert alive(street) == 21
    assert len(unmatched.open_rows(street)) == 6
    assert not again.preview.notes or "整包" not in "".join(again.preview.notes)
    assert not street.rows(Query("received_bundle"))[-1]["needs_full"], "the sums agree"


def test_the_unit_brings_them_back(
    unit: Book, street: Book, usb: Path, emptied: tuple[list[str], Path]
) -> None:
    ids, path = emptied
    take(unit, kept(street, path).receipt)
    with unit.change("还原") as change:
        for row_id in ids[:6]:
            change.bring_back("entry", row_id)
    report(unit, street, usb)
    assert unmatched.open_rows(street) == []
    for row_id in ids:
        assert street.row("entry", row_id) == unit.row("entry", row_id)
    assert outgoing.acked_seq(unit) > 0


def test_the_street_agrees_after_all(
    unit: Book, street: Book, emptied: tuple[list[str], Path]
) -> None:
    ids, path = emptied
    kept(street, path)
    settling.settle(street, unit.unit.office_id, approve=True)
    assert alive(street) == 15
    for row_id in ids:
        assert street.row("entry", row_id) == unit.row("entry", row_id)


def test_who_agreed_stands_in_the_trail(street: Book, emptied: tuple[list[str], Path]) -> None:
    done = incoming.import_file(street, emptied[1], approve_deletions=True, approved_by="王复核")
    assert alive(street) == 15
    reason = street.connection.execute(
        "SELECT reason FROM change WHERE id = ?", (done.step,)
    ).fetchone()[0]
    assert reason == "同意删除 6 条：王复核"


def test_taking_it_back_takes_the_list_back_too(
    street: Book, emptied: tuple[list[str], Path]
) -> None:
    was = street.rows(Query("entry", deleted=True))
    done = incoming.import_file(street, emptied[1], keep_deleted=True)
    taking_back.take_back(street, done.step)
    assert street.rows(Query("entry", deleted=True)) == was
    assert unmatched.open_rows(street) == []
