"""vote and route on the command line: the same rules as the pages, with or without an office."""

import json
from pathlib import Path
from typing import Any

import pytest

from exchange.at_work import World
from qinglian_desktop import RESOURCES
from qinglian_desktop.shell import cli


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def answer(*words: str, status: int = 0) -> Any:
        given = ["--home", str(tmp_path / "none"), "--json", *words]
        assert cli.main(given) == status
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    return answer


def test_a_vote_is_judged_by_the_law_of_its_day(ask: Any) -> None:
    words = ("--due", "33", "--present", "22", "--for", "12", "--against", "8", "--abstain", "2")
    found = ask("vote", "村民代表会议", "--on", "2026-01-01", *words)
    assert (found["quorate"], found["passed"], found["law"]) == (True, True, "village-2026")
    assert found["needs"] == {"present": 22, "yes": 12}
    assert ask("vote", "村民代表会议", "--on", "2025-12-31", *words)["law"] == "village-2018"
    assert ask("vote", "居民代表会议", "--due", "33")["yes"] == 12


def test_votes_that_do_not_add_up_and_unknown_meetings_are_refused(ask: Any) -> None:
    said = ask("vote", "representatives", "--due", "33", "--present", "28", "--for", "27", status=1)
    assert "差 1 票" in said["refused"]["what"]
    said = ask("vote", "茶话会", "--due", "33", status=1)
    assert "没有叫〔茶话会〕的会议" in said["refused"]["what"]


def test_a_matter_is_routed_and_an_unknown_one_is_asked_about(ask: Any) -> None:
    found = ask("route", "集体鱼塘租给外村人", "--on", "2026-03-02", "--collective", "yes")
    assert (found["class"], found["path"], found["row"]) == ("M02", "完整", "land-representatives")
    asked = ask("route", "说不清的事", "--on", "2026-03-02")
    assert asked["path"] == "问清再定"
    assert len(asked["questions"]) == 3
    answers = ("--what", "works", "--whose", "committee", "--reach", "all")
    assert ask("route", "说不清的事", "--kind", "village", *answers)["matter"] == "works"


def test_amount_line_and_delegation_change_the_way(ask: Any) -> None:
    words = ("route", "修建村道公路", "--on", "2026-03-02", "--threshold", "5万")
    assert ask(*words, "--amount", "3万")["path"] == "简易"
    given = "M06+M07:2026-01-01:2026-12-31"
    assert ask(*words, "--amount", "8万", "--delegated", given)["row"] == "representatives"
    said = ask(*words, "--amount", "很多", status=1)
    assert "看不懂" in said["refused"]["what"]


def test_a_changed_pack_from_the_street_to_the_unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World(tmp_path)
    unit = world.unit()
    homes = world.street.home, unit.home
    world.close()
    text = (RESOURCES / "packs" / "law" / "community-2026.toml").read_text("utf-8")
    for old, new in (
        ('version = "community-2026"', 'version = "community-2027"'),
        ("effective_from = 2026-01-01", "effective_from = 2027-03-01"),
        ("min_posting_days = 15", "min_posting_days = 20"),
    ):
        text = text.replace(old, new)
    file = tmp_path / "新规则.toml"
    file.write_text(text, "utf-8")

    def ask(home: Path, *words: object) -> Any:
        assert cli.main(["--home", str(home), "--json", *map(str, words)]) == 0
        return json.loads(capsys.readouterr().out)

    (sealed,) = ask(homes[0], "rules", "issue", file, "--to", world.usb)
    seen = ask(homes[1], "rules", "inspect", sealed)
    assert {"where": "公示－最少公示天数", "before": "15", "after": "20"} in seen["changes"]
    versions = {row["version"] for row in ask(homes[1], "rules", "list", "--on", "2027-03-01")}
    assert "community-2027" not in versions
    assert ask(homes[1], "rules", "accept", sealed)["version"] == "community-2027"
    listed = ask(homes[1], "rules", "list", "--on", "2027-03-01")
    assert "community-2026" not in {row["version"] for row in listed}
    assert ("community-2027", "通惠街道") in [(r["version"], r["came_from"]) for r in listed]
    assert cli.main(["--home", str(homes[1]), "bundle", "import", sealed]) == 1
    assert "规则包" in capsys.readouterr().err
