"""`make bench`: every ratio the design asks for, printed and kept in docs/benchmarks.md."""

import sys
import tempfile
from datetime import date
from pathlib import Path

import merge_bench
import paint_bench
import sheet_bench
import start_bench
from measure import Finding, machine

ROOT = Path(__file__).parents[1]
_HOW = (
    "Written by `make bench`. Whole processes in pairs, one after the other, the first pair "
    "thrown away; the median of the ratios. Machines are noisy: look at the ratio, not at "
    "the seconds."
)


def main(rounds: int) -> None:
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder:
        for bench in (start_bench, merge_bench, paint_bench, sheet_bench):
            finding = bench.measure(Path(folder), rounds)
            print(f"{finding.what}: {finding.shown} ({finding.verdict})")
            for line in finding.details:
                print(f"    {line}")
            findings.append(finding)
    (ROOT / "docs" / "benchmarks.md").write_text(_report(findings), encoding="utf-8")


def _report(findings: list[Finding]) -> str:
    lines = [
        "# Measured",
        "",
        _HOW,
        "",
        f"Taken on {date.today().isoformat()}:",
        *(f"- {line}" for line in machine()),
        "",
        "| what | measured | goal | |",
        "|---|---|---|---|",
    ]
    for one in findings:
        goal = "" if one.goal is None else f"≤ {one.goal:g}{' ms' if one.unit == 'ms' else ''}"
        lines.append(f"| {one.what} | {one.shown} | {goal} | {one.verdict} |")
    lines.append("")
    for one in findings:
        lines += [f"- {one.what}: {'; '.join(one.details)}" for _ in one.details[:1]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
