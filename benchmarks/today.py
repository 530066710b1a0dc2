"""今日 over a million rows of all subjects, ten years of settled work: what is due, asked afresh.

Everything is long done (each field filled, each state the last one), as in an office that has
worked for years; on top stands the open work of an ordinary first year (benchmarks/start.py).
"""

import random
import statistics
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from measure import Finding, child, said

ROWS, GOAL = 1_000_000, 300.0  # ms
_WORDS = "道路维修绿化养护困难群众慰问会议室电费垃圾清运服务费居民小组同意票据齐全经手办公用品采购"
_FIRST, _DAYS = date(2015, 1, 1), 3_600
# What an office has few of, however long it works (branches and grids, too); all other tables share
# what is left.
_FEW = {
    "body": 60, "post": 400, "opening_balance": 24, "book_month": 260, "signer": 60,
    "audit": 60, "finding": 400, "collective_report": 24, "catalog_item": 1_400,
    "disclosure_plan": 12, "planned_posting": 2_400, "notice": 3_000, "hanging": 3_000,
    "matter": 1_500, "contract": 800, "asset": 2_000, "inventory": 24, "wear_run": 130,
    "labour_pay": 260, "labour_order": 260, "project": 300, "delegation": 100, "account": 40,
    "rent_due": 6_000, "rent_receipt": 6_000, "own_value": 0, "computer": 0, "entry": 300_000,
    "party_branch": 40, "grid": 30, "grid_staff": 200, "member_unit": 80, "joint_meeting": 60,
    "party_check": 40, "party_check_point": 840, "moved_down": 200, "report_platform": 30,
    "key_person": 40, "culture_site": 30, "covenant": 20, "council": 12, "baseline": 10,
    "unit_plan": 12, "assessment": 12, "assessment_line": 450, "assessment_step": 40,
    "veto_event": 6,
}  # fmt: skip


def measure(scratch: Path, rounds: int) -> list[Finding]:
    home = scratch / "today"
    child("today.py", "prepare", home, ROWS)
    taken = []
    for _ in range(rounds):
        child("today.py", "ask", home)
        taken.append(tuple(float(one) for one in said().split()[:2]))
    first, again = (statistics.median(column) for column in zip(*taken, strict=True))
    return [
        Finding(f"今日 asked afresh over {ROWS:,} rows of all subjects", again, GOAL, unit="ms"),
        Finding(f"今日 asked first after the start over {ROWS:,} rows", first, None, unit="ms"),
    ]


def prepare(home: Path, rows: int) -> None:
    import start

    from qinglian_desktop.core.record import Owner
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store import guards
    from qinglian_desktop.store.book import Book

    start.prepare(home)
    guards.use({}, {}, {})  # closed months and whole vouchers are not what is asked here
    kinds = [one for one in RECORDS if one.owner is Owner.COMMUNITY and not one.sealed]
    kinds.sort(key=lambda one: one.table not in _FEW)  # what others link to is there first
    few = sum(_FEW.get(one.table, 0) for one in kinds)
    many = (rows - few) // sum(one.table not in _FEW for one in kinds)
    made: dict[str, list[str]] = {}
    with Book.open(home, RECORDS, check_later=True) as book:
        for record in kinds:
            with book.change("登记") as change:
                change.add_all(record, _settled(record, _FEW.get(record.table, many), made))
            found = book.connection.execute(f'SELECT id FROM "{record.table}" LIMIT 2000')
            made[record.table] = [row_id for (row_id,) in found]


def _settled(record: Any, count: int, made: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    chance = random.Random(record.table)
    for number in range(count):
        day = _FIRST + timedelta(days=_DAYS * number // count)
        yield {
            name: day.year if name == "year" else _value(field, chance, day, made)
            for name, field in record.fields.items()
        }


def _value(field: Any, chance: random.Random, day: date, made: dict[str, list[str]]) -> Any:
    if field.choices:
        return field.choices[-1]
    match field.kind.name:
        case "day":
            return day.isoformat()
        case "moment":
            return f"{day.isoformat()}T09:30:00"
        case "flag":
            return 1
        case "money" | "count" | "quantity":
            return chance.randrange(1, 90_000)
        case "text" | "long" | "name" | "choice":
            return "".join(chance.choices(_WORDS, k=8))
        case "link" if made.get(field.link):
            return chance.choice(made[field.link])
        case _:
            return None


def ask(home: Path) -> None:
    """Milliseconds of the first asking and of the middle one of five more."""
    import time

    from qinglian_desktop.core import clock
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.shell.today_tab import ask_due
    from qinglian_desktop.store.book import Book

    took = []
    with Book.open(home, RECORDS, check_later=True) as book:
        for _ in range(6):
            began = time.process_time()
            ask_due(book, clock.today())
            took.append(1000 * (time.process_time() - began))
    print(took[0], statistics.median(took[1:]))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", home, rows]:
            prepare(Path(home), int(rows))
        case ["ask", home]:
            ask(Path(home))
