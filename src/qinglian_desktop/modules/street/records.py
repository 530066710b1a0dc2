"""What the street's desk itself writes down: papers whose numbers can be traced."""

from datetime import date

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, LONG
from qinglian_desktop.core.record import Owner, Record, fact


class TracedPaper(
    Record,
    table="traced_paper",
    label="打出的汇总表",
    owner=Owner.LOCAL,
    key=("first",),
    named_by=("title",),
    happened="printed_on",
):
    """A printed paper; its codes begin with `first` and the `runs` - 1 numbers after it."""

    first: int = fact("起号", COUNT)
    runs: int = fact("占几个号", COUNT)
    title: str = fact("哪张表")
    printed_on: date = fact("日期", DAY)
    meaning: str = fact("内容标识")  # the same for the same figures and rows
    evidence: tuple[str, ...] | None = fact("当时的记录", FILES, default=None)


VERIFIED, PASSED_ON = ("核实无问题", "已转单位")


class CrossCheck(
    Record,
    table="cross_check",
    label="比对结果",
    owner=Owner.LOCAL,
    key=("mark",),
    named_by=("kind", "about"),
    happened="said_on",
):
    """What the street said to something found at two units; it holds while the rows are those."""

    mark: str = fact("哪一处")
    kind: str = fact("类型")
    about: str = fact("说的是", LONG, veiled=True)
    verdict: str = fact("结果", CHOICE, choices=(VERIFIED, PASSED_ON))
    note: str | None = fact("说明", LONG, default=None, veiled=True)
    said_on: date = fact("日期", DAY)


RECORDS = (TracedPaper, CrossCheck)
