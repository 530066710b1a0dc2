"""What of casual labour is due: months to be posted, sheets that may be paid."""

from datetime import date, timedelta

from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.labour import reads, rules
from qinglian_desktop.modules.labour.records import POSTING, LabourDay, LabourPay
from qinglian_desktop.store.book import Book


def due(book: Book, day: date) -> list[Due]:
    if book.unit.is_street:
        return []
    return [
        *_overfull(book, day), *_to_post(book, day), *_to_pay(book, day), *_apart(book, day)
    ]  # fmt: skip


def _overfull(book: Book, day: date) -> list[Due]:
    """What two computers have noted apart, one line for all of it."""
    found = reads.overfull(book, reads.unpaid(book))
    if not found:
        return []
    more = f"等 {len(found)} 处" if len(found) > 1 else ""
    return [
        Due(
            day, f"用工日志里{found[0]}{more}",
            f"{rules.APART}。一人一天最多 1 个工，{rules.TAKE_ONE}", "labour",
            act="去核对", table=LabourDay.table,
        )
    ]  # fmt: skip


def _to_post(book: Book, day: date) -> list[Due]:
    """Days of work of months that are over and in no sheet yet, a line a month."""
    months: dict[Period, int] = {}
    this = Period.holding(day, "M")
    where = (
        reads.own(book), Where("pay_id", "empty"), Where("day", "<", this.first.isoformat()),
    )  # fmt: skip
    for row in book.rows(Query(LabourDay.table, where)):
        month = Period.holding(date.fromisoformat(row["day"]), "M")
        months[month] = months.get(month, 0) + (row["days"] or 0)
    if not months:
        return []
    rule = book.pack(reads.PACK, day).value("posting")
    within = rule["within_days"]
    why = f"用工按月公示，下月 {within} 天内；期满才能发钱。{cited(rule)}"
    return [
        Due(
            month.last + timedelta(days=within),
            f"{month.label}用工 {show_quantity(days)} 个工还没公示", why, "labour",
            act="编公示", table=LabourDay.table,
        )
        for month, days in sorted(months.items())
    ]  # fmt: skip


def _to_pay(book: Book, day: date) -> list[Due]:
    """Sheets whose notice has hung its days."""
    found = []
    for sheet in reads.pays(book, Where("state", "=", POSTING)):
        notice = reads.notice_of(book, sheet)
        if notice is None or not notice["posted_on"]:
            continue
        over = notice["window_on"] or notice["until_on"]
        if over and date.fromisoformat(over) <= day:
            found.append(
                Due(
                    date.fromisoformat(over), f"{sheet['number']}用工公示期满，可以发放",
                    f"公示{notice['number']}期满", "labour", act="去发放", table=LabourPay.table,
                    row_id=sheet["id"],
                )
            )  # fmt: skip
    return found


def _apart(book: Book, day: date) -> list[Due]:
    """Sheets of which the books say something else since."""
    return [
        Due(
            day, f"{sheet['number']}用工发放和账上对不上", f"{said}，请核对", "labour",
            act="去核对", table=LabourPay.table, row_id=sheet["id"],
        )
        for sheet, said in reads.apart(book)
    ]  # fmt: skip
