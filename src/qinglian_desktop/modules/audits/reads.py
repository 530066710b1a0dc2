"""Which audits, findings and reports does this office have, and what is still open of them?"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.record import Record, Row
from qinglian_desktop.modules.audits import rules
from qinglian_desktop.modules.audits.records import (
    CLOSED,
    PERSONAL,
    SUBMITTED,
    Audit,
    CollectiveReport,
    Finding,
)
from qinglian_desktop.modules.registry.records import Body, Post
from qinglian_desktop.store.book import Book

_BETWEEN = 60  # days from one term to the next within which nobody has left
_LOOKED_BACK = 3 * 366  # days: who left longer ago is not asked about at every start


def pack_of(book: Book, day: date | None = None) -> Pack:
    return book.pack(rules.PACK, day or clock.today())


def clockwork(book: Book, day: date | None = None) -> rules.Clockwork:
    return rules.Clockwork(pack_of(book, day), book.calendar(), book.unit.kind)


def own(book: Book, record: type[Record], *where: Where, order: str = "") -> list[Row]:
    """Rows of this office, in the order of a field."""
    mine = Where("owner", "=", book.unit.office_id)
    ordered = ((order, False),) if order else ()
    return book.rows(Query(record.table, (mine, *where), order=ordered))


def there(book: Book, record: type[Record], row_id: str) -> Row:
    """Refused when the row is gone."""
    row = book.row(record.table, row_id)
    if row is None or row["deleted"]:
        raise Refused(f"这条{record.label}已经不在了", "请刷新列表再试", code="QL-SZ-280")
    return row


def findings_of(book: Book, audit_id: str) -> list[Row]:
    found = book.rows(Query(Finding.table, (Where("audit_id", "=", audit_id),)))
    return sorted(found, key=lambda row: row["seq"] or 0)


def is_reported(book: Book, audit_id: str | None) -> bool:
    audit = book.row(Audit.table, audit_id) if audit_id else None
    return audit is not None and bool(audit["reported_on"])


def open_findings(book: Book) -> list[Row]:
    """What is not yet reported as put right, of audits whose report is there."""
    done = Where("state", "not in", (SUBMITTED, CLOSED))
    return [row for row in own(book, Finding, done) if is_reported(book, row["audit_id"])]


def repeated(book: Book) -> dict[str, int]:
    """Finding id → the how manyeth time its kind was found within the years of the pack."""
    reported = {row["id"]: row["reported_on"] for row in own(book, Audit) if row["reported_on"]}
    if not reported:
        return {}
    days = int(pack_of(book).value("limits.again.days"))
    return rules.repeated(own(book, Finding), reported, days)


class Left(NamedTuple):
    """Somebody who left a post whose holder is audited."""

    post: Row
    until_on: date


def posts_to_audit(book: Book, pack: Pack) -> list[Row]:
    """The posts of this office whose holders the law has audited, whoever holds them."""
    kinds = {row["name"]: row["kind"] for row in own(book, Body)}
    return [
        row
        for row in own(book, Post, Where("person_name", "filled"))
        if rules.is_audited(pack, book.unit.kind, row["title"] or "", _kind_of(row["body"], kinds))
    ]


def _kind_of(body: str, kinds: Mapping[str, str]) -> str:
    """The kind of a body; one that is not in the register is not taken for the committee when
    its name says that it supervises."""
    return kinds.get(body) or (body if "监督" in (body or "") else "")


def left_unaudited(book: Book, day: date) -> Iterator[Left]:
    """Who left such a post in the last years and has no published audit on leaving."""
    if not book.any_of(Post.table):
        return  # no pack is read for nobody
    first = day - timedelta(days=_LOOKED_BACK)
    audits = own(book, Audit, Where("kind", "in", PERSONAL), Where("published_on", "filled"))
    for post in posts_to_audit(book, pack_of(book, day)):
        if not post["until_on"] or not first.isoformat() <= post["until_on"] < day.isoformat():
            continue
        if not _goes_on(book, post) and not _audited(audits, post):
            yield Left(post, date.fromisoformat(post["until_on"]))


def long_unaudited(book: Book, day: date) -> Iterator[Left]:
    """Who has held such a post so long without any audit; `until_on` is when it was so long."""
    if not book.any_of(Post.table):
        return
    pack = pack_of(book, day)
    limit = timedelta(days=int(pack.value("limits.term.days")))
    audits = own(book, Audit, Where("kind", "in", PERSONAL))
    for post in posts_to_audit(book, pack):
        if not post["from_on"] or (post["until_on"] or "9999") < day.isoformat():
            continue
        since = date.fromisoformat(post["from_on"])
        if since + limit <= day and not _audited(audits, post):
            yield Left(post, since + limit)


def _goes_on(book: Book, post: Row) -> bool:
    """Was he chosen again for the same post, so that nobody left?"""
    day = date.fromisoformat(post["until_on"]) + timedelta(days=_BETWEEN)
    again = (
        Where("person_name", "=", post["person_name"]), Where("title", "=", post["title"]),
        Where("body", "=", post["body"]), Where("from_on", ">=", post["until_on"]),
        Where("from_on", "<=", day.isoformat()),
    )  # fmt: skip
    return bool(own(book, Post, *again))


def _audited(audits: list[Row], post: Row) -> bool:
    """Is there an audit of this person that began, or ended, no earlier than the term?"""
    return any(
        audit["subject"] == post["person_name"]
        and (audit["opened_on"] or audit["noticed_on"] or audit["term_until"] or "")
        >= (post["from_on"] or "")
        for audit in audits
    )


# -- reports ----------------------------------------------------------------------------------


def reports(book: Book) -> dict[tuple[str, str], Row]:
    """The reports of this office by kind and period."""
    return {(row["kind"], row["period"]): row for row in own(book, CollectiveReport)}


def collective_since(book: Book) -> date | None:
    """Since when this office keeps a 集体经济组织 here: its books, or its bodies; None without."""
    from qinglian_desktop.modules.funds.records import COLLECTIVE, Entry, OpeningBalance

    of_books = Where("book", "=", COLLECTIVE)
    opened = [row["year"] for row in own(book, OpeningBalance, of_books) if row["year"]]
    mine = (Where("owner", "=", book.unit.office_id), of_books, Where("day", "filled"))
    entered = book.rows(Query(Entry.table, mine, order=(("day", False),), limit=1))
    kept = [f"{year}-01-01" for year in opened] + [row["day"] for row in entered]
    kinds = ("集体经济组织理事会", "集体经济组织监事会")
    kept += [row["created_at"][:10] for row in own(book, Body, Where("kind", "in", kinds))]
    return date.fromisoformat(min(kept)) if kept else None


def missing_reports(book: Book, day: date) -> Iterator[rules.Owed]:
    """The reports of closed periods, since the collective is kept here, that nobody has heard."""
    since = collective_since(book)
    if since is None:
        return
    known = reports(book)
    for owed in rules.owed(pack_of(book, day), day, book.calendar()):
        row = known.get((owed.kind, str(owed.period)))
        if owed.period.last >= since and (row is None or not row["heard_on"]):
            yield owed


def period_of(row: Mapping[str, Any]) -> Period | None:
    """The period a report speaks of; None while it cannot be read."""
    try:
        return Period.parse(row["period"] or "")
    except Refused:
        return None
