"""Small makers for tests of the register: an asset, a passed decision, an opening of the books."""

from datetime import date
from typing import Any

from cases import hold, make_matter
from qinglian_desktop.modules.funds import actions as funds
from qinglian_desktop.modules.funds.books import Line
from qinglian_desktop.modules.funds.records import COLLECTIVE
from qinglian_desktop.modules.property import actions
from qinglian_desktop.store.book import Book


def make_asset(
    office: Book, name: str = "加工机", value: int | None = 1_000_000, **facts: Any
) -> str:
    """A machine of 10,000.00 from the beginning of the year; returns its id."""
    draft = {
        "name": name, "kind": "机器设备", "value_fen": value, "acquired_on": "2026-01-10",
        "location": "一社晒坝", "keeper": "李守田", "source": "购入", **facts,
    }  # fmt: skip
    return str(actions.save_asset(office, None, draft).result)


def passed_matter(book: Book, first: date, title: str = "处置旧设备") -> tuple[str, date]:
    """A matter the representatives have passed, and the day after; the office needs its bodies."""
    matter = make_matter(book, first, title=title)
    return matter, hold(book, matter, first)


def open_books(book: Book, lines: dict[str, int], year: int = 2026) -> None:
    """The opening voucher of the collective; what is over goes to 301. Minus is on the right."""
    made = [Line(code, max(fen, 0), max(-fen, 0)) for code, fen in lines.items() if fen]
    rest = sum(lines.values())
    if rest:
        made.append(Line("301", max(-rest, 0), max(rest, 0)))
    funds.post_voucher(book, COLLECTIVE, date(year, 1, 1), "期初余额", made, kind="期初")
