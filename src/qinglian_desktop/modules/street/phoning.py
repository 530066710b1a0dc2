"""提醒电话单: whom to ring, and what exactly is missing; in the order of the codes, of no merit."""

from typing import NamedTuple

from qinglian_desktop.core import access, clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.document import Column, Document, Note, Table
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import revealing
from qinglian_desktop.exchange.records import EnrolledUnit
from qinglian_desktop.modules.street import actions
from qinglian_desktop.modules.street.figures import UnitLine
from qinglian_desktop.modules.street.reads import late_answers
from qinglian_desktop.store import wanted_files
from qinglian_desktop.store.book import Book

_PHONE = EnrolledUnit.fields["phone"]
_COLUMNS = (
    Column("编码", 15), Column("单位", 15), Column("联系人", 9), Column("电话", 14),
    Column("缺什么", 34), Column("打过、怎么说", 17),
)  # fmt: skip


class Call(NamedTuple):
    """One unit to ring."""

    row_id: str
    code: str
    unit: str
    contact: str
    phone: str
    what: tuple[str, ...]


def calls(book: Book) -> list[Call]:
    """Units that have not sent, or owe something, in the order of their codes."""
    late = late_answers(book)
    found = []
    for line in actions.board(book):
        unit = book.row(EnrolledUnit.table, line.row_id)
        what = _missing(book, line, late[line.office_id])
        if unit is not None and what and line.state != "已停用":
            found.append(
                Call(line.row_id, line.code, line.name, unit["contact"] or "", line.phone, what)
            )
    return found


def _missing(book: Book, line: UnitLine, late: int) -> tuple[str, ...]:
    month = clock.today().month
    last = f"，上次是第 {line.last_number} 号包（{line.last_on}）" if line.last_number else ""
    unsent = {
        "待登记": "单位文件还没有登记，请带登记文件来",
        "还没报送": "还没有报送过",
        "本月未报": f"{month}月还没有报送{last}",
    }.get(line.state, "")
    photos = wanted_files.count(book.connection, line.office_id)
    words = (
        unsent,
        line.missing,
        f"退回的 {line.returned} 条要改了再报" if line.returned else "",
        f"照片还有 {photos} 张未送达" if photos else "",
        f"下发的事项有 {late} 件过了期还没办完" if late else "",
    )
    return tuple(filter(None, words))


def paper(book: Book, *, whole: bool = False) -> Document:
    """The list as paper, telephones masked, or `whole` and noted; Refused where nobody is due."""
    listed = calls(book)
    if not listed:
        raise Refused("没有要打电话的单位", "各单位都报齐了，不用打印", code="QL-ST-045")
    if whole:
        for one in listed:
            if one.phone:
                revealing.note(book, EnrolledUnit.table, one.row_id, _PHONE.label, "打印提醒电话单")
    rows = tuple(
        (one.code, one.unit, one.contact, access.show(_PHONE, one.phone, reveal=whole),
         "；".join(one.what), "")
        for one in listed
    )  # fmt: skip
    today = clock.today()
    return Document(
        f"{book.unit.name}提醒电话单",
        "table",
        (
            Table(_COLUMNS, rows, row_mm=12),
            Note(f"按单位编码排列，共 {len(rows)} 个单位，{paper_day(today)}的情况。"),
        ),
        unit=book.unit.name,
        made_on=today,
    )


def has_phones(book: Book) -> bool:
    return bool(book.count(Query(EnrolledUnit.table, (Where("phone", "filled"),))))
