"""What is printed of contracts: collected from the book, drawn beside the window."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Document
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import papers, reads, rents
from qinglian_desktop.modules.contracts.papers import (
    Late,
    Letter,
    Line,
    RunsOut,
    demand,
    owed_list,
    runs_out_list,
)
from qinglian_desktop.modules.contracts.records import RentDue
from qinglian_desktop.modules.contracts.rules.days import day_of
from qinglian_desktop.modules.disclosure.reads import collective_of
from qinglian_desktop.modules.funds.books import BASIC, BankAccount
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.store.book import Book

Tick = Callable[[int, int, str], object]


class Drawn(NamedTuple):
    """Papers as PDFs, in order, and the signs no font could draw."""

    pdfs: tuple[bytes, ...]
    missing: tuple[str, ...] = ()


def letters(book: Book, contract_ids: Sequence[str], day: date) -> list[Letter]:
    """A demand for each of these contracts that is behind; refused when none is."""
    owed = [one for one in reads.overdue(book, day) if one.chain & set(contract_ids)]
    if not owed:
        raise Refused("选的合同没有逾期的款", "请在逾期清单里选", code="QL-SZ-327")
    spans = {
        row["id"]: row
        for row in book.page(RentDue.table, [due.due.id for one in owed for due in one.dues])
    }
    unit, account = collective_of(book), where_to_pay(book)
    within = int(book.pack(reads.PACK, day).value("demand.days"))
    return [
        Letter(
            unit, one.row["number"] or "", one.row["title"] or "", one.row["party"] or "",
            day_of(one.row, "signed_on"),
            tuple(
                Line(
                    due.due.seq, date.fromisoformat(spans[due.due.id]["from_on"]),
                    date.fromisoformat(spans[due.due.id]["until_on"]), due.due.due_on,
                    due.due.fen, due.paid, due.late(day),
                )
                for due in one.dues
            ),
            day, within, account,
        )
        for one in owed
    ]  # fmt: skip


def where_to_pay(book: Book) -> str:
    """The collective's bank account, where the books know one; the basic account first."""
    where = (Where("book", "=", COLLECTIVE), Where("closed_on", "empty"), reads.own(book))
    found = book.rows(Query(BankAccount.table, where, order=(("opened_on", False),)))
    if not found:
        return ""
    row = next((one for one in found if one["kind"] == BASIC), found[0])
    return "，".join(str(row[name]) for name in ("holder", "bank", "number") if row[name])


def print_demands(book: Book, contract_ids: Sequence[str], tick: Tick) -> Drawn:
    """催缴通知单 for each, a page each."""
    made = letters(book, contract_ids, clock.today())
    return draw_all((demand(letter) for letter in made), len(made), tick)


def print_owed(book: Book, tick: Tick) -> Drawn:
    """The list of everybody who is behind."""
    day = clock.today()
    owed = reads.overdue(book, day)
    if not owed:
        raise Refused("没有逾期的款，不用打印", "有逾期时再打印", code="QL-SZ-328")
    served = reads.demands(book, [one.row["id"] for one in owed])
    months = reads.red_months(book, day)
    rows = [
        Late(
            one.row["number"] or "", one.row["title"] or "", one.row["party"] or "",
            len(one.dues), one.worst, one.fen,
            f"{'红色' if one.red(day, months) else '黄色'} {(day - one.worst).days} 天",
            _last_served(served.get(one.row["id"], [])),
        )
        for one in owed
    ]  # fmt: skip
    return draw_all([owed_list(collective_of(book), rows, day)], 1, tick)


def _last_served(rows: Sequence[Row]) -> str:
    return paper_day(date.fromisoformat(rows[-1]["served_on"])) if rows else "没有催过"


def print_expiring(book: Book, tick: Tick) -> Drawn:
    """For the meeting: what ends within the first reminder, and what has ended and runs on."""
    day = clock.today()
    within = int(book.pack(reads.PACK, day).value("expiry.first"))
    found = reads.expiring(book, day, within)
    if not found:
        raise Refused(f"{within} 天内没有到期的合同", "有到期的再打印", code="QL-SZ-329")
    rent = rents.on_day(book, [one.row for one in found], day)
    kept = {one.row["id"]: reads.account_of(book, one.row["id"]).owed(day) for one in found}
    rows = [
        RunsOut(
            one.row["number"] or "", one.row["title"] or "", one.row["party"] or "",
            one.row["subject"] or "", rent[one.row["id"]], one.end_on, left_words(one.left),
            kept[one.row["id"]],
        )
        for one in found
    ]  # fmt: skip
    return draw_all([runs_out_list(collective_of(book), rows, within, day)], 1, tick)


def print_calendar(book: Book, year: int, tick: Tick) -> Drawn:
    """应收日历 of a year."""
    day = clock.today()
    rows = [
        papers.Row(
            one.row["title"] or "", one.row["party"] or "",
            tuple(month.due for month in one.months), *one.sums,
        )
        for one in reads.calendar(book, year, day)
    ]  # fmt: skip
    if not rows:
        raise Refused(f"{year}年没有应收", "换一年再打印", code="QL-SZ-331")
    return draw_all([papers.calendar(collective_of(book), rows, year, day)], 1, tick)


def left_words(left: int) -> str:
    if left == 0:
        return "今天到期"
    return f"还有 {left} 天" if left > 0 else f"已过 {-left} 天"


def draw_all(documents: Iterable[Document], many: int, tick: Tick) -> Drawn:
    from qinglian_desktop.paper.draw import draw
    from qinglian_desktop.paper.fonts import Fonts

    fonts, pdfs, missing = Fonts(), list[bytes](), list[str]()
    for done, document in enumerate(documents):
        if tick(done, many, f"正在排{document.title}") is False:
            raise Stopped
        pdf = BytesIO()
        drawn = draw(document, pdf, fonts=fonts)
        pdfs.append(pdf.getvalue())
        missing += drawn.missing
    return Drawn(tuple(pdfs), tuple(dict.fromkeys(missing)))
