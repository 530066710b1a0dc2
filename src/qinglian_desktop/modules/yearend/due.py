"""What of the year's end is due at the street: units to be settled, a notice to be issued."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.pack import doubt
from qinglian_desktop.modules.evaluation.assessment_records import REVIEWED, AssessmentReview
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.modules.yearend import reads
from qinglian_desktop.modules.yearend.records import YearReview, YearVerdict
from qinglian_desktop.store.book import Book

PACK = "year-end"
_LEAD = 90  # days before the notice is to be out


def due(book: Book, day: date) -> list[Due]:
    """Nothing at a unit: what it is to do comes as an order."""
    if not book.unit.is_street:
        return []
    return [*_open_years(book, day)]


def _open_years(book: Book, day: date) -> Iterator[Due]:
    """Counted from rows of decisions alone, so that a start works out no points."""
    where = (Where("outcome", "=", REVIEWED),)
    reviewed: dict[int, set[str]] = defaultdict(set)
    for row in book.rows(Query(AssessmentReview.table, where)):
        reviewed[row["year"]].add(row["to_office"])
    for year, offices in sorted(reviewed.items()):
        if reads.is_issued(book, year):
            continue
        verdicts = book.rows(Query(YearVerdict.table, (Where("year", "=", year),)))
        settled = {row["unit_office"] for row in verdicts}
        rule = book.pack(PACK, day).value("notice")
        unsure = f"（{doubt(rule)}）" if doubt(rule) else ""
        cutoff = system_of(book, year).cutoff_of(year)
        by = cutoff + timedelta(days=rule["days_after"])
        why = f"截止日{paper_day(cutoff)}后 {rule['days_after']} 天{unsure}"
        if waiting := len(offices - settled):
            what = f"{year} 年终评价：{waiting} 家核评完了，还没核定"
            yield Due(by, what, why, "yearend", "去核定", YearVerdict.table, lead=_LEAD)
        elif {unit["office_id"] for unit in reads.units(book)} <= settled:
            what = f"{year} 年终评价：每一家都核定了，还没印发通报"
            yield Due(by, what, why, "yearend", "去印发", YearReview.table, lead=_LEAD)
