"""Measures the ratios the program is held to, prints them, and keeps them in docs/benchmarks.md.

make bench                    everything; some minutes
.venv/bin/python benchmarks/run.py merge start     only these, printed and not kept
"""

import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import as_of
import bundles
import copies
import grid
import ledger
import lists
import meeting
import merge
import merging
import papers
import posting
import saving
import scores
import screens
import search
import start
import statements
import summary
import today
import workbook
import yearplan
from measure import Finding, machine

REPORT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
_PARTS: dict[str, tuple[Callable[[Path, int], Finding | list[Finding]], int]] = {
    "merge": (merge.measure, 5),
    "merging": (merging.measure, 5),
    "bundles": (bundles.measure, 5),
    "copies": (copies.measure, 3),
    "workbook": (workbook.measure, 9),
    "start": (start.measure, 11),
    "ledger": (ledger.measure, 7),
    "as_of": (as_of.measure, 5),
    "grid": (grid.measure, 3),
    "lists": (lists.measure, 5),
    "meeting": (meeting.measure, 5),
    "papers": (papers.measure, 7),
    "posting": (posting.measure, 5),
    "saving": (saving.measure, 3),
    "scores": (scores.measure, 5),
    "search": (search.measure, 3),
    "statements": (statements.measure, 5),
    "summary": (summary.measure, 5),
    "today": (today.measure, 3),
    "yearplan": (yearplan.measure, 3),
    "screens": (screens.measure, 3),
}
_HEAD = """# Measured ratios

Written by `make bench`. Each ratio compares two whole processes, run in turn, one pair after the
other in changing order; the first pair is thrown away and the figure is the median of the pairs'
ratios. The divisor is what the machine and the bare library need for the same work, so that the
figures can be compared between machines. Seconds are told for orientation only.
"""


def main(wanted: list[str]) -> int:
    if unknown := [name for name in wanted if name not in _PARTS]:
        print(f"unknown: {', '.join(unknown)}; there are: {', '.join(_PARTS)}", file=sys.stderr)
        return 2
    found: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        for name in wanted or _PARTS:
            measure, rounds = _PARTS[name]
            print(f"measuring: {name} …", file=sys.stderr, flush=True)
            made = measure(Path(scratch), rounds)
            found += made if isinstance(made, list) else [made]
    print("\n".join(table(found)))
    if not wanted:
        REPORT.write_text(report(found), encoding="utf-8")
        print(f"kept in {REPORT.relative_to(Path.cwd())}", file=sys.stderr)
    return int(any(one.verdict == "NOT MET" for one in found))


def table(found: Iterable[Finding]) -> list[str]:
    lines = ["| what | measured | goal | |", "|---|---|---|---|"]
    for one in found:
        goal = "–" if one.goal is None else f"≤ {one.goal:g} {one.unit}"
        lines.append(f"| {one.what} | {one.shown} | {goal} | {one.verdict} |")
    return lines


def report(found: list[Finding]) -> str:
    machines = [f"- {line}" for line in (*machine(), f"day: {date.today().isoformat()}")]
    details = [f"- {one.what}: {'; '.join(one.details)}" for one in found if one.details]
    parts = [_HEAD, *table(found), "", "## Machine", "", *machines, "", "## Spread", "", *details]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
