"""What the log keeps to on every way of writing: a form, the recycle bin, undo, a row put back."""

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.labour import reads, rules
from qinglian_desktop.modules.labour.records import LabourDay, LabourOrder
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

FREEING = "a sheet goes, its days stay as they were"


def whole_log(change: Change) -> None:
    """Refused when a touched day has lost its order, or somebody has more than one 工 a day.

    A sheet can go all the same: two computers may have noted a day apart, and to put that right
    its rows must be free.
    """
    book = change.book
    for table, row_id in change.touched:
        row = book.row(table, row_id)
        if row is None or row["owner"] != book.unit.office_id:
            continue
        if table == LabourOrder.table and row["deleted"]:
            _refuse_orphaned(book, row)
        elif table == LabourDay.table and not row["deleted"] and FREEING not in change.known:
            _refuse_overfull(book, row)


def _refuse_orphaned(book: Book, order: Row) -> None:
    many = book.count(Query(LabourDay.table, (Where("order_id", "=", order["id"]),)))
    if many:
        raise Refused(f"这张用工单下还有 {many} 条用工记录", "先删用工记录，再删用工单",
                      code="QL-SZ-209")  # fmt: skip


def _refuse_overfull(book: Book, row: Row) -> None:
    if row["order_id"] and reads.living(book, LabourOrder.table, row["order_id"]) is None:
        what = "这条用工记录的用工单已经删了"
        raise Refused(what, "先把用工单还原，再还原用工记录", code="QL-SZ-460")
    if not row["person_id"] or not row["day"]:
        return
    noted = reads.noted_on(book, row["person_id"], row["day"], row["id"])
    problem = rules.twice(_name(book, row["person_id"]), noted, row["days"] or 0) if noted else None
    if problem is not None:
        raise Refused(problem.what, problem.remedy, field=problem.field, code=problem.code)


def _name(book: Book, person_id: str) -> str:
    person = book.row(Person.table, person_id)
    return str(person["name"]) if person and person["name"] else "这个人"
