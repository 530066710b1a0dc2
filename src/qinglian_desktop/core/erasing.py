"""What was taken away for good, and what was cut off the trail: facts that stay written down.

A row that was erased keeps its id and its version and says nothing any more; `ERASED` in its `ext`
travels with it, so that every office that holds a copy knows.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, LONG, NAME
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Owner, Record, fact

ERASED = "erased"  # in `ext` of such a row and in its images; holds the day
ADDRESS = "to_office"  # stays: whose a row of the street is, so that it arrives there blank
KEPT_LONG_ENOUGH, BY_HAND, AT_RESTORE = "过了保存期", "彻底删除", "还原后补做"


class Erasure(
    Record,
    table="erasure",
    label="清除单",
    owner=Owner.EITHER,
    key=("of_table", "of_row"),
    named_by=("what", "erased_on"),
):
    """One row was erased: which, when, by whom and why, and nothing of what it said."""

    of_table: str = fact("表")
    of_row: str = fact("记录")
    what: str = fact("是哪一类")
    why: str = fact("为什么清除", CHOICE, choices=(KEPT_LONG_ENOUGH, BY_HAND, AT_RESTORE))
    reason: str | None = fact("缘由", LONG, default=None)
    who: str = fact("经办", NAME)
    erased_on: date = fact("清除日期", DAY)
    steps: str | None = fact("清掉说明的步骤", LONG, default=None)  # JSON list of change numbers


class TrailCut(
    Record,
    table="trail_cut",
    label="留痕精简",
    owner=Owner.LOCAL,
    key=("upto_seq",),
    named_by=("first_day", "last_day"),
):
    """Images up to a number were taken off; number and hash of the last one stay."""

    upto_seq: int = fact("到第几条", COUNT)
    upto_hash: str = fact("那一条的指纹")
    images: int = fact("多少条", COUNT)
    steps: int = fact("多少步", COUNT)
    first_day: date = fact("从哪天", DAY)
    last_day: date = fact("到哪天", DAY)
    reason: str = fact("缘由", LONG)
    who: str = fact("经办", NAME)
    signature: str | None = fact("签名", LONG, default=None)


def is_erased(row: Mapping[str, Any]) -> bool:
    """Does nothing but its version stand of this row?"""
    return f'"{ERASED}":' in (row.get("ext") or "")


def refuse_erased(record: type[Record], row: Mapping[str, Any] | None) -> None:
    """Nothing brings such a row back: neither the form nor the recycle bin nor undo."""
    if row is not None and is_erased(row):
        raise Refused(
            f"这条{record.label}已经清除，找不回来", "要再登记请新增一条", code="QL-SE-120"
        )
