"""What a bundle will do, row by row: what is here, what it becomes, and what is not taken.

Read from the same plans that merge, so that what is shown is what happens.
"""

from collections.abc import Iterator
from typing import NamedTuple

from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.road import Arrived

MOST = 2000  # rows shown of one bundle; nobody reads more, and the counts tell all
NEW, CHANGED, DELETED, HELD, RETURNED = "新增", "改", "删除", "没同意删", "退回"


class Difference(NamedTuple):
    """One row. `why` says why a returned one is not taken; those have no content here."""

    table: str
    row_id: str
    deed: str
    before: Row | None = None
    after: Row | None = None
    why: str = ""


def of(arrived: Arrived, *, only_deleted: bool = False) -> Iterator[Difference]:
    """Every row the bundle changes: what goes first, then what changes, comes, is sent back."""
    for deed in (DELETED, CHANGED):
        for plan in arrived.preview.plans:
            gone = set(plan.deleted)
            for row_id in (*plan.newer, *plan.apart):
                if (row_id in gone) is (deed == DELETED):
                    yield _both(arrived, plan.table, row_id, deed, apart=row_id in plan.apart)
        if only_deleted:
            return
    for plan in arrived.preview.plans:
        for row in arrived.merge.unheard(plan.table, MOST) if plan.new else ():
            yield Difference(plan.table, row["id"], NEW, None, row)
    for plan in arrived.preview.plans:
        for row_id in plan.held:
            yield _both(arrived, plan.table, row_id, HELD, apart=False)
    for row in arrived.preview.returned.rows:
        yield Difference(row["table"], row["id"], RETURNED, why=row["reason"])


def _both(arrived: Arrived, table: str, row_id: str, deed: str, *, apart: bool) -> Difference:
    if apart:
        local, after, _ = arrived.merge.met(table, row_id)
    else:
        local, after = arrived.merge.both(table, row_id)
    return Difference(table, row_id, deed, local, after)
