"""What is owed, and what runs out: lists for the desk and for the meeting."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.days import paper_day, short_day
from qinglian_desktop.core.document import Column, Document, Note, SignLine, Table, sealed


class Late(NamedTuple):
    """A contract that is behind."""

    number: str
    title: str
    party: str
    many: int  # dues
    since: date
    fen: int
    state: str
    served: str  # when it was demanded last


class RunsOut(NamedTuple):
    number: str
    title: str
    party: str
    subject: str
    rent_fen: int
    end_on: date
    left: str  # 还有 86 天, 已过 3 天
    owed_fen: int


def owed_list(unit: str, rows: Sequence[Late], day: date) -> Document:
    table = Table(
        (
            Column("合同编号", 13), Column("合同名称", 24), Column("对方", 18),
            Column("期数", 7, "right", counted=True), Column("最早应付", 14),
            Column("尚欠（元）", 16, "right", money=True), Column("逾期", 12),
            Column("最近催缴", 16),
        ),
        tuple(
            (one.number, one.title, one.party, one.many, short_day(one.since), one.fen, one.state,
             one.served)
            for one in rows
        ),
        totals=True,
    )  # fmt: skip
    return sealed(
        Document(
            "合同欠款清单", "table",
            (table, Note(f"截至{paper_day(day)}。"), SignLine()),
            unit=unit, period=f"截至{paper_day(day)}", made_on=day,
        )
    )  # fmt: skip


def runs_out_list(unit: str, rows: Sequence[RunsOut], within: int, day: date) -> Document:
    """For the meeting: what ends, and room to write what is proposed."""
    table = Table(
        (
            Column("合同编号", 13), Column("合同名称", 22), Column("对方", 16), Column("标的", 16),
            Column("年租金（元）", 15, "right", money=True), Column("到期", 13),
            Column("剩余", 12), Column("欠款（元）", 13, "right", money=True),
            Column("处理意见（续签、招租、收回）", 26),
        ),
        tuple(
            (one.number, one.title, one.party, one.subject, one.rent_fen, short_day(one.end_on),
             one.left, one.owed_fen, "")
            for one in rows
        ),
        totals=True,
        row_mm=11,
    )  # fmt: skip
    return sealed(
        Document(
            "到期合同清单", "table",
            (table, Note(f"{within} 天内到期和已经到期还在使用的合同，供会议商议。"), SignLine()),
            unit=unit, period=f"截至{paper_day(day)}", made_on=day,
        )
    )  # fmt: skip


class Row(NamedTuple):
    """A contract in the calendar: what falls due in each month, in 分."""

    title: str
    party: str
    months: tuple[int, ...]
    due: int
    paid: int
    late: int


def calendar(unit: str, rows: Sequence[Row], year: int, day: date) -> Document:
    """Twelve months across; every column is added up."""
    months = tuple(sum(one.months[place] for one in rows) for place in range(12))
    whole = Row(
        "合计", "", months, sum(one.due for one in rows), sum(one.paid for one in rows),
        sum(one.late for one in rows),
    )  # fmt: skip
    table = Table(
        (
            Column("合同", 16), Column("对方", 11),
            *(Column(f"{month}月", 9, "right", money=True) for month in range(1, 13)),
            Column("应收", 11, "right", money=True), Column("已收", 11, "right", money=True),
            Column("欠", 10, "right", money=True),
        ),
        tuple(_months(one) for one in (*rows, whole)),
        strong=(len(rows),),
    )  # fmt: skip
    return sealed(
        Document(
            f"{year}年应收日历", "table",
            (table, Note(f"截至{paper_day(day)}；单位：元。"), SignLine()),
            unit=unit, period=f"{year}年", made_on=day, sheet="a3",
        )
    )  # fmt: skip


def _months(one: Row) -> tuple[str | int, ...]:
    return (
        one.title, one.party, *(fen or "" for fen in one.months), one.due, one.paid,
        one.late or "",
    )  # fmt: skip
