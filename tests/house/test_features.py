"""Every feature in docs/features.md names a test that exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    line.split("|")[1:4]
    for line in (ROOT / "docs" / "features.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and "`tests/" in line
]


def test_the_list_is_not_empty() -> None:
    assert len(ROWS) > 40


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip() for row in ROWS])
def test_the_named_test_exists(row: list[str]) -> None:
    named = re.findall(r"`(tests/[^`]+)`", row[2])
    assert named
    for one in named:
        path, _, name = one.partition("::")
        text = (ROOT / path).read_text("utf-8")
        assert re.search(rf"^\s*def {name or 'test_'}\w*\(", text, re.M), one


def test_no_feature_is_listed_twice() -> None:
    ids = [row[0].strip() for row in ROWS]
    assert len(ids) == len(set(ids))
