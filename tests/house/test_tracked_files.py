"""Nothing of the machine it was written on is left in what we hand out."""

import re
import subprocess
from pathlib import Path

import pytest

from reading_source import ROOT

TEXTS = {".py", ".toml", ".md", ".txt", ".sh", ".cfg", ".lock", ".in", ".csv", ".json", ".yml",
         ".yaml", ".svg", ""}  # fmt: skip
# Addresses and folders that only exist where somebody worked.
TRACES = re.compile(
    r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|tmp/[\w-]{3,})(?=/)"
    r"|[A-Z]:\\\\?Users\\\\?\w+"
    r"|--(?:extra-)?index-url|--trusted-host|PIP_INDEX_URL="
    r"|https?://(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|[\w-]+(?:[:/]|$))",
    re.MULTILINE,
)

SPEAKING_OF_THEM = {"tests/house/test_tracked_files.py", "tests/house/test_resources.py"}


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a checkout")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_path_or_host_of_a_machine_is_in_a_tracked_file() -> None:
    found = []
    for name in tracked():
        path = ROOT / name
        if path.suffix not in TEXTS or name in SPEAKING_OF_THEM:
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if trace := TRACES.search(line):
                found.append(f"{name}:{number}: {trace[0]}")
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "cp /home/someone/x .", "open('/tmp/brief/x')", "--index-url https://x",
        "http://localhost:8080/", "http://10.0.0.1/", "https://registry/simple",
    ],
)  # fmt: skip
def test_a_trace_is_recognised(line: str) -> None:
    assert TRACES.search(line)


def test_nothing_made_by_running_is_tracked() -> None:
    made = ("__pycache__/", ".venv/", ".hypothesis/", "demo/", "screenshots/", ".mypy_cache/")
    assert not [name for name in tracked() if name.startswith(made) or "/__pycache__/" in name]


def test_no_work_is_left_lying_about() -> None:
    left = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    found = []
    for name in tracked():
        if name.endswith(".py") and name != "tests/house/test_tracked_files.py":
            for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), 1):
                if left.search(line):
                    found.append(f"{name}:{number}")
    assert found == []


def parts_of_the_suite(tmp_path: Path, status: int) -> tuple[list[str], int]:
    """What `make test` hands to pytest, a path each, and how it ends; pytest is not run."""
    stand_in = tmp_path / "python"
    stand_in.write_text(f'#!/bin/sh\nshift 3; echo "part $@"; exit {status}\n')
    stand_in.chmod(0o755)
    asked = [ROOT / "tests/all.sh", stand_in]
    told = subprocess.run(asked, check=False, capture_output=True, text=True)
    lines = [line.split()[1:] for line in told.stdout.splitlines() if line.startswith("part ")]
    return [path for line in lines for path in line], told.returncode


def test_every_test_is_run_once(tmp_path: Path) -> None:
    parts, status = parts_of_the_suite(tmp_path, 0)
    assert status == 0
    for file in ROOT.glob("tests/**/test_*.py"):
        name = str(file.relative_to(ROOT))
        assert len([p for p in parts if name == p or name.startswith(f"{p}/")]) == 1, name


def test_a_part_that_is_not_green_makes_the_whole_fail(tmp_path: Path) -> None:
    assert parts_of_the_suite(tmp_path, 1)[1] != 0
