"""vote and route on the command line: the same rules as the pages, with or without an office."""

import json
from pathlib import Path
from typing import Any

import pytest

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
