"""An audit and what it found: saved, dropped while nothing is reported, put on the board."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock, reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Problem, Refused, refuse
from qinglian_desktop.core.record import Row, defaults, naming
from qinglian_desktop.modules.audits import reads, rules
from qinglian_desktop.modules.audits.records import CLOSED, PERSONAL, Audit, Finding
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.registry.records import Post
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

_RESULT, _RECTIFIED = "N13", "N09"


def save_audit(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves an audit, half-filled or not; number, clocks and state come by themselves.

    Refused for days out of order, and for a change of what its report already settled.
    """
    before = ledger.there(book, Audit.table, row_id) if row_id else None
    filled = {**draft, **(_from_register(book, draft) if before is None else {})}
    made: Row = {**(before or defaults(Audit)), **filled}
    if before is not None:
        refuse(rules.frozen_problem(before, made))
    refuse(rules.audit_problem(made, clock.today()))
    filled["state"] = rules.state_of(made)
    clocks = rules.clocks(made, reads.clockwork(book))
    filled |= _told(clocks, made, before or {}, draft)
    with book.change(ledger.label_of("改" if row_id else "登记", Audit, made)) as change:
        if row_id is None:
            if not made.get("number"):
                year = clock.today().year
                filled["number"] = f"{year}-{change.number(f'audit:{year}'):02d}"
            change.result = change.add(Audit, filled)
        else:
            change.result = change.put_row(Audit.table, row_id, filled)
            if made.get("reported_on") and not (before or {}).get("reported_on"):
                _begin_clocks(change, row_id, date.fromisoformat(made["reported_on"]))
    return change.changes


def _told(clocks: Row, made: Row, before: Row, draft: Mapping[str, Any]) -> Row:
    """What the clocks say anew; a day the clerk wrote herself stands until she takes it out."""
    found: Row = {}
    for day, why in rules.CLOCKS:
        typed = draft.get(day) != before.get(day) and draft.get(day)
        kept = made.get(day) and _by_hand(made.get(why))
        if (typed and typed != clocks[day]) or (kept and not typed):
            continue
        found |= {day: clocks[day], why: clocks[why]}
    return {name: value for name, value in found.items() if value != made.get(name)}


def _by_hand(why: str | None) -> bool:
    """Is this the reason of a day that was written, not counted?"""
    found = reckoning.parse(why)
    return found is not None and found.ways[0].how == "given"


def _from_register(book: Book, draft: Mapping[str, Any]) -> Row:
    """Post and term of the person, as the register has them; what was typed goes before."""
    name = draft.get("subject")
    if not name or draft.get("kind") not in PERSONAL:
        return {}
    posts = reads.own(book, Post, Where("person_name", "=", name), order="from_on")
    audited = {row["id"] for row in reads.posts_to_audit(book, reads.pack_of(book))}
    chosen = [row for row in posts if row["id"] in audited] or posts
    if not chosen:
        return {}
    told = {
        "post": chosen[-1]["title"], "term_from": chosen[-1]["from_on"],
        "term_until": chosen[-1]["until_on"],
    }  # fmt: skip
    return {name: value for name, value in told.items() if value and not draft.get(name)}


def _begin_clocks(change: Any, audit_id: str, reported_on: date) -> None:
    """With the report, every finding without a day of its own gets that of the rule."""
    book = change.book
    found = rules.rectify_by(reported_on, reads.clockwork(book))
    for row in reads.findings_of(book, audit_id):
        if not row["due_on"]:
            draft = {"due_on": found.day.isoformat(), "due_why": found.stored()}
            change.put_row(Finding.table, row["id"], draft)


