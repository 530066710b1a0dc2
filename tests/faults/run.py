"""`make faults`: every fault of the list, in its long form, within half an hour.

    python tests/faults/run.py [--minutes 30] [--kills] [--write]

Two parts run at a time, each with a share of the time; a part that works by number stops when its
share is used up and says how many it did. With --write the table of docs/reliability.md is
written anew from what was seen. With --kills only what is killed at work is run, with all the time
for it, and the line of the kills is written.
"""

import argparse
import contextlib
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parents[1]))
from faults.listed import ROOT, Fault, faults

HUNGRY = ("test_many_mutants.py", "test_fuzz.py")  # take what time the others leave
_READERS = 11  # of the fuzzer, one after the other
GOALS = {"PL-02": 1_000, "F35": 100_000}  # what was promised: kills, bad bundles
_LATE = 120  # seconds a part may go on after the end before it is stopped
_TOLD = (0, 1)  # how pytest ends when every test it was asked for has been run
_TABLE = re.compile(r"(<!-- faults -->\n).*(\n<!-- /faults -->)", re.S)
_KILLS = re.compile(r"(<!-- kills -->\n).*(\n<!-- /kills -->)", re.S)
_TYPING = "tests/shell/test_typed_text.py::test_a_killed_program_loses_at_most_a_second_of_typing"


class Part(NamedTuple):
    name: str
    tests: tuple[str, ...]
    long: bool


class Seen(NamedTuple):
    """What a part came to."""

    part: Part
    passed: Counter[str]  # by test, without its parameters
    skipped: Counter[str]
    failed: tuple[str, ...]
    seconds: float


def parts(listed: Iterable[Fault]) -> list[Part]:
    """The tests by file and form; the long ones first, the hungry ones last."""
    found: dict[tuple[str, bool], dict[str, None]] = defaultdict(dict)
    for fault in listed:
        for form, tests in ((True, fault.long), (False, fault.tests)):
            for test in tests:
                found[test.partition("::")[0], form][test] = None
    made = [Part(name, tuple(tests), form) for (name, form), tests in found.items()]
    return sorted(made, key=lambda p: (p.name.endswith(HUNGRY), not p.long, p.name))


def killing(listed: Iterable[Fault]) -> list[Part]:
    """Of these what is killed at work: by a Tally, and the window somebody types into."""
    long = [part for part in parts(listed) if part.long]
    found = [part for part in long if Path(part.name).name.startswith("test_kills")]
    return [*found, Part(_TYPING.partition("::")[0], (_TYPING,), True)]


def run(part: Part, until: float, share: float, told: Path) -> Seen:
    began = time.monotonic()
    if time.time() > until:
        return Seen(part, Counter(), Counter(), (f"{part.name}: its turn did not come",), 0)
    with tempfile.TemporaryDirectory(prefix="qinglian-faults-") as folder:
        report = Path(folder) / "report.xml"
        env = {
            **os.environ, "QT_QPA_PLATFORM": "offscreen", "QINGLIAN_FAULTS": str(told),
            "QINGLIAN_UNTIL": str(until), "QINGLIAN_SHARE": str((until - time.time()) / _READERS),
        }  # fmt: skip
        if part.long:
            env |= {"QINGLIAN_EXPLORE": "1", "QINGLIAN_PART_UNTIL": str(time.time() + share)}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        basetemp = f"--basetemp={folder}/tmp"
        left = max(until - time.time(), 60)
        # What is not told when the time is over is missing from the report, and is said so.
        ended = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            ended = subprocess.run(
                [*command, basetemp, f"--junit-xml={report}", *part.tests], cwd=ROOT, env=env,
                capture_output=True, check=False, timeout=left + _LATE,
            )  # fmt: skip
        seconds = time.monotonic() - began
        return _read(part, report, seconds, None if ended is None else ended.returncode)


