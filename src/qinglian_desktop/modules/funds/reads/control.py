"""What of the payments is not checked, not proved, not approved, over the plan, or odd?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from qinglian_desktop.core import check
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds import approving, budget, cash, evidence, hints
from qinglian_desktop.modules.funds.books import (
    CLOSING,
    OPENING,
    PERSON_HOLDER,
    BankAccount,
    Voucher,
    VoucherLine,
)
from qinglian_desktop.modules.funds.chart import BANK, CASH
from qinglian_desktop.modules.funds.control import (
    Approval,
    ApprovalSign,
    BudgetLine,
    CashCount,
    EntryPaper,
    HintAnswer,
)
from qinglian_desktop.modules.funds.reads.asking import own, within
from qinglian_desktop.modules.funds.reads.money import counted, opening_of
from qinglian_desktop.modules.funds.reads.months import closed_months
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE, INCOME, SPENDING, Entry
from qinglian_desktop.modules.funds.slips import Invoice
from qinglian_desktop.store import people
from qinglian_desktop.store.book import Book

_LOOK_BACK = 366  # days of payments that hints compare
_BY_THE_BOOKS = (OPENING, CLOSING)  # vouchers that nobody types
_TO_BANK = ("存现", "存银行", "存入银行", "缴存")
_FROM_BANK = ("提现", "取现", "提取现金", "备用金")


# -- not checked by a second person ------------------------------------------------------------


def unreviewed(
    book: Book, first: date, last: date, account: str = "", *, written_since: date = date.min
) -> list[tuple[str, Row]]:
    """(table, row) of what is filled in, stands in an open month and nobody has checked."""
    where = (
        Where("owner", "=", book.unit.office_id),
        *([Where("book", "=", account)] if account else []),
        *within(first, last), Where("reviewed_on", "empty"),
        Where("created_at", ">=", written_since.isoformat()),
    )  # fmt: skip
    months, found = closed_months(book), []
    for record in (Entry, Voucher):
        waiting = book.waiting(record.table)
        made = (Where("kind", "not in", _BY_THE_BOOKS),) if record is Voucher else ()
        for row in book.rows(Query(record.table, (*where, *made), order=(("day", False),))):
            shut = (row["book"], row["day"][:7]) in months
            if not shut and row["id"] not in waiting and check.is_complete(record, row):
                found.append((record.table, row))
    return found


def left_behind(book: Book, first: date, account: str = "") -> list[tuple[str, Row]]:
    """What nobody has checked of the days before `first`, written since there is somebody who
    checks: what an office brought along from before is not asked for.
    """
    since = [one["since"] for one in people.checkers(book, everybody=True)]
    if not since:
        return []
    begun = date.fromisoformat(min(since))
    last = first - timedelta(days=1)
    return unreviewed(book, date.min, last, account, written_since=begun)


# -- papers ------------------------------------------------------------------------------------


class Lacking(NamedTuple):
    """One payment and the papers it lacks."""

    row: Row
    papers: tuple[str, ...]


def evidence_on(book: Book, day: date) -> Pack | None:
    """The list of papers of that day; None for days before it, of which nothing is asked."""
    try:
        return book.pack(evidence.PACK, day)
    except Refused:
        return None


def missing_papers(book: Book, entry: Mapping[str, object], day: date) -> tuple[str, ...]:
    """The papers that this payment lacks, as it stands in the form or the book."""
    if (pack := evidence_on(book, day)) is None:
        return ()
    row_id = str(entry.get("id") or "")
    told = _told(book, [row_id]) if row_id else {}
    names = book.file_names(Entry.table, row_id) if row_id else {}
    also = (*_signed_slip(book, row_id, pack), *_billed(pack, row_id in _invoices(book, [row_id])))
    return evidence.missing(pack, entry, told.get(row_id, ()), names, also)


def lacking(book: Book, first: date, last: date, account: str = "") -> list[Lacking]:
    """The payments of these days that lack a paper, the earliest first."""
    where = (
        Where("owner", "=", book.unit.office_id), Where("direction", "=", SPENDING),
        *([Where("book", "=", account)] if account else []), *within(first, last),
    )  # fmt: skip
    rows = book.rows(Query(Entry.table, tuple(where), order=(("day", False),)))
    rows = [row for row in rows if row["amount_fen"] and row["amount_fen"] > 0]
    ids = [row["id"] for row in rows]
    told, invoices = _told(book, ids), _invoices(book, ids)
    of_these = Query(Approval.table, (Where("entry_id", "in", tuple(ids)),))
    slips, found = {row["entry_id"] for row in book.rows(of_these)}, []
    packs = {day: evidence_on(book, date.fromisoformat(day)) for day in _days(rows)}
    for row in rows:
        if (pack := packs[row["day"]]) is None:
            continue
        files = row["files"] not in (None, "", "[]")
        names = book.file_names(Entry.table, row["id"]) if files else {}
        also = _signed_slip(book, row["id"], pack) if row["id"] in slips else ()
        also += _billed(pack, row["id"] in invoices)
        if papers := evidence.missing(pack, row, told.get(row["id"], ()), names, also):
            found.append(Lacking(row, papers))
    return found


def _days(rows: Sequence[Row]) -> set[str]:
    return {row["day"] for row in rows}


def told_of(book: Book, entry_id: str) -> list[Row]:
    """What the clerk said of the papers of one payment."""
    return book.rows(Query(EntryPaper.table, (Where("entry_id", "=", entry_id),)))


def _told(book: Book, ids: Iterable[str]) -> dict[str, tuple[evidence.Told, ...]]:
    found: dict[str, list[evidence.Told]] = defaultdict(list)
    where = (Where("entry_id", "in", tuple(ids)),)
    for row in book.rows(Query(EntryPaper.table, where)):
        found[row["entry_id"]].append(evidence.Told(row["paper"] or "", row["file_id"] or ""))
    return {key: tuple(value) for key, value in found.items()}


def _billed(pack: Pack, yes: bool) -> tuple[str, ...]:
    """An invoice that was registered for the payment is the paper itself."""
    return tuple(row["name"] for row in pack.rows("papers") if yes and row["id"] == "invoice")


def _signed_slip(book: Book, entry_id: str, pack: Pack) -> tuple[str, ...]:
    """An approval slip on which everybody has signed is the paper itself."""
    slip = slip_of(book, entry_id)
    if slip is None or approving.unsigned(tier_of(book, slip), signed_on(book, slip["id"])):
        return ()
    return tuple(row["name"] for row in pack.rows("papers") if row["id"] == "approval")


# -- approval ----------------------------------------------------------------------------------


def slip_of(book: Book, entry_id: str) -> Row | None:
    """The approval slip of a payment; None without one."""
    if not entry_id:
        return None
    where = (Where("entry_id", "=", entry_id),)
    found = book.rows(Query(Approval.table, where, order=(("created_at", False),)))
    return found[-1] if found else None


def tier_of(book: Book, slip: Mapping[str, object]) -> approving.Tier:
    """The tier of a slip, by the pack of the day it was asked for."""
    day = date.fromisoformat(str(slip["asked_on"]))
    fen = slip.get("amount_fen")
    return approving.tier_of(
        book.pack(approving.PACK, day), str(slip["sort"]), fen if isinstance(fen, int) else 0,
        collective=slip["book"] == COLLECTIVE,
    )  # fmt: skip


def signed_on(book: Book, approval_id: str) -> list[approving.Signed]:
    """The signatures that were entered."""
    where = (Where("approval_id", "=", approval_id),)
    return [
        approving.Signed(one.step, one.name, one.signed_on, one.present or "")
        for one in book.records(ApprovalSign, *where)
    ]


def slip_problems(book: Book, slip: Row) -> tuple[str, ...]:
    """What is not in order on a slip, with the payment it belongs to."""
    entry = book.row(Entry.table, slip["entry_id"]) if slip["entry_id"] else None
    paid = entry["day"] if entry and not entry["deleted"] else None
    decided = bool(slip["matter_id"] or (entry and (entry["matter_id"] or entry["decision_no"])))
    return approving.order_problems(
        tier_of(book, slip), signed_on(book, slip["id"]),
        paid_on=date.fromisoformat(paid) if paid else None, decided=decided,
    )  # fmt: skip


# -- cash --------------------------------------------------------------------------------------


def cash_found(book: Book, account: str, day: date) -> tuple[cash.Found, ...]:
    """What the cash rules say of one book, from its last opening balance on."""
    opening = opening_of(book, account, day)
    first = date(opening.year, 1, 1) if opening else date(day.year, 1, 1)
    moves = [*_cash_entries(book, account, first, day), *_cash_vouchers(book, account, first, day)]
    counts = [
        cash.Count(one.id, one.counted_on, one.book_fen, one.counted_fen, one.iou_fen)
        for one in book.records(CashCount, *own(book, account))
    ]
    held = (*own(book, account), Where("holder_kind", "=", PERSON_HOLDER))
    open_ones = (*held, Where("closed_on", "empty"))
    personal = [(row["id"], row["bank"]) for row in book.rows(Query(BankAccount.table, open_ones))]
    return cash.look(
        book.pack(cash.PACK, day), moves, day, opening_fen=opening.cash_fen if opening else 0,
        counts=counts, personal=personal, begun=min((move.day for move in moves), default=first),
    )  # fmt: skip


def _cash_entries(book: Book, account: str, first: date, last: date) -> Iterable[cash.Move]:
    query = counted(book, account, first, last)
    query = query._replace(where=(*query.where, Where("channel", "=", "现金")))
    rows = _not_undone(book.rows(query))
    ids = [row["id"] for row in rows]
    told, invoices = _told(book, ids), _invoices(book, ids)
    for row in rows:
        words = f"{row['purpose']} {row['summary']}"
        income = row["direction"] == INCOME
        how = cash.TAKEN if income else cash.PAID
        if any(word in words for word in (_FROM_BANK if income else _TO_BANK)):
            how = cash.DRAWN if income else cash.BANKED
        bill = bool(row["receipt_no"] or row["id"] in told or row["id"] in invoices)
        bill = bill or row["files"] not in (None, "", "[]")
        yield cash.Move(
            row["id"], date.fromisoformat(row["day"]), how, row["amount_fen"], words, bill,
            row["voucher_no"] or "",
        )  # fmt: skip


def _not_undone(rows: Iterable[Row]) -> list[Row]:
    """Without what was taken back in red and the red row itself: together they moved nothing."""
    listed = list(rows)
    there = {row["id"] for row in listed}
    undone = {row["reverses_id"] for row in listed}
    return [r for r in listed if r["id"] not in undone and r["reverses_id"] not in there]


def _cash_vouchers(book: Book, account: str, first: date, last: date) -> Iterable[cash.Move]:
    """What vouchers moved between the cash box and the bank."""
    where = (*own(book, account), *within(first, last), Where("kind", "!=", OPENING))
    lines = book.rows(Query(VoucherLine.table, where))
    stand = {row["id"] for row in _not_undone(book.rows(Query(Voucher.table, where)))}
    by: dict[str, list[Row]] = defaultdict(list)
    for line in lines:
        if line["voucher_id"] in stand:
            by[line["voucher_id"]].append(line)
    for voucher_id, found in by.items():
        moved = sum(_net(line) for line in found if (line["account"] or "")[:3] == CASH)
        if not moved:
            continue
        bank = any((line["account"] or "")[:3] == BANK for line in found)
        how = {(True, True): cash.DRAWN, (True, False): cash.TAKEN,
               (False, True): cash.BANKED, (False, False): cash.PAID}[moved > 0, bank]  # fmt: skip
        day = date.fromisoformat(found[0]["day"])
        yield cash.Move(voucher_id, day, how, abs(moved), found[0]["summary"] or "")


def _net(line: Row) -> int:
    return int(line["debit_fen"] or 0) - int(line["credit_fen"] or 0)


# -- hints -------------------------------------------------------------------------------------


def hints_of(book: Book, day: date, *, answered: bool = False) -> tuple[hints.Hint, ...]:
    """Payments of the last year that somebody should look at; `answered` shows those too."""
    first = day - timedelta(days=_LOOK_BACK)
    tiers = book.pack(approving.PACK, day)
    found = hints.look(
        book.pack(hints.PACK, day),
        (payment for account in BOOKS for payment in _payments(book, account, first, day)),
        lambda sort: approving.thresholds(tiers, sort),
    )
    if answered:
        return found
    known = {row["hint"] for row in answers(book)}
    return tuple(hint for hint in found if hint.key not in known)


def answers(book: Book) -> list[Row]:
    """What was found where somebody looked."""
    return book.rows(Query(HintAnswer.table))


def _payments(book: Book, account: str, first: date, last: date) -> Iterable[hints.Payment]:
    query = counted(book, account, first, last)
    query = query._replace(where=(*query.where, Where("direction", "=", SPENDING)))
    rows = book.rows(query)
    undone = {row["reverses_id"] for row in rows if row["reverses_id"]}
    pack, invoices = book.pack(evidence.PACK, last), _invoices(book, [row["id"] for row in rows])
    sorts: dict[tuple[str, ...], str] = {}  # by the words that tell it: they are few
    for row in rows:
        if row["id"] in undone or row["reverses_id"] or row["transfer_id"]:
            continue
        words = (row["expense_kind"] or "", row["purpose"], row["summary"])
        if words not in sorts:
            sorts[words] = approving.proposed_sort(evidence.kind_of(pack, row)["name"])
        yield hints.Payment(
            row["id"], date.fromisoformat(row["day"]), row["amount_fen"], row["counterparty"],
            row["purpose"], row["voucher_no"] or "",
            (*filter(None, (row["receipt_no"],)), *invoices.get(row["id"], ())),
            sorts[words],
        )  # fmt: skip


def _invoices(book: Book, ids: Iterable[str]) -> dict[str, list[str]]:
    """The numbers of the invoices that were registered for each of these payments."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in book.rows(Query(Invoice.table, (Where("entry_id", "in", tuple(ids)),))):
        found[row["entry_id"]].append(row["number"] or "")
    return found


# -- budget ------------------------------------------------------------------------------------


def budget_of(
    book: Book, account: str, year: int, direction: str = SPENDING
) -> tuple[budget.Figure, ...]:
    """Each purpose of the year: planned, spent until today, over or not."""
    where = (*own(book, account), Where("year", "=", year), Where("direction", "=", direction))
    plans = [
        budget.Planned(one.id, one.category, one.amount_fen, bool(one.over_matter_id))
        for one in book.records(BudgetLine, *where)
    ]
    query = counted(book, account, date(year, 1, 1), date(year, 12, 31))
    query = query._replace(where=(*query.where, Where("direction", "=", direction)))
    spent: dict[str, int] = defaultdict(int)
    for purpose, fen, _ in book.grouped(query, ("purpose",), "amount_fen"):
        spent[str(purpose).strip()] += fen
    return budget.figures(plans, spent)


def over_budget(book: Book, year: int) -> Sequence[tuple[str, budget.Figure]]:
    """(book, purpose) of what is over its plan without a decision."""
    return [
        (account, figure)
        for account in BOOKS
        for figure in budget_of(book, account, year)
        if figure.over and not figure.decided
    ]
