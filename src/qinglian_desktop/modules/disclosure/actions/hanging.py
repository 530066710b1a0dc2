"""How does a hanging end? Used when a notice comes down from one board or from all."""

from collections.abc import Iterable
from datetime import date

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure import wall_reads
from qinglian_desktop.modules.disclosure import wall_records as wall
from qinglian_desktop.modules.disclosure.wall_records import Hanging
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def ended(row: Row, day: date, reason: str, by: str = "") -> Row:
    """What is written when this paper comes down from its board that day."""
    early = bool(row["until_on"]) and day < date.fromisoformat(row["until_on"])
    return {
        "state": wall.SHORT if early else wall.SERVED,
        "removed_on": day.isoformat(),
        "removal_reason": reason.strip() or None,
        "removed_by": by.strip() or None,
    }


def refuse_after_cover(book: Book, rows: Iterable[Row], day: date) -> None:
    """Refused when another paper took the place before that day: it was gone by then."""
    for row in rows:
        covered = wall_reads.covered_on(book, row)
        if covered is not None and day > covered:
            raise Refused(
                f"{row['spot']}{paper_day(covered)}起贴了别的公告",
                "撤下日期不能晚于那天，请核对",
                field="removed_on",
                code="QL-PD-123",
            )


def end_all(change: Change, rows: Iterable[Row], day: date, reason: str, by: str = "") -> None:
    """Every board gives the paper up on the same day."""
    for row in rows:
        change.put_row(Hanging.table, row["id"], ended(row, day, reason, by))


def last_day(rows: Iterable[Row], until: str) -> date:
    """The day on which all boards have carried the paper long enough."""
    return date.fromisoformat(max([until, *(row["until_on"] or until for row in rows)]))
