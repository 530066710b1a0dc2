"""What of the register is due: what lies idle or brings nothing, the month's depreciation.

Asked at every start: counts first, the pack only where something may be late.
"""

from datetime import date, timedelta

from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.property.records import (
    EARNING,
    GONE,
    IDLE,
    LENT,
    NATURAL,
    OCCUPIED,
    Asset,
    WearRun,
)
from qinglian_desktop.store.book import Book

_EARN = (EARNING, NATURAL)
_GRACE = 10  # days into the next month before the last one is missed


def due(book: Book, day: date) -> list[Due]:
    """Lines of 今日; an office without a register has none."""
    own = Where("owner", "=", book.unit.office_id)
    if book.unit.is_street or not book.count(Query(Asset.table, (own,))):
        return []
    return [*_idle(book, own, day), *_unpaid(book, own, day), *_uncharged(book, own, day)]


def _idle(book: Book, own: Where, day: date) -> list[Due]:
    where = (own, Where("status", "=", IDLE), Where("nature", "in", _EARN),
             Where("status_since", "filled"))  # fmt: skip
    if not book.count(Query(Asset.table, where)):
        return []
    from qinglian_desktop.modules.property import reads  # rules: only once something lies idle

    found = reads.idle(book, day)
    if not found:
        return []
    given = reads.rules_on(book, day)
    days, ground = given.value("idle.days"), cited(given.pack.value("idle"))
    oldest = found[0]
    since = date.fromisoformat(oldest["status_since"]) + timedelta(days=days)
    return [
        Due(
            due_on=since, subject=f"{len(found)} 项资产闲置超过 {days} 天",
            why=f"最久的是{oldest['name']}，从 {oldest['status_since']} 起闲置；天数依据：{ground}",
            module="property", act="看清单", table="idle",
        )
    ]  # fmt: skip


def _unpaid(book: Book, own: Where, day: date) -> list[Due]:
    where = (own, Where("status", "in", (LENT, OCCUPIED)), Where("nature", "in", _EARN))
    count = book.count(Query(Asset.table, where))
    if not count:
        return []
    return [
        Due(
            due_on=day, subject=f"{count} 项资产出借或被占用，没有收益",
            why="能出租的资产和资源，要么收回，要么改成有偿", module="property", act="看清单",
            table="idle",
        )
    ]  # fmt: skip


def _uncharged(book: Book, own: Where, day: date) -> list[Due]:
    """Last month's depreciation, in an office that charges it."""
    last = Period.holding(day, "M").previous
    runs = book.rows(Query(WearRun.table, (own, Where("reversed_on", "empty"))))
    made = []
    for account in sorted({run["book"] for run in runs if run["book"]}):
        newest = max(run["month"] for run in runs if run["book"] == account)
        left = Query(Asset.table, (own, Where("book", "=", account), Where("status", "!=", GONE)))
        if newest < str(last) and book.count(left):
            made.append(
                Due(
                    due_on=last.last + timedelta(days=_GRACE),
                    subject=f"{last.label}的折旧还没提（{account}）",
                    why="折旧按月计提，结账以前提好", module="property", act="去计提",
                    table=WearRun.table, lead=_GRACE,
                )
            )  # fmt: skip
    return made
