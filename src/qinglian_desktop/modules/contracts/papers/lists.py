"""What is owed, and what runs out: lists for the desk and for the meeting."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.days import paper_day
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
            (one.number, one.title, one.party, one.many, _short(one.since), one.fen, one.state,
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
            (one.number, one.title, one.party, one.subject, one.rent_fen, _short(one.end_on),
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


def _short(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"
