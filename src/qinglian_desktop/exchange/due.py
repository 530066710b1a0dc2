"""What does the exchange ask of a unit today? Its report, and what a restored backup lacks."""

import json
from datetime import date

from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.exchange import reporting
from qinglian_desktop.store.book import Book


def due(book: Book, day: date) -> list[Due]:
    """The month's report, and what the street holds that is not here any more."""
    asked = (
        *_unmatched(book, day), *_held(book, day), *_both_sides(book, day), *_going(book, day)
    )  # fmt: skip
    return [*reporting.due(book, day), *asked]


def _both_sides(book: Book, day: date) -> list[Due]:
    """One line while a value of another computer of this office waits for a look."""
    own = (Where("owner", "=", book.unit.office_id), Where("state", "=", "待看"))
    rows = [] if book.unit.is_street else book.rows(Query("merge_conflict", own))
    if not rows:
        return []
    many = len({(row["table_name"], row["row_id"]) for row in rows})
    return [
        Due(
            due_on=day,
            subject=f"{many} 条两台电脑都改过，请选一个",
            why="先用了其中一个，另一个留着。看一眼哪个对，不用的会写在“经过”里",
            module="exchange",
            act="看一看",
            table="merge_conflict",
        )
    ]


def _going(book: Book, day: date) -> list[Due]:
    """Records the street has moved to another unit, and that have not been reported yet."""
    if book.unit.is_street or not book.any_of("transfer_order"):
        return []
    from qinglian_desktop.exchange import leaving

    try:
        found = leaving.going(book)
    except Damaged as trouble:  # the list of an order is gone; the report is due all the same
        return [_doubtful(day, trouble)]
    if not found.total:
        return []
    back = f"其中 {found.returned} 条街道没有收下，先按回执改好" if found.returned else ""
    return [
        Due(
            due_on=day,
            subject=f"{found.total} 条要移交的还没有交出",
            why=f"街道的移交令。报送一次，读到街道的回执，就自动交出。{back}",
            module="exchange",
            act="去报送",
            table="sent_bundle",
        )
    ]


def _doubtful(day: date, trouble: Damaged) -> Due:
    return Due(
        due_on=day,
        subject=f"街道的移交令还没有照办：{trouble.what}",
        why=trouble.remedy,
        module="exchange",
        act="去看看",
        table="sent_bundle",
    )


def _held(book: Book, day: date) -> list[Due]:
    """What came and is not settled: links that wait for their row, files that were set aside."""
    made = []
    links = Query("waiting_link", order=(("since", False),))
    if count := book.count(links):
        names = "、".join(row["what"] for row in book.rows(links._replace(limit=3)))
        made.append(
            Due(
                due_on=day,
                subject=f"{count} 条等待上游数据（{names}{'等' if count > 3 else ''}）",
                why="这些记录提到的另一条还没有到，记录本身已经收下。缺的包补来以后会自己接上",
                module="exchange",
                act="看一看",
                table="waiting_link",
            )
        )
    aside = (Where("state", "=", "待查"),)
    if count := book.count(Query("quarantined_file", aside)):
        made.append(
            Due(
                due_on=day,
                subject=f"{count} 个包被隔离，没有导入",
                why="内容被改动过，或者两台电脑用了同一身份。请和写包的单位核对",
                module="exchange",
                act="看一看",
                table="quarantined_file",
            )
        )
    return made


def _unmatched(book: Book, day: date) -> list[Due]:
    """One line as long as the street's newest receipt names rows it cannot find here any more."""
    if book.unit.is_street:
        return []
    own = (Where("stream_id", "=", book.unit.stream_id),)
    receipts = book.rows(Query("receipt", own, order=(("number", False),)))
    if not receipts or not receipts[-1]["unmatched"]:
        return []
    newest = receipts[-1]
    names = "、".join(row["what"] for row in json.loads(newest["unmatched"])[:3])
    more = "等" if newest["unmatched_count"] > 3 else ""
    return [
        Due(
            due_on=day,
            subject=f"街道有 {newest['unmatched_count']} 条和本单位对不上：{names}{more}",
            why="还原备份以后少了或变旧了。该有的请重新登记，不该有的请告诉街道以单位为准",
            module="exchange",
            act="看一看",
            table="receipt",
            row_id=newest["id"],
        )
    ]
