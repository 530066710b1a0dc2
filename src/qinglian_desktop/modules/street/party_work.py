"""Party work of all units side by side: what was due, what was kept, and which rows say so.

Counted as the indicators count it (modules/evaluation/measures), so that the street's table and
the score of a unit cannot differ. The units stand in the order of their codes.
"""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.evaluation.computing import Ledgers, frame_of, system_of
from qinglian_desktop.modules.evaluation.measures import Measure, registry
from qinglian_desktop.modules.evaluation.scoring import Found
from qinglian_desktop.modules.evaluation.system import shown
from qinglian_desktop.modules.street.reads import units
from qinglian_desktop.store import roles
from qinglian_desktop.store.book import Book

# Heading → the measure that counts it.
COLUMNS = {
    "组织生活": "party-life",
    "专题研究": "clean-study",
    "履责纪实": "duty-log",
    "联席会": "joint-meetings",
    "共建项目": "joint-projects",
    "认领岗位": "posts-claimed",
    "服务反馈": "served-and-told",
}
LISTED, WEAK = "整顿", "weak-party"


class Cell(NamedTuple):
    """One figure of one unit: in words, what is missing, and the rows behind it."""

    said: str  # 20/34, "—" where nothing was due, 在列 and 不在列
    lacks: str
    behind: tuple[Query, ...]


class UnitWork(NamedTuple):
    unit: str
    cells: tuple[Cell, ...]


def headings(book: Book) -> tuple[str, ...]:
    """The columns whose ledgers this department looks at."""
    return tuple(_columns(book))


def party_work(book: Book, year: int, until: date) -> list[UnitWork]:
    """Every unit as of a day of the year, from what it has sent."""
    rules = system_of(book, year)
    last = min(until, rules.cutoff_of(year))
    ledgers = Ledgers(book, frame_of(book, year, last, rules), rules.late_days)
    columns = _columns(book)
    return [
        UnitWork(
            str(unit["name"]),
            tuple(
                _cell(ledgers, heading, measure, unit["office_id"])
                for heading, measure in columns.items()
            ),
        )
        for unit in units(book)
    ]


def _columns(book: Book) -> dict[str, Measure]:
    hidden = roles.hidden(book)
    return {
        heading: registry()[name]
        for heading, name in {**COLUMNS, LISTED: WEAK}.items()
        if not hidden.intersection(registry()[name].tables)
    }


def _cell(ledgers: Ledgers, heading: str, measure: Measure, office: str) -> Cell:
    found = ledgers.found(measure, office)
    behind = tuple(one.query for one in ledgers.behind(measure, found))
    if heading == LISTED:
        return Cell("在列" if behind else "", measure.words if behind else "", behind)
    return Cell(_share(found), found.lacks if found else "", behind)


def _share(found: Found | None) -> str:
    if found is None or not found.of:
        return "—"
    return f"{shown(Fraction(found.good))}/{shown(Fraction(found.of))}"
