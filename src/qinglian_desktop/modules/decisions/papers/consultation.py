"""协商记录: what was talked over with residents, and what was agreed (村（居）民协商)."""

from datetime import date
from typing import NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Block,
    Document,
    Facts,
    Heading,
    Paragraph,
    SignLine,
    sealed,
)
from qinglian_desktop.modules.decisions.papers.minutes import to_write
from qinglian_desktop.modules.decisions.papers.values import late_mark, long_day


class Consulted(NamedTuple):
    """One consultation; what is not known yet is marked to be written."""

    unit: str
    topic: str
    form: str
    held_on: date
    source: str = ""
    place: str = ""
    chair: str = ""
    participants: str = ""
    points: str = ""
    outcome: str = ""
    owner: str = ""
    due_on: date | None = None
    done: str = ""
    goes_on: str = ""  # the matter it became
    late_on: date | None = None


def consultation(told: Consulted) -> Document:
    late = f"（补录，{paper_day(told.late_on)}登记）" if told.late_on else ""
    facts = (
        ("议题", told.topic),
        ("议题来源", told.source or "＿＿＿＿＿＿"),
        ("形式", told.form),
        ("时间", f"{long_day(told.held_on)}{late}"),
        ("地点", told.place or "＿＿＿＿＿＿"),
        ("主持人", told.chair or "＿＿＿＿＿＿"),
    )
    blocks: list[Block] = [
        Facts(facts),
        Heading("一、参加的人"),
        *_said(told.participants, "参加的人和身份"),
        Heading("二、主要意见"),
        *_said(told.points, "各方的意见"),
        Heading("三、协商结果"),
        *_said(told.outcome, "协商一致的意见，或没有达成一致的地方"),
        Heading("四、落实"),
        *(Paragraph(text) for text in _follow_up(told)),
        SignLine(("主持人", "记录人", "参加人代表", "日期")),
    ]
    return sealed(
        Document(
            "协商记录", "official", tuple(blocks), unit=told.unit, number=late_mark(told.late_on)
        )
    )


def _said(text: str, what: str) -> list[Block]:
    parts = [part for part in text.split("\n") if part.strip()]
    return [Paragraph(part) for part in parts] or [to_write(what)]


def _follow_up(told: Consulted) -> list[str]:
    made = []
    if told.goes_on:
        made.append(f"需要开会决定，已立为决策事项：{told.goes_on}。")
    who = f"由{told.owner}落实" if told.owner else "落实人：＿＿＿＿＿＿"
    until = f"，{paper_day(told.due_on)}前办完" if told.due_on else ""
    made.append(f"{who}{until}。")
    if told.done:
        made.append(f"落实情况：{told.done}")
    return made
