"""ST-07: rules travel in the street's bundle, and hold only after somebody has looked."""

from pathlib import Path

import pytest

from exchange.at_work import World, report, take
from exchange.conftest import Untouched
from exchange.test_directives import forged, send
from exchange.test_rule_packs import SINCE, newer
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due, Query
from qinglian_desktop.exchange import rule_packs
from qinglian_desktop.exchange.payload import PayloadWriter
from qinglian_desktop.modules import catalog
from qinglian_desktop.store.book import Book


@pytest.fixture
def issued(world: World, tmp_path: Path) -> Book:
    """A unit enrolled before its street changed a rule; the old sealed file stays in a drawer."""
    unit = world.unit()
    rule_packs.issue(world.street, newer(tmp_path), world.usb)
    return unit


def to_look_at(unit: Book) -> list[Due]:
    found = catalog.due_today(unit, clock.today())
    return [due for due in found if due.table == "offered_pack"]


def test_a_rule_comes_with_the_bundle_waits_and_holds_when_it_is_taken(
    world: World, issued: Book
) -> None:
    unit = issued
    (sent,) = send(world.street, world.usb)
    assert sent.packs == 1
    told = take(unit, sent.path)
    assert any("带来 1 份规则" in note for note in told.notes)
    assert unit.count(Query("rule_pack")) == 0, "nobody has looked yet"
    (due,) = to_look_at(unit)
    offered = rule_packs.offered(unit, due.row_id)
    assert [(c.before, c.after) for c in offered.changes][1] == ("15", "20")
    rule_packs.take(unit, offered)
    assert to_look_at(unit) == []
    (row,) = unit.rows(Query("rule_pack"))
    assert (row["version"], row["from_on"]) == ("community-2027", SINCE.isoformat())


def test_what_was_confirmed_is_not_sent_again(world: World, issued: Book) -> None:
    take(issued, send(world.street, world.usb)[0].path)
    report(issued, world.street, world.usb)
    assert send(world.street, world.usb)[0].packs == 0


def test_a_pack_taken_from_its_own_file_is_not_offered_once_more(
    world: World, issued: Book
) -> None:
    (alone,) = world.usb.glob("规则_*.qlb")
    rule_packs.take(issued, rule_packs.read(issued, alone))
    take(issued, send(world.street, world.usb)[0].path)
    assert to_look_at(issued) == []


def test_a_pack_nobody_can_read_is_refused_with_the_bundle(
    world: World, issued: Book, untouched: Untouched
) -> None:
    def fill(payload: PayloadWriter) -> None:
        payload.add_pack("self-government-1", b"not = [toml")

    with untouched(issued) as said:
        take(issued, forged(world.street, issued, world.usb / "x.qlb", fill=fill))
    assert said.value.code == "QL-UB-214"
