"""录入 and 复核 by two people: who entered or changed a row cannot be the one who checks it."""

from collections.abc import Sequence
from typing import Any

from qinglian_desktop.core import check, clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Record, Row, naming
from qinglian_desktop.modules.funds.actions.guarding import REVIEWING
from qinglian_desktop.modules.funds.books import Voucher, VoucherLine
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book

_MOST = 1000  # rows at once: one PIN stands for what somebody has really looked at


def reviewers(book: Book) -> list[str]:
    """The names of those who may check and have a PIN."""
    return [one["name"] for one in signers.listed(book) if signers.has_pin(book, one)]


def review(book: Book, table: str, row_ids: Sequence[str], name: str, pin: str) -> Changes:
    """These rows of one ledger are checked by the owner of the PIN. `result` is how many.

    All or none: refused when one of them is half-filled, another office's, or was entered or
    changed by the one who checks. Rows that were checked before stay as they are.
    """
    record: type[Record] = Voucher if table == Voucher.table else Entry
    rows = [row for row in book.page(table, list(row_ids)) if not row["deleted"]]
    rows = [row for row in rows if not row["reviewed_on"]]
    if not rows:
        raise Refused("没有要复核的", "请先选还没有复核的收支", code="QL-SZ-151")
    if len(rows) > _MOST:
        raise Refused(f"一次选了 {len(rows)} 笔，太多了", f"一次最多复核 {_MOST} 笔，请分几次",
                      code="QL-SZ-152")  # fmt: skip
    waiting = book.waiting(table)
    for row in rows:
        _refuse_unfinished(record, row, row["id"] in waiting)
    who = signers.confirm(book, name, pin, other_than=sorted(hands(book, table, rows)))
    many = f" {len(rows)} 笔" if len(rows) > 1 else f"凭证 {rows[0]['voucher_no']}"
    with book.change(f"复核{many}，{who}"[:60]) as change:
        change.known[REVIEWING] = True
        marks = {"reviewer": who, "reviewed_on": clock.today().isoformat()}
        for row in rows:
            change.put_row(table, row["id"], marks)
        change.result = len(rows)
    return change.changes


def hands(book: Book, table: str, rows: Sequence[Row]) -> set[str]:
    """Everybody who entered or changed one of these rows, or a line of a voucher among them."""
    found: set[str] = set()
    for row in rows:
        found |= {row["entered_by"] or "", row["updated_by"] or ""}
        parts = [(table, row["id"])]
        if table == Voucher.table:
            where = (Where("voucher_id", "=", row["id"]),)
            lines = book.ids(Query(VoucherLine.table, where, deleted=True))
            parts += [(VoucherLine.table, line) for line in lines]
        for part in parts:
            found |= {str(image["operator"]) for image in book.history(*part)}
    return found - {""}


def _refuse_unfinished(record: type[Record], row: dict[str, Any], waits: bool) -> None:
    if waits or not check.is_complete(record, row):
        raise Refused(
            f"〔{naming(record, row)}〕还没填完", "请录入的人补完，再来复核", code="QL-SZ-153"
        )
