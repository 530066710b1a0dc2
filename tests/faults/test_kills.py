"""kill -9 in every operation of a clerk: what was said stands, nothing is there by half.

Recording, export and merge have long forms of their own (tests/store/test_kills.py,
tests/exchange/test_kills_*.py). QINGLIAN_EXPLORE=1 makes 80 kills of each of these.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World, export, take
from exchange.kill_jobs import batch
from faults import operations, surveys
from faults.counting import counted
from kill_rig import EXPLORE, Moment, Nursery, Tally
from office import make_book
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.exchange import directing, joining, peering
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.directives import actions as directed
from qinglian_desktop.modules.directives.records import TASK
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store.book import Book

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are needed")
KILLS = 80 if EXPLORE else 2
BEFORE = 20  # households there before the first kill
AGAIN = 10  # kills of one folder, then it is begun anew: a file grown big takes long to examine

Survey = Callable[[Path, set[str]], None]


def _households(book: Book, count: int) -> None:
    with book.change("先有的") as change:
        change.add_all(Household, [{"number": f"先有{place}"} for place in range(count)])


def _plain(folder: Path) -> Path:
    with make_book(folder) as book:
        _households(book, BEFORE)
    return folder / "home"


def _with_backup(folder: Path) -> Path:
    with make_book(folder) as book:
        _households(book, BEFORE)
        book.back_up(folder / "backups")
        with book.change("备份以后") as change:
            change.add_all(Household, [{"number": "备份以后"}])
    (folder / "rows").write_text(str(BEFORE), "utf-8")
    return folder / "home"


def _with_receipts(folder: Path) -> Path:
    world = World(folder)
    unit = world.unit()
    for number in range(4):
        batch(unit, number, rows=5, people=1)
        take(world.street, export(unit, world.usb).path)
    world.close()
    return unit.home


def _order(world: World, paths: list[Path]) -> None:
    names = "\n".join(path.name for path in paths)
    (world.folder / "order").write_text(names, "utf-8")


def _with_peer(folder: Path) -> Path:
    world = World(folder)
    first = world.unit()
    added: Any = joining.add_computer(first, world.usb).result
    second = world.keep(joining.join(folder / "pc2", added.path, added.digits, RECORDS))
    paths = []
    for number in range(4):
        batch(first, number, rows=operations.PEER_ROWS, people=1)
        sent: Any = peering.export_peer(first, world.usb).result
        paths.append(sent.path)
    _order(world, paths)
    world.close()
    return second.home


def _with_directives(folder: Path) -> Path:
    world = World(folder)
    unit, paths = world.unit(), []
    for number in range(4):
        draft = {"title": f"第 {number} 件", "kind": TASK}
        directed.issue(world.street, (unit.unit.code,), draft)
        (sent,) = directing.write_down(world.street, world.usb, ()).result
        paths.append(sent.path)
    _order(world, paths)
    world.close()
    return unit.home


# Operation, what is there before, and whether each kill begins from there again.
CASES: dict[str, tuple[Callable[[Path], Path], bool]] = {
    "many": (_plain, False),
    "paste": (_plain, False),
    "sheet": (_plain, False),
    "papers": (_plain, False),
    "undo": (_plain, False),
    "bulk_edit": (_plain, False),
    "back_up": (_plain, False),
    "restore": (_with_backup, True),
    "receipts": (_with_receipts, True),
    "migrate": (_plain, True),
    "peers": (_with_peer, True),
    "directives": (_with_directives, True),
    "new_pin": (_plain, True),
}
SLOW = ("new_pin", "peers")  # a PIN is stretched on purpose, and so is what joins a computer
FAULT = {"back_up": "F07", "restore": "F07", "migrate": "F68", "receipts": "F05"}


def killed(nursery: Nursery, name: str, job: str, folder: Path, kills: int) -> Tally:
    """Kills the job again and again; AssertionError or Damaged where something is amiss."""
    prepare, anew = CASES[name]
    survey: Survey = getattr(surveys, name)
    home, pristine = prepare(folder), folder / "pristine"
    shutil.copytree(home, pristine)
    tally, acknowledged = Tally(kills), set[str]()
    right, job = f"faults.operations:{name}", f"faults.operations:{job}"
    moments = nursery.moments(right, home, seed=7, rounds=0 if anew else 3)
    while tally.more():
        if anew or (tally.kills and tally.kills % AGAIN == 0):
            shutil.rmtree(home)
            shutil.copytree(pristine, home)
            acknowledged = set()
        death = nursery.kill(job, home, next(moments))
        tally.add(death)
        acknowledged |= set(death.said)
        survey(home, acknowledged)
    return tally


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_lost_and_nothing_is_there_by_half(
    name: str, nursery: Nursery, tmp_path: Path
) -> None:
    kills = KILLS if EXPLORE or name not in SLOW else 1
    tally = killed(nursery, name, name, tmp_path, kills)
    tally.report(name)
    assert tally.over or tally.kills == kills
    counted("PL-02", tally.kills, name)
    counted(FAULT.get(name, "F01"), tally.kills, name)


MADE_WRONG = {
    "undo_row_by_row": ("undo", AssertionError, "half a batch taken back"),
    "back_up_under_its_name": ("back_up", Exception, "."),
}


@pytest.mark.parametrize("job", MADE_WRONG)
def test_the_rig_finds_an_operation_made_wrong(job: str, nursery: Nursery, tmp_path: Path) -> None:
    name, kind, words = MADE_WRONG[job]
    with pytest.raises(kind, match=words):
        killed(nursery, name, job, tmp_path, 50)


def test_the_rig_finds_a_journal_kept_in_memory(nursery: Nursery, tmp_path: Path) -> None:
    """The positive control of F01: without a journal on the disk a kill damages the file."""
    home = _plain(tmp_path)
    with pytest.raises(Damaged):
        for _ in range(3):
            nursery.kill("faults.wrong_settings:record_in_memory", home, Moment(10**6, 0))
            surveys.many(home, set())
    counted("F01", 1, "control: journal_mode = MEMORY")


def test_a_kill_counts_only_while_there_was_work(nursery: Nursery, tmp_path: Path) -> None:
    home = _with_backup(tmp_path)
    late = nursery.kill("faults.operations:restore", home, Moment(10**6, 0))
    assert late.ended
    surveys.restore(home, set(late.said))
