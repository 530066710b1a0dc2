"""kill -9 while a bundle is made and written to the stick: whole bundles or parts, and no more.

QINGLIAN_EXPLORE=1 makes 200 kills of it; `pytest -s` prints where they fell.
"""

import json
import os
import random
from pathlib import Path

import pytest

from exchange.at_work import World, export, report, take
from exchange.kill_jobs import batch
from faults.counting import counted
from kill_rig import EXPLORE, FULL, Nursery, Tally
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import offices, outgoing, outgoing_volumes
from qinglian_desktop.exchange.sealing import unseal
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")
KILLS = FULL if EXPLORE else 12
BEFORE = 20  # rows there before the first kill


class Stick:
    """All that was ever seen on the stick under a final name."""

    def __init__(self, world: World, unit: Book) -> None:
        self.world, self.usb = world, world.usb
        self.signer, self.office = offices.public_keys(unit), unit.unit.office_id
        self.hashes: dict[int, str] = {}  # number → hash of the bundle that bears it
        self._seen: dict[Path, bytes] = {}

    def survey(self, said: dict[int, str]) -> None:
        for path in self.usb.glob("*包*.qlb"):  # also 第001包-2, where a name was taken
            if "回执" in path.name:
                continue
            data = path.read_bytes()
            if self._seen.get(path) == data:
                continue
            self._seen[path] = data
            number, hash_ = self._whole(path)
            assert self.hashes.setdefault(number, hash_) == hash_, "one number, two contents"
        for number, hash_ in said.items():
            assert self.hashes.get(number) == hash_, "a bundle said to be written is not there"

    def _whole(self, path: Path) -> tuple[int, str]:
        """Refused where it is not."""
        with unseal(
            path,
            my_keys=offices.own_keys(self.world.street),
            signer=self.signer,
            addressed_to=self.world.street.unit.office_id,
            scratch=self.world.folder / "scratch",
        ) as bundle:
            bundle.reader.check_all()
            return bundle.header.bundle_no, bundle.header.hash


def survey_unit(home: Path, said: dict[int, str]) -> None:
    with Book.open(home, RECORDS) as unit:
        unit.quick_check()
        assert unit.trail_broken_at() is None, "the chain of the trail is broken"
        noted = {row["number"]: row["bundle_hash"] for row in unit.rows(Query("sent_bundle"))}
        assert said.items() <= noted.items(), "an acknowledged bundle is not noted"
        assert unit.count(Query("entry")) >= BEFORE + len(said), "an acknowledged row is gone"


def killed(world: World, unit: Book, job: str, kills: int) -> Tally:
    batch(unit, 0, rows=BEFORE)
    usb, home, said = Stick(world, unit), unit.home, dict[int, str]()
    tally = Tally(kills)
    with Nursery() as nursery:
        moments = nursery.moments("exchange.kill_jobs:write", home, seed=1, rounds=3)
        for moment in moments:
            if not tally.more():
                return tally
            death = nursery.kill(f"exchange.kill_jobs:{job}", home, moment)
            tally.add(death)
            for line in death.said:
                number, _, hash_ = line.partition(" ")
                said[int(number)] = hash_
            survey_unit(home, said)
            usb.survey(said)
            if tally.kills % 20 == 0:  # as in life: what was confirmed is not sent again
                report(unit, world.street, world.usb)
    raise AssertionError


def test_a_writer_killed_at_any_moment_leaves_whole_bundles_or_parts(world: World) -> None:
    unit = world.unit()
    tally = killed(world, unit, "write", KILLS)
    tally.report("export")
    counted("F06", tally.kills, "export")
    counted("PL-02", tally.kills, "export")
    assert tally.late == 0
    assert len(tally.at) > 3, tally.at
    for place in ("commit", "sealing", "in outgoing", "in U盘") if tally.kills >= FULL else ():
        assert any(place in mark for mark in tally.at), (place, tally.at)
    outgoing = unit.home / "outgoing"
    for left in outgoing.iterdir():
        os.utime(left, (0, 0))  # two days later
    with Book.open(unit.home, RECORDS) as again:
        last = export(again, world.usb)
        paths = sorted(world.usb.glob("*包.qlb"))
        assert last.path == paths[-1], "numbers go on and never back"
        assert not list(world.usb.glob("*.part")), "the next writing clears what was cut short"
        assert {path.suffix for path in outgoing.iterdir()} == {".qlb"}, (
            "and so does the next draft"
        )
        random.Random(1).shuffle(paths)
        for path in paths:
            take(world.street, path)  # no honest bundle is taken for another computer's
        assert world.street.count(Query("entry")) == again.count(Query("entry"))


def test_volumes_go_on_after_a_kill_and_no_photo_is_lost(world: World) -> None:
    """Every volume under a final name is whole; in the end the street has every photo."""
    unit, tally = world.unit(), Tally(KILLS // 4)
    keys, signer = offices.own_keys(world.street), offices.public_keys(unit)
    unit.close()
    with Nursery() as nursery:
        for moment in nursery.moments(
            "exchange.kill_jobs:write_photos", unit.home, seed=2, rounds=3
        ):
            if not tally.more():
                break
            tally.add(nursery.kill("exchange.kill_jobs:write_photos", unit.home, moment))
            survey_unit_of_photos(unit.home)
    tally.report("volumes")
    with Book.open(unit.home, RECORDS) as again:
        while outgoing_volumes.waiting(again) is not None:
            outgoing.send_photos(again, world.usb)
        export(again, world.usb)  # what was cut off before its first volume stood
        while outgoing_volumes.waiting(again) is not None:
            outgoing.send_photos(again, world.usb)
        for path in world.usb.glob("*包*.qlb"):
            with unseal(
                path, my_keys=keys, signer=signer, addressed_to=world.street.unit.office_id,
                scratch=world.folder / "scratch",
            ) as bundle:  # fmt: skip
                bundle.reader.check_all()
            take(world.street, path)
        assert world.street.count(Query("entry")) == again.count(Query("entry"))
        named = {json.loads(row["files"])[0] for row in again.rows(Query("entry"))}
        assert named <= set(world.street.files.all())
    counted("F06", tally.kills, "volumes")
    counted("PL-02", tally.kills, "volumes")


def survey_unit_of_photos(home: Path) -> None:
    with Book.open(home, RECORDS) as unit:
        unit.quick_check()
        assert unit.trail_broken_at() is None, "the chain of the trail is broken"
        rest = outgoing_volumes.waiting(unit)
        assert rest is None or unit.find(outgoing.SentBundle, bundle_hash=rest.hash) is not None


MADE_WRONG: dict[str, tuple[type[BaseException], str]] = {
    "write_and_say_too_early": (AssertionError, "an acknowledged bundle is not noted"),
    "write_in_place": (Refused, "."),
    "write_with_the_number_noted_last": (AssertionError, "one number, two contents"),
}


@pytest.mark.parametrize("job", MADE_WRONG)
def test_the_rig_finds_a_writer_made_wrong(job: str, world: World) -> None:
    kind, words = MADE_WRONG[job]
    with pytest.raises(kind, match=words):
        killed(world, world.unit(), job, FULL)
