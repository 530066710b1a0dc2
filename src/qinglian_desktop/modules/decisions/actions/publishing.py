"""Decision and result on the board: drafts for disclosure, and what comes back from there.

A passed decision has its 决议公告 at once, as a draft with the period the catalogue asks for. When
the paper goes up or comes down, disclosure tells (`follow_notice`), in the same change.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, steps
from qinglian_desktop.modules.decisions.actions.preparing import paper_basis
from qinglian_desktop.modules.decisions.actions.settling import add_step, settle, stamp
from qinglian_desktop.modules.decisions.records import (
    DECISION,
    DONE,
    ENDED,
    PROPOSAL,
    PUBLISHED,
    REPLACED,
    RESULT,
    STUDY,
    TALK,
    MatterStep,
)
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.disclosure import steps as posting
from qinglian_desktop.modules.disclosure import wall_reads
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

DECIDED, CHANGED, RESULTS = "G11", "G25", "G12"  # rows of the catalogue
_GATES = ((PROPOSAL, "gate1"), (TALK, "gate2"), (STUDY, "gate3"), (DECISION, "gate4"))


def after_decision(change: Change, matter_id: str, *, passed: bool) -> None:
    """The draft of the 决议公告 as the vote is now; an older draft gives way to it."""
    book = change.book
    found = reads.case(book, matter_id)
    _withdraw(change, found)
    if not passed:
        return
    found = reads.case(book, matter_id)
    code = CHANGED if found.matter["supersedes"] else DECIDED
    made = disclosure.draft(book, "N02", decision_facts(book, found), code=code)
    notice_id = made.ids(Notice.table)[-1]
    add_step(change, found, PUBLISHED, {"notice_id": notice_id})
    _replace(change, found)


def redraft_decision(book: Book, matter_id: str) -> Changes:
    """The 决议公告 once more, where its draft was thrown away; `result` is the matter's id."""
    found = reads.own(book, matter_id)
    steps.may_record(found.matter, found.rows, PUBLISHED, clock.today(), clock.today())
    with book.change(f"重新编决议公告：{found.matter['title'][:30]}") as change:
        after_decision(change, matter_id, passed=True)
        settle(change, matter_id)
        change.result = matter_id
    return change.changes


def _withdraw(change: Change, found: reads.Case) -> None:
    for row in found.rows:
        if row["gate"] != PUBLISHED:
            continue
        notice = change.book.row(Notice.table, row["notice_id"] or "")
        if notice is not None and notice["state"] not in posting.EDITABLE:
            raise Refused(
                f"{notice['number']}已经送审或上墙，决议不能再改", "先在公开公示里退回，再来更正",
                code="QL-DW-062",
            )  # fmt: skip
        change.drop(MatterStep.table, row["id"])
        if notice is not None and not notice["deleted"]:
            disclosure.drop_notice(change.book, notice["id"])


def _replace(change: Change, found: reads.Case) -> None:
    """The earlier decision that this one alters or ends is closed with it."""
    matter = found.matter
    decided = found.decided
    if not matter["supersedes"] or decided is None:
        return
    facts = {
        "state": ENDED if matter["revokes"] else REPLACED,
        "ended_on": decided.last["held_on"],
        "ended_reason": matter["content"] or matter["title"],
    }
    settle(change, matter["supersedes"], **facts)


def decision_facts(book: Book, found: reads.Case) -> dict[str, Any]:
    """What a 决议公告 says, from the case."""
    matter, decided = found.matter, found.decided
    assert decided is not None
    last = decided.last
    day = max(date.fromisoformat(row["held_on"]) for row in decided.rows if row["held_on"])
    rule = reads.vote_rule(book, matter, last["gate"], day, households=last["counted_by"] == "户")
    facts: dict[str, Any] = {
        "subject": matter["title"],
        "case_no": matter["number"],
        "body": reads.body_name(book, last["body"]),
        "held_on": day,
        "place": last["place"],
        "due": decided.total("due_count"),
        "present": decided.total("present_count"),
        "excluded": decided.total("excluded_count"),
        "excluded_why": _why_excluded(book, decided),
        "yes": decided.total("yes_count"),
        "no": decided.total("no_count"),
        "abstain": decided.total("abstain_count"),
        "threshold": rule.words,
        "threshold_source": paper_basis(rule.basis),
        "passed": True,
        "resolution": last["decision"] or matter["content"] or matter["title"],
        "executor": matter["executor"],
        "deadline": reads.known_day(matter, "planned_on"),
        "late": late_words(found),
    }
    for gate, name in _GATES:
        facts[name] = steps.day_of(found.rows, gate)
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _why_excluded(book: Book, decided: steps.Sitting) -> str:
    people = [one for row in decided.rows for one in reads.excluded_of(book, row["id"])]
    reasons: dict[str, int] = {}
    for one in people:
        reasons[one["reason"]] = reasons.get(one["reason"], 0) + 1
    return "、".join(f"{reason} {count} 人" for reason, count in reasons.items())


def late_words(found: reads.Case) -> str:
    """补录：提议、商议于2026年3月16日登记; "" when everything was entered in time."""
    late: dict[str, list[str]] = {}
    for row in found.rows:
        if row["late"] and row["held_on"] and row["entered_on"]:
            late.setdefault(row["entered_on"], []).append(row["gate"])
    told = [
        f"{'、'.join(dict.fromkeys(gates))}于{paper_day(date.fromisoformat(day))}登记"
        for day, gates in sorted(late.items())
    ]
    return f"补录：{'；'.join(told)}" if told else ""


# -- what disclosure tells -------------------------------------------------------------------


