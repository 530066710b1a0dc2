"""Do the rows of a table add up to the total it ends with? What a clerk would check by hand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qinglian_desktop.core.kinds import FEN, QUANTITY, Kind
from qinglian_desktop.exchange.sheets.cells import BLANK, About, BadCell, CellReader
from qinglian_desktop.exchange.sheets.endings import TOTAL
from qinglian_desktop.exchange.sheets.names import plain

if TYPE_CHECKING:
    from qinglian_desktop.exchange.sheets.intake import Intake

_PARTS = ("小计", "其中", "本页", "累计", "承前", "过次")  # totals of a part are not compared
_MOST = 5  # row numbers that are named


def remarks(intake: "Intake") -> Iterator[str]:
    """What the total of the table says about the rows: that they agree, or what is off."""
    ends = [row for row in intake.skipped if row.why == TOTAL and not _of_a_part(row.text)]
    if not ends or intake.plan.beside:
        return
    last, before = ends[-1].row, ends[-2].row if len(ends) > 1 else 0
    readers = _readers(intake)
    written = {name: fen for name, r in readers.items() if (fen := _read(intake, r, last))}
    off = {}
    for name, told in written.items():
        sums = _sums(intake, readers[name], last, before)
        if told not in sums:
            off[name] = (sums[0], told)
    if bad := [row for row in intake.bad_rows if row < last]:
        yield _left_out(intake, bad, last)
    yield from (_off(intake, name, *pair) for name, pair in off.items())
    if written and not off and not bad:
        labels = "、".join(f"〔{intake.record.fields[name].label}〕" for name in written)
        yield f"{labels}加起来和原表合计一样"


def _of_a_part(text: str) -> bool:
    return any(word in plain(text) for word in _PARTS)


def _readers(intake: "Intake") -> Mapping[str, CellReader]:
    """Amounts and quantities can be added up; years, months and numbers cannot."""
    about = About(intake.heading.year, intake.sheet.since_1904)
    return {
        column.field: CellReader(intake.record, column, about)
        for column in intake.plan.columns
        if intake.record.fields[column.field].kind in (FEN, QUANTITY) and not column.side
    }


def _read(intake: "Intake", reader: CellReader, row: int) -> int:
    """The figure of a cell in this row (from 1); 0 where none can be read."""
    cells: Sequence[object] = intake.sheet.rows[row - 1]
    place = reader.column.index
    text = cells[place] if place < len(cells) else ""
    answer = reader.answer(text)  # type: ignore[arg-type]
    if answer is BLANK:
        return 0
    value, trouble = answer
    return value if trouble is None and isinstance(value, int) else 0


def _sums(intake: "Intake", reader: CellReader, last: int, before: int) -> tuple[int, ...]:
    """Of every row above the total, and of those since the total before it."""
    apart = {row.row for row in intake.skipped}
    first = intake.heading.bottom + 2
    rows = [row for row in range(first, last) if row not in apart]
    if not rows:  # the total stands above its rows
        rows = [row for row in range(last, len(intake.sheet.rows) + 1) if row not in apart]
    figures = {row: _read(intake, reader, row) for row in rows}
    since = sum(figure for row, figure in figures.items() if row > before)
    return sum(figures.values()), since


def _left_out(intake: "Intake", bad: Sequence[int], last: int) -> str:
    """合计与原表总数差 2 项：第 14、37 行没有名称"""
    rows = "、".join(map(str, bad[:_MOST])) + ("等" if len(bad) > _MOST else "")
    reasons = {_short(intake, cell) for cell in intake.bad if cell.row < last}
    why = reasons.pop() if len(reasons) == 1 else "有问题"
    return f"合计与原表总数差 {len(bad)} 项：第 {rows} 行{why}"


def _short(intake: "Intake", cell: BadCell) -> str:
    field = intake.record.fields.get(cell.field)
    label = field.label if field else cell.column
    return f"没有{label}" if cell.reason == "没有填" else f"〔{label}〕{cell.reason}"


def _off(intake: "Intake", name: str, added: int, told: int) -> str:
    field = intake.record.fields[name]
    kind: Kind = field.kind
    return (
        f"〔{field.label}〕加起来是 {kind.show(added)}，原表合计写的是 {kind.show(told)}，"
        f"差 {kind.show(abs(told - added))}，请核对原表"
    )
