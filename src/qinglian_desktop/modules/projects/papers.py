"""资料清单: which papers the file of a project must hold, to be ticked by hand."""

from collections.abc import Sequence
from typing import NamedTuple

from qinglian_desktop.core.document import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    SignLine,
    Table,
    sealed,
)

_BLANK = "＿＿＿＿＿＿"


class Stage(NamedTuple):
    name: str
    papers: tuple[str, ...]
    missing: tuple[str, ...] = ()  # only of the stage the project is at


class Filed(NamedTuple):
    """A project as its list of papers wants it."""

    unit: str
    number: str
    name: str
    facts: tuple[tuple[str, str], ...]
    stages: Sequence[Stage]
    here: str  # the stage it is at
    hints: tuple[str, ...] = ()


def papers(told: Filed) -> Document:
    """Every stage with its papers and a square for each; what stands out comes last."""
    rows = []
    for stage in told.stages:
        for place, paper in enumerate(stage.papers):
            rows.append((stage.name if place == 0 else "", paper, "□ 有　□ 没有", ""))
    table = Table(
        (
            Column("阶段", 12), Column("要有的资料", 34), Column("有没有", 18, align="center"),
            Column("备注", 18),
        ),
        tuple(rows),
        row_mm=9,
    )  # fmt: skip
    facts = tuple((label, value or _BLANK) for label, value in told.facts)
    blocks: list[Block] = [Facts(facts), Heading("一、资料"), table]
    lacking = [stage for stage in told.stages if stage.name == told.here and stage.missing]
    if lacking:
        blocks += [
            Heading(f"二、“{told.here}”还差"),
            Note("、".join(lacking[0].missing) + "。"),
        ]
    if told.hints:
        blocks.append(Heading("三、要核实的" if lacking else "二、要核实的"))
        blocks += [Note(f"{number}. {hint}") for number, hint in enumerate(told.hints, 1)]
    blocks.append(SignLine(("整理人", "核对人", "日期")))
    return sealed(
        Document("工程资料清单", "official", tuple(blocks), unit=told.unit, number=told.number)
    )
