"""The papers of a count: the sheet to be ticked, the differences, land, the report.

Plain rows in, documents out. The sheet holds forty things a page in two halves, so that its rows
stay as high as a thick pen needs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from math import ceil
from typing import Any, Final

from qinglian_desktop.core import money
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    SignLine,
    Table,
    sealed,
)
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.modules.property.inventory import DIFFERENT, Inventory
from qinglian_desktop.modules.property.records import NATURAL

_Row = Mapping[str, Any]
_Cells = tuple[Cell, ...]
ROW_MM: Final = 9  # a thick pen
_MORE_MM: Final = 5  # for each further line of a long name
_DEPTH: Final = 212  # mm of a page for the rows
_TEXT_EM: Final = 23.5  # of a line, for number, name and account of both halves
_NARROW: Final = 0.55  # em of a digit
_IN_WAN: Final = 100_000  # yuan
_HALF: Final = (
    Column("号", 5, "center"), Column("名称", 34), Column("账面", 16), Column("在", 5, "center"),
    Column("损", 5, "center"), Column("缺", 5, "center"), Column("闲", 5, "center"),
    Column("注", 5, "center"),
)  # fmt: skip
_EMPTY: Final[tuple[Cell, ...]] = ("",) * len(_HALF)
_TO_TICK: Final[tuple[Cell, ...]] = ("", "", "", "", "")
_NONE: Final = "没有盘盈、盘亏和毁损。"
HOW: Final = "每件只勾一格：在＝在、好用；损＝坏了；缺＝找不到；闲＝在但没用。数量不对写在“注”里。"


def said(row: _Row, name: str) -> str:
    return paper_day(date.fromisoformat(row[name])) if row[name] else "＿＿＿＿＿＿"


def count_sheet(unit: str, row: _Row, lines: Sequence[_Row], rows: int) -> Document:
    """盘点表: numbered as it was, by place, at most `rows` rows a page, to be ticked by hand."""
    blocks: list[Block] = [Paragraph(HOW, indent=False)]
    for place, page in enumerate(_pages(lines, rows // 2)):
        if place:
            blocks.append(PageBreak())
        blocks.append(Table((*_HALF, *_HALF), page, row_mm=ROW_MM))
    blocks.append(SignLine(("清点人", "保管人", "监督人", "日期")))
    title = f"{row['year']}年集体资产盘点表"
    made = Document(
        title, "table", tuple(blocks), unit=unit, period=f"时点：{said(row, 'as_of')}",
        sheet="portrait",
    )  # fmt: skip
    return sealed(made)


def _pages(lines: Sequence[_Row], high: int) -> Iterator[tuple[_Cells, ...]]:
    """Page by page, two halves beside each other; long names let fewer rows onto a page."""
    at = 0
    while at < len(lines):
        for rows in range(high, 1, -1):
            left, middle = _half(lines, at, rows)
            right, end = _half(lines, middle, rows)
            both = tuple(
                (*one, *other) for one, other in zip_longest(left, right, fillvalue=_EMPTY)
            )
            if rows == 2 or _depth(both) <= _DEPTH:
                break
        yield both
        at = end


def _depth(rows: Sequence[_Cells]) -> int:
    """How many mm the rows of a page take: names have what their neighbours leave of the line.

    The room is shared between the halves as the drawing shares it: where it saves most lines.
    """
    taken = sum(
        max(_em(str(row[half + place])) for row in rows)
        for half in (0, len(_HALF)) for place in (0, 2)
    )  # fmt: skip
    room = max(_TEXT_EM - taken, 4.0)
    names = [(_em(str(row[1])), _em(str(row[1 + len(_HALF)]))) for row in rows]
    halves = [left / 2 for left in range(4, int(room * 2) - 3)]
    return min(sum(_mm(one, left, room - left) for one in names) for left in halves)


def _mm(names: tuple[float, float], left: float, right: float) -> int:
    lines = max(ceil(name / room) for name, room in zip(names, (left, right), strict=True))
    return ROW_MM + _MORE_MM * max(lines - 1, 0)


def _em(text: str) -> float:
    return sum(1.0 if ord(sign) > 0xFF else _NARROW for sign in text)


def _half(lines: Sequence[_Row], at: int, rows: int) -> tuple[list[_Cells], int]:
    """So many rows from a line on, and where it goes on; a place stands over its things."""
    half: list[_Cells] = []
    before = None
    while at < len(lines):
        place = str(lines[at]["place"] or "没写位置")
        if len(half) + (1 if place == before else 2) > rows:
            break
        if place != before:
            half.append(("", f"【{place}】", *_EMPTY[2:]))
        half.append(_cells(lines[at]))
        before, at = place, at + 1
    return half, at


def _cells(line: _Row) -> _Cells:
    told = " ".join(filter(None, (booked(line), _worth(line))))
    return (str(line["number"]), line["name"] or "", told, *_TO_TICK)


def _worth(line: _Row) -> str:
    """1,200元, or 123.5万 where the figure would take the room of the name."""
    yuan = ((line["book_fen"] or 0) + 50) // 100
    if not yuan:
        return ""
    return f"{yuan:,}元" if yuan < _IN_WAN else f"{yuan / 10_000:,.1f}万"


def booked(line: _Row) -> str:
    """2张: what the books say."""
    return _many(line["book_qty"], line)


def difference_list(unit: str, row: _Row, lines: Iterable[_Row]) -> Document:
    """盘盈盘亏明细表: what does not agree, why, who answers for it, what was decided."""
    columns = (
        Column("号", 4, "center"), Column("编号", 9), Column("名称", 15),
        Column("结果", 6, "center"),
        Column("账面数", 7, "right"), Column("核实数", 7, "right"),
        Column("账面价值（元）", 11, "right", money=True),
        Column("核实价值（元）", 11, "right", money=True), Column("原因", 9), Column("责任人", 8),
        Column("怎么处理", 11),
    )  # fmt: skip
    rows = tuple(
        (
            str(line["number"]), line["asset_no"] or "", line["name"] or "", line["result"] or "",
            _many(line["book_qty"], line), _many(line["counted_qty"], line),
            line["book_fen"] or 0, line["counted_fen"] or 0, line["cause"] or "",
            line["responsible"] or "", _handled(line),
        )
        for line in lines if line["result"] in DIFFERENT
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(f"清查时点：{said(row, 'as_of')}", indent=False)]
    blocks.append(Table(columns, rows, totals=True) if rows else Paragraph(_NONE))
    blocks.append(SignLine(("清查组长", "核实人", "监督人", "日期")))
    title = f"{row['year']}年盘盈盘亏明细表"
    return sealed(Document(title, "table", tuple(blocks), unit=unit))


def _many(quantity: int | None, line: _Row) -> str:
    return f"{show_quantity(1000 if quantity is None else quantity)}{line['measure'] or ''}"


def _handled(line: _Row) -> str:
    if not line["handling"]:
        return "待处理"
    on = f"（{line['handled_on']}）" if line["handled_on"] else ""
    return f"{line['handling']}{on}"


def resource_table(unit: str, row: _Row, lines: Iterable[_Row]) -> Document:
    """资源性资产清查登记总表: by class of land, how much the books have and how much there is."""
    kinds: dict[str, list[_Row]] = {}
    for line in lines:
        if line["nature"] == NATURAL:
            kinds.setdefault(line["kind"] or "没有分类", []).append(line)
    columns = (
        Column("序号", 6, "center"), Column("地类", 22), Column("块数", 8, "right", counted=True),
        Column("账面面积", 14, "right"), Column("核实面积", 14, "right"),
        Column("相差", 12, "right"),
        Column("备注", 20),
    )  # fmt: skip
    rows = tuple(
        (str(number), kind, len(found), *_areas(found), "")
        for number, (kind, found) in enumerate(kinds.items(), 1)
    )
    blocks: list[Block] = [Paragraph(f"清查时点：{said(row, 'as_of')}", indent=False)]
    blocks.append(
        Table(columns, rows, totals=True) if rows else Paragraph("台账里没有资源性资产。")
    )
    blocks.append(SignLine(("填表人", "审核人", "日期")))
    title = f"{row['year']}年资源性资产清查登记总表"
    return sealed(Document(title, "table", tuple(blocks), unit=unit))


def _areas(lines: Sequence[_Row]) -> tuple[str, str, str]:
    measure = lines[0]["measure"] or "亩"
    book = sum(line["book_qty"] or 0 for line in lines)
    counted = sum(line["counted_qty"] or 0 for line in lines)
    told = (show_quantity(book), show_quantity(counted), show_quantity(counted - book))
    return f"{told[0]}{measure}", f"{told[1]}{measure}", told[2]


def report(
    unit: str, row: _Row, sums: Sequence[Any], lines: Sequence[_Row], today: date
) -> Document:
    """清查报告: who counted, what was found by class, what differs, what was decided."""
    found = [line for line in lines if line["result"] in DIFFERENT]
    done = [line for line in found if line["handled_on"]]
    blocks: list[Block] = [
        Heading("一、清查的组织"),
        Paragraph(f"以{said(row, 'as_of')}为时点，由{row['leader'] or '＿＿＿'}任组长，"
                  f"成员{row['members'] or '＿＿＿'}，{said(row, 'counted_on')}逐件清点。"),
        Heading("二、清查结果"),
        *(Paragraph(_class_said(one)) for one in sums),
        Heading("三、盘盈、盘亏和毁损"),
        Paragraph(f"共 {len(found)} 处，已经处理 {len(done)} 处。" if found else _NONE),
        *(Paragraph(_line_said(line)) for line in found),
        Heading("四、公示和确认"),
        Paragraph(f"公示到：{said(row, 'public_until')}；确认日期：{said(row, 'confirmed_on')}；"
                  f"备案日期：{said(row, 'filed_on')}。"),
        SignLine(("清查组长", "监督人")),
        Signature(unit, paper_day(today)),
    ]  # fmt: skip
    title = f"{row['year']}年集体资产清查报告"
    is_open = row["state"] not in ("汇总", "报送", "已完成")
    return sealed(Document(title, "official", tuple(blocks), unit=unit, draft=is_open))


def _class_said(one: Any) -> str:
    book, counted = money.show(one.book_fen), money.show(one.counted_fen)
    return (
        f"{one.nature}：账面 {one.many} 项，价值 {book} 元；核实价值 {counted} 元；"
        f"对不上的 {one.different} 项。"
    )


def _line_said(line: _Row) -> str:
    what = f"{line['number']} 号{line['name']}：{line['result']}"
    return f"{what}，原因：{line['cause'] or '待查'}；处理：{_handled(line)}。"


def step_record(unit: str, row: _Row, steps: Sequence[tuple[str, str]]) -> Document:
    """清查经过: each step with its day, to be filed with the papers."""
    columns = (Column("序号", 6, "center"), Column("步骤", 14), Column("办好的日期", 16, "center"),
               Column("说明", 34))  # fmt: skip
    told = {
        "核实": f"核实人：{row['verified_by'] or ''}", "备案": f"报{row['filed_with'] or ''}",
        "报送": f"报{row['reported_to'] or ''}",
    }  # fmt: skip
    rows = tuple(
        (str(number), step, said(row, field) if row[field] else "", told.get(step, ""))
        for number, (step, field) in enumerate(steps, 1)
    )
    last = Inventory.fields["report_by"].label
    blocks: tuple[Block, ...] = (
        Paragraph(f"清查时点：{said(row, 'as_of')}　{last}：{said(row, 'report_by')}",
                  indent=False),
        Table(columns, rows, row_mm=ROW_MM), SignLine(("清查组长", "填表人", "日期")),
    )  # fmt: skip
    made = Document(f"{row['year']}年清查经过", "table", blocks, unit=unit, sheet="portrait")
    return sealed(made)
