"""What stands beside the payments of a unit: checks, a slip on its way, a cash count, a budget."""

from datetime import date, timedelta

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.books import Voucher
from qinglian_desktop.modules.funds.records import COMMITTEE, SPENDING, Entry
from qinglian_desktop.shell.demo.unit import PIN, Unit
from qinglian_desktop.store import signers

_SOME_MORE = 120  # percent of what was spent that the budget gives
_ROUND = 10_000  # 分: budgets are made in hundreds of yuan
_PURPOSES = 4
_AT_ONCE = 500  # entries checked with one PIN
_WAITING = 3  # of the newest entries nobody has checked yet


def check(unit: Unit) -> None:
    """The supervisor has checked what was entered, all but the newest few."""
    book = unit.book
    _gather(unit)
    added = str(signers.add(book, unit.supervisor, "监委会", PIN).result)
    supervisor = book.row(Signer.table, added)
    clerk = book.operator.name
    if supervisor is None or signers.is_same(book, supervisor, clerk):
        return  # two invented names that sound alike
    found = reads.unreviewed(book, date.min, clock.today())
    ready = [row["id"] for table, row in found if table == Entry.table][:-_WAITING]
    for place in range(0, len(ready), _AT_ONCE):
        some = ready[place : place + _AT_ONCE]
        actions.review(book, Entry.table, some, unit.supervisor, PIN)
    if vouchers := [row["id"] for table, row in found if table == Voucher.table]:
        actions.review(book, Voucher.table, vouchers, unit.supervisor, PIN)


def _gather(unit: Unit) -> None:
    """The papers of all but the newest few payments lie with their vouchers."""
    today = clock.today()
    since = date(today.year, today.month - 1 or 12, 1).replace(year=today.year - (today.month == 1))
    waiting = reads.lacking(unit.book, since, today)
    for one in waiting[:-_WAITING]:
        for paper in one.papers:
            actions.tell_paper(unit.book, one.row["id"], paper)


def watch(unit: Unit) -> None:
    """The dearest payment has its slip, the cash was counted, some purposes have a budget."""
    book, today = unit.book, clock.today()
    mine = (Where("book", "=", COMMITTEE), Where("direction", "=", SPENDING))
    dearest = book.rows(Query(Entry.table, mine, order=(("amount_fen", True),), limit=1))
    if not dearest:
        return
    slip = str(actions.slip_for(book, dearest[0]["id"]).result)
    asked = reads.slip_of(book, dearest[0]["id"])
    assert asked is not None
    first, second, *_ = reads.tier_of(book, asked).steps
    day = today - timedelta(days=1)
    actions.sign(book, slip, first.id, book.operator.name, day)
    actions.sign(book, slip, second.id, unit.director, day)
    held = reads.balances(book, COMMITTEE, day).cash
    count = {
        "book": COMMITTEE, "counted_on": day.isoformat(), "counted_fen": max(held, 0),
        "cashier": book.operator.name, "witness": unit.supervisor,
    }  # fmt: skip
    actions.save_count(book, None, count)
    spent = [one for one in reads.budget_of(book, COMMITTEE, today.year) if one.actual]
    for one in spent[:_PURPOSES]:
        fen = -(-one.actual * _SOME_MORE // 100 // _ROUND) * _ROUND
        plan = {"book": COMMITTEE, "year": today.year, "category": one.category, "amount_fen": fen}
        actions.save_budget(book, None, plan)
