"""The papers of the yearly catalogue: its notice, the plan with its signatures, the matrix."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Block,
    Column,
    Document,
    Facts,
    Paragraph,
    Signature,
    SignLine,
    Table,
    dated,
)
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure.matrix import CoverageRow, said, summary
from qinglian_desktop.modules.disclosure.records import CATEGORIES
from qinglian_desktop.modules.disclosure.yearly import ItemChange

_CATALOGUE = (
    Column("编号", 6), Column("公开事项", 34), Column("频次", 11), Column("时限", 11),
    Column("至少公开", 8), Column("形式", 8), Column("公开主体", 12), Column("审核", 7),
)  # fmt: skip
_CHANGES = (
    Column("编号", 6), Column("事项", 24), Column("变化", 6), Column("怎么变的", 30),
    Column("原因", 20),
)  # fmt: skip
_MATRIX_SHORT = {"不适用": "—"}
BY_RULE = "按规定"
_TOLD = ("征求意见", "审查意见", "审查答复")  # what the notice says about the way


def catalogue_tables(items: Sequence[Mapping[str, Any]]) -> tuple[Table, ...]:
    """One table a class, in the order of the four classes; what is switched off is not in them."""
    found = []
    for category in CATEGORIES:
        rows = [item for item in items if item["category"] == category and item["enabled"]]
        if rows:
            cells = tuple(_catalogue_cells(item) for item in rows)
            found.append(Table(_CATALOGUE, cells, caption=f"{category}公开（{len(rows)} 项）"))
    return tuple(found)


def _catalogue_cells(item: Mapping[str, Any]) -> tuple[str, ...]:
    asked = item["due_rule"] or BY_RULE
    names = ("code", "item", "frequency", None, "min_posting", "channel", "publisher", "reviewer")
    return tuple(str(item[name] or "") if name else asked for name in names)


def changes_table(changes: Sequence[ItemChange]) -> Table:
    cells = tuple((c.code, c.item, c.word, c.told, c.reason) for c in changes)
    return Table(_CHANGES, cells, caption="与上一年相比的变化")


def notice_facts(
    items: Sequence[Row], changes: Sequence[ItemChange], plan: Mapping[str, Any]
) -> dict[str, Any]:
    """What the notice of the catalogue (N17) is composed from: every item, and what changed."""
    return {
        "year": plan["year"],
        "approved_by": plan["meeting"],
        "approved_on": plan["decided_on"],
        "rows": [
            {
                "code": item["code"],
                "category": item["category"],
                "item": item["item"],
                "frequency": "，".join(filter(None, (item["frequency"], item["due_rule"]))),
                "days": item["min_posting"] or BY_RULE,
                "reviewer": item["reviewer"],
            }
            for item in items
            if item["enabled"]
        ],
        "changed": [
            {"code": c.code, "item": c.item, "change": f"{c.word}：{c.told}", "reason": c.reason}
            for c in changes
        ],
    }


def notice_body(plan: Mapping[str, Any]) -> str:
    """How the catalogue came about: opinions, examination, answer."""
    told = [f"{name}：{value}。" for name, value in _steps(plan) if name in _TOLD]
    return "\n".join(told)


def _steps(plan: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What was done on the way, as named facts; only what was done."""
    pairs = (
        ("征求意见", _span(plan)),
        (
            "审查意见",
            _signed(plan["reviewer"], plan["reviewed_on"], plan["verdict"], plan["opinion"]),
        ),
        ("审查答复", _signed(plan["answered_by"], plan["answered_on"], plan["answer"])),
        ("会议决定", _signed(plan["meeting"], plan["decided_on"], plan["decision"])),
        ("街道备案", _signed(plan["filed_with"], plan["filed_on"])),
    )
    return tuple((name, value) for name, value in pairs if value)


def _span(plan: Mapping[str, Any]) -> str:
    if not plan["opinions_from"]:
        return ""
    first, last = (_day(plan[name]) for name in ("opinions_from", "opinions_until"))
    count = f"，收到 {plan['opinions']} 条" if plan["opinions"] is not None else ""
    heard = f"：{plan['heard']}" if plan["opinions"] else ""
    return f"{first}至{last}{count}{heard}"


