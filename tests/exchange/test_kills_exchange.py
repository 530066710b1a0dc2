"""kill -9 while writing to the stick and while merging: whole bundles or none, and the same end.

QINGLIAN_KILLS=200 makes more of them.
"""

import os
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from exchange.at_work import World, entries, export, state, take
from kill_rig import Nursery, Say
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import container, offices
from qinglian_desktop.exchange.sealing import unseal
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")
KILLS = max(int(os.environ.get("QINGLIAN_KILLS", "30")) // 2, 12)
BUNDLES, ROWS = 5, 60


def write_for_ever(home: Path, say: Say) -> None:
    """Job: one more row and one more bundle, again and again; says each number once it stands."""
    usb = home.parent / "U盘"
    unit = Book.open(home, RECORDS)
    say("ready")
    while True:
        entries(unit, 1)
        say(str(export(unit, usb).number))


def merge_all(home: Path, say: Say) -> None:
    """Job: merges what lies on the stick, in the order of the numbers; says each when it is in."""
    street = Book.open(home, RECORDS)
    say("ready")
    for path in sorted((home.parent / "U盘").glob("*包.qlb")):
        take(street, path)
        say(path.name)


def merge_in_two_steps(home: Path, say: Say) -> None:
    """Job: the same with the rows committed before the note of them; what the test must find."""
    from qinglian_desktop.exchange import incoming
    from qinglian_desktop.store.merge import TablePlan

    street = Book.open(home, RECORDS)
    whole = incoming.Merge.apply

    def early(self: incoming.Merge, plan: TablePlan, *rest: object) -> None:
        whole(self, plan, *rest)  # type: ignore[arg-type]
        street.connection.execute("COMMIT")
        street.connection.execute("BEGIN IMMEDIATE")

    incoming.Merge.apply = early  # type: ignore[method-assign,assignment]
    say("ready")
    for path in sorted((home.parent / "U盘").glob("*包.qlb")):
        take(street, path)
        say(path.name)


def test_a_writer_killed_at_any_moment_leaves_whole_bundles_or_parts(world: World) -> None:
    unit = world.unit()
    entries(unit, 20)
    home, usb, chance, said = unit.home, world.usb, random.Random(1), set[int]()
    checked: dict[Path, bytes] = {}
    with Nursery() as nursery:
        for _ in range(KILLS):
            job = "exchange.test_kills_exchange:write_for_ever"
            said |= {int(one) for one in nursery.kill(job, home, chance.uniform(0, 0.06))}
            for path in usb.iterdir():
                if path.suffix == ".part":
                    continue
                if path.name.endswith("包.qlb") and path not in checked:
                    whole(world, unit, path)
                    checked[path] = path.read_bytes()
            for path, data in checked.items():
                assert path.read_bytes() == data, "one number, two contents"
    found = {container.read_header(path).bundle_no for path in checked}
    assert said <= found, "a bundle that was said to be written is not there"
    assert len(said) >= KILLS / 3
    with Book.open(home, RECORDS) as again:
        assert again.trail_broken_at() is None
        again.quick_check()
        last = export(again, usb)
        assert last.number > max(found)
        assert not list(usb.glob("*.part")), "the next writing clears what was cut short"
        paths = sorted(usb.glob("*包.qlb"))
        chance.shuffle(paths)
        for path in paths:
            take(world.street, path)  # no honest bundle is taken for another computer's
        assert world.street.count(Query("entry")) == again.count(Query("entry"))


def whole(world: World, unit: Book, path: Path) -> None:
    with unseal(
        path,
        my_keys=offices.own_keys(world.street),
        signer=offices.public_keys(unit),
        addressed_to=world.street.unit.office_id,
        scratch=world.folder / "scratch",
    ) as bundle:
        assert bundle.reader.check_all() >= 20


@pytest.fixture
def prepared(world: World) -> tuple[Path, str, list[str]]:
    """A street that has merged nothing yet, and bundles of which each brings 60 rows more."""
    unit = world.unit()
    names: list[str] = []
    for number in range(BUNDLES):
        entries(unit, ROWS, first=number * ROWS)
        names.append(export(unit, world.usb).path.name)
    world.street.close()
    pristine = world.folder / "pristine"
    shutil.copytree(world.street.home, pristine)
    home = world.folder / "street"
    with Book.open(home, RECORDS) as street:
        for path in sorted(world.usb.glob("*包.qlb")):
            take(street, path)
        expected = state(street)
        world.street = street
    return pristine, expected, names


def halves(street: Book) -> Counter[int]:
    """How many rows of each bundle are there, by the number of the bundle that brought them."""
    vouchers = [int(row["voucher_no"]) for row in street.rows(Query("entry"))]
    return Counter(number // ROWS for number in vouchers)


def survey(home: Path, acknowledged: set[str], names: list[str]) -> int:
    """Whatever happened: it opens, and each bundle is in whole or not at all. How many are in."""
    with Book.open(home, RECORDS) as street:
        street.quick_check()
        assert street.trail_broken_at() is None
        noted = street.rows(Query("received_bundle"))
        counts = halves(street)
        assert set(counts.values()) <= {ROWS}, "half a bundle"
        newest = max((row["number"] for row in noted), default=0)
        assert len(counts) == newest, "rows without the note that they came"
        assert acknowledged <= {names[row["number"] - 1] for row in noted}
        return len(noted)


def killed_merges(
    job: str, prepared: tuple[Path, str, list[str]], folder: Path, kills: int
) -> Counter[int]:
    pristine, expected, names = prepared
    chance, reached, home = random.Random(2), Counter[int](), folder / "street"
    with Nursery() as nursery:
        for _ in range(kills):
            shutil.rmtree(home)
            shutil.copytree(pristine, home)
            for _ in range(2):  # killed, begun again, killed again
                said = nursery.kill(job, home, chance.uniform(0, 0.09))
                reached[survey(home, set(said), names)] += 1
            with Book.open(home, RECORDS) as street:
                for path in sorted((folder / "U盘").glob("*包.qlb")):
                    take(street, path)
                assert state(street) == expected
                assert len(street.rows(Query("received_bundle"))) == BUNDLES
    return reached


def test_a_merge_killed_at_any_moment_is_all_or_nothing(
    prepared: tuple[Path, str, list[str]], tmp_path: Path
) -> None:
    job = "exchange.test_kills_exchange:merge_all"
    reached = killed_merges(job, prepared, tmp_path, KILLS)
    assert len(reached) > 2, f"the kills came at different moments: {reached}"


def test_the_rig_finds_a_merge_in_two_steps(
    prepared: tuple[Path, str, list[str]], tmp_path: Path
) -> None:
    job = "exchange.test_kills_exchange:merge_in_two_steps"
    with pytest.raises(AssertionError, match="rows without the note"):
        killed_merges(job, prepared, tmp_path, 60)
