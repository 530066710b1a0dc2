"""Which sheet of a workbook is meant, and where in it the table stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.exchange.sheets.given import said_fields
from qinglian_desktop.exchange.sheets.heading import Heading, find_heading, heading_at
from qinglian_desktop.exchange.sheets.mapping import (
    Dictionary,
    Plan,
    Weigh,
    expected,
    plan_columns,
)
from qinglian_desktop.exchange.sheets.periods import is_span
from qinglian_desktop.exchange.sheets.reading import SheetData

EXAMPLE, HOW_TO = "示例", "填写说明"  # the sheets of our own templates that hold no records


@dataclass(frozen=True, slots=True)
class Chosen:
    sheet: SheetData
    heading: Heading
    plan: Plan


def choose(
    record: type[Record],
    sheets: Sequence[SheetData],
    name: str | None,
    mapping: Mapping[str, str | None] | None,
    constants: Row,
) -> Chosen:
    """The named sheet, else the only one with the required columns; Refused in words."""
    words = Dictionary(record, said_fields(record, mapping))
    if name is not None:
        return _fitting(words, _named(sheets, name), constants)
    candidates = [s for s in sheets if not s.hidden and s.name not in (EXAMPLE, HOW_TO)]
    if not candidates:
        raise Refused("这个表格里没有看得见的内容", "请把要导入的表取消隐藏")
    if len(candidates) == 1:
        return _fitting(words, candidates[0], constants)
    fits = [sheet for sheet in candidates if _covers(words, sheet, constants)]
    if len(fits) > 1:
        names = "、".join(f"〔{sheet.name}〕" for sheet in fits)
        raise Refused(f"有 {len(fits)} 张表都像是要导入的：{names}", "请指明导入哪一张")
    return _fitting(words, fits[0] if fits else _likeliest(words, candidates), constants)


def _named(sheets: Sequence[SheetData], name: str) -> SheetData:
    for sheet in sheets:
        if sheet.name.strip() == name.strip():
            return sheet
    names = "、".join(f"〔{sheet.name}〕" for sheet in sheets)
    raise Refused(f"没有叫〔{name}〕的表", f"这个文件里有：{names}")


def _covers(words: Dictionary, sheet: SheetData, constants: Row) -> bool:
    heading = find_heading(sheet, words.known)
    if heading is None or heading.bottom + 1 >= len(sheet.rows):
        return False
    there = {words.known(label) for label in (*heading.labels, *heading.joined)} | set(constants)
    return all(name in there for name, field in words.record.fields.items() if field.asked)


def _likeliest(words: Dictionary, sheets: Sequence[SheetData]) -> SheetData:
    def score(sheet: SheetData) -> int:
        heading = find_heading(sheet, words.known)
        return 0 if heading is None else len({words.known(w) for w in heading.labels} - {""})

    return max(sheets, key=score)


def _fitting(words: Dictionary, sheet: SheetData, constants: Row) -> Chosen:
    record = words.record
    heading = find_heading(sheet, words.known)
    if heading is None:
        raise Refused(
            f"没找到{record.label}的表头",
            f"表头应有这样的列：{expected(record)}；也可以写明哪一列是什么",
            code="QL-IM-013",
        )
    planned = _planner(words, sheet, heading, strict=True)
    plan = planned(constants)
    if missing := years_missing(record, plan, heading):
        plan = planned(constants | missing)
    if plan.missing:
        columns = "、".join(f"〔{label}〕" for label in heading.joined if label)
        raise Refused(
            f"表里缺少{'、'.join(f'〔{label}〕' for label in plan.missing)}",
            f"表里有{columns}。请补上缺的列，或写明哪一列是它",
            problems=(),
        )
    if heading.bottom + 1 >= len(sheet.rows):
        raise Refused("表头下面一行也没有", "请填好再导入")
    return Chosen(sheet, heading, plan)


def guess(
    record: type[Record],
    sheet: SheetData,
    mapping: Mapping[str, str | None] | None = None,
    constants: Row | None = None,
    *,
    top: int | None = None,
) -> Chosen | None:
    """What the wizard proposes for one sheet, unfinished or not; None where no header is found.

    `top` is the row (from 0) the clerk points at as the beginning of the header.
    """
    words = Dictionary(record, said_fields(record, mapping))
    if top is None:
        heading = find_heading(sheet, words.known)
    else:
        heading = heading_at(sheet, top, words.known)
    if heading is None:
        return None
    planned, given = _planner(words, sheet, heading, strict=False), dict(constants or {})
    plan = planned(given)
    if missing := years_missing(record, plan, heading):
        plan = planned(given | missing)
    return Chosen(sheet, heading, plan)


def years_missing(record: type[Record], plan: Plan, heading: Heading) -> Row:
    """〔年度〕 that no column gives but the title of the table does."""
    return {
        name: heading.year
        for name, field in record.fields.items()
        if heading.year and field.label == "年度" and field.label in plan.missing
    }


def _planner(
    words: Dictionary, sheet: SheetData, heading: Heading, *, strict: bool
) -> Callable[[Row], Plan]:
    weigh = _weigher(sheet, heading)

    def spans(index: int) -> bool:
        """Do periods such as 2023.1.1-2025.12.31 stand in this column?"""
        rows = sheet.rows[heading.bottom + 1 :]
        filled = [row[index] for row in rows if index < len(row) and row[index].strip()]
        return 2 * sum(map(is_span, filled)) > len(filled)

    return lambda given: plan_columns(
        words, heading, given, weigh=weigh, spans=spans, strict=strict
    )


def _weigher(sheet: SheetData, heading: Heading) -> Weigh:
    """Of two columns of one name the one that can be seen and is filled in is meant."""
    rows = sheet.rows[heading.bottom + 1 :]

    def weigh(index: int) -> int:
        filled = any(index < len(row) and row[index].strip() for row in rows)
        return 2 * filled + (index not in sheet.hidden_columns)

    return weigh