def save_finding(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """Saves a finding. What a reported audit found stands; how it is put right goes on."""
    before = ledger.there(book, Finding.table, row_id) if row_id else None
    made: Row = {**(before or defaults(Finding)), **draft}
    filled = dict(draft)
    audit_id = made.get("audit_id")
    if before is not None and before["state"] == CLOSED and draft.get("closed_on", True):
        refuse(_of_closed(before, made))
    if before is not None and reads.is_reported(book, before["audit_id"]):
        refuse(rules.finding_frozen(before, made))
    refuse(rules.finding_problem(made, clock.today()))
    filled["state"] = rules.finding_state(made)
    audit = book.row(Audit.table, audit_id) if audit_id else None
    if before is None and audit is not None and audit["reported_on"] and not made.get("due_on"):
        on = date.fromisoformat(audit["reported_on"])
        found = rules.rectify_by(on, reads.clockwork(book))
        filled |= {"due_on": found.day.isoformat(), "due_why": found.stored()}
    with book.change(ledger.label_of("改" if row_id else "登记", Finding, made)) as change:
        if audit_id and not made.get("seq"):
            where = (Where("audit_id", "=", audit_id),)
            rows = book.rows(Query(Finding.table, where, deleted=True))
            filled["seq"] = max((row["seq"] or 0 for row in rows), default=0) + 1
        if row_id is None:
            change.result = change.add(Finding, filled)
        else:
            change.result = change.put_row(Finding.table, row_id, filled)
    return change.changes


def _of_closed(before: Row, made: Row) -> Problem | None:
    touched = [n for n in Finding.fields if before.get(n) != made.get(n) and n not in ("note",)]
    if not touched:
        return None
    label = Finding.fields[touched[0]].label
    what = f"这个问题已经销号，〔{label}〕不能再改"
    return Problem(what, "要重新整改，先把销号日期清空", field=touched[0], code="QL-SZ-281")


def drop_audit(book: Book, row_id: str) -> Changes:
    """To the recycle bin, with its findings; refused once the report is there."""
    row = reads.there(book, Audit, row_id)
    if row["reported_on"]:
        raise Refused("审计报告已经出了，这次审计不能删", "记错的写在备注里", code="QL-SZ-282")
    with book.change(f"删审计：{naming(Audit, row)[:30]}") as change:
        change.drop(Audit.table, row_id)
    return change.changes


def drop_finding(book: Book, row_id: str) -> Changes:
    row = reads.there(book, Finding, row_id)
    if reads.is_reported(book, row["audit_id"]):
        raise Refused(
            "审计报告已经出了，查出的问题不能删", "改好了登记整改、销号", code="QL-SZ-283"
        )
    return ledger.drop_row(book, Finding.table, row_id)


def why_stays(row: Row) -> str:
    """Why the registration of an audit is not taken back by an undo of older steps."""
    return "审计报告已经出了" if row.get("reported_on") else ""


# -- on the board -----------------------------------------------------------------------------


def publish(book: Book, audit_id: str) -> Changes:
    """The draft of the notice with the result of an audit; `result` is its number."""
    row = reads.there(book, Audit, audit_id)
    if not row["reported_on"]:
        raise Refused("审计报告还没出，没有结果可以公布", "先登记审计报告", field="reported_on",
                      code="QL-SZ-284")  # fmt: skip
    _refuse_twice(book, row)
    found = reads.findings_of(book, audit_id)
    corrections = "\n".join(f"{n}.{one['content']}" for n, one in enumerate(found, 1))
    facts = {
        "auditee": auditee(row),
        "audit_period": period_words(row),
        "auditor": row["auditor"] or row["organiser"],
        "scope": row["scope"] or "财务收支和经济责任",
        "opinion": row["opinion"],
        "corrections": corrections,
        "rows": [
            {"item": one["issue"].partition(" ")[2], "amount": one["amount_fen"], "note": None}
            for one in found if one["amount_fen"]
        ],
    }  # fmt: skip
    given = {name: value for name, value in facts.items() if value not in (None, "", [])}
    with book.change(f"编审计结果公告：{naming(Audit, row)[:30]}") as change:
        made = disclosure.draft(book, _RESULT, given)
        change.put_row(Audit.table, audit_id, {"notice_id": made.ids(Notice.table)[-1]})
        change.result = made.result
    return change.changes


def _refuse_twice(book: Book, row: Row) -> None:
    notice = book.row(Notice.table, row["notice_id"]) if row["notice_id"] else None
    if notice is not None and not notice["deleted"]:
        raise Refused(f"公告{notice['number']}已经编了", "到公开公示里接着办", code="QL-SZ-285")


def publish_rectified(book: Book, audit_id: str) -> Changes:
    """The draft of the notice of what was put right; `result` is its number."""
    row = reads.there(book, Audit, audit_id)
    found = reads.findings_of(book, audit_id)
    if not found:
        raise Refused("这次审计没有登记问题", "没有问题就不用公开整改", code="QL-SZ-286")
    rows = [
        {
            "problem": one["content"], "measures": one["measures"], "owner": one["responsible"],
            "deadline": one["due_on"] and date.fromisoformat(one["due_on"]),
            "done_on": one["submitted_on"] and date.fromisoformat(one["submitted_on"]),
            "recovered": one["recovered_fen"], "dealt": one["state"],
        }
        for one in found
    ]  # fmt: skip
    kept = [{n: v for n, v in one.items() if v not in (None, "")} for one in rows]
    with book.change(f"编整改结果公告：{naming(Audit, row)[:30]}") as change:
        change.result = disclosure.draft(book, _RECTIFIED, {"origin": "审计", "rows": kept}).result
    return change.changes


def auditee(row: Mapping[str, Any]) -> str:
    """Who was audited as a notice says it: the post before the name."""
    return f"{row['post'] or ''}{row['subject'] or ''}"


def period_words(row: Mapping[str, Any]) -> str:
    """2024年1月1日至2026年6月30日; "" while it is not known."""
    first = row["period_from"] or row["term_from"]
    last = row["period_until"] or row["term_until"]
    if not first or not last:
        return ""
    return f"{paper_day(date.fromisoformat(first))}至{paper_day(date.fromisoformat(last))}"
