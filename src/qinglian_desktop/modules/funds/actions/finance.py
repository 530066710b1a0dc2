"""How does the finance notice (财务收支公开, N01) come from the book?"""

from datetime import date

from qinglian_desktop.core import check, clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.notices import Content
from qinglian_desktop.modules.disclosure.records import PlannedPosting
from qinglian_desktop.modules.disclosure.steps import EDITABLE, FROZEN
from qinglian_desktop.modules.funds import notices, rules
from qinglian_desktop.modules.funds.figures import Figures
from qinglian_desktop.modules.funds.reads import (
    FINANCE,
    NEEDED,
    account_of,
    finance_code,
    finance_notice,
    opening_of,
    own,
    quarter_figures,
    within,
)
from qinglian_desktop.modules.funds.reads.telling import standing_of
from qinglian_desktop.modules.funds.records import BOOKS, Entry
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


def compose_quarterly(book: Book, account: str, period: Period) -> Changes:
    """The finance notice of one book and period (N01), as a draft. `result` is its number.

    A draft that is there already is composed anew and keeps its number. Refused before the
    period is over, without an opening balance, while entries are half-filled, and once the
    notice is under review or posted.
    """
    facts = _facts(book, account, period)
    figures = _sound_figures(book, account, period)
    before = finance_notice(book, account, period)
    if before is not None and before["state"] not in EDITABLE:
        raise Refused(
            f"{period.label}的财务公告{before['number']}已是“{before['state']}”",
            "账有变动请发更正公告" if before["state"] in FROZEN else "要改请让审核人退回，再重新编",
            code="QL-SZ-010",
        )
    content = _content(book, figures)
    counted = {"total_fen": figures.spending, "line_count": len(figures.lines)}
    row_id = before["id"] if before else ""
    return disclosure.put_draft(book, content, {**facts, **counted}, row_id=row_id)


def _content(book: Book, figures: Figures) -> Content:
    """The papers of the period, with what stands open at its end."""
    standing = standing_of(book, figures.book, figures.period)
    return notices.finance(figures, book.word("resident"), standing)


def _facts(book: Book, account: str, period: Period) -> Row:
    code = finance_code(book, account)
    issuer = disclosure.issuer_of(book, disclosure.item_of(book, code, str(period)))
    return {
        "kind": FINANCE,
        "mode": "公开",
        "title": f"{issuer}{period.label}财务收支公开",
        "code": code,
        "period": str(period),
        "book": account,
    }


def _sound_figures(book: Book, account: str, period: Period) -> Figures:
    today = clock.today()
    if account not in BOOKS:
        raise Refused(
            f"没有“{account}”这本账", f"账本只有：{'、'.join(BOOKS)}", field="book",
            code="QL-SZ-011",
        )  # fmt: skip
    if today < period.last:
        raise Refused(
            f"{period.label}还没结束",
            f"{paper_day(period.last)}以后再编这一期的公告",
            field="period",
            code="QL-SZ-012",
        )
    if opening_of(book, account, period.first) is None:
        raise Refused(
            f"{account}这本账还没有期初余额",
            f"先登记{period.year}年的期初余额，没有结余就填 0",
            code="QL-SZ-013",
        )
    if unfinished := _unfinished(book, account, period):
        named = unfinished[0]["summary"] or unfinished[0]["voucher_no"] or "没有写摘要的一笔"
        waiting = book.waiting(Entry.table).get(unfinished[0]["id"], ())
        missing = (*check.problems(Entry, unfinished[0]), *waiting)[0].what
        raise Refused(
            f"这一期有 {len(unfinished)} 笔收支没填完：{named}，{missing}",
            "补完或删掉后再编公告，免得漏公开",
            code="QL-SZ-014",
        )
    return quarter_figures(book, account, period)


def _unfinished(book: Book, account: str, period: Period) -> list[Row]:
    """Half-filled entries, or with a text to put right, that belong here or might."""
    mine = Where("owner", "=", book.unit.office_id)
    found = []
    for name in NEEDED:
        found += book.rows(Query(Entry.table, (mine, Where(name, "empty"))))
    found += book.page(Entry.table, list(book.waiting(Entry.table)))
    rows = {
        row["id"]: row
        for row in found
        if not row["deleted"]
        and row["book"] in (account, None)
        and (row["day"] is None or date.fromisoformat(row["day"]) in period)
    }
    return list(rows.values())


def doubtful_payees(book: Book, account: str, period: Period) -> list[Entry]:
    """Entries whose other side reads like a person's name but would be printed in full."""
    where = (*own(book, account), *within(period.first, period.last))
    lines = book.records(Entry, *where, order="day")
    return [e for e in lines if not e.is_person and rules.may_be_person(e.counterparty)]


def compose_planned(book: Book, planned_id: str) -> Changes:
    """The finance notice that a line of the plan asks for."""
    line = ledger.there(book, PlannedPosting.table, planned_id)
    account = account_of(book, line["code"])
    if account is None:
        raise Refused(f"“{line['item']}”不是从账上编的", "请在公开公示里新建公告", code="QL-SZ-015")
    return compose_quarterly(book, account, Period.parse(line["period"]))


def correct_quarterly(book: Book, account: str, period: Period, body: str) -> Changes:
    """A 更正公告 with the period's figures as the book has them now. `result` is its number."""
    row = finance_notice(book, account, period)
    if row is None:
        raise Refused(f"{period.label}还没有财务公告", "先编公告，再谈更正", code="QL-SZ-016")
    figures = _sound_figures(book, account, period)
    return disclosure.correct(
        book,
        row["id"],
        body,
        content=_content(book, figures),
        total_fen=figures.spending,
        line_count=len(figures.lines),
    )
