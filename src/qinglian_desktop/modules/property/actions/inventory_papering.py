"""The papers of a count from its rows as they are now."""

from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.disclosure import reads as disclosing
from qinglian_desktop.modules.property import inventory_papers as papers
from qinglian_desktop.modules.property import inventory_reads as reads
from qinglian_desktop.modules.property.inventory import DONE_ON, STEPS
from qinglian_desktop.store.book import Book

SHEET, DIFFERENCES, LAND, REPORT, COURSE = (
    "盘点表", "盘盈盘亏明细表", "资源总表", "清查报告", "清查经过",
)  # fmt: skip
PAPERS = (SHEET, DIFFERENCES, LAND, REPORT, COURSE)


def inventory_paper(book: Book, inventory_id: str, name: str) -> Document:
    """One of PAPERS by its name; refused for a count without lines."""
    row = reads.inventory(book, inventory_id)
    lines = reads.lines_of(book, inventory_id)
    if not lines:
        raise Refused("盘点表是空的", "先开始清查", code="QL-SZ-265")
    unit = disclosing.collective_of(book)
    if name == SHEET:
        return papers.count_sheet(unit, row, lines, int(reads.pack_of(book).value("sheet.rows")))
    if name == DIFFERENCES:
        return papers.difference_list(unit, row, lines)
    if name == LAND:
        return papers.resource_table(unit, row, lines)
    if name == COURSE:
        return papers.step_record(unit, row, [(step, DONE_ON[step]) for step in STEPS])
    return papers.report(unit, row, reads.sums_of(lines), lines, clock.today())
