"""What does a printable thing say, line by line and before wrapping?"""

from datetime import date

from qinglian_desktop.core import money
from qinglian_desktop.core.document.blocks import (
    Block,
    Cell,
    Chart,
    Choice,
    Column,
    Document,
    Facts,
    Form,
    Heading,
    MonthBox,
    Note,
    Paragraph,
    Signature,
    SignLine,
    Slips,
    Table,
    Year,
)
from qinglian_desktop.core.kinds import show_quantity


def dated(day: date) -> str:
    """`2026年11月3日`: full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def qr_text(document: Document) -> str:
    """What the square says, readable without a network; empty when the document has none."""
    if not document.qr:
        return ""
    lines = [document.qr]
    if document.number:
        lines.append(f"编号：{document.number}")
    if document.fingerprint:
        lines.append(f"核对码：{document.fingerprint}")
    return "\n".join(lines)


def cell_text(column: Column, cell: Cell) -> str:
    """A cell as it is printed: money with two decimals, counts with commas, texts as they stand."""
    if isinstance(cell, int) and column.measured:
        return show_quantity(cell)
    if isinstance(cell, int) and column.numeric:
        return money.show(cell) if column.money else f"{cell:,}"
    return str(cell)


def as_text(document: Document) -> list[str]:
    """Every printed line before wrapping, in reading order; what a public paper is checked by."""
    lines = document.title.split("\n")
    for block in document.blocks:
        lines += _block_text(block)
    foot = (
        document.unit,
        document.number,
        document.period,
        document.copy,
        qr_text(document),
    )
    return [line for line in [*lines, *foot] if line]


def _block_text(block: Block) -> list[str]:
    match block:
        case Heading(text=text) | Paragraph(text=text) | Note(text=text):
            return text.split("\n")
        case Facts(pairs=pairs):
            return [f"{name}：{value}" for name, value in pairs]
        case Table():
            return _table_text(block)
        case Form(bands=bands):
            return ["\t".join(box.text.replace("\n", " ") for box in b.boxes) for b in bands]
        case Choice(text=text, options=options):
            return ["\t".join((text, *(f"□{option}" for option in options)))]
        case Year(months=months, legend=legend):
            return [*(line for month in months for line in _month_text(month)), legend]
        case Chart():
            return _chart_text(block)
        case Slips(slips=slips):
            return [line for slip in slips for line in as_text(slip)]
        case SignLine(labels=labels):
            return ["  ".join(f"{label}：________" for label in labels)]
        case Signature(unit=unit, day=day, seal=seal):
            return [unit, day, "（盖章处）"] if seal else [unit, day]
        case _:
            return []


def _chart_text(chart: Chart) -> list[str]:
    lines = [chart.title, "\t".join(("", *(one.name for one in chart.series)))]
    columns = [chart.names, *([f"{n:,}" for n in one.values] for one in chart.series)]
    return [*lines, *("\t".join(line) for line in zip(*columns, strict=True))]


def _month_text(month: MonthBox) -> list[str]:
    return [f"{month.title} {month.beside}".rstrip(), *(month.wordings or ((),))[0]]


def _table_text(table: Table) -> list[str]:
    lines = [table.caption, "\t".join(column.label for column in table.columns)]
    lines += [
        "\t".join(cell_text(c, cell) for c, cell in zip(table.columns, row, strict=True))
        for row in table.rows
    ]
    if table.totals and table.summed:
        sums = zip(table.summed, table.grand(), strict=True)
        shown = (
            money.marked(n) if table.columns[i].money else cell_text(table.columns[i], n)
            for i, n in sums
        )
        lines.append("合计\t" + "\t".join(shown))
    return [*lines, *("\t".join(filter(None, marks)) for marks in table.marks)]
