"""The street's desk: the board of units, merged tables by period and unit, on screen and paper.

Nothing is kept: every figure is added up from the merged rows when it is asked for, so it can
never be older than the last merge.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import COUNT, TEXT
from qinglian_desktop.core.module import Due, Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import arrived
from qinglian_desktop.exchange.issuing import enrol_unit, issue_unit
from qinglian_desktop.exchange.sheets import OutColumn, SheetOut, exporting, write_workbook
from qinglian_desktop.exchange.sheets.issued import write_issued
from qinglian_desktop.modules.street import lost, notices, reads, tracing, upward
from qinglian_desktop.modules.street.figures import UNIT, UPWARD, SummaryTable, UnitLine
from qinglian_desktop.modules.street.reads import units, warnings
from qinglian_desktop.modules.street.rules import gap_words, state_word
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.store.book import Book

__all__ = [
    "board",
    "due",
    "enrol_unit",
    "issue_unit",
    "summary",
    "units",
    "warnings",
    "write_summary",
]

_NOW = ("缺前面的包", "有退回", lost.WORD)  # what cannot wait for the end of the month


def board(book: Book) -> list[UnitLine]:
    """One line a unit, in the order of the codes: what came, what is missing, in words."""
    day = clock.today()
    by_office: dict[str, list[Row]] = {}
    for row in book.rows(Query("received_bundle")):
        by_office.setdefault(row["from_office"], []).append(row)
    apart, overdue = lost.by_office(book), warnings(book, day)
    return [
        _unit_line(
            unit,
            by_office.get(unit["office_id"], []),
            day,
            apart.get(unit["office_id"], ()),
            overdue[unit["office_id"]],
        )
        for unit in units(book)
    ]


def _unit_line(
    unit: Row, received: list[Row], day: date, apart: Sequence[Row], overdue: int
) -> UnitLine:
    working = [_current(rows) for rows in arrived.by_computer(received)]
    # What tells most is the newest, whenever it came: a bundle that closes a gap comes late. Of
    # several computers, the one that wrote last.
    newest = max(filter(None, map(_newest, working)), key=_when, default=None)
    sums = newest["mismatch"] if newest else None
    gaps = next(filter(None, map(gap_words, working)), "")
    told = next((rows for rows in working if gap_words(rows) or newest in rows), [])
    lacking = filter(None, (gaps, lost.short(apart), "条数对不上" if sums else ""))
    return UnitLine(
        row_id=unit["id"],
        office_id=unit["office_id"],
        code=unit["code"],
        name=unit["name"],
        kind=unit["kind"],
        state=state_word(unit, told, day, agrees=not (apart or sums)),
        last_number=newest["number"] if newest else 0,
        last_on=newest["received_at"][:10] if newest else "",
        rows=newest["new_count"] + newest["changed_count"] if newest else 0,
        returned=newest["refused_count"] if newest else 0,
        missing="，".join(lacking),
        phone=unit["phone"] or "",
        warnings=overdue,
    )


def _current(received: list[Row]) -> list[Row]:
    """The bundles of one computer that belong to its newest history."""
    stream = arrived.current_stream(received)
    return [row for row in received if row["stream_id"] == stream]


def _newest(received: list[Row]) -> Row | None:
    return max(received, key=lambda row: (row["high_seq"], row["number"]), default=None)


def _when(row: Row) -> str:
    return str(row["received_at"])


def summary(book: Book, period: Period, by: str = UNIT) -> list[SummaryTable]:
    """The merged tables of one period by one dimension, or those that go up."""
    return upward.tables(book, period) if by == UPWARD else reads.summary(book, period, by)


def write_summary(
    book: Book,
    period: Period,
    target: Path | BytesIO,
    fonts: Fonts | None = None,
    by: str = UNIT,
) -> Changes:
    """The merged tables as .xlsx or .pdf, a PDF also into a buffer; `result` counts its pages."""
    if not book.unit.is_street:
        raise Refused("汇总表由街道来出", "本单位请用“导出”")
    tables = summary(book, period, by)
    if not units(book):
        raise Refused("还没有单位", "先下发单位文件，村居才能报送")
    if not tables:
        raise Refused("没有本科室看的台账要这样汇总", "请换一种汇总", code="QL-ST-046")
    ending = target.suffix.lower() if isinstance(target, Path) else ".pdf"
    if isinstance(target, Path) and ending == ".xlsx":
        _write_workbook(book, tables, target)
        made = len(tables)
        exporting.note(book, _titled(period, by), made, target)
    elif ending == ".pdf":
        title = _titled(period, by)
        codes = tracing.keep(book, tables, title) if book.writable else []
        paper = notices.summary_paper(
            book.unit.name, _span(period, by), tables, clock.today(), lost.note(book), codes, title
        )
        made = _drawn(paper, target, fonts or Fonts())
    else:
        raise Refused(f"不能写成〔{ending or target}〕", "文件名请用 .xlsx 或 .pdf 结尾")
    return Changes("写出汇总表", result=made)


def _span(period: Period, by: str) -> str:
    return f"{period.year}年" if by == UPWARD else period.label


def _titled(period: Period, by: str) -> str:
    if by == UPWARD:
        return f"{_span(period, by)}{UPWARD}"
    return f"{period.label}汇总表" + ("" if by == UNIT else f"（按{by}）")


def _write_workbook(book: Book, tables: Sequence[SummaryTable], target: Path) -> None:
    if any(table.form for table in tables):
        made_on = clock.today()
        write_issued(target, [upward.sheet(one, book.unit.name, made_on) for one in tables])
        return
    left_out = lost.note(book)
    write_workbook(target, [_sheet(book, table, left_out) for table in tables])


def _drawn(paper: notices.Document, target: Path | BytesIO, fonts: Fonts) -> int:
    try:
        return draw(paper, target, fonts=fonts).pages
    except OSError as trouble:
        name = target.name if isinstance(target, Path) else ""
        raise Refused(
            f"写不进文件〔{name}〕", "请检查磁盘空间，或关掉正在打开它的程序"
        ) from trouble


def _sheet(book: Book, table: SummaryTable, note: str = "") -> SheetOut:
    columns = [OutColumn(table.by, TEXT, width=18)]
    for place, label in enumerate(table.columns):
        kind = table.kind(place)
        columns.append(OutColumn(label, kind, width=11 if kind is COUNT else 16))
    rows = [(line.name, *line.values) for line in table.lines]
    heading = f"{book.unit.name} {table.title}" + (f"（{note}）" if note else "")
    return SheetOut(table.title, columns, rows, ("合计", *table.totals), heading)


def due(book: Book, day: date) -> list[Due]:
    """For the street's 今日: units to enrol, bundles sent back, units not heard of this month."""
    found = []
    month_end = Period.holding(day, "M").last
    for line in board(book):
        if line.state in ("待登记", "缺前面的包", "有退回", "还没报送", "本月未报") or (
            line.missing == "条数对不上"
        ):
            subject = f"{line.name}：{line.missing or line.state}"
            found.append(
                Due(
                    due_on=day if line.state in _NOW else month_end,
                    subject=subject,
                    why="每月底前各单位报送一次",
                    module="street",
                    act="看一看",
                    table="enrolled_unit",
                    row_id=line.row_id,
                    lead=31,
                )
            )
    return [*lost.due(book, day, units(book)), *found]