def follow_notice(change: Change, notice_id: str) -> None:
    """A notice went up or came down: the matter it belongs to shows until when it hangs."""
    book = change.book
    where = (Where("notice_id", "=", notice_id),)
    for row in book.rows(Query(MatterStep.table, where)):
        notice = book.row(Notice.table, notice_id)
        if notice is None or row["owner"] != book.unit.office_id:
            continue
        hangs = notice["state"] == posting.ON_BOARD
        words = _WAITING.get(notice["state"], "") if not row["result"] else ""
        settle(
            change, row["matter_id"],
            public_until=notice["until_on"] if hangs else None,
            public_why=notice["until_why"] if hangs else None,
            **({"next_step": words} if words else {}),
        )  # fmt: skip


_WAITING = {
    posting.ON_BOARD: "等公开满期",
    posting.TOO_SHORT: "重新张贴公告",
}


def _hung(book: Book, row: Row | None, gate: str) -> Row:
    """The notice of a gate, when it hung long enough; refused while it did not."""
    notice = book.row(Notice.table, (row or {}).get("notice_id") or "")
    if row is None or notice is None or notice["deleted"]:
        raise Refused(f"还没有编“{gate}”的公告", "先编公告，贴够日子再来", code="QL-DW-063")
    if notice["state"] == posting.TOO_SHORT:
        raise Refused(
            f"{notice['number']}公示不足", "到公开公示重新张贴，贴够日子再来", code="QL-DW-064"
        )
    if notice["state"] not in (posting.ON_BOARD, "已归档"):
        raise Refused(
            f"{notice['number']}还没上墙", "到公开公示送审核、打印、上墙", code="QL-DW-065"
        )
    until = reads.known_day(notice, "until_on")
    if until is not None and until > clock.today():
        left = (until - clock.today()).days
        raise Refused(
            f"公示还差 {left} 天，不能提前办结", f"{paper_day(until)}起可以办结", code="QL-DW-066"
        )
    if wall_reads.open_objections(book, notice["id"]):
        raise Refused("公示期内有异议还没办结", "先答复、办结异议", code="QL-DW-067")
    return notice


def finish_publication(book: Book, matter_id: str, words: Mapping[str, Any]) -> Changes:
    """决议公开 is done: the notice hung its days and no objection is open.

    `words`: published_note (公开情况), supervision (监督意见).
    """
    return _finish(book, matter_id, PUBLISHED, words)


def draft_result(book: Book, matter_id: str, facts: Mapping[str, Any]) -> Changes:
    """The draft of a 实施结果公告, for a stage or for the end; `result` is its number.

    `facts`: by the names of the notice (done, money_spent, contractor, accepted_on …).
    """
    found = reads.own(book, matter_id)
    steps.may_record(found.matter, found.rows, RESULT, clock.today(), clock.today())
    if not str(facts.get("done") or "").strip():
        raise Refused("没有写办得怎样", "写明实际办了什么", field="done", code="QL-DW-068")
    matter = found.matter
    told = {
        "subject": matter["title"],
        "case_no": matter["number"],
        "planned": _resolved(found),
        "money_planned": matter["amount_fen"],
        "late": late_words(found),
        **facts,
    }
    given = {name: value for name, value in told.items() if value not in (None, "")}
    with book.change(f"编实施结果公告：{matter['title'][:30]}") as change:
        made = disclosure.draft(book, "N03", given, code=RESULTS)
        last = found.step(RESULT)
        number = last.last["sitting_no"] + 1 if last else 1
        notice_id = made.ids(Notice.table)[-1]
        note = {"notice_id": notice_id, "sitting_no": number, "decision": facts["done"]}
        add_step(change, found, RESULT, note)
        settle(change, matter_id)
        change.result = made.result
    return change.changes


def _resolved(found: reads.Case) -> str:
    decided = found.decided
    own = decided.last["decision"] if decided else ""
    return str(own or found.matter["content"] or found.matter["title"])


def finish_result(book: Book, matter_id: str, words: Mapping[str, Any]) -> Changes:
    """结果公开 is done; `words`: published_note, supervision."""
    return _finish(book, matter_id, RESULT, words)


def _finish(book: Book, matter_id: str, gate: str, words: Mapping[str, Any]) -> Changes:
    found = reads.own(book, matter_id)
    last = found.step(gate)
    steps.may_record(found.matter, found.rows, gate, clock.today(), clock.today())
    row = last.last if last else None
    notice = _hung(book, row, gate)
    assert row is not None
    day = date.fromisoformat(notice["posted_on"])
    steps.in_time(found.matter, found.rows, gate, day, clock.today())
    with book.change(f"登记{gate}：{found.matter['title'][:30]}", event_on=day) as change:
        given = {name: words.get(name) for name in ("published_note", "supervision")}
        # The board's own papers prove its days; the entry is made when they are over.
        done = {**stamp(book, None, clock.today()), "held_on": day.isoformat(), "result": DONE}
        change.put_row(MatterStep.table, row["id"], {**given, **done})
        settle(change, matter_id, public_until=None, public_why=None)
        change.result = row["id"]
    return change.changes


def matter_of_notice(book: Book, notice_id: str) -> str:
    """The id of the matter a notice belongs to; "" when it belongs to none."""
    row = book.find(MatterStep, notice_id=notice_id)
    return str(row["matter_id"]) if row else ""


def doubts_about(book: Book, notice_id: str) -> tuple[str, ...]:
    """What stands out about the matter a notice belongs to, and how to make it good."""
    from qinglian_desktop.modules.decisions import self_check

    matter_id = matter_of_notice(book, notice_id)
    found = self_check.open_hints(book, matter_id) if matter_id else ()
    return tuple(f"{one.pattern}：{one.what}。{one.remedy}。" for one in found)
