"""Titles as clerks write them: the right row, or a question; never a wrong row."""

from pathlib import Path

import pytest

from lawbook import FIRST_2026, law
from qinglian_desktop.modules.decisions.rules import answered, find

_KINDS = {"V": "village", "C": "community"}
_LINES = Path(__file__).with_name("clerk_titles.txt").read_text(encoding="utf-8").splitlines()
TITLES = [
    (_KINDS[letter], title, frozenset(rows.split()))
    for letters, title, rows in (line.split("|") for line in _LINES if not line.startswith("#"))
    for letter in letters
]


def test_no_title_is_taken_for_something_else_and_the_known_ones_are_known() -> None:
    wrong = []
    for kind, title, right in TITLES:
        found = find(law(kind, FIRST_2026), title)
        said = found.rows[0].id if found.sure else "?"
        if said not in right:
            wrong.append((kind, title, said, *right))
    assert not wrong
    assert len(TITLES) > 400


@pytest.mark.parametrize(
    ("title", "like"),
    [
        ("党建主题广场活动", "修建文化广场"),
        ("购买广场舞服装", "装路灯"),
        ("建立沟通机制", "修排水沟"),
        ("建议把路边摊迁走", "修路"),
    ],
)
def test_words_that_only_look_alike_are_no_works(title: str, like: str) -> None:
    held = law("village", FIRST_2026)
    assert "works" not in {row.id for row in find(held, title).rows}
    assert [row.id for row in find(held, like).rows] == ["works"]


def test_a_community_buys_with_its_own_money_unless_the_collective_is_named() -> None:
    held = law("community", FIRST_2026)
    assert [row.id for row in find(held, "购买音响设备").rows] == ["community-spending"]
    assert [row.id for row in find(held, "合作社购买收割机设备").rows] == ["asset-buy"]


def test_three_answers_lead_to_the_ban_and_to_the_own_help() -> None:
    held = law("village", FIRST_2026)
    assert answered(held, "pledge", "collective", "all").id == "guarantee"
    assert answered(held, "help", "government", "some").id == "assistance-list"
    assert answered(held, "help", "committee", "some").id == "key-help"
    assert answered(held, "people", "none", "some").id == "membership", "no money: not their pay"
    assert answered(held, "asset", "private", "some").id == "own-property"
    community = law("community", FIRST_2026)
    assert answered(community, "asset", "private", "some").id == "owners"


def test_a_shop_of_a_community_is_its_own_or_the_collectives() -> None:
    held = law("community", FIRST_2026)
    both = {row.id for row in find(held, "社区门面出租").rows}
    assert both == {"facility", "asset-lease"}
    assert [row.id for row in find(held, "集体门面出租").rows] == ["asset-lease"]
    assert answered(held, "asset", "committee", "all").id == "facility"
