"""Once a quarter a report holds everything, by itself; the clerk is told why it is larger."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from exchange.at_work import World, edit, entries, export, report, take
from office import make_entry
from qinglian_desktop.core import clock
from qinglian_desktop.exchange import outgoing
from qinglian_desktop.exchange.container import read_header
from qinglian_desktop.shell.send_card import content_words, state_of
from qinglian_desktop.store.book import Book


@pytest.fixture(autouse=True)
def in_september() -> Iterator[None]:
    clock.fix(date(2026, 9, 20))
    yield
    clock.fix(None)


def test_the_first_of_a_quarter_is_whole_and_says_why(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    ids = entries(unit, 5)
    assert report(unit, street, usb).preview.full, "the first one of all"
    edit(unit, ids[0], summary="九月")
    assert not outgoing.what_goes(unit).notes
    assert not report(unit, street, usb).preview.full
    clock.fix(date(2026, 10, 8))
    edit(unit, ids[1], summary="十月")
    state = state_of(unit)
    assert "每个季度第一次报送" in state.survey.notes[0]
    assert content_words(state.survey).startswith("全部内容：收支 5 条")
    assert "未确认 1 条" in state.standing, "what the street lacks is still told"
    outcome = report(unit, street, usb)
    assert (outcome.preview.full, outcome.preview.changed, outcome.preview.new) == (True, 1, 0)
    clock.fix(date(2026, 11, 8))
    edit(unit, ids[2], summary="十一月")
    assert (outgoing.what_goes(unit).full, outgoing.what_goes(unit).rows) == (False, 1)
    assert not report(unit, street, usb).preview.full
    clock.fix(date(2027, 1, 4))
    assert export(unit, usb).full


def test_a_lost_one_is_written_again_and_an_unanswered_one_is_not(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    ids = entries(unit, 2)
    report(unit, street, usb)
    clock.fix(date(2026, 10, 8))
    assert export(unit, usb).full
    edit(unit, ids[0], summary="再报")
    later = export(unit, usb)
    assert not later.full, "the whole one may still be on its way"
    outcome = take(street, later.path)
    assert outcome.receipt is not None
    take(unit, outcome.receipt)
    assert export(unit, usb).full, "a later one was answered, and the whole one never"


def test_it_brings_only_new_photos_and_the_street_asks_for_what_it_lacks(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    photos = [unit.files.add(os.urandom(900)) for _ in range(3)]
    make_entry(unit, voucher_no="0001", files=(photos[0],))
    make_entry(unit, voucher_no="0002", files=(photos[1],))
    report(unit, street, usb)
    clock.fix(date(2026, 10, 8))
    make_entry(unit, voucher_no="0003", files=(photos[2],))
    street.files.path(photos[0]).unlink()
    assert [photo.file_id for photo in outgoing.what_goes(unit).photos] == [photos[2]]
    outcome = report(unit, street, usb)
    assert outcome.preview.full
    assert street.files.has(photos[2])
    assert any("照片还有 1 张未送达" in note for note in outcome.notes), "found by the whole one"
    report(unit, street, usb)
    assert street.files.has(photos[0])


def test_a_clock_gone_wrong_costs_one_larger_bundle_and_no_more(
    world: World, unit: Book, street: Book, usb: Path
) -> None:
    entries(unit, 1)
    clock.fix(date(2038, 1, 1))
    report(unit, street, usb)
    clock.fix(date(2026, 10, 8))
    assert report(unit, street, usb).preview.full
    sent = export(unit, usb)
    assert not read_header(sent.path).full
