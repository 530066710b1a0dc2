"""交接 (U-07): one clerk hands the desk to another; finished only when both have signed."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FILES, LONG, MOMENT, NAME
from qinglian_desktop.core.record import Owner, Record, fact

UNFINISHED, FINISHED = STATES = ("未完成交接", "已完成交接")


class Handover(
    Record,
    table="handover",
    label="交接",
    owner=Owner.LOCAL,
    key=("handed_on",),
    named_by=("handed_on", "state"),
    happened="handed_on",
    adds_up=False,
    whole=True,
):
    handed_on: date = fact("交接日期", DAY)
    giver: str = fact("交出人", NAME, suggests="person")
    taker: str = fact("接手人", NAME, suggests="person")
    state: str = fact("状态", CHOICE, choices=STATES, default=UNFINISHED, kept=True)
    package: str | None = fact("交接包", default=None, kept=True)
    listed: tuple[str, ...] | None = fact("交接清单", FILES, default=None, kept=True)
    list_hash: str | None = fact("清单指纹", default=None, kept=True)
    open_count: int | None = fact("未办结", COUNT, default=None, kept=True)
    late_count: int | None = fact("其中已过期", COUNT, default=None, kept=True)
    lacking_count: int | None = fact("缺佐证", COUNT, default=None, kept=True)
    row_count: int | None = fact("台账条数", COUNT, default=None, kept=True)
    file_count: int | None = fact("附件数", COUNT, default=None, kept=True)
    gave_at: str | None = fact("交出人签字", MOMENT, default=None, kept=True)
    took_at: str | None = fact("接手人签字", MOMENT, default=None, kept=True)
    files: tuple[str, ...] | None = fact("签好的清单", FILES, default=None)
    note: str | None = fact("备注", LONG, default=None)


class Line(NamedTuple):
    """One thing that is left to do: what, until when, who has it."""

    what: str
    due_on: str = ""
    who: str = ""
    late: bool = False


class Inventory(NamedTuple):
    """Everything that is handed over, as it stood at that moment."""

    unit: str
    made_at: str
    giver: str
    taker: str
    open: tuple[Line, ...]
    lacking: tuple[str, ...]  # what asks for evidence and has none
    keys: tuple[str, ...]  # keys and PINs to be changed, each with what to do
    waiting: tuple[str, ...]  # bundles without a receipt
    tables: Mapping[str, tuple[str, int, str]]  # table → its word, rows, hash
    files: int

    @property
    def rows(self) -> int:
        return sum(rows for _, rows, _ in self.tables.values())

    @property
    def late(self) -> int:
        return sum(line.late for line in self.open)
