"""实施方案: drafted from what is known, approved by a meeting, filed with the street, renewed."""

from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.archive import reads, rules
from qinglian_desktop.modules.archive.actions.saving import TEXTS
from qinglian_desktop.modules.archive.records import (
    APPROVED,
    CLOSED,
    DRAFT,
    FILED,
    REPLACED,
    Baseline,
    BaselineFigure,
    UnitPlan,
)
from qinglian_desktop.modules.party.records import PartyMeeting
from qinglian_desktop.store.book import Book

_SHOWN = ("households", "registered", "members", "branches", "grids", "asset_count", "contracts")


def draft_plan(book: Book, row_id: str) -> Changes:
    """起草: empty chapters are filled from baseline, problems and pack; written ones stay.

    `result` is how many were filled.
    """
    row = reads.there(book, UnitPlan, row_id)
    if row["state"] != DRAFT:
        raise Refused("会议通过的方案不能再改内容", "按“另起新版”再起草", code="QL-SA-065")
    year = int(row["year"])
    pack = reads.pack_of(book, rules.VOLUMES)
    told = {name: str(pack.value(f"plan.{name}")) for name in ("aims", "schedule", "safeguards")}
    told |= {"weak": _situation(book, year), "annex": str(pack.value("plan.annex"))}
    filled = {name: text for name, text in told.items() if not (row[name] or "").strip()}
    with book.change(f"起草{year}年实施方案") as change:
        if filled:
            change.put_row(UnitPlan.table, row_id, filled)
        change.result = len(filled)
    return change.changes


def _situation(book: Book, year: int) -> str:
    """基本情况 from the figures of the survey, 薄弱环节 from it and the open problems."""
    figures = reads.own(book, BaselineFigure, Where("year", "=", year), order="number")
    said = [
        f"{row['name']} {row['value']} {row['unit'] or ''}".strip()
        for row in figures if row["item"] in _SHOWN and row["value"]
    ]  # fmt: skip
    lines = [f"基本情况：{'，'.join(said)}。" if said else "基本情况：【请补写】"]
    form = next(iter(reads.own(book, Baseline, Where("year", "=", year))), None)
    open_ones = [row for row in reads.problems(book, year) if row["status"] != CLOSED]
    weak = [form["weak"].strip()] if form and (form["weak"] or "").strip() else []
    weak += [
        f"{number}. {row['description']}" for number, row in enumerate(open_ones, 1)
    ]  # fmt: skip
    lines += ["薄弱环节：", *weak] if weak else ["薄弱环节：【请补写】"]
    return "\n".join(lines)


def new_version(book: Book, row_id: str) -> Changes:
    """另起新版: the words of this version as the draft of the next; `result` is its id.

    The old one holds until the new one is approved.
    """
    row = reads.there(book, UnitPlan, row_id)
    plans = reads.own(book, UnitPlan, Where("year", "=", row["year"]))
    if any(one["state"] == DRAFT for one in plans):
        raise Refused("这一年已经有一版草稿", "请在那一版里改", code="QL-SA-069")
    version = 1 + max(one["version"] or 0 for one in plans)
    draft: Row = {name: row[name] for name in TEXTS}
    with book.change(f"{row['year']}年实施方案另起第{version}版") as change:
        change.result = change.add(UnitPlan, {**draft, "year": row["year"], "version": version})
    return change.changes


def approve(book: Book, row_id: str) -> Changes:
    """会议通过; refused while it is not said which meeting, or chapters are empty.

    Earlier versions of the year are replaced by it.
    """
    row = reads.there(book, UnitPlan, row_id)
    if row["state"] != DRAFT:
        raise Refused(f"这一版现在是“{row['state']}”", "不用再通过一次", code="QL-SA-070")
    empty = [UnitPlan.fields[name].label for name in TEXTS[1:5] if not (row[name] or "").strip()]
    if empty:
        raise Refused(
            f"还没写：{'、'.join(empty)}", "写好再提交会议，也可以先按“起草”", field="aims",
            code="QL-SA-071",
        )  # fmt: skip
    meeting = book.row(PartyMeeting.table, row["meeting_id"]) if row["meeting_id"] else None
    by = row["approved_by"] or (meeting["kind"] if meeting else "")
    on = row["approved_on"] or (meeting["held_on"] if meeting else "")
    if not by or not on:
        raise Refused(
            "还没写是哪次会通过的", "选会议，或者填通过的会议和日期", field="meeting_id",
            code="QL-SA-072",
        )  # fmt: skip
    if date.fromisoformat(on) > clock.today():
        raise Refused("会还没开", "开过会再按“会议通过”", field="approved_on", code="QL-SA-073")
    with book.change(f"会议通过{row['year']}年实施方案第{row['version']}版") as change:
        for one in reads.own(book, UnitPlan, Where("year", "=", row["year"])):
            if one["id"] != row_id and one["state"] in (APPROVED, FILED):
                change.put_row(UnitPlan.table, one["id"], {"state": REPLACED})
        told = {"state": APPROVED, "approved_by": by, "approved_on": on}
        change.put_row(UnitPlan.table, row_id, told)
        change.result = row_id
    return change.changes


def file_plan(book: Book, row_id: str) -> Changes:
    """报街道: noted with the day; the plan itself goes with the next report."""
    row = reads.there(book, UnitPlan, row_id)
    if row["state"] != APPROVED:
        raise Refused("会议通过以后才能报街道", "先按“会议通过”", code="QL-SA-074")
    with book.change(f"{row['year']}年实施方案报街道") as change:
        filed = row["filed_on"] or clock.today().isoformat()
        change.put_row(UnitPlan.table, row_id, {"state": FILED, "filed_on": filed})
        change.result = row_id
    return change.changes
