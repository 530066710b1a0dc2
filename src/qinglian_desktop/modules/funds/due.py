"""What of the books is due: notices nobody planned, books changed after posting, gaps."""

from datetime import date, timedelta

from qinglian_desktop.core import money
from qinglian_desktop.core.module import Due, Query, Where
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.disclosure.records import Notice, PlannedPosting
from qinglian_desktop.modules.disclosure.rules import ground
from qinglian_desktop.modules.disclosure.steps import FROZEN
from qinglian_desktop.modules.funds.reads import (
    FINANCE,
    finance_code,
    finance_notice,
    opening_gap,
    own,
    quarter_figures,
    within,
)
from qinglian_desktop.modules.funds.records import BOOKS, COMMITTEE, Entry, OpeningBalance
from qinglian_desktop.store.book import Book

LEAD = 7


def due(book: Book, day: date) -> list[Due]:
    """Finance notices nobody planned, books changed after posting, years that do not join."""
    if book.unit.is_street:
        return []
    return [
        *(line for account in BOOKS for line in _unplanned(book, account, day)),
        *(line for account in BOOKS if (line := _unjoined(book, account, day))),
        *_changed_since(book, day),
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
    return bool(book.count(Query(Entry.table, (*own(book, account), *within(first, period.last)))))


def _unposted(book: Book, account: str, period: Period, day: date) -> Due | None:
    notice = finance_notice(book, account, period)
    table = book.pack("disclosure-rules", period.last).value("due")
    due_on, rule = period.due_on(table), table[period.kind]
    if (notice and notice["state"] in FROZEN) or due_on > day + timedelta(days=LEAD):
        return None
    return Due(
        due_on=due_on,
        subject=f"{period.label}{_called(book, account)}财务公开还没上墙",
        why=f"{rule['what']}；{ground(rule, book.unit.kind)}",
        module="funds",
        act="编公告" if notice is None else "去办理",
        table=Notice.table if notice else "",
        row_id=notice["id"] if notice else "",
        lead=LEAD,
    )


def _called(book: Book, account: str) -> str:
    return book.word("committee_short") if account == COMMITTEE else account


def _unjoined(book: Book, account: str, day: date) -> Due | None:
    gap = opening_gap(book, account, day.year)
    if not gap:
        return None
    return Due(
        due_on=day,
        subject=f"{day.year}年{_called(book, account)}期初余额和上年年末差 {money.show(gap)} 元",
        why="期初余额应等于上年年末结余，请核对是哪边记错了",
        module="funds",
        act="去核对",
        table=OpeningBalance.table,
    )


def _changed_since(book: Book, day: date) -> list[Due]:
    """Posted notices whose book says something else now and that nobody has corrected."""
    mine = Where("owner", "=", book.unit.office_id)
    since = date(day.year - 1, 1, 1).isoformat()
    posted = (Where("state", "in", FROZEN), Where("posted_on", ">=", since))
    where = (mine, Where("kind", "=", FINANCE), *posted, Where("corrects", "empty"))
    if not (rows := book.rows(Query(Notice.table, where))):
        return []
    from qinglian_desktop.modules.disclosure.notices import substance_of
    from qinglian_desktop.modules.funds import notices  # papers: only once one hangs

    corrected = set(book.distinct(Notice.table, "corrects"))
    made = []
    for row in rows:
        if row["number"] in corrected:
            continue
        figures = quarter_figures(book, row["book"], Period.parse(row["period"]))
        on_board = substance_of(book.files.read(row["content_file"])).totals
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
