"""Makers for counts: a register of invented things, a count that is as far as a step."""

from datetime import date
from typing import Any

from qinglian_desktop.modules.property import actions
from qinglian_desktop.modules.property import inventory_reads as reads
from qinglian_desktop.store.book import Book

PLACES = ("综合楼一楼", "综合楼二楼", "会议室", "仓库")


def add(book: Book, table: str, **facts: Any) -> str:
    with book.change("登记") as change:
        return change.add(book.tables[table], facts)


def make_asset(book: Book, name: str, value_fen: int = 120_000, **facts: Any) -> str:
    draft = {"name": name, "kind": "办公设备", "nature": "非经营性", "quantity": 1000, "unit": "张",
             "value_fen": value_fen, "location": "会议室", "acquired_on": "2020-03-01",
             **facts}  # fmt: skip
    return str(actions.save_asset(book, None, draft).result)


def make_assets(book: Book, many: int) -> list[str]:
    return [
        make_asset(book, f"办公桌{n}", location=PLACES[n % len(PLACES)]) for n in range(1, many + 1)
    ]


def begun(book: Book, year: int = 2026, **facts: Any) -> str:
    return str(actions.begin(book, year, **facts).result)


def line(book: Book, inventory_id: str, number: int) -> dict[str, Any]:
    return next(row for row in reads.lines_of(book, inventory_id) if row["number"] == number)


def team(book: Book, inventory_id: str) -> None:
    actions.save_inventory(book, inventory_id, {"leader": "郑建国", "members": "吴芳、周强"})


def counted(book: Book, ticks: str = "其余=在", year: int = 2026) -> str:
    """A count whose sheet is typed in and whose first step is taken today."""
    from qinglian_desktop.core import clock

    row_id = begun(book, year)
    actions.tick(book, row_id, ticks)
    team(book, row_id)
    step(book, row_id, "清查", clock.today())
    return row_id


def step(book: Book, inventory_id: str, name: str, day: date, **facts: Any) -> str:
    return str(actions.take_step(book, inventory_id, name, day, facts).result)
