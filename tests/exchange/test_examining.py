"""体检 with the other office in it: a trail written anew is found, sent bundles are put away."""

from datetime import date, timedelta
from pathlib import Path

from exchange.at_work import World, entries, export, report, take
from office import make_entry
from qinglian_desktop.core import clock
from qinglian_desktop.shell import examining
from qinglian_desktop.store import thinning, trail
from qinglian_desktop.store.book import Book

OLD, TODAY = date(2020, 1, 5), date(2026, 11, 24)


def rewrite(book: Book) -> None:
    """F66: somebody with the whole file at hand takes a payment out of history."""
    for (name,) in book.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        book.connection.execute(f'DROP TRIGGER "{name}"')
    book.connection.execute("UPDATE trail SET after = replace(after, '1', '7') WHERE seq = 1")
    book.connection.execute("UPDATE trail SET prev = NULL, hash = NULL")
    trail.seal(book.connection)
    trail.install(book.connection, book.tables.records)


def test_a_trail_written_anew_is_found_here_and_at_the_next_exchange(world: World) -> None:
    unit = world.unit()
    entries(unit, 3)
    report(unit, world.street, world.usb)
    assert not [f for f in examining.look(unit) if f.area == "留痕"]
    rewrite(unit)
    assert unit.trail_broken_at() is None, "by itself the chain looks whole"
    (fault, *_) = [f for f in examining.look(unit) if f.area == "留痕"]
    assert "和街道会签的不一样" in fault.said and fault.act == "从备份还原"
    make_entry(unit)
    outcome = take(world.street, export(unit, world.usb).path)
    assert any("留痕和以前报来的不一样" in note for note in outcome.notes)


def test_a_thinned_trail_is_still_the_one_that_was_signed(world: World) -> None:
    with clock.fixed(OLD):
        unit = world.unit()
        entries(unit, 3)
        report(unit, world.street, world.usb)
    with clock.fixed(OLD + timedelta(days=40)):
        entries(unit, 2)
        report(unit, world.street, world.usb)
    with clock.fixed(TODAY):
        entries(unit, 2)
        report(unit, world.street, world.usb)
        plan = thinning.plan(unit, trail.head(unit.connection)[0])
        assert plan.upto
        thinning.thin(unit, plan, "满三年")
        assert not [f for f in examining.look(unit) if f.area == "留痕"]
        entries(unit, 1)
        outcome = take(world.street, export(unit, world.usb).path)
        assert not [note for note in outcome.notes if "留痕" in note]


def test_bundles_the_street_has_are_put_away_and_the_others_stay(world: World) -> None:
    unit = world.unit()
    entries(unit, 3)
    report(unit, world.street, world.usb)
    entries(unit, 1)
    export(unit, world.usb)
    drafts = sorted(path.name for path in (unit.home / "outgoing").iterdir())
    if len(drafts) < 2:  # the program had already put the first one away by itself
        return
    (fault,) = [f for f in examining.look(unit) if f.mend == examining.SENT]
    assert fault.said == "本机还留着 1 个街道已经收下的报送包"
    examining.mend(unit, fault.mend)
    left = [path.name for path in Path(unit.home / "outgoing").iterdir()]
    assert left == drafts[1:]
    assert examining.look(unit) == []
