"""How does a contract come by its number?"""

from collections.abc import Mapping, Sequence
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.contracts import reads
from qinglian_desktop.modules.contracts.records import Contract
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change


def _year(row: Mapping[str, Any]) -> int:
    return int(row["signed_on"][:4]) if row.get("signed_on") else clock.today().year


def _series(year: int) -> str:
    return f"contract:{year}"


def numbered(change: Change, before: Row | None, made: Row) -> Row:
    """The number of a contract that has none; one written by hand is kept unless it is taken."""
    number = made.get("number")
    if number and before is not None and before["number"] == number:
        return {}
    if number:
        others = (
            Where("number", "=", number),
            reads.own(change.book),
            Where("id", "!=", before["id"] if before else ""),
        )
        if change.book.count(Query(Contract.table, others)):
            raise Refused(
                f"合同编号 {number} 已经用过", "留空会自动编号", field="number", code="QL-SZ-308"
            )
        return {}
    year = _year(made)
    change.at_least(_series(year), _highest(change.book, year))
    return {"number": f"{year}-{change.number(_series(year)):03d}"}


def _highest(book: Book, year: int) -> int:
    """Of the numbers of that year that are in use, also in the recycle bin."""
    where = (Where("number", "begins", f"{year}-"), reads.own(book))
    taken = [
        number.removeprefix(f"{year}-")
        for deleted in (False, True)
        for _, number in book.filled(Query(Contract.table, where, deleted=deleted), "number")
    ]
    return max((int(one) for one in taken if one.isdecimal() and len(one) <= 9), default=0)


def number_contracts(change: Change, rows: Sequence[Row]) -> list[Row]:
    """The rows of a sheet that have no number get one, after all that are taken."""
    made = list(rows)
    for place, row in enumerate(rows):
        if not row.get("number"):
            made[place] = {**row, **numbered(change, None, {**row, "number": None})}
    return made
