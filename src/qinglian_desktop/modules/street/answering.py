"""What becomes of something found at two units: looked into and in order, or passed to them."""

from collections.abc import Mapping
from datetime import timedelta

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.directives import actions as directing
from qinglian_desktop.modules.directives.records import TASK
from qinglian_desktop.modules.street.comparing import Match
from qinglian_desktop.modules.street.reads import units
from qinglian_desktop.modules.street.records import PASSED_ON, VERIFIED, CrossCheck
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def said(book: Book) -> Mapping[str, Row]:
    """By mark, what was said before."""
    return {row["mark"]: row for row in book.rows(Query(CrossCheck.table))}


def verify(book: Book, match: Match, note: str) -> Changes:
    """核实: it is in order, and why."""
    if not note.strip():
        raise Refused(
            "核实无问题要写一句为什么", "例：两处是同名不同人，已看证件", field="note",
            code="QL-ST-047",
        )  # fmt: skip
    _refuse_said(book, match)
    with book.change(f"核实：{match.kind}") as change:
        _put(change, match, VERIFIED, note.strip())
    return change.changes


def pass_on(book: Book, match: Match) -> Changes:
    """转单位: each of the units is asked about its own rows; nobody reads personal values."""
    _refuse_said(book, match)
    codes = {unit["office_id"]: str(unit["code"]) for unit in units(book)}
    today = clock.today()
    days = int(book.pack("reporting", today).value("cross_check.answer_days"))
    due = (today + timedelta(days=days)).isoformat()
    with book.change(f"转单位核实：{match.kind}（{len(match.units)} 个单位）") as change:
        for office in dict.fromkeys(place.office_id for place in match.places):
            directing.issue(book, (codes[office],), _draft(match, office, due))
        _put(change, match, PASSED_ON, None)
    return change.changes


def _draft(match: Match, office: str, due: str) -> dict[str, str]:
    own = "；".join(place.words for place in match.places if place.office_id == office)
    others = dict.fromkeys(place.unit for place in match.places if place.office_id != office)
    return {
        "kind": TASK,
        "title": f"核实{match.kind}：{match.words}",
        "what": f"本单位的记录：{own}。{'、'.join(others)}也有同样的记录。请核对后答复是怎么回事。",
        "due_on": due,
    }


def _refuse_said(book: Book, match: Match) -> None:
    before = said(book).get(match.mark)
    if before is not None:
        raise Refused(f"这一处{before['verdict']}，不用再办", "看别的一处", code="QL-ST-048")


def _put(change: Change, match: Match, verdict: str, note: str | None) -> None:
    change.put(
        CrossCheck(
            mark=match.mark, kind=match.kind, about=match.words, verdict=verdict, note=note,
            said_on=clock.today(),
        )
    )  # fmt: skip
