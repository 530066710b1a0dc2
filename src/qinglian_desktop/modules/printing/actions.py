"""How is a print written down, found again and printed once more?"""

from collections.abc import Sequence
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.paper_facts import PaperFacts
from qinglian_desktop.core.print_plan import Plan, named, on_paper
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.printing.records import PRINTED, WAITING, PrintedPaper
from qinglian_desktop.store.book import Book

LARGEST_KEPT = 4 * 1024 * 1024  # bytes; a thicker binder is put together again instead
_SHOWN = 500  # lines of the log on the page


class Printed(NamedTuple):
    """One paper that went to a printer, into a file, or nowhere."""

    title: str
    facts: PaperFacts
    plan: Plan
    page_count: int
    state: str
    printer: str = ""
    codes: tuple[str, ...] = ()  # of every page of the paper, printed now or not


def note(book: Book, made: Printed, pdf: bytes) -> Changes:
    """Writes the line of the log. `result` is its id; Ctrl+Z does not take it back.

    A final paper that has a number is kept with it, and so is one that waits for its printer.
    Lists are laid out anew when they are wanted again, and labels may hold names in full.
    """
    facts, waits = made.facts, made.state == WAITING
    before = _waiting_line(book, made)
    worth = bool(facts.key) if waits else bool(facts.number) and not facts.draft
    kept = worth and len(pdf) <= LARGEST_KEPT
    row: Row = {
        "title": made.title,
        "number": facts.number,
        "state": made.state,
        "stage": "草稿" if facts.draft else "正式",
        "pages": named(made.plan.pages),
        "page_count": made.page_count,
        "copies": made.plan.copies,
        "sheets": made.plan.sheets,
        "printer": made.printer,
        "who": book.operator.name,
        "printed_at": clock.now(),
        "fingerprint": facts.fingerprint,
        "paper_key": facts.key,
        "page_codes": _codes(book, made),
        "paper_file": book.files.add(pdf) if kept else None,
    }
    with book.change(f"{_VERBS[made.state]}：{made.title[:30]}", kind="print") as change:
        # What waited and is tried again keeps its line; one paper does not wait twice.
        row_id = change.put_row(PrintedPaper.table, before or clock.new_id(), row)
    return Changes(change.label, change.changes.touched, result=row_id)


_VERBS = {PRINTED: "打印", WAITING: "没打成", "已存 PDF": "存 PDF"}


def _waiting_line(book: Book, made: Printed) -> str:
    key = made.facts.key
    if not key:
        return ""
    where = (Where("paper_key", "=", key), Where("state", "=", WAITING))
    found = book.rows(Query(PrintedPaper.table, where, limit=1))
    return str(found[0]["id"]) if found else ""


def _codes(book: Book, made: Printed) -> str | None:
    if not made.codes:
        return None
    return " ".join(on_paper(last_codes(book, made.facts.key), made.codes, made.plan.pages))


def last_codes(book: Book, key: str) -> tuple[str, ...]:
    """The codes of the pages that lie on paper now; empty when it was never printed."""
    if not key:
        return ()
    where = (Where("paper_key", "=", key), Where("state", "=", PRINTED))
    newest = (("printed_at", True), ("id", True))
    found = book.rows(Query(PrintedPaper.table, where, order=newest, limit=1))
    return tuple((found[0]["page_codes"] or "").split()) if found else ()


def log(book: Book) -> Sequence[Row]:
    """The newest lines of the log, what waits for a printer first."""
    newest = (("printed_at", True), ("id", True))
    waits, done = (
        Query(PrintedPaper.table, (Where("state", op, WAITING),), order=newest, limit=_SHOWN)
        for op in ("=", "!=")
    )
    return [*book.rows(waits), *book.rows(done)]


def paper_of(book: Book, row_id: str) -> tuple[bytes, PaperFacts]:
    """The paper as it was printed; Refused when none was kept, Damaged when it is not whole."""
    row = book.row(PrintedPaper.table, row_id)
    if row is None or not row["paper_file"]:
        raise Refused("这一次没有存档", "请回到原来的页面再打", code="QL-PR-077")
    facts = PaperFacts(
        row["paper_key"] or "",
        row["number"] or "",
        row["stage"] == "草稿",
        row["fingerprint"] or "",
    )
    return book.files.read(row["paper_file"]), facts
