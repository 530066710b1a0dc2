"""Kills a working process without warning (SIGKILL), at a moment of the test's choosing.

    with Nursery() as nursery:
        moments = nursery.moments("store.kill_jobs:record", home, seed=1, rounds=4)
        death = nursery.kill("store.kill_jobs:record", home, next(moments))

A nursery is one process that has everything loaded; for each job it forks a child, so that a
kill costs milliseconds. A job is `module:function` taking the data folder and `say`; every line
given to `say` is in the parent's hands before the child can die of anything later. On the way the
child also tells the marks it passes (a commit, an fsync, a rename), so that kills can be aimed
right behind them and it is known where each one fell.
"""

import importlib
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

Say = Callable[[str], None]
EXPLORE = bool(os.environ.get("QINGLIAN_EXPLORE"))
FULL = 200  # kills of each operation in the long form
UNTIL = float(os.environ.get("QINGLIAN_PART_UNTIL") or "inf")  # as time.time(); see faults/run.py
_FEWEST = 10  # kills, also when the time is over
_MARK, _READY, _ENDED, _DEAD, _WEAK = "~", "ready", "ended", "dead", "weak"


class Moment(NamedTuple):
    """`after` seconds behind the mark of that number; number 0 is the job's "ready".

    `waits`: the job stands still at that mark until it is killed, however busy the machine is.
    """

    mark: int
    after: float
    waits: bool = False


@dataclass
class Death:
    """What a job had told when it died."""

    said: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    ended: bool = False  # it was through before the kill: no kill at all

    @property
    def at(self) -> str:
        """The mark behind which it died."""
        return self.marks[-1] if self.marks else _READY


@dataclass
class Tally:
    """Counts the kills that met a job at work; one that had ended is begun again."""

    wanted: int
    kills: int = 0
    late: int = 0
    at: Counter[str] = field(default_factory=Counter)

    @property
    def over(self) -> bool:
        """Is the share of the time used up? Then it says how many kills there were."""
        return self.kills >= _FEWEST and time.time() > UNTIL

    def more(self) -> bool:
        assert self.late <= self.wanted + 50, "most kills come too late"
        return self.kills < self.wanted and not self.over

    def add(self, death: Death) -> None:
        if death.ended:
            self.late += 1
            return
        self.kills += 1
        self.at[death.at] += 1

    def report(self, what: str) -> None:
        """Printed with `pytest -s`: the figures of docs/reliability.md."""
        fell = ", ".join(f"{mark} {count}" for mark, count in self.at.most_common())
        sys.stdout.write(f"\n{what}: {self.kills} kills ({fell}); {self.late} too late\n")


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
        self._process.wait(timeout=120)  # a busy machine ends it late

    def kill(
        self, job: str, home: Path, moment: Moment, cut: Callable[[], object] | None = None
    ) -> Death:
        """Starts the job and kills it at that moment, or when it has ended before.

        With `cut` it is stopped first, and the disk is cut off below it before it dies: what it
        had not put there is gone with the power.
        """
        child, death = self._begin(job, home, moment.mark if moment.waits else 0)
        while len(death.marks) < moment.mark and not death.ended and death.at != _WEAK:
            self._hear(death)
        if not death.ended and death.at != _WEAK:
            _wait(moment.after)
        if cut is not None:
            os.kill(child, signal.SIGSTOP)
            cut()
        return self._end(child, death)

    def moments(self, job: str, home: Path, *, seed: int, rounds: int = 0) -> Iterator[Moment]:
        """Endless moments over the whole of the job, measured by letting it run once.

        One in four is any time at all. The rest are aimed at a mark, since a commit or a rename
        is short and would hardly be met by chance: some time behind it, or, twice as often, right
        there while the job waits, each kind of mark in its turn. A job without an end is measured
        over `rounds` lines that it says. What the measuring left in `home` stays there.
        """
        span, gaps, names = self._measure(job, home, rounds)
        places = {one: [n for n, name in enumerate(names, 1) if name == one] for one in names}

        def endless() -> Iterator[Moment]:
            chance = random.Random(seed)
            kinds = itertools.cycle(places.values() or [[0]])
            while True:
                yield Moment(0, chance.uniform(0, span))
                yield Moment(chance.choice(next(kinds)), 0, waits=True)
                mark = chance.randrange(len(gaps))
                yield Moment(mark, chance.uniform(0, gaps[mark]))
                yield Moment(chance.choice(next(kinds)), 0, waits=True)

        return endless()

    def _measure(self, job: str, home: Path, rounds: int) -> tuple[float, list[float], list[str]]:
        """How long it took, how long after each mark the next one came, and the marks."""
        child, death = self._begin(job, home)
        times = [time.perf_counter()]
        while not death.ended and (not rounds or len(death.said) < rounds):
            seen = len(death.marks)
            self._hear(death)
            times += [time.perf_counter()] * (len(death.marks) - seen)
        times.append(time.perf_counter())
        names = list(death.marks)
        self._end(child, death)
        gaps = [later - sooner for sooner, later in itertools.pairwise(times)]
        return times[-1] - times[0], gaps, names

    def _begin(self, job: str, home: Path, waits_at: int = 0) -> tuple[int, Death]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{job}\t{home}\t{waits_at}\n")
        self._process.stdin.flush()
        child = int(self._line().removeprefix("child "))
        first = self._line()
        assert first == _READY, first
        return child, Death()

    def _end(self, child: int, death: Death) -> Death:
        os.kill(child, signal.SIGKILL)
        while self._hear(death) != _DEAD:
            pass
        return death

    def _hear(self, death: Death) -> str:
        line = self._line()
        assert not line.startswith("trouble"), line
        if line.startswith(_MARK):
            death.marks.append(line[1:])
        elif line == _ENDED:
            death.ended = True
        elif line != _DEAD:
            death.said.append(line)
        return line

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the nursery died"
        return line.rstrip("\n")


