"""Where street and unit no longer agree: what is left out of the sums, and how it is said.

The rows themselves are found when a bundle comes in (exchange/unmatched.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import arrived, settling, unmatched
from qinglian_desktop.exchange.preview import KEPT, Unmatched
from qinglian_desktop.store.book import Book

WORD = "对不上"  # on the board


def waiting(book: Book, office: str) -> tuple[Unmatched, ...]:
    """Rows of a unit that wait for a decision."""
    return unmatched.of_list(unmatched.open_rows(book, office))


def by_office(book: Book) -> Mapping[str, Sequence[Row]]:
    """The same of all units at once, as they are listed."""
    found: dict[str, list[Row]] = {}
    for row in unmatched.open_rows(book):
        found.setdefault(row["from_office"], []).append(row)
    return found


def left_out(book: Book) -> Mapping[str, tuple[Where, ...]]:
    """By table, the condition that leaves out the rows their unit has no more."""
    ids: dict[str, list[str]] = {}
    for row in unmatched.open_rows(book):
        if not row["content"]:
            ids.setdefault(row["table_name"], []).append(row["row_id"])
    return {table: (Where("id", "not in", tuple(found)),) for table, found in ids.items()}


def short(rows: Sequence[Row]) -> str:
    """For the column 还缺 of the board: 多 2 条，1 条是旧内容."""
    kept = sum(row["how"] == KEPT for row in rows)
    old = sum(bool(row["content"]) for row in rows) - kept
    told = ((len(rows) - old - kept, "多 {} 条"), (old, "{} 条是旧内容"), (kept, "{} 条没同意删"))
    return "，".join(words.format(count) for count, words in told if count)


def told(book: Book, name: str, rows: Sequence[Row]) -> str:
    """新街子社区还原过备份：街道多 2 条，单位已没有（…）; "" where there are none."""
    if not rows:
        return ""
    restored = arrived.was_restored(book, rows[0]["from_office"])
    return unmatched.sentence(name, unmatched.of_list(rows), restored=restored)


def note(book: Book) -> str:
    """Under the merged tables: whose rows are not in the sums; "" where all are."""
    names = {unit["office_id"]: unit["name"] for unit in book.rows(Query("enrolled_unit"))}
    parts = []
    for office, rows in by_office(book).items():
        gone = sum(not row["content"] for row in rows)
        if gone:
            parts.append(f"{names.get(office, '已删的单位')} {gone} 条")
    return f"单位还原备份后已没有的记录没有算进来：{'、'.join(parts)}。" if parts else ""


def due(book: Book, day: date, units: Sequence[Row]) -> list[Due]:
    """For the street's 今日: one line a unit whose rows no longer agree."""
    listed = by_office(book)
    return [
        Due(
            due_on=day,
            subject=told(book, unit["name"], listed[unit["office_id"]]),
            why="单位已没有的不算进汇总，旧内容按街道的算。和单位核对后，在一览里按“以单位现在的为准”，或请单位重新登记",
            module="street",
            act="看一看",
            table="enrolled_unit",
            row_id=unit["id"],
        )
        for unit in units
        if listed.get(unit["office_id"])
    ]


def settle(book: Book, code: str, *, approve: bool = False) -> Changes:
    """以单位现在的为准, for the unit of that code; can be undone."""
    found = book.rows(Query("enrolled_unit", (Where("code", "=", code),), limit=1))
    if not found:
        raise Refused(f"没有编码是 {code} 的单位", "用 qinglian unit list 看有哪些单位")
    return settling.settle(book, found[0]["office_id"], approve=approve)


def settle_read(book: Book, code: str) -> Changes:
    """The same after a person read in a question how many rows go."""
    return settle(book, code, approve=True)
