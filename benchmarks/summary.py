"""The street's merged tables of a year, all units, against one bare SQL aggregation of the money.

13 units, three years, 60,000 entries a year, and beside them tasks, plans of disclosure and
people as such units have them. What is divided are all merged tables of the year, as the page
asks for them. What it is divided by adds up the entries alone, warm as ours is, in the same
file and process: once into the very columns of the table of money, once into the least that can
be asked, one sum a unit. The goal is held against both.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measure import Finding, child, said

from qinglian_desktop.modules.funds.records import BOOKS, INCOME, SPENDING
from qinglian_desktop.modules.street import reads

UNITS, YEARS, ROWS, GOAL = 13, (2024, 2025, 2026), 60_000, 3.0
_TASKS, _LINES, _PEOPLE = 130, 130, 1_500  # of each unit; the first two each year
_YEAR = "FROM entry WHERE deleted = 0 AND day BETWEEN '2026-01-01' AND '2026-12-31' "
_CASE = "sum(CASE WHEN book = '{}' AND direction = '{}' THEN amount_fen ELSE 0 END)"
# The same money by hand, of all ways to ask it the quickest: one walk, a sum for each column
# (FILTER takes as long; groups of unit, book and way, turned afterwards, a tenth longer).
_SUMS = [_CASE.format(book, way) for book in BOOKS for way in (INCOME, SPENDING)]
_BARE = f"SELECT +owner, {', '.join(_SUMS)}, count(*) {_YEAR} GROUP BY +owner"
# The least that can be asked of these rows, from an index alone like the other. `+` keeps SQLite
# from walking another index row by row, which takes four times as long and would flatter us.
_LEAST = f"SELECT +owner, sum(amount_fen), count(*) {_YEAR} GROUP BY +owner"


def measure(scratch: Path, rounds: int) -> list[Finding]:
    home = scratch / "summary"
    child("summary.py", "prepare", home)
    child("summary.py", "ask", home, 2 * rounds)
    by_bare, by_least, ours, bare, least = (float(one) for one in said().split())
    what = f"merged tables of {UNITS} units over {len(YEARS) * ROWS:,} entries"
    ground = "all four tables of the year by unit, as the page reads them, warm; divided by"
    same = f"{ground} the columns of the table of money alone: {ours:.0f} ms against {bare:.0f} ms"
    fewest = f"{ground} unit, sum and count of the year's entries: against {least:.0f} ms"
    return [
        Finding(f"{what} ÷ the same money in one bare SQL", by_bare, GOAL, details=(same,)),
        Finding(f"{what} ÷ one sum a unit out of an index", by_least, GOAL, details=(fewest,)),
    ]


def prepare(home: Path) -> None:
    from qinglian_desktop.exchange import issuing
    from qinglian_desktop.modules.catalog import RECORDS

    usb = home.parent / "summary-usb"
    usb.mkdir(parents=True)
    with issuing.found_street(home, "通惠街道", "500110007", RECORDS) as street:
        for number in range(1, UNITS + 1):
            name, code = f"第{number}社区", f"500110007{number:03d}"
            issuing.issue_unit(street, name, "community", code, usb)
        for record, rows in _ledgers():
            _put(street, record, rows)


def _ledgers() -> Iterator[tuple[Any, Iterator[dict[str, Any]]]]:
    from qinglian_desktop.modules.disclosure.records import PlannedPosting
    from qinglian_desktop.modules.funds.records import Entry
    from qinglian_desktop.modules.registry.records import Person
    from qinglian_desktop.modules.tasks.records import ITEMS, Task

    def each(count: int) -> Iterator[tuple[int, int]]:
        return ((year, number) for year in YEARS for number in range(count))

    yield Entry, (
        {"book": BOOKS[n % 2], "day": f"{y}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
         "direction": "支出" if n % 3 else "收入", "summary": "办公用品", "purpose": "办公费",
         "counterparty": "某文具店", "amount_fen": n * 37 % 900_000, "voucher_no": f"{n:05d}"}
        for y, n in each(ROWS)
    )  # fmt: skip
    yield Task, (
        {"year": y, "code": f"{n}", "title": "办事", "item": ITEMS[n % len(ITEMS)],
         "lead_office": "民政办", "due_on": f"{y}-06-20", "state": "已完成" if n % 3 else "未开始"}
        for y, n in each(_TASKS * UNITS)
    )  # fmt: skip
    yield PlannedPosting, (
        {"year": y, "code": f"{n}", "category": "财务", "item": "财务收支",
         "period": f"{y}Q{n % 4 + 1}", "due_on": f"{y}-12-01", "state": "待公开"}
        for y, n in each(_LINES * UNITS)
    )  # fmt: skip
    yield Person, ({"name": "李建华", "state": "在册"} for _ in range(_PEOPLE * UNITS))


def _put(street: Any, record: Any, rows: Iterator[dict[str, Any]]) -> None:
    """The rows as those of the units, in turn; what a merge would have left."""
    connection = street.connection
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    for (name,) in connection.execute(triggers, (record.table,)).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    offices = [row["office_id"] for row in reads.units(street)]
    frame = {"vv": "{}", "fv": "{}", "deleted": 0, "row_hash": "", "ext": "{}", "created_at": ""}
    made = [
        {"id": f"{record.table}-{n}", "owner": offices[n % UNITS], **frame, **row}
        for n, row in enumerate(rows)
    ]
    marks = ", ".join(f":{name}" for name in made[0])
    connection.execute("BEGIN")
    connection.executemany(
        f'INSERT INTO "{record.table}" ({marks.replace(":", "")}) VALUES ({marks})', made
    )
    connection.execute("COMMIT")


def ask(home: Path, rounds: int) -> None:
    """The middle ratios, and the middle milliseconds of ours and both bare questions."""
    from qinglian_desktop.core.period import Period
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    taken = []
    with Book.open(home, RECORDS, check_later=True) as street:
        for _ in range(rounds + 1):
            began = time.process_time()
            made = reads.summary(street, Period.parse("2026"))[0]
            first = time.process_time()
            bare = street.connection.execute(_BARE).fetchall()
            second = time.process_time()
            street.connection.execute(_LEAST).fetchall()
            third = time.process_time()
            taken.append((first - began, second - first, third - second))
            sums = tuple(sum(column) for column in list(zip(*bare, strict=True))[1:])
            assert made.totals[: len(sums)] == sums and sums[-1] == ROWS
    kept = taken[1:]
    ratios = [statistics.median(one[0] / one[place] for one in kept) for place in (1, 2)]
    print(*ratios, *(1000 * statistics.median(column) for column in zip(*kept, strict=True)))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", home]:
            prepare(Path(home))
        case ["ask", home, rounds]:
            ask(Path(home), int(rounds))
