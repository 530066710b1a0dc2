"""kill -9 while a computer joins or reads: it has all of it or none, and the end is the same."""

import os
import shutil
from typing import Any

import pytest

from exchange.at_work import World, entries
from exchange.test_peers import hear, shared, tell
from faults.counting import counted
from kill_rig import EXPLORE, FULL, Nursery, Tally
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import joining
from qinglian_desktop.exchange.keys import MEMORY_FLOOR, Cost, wrap
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")
KILLS = FULL if EXPLORE else 4
MANY = 40


@pytest.fixture
def added(world: World, unit: Book, monkeypatch: pytest.MonkeyPatch) -> joining.Added:
    """The file of a first computer with some rows and a photo, and its digits."""
    cheap = Cost(MEMORY_FLOOR, 1, 1)
    monkeypatch.setattr(joining, "wrap", lambda told, digits: wrap(told, digits, cheap))
    entries(unit, MANY)
    with unit.change("附件") as change:
        photo = unit.files.add(b"a photo" * 999)
        change.put_row("entry", unit.ids(Query("entry"))[0], {"files": f'["{photo}"]'})
    made: Any = joining.add_computer(unit, world.usb).result
    (world.folder / "digits.txt").write_text(made.digits)
    assert isinstance(made, joining.Added)
    return made


def test_a_computer_has_joined_wholly_or_not_at_all(
    world: World, unit: Book, added: joining.Added
) -> None:
    home, tally = world.folder / "pc2", Tally(KILLS)
    with Nursery() as nursery:
        moments = nursery.moments("exchange.peer_kill_jobs:join", home, seed=4)
        while tally.more():
            shutil.rmtree(home)
            death = nursery.kill("exchange.peer_kill_jobs:join", home, next(moments))
            tally.add(death)
            assert "joined" not in death.said or (home / "qinglian.db").exists()
            nothing_yet = not (home / "qinglian.db").exists()
            if nothing_yet:  # the clerk is at the first start again
                joining.join(home, added.path, added.digits, RECORDS).close()
            with Book.open(home, RECORDS) as second:
                second.quick_check()
                assert second.trail_broken_at() is None
                assert second.count(Query("entry")) == MANY
                for file_id in unit.files.all():
                    assert second.files.read(file_id) == unit.files.read(file_id)
                assert second.find(joining.Computer, number=2)["state"] == "在用"
            assert not (home / "正在加入").exists() or not nothing_yet
    tally.report("join")
    counted("PL-02", tally.kills, "join")
    counted("F50", tally.kills, "join")
    assert len(tally.at) > 1, tally.at


def test_reading_what_another_computer_wrote_is_all_or_nothing(
    world: World, unit: Book, added: joining.Added
) -> None:
    home, pristine = world.folder / "pc2", world.folder / "pristine"
    joining.join(home, added.path, added.digits, RECORDS).close()
    shutil.copytree(home, pristine)
    entries(unit, MANY, first=500)
    tell(unit, world.usb)
    entries(unit, MANY, first=600)
    last = tell(unit, world.usb).path
    with Nursery() as nursery:
        moments = nursery.moments("exchange.peer_kill_jobs:hear", home, seed=5)
        tally = Tally(KILLS)
        while tally.more():
            shutil.rmtree(home)
            shutil.copytree(pristine, home)
            tally.add(nursery.kill("exchange.peer_kill_jobs:hear", home, next(moments)))
            with Book.open(home, RECORDS) as second:
                second.quick_check()
                assert second.trail_broken_at() is None
                assert second.count(Query("entry")) in (MANY, 2 * MANY, 3 * MANY), "half a bundle"
                hear(second, last)
                assert shared(second)["entry"] == shared(unit)["entry"]
    tally.report("peer")
    counted("PL-02", tally.kills, "peer")
    counted("F50", tally.kills, "peer")
    assert len(tally.at) > 1, tally.at
