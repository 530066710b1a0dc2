"""How far has everybody confirmed who reads what changed here out of the trail?

Up to there a bundle needs no image any more. Who begins anew is given every row as it stands and
needs none either.
"""

from collections.abc import Iterator

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.exchange import computers, confirming, outgoing, peering
from qinglian_desktop.store import outbox
from qinglian_desktop.store.book import Book


def answered(book: Book) -> int:
    """The number of the last image that no bundle to come asks for."""
    reached = [*_units(book)] if book.unit.is_street else [outgoing.acked_seq(book), *_others(book)]
    return min(reached, default=outbox.high_seq(book.connection))


def _units(book: Book) -> Iterator[int]:
    """At a street: where the next bundle to each unit begins."""
    for unit in book.rows(Query("enrolled_unit", (Where("state", "=", "已登记"),))):
        if base := confirming.base_for(book, unit["office_id"]):
            yield base


def _others(book: Book) -> Iterator[int]:
    """The other computers of this office: the slowest of them counts."""
    if computers.listed(book) and (base := peering.base_for_all(book)):
        yield base
