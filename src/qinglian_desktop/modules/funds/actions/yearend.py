"""How is a year closed? Income and spending go into the year's result, the result into what is
not yet distributed, and what was distributed is set against it (财会〔2023〕14号).
"""

from collections.abc import Mapping
from datetime import date

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds.actions.guarding import shut
from qinglian_desktop.modules.funds.actions.vouchers import Draft, post_all, stored_lines
from qinglian_desktop.modules.funds.books import CLOSING, Line, Voucher, VoucherLine
from qinglian_desktop.modules.funds.chart import RESULT, SUSPENSE, Chart
from qinglian_desktop.modules.funds.reads import chart_on, closed, exact_balances, own
from qinglian_desktop.store.book import Book

_SOURCE = "year_end"


def close_year(book: Book, account: str, year: int) -> Changes:
    """The closing vouchers of the year in their order. `result` is their ids.

    Refused before the year is over, twice, with entries that stand on no account, when
    December is closed already, and when a later year was closed over it.
    """
    last = date(year, 12, 31)
    if clock.today() <= last:
        raise Refused(f"{year}年还没过完", f"{paper_day(last)}以后再做年终结转", code="QL-SZ-687")
    if closing_vouchers(book, account, year):
        raise Refused(f"{year}年已经做过年终结转", "要重做请先撤掉这一年的结转", code="QL-SZ-505")
    _refuse_later(book, account, year)
    if closed(book, account, last):
        raise shut(f"{year}-12")
    balances = {code: one.closing for code, one in exact_balances(book, account, last).items()}
    if balances.get(SUSPENSE):
        raise Refused(
            f"{year}年还有收支没归科目", "请先补上对方科目，再做年终结转", code="QL-SZ-688"
        )
    drafts = closing_drafts(chart_on(book, account, last), balances, last)
    if not drafts:
        raise Refused(f"{year}年没有要结转的收入和支出", "不用结转", code="QL-SZ-689")
    with book.change(f"年终结转：{account}{year}年", event_on=last) as change:
        facts = {"source_table": _SOURCE, "source_id": str(year)}
        made = [draft._replace(facts=facts) for draft in drafts]
        change.result = tuple(post_all(change, account, made))
    return change.changes


def closing_drafts(chart: Chart, balances: Mapping[str, int], day: date) -> list[Draft]:
    """The vouchers of the year-end from the balance of each account (debit less credit)."""
    income: list[Line] = []
    spending: list[Line] = []
    for code, net in sorted(balances.items()):
        item = chart.placed(code)
        if item is not None and item.kind == RESULT and net:
            # Each is emptied by the side it does not stand on, also when it fell below zero.
            if item.side == "贷":
                income.append(Line(code, -net))
            else:
                spending.append(Line(code, 0, net))
    earned, spent = sum(one.debit_fen for one in income), sum(one.credit_fen for one in spending)
    made = []
    if income:
        made.append(_draft(day, "结转本年收入", [*income, *_against(chart.result, earned)]))
    if spending:
        made.append(_draft(day, "结转本年支出", [*_against(chart.result, -spent), *spending]))
    if chart.result != chart.undistributed:
        net = -balances.get(chart.result, 0) + earned - spent
        made += _onward(chart, day, "本年收益转入未分配收益", {chart.result: -net})
        shares = {code: net for code, net in balances.items() if _is_share(chart, code)}
        made += _onward(chart, day, "各项分配转入未分配收益", shares)
    return [draft for draft in made if draft is not None]


def _onward(chart: Chart, day: date, words: str, nets: Mapping[str, int]) -> list[Draft]:
    """Empties these accounts (debit less credit) into what is not yet distributed."""
    lines = [Line(c, 0, net) if net > 0 else Line(c, -net) for c, net in nets.items() if net]
    total = sum(nets.values())
    if not lines:
        return []
    return [_draft(day, words, [*lines, *_against(chart.undistributed, -total)])]


def _is_share(chart: Chart, code: str) -> bool:
    """Below 收益分配, but not what is still undistributed."""
    return chart.top(code) == chart.top(chart.undistributed) != code != chart.undistributed


def _against(code: str, net: int) -> list[Line]:
    """A line that takes `net` on the credit side (on the debit side below zero)."""
    return [Line(code, 0, net) if net > 0 else Line(code, -net)] if net else []


def _draft(day: date, words: str, lines: list[Line]) -> Draft:
    red = [line for line in lines if line.debit_fen < 0 or line.credit_fen < 0]
    turned = [
        Line(one.account, -one.credit_fen, -one.debit_fen) if one in red else one for one in lines
    ]
    return Draft(day, words, turned, CLOSING)


def closing_vouchers(book: Book, account: str, year: int) -> list[Row]:
    """The live closing vouchers of the year."""
    where = (
        *own(book, account), Where("kind", "=", CLOSING), Where("source_table", "=", _SOURCE),
        Where("source_id", "=", str(year)),
    )  # fmt: skip
    return book.rows(Query(Voucher.table, where))


def _refuse_later(book: Book, account: str, year: int) -> None:
    """A later year-end took up what this year left; it would be counted twice, or not at all."""
    where = (
        *own(book, account), Where("kind", "=", CLOSING), Where("source_table", "=", _SOURCE),
        Where("day", ">", f"{year}-12-31"),
    )  # fmt: skip
    later = sorted({row["day"][:4] for row in book.rows(Query(Voucher.table, where))})
    if later:
        raise Refused(
            f"{later[-1]}年已经做过年终结转", f"请先撤掉{'、'.join(later)}年的结转，再动{year}年的",
            code="QL-SZ-505",
        )  # fmt: skip


def drop_year_end(book: Book, account: str, year: int) -> Changes:
    """Takes the closing vouchers of the year away again, while December is open."""
    found = closing_vouchers(book, account, year)
    if not found:
        raise Refused(f"{year}年没有做过年终结转", "不用撤", code="QL-SZ-690")
    _refuse_later(book, account, year)
    with book.change(f"撤掉年终结转：{account}{year}年") as change:
        for row in found:
            change.drop(Voucher.table, row["id"])
            for line in stored_lines(book, row["id"]):
                change.drop(VoucherLine.table, line["id"])
    return change.changes
