"""kill -9 while merging: each bundle is in whole or not at all, and the end is the same.

QINGLIAN_EXPLORE=1 makes 200 kills of it; `pytest -s` prints where they fell.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from exchange.at_work import World, export, state, take
from exchange.kill_jobs import PEOPLE, ROWS, batch, bundles
from faults.counting import counted
from kill_rig import EXPLORE, FULL, Nursery, Tally
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.exchange import container, offices, taking_back
from qinglian_desktop.exchange.sealing import unseal
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import merge_steps
from qinglian_desktop.store.book import Book

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")
KILLS = FULL if EXPLORE else 12
BUNDLES = 5


@dataclass
class Prepared:
    """A street that has merged nothing yet, and bundles of which each brings one batch more."""

    world: World
    unit: Book
    pristine: Path
    home: Path
    expected: str  # the state with all of them merged
    names: list[str]

    def fresh(self) -> None:
        shutil.rmtree(self.home)
        shutil.copytree(self.pristine, self.home)
        for path in self.world.usb.glob("*回执*"):
            path.unlink()


@pytest.fixture
def prepared(world: World) -> Iterator[Prepared]:
    unit = world.unit()
    names: list[str] = []
    for number in range(BUNDLES):
        batch(unit, number)
        names.append(export(unit, world.usb).path.name)
    world.street.close()
    pristine, home = world.folder / "pristine", world.folder / "street"
    shutil.copytree(home, pristine)
    with Book.open(home, RECORDS) as street:
        for path in bundles(home):
            take(street, path)
        expected = state(street)
    made = Prepared(world, unit, pristine, home, expected, names)
    made.fresh()
    yield made
    world.street = world.keep(Book.open(home, RECORDS))


def survey(prepared: Prepared, acknowledged: set[str]) -> int:
    """Whatever happened: it opens, and each bundle is in whole or not at all. How many are in."""
    with Book.open(prepared.home, RECORDS) as street:
        street.quick_check()
        assert street.trail_broken_at() is None, "the chain of the trail is broken"
        entries, people = street.rows(Query("entry")), street.rows(Query("person"))
        rows = Counter(int(row["voucher_no"]) // ROWS for row in entries)
        assert set(rows.values()) <= {ROWS}, "half a bundle"
        names = Counter(
            int(row["name"].partition("之")[0].removeprefix("张建国")) for row in people
        )
        assert names == dict.fromkeys(rows, PEOPLE), "one table of a bundle without the other"
        noted = {row["number"] for row in street.rows(Query("received_bundle"))}
        assert len(rows) == max(noted, default=0), "rows without the note that they came"
        assert acknowledged <= {prepared.names[number - 1] for number in noted}, "a merge is gone"
        for paper in {one for row in entries for one in json.loads(row["files"])}:
            street.files.read(paper)
        assert receipts_on(prepared) <= noted, "a receipt for what is not here"
        return len(noted)


def receipts_on(prepared: Prepared) -> set[int]:
    """Numbers of the bundles for which a receipt lies on the stick; Damaged if one is not whole."""
    found = set()
    for path in prepared.world.usb.glob("*回执.qlb"):
        with unseal(
            path,
            my_keys=offices.own_keys(prepared.unit),
            signer=offices.street_keys(prepared.unit),
            addressed_to=prepared.unit.unit.office_id,
            scratch=prepared.world.folder / "scratch",
        ) as bundle:
            bundle.reader.check_all()
        found.add(container.read_header(path).bundle_no)
    return found


def killed(prepared: Prepared, job: str, kills: int) -> tuple[Tally, Counter[int]]:
    tally, reached, home = Tally(kills), Counter[int](), prepared.home
    with Nursery() as nursery:
        moments = nursery.moments("exchange.kill_jobs:merge", home, seed=2)
        while tally.more():
            prepared.fresh()
            acknowledged: set[str] = set()
            for _ in range(2):  # killed, begun again, killed again
                death = nursery.kill(f"exchange.kill_jobs:{job}", home, next(moments))
                tally.add(death)
                acknowledged |= set(death.said)
                reached[survey(prepared, acknowledged)] += 1
            with Book.open(home, RECORDS) as street:
                for path in bundles(home):
                    take(street, path)
                assert state(street) == prepared.expected
                assert len(street.rows(Query("received_bundle"))) == BUNDLES
            assert survey(prepared, set(prepared.names)) == BUNDLES
    return tally, reached


def test_a_merge_killed_at_any_moment_is_all_or_nothing(prepared: Prepared) -> None:
    tally, reached = killed(prepared, "merge", KILLS)
    tally.report("merge")
    counted("F04", tally.kills, "merge")
    counted("PL-02", tally.kills, "merge")
    assert len(reached) > 2, f"the kills came at different moments: {reached}"
    assert len(tally.at) > 3, tally.at
    for place in (
        ("reading", "change", "commit", "in files", "in U盘") if tally.kills >= FULL else ()
    ):
        assert any(place in mark for mark in tally.at), (place, tally.at)


def taken_back(prepared: Prepared, job: str, kills: int) -> Tally:
    """Kills it while it takes every merge back; in the end nothing is left, or all is merged."""
    with Book.open(prepared.home, RECORDS) as street:
        empty = state(street)
        for path in bundles(prepared.home):
            take(street, path)
    merged = prepared.home.with_name("merged")
    shutil.copytree(prepared.home, merged)
    prepared.pristine, tally = merged, Tally(kills)
    with Nursery() as nursery:
        moments = nursery.moments("exchange.kill_jobs:take_back", prepared.home, seed=5)
        while tally.more():
            prepared.fresh()
            death = nursery.kill(f"exchange.kill_jobs:{job}", prepared.home, next(moments))
            tally.add(death)
            left = survey(prepared, set())
            assert left <= BUNDLES - len(death.said), "told as taken back, and still there"
            with Book.open(prepared.home, RECORDS) as street:
                office = prepared.unit.unit.office_id
                while (found := merge_steps.newest(street.connection, office)) is not None:
                    taking_back.take_back(street, found[0])
                assert state(street) == empty
                for path in bundles(prepared.home):
                    take(street, path)
                assert state(street) == prepared.expected
    return tally


def test_taking_back_killed_at_any_moment_is_all_or_nothing(prepared: Prepared) -> None:
    tally = taken_back(prepared, "take_back", KILLS // 4)
    tally.report("taking back")
    counted("F04", tally.kills, "taking back")
    counted("PL-02", tally.kills, "taking back")
    assert tally.over or tally.kills == KILLS // 4, tally.at


def test_the_rig_finds_a_taking_back_made_wrong(prepared: Prepared) -> None:
    with pytest.raises(AssertionError, match=r"one table of a bundle|rows without the note"):
        taken_back(prepared, "take_back_table_by_table", FULL)


MADE_WRONG: dict[str, tuple[type[BaseException], str]] = {
    "merge_and_say_too_early": (AssertionError, "a merge is gone"),
    "merge_table_by_table": (AssertionError, "one table of a bundle|rows without the note"),
    "merge_before_the_papers": (Damaged, "."),
    "merge_and_answer_first": (AssertionError, "a receipt for what is not here"),
}


@pytest.mark.parametrize("job", MADE_WRONG)
def test_the_rig_finds_a_merge_made_wrong(job: str, prepared: Prepared) -> None:
    kind, words = MADE_WRONG[job]
    with pytest.raises(kind, match=words):
        killed(prepared, job, FULL)
