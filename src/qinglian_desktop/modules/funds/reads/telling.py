"""Which statements has a book, and what does one of them say of a period?"""

from collections.abc import Callable
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack, doubt
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.funds.chart import Chart, pack_name
from qinglian_desktop.modules.funds.reads.charts import chart_on
from qinglian_desktop.modules.funds.reads.flows import paid, voucher_flows
from qinglian_desktop.modules.funds.reads.money import finance_notice, newest_notice
from qinglian_desktop.modules.funds.reads.turnover import read_book, turnover
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE
from qinglian_desktop.modules.funds.rules import may_be_person
from qinglian_desktop.modules.funds.standing import Standing
from qinglian_desktop.modules.funds.statements.layout import read_items
from qinglian_desktop.modules.funds.statements.moved import income_and_expense
from qinglian_desktop.modules.funds.statements.open_items import debts, inner, special
from qinglian_desktop.modules.funds.statements.position import position
from qinglian_desktop.modules.funds.statements.public import (
    Flow,
    Held,
    Stretch,
    Told,
    public,
    read_told,
)
from qinglian_desktop.modules.funds.statements.register import register
from qinglian_desktop.modules.funds.statements.result import Column, result
from qinglian_desktop.modules.funds.statements.sums import Ledger, Turnover
from qinglian_desktop.modules.funds.statements.trial import trial
from qinglian_desktop.modules.funds.statements.values import (
    PAID,
    RECEIVED,
    Lead,
    Statement,
    Tie,
)
from qinglian_desktop.store.book import Book

PACK: Final = "collective-statements"
NAMES: Final = MappingProxyType(
    {
        "trial": "科目余额表",
        "moved": "收支明细表",
        "position": "资产负债表",
        "result": "收益及收益分配表",
        "public": "财务公开表",
        "register": "收支逐笔公开榜",
        "debts": "债权债务明细表",
        "inner": "内部往来余额表",
        "special": "专项资金收支表",
    }
)
OF_COLLECTIVE: Final = ("position", "result")  # the committee has no forms of its own for these
_OF_CODES: Final = ("debts", "special")  # told by codes of the collective that are new
_WITHOUT_BALANCES: Final = ("moved", "public", "register")
_SINCE: Final = date(2024, 1, 1)  # the accounting system the forms belong to
_WORDS: Final = {"M": "月", "Q": "季", "H": "期", "Y": "年"}


class Sources(NamedTuple):
    """A book read once for all statements of one period."""

    book: str
    period: Period
    chart: Chart
    pack: Pack
    turnover: Turnover
    flows: tuple[Flow, ...]  # receipts and payments, those by voucher aside
    year: Ledger  # from the first of January to the end of the period
    span: Ledger  # the period

    @property
    def when(self) -> str:
        return self.period.label


def names_of(account: str) -> tuple[str, ...]:
    """The statements this book has, in their order."""
    return tuple(key for key in NAMES if account == COLLECTIVE or key not in OF_COLLECTIVE)


def sources(book: Book, account: str, period: Period) -> Sources:
    if account not in BOOKS:
        raise Refused(
            f"没有“{account}”这本账", f"账本只有：{'、'.join(BOOKS)}", field="book",
            code="QL-SZ-011",
        )  # fmt: skip
    new_year = date(period.year, 1, 1)
    read, flows = read_book(book, account, new_year, period.last)
    return Sources(
        account,
        period,
        chart_on(book, account, period.last),
        book.pack(PACK, max(period.last, _SINCE)),
        read,
        flows,
        read.over(new_year, period.last),
        read.over(period.first, period.last),
    )


def compose(book: Book, read: Sources, key: str) -> Statement:
    """One statement; refused in words where this book or this year has none of that name."""
    _refuse_unknown(key, read)
    if key not in _WITHOUT_BALANCES:
        _refuse_old_codes(book, read)
    made = _MAKERS[key](book, read)
    unsure = doubt({"evidence": read.pack.evidence})
    if unsure and key in OF_COLLECTIVE:
        made = made._replace(doubt=f"项目和行次{unsure}：{read.pack.source}")
    return made


def statement(book: Book, account: str, key: str, period: Period) -> Statement:
    """One statement of one period, read for itself alone."""
    return compose(book, sources(book, account, period), key)


def _refuse_unknown(key: str, read: Sources) -> None:
    if key not in NAMES:
        raise Refused(f"没有“{key}”这张报表", f"有这些：{'、'.join(NAMES.values())}",
                      code="QL-SZ-390")  # fmt: skip
    if key not in names_of(read.book):
        raise Refused(
            f"{NAMES[key]}是集体经济组织的报表，{read.book}这本账不编",
            "这本账可以看科目余额表和收支明细表", field="book", code="QL-SZ-391",
        )  # fmt: skip
    old = read.book == COLLECTIVE and read.period.last < _SINCE
    if old and key in (*OF_COLLECTIVE, *_OF_CODES):
        raise Refused(
            f"{read.period.label}还是旧的会计制度，程序里没有那时的{NAMES[key]}表样",
            "可以看那时的科目余额表和收支明细表", field="period", code="QL-SZ-392",
        )  # fmt: skip


