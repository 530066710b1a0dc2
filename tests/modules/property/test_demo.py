"""The demonstration's units own something, and their registers tie to their books (SZ-22)."""

from pathlib import Path
from random import Random

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.modules.funds.reads import off_balance
from qinglian_desktop.modules.property import reads, tying
from qinglian_desktop.shell.demo import holding, unit
from windows import TODAY


@pytest.mark.parametrize(("kind", "least"), [("village", 30), ("community", 10)])
def test_the_difference_report_of_the_demonstration_is_nothing(
    tmp_path: Path, kind: str, least: int
) -> None:
    with clock.fixed(TODAY), make_book(tmp_path, kind) as book:
        one = unit.Unit(book, Random(5), 0)
        holding.register(one)
        account = one.accounts[-1]
        report = tying.tie(book, account, TODAY)
        assert not report.gap and not report.causes and report.lines
        assert off_balance(book, account, TODAY) == 0
        assert len(reads.register(book, account)) >= least
        if kind == "village":
            assert reads.idle(book, TODAY) and reads.unpaid(book) and reads.low_yield(book, TODAY)