def _read(part: Part, report: Path, seconds: float, status: int | None) -> Seen:
    passed, skipped, failed = Counter[str](), Counter[str](), list[str]()
    if status is None or not report.is_file():
        return Seen(part, passed, skipped, (f"{part.name}: did not end in its time",), seconds)
    if status not in _TOLD:  # a test that is not there, a file that cannot be read
        failed.append(f"{part.name}: pytest ended with {status}, and not all was run")
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{part.name}::{case.get('name', '').partition('[')[0]}"
        trouble = case.find("failure") if case.find("failure") is not None else case.find("error")
        if trouble is not None:
            said = str(trouble.get("message")).replace("\n", " ")[:600]
            failed.append(f"{part.name}::{case.get('name')} — {said}")
        elif case.find("skipped") is not None:
            skipped[name] += 1
        else:
            passed[name] += 1
    return Seen(part, passed, skipped, tuple(failed), seconds)


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=30)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--kills", action="store_true")
    given = asked.parse_args()
    listed, began = faults(), time.time()
    with tempfile.NamedTemporaryFile(prefix="qinglian-told-") as told:
        todo = killing(listed) if given.kills else parts(listed)
        share = given.minutes * 60 / (1 if given.kills else sum(part.long for part in todo))
        seen = _all(todo, began, given.minutes * 60, share, Path(told.name))
        counts, kills = _counts(Path(told.name))
    table = _table(listed, seen, counts)
    minutes = (time.time() - began) / 60
    failed = [name for one in seen for name in one.failed]
    goals = {"PL-02"} if given.kills else set(GOALS)
    head = f"{_head(minutes, seen)} {_kills(kills)}{_short_of(counts, goals)}"
    sys.stdout.write(f"{head}\n\n{'' if given.kills else table}\n")
    for name in failed:
        sys.stdout.write(f"NOT GREEN: {name}\n")
    if given.write and not failed:
        page = ROOT / "docs" / "reliability.md"
        text = page.read_text("utf-8")
        if given.kills:
            text = _KILLS.sub(lambda m: f"{m[1]}{head}{m[2]}", text)
        else:
            text = _TABLE.sub(lambda m: f"{m[1]}{head}\n\n{table}{m[2]}", text)
        page.write_text(text, "utf-8")
    return 1 if failed else 0


def _all(todo: list[Part], began: float, seconds: float, share: float, told: Path) -> list[Seen]:
    """Two at a time; a long one that works by number has `share` seconds."""

    def one(part: Part) -> Seen:
        seen = run(part, began + seconds, share, told)
        state = "not green" if seen.failed else "ok"
        sys.stdout.write(f"{state:9} {seen.seconds:6.0f} s  {part.name}\n")
        sys.stdout.flush()
        return seen

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, todo))


def _counts(told: Path) -> tuple[Counter[str], Counter[str]]:
    """Cases by fault, and kills by operation."""
    counts, kills = Counter[str](), Counter[str]()
    for line in told.read_text("utf-8").splitlines():
        said = json.loads(line)
        counts[said["fault"]] += said["cases"]
        if said["fault"] == "PL-02":
            kills[said["what"]] += said["cases"]
    return counts, kills


def _kills(kills: Counter[str]) -> str:
    listed = ", ".join(f"{what} {many}" for what, many in kills.most_common())
    return f"{kills.total():,} kills over {len(kills)} operations ({listed})."


def _short_of(counts: Counter[str], goals: Iterable[str] = GOALS) -> str:
    """What there was no time for is said, not passed over."""
    return "".join(
        f" Fewer than the {goal:,} of {name}: {counts[name]:,}, for want of time."
        for name, goal in GOALS.items()
        if name in goals and counts[name] < goal
    )


def _head(minutes: float, seen: list[Seen]) -> str:
    skipped = sum(sum(one.skipped.values()) for one in seen)
    left_out = f"; {skipped} left out for want of root or a compiler" if skipped else ""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    machine = f"{os.cpu_count()} cores, {memory} GB, {platform.system()}"
    return (
        f"Run of {date.today():%Y-%m-%d} ({machine}, Python {platform.python_version()}), "
        f"{minutes:.0f} minutes{left_out}."
    )


def _table(listed: list[Fault], seen: list[Seen], counts: Counter[str]) -> str:
    passed, skipped = Counter[str](), Counter[str]()
    for one in seen:
        passed.update(one.passed)
        skipped.update(one.skipped)
    broken = {re.split(r"[\[ ]", name)[0] for one in seen for name in one.failed}
    lines = ["| # | fault | expected | cases | result |", "|---|---|---|---|---|"]
    for fault in listed:
        tests = fault.shown_by
        cases = max(counts[fault.name], sum(_of(passed, test) for test in tests))
        if any(name.startswith(test) for test in tests for name in broken):
            result = "**not green**"
        elif not cases:
            result = "left out here"
        else:
            result = "held" + (", in part" if any(_of(skipped, test) for test in tests) else "")
        note = f" {fault.instead}" if fault.instead else ""
        line = f"| {fault.name} | {fault.fault} | {fault.expected} | {cases:,} | {result}.{note} |"
        lines.append(line)
    return "\n".join(lines)


def _of(counted: Counter[str], test: str) -> int:
    """Of one test, or of all tests of a file."""
    return sum(many for name, many in counted.items() if name == test or _within(name, test))


def _within(name: str, test: str) -> bool:
    return "::" not in test and name.startswith(f"{test}::")


if __name__ == "__main__":
    raise SystemExit(main())
