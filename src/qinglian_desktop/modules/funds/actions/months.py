"""How is a month closed, and opened again? By a person; reopened only with a second one."""

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.funds import checks
from qinglian_desktop.modules.funds.actions.guarding import posting
from qinglian_desktop.modules.funds.books import BookMonth
from qinglian_desktop.modules.funds.reads import closed, closings
from qinglian_desktop.modules.funds.records import BOOKS
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book

_LEAST = 4  # characters of a reason


def close_month(book: Book, account: str, month: Period) -> Changes:
    """Closes one month of one book: from then on nothing in it changes. `result` is the row's id.

    Refused before the month is over and while a check stands in the way; what was only told is
    kept with the closing.
    """
    _known(account, month)
    if closed(book, account, month.first):
        raise Refused(f"{month.label}已经结过账", "不用再结", code="QL-SZ-501")
    if clock.today() <= month.last:
        raise Refused(
            f"{month.label}还没过完", f"{paper_day(month.last)}以后再结账", field="month",
            code="QL-SZ-684",
        )  # fmt: skip
    found = checks.of_month(book, account, month)
    if wrong := [one for one in found if one.blocks and not one.fine]:
        what = "；".join(one.words for one in wrong[:3])
        raise Refused(f"{month.label}还不能结账：{what}", "处理好再结账", code="QL-SZ-500")
    facts = {
        "book": account, "month": str(month), "closed_on": clock.today().isoformat(),
        "closed_by": book.operator.name,
        "told": "；".join(one.words for one in found if not one.fine) or None,
    }  # fmt: skip
    with book.change(f"结账：{account}{month.label}") as change, posting(change):
        change.result = change.add(BookMonth, facts)
    return change.changes


def reopen_month(
    book: Book, account: str, month: Period, reason: str, name: str, pin: str
) -> Changes:
    """Opens the last closed month again. `name` is the second person, `pin` is theirs.

    Refused for any other month, without a reason, and when the second person is the one who
    reopens it or the one who closed it.
    """
    row = _latest(book, account, month)
    if len(reason.strip()) < _LEAST:
        raise Refused(
            "还没有写反结账的原因", "写明要改哪一笔、为什么，例：0012号金额多打了一个0",
            field="reason", code="QL-SZ-503",
        )  # fmt: skip
    # Two computers may each have closed it: all of its closings are opened.
    same = [one for one in closings(book, account) if one["month"] == str(month)]
    others = (book.operator.name, *(one["closed_by"] for one in same))
    second = signers.confirm(book, name, pin, other_than=others)
    made = {
        "reopened_on": clock.today().isoformat(), "reopened_by": book.operator.name,
        "confirmed_by": second, "reason": reason.strip(),
    }  # fmt: skip
    label = f"反结账：{account}{month.label}，{second}确认"
    with book.change(label, reason=reason.strip()) as change, posting(change):
        for one in same:
            change.put_row(BookMonth.table, one["id"], made)
        change.result = row["id"]
    return change.changes


def _latest(book: Book, account: str, month: Period) -> Row:
    _known(account, month)
    shut = closings(book, account)
    if not any(row["month"] == str(month) for row in shut):
        raise Refused(f"{month.label}没有结账", "没结账的月份可以直接改", code="QL-SZ-502")
    if shut[-1]["month"] != str(month):
        latest = Period.parse(shut[-1]["month"])
        raise Refused(
            f"只能反结最后结账的那个月：{latest.label}", "请从最后一个月往前，一个月一个月反",
            code="QL-SZ-686",
        )  # fmt: skip
    return shut[-1]


def _known(account: str, month: Period) -> None:
    if account not in BOOKS or month.kind != "M":
        raise Refused("请选一本账和一个月份", "例：2026-10", field="month", code="QL-SZ-685")
