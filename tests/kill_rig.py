"""Kills a working process without warning (SIGKILL), at a moment of the test's choosing.

    with Nursery() as nursery:
        said = nursery.kill("kill_rig:record_batches", home, after=0.02)

A nursery is one process that has everything loaded; for each job it forks a child, so that a
kill costs milliseconds. A job is `module:function` taking the data folder and `say`; every line
given to `say` is in the parent's hands before the child can die of anything later.
"""

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

Say = Callable[[str], None]
BATCH = 5  # rows in one change


class Nursery:
    """Use as a context manager."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=20)

    def kill(self, job: str, home: Path, after: float) -> list[str]:
        """Starts the job, kills it `after` seconds from its first line; returns the other lines.

        The first line a job says is its "ready"; a job that ends by itself in time is told by a
        last line "ended".
        """
        assert self._process.stdin is not None
        self._process.stdin.write(f"{job}\t{home}\n")
        self._process.stdin.flush()
        child = int(self._line().removeprefix("child "))
        ready = self._line()
        if ready == "ready":
            time.sleep(after)  # the moment of the kill is what is being tested
        os.kill(child, signal.SIGKILL)
        said = [] if ready == "ready" else [ready]
        while (line := self._line()) != "dead":
            said.append(line)
        assert not any(line.startswith("trouble") for line in said), said
        return said

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the nursery died"
        return line.rstrip("\n")


def record_batches(home: Path, say: Say) -> None:
    """Records batches of rows through the door, for ever; says each batch once it is committed."""
    _record(home, say, halves=False)


def record_in_two_halves(home: Path, say: Say) -> None:
    """The same with each batch split over two changes: what the rig must be able to find."""
    _record(home, say, halves=True)


def _record(home: Path, say: Say, *, halves: bool) -> None:
    from qinglian_desktop.core import clock
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.registry.records import Household
    from qinglian_desktop.store.book import Book

    book = Book.open(home, RECORDS)
    say("ready")
    while True:
        batch = clock.new_id()
        parts = (range(2), range(2, BATCH)) if halves else (range(BATCH),)
        for part in parts:
            with book.change("登记一批") as change:
                for number in part:
                    change.put(Household(number=f"{batch}/{number}", head="李建华"))
        say(batch)


def begin_folder(home: Path, say: Say) -> None:
    """Makes a new data folder."""
    from office import make_unit
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    unit = make_unit()
    say("ready")
    Book.create(home, RECORDS, unit).close()
    say("ended")


def restore_backup(home: Path, say: Say) -> None:
    """Restores the only backup beside the data folder."""
    from qinglian_desktop.store import backup, keyfile

    (source,) = (home.parent / "backups").iterdir()
    keys = keyfile.unlock(source)
    say("ready")
    backup.restore(source, home, keys)
    say("ended")


def _serve() -> None:
    import office  # noqa: F401  (loaded once, before any child)

    for request in sys.stdin:
        name, home = request.rstrip("\n").split("\t")
        module, function = name.split(":")
        job = getattr(importlib.import_module(module), function)
        child = os.fork()
        if child == 0:
            os.write(1, f"child {os.getpid()}\n".encode())
            try:
                job(Path(home), lambda line: os.write(1, f"{line}\n".encode()))
            except BaseException as error:  # noqa: BLE001  (told to the parent)
                os.write(1, f"trouble {error!r}\n".encode())
            while True:
                signal.pause()  # the kill is coming; its number must still be ours then
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    _serve()
