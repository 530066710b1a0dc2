"""What stands beside the payments of a unit: a slip on its way, a cash count, a budget."""

from datetime import timedelta

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.modules.funds import actions, reads
from qinglian_desktop.modules.funds.records import COMMITTEE, SPENDING, Entry
from qinglian_desktop.shell.demo.unit import Unit

_SOME_MORE = 120  # percent of what was spent that the budget gives
_ROUND = 10_000  # 分: budgets are made in hundreds of yuan
_PURPOSES = 4


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
