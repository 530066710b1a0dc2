"""What of the books is due: notices nobody planned, books changed after posting, gaps."""

from datetime import date, timedelta

from qinglian_desktop.core import money
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.disclosure.records import Notice, PlannedPosting
from qinglian_desktop.modules.disclosure.rules import ground
from qinglian_desktop.modules.disclosure.steps import FROZEN
from qinglian_desktop.modules.funds import evidence
from qinglian_desktop.modules.funds.control import BudgetLine
from qinglian_desktop.modules.funds.reads import (
    FINANCE,
    called,
    closed_months,
    counted,
    finance_code,
    finance_notice,
    lacking,
    left_behind,
    newest_notice,
    opening_gap,
    opening_voucher,
    over_budget,
    own,
    quarter_figures,
    unreviewed,
    within,
)
from qinglian_desktop.modules.funds.reads.late import came_late
from qinglian_desktop.modules.funds.records import BOOKS, Entry, OpeningBalance
from qinglian_desktop.modules.funds.slips_due import late_receipts
from qinglian_desktop.store import people
from qinglian_desktop.store.book import Book

LEAD = 7


def due(book: Book, day: date) -> list[Due]:
    """Finance notices nobody planned, books changed after posting, years that do not join."""
    if book.unit.is_street:
        return []
    return [
        *(line for account in BOOKS for line in _unplanned(book, account, day)),
        *(line for account in BOOKS if (line := _unjoined(book, account, day))),
        *(line for account in BOOKS if (line := _begun_twice(book, account, day))),
        *(line for account in BOOKS if (line := _unplaced(book, account, day))),
        *_changed_since(book, day),
        *_came_late(book, day),
        *_unreviewed(book, day),
        *_lacking(book, day),
        *_over_plan(book, day),
        *late_receipts(book, day),
    ]


def _unplanned(book: Book, account: str, day: date) -> list[Due]:
    """A notice for each closed quarter of this year and last, where no plan already says so."""
    latest, code = Period.holding(day, "Q").previous, finance_code(book, account)
    mine = (Where("owner", "=", book.unit.office_id), Where("code", "=", code))
    made = []
    for year in (day.year - 1, day.year):
        if book.count(Query(PlannedPosting.table, (*mine, Where("year", "=", year)))):
            continue
        closed = [one for one in Period.within(year, "Q") if one.last <= latest.last]
        owed = [one for one in closed if _moved(book, account, one, one == latest)]
        made += [line for one in owed if (line := _unposted(book, account, one, day))]
    return made


def _moved(book: Book, account: str, period: Period, newest: bool) -> bool:
    """Had the book entries in this quarter? The newest is owed as 本期无收支 by any book in use."""
    first = date.min if newest else period.first
    where = (*own(book, account), *within(first, period.last))
    # The last one is found by the index; a count would walk all years.
    return bool(book.rows(Query(Entry.table, where, order=(("day", True),), limit=1)))


def _unposted(book: Book, account: str, period: Period, day: date) -> Due | None:
    notice = finance_notice(book, account, period)
    table = book.pack("disclosure-rules", period.last).value("due")
    due_on, rule = period.due_on(table), table[period.kind]
    if (notice and notice["state"] in FROZEN) or due_on > day + timedelta(days=LEAD):
        return None
    return Due(
        due_on=due_on,
        subject=f"{period.label}{called(book, account)}财务公开还没上墙",
        why=f"{rule['what']}；{ground(rule, book.unit.kind)}",
        module="funds",
        act="编公告" if notice is None else "去办理",
        table=Notice.table if notice else "",
        row_id=notice["id"] if notice else "",
        lead=LEAD,
    )


def _unjoined(book: Book, account: str, day: date) -> Due | None:
    gap = opening_gap(book, account, day.year)
    if not gap:
        return None
    return Due(
        due_on=day,
        subject=f"{day.year}年{called(book, account)}期初余额和上年年末差 {money.show(gap)} 元",
        why="期初余额应等于上年年末结余，请核对是哪边记错了",
        module="funds",
        act="去核对",
        table=OpeningBalance.table,
    )


def _begun_twice(book: Book, account: str, day: date) -> Due | None:
    """Two opening balances of one year, after units were merged: only one of them counts."""
    where = (*own(book, account), Where("year", "<=", day.year))
    found = book.rows(Query(OpeningBalance.table, where, order=(("year", True),)))
    same = [row for row in found if row["year"] == found[0]["year"]]
    if len(same) < 2:
        return None
    name, many = called(book, account), len(same)
    return Due(
        due_on=day,
        subject=f"{same[0]['year']}年{name}期初余额有 {many} 条，只算了其中一条",
        why="合并进来的，或者两台电脑各登记了一条。核对以后把该算的合计写在一条里，别的删掉",
        module="funds",
        act="去核对",
        table=OpeningBalance.table,
        row_id=same[0]["id"],
    )


