"""docs/plan.md is the plan itself, and every task of it has its page and its test."""

import re
from pathlib import Path

import pytest

from qinglian_desktop.modules.evaluation import system
from qinglian_desktop.shell import pages
from qinglian_desktop.store import packs

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "plan.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in TEXT.splitlines()
    if re.match(r"\| [\dSR]+\.\d", line)
]
(PLAN,) = packs.named("work-plan")
AIMS = (
    "基层组织有力", "权力运行有序", "基层监督有为", "基层治理有效", "清廉氛围有魂",
    "人民群众有感",
)  # fmt: skip
# Pages that are no list of rows.
_OTHERS = frozenset({"party.party_year", "funds.transfers", "funds.rent_check", "archive.volumes",
                     "funds.payment_hints", "evaluation.gaps"})  # fmt: skip


def test_the_sentences_put_together_are_the_plan() -> None:
    parts = TEXT.split("\n## ")[1:]
    items = PLAN.rows("items")
    assert len(parts) == len(items) == 9 + 4 + 3
    for part, item in zip(parts, items, strict=True):
        said = "".join(line[2:] for line in part.splitlines() if line.startswith("> "))
        assert said == item["text"]


def test_every_task_of_the_plan_stands_there_once_under_its_item() -> None:
    assert [row[0] for row in ROWS] == [task["id"] for task in PLAN.rows("tasks")]
    parts = TEXT.split("\n## ")[1:]
    for part, item in zip(parts, PLAN.rows("items"), strict=True):
        told = set(re.findall(r"^\| ([\dSR]+\.\d+) ", part, re.M))
        assert told == {task["id"] for task in PLAN.rows("tasks") if task["item"] == item["id"]}


def test_the_six_aims_are_the_aspects_of_the_indicators() -> None:
    (pack,) = packs.named(system.NAME)
    assert tuple(row["name"] for row in pack.rows("dimensions")) == AIMS


def _pages() -> dict[str, str]:
    """Every page by its name, with the word of its tab."""
    found = {}
    for tab in (*pages.tabs_of(street=False), *pages.tabs_of(street=True)):
        found[tab.page_id] = tab.label
        found |= {f"{tab.page_id}.{table}": tab.label for table in tab.tables}
    return found


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_its_page_and_its_test_are_there(row: list[str]) -> None:
    _, done, where, test = row
    assert done
    named = re.findall(r"(?:^|、)(\S+?)(?: → \S+?)? `([a-z_.]+)`", where)
    assert named
    known = _pages()
    for label, page in named:
        if page in _OTHERS:
            page = page.partition(".")[0]
        assert known[page] == label
    (path, name) = re.fullmatch(r"`(tests/\S+\.py)::(test_\w+)`", test).groups()  # type: ignore[union-attr]
    assert f"def {name}(" in (ROOT / path).read_text("utf-8")