def _refuse_old_codes(book: Book, read: Sources) -> None:
    """A code of the chart before was another account: no balance may go on under it."""
    before = _SINCE - timedelta(days=1)
    last, name = read.period.last, pack_name(read.book)
    if last < _SINCE or read.turnover.begun >= _SINCE or not read.turnover.carried():
        return
    if book.pack(name, before).id == book.pack(name, last).id:
        return
    if codes := turnover(book, read.book, _SINCE, before).carried():
        chart = chart_on(book, read.book, before)
        named = "、".join(chart.name(code) for code in codes[:3])
        raise Refused(
            f"2024年换了会计科目，账上还有旧科目的余额没有转过来：{named}",
            "请先在“期初余额”里按新科目登记2024年的期初余额", field="period", code="QL-SZ-397",
        )  # fmt: skip


def _trial(_book: Book, read: Sources) -> Statement:
    return trial(read.span, read.chart, read.when)


def _moved(_book: Book, read: Sources) -> Statement:
    return income_and_expense(read.span, read.year, read.chart, read.when)


def _position(_book: Book, read: Sources) -> Statement:
    assets, claims = (read_items(read.pack.rows(part)) for part in ("assets", "claims"))
    return position(read.year, read.chart, assets, claims, paper_day(read.period.last))


def _result(book: Book, read: Sources) -> Statement:
    items = read_items(read.pack.rows("result"))
    if read.period.kind != "Y":
        columns = [Column("本期数", read.span), Column("本年累计数", read.year)]
        return result(columns, items, read.when)
    columns = [Column("本年数", read.year)]
    before = Period(read.period.year - 1, 1, "Y")
    if before.first >= _SINCE:
        known = read.turnover.begun <= before.first
        earlier = read.turnover if known else turnover(book, read.book, before.first, before.last)
        columns.append(Column("上年数", earlier.over(before.first, before.last)))
    return result(columns, items, read.when)


def _public(book: Book, read: Sources) -> Statement:
    income, spending = told_of(read, RECEIVED), told_of(read, PAID)
    stretches = [_stretch(read.span), _stretch(read.year)]
    by_voucher = voucher_flows(book, read.book, read.year.first, read.period.last)
    moved = [*read.flows, *(flow for _, flow in by_voucher)]
    word = _WORDS[read.period.kind]
    told = public(read.book, word, stretches, moved, income, spending, read.when)
    return told._replace(ties=(*told.ties, *_noticed(book, read, told, word)))


def _noticed(book: Book, read: Sources, told: Statement, word: str) -> tuple[Tie, ...]:
    """What the finance notice of the period tells was spent is what the books have."""
    notice = finance_notice(book, read.book, read.period)
    notice = newest_notice(book, notice) if notice else None
    if notice is None or notice["total_fen"] is None:
        return ()
    spent, number = told.figure(f"本{word}总支出"), notice["number"]
    lead = Lead(f"公告{number}编好以后账又改过", notice["total_fen"] - spent, None,
                Notice.table, notice["id"])  # fmt: skip
    return (Tie(f"财务公告{number}的支出", notice["total_fen"], "账上的支出", spent, (lead,)),)


def told_of(read: Sources, part: str) -> tuple[Told, ...]:
    """The lines of the public table for what came in, or what went out."""
    told = read.pack.value("public" if read.book == COLLECTIVE else "public_committee")
    return read_told(told["income" if part == RECEIVED else "spending"])


def standing_of(book: Book, account: str, period: Period) -> tuple[Standing, ...]:
    """Whom the book has open accounts with at the end of the period, claims before debts.

    Before the accounting system of now its codes meant something else: nothing is told then.
    """
    if period.last < _SINCE:
        return ()
    read = sources(book, account, period)
    _refuse_old_codes(book, read)
    told = read.pack.value("debts")
    tops = tuple({*told["claims"], *told["owed"]})
    found = [
        Standing(read.chart.name(code), party, sums.closing, may_be_person(party))
        for (code, party), sums in read.span.parties.items()
        if sums.closing and code.startswith(tops)
    ]
    return tuple(sorted(found, key=lambda one: (one.fen < 0, one.what, one.who)))


def _stretch(ledger: Ledger) -> Stretch:
    cash, bank = ledger.under(("101",)), ledger.under(("102",))
    return Stretch(
        ledger.first,
        ledger.last,
        Held(cash.opening, bank.opening),
        Held(cash.closing, bank.closing),
    )


def _register(book: Book, read: Sources) -> Statement:
    held = read.span.under(("101", "102"))
    rows = paid(book, read.book, read.period.first, read.period.last)
    return register(read.book, held.opening, rows, held.closing, read.when)


def _debts(_book: Book, read: Sources) -> Statement:
    told = read.pack.value("debts")
    return debts(read.span, read.chart, told["claims"], told["owed"], read.when)


def _inner(_book: Book, read: Sources) -> Statement:
    return inner(read.span, read.chart, read.when)


def _special(_book: Book, read: Sources) -> Statement:
    return special(read.span, read.chart, read.pack.value("special.accounts"), read.when)


_MAKERS: Final[dict[str, Callable[[Book, Sources], Statement]]] = {
    "trial": _trial,
    "moved": _moved,
    "position": _position,
    "result": _result,
    "public": _public,
    "register": _register,
    "debts": _debts,
    "inner": _inner,
    "special": _special,
}
