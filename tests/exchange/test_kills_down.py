"""kill -9 while the street writes down and while a unit takes it in: all of a bundle, or nothing.

QINGLIAN_EXPLORE=1 makes 200 kills of each; `pytest -s` prints where they fell.
"""

import json
import os
import shutil
from pathlib import Path

import pytest

from exchange.at_work import World, entries, report, state, take
from exchange.kill_jobs import bundles
from exchange.test_directives import ask_of, send
from faults.counting import counted
from kill_rig import EXPLORE, FULL, Nursery, Tally
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import container
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")
KILLS = FULL if EXPLORE else 6
BUNDLES = 3


def survey(home: Path, names: list[str], acknowledged: set[str]) -> int:
    """It opens whole, and each bundle is in with its rows, papers, answers and list, or not."""
    with Book.open(home, RECORDS) as unit:
        unit.quick_check()
        assert unit.trail_broken_at() is None
        noted = {row["number"] for row in unit.rows(Query("received_bundle"))}
        assert acknowledged <= {names[number - 1] for number in noted}
        rows = unit.rows(Query("directive"))
        newest = max(noted, default=0)
        assert {row["title"] for row in rows} == {f"第{n}件" for n in range(1, newest + 1)}
        for row in rows:
            for paper in json.loads(row["files"]):
                unit.files.read(paper)
        assert bool(unit.rows(Query("receipt"))) == bool(noted), "answers without the bundle"
        assert (unit.setting("roster") is not None) == bool(noted)
        return newest


def test_a_bundle_from_the_street_killed_at_any_moment_is_all_or_nothing(world: World) -> None:
    unit = world.unit()
    entries(unit, 3)
    receipt = take(world.street, _exported(unit, world)).receipt
    assert receipt is not None
    receipt.unlink()  # the answer comes with the bundle down alone
    for number in range(1, BUNDLES + 1):
        paper = world.street.files.add(f"附件 {number}".encode() * 500)
        ask_of(world.street, unit, f"第{number}件", files=json.dumps([paper]))
        send(world.street, world.usb)
    home = unit.home
    pristine = home.with_name("pristine")
    unit.close()
    shutil.copytree(home, pristine)
    names = [path.name for path in bundles(home, "*_给*包.qlb")]
    assert len(names) == BUNDLES
    with Book.open(home, RECORDS) as unit:
        for name in names:
            take(unit, world.usb / name)
        expected = state(unit)
    tally = Tally(KILLS)
    with Nursery() as nursery:
        _renew(home, pristine)
        moments = nursery.moments("exchange.kill_jobs:take_down", home, seed=3)
        while tally.more():
            _renew(home, pristine)
            death = nursery.kill("exchange.kill_jobs:take_down", home, next(moments))
            tally.add(death)
            survey(home, names, set(death.said))
            with Book.open(home, RECORDS) as unit:
                for name in names:
                    take(unit, world.usb / name)
                assert state(unit) == expected
    tally.report("take_down")
    counted("PL-02", tally.kills, "take_down")
    counted("F04", tally.kills, "take_down")


def test_writing_down_killed_at_any_moment_leaves_whole_files_and_gives_no_number_twice(
    world: World,
) -> None:
    units = [world.unit(1), world.unit(2)]
    street = world.street.home
    world.street.close()
    tally, told = Tally(KILLS), set[str]()
    with Nursery() as nursery:
        moments = nursery.moments("exchange.kill_jobs:write_down", street, seed=4, rounds=6)
        while tally.more():
            death = nursery.kill("exchange.kill_jobs:write_down", street, next(moments))
            tally.add(death)
            told |= set(death.said)
    tally.report("write_down")
    found: dict[tuple[str, int], str] = {}
    for path in bundles(street, "*_给*包.qlb"):
        header = container.read_header(path)
        key = (header.addressee, header.bundle_no)
        assert found.setdefault(key, header.hash) == header.hash, "one number, two contents"
    there = {
        f"{unit.unit.name} {number}"
        for unit in units
        for office, number in found
        if office == unit.unit.office_id
    }
    assert told <= there, "said to be written, and is not"
    world.street = world.keep(Book.open(street, RECORDS))
    for unit in units:
        for path in bundles(street, f"*_给{unit.unit.name}_*包.qlb"):
            take(unit, path)  # whole, signed, and chained
        report(unit, world.street, world.usb)
        (last,) = send(world.street, world.usb, unit.unit.code)
        take(unit, last.path)
        rows = world.street.rows(Query("directive"))
        mine = [row["id"] for row in rows if row["to_office"] == unit.unit.office_id]
        assert sorted(mine) == sorted(row["id"] for row in unit.rows(Query("directive")))
    counted("PL-02", tally.kills, "write_down")
    counted("F06", tally.kills, "write_down")


def _exported(unit: Book, world: World) -> Path:
    from exchange.at_work import export

    return export(unit, world.usb).path


def _renew(home: Path, pristine: Path) -> None:
    shutil.rmtree(home)
    shutil.copytree(pristine, home)
