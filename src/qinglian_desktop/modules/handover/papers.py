"""The list of a hand-over on paper: what is left to do, what is counted, where both sign."""

from datetime import date

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.modules.handover.records import Inventory, Line

_OPEN = (
    Column("序", 5, align="center"), Column("事项", 46), Column("到期", 16), Column("责任人", 12),
    Column("已过期", 9, align="center"),
)  # fmt: skip
_TABLES = (
    Column("台账", 30), Column("条数", 12, counted=True), Column("校验码", 34),
)  # fmt: skip
_TOLD = 16  # figures of a hash that two people can compare by eye
_HASHES = "校验码由台账内容算出。恢复到新电脑后按“核对”，条数和校验码都要和这里一样。"


def paper(listed: Inventory, *, package: str = "", fingerprint: str = "") -> Document:
    """`package` and `fingerprint` of what was made; without them it is the state of now."""
    blocks: list[Block] = [Facts(_facts(listed, package, fingerprint))]
    blocks += [Heading("一、未办结的事"), *_open(listed.open)]
    blocks += [Heading("二、缺佐证的事项"), *_named(listed.lacking, "没有缺佐证的事项。")]
    blocks += [Heading("三、钥匙与口令"), *_named(listed.keys, "没有要换的钥匙。")]
    blocks += [Heading("四、没有回执的包"), *_named(listed.waiting, "报出的包都有回执。")]
    rows = tuple((word, rows, code[:_TOLD]) for word, rows, code in listed.tables.values())
    blocks += [Heading("五、台账条数"), Table(_TABLES, rows, totals=False), Note(_HASHES)]
    blocks += [
        Paragraph("以上内容已当面点清，口令已当面告知。两个人都签了字，交接才算完成。"),
        SignLine(("交出人签字", "日期")),
        SignLine(("接手人签字", "日期")),
        SignLine(("监交人签字", "日期")),
    ]
    return sealed(
        Document(
            "工作交接清单", "table", tuple(blocks), unit=listed.unit, sheet="portrait",
            period=f"{paper_day(date.fromisoformat(listed.made_at[:10]))} {listed.made_at[11:16]}",
            draft=not package,
        )
    )  # fmt: skip


def _facts(listed: Inventory, package: str, fingerprint: str) -> tuple[tuple[str, str], ...]:
    late = f"，其中 {listed.late} 件已经过期" if listed.late else ""
    return (
        ("交出人", listed.giver or "（还没写）"),
        ("接手人", listed.taker or "（还没写）"),
        ("未办结", f"{len(listed.open)} 件{late}"),
        ("缺佐证", f"{len(listed.lacking)} 件"),
        ("台账", f"{len(listed.tables)} 种，共 {listed.rows:,} 条；附件 {listed.files:,} 个"),
        ("交接包", package or "还没有生成，这是现在的样子"),
        *((("清单指纹", fingerprint),) if fingerprint else ()),
    )


def _open(lines: tuple[Line, ...]) -> list[Block]:
    if not lines:
        return [Paragraph("没有未办结的事。")]
    rows = tuple(
        (
            str(place), line.what,
            paper_day(date.fromisoformat(line.due_on)) if line.due_on else "没定",
            line.who, "是" if line.late else "",
        )
        for place, line in enumerate(lines, 1)
    )  # fmt: skip
    return [Table(_OPEN, rows)]


def _named(words: tuple[str, ...], none: str) -> list[Block]:
    if not words:
        return [Paragraph(none)]
    return [Paragraph(f"{place}. {word}", indent=False) for place, word in enumerate(words, 1)]
