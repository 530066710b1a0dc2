"""Data quality in words: what is said of a unit is counted right, and opens just those rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.at_work import World, report
from office import make_entry, make_person
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.modules.street import quality


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    good, bad = made.unit(2), made.unit(1)
    for name in ("李建华", "王秀英", "周永福"):
        make_person(bad, name, id_number=None, household_no="1-001")
    make_person(bad, "赵德明", id_number=None, household_no="1-002", state="迁出")  # not listed
    make_person(bad, "陈桂芳", id_number=None, household_no=None)
    make_entry(bad, 100, voucher_no="01", approver=None)
    make_entry(bad, 100, voucher_no="02", approver="李建华")
    make_entry(bad, 100, voucher_no="03", direction="收入", approver=None)  # nobody approves that
    with bad.change("登记户") as change:
        change.put(Household(number="1-001", head="李建华"))
        change.put(Household(number="1-002"))
    for unit in (good, bad):
        report(unit, made.street, made.usb)
    yield made
    made.close()


def test_what_a_unit_lacks_is_said_in_words_with_right_counts(world: World) -> None:
    bad, good = quality.quality(world.street)
    assert (bad.unit, good.unit) == ("第1社区", "第2社区")  # by code
    assert bad.said == (
        "4 人缺证件号；1 人没有写户号；1 户没有写户主；2 笔支出没有票据附件；1 笔支出没有写审批人"
    )
    assert good.said == "没有发现缺的"


def test_each_sentence_opens_as_many_rows_of_that_unit_as_it_says(world: World) -> None:
    bad, _good = quality.quality(world.street)
    for lack in bad.lacks:
        rows = world.street.rows(lack.behind)
        assert len(rows) == lack.number and str(lack.number) in lack.words
        assert len({row["owner"] for row in rows}) == 1
