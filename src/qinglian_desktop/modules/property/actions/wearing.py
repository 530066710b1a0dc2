"""计提折旧: what a month takes off every asset of a book, in one act and one voucher."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.books import Line, Voucher
from qinglian_desktop.modules.property import reads, rules
from qinglian_desktop.modules.property.records import GONE, Asset, WearLine, WearRun
from qinglian_desktop.modules.property.rules import Card, Given
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_LEAST_REASON = 4  # characters


class Owed(NamedTuple):
    """What an asset has still to bear, and for how many months."""

    amount: int
    months: int


class Charge(NamedTuple):
    """One line of the month."""

    row: Row
    owed: Owed
    expense: str
    contra: str
    worn: int  # with this charge
    net: int  # after it


class LeftOut(NamedTuple):
    """An asset that would wear off and is not charged, and why."""

    row: Row
    why: str


class Month(NamedTuple):
    """What 计提 would do, before it is done."""

    account: str
    month: str  # 2026-11
    charges: tuple[Charge, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def total(self) -> int:
        return sum(charge.owed.amount for charge in self.charges)


def owed(asset: Row, card: Card, lines: Sequence[Row], through: int) -> Owed:
    """Up to and with the month `through`: what was missed before is caught up."""
    worn = (asset["worn_fen"] or 0) + sum(line["amount_fen"] for line in lines)
    amount = months = 0
    for month in range(reads.charged_through(asset, card, lines) + 1, through + 1):
        charge = rules.charges(card, worn + amount, month)
        amount, months = amount + charge, months + bool(charge)
    return Owed(amount, months)


def month_due(book: Book, account: str, month: str) -> Month:
    """What the month takes off each asset of the book; nothing is written."""
    period = Period.parse(month)
    given, through = reads.rules_on(book, period.last), rules.month_of(period.last)
    lines = _lines_by_asset(book)
    charges, left_out = list[Charge](), list[LeftOut]()
    for row in reads.register(book, account):
        kind = given.kind_of(row)
        if kind is None or not kind.contra or row["status"] == GONE:
            continue
        told, card = lines.get(row["id"], []), reads.card_of(row, given)
        if why := _why_not(row, card, told, given, through):
            left_out.append(LeftOut(row, why))
            continue
        assert card is not None
        found = owed(row, card, told, through)
        if found.amount:
            worn = (row["worn_fen"] or 0) + sum(x["amount_fen"] for x in told) + found.amount
            expense = given.expense(row["nature"], row["status"])
            charges.append(Charge(row, found, expense, kind.contra, worn, card.value - worn))
    return Month(account, month, tuple(charges), tuple(left_out))


def _why_not(row: Row, card: Card | None, lines: Sequence[Row], given: Given, through: int) -> str:
    if row["method"] and given.methods.get(row["method"], {}).get("formula") == "none":
        return ""
    lacking = [
        Asset.fields[name].label
        for name in ("value_fen", "acquired_on", "life_months")
        if not row[name]
    ]
    if lacking or card is None:
        return f"还缺{'、'.join(lacking)}" if lacking else "折旧方法看不懂"
    missed = through - reads.charged_through(row, card, lines)
    if missed > given.value("wear.catch_up_months") and not lines and not row["worn_until"]:
        return "没写已提到哪天" if row["worn_fen"] else "取得早，没写建卡时已提多少、提到哪天"
    return ""


def _lines_by_asset(book: Book) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for line in reads.wear_lines(book):
        found.setdefault(line["asset_id"], []).append(line)
    return found


def charge_month(book: Book, account: str, month: str) -> Changes:
    """计提: the lines of every asset and one voucher, once a month. `result` is the id of the run.

    Refused for a month that is there or lies ahead, or before one that is charged already.
    """
    period, today = Period.parse(month), clock.today()
    if period.first > today:
        raise Refused(f"{period.label}还没到", "到了那个月再计提", code="QL-SZ-245")
    before = reads.last_run(book, account)
    if before is not None and before["month"] >= month:
        again = before["month"] == month
        raise Refused(
            f"{period.label}已经提过了" if again else f"{before['month']} 已经提过，不能再补前面的",
            "一个月只提一次；提错了先冲销再提" if again else "漏提的会在下一次一起补上",
            code="QL-SZ-246",
        )  # fmt: skip
    due = month_due(book, account, month)
    if not due.charges:
        raise Refused(
            f"{period.label}没有要提的折旧", "看看卡片上的原值、取得日期、使用月数填了没有",
            code="QL-SZ-247",
        )  # fmt: skip
    day = min(period.last, today)
    with book.change(f"计提{period.label}折旧：{account}", event_on=day) as change:
        run = {
            "book": account, "month": month, "day": day.isoformat(),
            "count": len(due.charges), "total_fen": due.total,
        }  # fmt: skip
        run_id = change.add(WearRun, run)
        change.add_all(WearLine, _stored(due, run_id))
        posted = funds.post_voucher(
            book, account, day, f"计提{period.label}折旧", _voucher_lines(due),
            source_table=WearRun.table, source_id=run_id,
        )  # fmt: skip
        change.put_row(WearRun.table, run_id, {"voucher_id": posted.result})
        change.result = run_id
    return change.changes


def _stored(due: Month, run_id: str) -> list[Row]:
    return [
        {
            "run_id": run_id, "asset_id": one.row["id"], "month": due.month,
            "amount_fen": one.owed.amount, "expense": one.expense, "contra": one.contra,
        }
        for one in due.charges
    ]  # fmt: skip


def _voucher_lines(due: Month) -> tuple[Line, ...]:
    """By use on the debit side, by what it is taken from on the credit side."""
    words = f"{due.month}折旧"
    debit = _summed((one.expense, one.owed.amount) for one in due.charges)
    credit = _summed((one.contra, one.owed.amount) for one in due.charges)
    return (
        *(Line(code, fen, 0, words) for code, fen in debit.items()),
        *(Line(code, 0, fen, words) for code, fen in credit.items()),
    )


def _summed(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, fen in parts:
        found[code] = found.get(code, 0) + fen
    return dict(sorted(found.items()))


def reverse_month(book: Book, run_id: str, day: date, reason: str) -> Changes:
    """Takes the newest month back, its voucher in red; it may then be charged anew."""
    run = ledger.there(book, WearRun.table, run_id)
    newest = reads.last_run(book, run["book"])
    if newest is None or newest["id"] != run_id:
        raise Refused("只能冲销最近一次计提", "请从最近的一个月开始", code="QL-SZ-248")
    if not run["day"] <= day.isoformat() <= clock.today().isoformat():
        raise Refused("冲销的日期不对", "要在计提以后、今天以前", field="day", code="QL-SZ-242")
    if len(reason.strip()) < _LEAST_REASON:
        raise Refused("还没写为什么冲销", "用几个字写明，例：使用月数填错了", field="reason",
                      code="QL-SZ-243")  # fmt: skip
    charged = {line["asset_id"] for line in reads.wear_lines(book) if line["run_id"] == run_id}
    gone = [row for row in reads.register(book, run["book"])
            if row["id"] in charged and row["status"] == GONE]  # fmt: skip
    if gone:
        raise Refused(
            f"〔{naming(Asset, gone[0])[:20]}〕后来处置了，这次折旧已经算进去",
            "请先冲销那次处置", code="QL-SZ-249",
        )  # fmt: skip
    with book.change(f"冲销{run['month']}折旧：{run['book']}", event_on=day) as change:
        voucher = run["voucher_id"]
        if voucher and not funds.reversal_of(book, Voucher.table, voucher):
            funds.reverse(book, Voucher.table, voucher, day, reason)
        back = {"reversed_on": day.isoformat(), "reversed_why": reason}
        change.put_row(WearRun.table, run_id, back)
        change.result = run_id
    return change.changes


def keep_wear(_book: Book, _row_id: str | None, _draft: Any = None) -> Changes:
    """What 计提 wrote is not changed by hand, and not thrown away."""
    raise Refused("折旧是按卡片算出来的，不能手改", "改卡片，或冲销那个月再提",
                  code="QL-SZ-250")  # fmt: skip
