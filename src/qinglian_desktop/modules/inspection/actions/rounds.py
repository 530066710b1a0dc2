"""A round of inspections: which unit on which day, the sheets to take along, what was found."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from qinglian_desktop.core.document import Block, Document, PageBreak
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.inspection import papers, reads, rules
from qinglian_desktop.modules.inspection.actions import wording
from qinglian_desktop.modules.inspection.records import InspectionRound, InspectionVisit
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


def save_round(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Refused: a sheet that no pack knows, a last day before the first."""
    before = ledger.there(book, InspectionRound.table, row_id) if row_id else {}
    made = {**dict.fromkeys(InspectionRound.fields), **before, **draft}
    known = rules.sheet_names(reads.pack_of(book))
    if made["sheet"] and made["sheet"] not in known:
        raise Refused(
            f"没有叫〔{made['sheet']}〕的检查表", f"请从这几张里选：{'、'.join(known)}",
            field="sheet", code="QL-ST-079",
        )  # fmt: skip
    if made["from_on"] and made["to_on"] and made["to_on"] < made["from_on"]:
        raise Refused(
            "结束的日期早于开始的日期", "请核对这两个日期", field="to_on", code="QL-ST-080"
        )
    filled = dict(draft)
    if not made["sheet"]:
        filled["sheet"] = known[0]
    return ledger.save_row(book, InspectionRound.table, row_id, filled)


def save_visit(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Refused: the same unit twice in one round."""
    before = ledger.there(book, InspectionVisit.table, row_id) if row_id else {}
    made = {**dict.fromkeys(InspectionVisit.fields), **before, **draft}
    one = reads.unit(book, made["unit_id"])
    if made["round_id"] and one is not None:
        for row in reads.visits(book, made["round_id"]):
            if row["unit_id"] == one["id"] and row["id"] != row_id:
                raise Refused(
                    f"这次督查里已经排了〔{one['name']}〕", "请打开那一条来改", field="unit_id",
                    code="QL-ST-141",
                )  # fmt: skip
    filled = {**draft, "unit_name": one["name"] if one else None}
    return ledger.save_row(book, InspectionVisit.table, row_id, filled)


def plan_visits(book: Book, row_id: str) -> Changes:
    """排单位: every unit that is not in the round yet, in the order of the codes, evenly over
    its working days, one a day where nobody said how long; `result` is how many were added.
    """
    row = reads.there(book, InspectionRound, row_id)
    there = {visit["unit_id"] for visit in reads.visits(book, row_id)}
    missing = [one for one in reads.units(book) if one["id"] not in there]
    if not missing:
        raise Refused("单位都已经排进来了", "要改日期请在“督查安排”里改", code="QL-ST-082")
    days = _workdays(book, row, len(missing))
    with book.change(f"排督查单位：{row['title']}（{len(missing)} 个）") as change:
        for one, day in zip(missing, rules.spread(days, len(missing)), strict=True):
            draft = {
                "round_id": row_id,
                "unit_id": one["id"],
                "planned_on": day.isoformat(),
                "inspectors": row["inspectors"],
            }
            save_visit(book, None, draft)
        change.result = len(missing)
    return change.changes


def _workdays(book: Book, row: Row, count: int) -> list[date]:
    """The working days of a round, or `count` of them from its first; refused where it has none."""
    if not row["from_on"]:
        raise Refused("还没写从哪天开始", "写上再排", field="from_on", code="QL-ST-138")
    first, calendar = date.fromisoformat(row["from_on"]), book.calendar()
    if not row["to_on"]:
        days = [first if calendar.is_workday(first) else calendar.next_workday(first)]
        while len(days) < count:
            days.append(calendar.next_workday(days[-1]))
        return days
    between = rules.days_between(first, date.fromisoformat(row["to_on"]))
    days = [day for day in between if calendar.is_workday(day)]
    if not days:
        raise Refused(
            "这几天里没有工作日", "请改开始和结束的日期", field="from_on", code="QL-ST-083"
        )
    return days


# -- papers ---------------------------------------------------------------------------------------


def plan_paper(book: Book, row_id: str) -> Document:
    row = reads.there(book, InspectionRound, row_id)
    return papers.plan(book.unit.name, row, reads.visits(book, row_id))


def sheet_paper(book: Book, visit_id: str) -> Document:
    """检查表 of one unit: what to look at, and what was found there before and is not closed."""
    visit = reads.there(book, InspectionVisit, visit_id)
    row = reads.there(book, InspectionRound, visit["round_id"])
    return Document(
        papers.sheet_title(row), "table", tuple(_sheet(book, row, visit)),
        unit=book.unit.name, period=visit["unit_name"] or "", sheet="portrait",
    )  # fmt: skip


def sheets_paper(book: Book, row_id: str) -> Document:
    """The sheets of every unit of a round, each beginning on a page of its own."""
    row = reads.there(book, InspectionRound, row_id)
    visits = reads.visits(book, row_id)
    if not visits:
        raise Refused("这次督查还没有排单位", "先按“排单位”", code="QL-ST-084")
    blocks: list[Block] = []
    for place, visit in enumerate(visits):
        blocks += [PageBreak()] if place else []
        blocks += _sheet(book, row, visit)
    return Document(
        papers.sheet_title(row), "table", tuple(blocks), unit=book.unit.name, sheet="portrait"
    )


def _sheet(book: Book, row: Row, visit: Row) -> list[Block]:
    points = reads.points_of(book, visit)
    before = [
        one for one in reads.open_of_unit(book, visit["unit_id"])
        if one["visit_id"] != visit["id"]
    ]  # fmt: skip
    return papers.sheet(row, visit, points, before)


def report_paper(book: Book, row_id: str) -> Document:
    """督查情况: what was found at which unit, and how far it has come by now."""
    row = reads.there(book, InspectionRound, row_id)
    found = [(one, reads.stand(book, one)) for one in reads.of_round(book, row_id)]
    return papers.report(book.unit.name, row, reads.visits(book, row_id), found)


def save_report_as_word(book: Book, row_id: str, path: Path) -> Changes:
    return wording.as_word(book, report_paper(book, row_id), path)
