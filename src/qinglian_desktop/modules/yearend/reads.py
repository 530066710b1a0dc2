"""The units of the street at the end of a year, each with what is known of it."""

from collections import defaultdict

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.evaluation import assessment_reads, marking, reads, standing
from qinglian_desktop.modules.evaluation.assessment_records import Assessment
from qinglian_desktop.modules.evaluation.computing import system_of
from qinglian_desktop.modules.evaluation.system import System
from qinglian_desktop.modules.yearend.records import ISSUED, YearReview, YearVerdict
from qinglian_desktop.modules.yearend.rules import Case, Judged, judge
from qinglian_desktop.store.book import Book

STOPPED = "已停用"


def units(book: Book) -> list[Row]:
    """The units that are still there, in the order of their codes."""
    where = (Where("state", "!=", STOPPED),)
    return book.rows(Query("enrolled_unit", where, order=(("code", False),)))


def judged(book: Book, year: int, system: System | None = None) -> list[Judged]:
    """Every unit, in the order of the codes."""
    rules = system or system_of(book, year)
    versions: dict[str, list[Row]] = defaultdict(list)
    of_year = (Where("year", "=", year),)
    for row in book.rows(Query(Assessment.table, of_year, order=(("version", True),))):
        versions[row["owner"]].append(row)
    settled = Query(YearVerdict.table, of_year, order=(("created_at", False),))
    verdicts = {row["unit_office"]: row for row in book.rows(settled)}  # the newest counts
    claims: dict[str, list[Row]] = defaultdict(list)
    for row in reads.claims_of(book, year):
        claims[row["owner"]].append(row)
    rulings = reads.rulings_on(book, year)
    states = reads.standings_of(book, year, [unit["office_id"] for unit in units(book)])
    found = []
    for unit in units(book):
        office = unit["office_id"]
        handed_in = next((row for row in versions[office] if row["frozen_on"]), None)
        case = Case(
            office, unit["code"], unit["name"], unit["kind"], handed_in, bool(versions[office]),
            assessment_reads.lines(book, handed_in["id"]) if handed_in else (),
            assessment_reads.marks(book, handed_in["id"]) if handed_in else {},
            marking.sent_back(book, handed_in["id"]) if handed_in else None,
            standing.bonus(rules, claims[office], rulings), states[office], verdicts.get(office),
        )  # fmt: skip
        found.append(judge(rules, case))
    return found


def reviews(book: Book, year: int) -> list[Row]:
    """The notices of a year, the newest first."""
    query = Query(YearReview.table, (Where("year", "=", year),), order=(("version", True),))
    return book.rows(query)


def is_issued(book: Book, year: int) -> bool:
    """Has the notice gone out, and was no correction begun since?"""
    found = reviews(book, year)
    return bool(found) and found[0]["state"] == ISSUED


def years(book: Book) -> list[int]:
    """The years that have self-assessments or a notice."""
    told = {row["year"] for row in book.rows(Query(YearReview.table))}
    return sorted({*assessment_reads.years(book), *told})
