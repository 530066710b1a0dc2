"""Is there a test for every fault of the design?"""

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from faults import run
from faults.listed import ROOT, Fault, faults

ALL = faults()


def test_every_fault_of_the_design_is_listed_once_in_order() -> None:
    assert [one.name for one in ALL] == [f"F{number:02d}" for number in range(1, 71)]


@pytest.mark.parametrize("fault", ALL, ids=lambda one: str(one.name))
def test_each_says_what_is_expected_and_names_tests_that_exist(fault: Fault) -> None:
    assert fault.fault and fault.expected
    assert fault.shown_by, "a fault without a test"
    for named in fault.shown_by:
        path, _, name = named.partition("::")
        text = (ROOT / path).read_text("utf-8")
        assert f"\ndef {name or 'test_'}" in text, named
        assert not name or f"\ndef {name}(" in text, named


def test_no_kill_of_the_suite_is_left_out_of_the_long_run() -> None:
    """A test that makes many kills (a Tally) is in the list in its long form."""
    long = {named for fault in ALL for named in fault.long}
    for path in (ROOT / "tests").rglob("test_kills*.py"):
        name = path.relative_to(ROOT).as_posix()
        for told in re.split(r"^(?=def )", path.read_text("utf-8"), flags=re.M):
            if "tally.report(" in told:
                test = told.removeprefix("def ").partition("(")[0]
                assert f"{name}::{test}" in long, f"{name}::{test}"
                assert 'counted("PL-02"' in told, f"{name}::{test} does not count its kills"


def test_a_part_that_did_not_run_its_tests_is_not_green(tmp_path: Path) -> None:
    """Positive control of the run: a test that is not there must not read as "left out here"."""
    missing = run.Part(Path(__file__).name, (f"{__file__}::test_not_there",), False)
    seen = run.run(missing, time.time() + 600, 600, tmp_path / "told")
    assert seen.failed and not seen.passed


def test_a_run_says_what_it_had_no_time_for() -> None:
    assert run._short_of(Counter(run.GOALS)) == ""
    said = run._short_of(Counter({"PL-02": 1_000, "F35": 26_010}))
    assert said == " Fewer than the 100,000 of F35: 26,010, for want of time."


def test_a_run_of_kills_alone_has_every_operation_that_is_killed() -> None:
    tests = {test for part in run.killing(ALL) for test in part.tests}
    assert all(part.long for part in run.killing(ALL))
    assert {t for one in ALL for t in one.long if "/test_kills" in t} < tests
    assert len(tests) >= 9 and all((ROOT / t.partition("::")[0]).is_file() for t in tests)
