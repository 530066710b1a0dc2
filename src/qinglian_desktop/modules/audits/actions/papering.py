"""The papers of audits and reports, from the rows as they are now."""

from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.word.saving import save_paper
from qinglian_desktop.modules.audits import papers, reads
from qinglian_desktop.modules.audits.records import Audit, CollectiveReport
from qinglian_desktop.modules.disclosure import reads as disclosing
from qinglian_desktop.store.book import Book


def audit_paper(book: Book, audit_id: str, name: str) -> Document:
    """One of the papers of an audit by its name; refused for a list of nothing."""
    row = reads.there(book, Audit, audit_id)
    found = reads.findings_of(book, audit_id)
    unit, today, pack = book.unit.name, clock.today(), reads.pack_of(book)
    if name == papers.NOTICE:
        items, days = pack.value("scope.items"), int(pack.value("limits.notice.days"))
        return papers.notice(unit, row, items, days, today)
    if name == papers.EVIDENCE:
        return papers.evidence(unit, row, found[0] if found else None)
    if name == papers.DRAFT:
        return papers.draft(unit, row, found, today)
    if not found:
        raise Refused("这次审计还没登记问题", "先在“审计问题”里登记", code="QL-SZ-286")
    return papers.rectify(unit, row, found, reads.repeated(book), today)


def report_paper(book: Book, row_id: str) -> Document:
    """Refused while nothing is written."""
    row = reads.there(book, CollectiveReport, row_id)
    if not (row["body"] or "").strip():
        raise Refused("报告还没有内容", "先按“起草”，再改", field="body", code="QL-SZ-291")
    label = Period.parse(row["period"]).label if row["period"] else ""
    unit = disclosing.collective_of(book) or book.unit.name
    return papers.report(unit, row, label, clock.today())


def save_report_as_word(book: Book, row_id: str, path: Path) -> Changes:
    """The report at `path`; `result` are the names of the template that nobody knows."""
    paper = report_paper(book, row_id)
    noted = f"报告 {paper.title}"
    return save_paper(book, paper, path, noted=noted, label="报告已存为 Word")
