"""What is done to a whole process: stopped, put to sleep, ended, left without memory, slowed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from exchange.at_work import World, export, state
from exchange.kill_jobs import batch
from faults.counting import counted
from kill_rig import EXPLORE
from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.unfinished import Unfinished

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are needed")
HERE = Path(__file__).parent
SLOW = "2000" if EXPLORE else "200"  # ms of each sync

HOLDING = """
import sys
from pathlib import Path
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store.book import Book
with Book.open(Path(sys.argv[1]), RECORDS) as book:
    with book.change("登记") as change:
        change.put(Household(number="held"))
        print("holding", flush=True)
        sys.stdin.readline()
    print("saved", flush=True)
"""


@contextmanager
def other_program(*command: str, **env: str) -> Iterator[subprocess.Popen[str]]:
    path = os.pathsep.join(filter(None, sys.path))
    with subprocess.Popen(
        [sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen", **env},
    ) as program:  # fmt: skip
        try:
            yield program
        finally:
            if program.poll() is None:
                program.send_signal(signal.SIGCONT)
                program.kill()


def heard(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().rstrip("\n")


def test_a_stopped_program_is_named_and_lets_go_when_it_dies(tmp_path: Path) -> None:
    make_book(tmp_path).close()
    home = tmp_path / "home"
    with other_program("-c", HOLDING, str(home)) as stopped, Book.open(home, RECORDS) as book:
        assert heard(stopped) == "holding"
        stopped.send_signal(signal.SIGSTOP)
        assert book.count(Query("household")) == 0, "reading works"
        began = time.monotonic()
        with pytest.raises(Refused, match="占用") as refused, book.change("登记") as change:
            change.put(Household(number="mine"))
        assert time.monotonic() - began < 8, "it says so within about five seconds"
        assert refused.value.code == "QL-PL-004"
        stopped.kill()
        stopped.wait()
        with book.change("登记") as change:
            change.put(Household(number="mine"))
        assert [row["number"] for row in book.rows(Query("household"))] == ["mine"]
    counted("F08", 1, "stopped in a save")


def test_a_save_goes_on_after_the_machine_has_slept(tmp_path: Path) -> None:
    """The clock of the machine is another one when it wakes up."""
    make_book(tmp_path).close()
    home = tmp_path / "home"
    with other_program("-c", HOLDING, str(home)) as asleep:
        assert heard(asleep) == "holding"
        asleep.send_signal(signal.SIGSTOP)
        asleep.send_signal(signal.SIGCONT)
        assert asleep.stdin is not None
        asleep.stdin.write("\n")
        asleep.stdin.flush()
        assert heard(asleep) == "saved"
        asleep.wait()
    with Book.open(home, RECORDS) as book:
        assert [row["number"] for row in book.rows(Query("household"))] == ["held"]
        assert book.trail_broken_at() is None
    counted("F10", 1, "asleep in a save")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP], ids=["ended", "logged off"])
def test_a_session_that_ends_keeps_what_is_typed(how: signal.Signals, tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        row_id, home, key = make_person(book), book.home, book.keys.main
    with other_program(str(HERE / "at_the_desk.py"), str(home), "type", row_id) as desk:
        assert heard(desk) == "ready"
        while heard(desk) != "30":
            pass
        time_of_end = time.monotonic()
        desk.send_signal(how)
        desk.wait(timeout=60)
        assert time.monotonic() - time_of_end < 30, "no question stood in the way"
    kept = Unfinished(home, key).kept()
    with Book.open(home, RECORDS) as book:
        assert book.trail_broken_at() is None
        saved = str((book.row("person", row_id) or {})["note"] or "")
    longest = max([saved, *(piece.text for piece in kept)], key=len)
    assert len(longest) >= 30 - 17, "more than a second of typing is gone"
    counted("F11", 1, how.name)


POOR = """
import resource, sys
from pathlib import Path
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import incoming
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.book import Book
book = Book.open(Path(sys.argv[1]), RECORDS)
import cryptography.hazmat.primitives.ciphers.aead
import qinglian_desktop.exchange.sheets.reading
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[3]), -1))
try:
    incoming.import_file(book, Path(sys.argv[2]))
    print("taken")
except Refused as refused:
    print("refused", refused)
except MemoryError:
    print("refused, without memory")
"""


def test_an_import_without_memory_is_refused_and_changes_nothing(world: World) -> None:
    unit, street = world.unit(), world.street
    batch(unit, 1, rows=3000, people=5)
    path = export(unit, world.usb).path
    home, before = street.home, state(street)
    street.close()
    met = 0
    for room in (1 << 20, 3 << 20, 6 << 20):
        with other_program("-c", POOR, str(home), str(path), str(room)) as poor:
            said = poor.communicate()[0]
            assert poor.returncode == 0, "it ended otherwise than with an answer"
            assert said.startswith(("taken", "refused")), said
            met += said.startswith("refused")
        with Book.open(home, RECORDS) as book:
            book.quick_check()
            assert book.trail_broken_at() is None
            assert state(book) == before or book.count(Query("entry")) == 3000
    assert met, "there was memory enough"
    world.street = world.keep(Book.open(home, RECORDS))
    counted("F09", met, "too little memory")


def test_the_window_answers_while_a_slow_disk_is_written(shim: Path, tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        make_person(book)
    script = str(HERE / "at_the_desk.py")
    with other_program(script, str(tmp_path / "home"), "slow", SLOW, LD_PRELOAD=str(shim)) as desk:
        assert heard(desk) == "ready"
        longest, whole, shown = map(float, heard(desk).split())
    assert longest < whole / 3, f"no answer for {longest} s of {whole}"
    assert shown, "nobody told that it takes its time"
    counted("F22", 1, f"{longest * 1000:.0f} ms without an answer")
