"""What the street has decided about this unit, as it comes in and is carried out here."""

from collections.abc import Collection, Iterator

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange import forks, leaving
from qinglian_desktop.exchange.order_records import BACK, ForkDecision, TransferOrder
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.merge import Merge


def given(book: Book, merge: Merge, tables: Collection[str]) -> list[Row]:
    """The orders to this unit, those of the bundle on its way in too."""
    comes = _coming(book, merge, tables, TransferOrder.table)
    return [*book.rows(Query(TransferOrder.table)), *comes]


def _coming(book: Book, merge: Merge, tables: Collection[str], table: str) -> list[Row]:
    if table not in tables:
        return []
    return merge.staged(table, "to_office", book.unit.office_id)


def words(book: Book, merge: Merge, tables: Collection[str]) -> Iterator[str]:
    """Before anybody takes the bundle in: what it will do to this unit's own records."""
    known = set(book.ids(Query(TransferOrder.table)))
    for row in _coming(book, merge, tables, TransferOrder.table):
        if row["id"] in known or row["receiver"] == book.unit.office_id:
            continue
        what = "移回" if row["kind"] == BACK else "移交"
        many = "本单位全部记录" if row["everything"] else f"{row['row_count']} 条记录"
        yield (
            f"街道的移交令：{row['title']}（{row['ground']}）。读入以后{many}{what}给"
            f"〔{row['receiver_name']}〕，街道已确认的从这里的台账移走，不能撤销，"
            "不对请街道再签一份移回"
        )
    known = set(book.ids(Query(ForkDecision.table)))
    for row in _coming(book, merge, tables, ForkDecision.table):
        if row["id"] not in known and forks.parts_here(book, row):
            yield f"街道定了：{row['title']}。读入以后这台电脑的数据单独算，内容一条不少"


def carry_out(book: Book) -> tuple[str, ...]:
    """Does what is decided and not done here yet; in words. Once more does nothing.

    The bundle that brought it is in by then: trouble with the disk is told, and what is left to
    do is done with the next file or the next report.
    """
    said: list[str] = []
    for act in (forks.carry_out, leaving.carry_out):
        try:
            said += act(book)
        except Refused as trouble:
            said.append(f"街道的决定还没有照办：{trouble.what}。办好以后把这个文件再读一次")
    return tuple(said)
