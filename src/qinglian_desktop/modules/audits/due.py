"""What of audits, findings and reports is due today, and why?"""

from collections.abc import Iterator
from datetime import date, timedelta

from qinglian_desktop.core import reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Due, Where
from qinglian_desktop.core.pack import cited
from qinglian_desktop.core.record import Row, naming
from qinglian_desktop.modules.audits import reads, rules
from qinglian_desktop.modules.audits.records import HALF_YEAR, Audit, CollectiveReport, Finding
from qinglian_desktop.modules.registry.records import Post
from qinglian_desktop.store.book import Book

LEAD = 30  # days before a result or a report is due
_SOON = 7
# The clocks of an audit: the day, its reason, what stops it, what is to be done.
_CLOCKS = (
    ("start_by", "start_why", "opened_on", "还没开始审计", _SOON),
    ("due_on", "due_why", "published_on", "审计结果还没公布", LEAD),
    ("opinions_by", "opinions_why", "reported_on", "被审计人的意见还没回来", 3),
    ("publish_by", "publish_why", "published_on", "审计报告还没公布", _SOON),
)


def due(book: Book, day: date) -> list[Due]:
    if book.unit.is_street:
        return []
    return [
        *_audits(book, day),
        *_left(book, day),
        *_long_in_office(book, day),
        *_findings(book, day),
        *_reports(book, day),
    ]


def _audits(book: Book, day: date) -> Iterator[Due]:
    for row in reads.own(book, Audit, Where("published_on", "empty")):
        shown = set[str]()
        for name, why, stops, what, lead in _CLOCKS:
            if not row[name] or row[stops] or stops in shown:
                continue
            if row["opinions"] and name == "opinions_by":
                continue
            on = date.fromisoformat(row[name])
            if on <= day + timedelta(days=lead):
                shown.add(stops)
                yield Due(
                    on, f"{naming(Audit, row)}{what}", reckoning.words(row[why]), "audits",
                    "去办理", Audit.table, row["id"], lead, row["auditor"] or "",
                )  # fmt: skip


def _left(book: Book, day: date) -> Iterator[Due]:
    """AUD-01: left, and no audit of it is on the board."""
    if not (gone := list(reads.left_unaudited(book, day))):
        return  # no pack is read for nothing
    by = reads.clockwork(book, day)
    open_ones = (Where("due_on", "filled"), Where("published_on", "empty"))
    under_way = {row["subject"]: row for row in reads.own(book, Audit, *open_ones)}
    for post, until_on in gone:
        if post["person_name"] in under_way:  # its own clock is shown already
            continue
        found = rules.left_due(until_on, by)
        who = f"{post['person_name']}（{post['title']}）"
        yield Due(
            found.day, f"{who}{paper_day(until_on)}离任，还没做离任审计",
            reckoning.words(found.stored()), "audits", "登记审计", Audit.table, "", LEAD,
            dated=Post.table, dated_id=post["id"],
        )  # fmt: skip


def _long_in_office(book: Book, day: date) -> Iterator[Due]:
    """AUD-02: in office for years and never audited."""
    long = list(reads.long_unaudited(book, day))
    rule = reads.pack_of(book, day).value("limits.term") if long else {}
    for post, since in long:
        yield Due(
            since, f"{post['person_name']}（{post['title']}）任职以来还没审计过",
            f"{rule['what']}；依据：{cited(rule)}", "audits", "登记审计", Audit.table,
        )  # fmt: skip


def _findings(book: Book, day: date) -> Iterator[Due]:
    """AUD-03 and AUD-05: not put right in time, found again."""
    again = reads.repeated(book)
    for row in reads.open_findings(book):
        if row["due_on"] and (on := date.fromisoformat(row["due_on"])) <= day + timedelta(
            days=_SOON
        ):
            late = (day - on).days
            word = f"整改逾期 {late} 天" if late > 0 else "整改要到期了"
            yield Due(
                on, f"{_issue(row)}{word}",
                reckoning.words(row["due_why"]) or "审计报告写的整改期限",
                "audits", "去办理", Finding.table, row["id"], _SOON, row["responsible"] or "",
            )  # fmt: skip
        elif row["id"] in again:
            yield _again(book, row, again[row["id"]], day)


def _again(book: Book, row: Row, times: int, day: date) -> Due:
    rule = reads.pack_of(book, day).value("limits.again")
    return Due(
        day, f"{_issue(row)}两年内第 {times} 次查出", f"{rule['what']}；依据：{cited(rule)}",
        "audits", "去办理", Finding.table, row["id"],
    )  # fmt: skip


def _issue(row: Row) -> str:
    """“白条入账”, without its code."""
    return f"“{(row['issue'] or '审计问题').partition(' ')[2] or row['issue']}”"


def _reports(book: Book, day: date) -> Iterator[Due]:
    """SZ-29: a report nobody heard yet."""
    known = reads.reports(book)
    for owed in reads.missing_reports(book, day):
        on = owed.reckoned.day
        if on > day + timedelta(days=LEAD):
            continue
        row = known.get((owed.kind, str(owed.period)))
        what = "写好了，还没听取" if row is not None and row["written_on"] else "还没报告"
        called = "向党组织的汇报" if owed.kind == HALF_YEAR else owed.kind
        yield Due(
            on, f"{owed.period.label}{called}{what}", reckoning.words(owed.reckoned.stored()),
            "audits", "去写" if row is None else "去办理", CollectiveReport.table,
            row["id"] if row else "", LEAD,
        )  # fmt: skip
