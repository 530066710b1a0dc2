"""What can a template ask for? Names in 〔〕, the lists of a document, and the whole of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qinglian_desktop.core import money
from qinglian_desktop.core.document import (
    Block,
    Document,
    Facts,
    Heading,
    Paragraph,
    Signature,
    SignLine,
    Table,
    cell_text,
    dated,
)

WHOLE = "内容"  # 〔内容〕 alone in a paragraph: everything between title and signature
_NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
_SAME = re.compile(r"([^，。]+?)都是([^，。]+)")
_YEAR = re.compile(r"\d{4}年")
_UNIT = re.compile(r"（元）$")


@dataclass(frozen=True, slots=True)
class Values:
    """`single` by name; `lists` by name, one mapping a row; `whole` as blocks."""

    single: Mapping[str, str]
    lists: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)  # names each list knows
    whole: Sequence[Block] = ()

    def names(self) -> list[str]:
        """Everything a template may ask for, as it is written there."""
        listed = [f"{name}：{column}" for name, known in self.columns.items() for column in known]
        return [WHOLE, *self.single, *listed]


def of_document(document: Document) -> Values:
    """A printable thing as values: its frame by name, each table as a list, its blocks as they are.

    A table is called by the heading above it without 明细 (收入, 支出), a lone one 明细.
    """
    single = {
        "标题": document.title,
        "单位": document.unit,
        "编号": document.number,
        "期间": document.period,
        "核对码": document.fingerprint,
        "日期": dated(document.made_on) if document.made_on else "",
        "草稿": "草稿，不作公开用" if document.draft else "",
    }
    lists: dict[str, list[dict[str, str]]] = {}
    columns: dict[str, list[str]] = {}
    heading, shared, texts = "", dict[str, str](), list[str]()
    for block in document.blocks:
        match block:
            case Heading(text=text):
                heading, shared = _NUMBERED.sub("", text).removesuffix("明细"), {}
            case Paragraph(text=text, indent=indent):
                # What all rows share is told once above the table; in a list each row has it.
                shared = {} if indent else dict(_SAME.findall(text))
                texts += [] if shared else [text]
            case Facts(pairs=pairs):
                single |= dict(pairs)
            case Signature(unit=unit, day=day):
                single |= {"落款单位": unit, "落款日期": day}
            case Table():
                name = heading or "明细"
                rows = [row | shared for row in _rows(block)]
                lists[name], columns[name] = rows, list(rows[0]) if rows else []
                single |= _sums(name, block)
            case _:
                pass
    single["正文"] = "\n".join(texts)
    kept = tuple(b for b in document.blocks if not isinstance(b, Signature | SignLine))
    return Values(single, lists, columns, kept)


def _rows(table: Table) -> list[dict[str, str]]:
    names = ["日期" if _YEAR.fullmatch(c.label) else _UNIT.sub("", c.label) for c in table.columns]
    return [dict(zip(names, map(cell_text, table.columns, row), strict=True)) for row in table.rows]


def _sums(name: str, table: Table) -> dict[str, str]:
    """支出合计 and 支出合计大写, where there is one sum to speak of."""
    if not table.totals or len(table.summed) != 1 or not table.columns[table.summed[0]].money:
        return {}
    (total,) = table.grand()
    return {f"{name}合计": money.show(total), f"{name}合计大写": money.capital(total)}
