"""Two computers wrote under one identity (F50): what the street has decided, at both sides.

One of them goes on as it was. The other one's data become a line of their own, named by the
street, and merge like those of any second computer; no record of either is thrown away. The
decision travels with the unit's next file; both computers read it, and each knows by the bundles
it has written which of the two it is. How the street decides stands in `deciding`.
"""

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.order_records import ForkDecision
from qinglian_desktop.exchange.records import SentBundle
from qinglian_desktop.store import branching
from qinglian_desktop.store.book import Book


def parted(book: Book, office: str) -> set[str]:
    """Hashes of bundles that count as another computer's, by decision."""
    rows = book.rows(Query(ForkDecision.table, (Where("to_office", "=", office),)))
    return {row["parts_hash"] for row in rows}


def parts_here(book: Book, decision: Row) -> bool:
    """Is this the computer whose data become a line of their own?"""
    if decision["stream_id"] != book.unit.stream_id or book.unit.is_street:
        return False
    return book.find(SentBundle, bundle_hash=decision["parts_hash"]) is not None


def carry_out(book: Book) -> tuple[str, ...]:
    """Begins the line of its own, under the name the street gave it; in words."""
    rows = [] if book.unit.is_street else book.rows(Query(ForkDecision.table))
    for row in rows:
        if parts_here(book, row):
            branching.branch(book, row["base_seq"], named=row["new_stream"])
            said = (
                "已按街道的决定把这台电脑的数据单独算，内容一条不少，下一次报送写整包。"
                "两台都要用，请在原来那台的“几台电脑”里加一台，这台报送完就不再用"
            )
            return (said,)
    return ()