def _wait(seconds: float) -> None:
    """The moment of the kill is what is being tested: a sleep alone comes too late for an fsync."""
    until = time.perf_counter() + seconds
    if seconds > 0.002:
        time.sleep(seconds - 0.001)
    while time.perf_counter() < until:
        pass


def tell(line: str) -> None:
    """In the child: one line to the parent."""
    os.write(1, f"{line}\n".encode())


def mark(name: str) -> None:
    """In the child: a place worth dying behind."""
    tell(_MARK + name)
    _way.passed += 1
    if _way.passed == _way.waits_at:
        _wait_for_the_kill()


def _wait_for_the_kill() -> None:
    while True:
        signal.pause()


@dataclass
class _Way:
    """How many marks this child has passed, and the one where it waits for the kill."""

    passed: int = 0
    waits_at: int = 0


_way = _Way()
_passes = itertools.count(1)


def weak_spot() -> None:
    """In a child made wrong on purpose: here a kill does harm. The third time it waits for one.

    Whether the checks find the harm must not hang on how busy the machine is.
    """
    if next(_passes) == 3:
        mark(_WEAK)
        _wait_for_the_kill()


def mark_commits(connection: Any) -> None:
    """Marks the beginning and the COMMIT of each transaction that writes."""
    writing = False

    def traced(statement: str) -> None:
        nonlocal writing
        if statement == "BEGIN IMMEDIATE":
            writing = True
            mark("change")
        elif statement == "COMMIT" and writing:
            writing = False
            mark("commit")

    connection.set_trace_callback(traced)


def _mark_the_disk() -> None:
    """Every fsync and rename of this process is marked, with the folder where it happens."""
    fsync, replace = os.fsync, os.replace

    def marked_fsync(handle: int) -> None:
        try:
            path = Path(f"/proc/self/fd/{handle}").readlink()
            folder = _short((path if path.is_dir() else path.parent).name)
        except OSError:  # no /proc on this system
            folder = "?"
        mark(f"fsync in {folder}")
        fsync(handle)

    def marked_replace(source: Any, target: Any, **more: Any) -> None:
        folder = _short(Path(target).parent.name)
        mark(f"rename in {folder}")
        replace(source, target, **more)
        mark(f"renamed in {folder}")

    os.fsync, os.replace = marked_fsync, marked_replace  # type: ignore[assignment]


def _short(folder: str) -> str:
    return "files" if re.fullmatch("[0-9a-f]{2}", folder) else folder  # files/<aa>/<sha256>


def _serve() -> None:
    # Loaded once, before any child: no kill is spent on the loading of modules.
    for module in ("cryptography.hazmat.primitives.ciphers.aead", "exchange.at_work"):
        importlib.import_module(module)

    for request in sys.stdin:
        name, home, waits_at = request.rstrip("\n").split("\t")
        module, function = name.split(":")
        job = getattr(importlib.import_module(module), function)
        child = os.fork()
        if child == 0:
            _way.waits_at = int(waits_at)
            tell(f"child {os.getpid()}")
            _mark_the_disk()
            try:
                job(Path(home), tell)
                tell(_ENDED)
            except BaseException as error:  # noqa: BLE001  (told to the parent)
                tell(f"trouble {error!r}")
            _wait_for_the_kill()  # it is coming; our number must still be ours then
        os.waitpid(child, 0)
        tell(_DEAD)


if __name__ == "__main__":
    # A job imports this file under its name; both must be one module.
    sys.modules["kill_rig"] = sys.modules["__main__"]
    _serve()