def _signed(who: str | None, day: str | None, *words: str | None) -> str:
    """吴监督，2026年12月20日，同意：…; "" while nobody signed."""
    if not day:
        return ""
    said = "：".join(dict.fromkeys(word for word in words if word))
    return "，".join(part for part in (who or "", _day(day), said) if part)


def _day(day: str) -> str:
    return paper_day(date.fromisoformat(day))


def plan_document(
    items: Sequence[Row],
    changes: Sequence[ItemChange],
    plan: Row,
    *,
    unit: str,
    issuer: str,
    disclosure: str,
    supervisors: str,
    made_on: date,
    late: Mapping[str, int],
) -> Document:
    """公开方案审查表: the plan with the two dated signatures, then the catalogue itself."""
    posted = sum(bool(item["enabled"]) for item in items)
    facts: list[tuple[str, str]] = [
        ("年度", f"{plan['year']}年"),
        ("事项", f"{posted} 项，与上一年相比变化 {len(changes)} 项"),
        ("起草", _signed(plan["prepared_by"], plan["prepared_on"])),
        *_steps(plan),
    ]
    facts += [(name, f"超过规定期限 {days} 天") for name, days in late.items() if days]
    blocks: list[Block] = [
        Facts(tuple(facts)),
        SignLine((f"审查人（{supervisors}）", "日期")),
        SignLine(("答复人", "日期")),
    ]
    if changes:
        blocks.append(changes_table(changes))
    blocks += [*catalogue_tables(items), Signature(issuer, dated(made_on))]
    return Document(
        f"{plan['year']}年{disclosure}方案审查表", "table", tuple(blocks), unit=unit,
        made_on=made_on, sheet="landscape", draft=plan["state"] in ("起草", "征求意见"),
    )  # fmt: skip


def catalogue_document(
    items: Sequence[Row],
    changes: Sequence[ItemChange],
    *,
    year: int,
    unit: str,
    disclosure: str,
    made_on: date,
    draft: bool,
) -> Document:
    """The catalogue as it stands, with what is switched off and why."""
    off = [item for item in items if not item["enabled"]]
    blocks: list[Block] = list(catalogue_tables(items))
    if off:
        columns = (Column("编号", 6), Column("事项", 34), Column("原因", 34))
        cells = tuple((i["code"], i["item"], i["reason"] or "") for i in off)
        blocks.append(Table(columns, cells, caption=f"今年不公开的（{len(off)} 项）"))
    if changes:
        blocks.append(changes_table(changes))
    blocks.append(SignLine())
    return Document(
        f"{unit}{year}年{disclosure}目录", "table", tuple(blocks), unit=unit, made_on=made_on,
        sheet="landscape", draft=draft,
    )  # fmt: skip


def matrix_document(
    rows: Sequence[CoverageRow], *, year: int, unit: str, disclosure: str, made_on: date
) -> Document:
    """The coverage matrix as it is on the screen: items down, months across, a word in a cell."""
    columns = (
        Column("编号", 6), Column("公开事项", 36),
        *(Column(f"{month}月", 8, "center") for month in range(1, 13)),
        Column("长期", 7, "center"),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(summary(rows), indent=False)]
    for category in CATEGORIES:
        chosen = [row for row in rows if row.category == category]
        if chosen:
            cells = tuple(_matrix_cells(row) for row in chosen)
            blocks.append(Table(columns, cells, caption=f"{category}（{len(chosen)} 项）"))
    blocks.append(SignLine())
    return Document(
        f"{unit}{year}年{disclosure}一览", "table", tuple(blocks), unit=unit, made_on=made_on,
        sheet="landscape",
    )  # fmt: skip


def _matrix_cells(row: CoverageRow) -> tuple[str, ...]:
    months = (said(row.at(month)) for month in range(1, 13))
    lasting = row.lasting.word if row.lasting else ""
    return (row.code, row.item, *(_MATRIX_SHORT.get(word, word) for word in months), lasting)
