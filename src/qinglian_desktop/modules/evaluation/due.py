"""What of the yearly assessment is due: to be handed in, to be made up, sent back, to be marked?

Asked at every start: the rules of an assessment load where there is one, or its season.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_records as records
from qinglian_desktop.modules.evaluation import assessment_rows as reads
from qinglian_desktop.modules.evaluation.assessment_records import (
    Assessment,
    AssessmentLine,
    AssessmentReview,
)
from qinglian_desktop.store.book import Book

_LEAD = 45  # days before the day by which it is handed in
_SEASON = (12, 1, 2)  # months in which a year nobody has begun is asked about
_DONE_BY = {
    records.DRAFT: "还没做完",
    records.DONE: "等党组织审议",
    records.HEARD: "已审议，等报送",
}


def due(book: Book, day: date) -> list[Due]:
    if book.unit.is_street:
        return [*_to_mark(book, day)]
    return [*_to_hand_in(book, day), *_sent_back(book, day), *_gaps(book, day)]


# -- the unit ------------------------------------------------------------------------------------


def _to_hand_in(book: Book, day: date) -> Iterator[Due]:
    for year in (day.year - 1, day.year):
        row = reads.current(book, year)
        state = "还没开始" if row is None else _DONE_BY.get(row["state"], "")
        if not state or not _in_season(row, day) or not (row or _worked_in(book, year)):
            continue
        from qinglian_desktop.modules.evaluation import system

        pack = book.pack(system.NAME, date(year, 12, 31))
        rules_of_year = system.of(pack)
        by = rules_of_year.hand_in_by(year)
        if day < by - timedelta(days=_LEAD):
            continue
        cutoff = paper_day(rules_of_year.cutoff_of(year))
        unsure = f"，{rules_of_year.unsure}" if rules_of_year.unsure else ""
        why = f"数据截止{cutoff}，{rules_of_year.hand_in_days} 天以内报送（{pack.title}{unsure}）"
        act, table = ("开始自评", Assessment.table) if row is None else _way(row)
        yield Due(by, f"{year}年度自评{state}", why, "evaluation", act, table, lead=_LEAD)


def _in_season(row: Row | None, day: date) -> bool:
    """Can anything be due yet? Asked at every start, so the issued table is not read for it."""
    if row is None:
        return day.month in _SEASON
    return day >= date.fromisoformat(row["cutoff_on"]) - timedelta(days=_LEAD)


def _way(row: Row) -> tuple[str, str]:
    """What comes next, and the page it is done on."""
    if row["state"] == records.DRAFT:
        return "继续自评", AssessmentLine.table
    return "去办理", "submit"


def _worked_in(book: Book, year: int) -> bool:
    """Was the office there in that year? A year that had tasks is a year to be assessed."""
    return bool(book.count(Query("task", (Where("year", "=", year),), limit=1)))


def _sent_back(book: Book, day: date) -> Iterator[Due]:
    """Marks that came and were not written down yet, of whatever version."""
    reviewed = {row["assessment_id"] for row in book.rows(Query(AssessmentReview.table))}
    for assessment_id in sorted(reviewed):
        from qinglian_desktop.modules.evaluation import marking

        review = marking.unseen(book, assessment_id)
        if review is None:
            continue
        said = sum(bool(mark["said"]) for mark in reads.marks(book, assessment_id).values())
        which = f"{review['year']}年度自评第 {review['version']} 版"
        words = f"，{said} 条有意见" if said else ""
        yield Due(
            day, f"街道{review['outcome']}：{which}{words}",
            review["said"] or f"{paper_day(date.fromisoformat(review['made_on']))}街道发回",
            "evaluation", "去看", "compare",
        )  # fmt: skip


def _gaps(book: Book, day: date) -> Iterator[Due]:
    """Lost points that can still be made up before the cut-off day and that nobody has in hand."""
    row = reads.current(book, day.year)
    if row is None or row["state"] not in records.OPEN:
        return
    cutoff = date.fromisoformat(row["cutoff_on"])
    if not day <= cutoff <= day + timedelta(days=_LEAD):
        return
    from qinglian_desktop.modules.evaluation import assessment_rules as rules

    many = sum(
        rules.lost(line) > 0 and not line["task_id"] for line in reads.lines(book, row["id"])
    )
    if many:
        yield Due(
            cutoff, f"自评还有 {many} 项失分没人补",
            "截止日前补上的还能算分，转成任务就有人办、有期限", "evaluation", "看差距", "gaps",
            lead=_LEAD,
        )  # fmt: skip


# -- the street ----------------------------------------------------------------------------------


def _to_mark(book: Book, day: date) -> Iterator[Due]:
    sent = {row["assessment_id"] for row in book.rows(Query(AssessmentReview.table))}
    newest: dict[tuple[str, int], Row] = {}
    for row in book.rows(Query(Assessment.table, order=(("version", False),))):
        if row["frozen_on"] and row["year"] >= day.year - 1:
            newest[row["owner"], row["year"]] = row
    for year in (day.year - 1, day.year):
        many = sum(of == year and row["id"] not in sent for (_, of), row in newest.items())
        if many:
            yield Due(
                day, f"{many} 家报送了{year}年度自评，还没核评发回", "单位等着街道的核评分和意见",
                "evaluation", "去核评", Assessment.table,
            )  # fmt: skip
