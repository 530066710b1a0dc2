"""How does the trail get shorter without losing its chain? Old images go, one link stays.

Number, hash and count of what went are kept in a row of `trail_cut`, which is written through the
door and so stands in the chain itself; `trail.verify` begins behind it. Nothing goes that the
other office has not confirmed yet, nor what a clerk may still take back.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core import canonical, clock
from qinglian_desktop.core.erasing import TrailCut
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.reckoning import placed
from qinglian_desktop.store import engine, people, trail
from qinglian_desktop.store.engine import one

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

Sign = Callable[[bytes], str]
PACK = "retention"


class Plan(NamedTuple):
    """What would go: nothing is written for it."""

    upto: int  # number of the last image that goes; 0: none
    images: int
    steps: int
    first_day: date | None
    last_day: date | None
    months: int  # so long it is kept


def plan(book: "Book", confirmed: int) -> Plan:
    """Images older than the pack says; `confirmed` is how far the other office has answered."""
    rule = book.pack(PACK, clock.today()).value("trail")
    months = max(int(rule["months"]), int(rule["least_months"]))
    today = clock.today()
    before = placed(today, -months, today.day)
    with engine.plain_words():
        # By number, not by clock: from the first young change on everything stays.
        young = one(
            book.connection,
            "SELECT min(id) FROM change WHERE entered_on >= ?",
            (before.isoformat(),),
        )
        last = one(
            book.connection,
            "SELECT max(seq) FROM trail WHERE seq <= ? AND change_id < coalesce(?, change_id + 1)",
            (confirmed, young),
        )
        if not last:
            return Plan(0, 0, 0, None, None, months)
        # A step goes whole or not at all.
        split = one(
            book.connection,
            "SELECT min(t.seq) FROM trail t WHERE t.change_id IN (SELECT change_id FROM trail "
            "WHERE seq > ?) AND t.seq <= ?",
            (last, last),
        )
        last = int(split) - 1 if split else int(last)
        images, steps, first, until = book.connection.execute(
            "SELECT count(*), count(DISTINCT t.change_id), min(c.entered_on), max(c.entered_on) "
            "FROM trail t JOIN change c ON c.id = t.change_id WHERE t.seq <= ?",
            (last,),
        ).fetchone()
    if not images:
        return Plan(0, 0, 0, None, None, months)
    return Plan(last, images, steps, date.fromisoformat(first), date.fromisoformat(until), months)


def thin(book: "Book", wanted: Plan, reason: str, sign: Sign | None = None) -> Changes:
    """Takes off what the plan says; `result` is how many images went.

    Refused without a reason, where the trail does not hold, or where it has moved since the plan.
    """
    people.need(book, "精简留痕")
    if not reason.strip():
        raise Refused(
            "还没有写缘由", "写上为什么精简，例如“满三年”", code="QL-SE-121", field="reason"
        )
    if not wanted.upto or wanted.first_day is None or wanted.last_day is None:
        raise Refused("没有到期的留痕", "不用精简", code="QL-SE-122")
    broken = book.trail_broken_at()
    if broken is not None:
        what = f"留痕从第 {broken} 条起对不上，没有精简"
        raise Refused(what, "先用备份核对，弄清楚再做", code="QL-SE-123")
    link = trail.hash_at(book.connection, wanted.upto)
    facts = [wanted.upto, link, wanted.images, wanted.steps]
    label = f"精简留痕：{wanted.first_day}到{wanted.last_day}，{wanted.images} 条"
    with book.change(label, reason=reason.strip(), kind="thin") as change:
        gone = one(book.connection, "SELECT count(*) FROM trail WHERE seq <= ?", (wanted.upto,))
        if not link or gone != wanted.images:
            raise Refused("留痕刚刚又有了变化，没有精简", "再看一遍清单再做", code="QL-SE-124")
        change.put(
            TrailCut(
                upto_seq=wanted.upto,
                upto_hash=link,
                images=wanted.images,
                steps=wanted.steps,
                first_day=wanted.first_day,
                last_day=wanted.last_day,
                reason=reason.strip(),
                who=book.operator.name,
                signature=sign(canonical.dumps(facts)) if sign else None,
            )
        )
        with trail.opened(book.connection):
            book.connection.execute("DELETE FROM trail WHERE seq <= ?", (wanted.upto,))
            # A change that a kept one takes back stays with it.
            book.connection.execute(
                "DELETE FROM change WHERE id < (SELECT min(change_id) FROM trail) "
                "AND id NOT IN (SELECT undoes FROM change WHERE undoes IS NOT NULL "
                "AND id >= (SELECT min(change_id) FROM trail))"
            )
        change.result = wanted.images
    return change.changes
