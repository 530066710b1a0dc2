"""The papers of the year: the catalogue, the plan with its signatures, the matrix."""

from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document, as_text
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.privacy import findings
from qinglian_desktop.modules.disclosure import yearly, yearly_paper
from qinglian_desktop.modules.disclosure.actions.comparing import changes_of
from qinglian_desktop.modules.disclosure.actions.overview import coverage
from qinglian_desktop.modules.disclosure.matrix import CoverageRow
from qinglian_desktop.modules.disclosure.reads import (
    issuer_of,
    items_of,
    plan_of,
)
from qinglian_desktop.modules.disclosure.records import DisclosurePlan
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


def catalogue_paper(book: Book, year: int) -> Document:
    """The catalogue of the year; a draft until its adjustment is decided."""
    items = items_of(book, year)
    if not items:
        raise Refused(f"还没有{year}年的公开目录", "先建立公开目录，再打印", code="QL-PD-003")
    plan = plan_of(book, year)
    paper = yearly_paper.catalogue_document(
        items,
        changes_of(book, year),
        year=year,
        unit=book.unit.name,
        disclosure=book.word("disclosure"),
        made_on=clock.today(),
        draft=plan is not None and plan["state"] not in yearly.SETTLED,
    )
    return _fit_for_all(paper)


def plan_paper(book: Book, plan_id: str) -> Document:
    """公开方案审查表, with what was signed so far and places for what was not."""
    plan = ledger.there(book, DisclosurePlan.table, plan_id)
    late = {
        name: yearly.late_by(date.fromisoformat(plan[done]), plan[due])
        for name, done, due in (
            ("审查", "reviewed_on", "review_due_on"),
            ("答复", "answered_on", "answer_due_on"),
        )
        if plan[done]
    }
    paper = yearly_paper.plan_document(
        items_of(book, plan["year"]),
        changes_of(book, plan["year"]),
        plan,
        unit=book.unit.name,
        issuer=issuer_of(book, None),
        disclosure=book.word("disclosure"),
        supervisors=book.word("supervisors_short"),
        made_on=clock.today(),
        late=late,
    )
    return _fit_for_all(paper)


def matrix_paper(book: Book, year: int, late_only: bool = False) -> Document:
    """The coverage matrix as it is now; only the items with something overdue when asked so."""
    rows: list[CoverageRow] = coverage(book, year)
    if late_only:
        rows = [row for row in rows if any(cell.word == "逾期" for cell in row.cells)]
    if not rows:
        raise Refused("没有可打印的内容", "先建立公开目录，或不要只看逾期", code="QL-PR-084")
    return yearly_paper.matrix_document(
        rows,
        year=year,
        unit=book.unit.name,
        disclosure=book.word("disclosure"),
        made_on=clock.today(),
    )


def _fit_for_all(paper: Document) -> Document:
    """Residents read what is drafted for them: nobody's number may stand in a reason or opinion."""
    if found := findings("\n".join(as_text(paper))):
        shown = "、".join(str(one) for one in found[:3])
        raise Refused(
            f"纸上还有 {len(found)} 处个人信息：{shown}",
            "在公开目录的〔调整的原因〕或年度调整写的意见里删掉，再打印",
            code="QL-PD-182",
        )
    return paper
