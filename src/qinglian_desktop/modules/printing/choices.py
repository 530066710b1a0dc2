"""What of a period can go into a binder: its notices, each with the photos that belong to it."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core.kinds import FILES
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import steps
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.store.book import Book

NOTICE, PHOTO, LEDGER, VOUCHERS, FILE = "公告", "照片", "台账", "附件", "文件"


class Choice(NamedTuple):
    """One line of the list; ticked ones are bound in the order they stand."""

    kind: str
    title: str
    table: str = ""
    row_id: str = ""
    file_id: str = ""
    path: Path | None = None
    ticked: bool = True
    remark: str = ""


def notices_of(book: Book, period: Period) -> list[Choice]:
    """Notices that speak of the period or went up in it, in the order of their numbers.

    One that does not hang yet is listed, but not ticked.
    """
    own = Where("owner", "=", book.unit.office_id)
    rows = book.rows(Query(Notice.table, (own,), order=(("created_at", False),)))
    found: list[Choice] = []
    for row in rows:
        if not _belongs(row, period):
            continue
        hangs = row["state"] in steps.FROZEN
        title = f"{row['number']} {row['title'] or ''}".strip()
        remark = row["state"] if hangs else f"{row['state']}，还没上墙"
        found.append(Choice(NOTICE, title, Notice.table, row["id"], ticked=hangs, remark=remark))
        photos = FILES.load(row["proof"]) if row["proof"] else ()
        found += [
            Choice(PHOTO, f"上墙照片{n}：{row['title'] or ''}", Notice.table, row["id"], photo,
                   ticked=hangs, remark="随公告")
            for n, photo in enumerate(photos, 1)
        ]  # fmt: skip
    return found


def _belongs(row: Row, period: Period) -> bool:
    if row["period"]:
        said = Period.parse(row["period"])
        return period.first <= said.last <= period.last
    if row["posted_on"]:
        return period.first <= date.fromisoformat(row["posted_on"]) <= period.last
    return False
