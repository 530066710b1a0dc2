"""A book opens beside the subjects that are loaded: the same book, and nothing left behind."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.shell.opening_early import open_book
from qinglian_desktop.store.unlocked import MAIN

FRESH = """
import gc, sys, threading
from pathlib import Path
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.shell import cli
from qinglian_desktop.shell.opening_early import open_book
cli._parser()  # the list of commands asks for no subject
assert "qinglian_desktop.modules.catalog" not in sys.modules
home = Path(sys.argv[1])
try:
    with open_book(home) as book:
        print(len(book.tables.records), book.row("household", sys.argv[2])["number"])
except Damaged as damaged:
    print(damaged.code)
assert "qinglian_desktop.modules.catalog" in sys.modules
assert gc.isenabled() and threading.active_count() == 1
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    with make_book(tmp_path) as book, book.change("登记") as change:
        row_id = change.put(Household(number="2-015"))
    yield tmp_path / "home", row_id


def fresh(home: Path, row_id: str) -> str:
    """What a process of its own says, in which nothing is loaded yet."""
    done = subprocess.run(
        [sys.executable, "-c", FRESH, str(home), row_id], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def test_a_fresh_process_opens_the_book_beside_the_subjects(home: tuple[Path, str]) -> None:
    with open_book(home[0]) as book:  # here they are loaded already
        assert (book.row("household", home[1]) or {})["number"] == "2-015"
        many = len(book.tables.records)
    assert fresh(*home) == f"{many} 2-015"


def test_damage_is_told_as_ever_and_the_subjects_are_there(home: tuple[Path, str]) -> None:
    (home[0] / MAIN).write_bytes(b"\x00" * 8192)
    assert fresh(*home) == "QL-PL-001"


def test_a_small_file_is_read_through_unless_somebody_does_so_later(
    home: tuple[Path, str],
) -> None:
    with open_book(home[0]) as book:
        assert book.sound
    with open_book(home[0], check_later=True) as book:
        assert not book.sound
    with (home[0] / MAIN).open("r+b") as file:  # a page in the middle rots
        file.seek(40 * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(Damaged):
        open_book(home[0])


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="里没有数据"):
        open_book(tmp_path / "nothing")
