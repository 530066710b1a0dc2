"""Which orders are there, what was worked in a month, what was posted and paid of it?"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from qinglian_desktop.core import check
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import FEN, show_quantity
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import steps
from qinglian_desktop.modules.decisions.records import Matter
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.labour.lines import Noted
from qinglian_desktop.modules.labour.records import (
    PAID,
    POSTING,
    WHOLE_DAY,
    LabourDay,
    LabourOrder,
    LabourPay,
)
from qinglian_desktop.modules.registry import reads as registry
from qinglian_desktop.modules.registry import rules as terms
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store.book import Book

PACK = "labour-rules"


def own(book: Book) -> Where:
    return Where("owner", "=", book.unit.office_id)


def living(book: Book, table: str, row_id: str | None) -> Row | None:
    """The row, unless it is deleted."""
    row = book.row(table, row_id) if row_id else None
    return None if row is None or row["deleted"] else row


def undecided(book: Book, order: Row) -> str:
    """Why the matter an order rests on does not carry it yet; "" when it does."""
    matter = living(book, Matter.table, order.get("matter_id"))
    if matter is None:
        return ""
    from qinglian_desktop.modules.decisions import reads as deciding  # all its rules: late

    if steps.passed(deciding.steps_of(book, matter["id"]), steps.deciding(matter)):
        return ""
    return f"事项{matter['number']}还没有决议通过"


def noted_on(book: Book, person_id: str, day: str, but: str | None) -> int:
    """Thousandths of a day noted for a person on that day, over all orders."""
    where = (
        own(book), Where("person_id", "=", person_id), Where("day", "=", day),
        Where("id", "!=", but or ""),
    )  # fmt: skip
    rows = book.rows(Query(LabourDay.table, where))
    return sum(row["days"] or 0 for row in rows)


def titles_of(book: Book, person: Row, day: date) -> tuple[str, ...]:
    """The posts that draw pay which a person holds on that day."""
    paid = set(book.pack(PACK, day).value("office.titles"))
    posts = registry.own_posts(book, Where("person_name", "=", person["name"]))
    return tuple(
        dict.fromkeys(
            post.title
            for post in posts
            if terms.serves(post, day)
            and post.person_id in (None, person["id"])
            and any(word in post.title for word in paid)
        )
    )


# -- a month -----------------------------------------------------------------------------------


def days_of(book: Book, month: Period) -> list[Row]:
    where = (
        own(book), Where("day", ">=", month.first.isoformat()),
        Where("day", "<=", month.last.isoformat()),
    )  # fmt: skip
    return book.rows(Query(LabourDay.table, where, order=(("day", False),)))


def of_book(book: Book, rows: Iterable[Row], account: str) -> list[Row]:
    """Those whose order belongs to this book."""
    listed = list(rows)
    orders = {order["id"]: order for order in book.page(
        LabourOrder.table, list({row["order_id"] for row in listed if row["order_id"]})
    )}  # fmt: skip
    return [row for row in listed if orders.get(row["order_id"], {}).get("book") == account]


def unposted(book: Book, account: str, month: Period) -> list[Row]:
    """Rows of the log in no sheet yet."""
    return [row for row in of_book(book, days_of(book, month), account) if not row["pay_id"]]


def unfinished(book: Book, rows: Iterable[Row]) -> list[Row]:
    waiting = book.waiting(LabourDay.table)
    return [
        row for row in rows if row["id"] in waiting or not check.is_complete(LabourDay, row)
    ]  # fmt: skip


def amount_in(book: Book, account: str, month: Period) -> int:
    return sum(row["amount_fen"] or 0 for row in of_book(book, days_of(book, month), account))


def overfull(book: Book, rows: Iterable[Row]) -> list[str]:
    """Who has more than one 工 on a day of these rows, over all orders, in words.

    At one computer nobody can write that; two that filled the same days apart can.
    """
    noted = {(row["day"], row["person_id"]) for row in rows if row["day"] and row["person_id"]}
    if not noted:
        return []
    where = (own(book), Where("day", "in", tuple(sorted({day for day, _ in noted}))))
    sums: Counter[tuple[str, str]] = Counter()
    for row in book.rows(Query(LabourDay.table, where)):
        sums[row["day"], row["person_id"]] += row["days"] or 0
    full = sorted(key for key, days in sums.items() if days > WHOLE_DAY and key in noted)
    people = {row["id"]: row["name"] for row in book.page(Person.table, [who for _, who in full])}
    return [
        f"{people.get(who) or '有人'}{paper_day(date.fromisoformat(day))}"
        f"记了 {show_quantity(sums[day, who])} 个工"
        for day, who in full
    ]


def unpaid(book: Book) -> list[Row]:
    """The log that money has not gone out for."""
    sheets = tuple(sheet["id"] for sheet in pays(book, Where("state", "=", POSTING)))
    rows = book.rows(Query(LabourDay.table, (own(book), Where("pay_id", "empty"))))
    if sheets:
        rows += book.rows(Query(LabourDay.table, (own(book), Where("pay_id", "in", sheets))))
    return rows


def of_pay(book: Book, pay_id: str) -> list[Row]:
    """The log behind a sheet."""
    asked = Query(LabourDay.table, (Where("pay_id", "=", pay_id),), order=(("day", False),))
    return book.rows(asked)


def named(book: Book, rows: Iterable[Row]) -> list[Noted]:
    """Rows of the log with who it was."""
    listed = list(rows)
    people = {
        person["id"]: person
        for person in book.page(Person.table, list({row["person_id"] for row in listed}))
    }
    return [
        Noted(row, person["name"] or "", person["group_name"] or "")
        for row in listed
        if (person := people.get(row["person_id"]))
    ]  # fmt: skip


def notice_of(book: Book, pay: Row) -> Row | None:
    return living(book, Notice.table, pay.get("notice_id"))


def correction_of(book: Book, notice: Row) -> Row | None:
    """The last 更正公告 of a notice that hung, if there is one."""
    where = (own(book), Where("corrects", "=", notice["number"]), Where("posted_on", "filled"))
    found = book.rows(Query(Notice.table, where, order=(("posted_on", True),), limit=1))
    return found[0] if found else None


def stands(book: Book, entry_id: str | None) -> bool:
    """Is the entry of a sheet in the books, neither thrown away nor reversed?"""
    if living(book, Entry.table, entry_id) is None:
        return False
    return not book.count(Query(Entry.table, (Where("reverses_id", "=", entry_id),)))


def apart(book: Book) -> list[tuple[Row, str]]:
    """Paid sheets of which the books no longer say the same, and what they say."""
    found = []
    for sheet in pays(book, Where("state", "=", PAID)):
        entry = living(book, Entry.table, sheet["entry_id"])
        if entry is None or not stands(book, sheet["entry_id"]):
            found.append((sheet, "账上那一笔删了，或者已经用红字冲回"))
        elif entry["amount_fen"] != sheet["total_fen"]:
            said = f"账上是 {FEN.show(entry['amount_fen'] or 0)} 元"
            found.append((sheet, f"{said}，发放表是 {FEN.show(sheet['total_fen'])} 元"))
    return found


def pays(book: Book, *where: Where) -> list[Row]:
    return book.rows(Query(LabourPay.table, (own(book), *where), order=(("made_on", True),)))
