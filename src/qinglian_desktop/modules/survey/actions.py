"""Surveys: saved with what the counts come to; the sheet to hand out, the sheet to count on."""

from collections.abc import Mapping
from types import MappingProxyType

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.modules.survey import papers, rules
from qinglian_desktop.modules.survey.records import SurveyLine, SurveyResult
from qinglian_desktop.modules.working_out import Sort, Span
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def _result(book: Book, row: Row) -> Row:
    """A new survey is planned by the pack and the register, unless it says how many."""
    planned: Row = {}
    if row.get("sample_planned") is None:
        rule = book.pack(rules.PACK, clock.today()).value("sample")
        own = (Where("owner", "=", book.unit.office_id),)
        households = book.count(Query(Household.table, own))
        planned["sample_planned"] = rules.sample(rule["least"], rule["percent"], households)
    return {**planned, **rules.result({**row, **planned})}


def _line(book: Book, row: Row) -> Row:
    """Each question was answered on the same valid sheets."""
    survey = book.row(SurveyResult.table, row["survey_id"]) if row.get("survey_id") else None
    valid = survey["valid"] if survey else None
    rules.refuse_too_many(row, valid)
    return rules.counted(row, valid)


def _lines(book: Book, survey_id: str) -> list[Row]:
    where = (Where("survey_id", "=", survey_id),)
    return book.rows(Query(SurveyLine.table, where, order=(("seq", False),)))


def _follow(change: Change, survey_id: str) -> None:
    """The questions stand on the valid sheets of their survey."""
    survey = change.book.row(SurveyResult.table, survey_id) or {}
    for line in _lines(change.book, survey_id):
        change.put_row(SurveyLine.table, line["id"], rules.counted(line, survey.get("valid")))


SORTS: Mapping[str, Sort] = MappingProxyType(
    {
        SurveyResult.table: Sort(
            SurveyResult, _result, (Span("year", "surveyed_on", "Y"),), then=_follow
        ),
        SurveyLine.table: Sort(SurveyLine, _line),
    }
)


def _questions(book: Book) -> list[str]:
    rows = book.pack(rules.PACK, clock.today()).rows("questions")
    return [row["text"] for row in rows]


def questionnaire(book: Book) -> Document:
    """The sheet to hand out; it belongs to no survey yet."""
    return papers.questionnaire(book.unit.name, _questions(book))


def count_sheet(book: Book, row_id: str) -> Document:
    row = book.row(SurveyResult.table, row_id)
    if row is None or row["deleted"]:
        raise Refused("这次测评已经不在了", "请刷新列表再试", code="QL-OV-022")
    return papers.count_sheet(book.unit.name, row, _lines(book, row_id), _questions(book))
