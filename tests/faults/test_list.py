"""Is there a test for every fault of the design?"""

import re

import pytest

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
        assert re.search(rf"^def {name or 'test_'}\w*\(", text, re.M), named
