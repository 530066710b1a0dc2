"""What can be done with self-checks and with what was moved down: saved, begun, printed."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.grassroots import papers, reads, rules
from qinglian_desktop.modules.grassroots.records import (
    MovedDown,
    PartyCheck,
    PartyCheckMeasure,
    PartyCheckMonth,
    PartyCheckPoint,
)
from qinglian_desktop.modules.working_out import Sort, Span
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

PACK = "party-weak"


def _check_follows(book: Book, row: Row) -> Row:
    pack = book.pack(PACK, clock.today())
    least, most = pack.value("acceptance.least"), pack.value("acceptance.most_against")
    return rules.check_follows(row, int(least), int(most))


def _of_row(rule: Callable[[Row], Row]) -> Callable[[Book, Row], Row]:
    def follows(_book: Book, row: Row) -> Row:
        return rule(row)

    return follows


def put_points(change: Change, check_id: str) -> int:
    """The situations of the pack that the check has not got yet; how many were put in."""
    book = change.book
    row = reads.there(book, PartyCheck, check_id)
    known = {one["code"] for one in reads.points_of(book, check_id)}
    told = [
        one for one in book.pack(PACK, clock.today()).rows("points")
        if one["kind"] == row["kind"] and one["id"] not in known
    ]  # fmt: skip
    for one in told:
        change.add(
            PartyCheckPoint, {"check_id": check_id, "code": one["id"], "situation": one["what"]}
        )
    return len(told)


def _begin(change: Change, check_id: str) -> None:
    put_points(change, check_id)


_SORTS = (
    Sort(PartyCheck, _check_follows, (Span("year", "checked_on", "Y"),), begins=_begin),
    Sort(PartyCheckMeasure, _of_row(rules.measure_follows)),
    Sort(PartyCheckMonth, spans=(Span("month", "", "M"),)),
    Sort(MovedDown, _of_row(rules.moved_follows)),
)
SORTS: Mapping[str, Sort] = MappingProxyType({one.record.table: one for one in _SORTS})


def list_points(book: Book, row_id: str) -> Changes:
    """列出情形: for a check of a sheet, or when the pack knows more; `result` is how many."""
    row = reads.there(book, PartyCheck, row_id)
    with book.change(f"列出{row['year']}年{row['kind']}的情形") as change:
        change.result = put_points(change, row_id)
        if not change.result:
            raise Refused(
                "情形都已经列出来了", "街道另有要求的，在自查情形里新增", code="QL-PA-046"
            )
    return change.changes


def drop_check(book: Book, row_id: str) -> Changes:
    """To the recycle bin with its situations; refused while somebody has looked at them."""
    points = reads.points_of(book, row_id)
    if judged := sum(one["hit"] is not None for one in points):
        raise Refused(
            f"这次自查已经看了 {judged} 种情形", "填错的在这一条里改；真要删，先删看过的情形",
            code="QL-PA-049",
        )  # fmt: skip
    return ledger.drop_row(book, PartyCheck.table, row_id)


def bring_back_check(book: Book, row_id: str) -> Changes:
    """Out of the recycle bin, with the situations it begins with."""
    row = ledger.there(book, PartyCheck.table, row_id)
    with book.change(ledger.label_of("还原", PartyCheck, row)) as change:
        change.bring_back(PartyCheck.table, row_id)
        put_points(change, row_id)
        change.result = row_id
    return change.changes


def check_paper(book: Book, row_id: str) -> Document:
    return papers.check(
        book.unit.name, reads.there(book, PartyCheck, row_id), reads.points_of(book, row_id),
        reads.measures_of(book, row_id), reads.months_of(book, row_id),
    )  # fmt: skip


def moved_paper(book: Book) -> Document:
    """What is moved down in this year, with its days; what ended before is left out."""
    year = clock.today().year
    rows, logs = reads.moved_in(book, year), reads.logs_of(book, year)
    return papers.moved_list(book.unit.name, year, rows, logs)
