"""党员大会 branch by branch: each branch once, and the result only when all of them have met."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads
from qinglian_desktop.store.book import Book

if TYPE_CHECKING:
    from qinglian_desktop.modules.decisions.actions.meeting import Held


def check(book: Book, body: str, held: "Held", others: Sequence[Row]) -> None:
    """Refused when a branch is unknown, has met already, or is left out of the last sitting."""
    if body != reads.PARTY_MEETING or not (held.part or held.more_parts or others):
        return
    names = reads.branches(book, held.held_on)
    if held.part not in names:
        what = f"没有“{held.part}”这个支部" if held.part else "没有选是哪个支部开的"
        remedy = "请从列出的支部里选" if names else "先在人户名册给每个支部登记一个党员大会"
        raise Refused(what, remedy, field="part", code="QL-DW-115")
    met = [row["part"] for row in others]
    if held.part in met:
        raise Refused(
            f"{held.part}已经登记过了", "请选还没开的支部", field="part", code="QL-DW-116"
        )
    missing = [name for name in names if name not in (*met, held.part)]
    if missing and not held.more_parts:
        raise Refused(
            f"{'、'.join(missing)}还没开", "各支部都开完，才能合计有没有通过", field="part",
            code="QL-DW-117",
        )  # fmt: skip
