"""The power goes while something is written: what was said to be saved is there in the morning.

kill -9 leaves in memory what the system had taken; a power cut does not, so only here it shows
whether the right things were put on the disk in the right order. QINGLIAN_EXPLORE=1 makes 60 cuts
of each operation; without root the tests skip.
"""

import itertools
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from faults import surveys
from faults.counting import counted
from faults.disks import LoopDisk, loop_disk
from faults.test_kills import _plain, _with_backup
from kill_rig import EXPLORE, UNTIL, Nursery
from office import make_book, make_person, make_unit
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book
from store.test_kills import survey as survey_recorder

CUTS = 60 if EXPLORE else 4


def cut_off(
    nursery: Nursery, disk: LoopDisk, job: str, measured: str, cuts: int,
    survey: Callable[[set[str]], object],
    renew: Callable[[], object] | None = None, rounds: int = 4,
) -> int:  # fmt: skip
    """So many cuts of a job, each looked at in the morning; how many it survived."""
    home, said, made = disk.place / "home", set[str](), 0
    moments = nursery.moments(measured, home, seed=11, rounds=rounds)
    for moment in itertools.islice(moments, 3 * cuts):
        if made == cuts or (made > 4 and time.time() > UNTIL):
            break
        if renew is not None:
            renew()
            said.clear()
        disk.settle()
        death = nursery.kill(job, home, moment, cut=disk.cut)
        said |= set(death.said)
        made += not death.ended
        disk.next_morning()
        survey(said)
    return made


def test_a_save_that_was_told_outlives_the_power(nursery: Nursery, tmp_path: Path) -> None:
    with loop_disk(tmp_path) as disk:
        make_book(disk.place).close()
        home = disk.place / "home"
        job = "store.kill_jobs:record"
        made = cut_off(nursery, disk, job, job, CUTS, lambda said: survey_recorder(home, said))
    assert made == CUTS or time.time() > UNTIL
    counted("F02", made, "recording")


def test_the_rig_finds_settings_that_do_not_outlive_it(nursery: Nursery, tmp_path: Path) -> None:
    """The positive control: `synchronous = NORMAL` says saved before it is."""
    with loop_disk(tmp_path) as disk:
        make_book(disk.place).close()
        home = disk.place / "home"
        with pytest.raises(AssertionError, match="an acknowledged batch is gone"):
            cut_off(
                nursery, disk, "faults.wrong_settings:record_with_normal",
                "store.kill_jobs:record", 40, lambda said: survey_recorder(home, said),
            )  # fmt: skip
    counted("F02", 1, "control: synchronous = NORMAL")


def test_a_checkpoint_cut_short_loses_nothing(nursery: Nursery, tmp_path: Path) -> None:
    with loop_disk(tmp_path) as disk:
        make_book(disk.place).close()
        home = disk.place / "home"
        job = "faults.wrong_settings:record_and_checkpoint"
        made = cut_off(nursery, disk, job, job, CUTS, lambda said: survey_recorder(home, said))
    assert made == CUTS or time.time() > UNTIL
    counted("F03", made, "checkpoint")


@pytest.mark.parametrize(
    ("name", "prepare"),
    [("migrate", _plain), ("restore", _with_backup)],
    ids=["migration", "restore"],
)
def test_old_or_new_and_never_between(
    name: str, prepare: Callable[[Path], Path], nursery: Nursery, tmp_path: Path
) -> None:
    with loop_disk(tmp_path) as disk:
        home, pristine = prepare(disk.place), tmp_path / "pristine"
        shutil.copytree(home, pristine)

        def renew() -> None:
            shutil.rmtree(home)
            shutil.copytree(pristine, home)

        def survey(said: set[str]) -> None:
            getattr(surveys, name)(home, said)

        job = f"faults.operations:{name}"
        made = cut_off(nursery, disk, job, job, CUTS, survey, renew, rounds=0)
    assert made
    counted("F03" if name == "migrate" else "F07", made, name)


def test_a_new_folder_cut_short_can_be_made_again(nursery: Nursery, tmp_path: Path) -> None:
    with loop_disk(tmp_path) as disk:
        home = disk.place / "home"

        def survey(said: set[str]) -> None:
            try:
                book = Book.open(home, RECORDS)
            except Refused:
                assert not said
                book = Book.create(home, RECORDS, make_unit())
            with book:
                make_person(book)
                assert book.trail_broken_at() is None

        def renew() -> None:
            shutil.rmtree(home, ignore_errors=True)

        job = "store.kill_jobs:begin_folder"
        made = cut_off(nursery, disk, job, job, CUTS, survey, renew, rounds=0)
    counted("F03", made, "first files")