def _unplaced(book: Book, account: str, day: date) -> Due | None:
    """Entries without an account, where the books are kept by account: since they began so."""
    voucher = opening_voucher(book, account, day)
    if voucher is None:
        return None
    query = counted(book, account, date.fromisoformat(voucher["day"]), day)
    ids = book.ids(query._replace(where=(*query.where, Where("account", "empty"))))
    if not ids:
        return None
    return Due(
        due_on=day,
        subject=f"{called(book, account)}账有 {len(ids)} 笔收支还没归科目",
        why="没归科目的不能月结，报表里单列在“还没归科目”；补上对方科目就行",
        module="funds",
        act="去补上",
        table=Entry.table,
        row_id=ids[0],
    )


def _changed_since(book: Book, day: date) -> list[Due]:
    """Posted notices whose book says something else now, and so does what corrected them."""
    mine = Where("owner", "=", book.unit.office_id)
    since = date(day.year - 1, 1, 1).isoformat()
    posted = (Where("state", "in", FROZEN), Where("posted_on", ">=", since))
    where = (mine, Where("kind", "=", FINANCE), *posted, Where("corrects", "empty"))
    if not (rows := book.rows(Query(Notice.table, where))):
        return []
    from qinglian_desktop.modules.disclosure.notices import substance_of
    from qinglian_desktop.modules.funds import notices  # papers: only once one hangs

    made = []
    for row in rows:
        newest = newest_notice(book, row)
        if newest["state"] not in FROZEN:  # it is being corrected
            continue
        figures = quarter_figures(book, row["book"], Period.parse(row["period"]))
        on_board = substance_of(book.files.read(newest["content_file"])).totals
        now = notices.totals(figures)
        if now != on_board:
            made.append(
                Due(
                    due_on=day,
                    subject=f"{row['number']}上墙后账又改过，和墙上的不一样",
                    why=f"墙上：{on_board}；账上：{now}",
                    module="funds",
                    act="发更正公告",
                    table=Notice.table,
                    row_id=row["id"],
                )
            )
    return made


def _came_late(book: Book, day: date) -> list[Due]:
    """Entries that another computer had booked into a month that is closed here."""
    return [
        Due(
            due_on=day,
            subject=(
                f"{one.book}{Period.parse(one.month).label}结账以后，"
                f"又从别处并入 {len(one.names)} 笔"
                f"（{'、'.join(one.names[:3])}{'等' if len(one.names) > 3 else ''}）"
            ),
            why=(
                "那台电脑记的时候不知道这个月已经结账。结账时印出的数不含这几笔："
                "请在“月结”里反结账，核对后重新结账，印出过的换一份"
            ),
            module="funds",
            act="看这一笔",
            table=one.table,
            row_id=one.row_id,
        )
        for one in came_late(book)
    ]


# -- what waits for a second person, or for its papers -----------------------------------------


def waiting(book: Book, day: date, table: str = "") -> list[tuple[str, Row]]:
    """What nobody has checked in open months: of this month and the last, and of earlier days
    what was written since there is somebody who checks. An old day is no way around it.
    """
    recent = _month_before(day)
    found = [*left_behind(book, recent), *unreviewed(book, recent, day)]
    return [one for one in found if not table or one[0] == table]


def _unreviewed(book: Book, day: date) -> list[Due]:
    """待复核 3 笔, as soon as there is somebody who may check."""
    if not people.checkers(book):
        return []
    if not (found := waiting(book, day)):
        return []
    table, row = found[0]
    return [
        Due(
            due_on=evidence.due_on(date.fromisoformat(row["day"])),
            subject=f"待复核 {len(found)} 笔",
            why="录入和复核要两个人：请复核人看过票据，在收支登记里输 PIN",
            module="funds",
            act="去复核",
            table=table,
            row_id=row["id"],
        )
    ]


def _lacking(book: Book, day: date) -> list[Due]:
    """3 笔支出还差材料, in the last week of the month and until they are there."""
    found = [
        one
        for one in lacking(book, _month_before(day), day)
        if evidence.due_on(date.fromisoformat(one.row["day"])) <= day + timedelta(days=LEAD)
    ]
    months = closed_months(book)
    found = [one for one in found if (one.row["book"], one.row["day"][:7]) not in months]
    if not found:
        return []
    first = found[0]
    name = first.row["voucher_no"] or first.row["summary"] or ""
    return [
        Due(
            due_on=evidence.due_on(date.fromisoformat(first.row["day"])),
            subject=f"{len(found)} 笔支出还差材料，{name} {evidence.words(first.papers)}"[:80],
            why="先登记的支出，材料当月补齐；街道有规定的按街道的",
            module="funds",
            act="去补",
            table=Entry.table,
            row_id=first.row["id"],
        )
    ]


def _over_plan(book: Book, day: date) -> list[Due]:
    """What is over its budget without a decision; nothing where nobody made a budget."""
    if not book.count(Query(BudgetLine.table, (Where("year", "=", day.year),))):
        return []
    return [
        Due(
            due_on=day,
            subject=f"{called(book, account)}{day.year}年{figure.words}",
            why="超预算的要先调整预算、经会议通过（《农村集体经济组织法》第26条）",
            module="funds",
            act="去看",
            table=BudgetLine.table,
            row_id=figure.row_id,
        )
        for account, figure in over_budget(book, day.year)
    ]


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
