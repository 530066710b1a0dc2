"""问卷 and its count sheet: no name and no telephone stands on either."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Band,
    Block,
    Box,
    Column,
    Document,
    Facts,
    Form,
    Note,
    Paragraph,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.modules.survey.records import ANSWER_WORDS, ANSWERS

_Row = Mapping[str, Any]
_TALLY_MM: Final = 11  # 正 is written by hand
_ASKED_MM: Final = 15


def questionnaire(unit: str, questions: Sequence[str]) -> Document:
    """One sheet for one person, filled in without a name."""
    columns = (
        Column("题号", 5, "center"), Column("题目", 26),
        *(Column(word, 8, "center") for word in ANSWER_WORDS),
    )  # fmt: skip
    rows = tuple(
        (str(number), f"{question}？", *(("□",) * len(ANSWER_WORDS)))
        for number, question in enumerate(questions, 1)
    )
    blocks: tuple[Block, ...] = (
        Paragraph("这份问卷不写姓名、不写电话。请在合适的一格里打勾，每题只勾一格。"),
        Table(columns, rows, row_mm=_ASKED_MM),
        Form((4, 20), (Band((Box("意见建议", label=True), Box("", top=True)), mm=44),)),
        Note("收回的问卷只统计份数，统计以后装订保存。"),
    )
    return sealed(Document("群众满意度测评问卷", "form", blocks, unit=unit))


def count_sheet(unit: str, row: _Row, lines: Sequence[_Row], questions: Sequence[str]) -> Document:
    """The counts of a survey; empty boxes are for 正 by hand while it is counted."""
    facts = (
        (
            "测评日期",
            paper_day(date.fromisoformat(row["surveyed_on"])) if row["surveyed_on"] else "",
        ),
        ("怎么测评", f"{row['way'] or ''}，测评{row['target_group'] or ''}"),
        ("份数", _sheets(row)),
        ("满意率", _rate(row["satisfied_rate"])),
    )
    columns = (
        Column("题号", 5, "center"), Column("题目", 26),
        *(Column(word, 9, "center") for word in ANSWER_WORDS), Column("满意率", 9, "center"),
    )  # fmt: skip
    told = {one["seq"]: one for one in lines}
    asked = dict(enumerate(questions, 1)) | {n: one["question"] or "" for n, one in told.items()}
    # The first question is the survey as a whole, unless it was counted by itself.
    rows = tuple(
        _counts(str(number), asked[number], told.get(number, row if number == 1 else {}))
        for number in sorted(asked)
    )
    blocks = (
        Facts(facts),
        Table(columns, rows, row_mm=_TALLY_MM),
        Form((3, 24), (Band((Box("意见建议", label=True), Box(row["suggestions"] or "")), mm=14),)),
        Note("满意率 =（满意 + 基本满意）÷（有效份数 − 不了解）。只统计份数，不记姓名、电话。"),
        SignLine(("统计人", "监票人", "审核人", "日期")),
    )
    return sealed(Document("群众满意度测评统计表", "table", blocks, unit=unit))


def _counts(number: str, question: str, row: _Row) -> tuple[str, ...]:
    counts = (row.get(name) for name in ANSWERS)
    said = tuple("" if one is None else str(one) for one in counts)
    return (number, question, *said, _rate(row.get("satisfied_rate")))


def _rate(stored: int | None) -> str:
    return "" if stored is None else f"{show_quantity(stored)}%"


def _sheets(row: _Row) -> str:
    named = (
        ("计划", "sample_planned"),
        ("发出", "issued"),
        ("收回", "returned"),
        ("有效", "valid"),
    )
    return "，".join(
        f"{word} {row[name] if row[name] is not None else '＿＿＿'} 份" for word, name in named
    )
