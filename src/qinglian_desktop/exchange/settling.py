"""The unit's word stands: what the street does with rows in which the two no longer agree."""

import json

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange import offices, unmatched
from qinglian_desktop.exchange.preview import KEPT
from qinglian_desktop.exchange.records import UnmatchedRow
from qinglian_desktop.store import people
from qinglian_desktop.store.book import Book

_SHARE, _MOST = 20, 200  # more than 1/20 of the rows, or 200, asks first (§4.4)
_HANDFUL = 5  # so few are an ordinary day, in an office of any size
_FEW = 10  # rows that were read one by one before the street decided


def is_mass(deleting: int, held: int) -> bool:
    """So many rows go that a person must have said yes to it."""
    return deleting > _MOST or (deleting > _HANDFUL and deleting * _SHARE > held)


def settle(book: Book, office: str, *, approve: bool = False) -> Changes:
    """The unit's word stands for every listed row, in one change that can be undone.

    Rows it has no more are marked deleted here, the others become what the unit has. `result`
    is how many. Refused where much would go and nobody has said yes to that.
    """
    people.need(book, "合并")
    unit = offices.unit_row(book, office)
    waiting = unmatched.open_rows(book, office)
    name = unit["name"] if unit else "单位"
    if not waiting:
        raise Refused(f"〔{name}〕没有对不上的记录", "不用处理", code="QL-UB-134")
    going = [row for row in waiting if not row["content"] or row["how"] == KEPT]
    held = sum(
        book.count(Query(table, (Where("owner", "=", office),)))
        for table in {row["table_name"] for row in going}
    )
    if not approve and len(going) > _FEW and is_mass(len(going), held):
        raise Refused(
            f"这一步要删掉〔{name}〕{len(going)} 条记录，没有做",
            "请先和单位核对，属实再选“同意删除”",
            code="QL-UB-121",
        )
    with book.change(f"以{name}现在的为准：{len(waiting)} 条", kind="settle") as change:
        for row in waiting:
            if row["content"]:
                change.give_way(row["table_name"], json.loads(book.files.read(row["content"])))
                change.drop(UnmatchedRow.table, row["id"])
            else:
                change.set_aside(row["table_name"], row["row_id"])
                change.put_row(UnmatchedRow.table, row["id"], {"state": unmatched.SETTLED})
        change.result = len(waiting)
    return change.changes
