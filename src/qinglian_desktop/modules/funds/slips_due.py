"""Which receipts wait too long for their money?"""

from datetime import date, timedelta

from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.modules.funds.slips import USED, ReceiptSlip
from qinglian_desktop.store.book import Book


def late_receipts(book: Book, day: date) -> list[Due]:
    """One line for all receipts that were written and whose money was not seen in time."""
    written = (Where("owner", "=", book.unit.office_id), Where("state", "=", USED))
    if not book.count(Query(ReceiptSlip.table, written)):
        return []
    from qinglian_desktop.modules.funds import arrivals  # with the first receipt
    from qinglian_desktop.modules.funds.bank_reads import PACK

    days = book.pack(PACK, day).value("arriving.days")
    late = [one for one in arrivals.receipts_without_money(book, day) if one.days > days]
    if not late:
        return []
    what = f"有 {len(late)} 张收据没到账，最早一张{late[0].words}"
    why = f"开出收据 {days} 天还没到账的，要查清钱在哪里"
    oldest = late[0]
    return [
        Due(
            oldest.day + timedelta(days=days), what, why, "funds", act="去核对",
            table=ReceiptSlip.table, row_id=oldest.row_id,
        )
    ]  # fmt: skip
