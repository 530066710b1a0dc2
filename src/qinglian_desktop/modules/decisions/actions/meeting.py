"""What was held: who was there, how they voted, what came of it. One change a meeting.

Who is due is taken from the registry as of that day; the clerk names those who were not simply
there. The vote is judged by the packs in force that day, and what they said is kept with the step.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, rules, steps
from qinglian_desktop.modules.decisions.actions import people, publishing
from qinglian_desktop.modules.decisions.actions.people import Attends, Excluded, Tally
from qinglian_desktop.modules.decisions.actions.settling import add_step, settle, stamp
from qinglian_desktop.modules.decisions.records import (
    BRIEFED,
    DECISION,
    MEETINGS,
    NOT_PASSED,
    PASSED,
    PROPOSAL,
    TALK,
    Matter,
    MatterStep,
)
from qinglian_desktop.modules.decisions.rules.votes import PRESENT
from qinglian_desktop.modules.decisions.steps import Sitting
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

# What the clerk writes about a meeting beside its figures.
WORDS = (
    "planned_at", "place", "told_on", "held_time", "vote_way", "decision", "opinions", "dissent",
    "chair", "recorder", "street_people", "supervisors", "delegation_id", "note",
)  # fmt: skip
IN_PARTS = ("全体会议", "小组会议", "成员大会")


class Held(NamedTuple):
    """One meeting as it was held. Who of the roster is not in `away` was there."""

    held_on: date
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    away: tuple[Attends, ...] = ()
    present: int | None = None  # typed where nobody is called by name
    due: int | None = None
    excluded: tuple[Excluded, ...] = ()
    households: bool = False
    words: Mapping[str, Any] = {}  # of WORDS, as stored
    files: tuple[str, ...] = ()
    part: str = ""
    more_parts: bool = False  # another sitting of the same meeting follows
    briefing: bool = False  # too few came: nothing was voted on
    combined: bool = False  # 提议 and 商议 in one sitting


class Shown(NamedTuple):
    """What the form tells while it is filled in."""

    tally: Tally
    needs: rules.Needs
    rule: rules.VoteRule
    verdict: str = ""  # 通过, 未通过 or ""


def plan_meeting(book: Book, matter_id: str, gate: str, draft: Mapping[str, Any]) -> Changes:
    """When and where the meeting of a gate will be; `result` is the id of its step.

    A step that is planned already is changed; one that was held is refused.
    """
    found = reads.own(book, matter_id)
    _is_meeting(gate)
    steps.may_record(found.matter, found.rows, gate, clock.today(), clock.today())
    body = reads.body_at(found.matter, gate)
    given = {name: draft[name] for name in WORDS if name in draft}
    with book.change(f"安排会议：{found.matter['title'][:30]} {gate}") as change:
        planned = _planned(found, gate)
        if planned is not None:
            change.result = change.put_row(MatterStep.table, planned["id"], given)
        else:
            place = _place(found, gate)
            change.result = add_step(change, found, gate, {"body": body, **place, **given})
        settle(change, matter_id)
    return change.changes


def _is_meeting(gate: str) -> None:
    if gate not in MEETINGS:
        raise Refused(f"“{gate}”这一步不用开会", "请按步骤条上的下一步办", code="QL-DW-047")


def look(book: Book, matter_id: str, gate: str, held: Held) -> Shown:
    """What this meeting would amount to: who counts, what is needed, passed or not."""
    found = reads.case(book, matter_id)
    rule = _rule(book, found, gate, held)
    tally = people.tally(book, found.matter, gate, held, rule)
    shown = Shown(tally, rules.needs(rule, max(tally.due, 0)), rule)
    if None in (held.yes, held.no, held.abstain):
        return shown
    return shown._replace(verdict=_verdict(rule, found, gate, held, tally))


def record_meeting(book: Book, matter_id: str, gate: str, held: Held) -> Changes:
    """Enters a meeting that was held; `result` is the id of its step.

    Refused out of order, for a wrong sum of votes, when too few were there to vote (it may then
    be entered as a briefing), or without the delegation, the reason, the names that are needed.
    """
    found = reads.own(book, matter_id)
    _is_meeting(gate)
    steps.may_record(found.matter, found.rows, gate, held.held_on, clock.today())
    return _write(book, found, gate, held, None)


def amend_meeting(book: Book, step_id: str, held: Held) -> Changes:
    """Puts right what was entered about a meeting; refused once a later step was held.

    The day of the first entry and the mark 补录 stay.
    """
    row = ledger.there(book, MatterStep.table, step_id)
    found = reads.own(book, row["matter_id"])
    steps.may_record(found.matter, found.rows, row["gate"], held.held_on, clock.today(), again=True)
    return _write(book, found, row["gate"], held, row)


def _write(book: Book, found: reads.Case, gate: str, held: Held, row: Row | None) -> Changes:
    rule = _rule(book, found, gate, held)
    counted = people.tally(book, found.matter, gate, held, rule)
    _allowed(book, found, gate, held, row)
    result = _result(rule, found, gate, held, counted)
    label = f"{'更正' if row else '登记'}{gate}：{found.matter['title'][:30]}"
    with book.change(label, event_on=held.held_on) as change:
        step = row or _planned(found, gate)
        draft = _draft(book, found, gate, held, rule, counted)
        draft |= {"result": result, **stamp(book, step, held.held_on)}
        if held.files:
            draft["files"] = MatterStep.fields["files"].kind.dump(ledger.stored(book, held.files))
        if step is None:
            step_id = add_step(change, found, gate, {**_place(found, gate), **draft})
        else:
            step_id = change.put_row(MatterStep.table, step["id"], draft)
        _whole_meeting(change, found, gate, step_id, result)
        people.put(change, step_id, counted, held)
        if gate == steps.deciding(found.matter):
            publishing.after_decision(change, found.matter["id"], passed=result == PASSED)
        settle(change, found.matter["id"])
        change.result = step_id
    return change.changes


def _draft(
    book: Book,
    found: reads.Case,
    gate: str,
    held: Held,
    rule: rules.VoteRule,
    counted: Tally,
) -> Row:
    words = {name: held.words[name] for name in WORDS if name in held.words}
    votes = (held.yes, held.no, held.abstain) if not held.briefing else (None, None, None)
    return {
        **words,
        "body": reads.body_at(found.matter, gate),
        "part": held.part or None,
        "rule_pack": rule.pack,
        "threshold": rule.id,
        "basis": rule.basis,
        "counted_by": "户" if held.households else "人",
        "roster_count": counted.roster,
        "excluded_count": counted.excluded or None,
        "due_count": counted.due,
        "present_count": counted.present,
        "avoiding_count": counted.avoiding or None,
        "base_count": counted.present if rule.base == PRESENT else counted.due,
        "yes_count": votes[0],
        "no_count": votes[1],
        "abstain_count": votes[2],
        "combined": int(held.combined),
        "delegation_id": _delegated(book, found, gate, held),
    }


def _rule(book: Book, found: reads.Case, gate: str, held: Held) -> rules.VoteRule:
    return reads.vote_rule(book, found.matter, gate, held.held_on, households=held.households)


# -- what is judged --------------------------------------------------------------------------


def _result(
    rule: rules.VoteRule, found: reads.Case, gate: str, held: Held, counted: Tally
) -> str | None:
    """通过, 未通过, 情况通报; None while another sitting of the meeting is to come."""
    if held.briefing:
        return BRIEFED
    count = _count(held, counted)
    rules.sums_up(count)
    if held.more_parts:
        return None
    whole = rules.together([*_earlier_parts(found, gate), count])
    if not rules.quorate(rule, whole.present, whole.due):
        least = rules.needs(rule, whole.due).present
        raise Refused(
            f"到会 {whole.present} {_unit(held)}，不足 {least} {_unit(held)}，不能表决",
            "可改为情况通报，或改期", field="present", code="QL-DW-021",
        )  # fmt: skip
    return PASSED if rules.judge(rule, whole).passed else NOT_PASSED


def _verdict(rule: rules.VoteRule, found: reads.Case, gate: str, held: Held, counted: Tally) -> str:
    try:
        return _result(rule, found, gate, held, counted) or ""
    except Refused:
        return ""  # the form says why when it is saved, and beside the figures before


def _count(held: Held, counted: Tally) -> rules.Count:
    missing = next((n for n in ("yes", "no", "abstain") if getattr(held, n) is None), "")
    if missing:
        label = MatterStep.fields[f"{missing}_count"].label
        raise Refused(
            f"还没填〔{label}〕", "没有人投的填 0", field=f"{missing}_count", code="QL-DW-048"
        )
    assert held.yes is not None and held.no is not None and held.abstain is not None
    return rules.Count(counted.due, counted.present, held.yes, held.no, held.abstain)


def _earlier_parts(found: reads.Case, gate: str) -> list[rules.Count]:
    return [_figures(row) for row in _open_parts(found, gate)]


def _figures(row: Row) -> rules.Count:
    names = ("due_count", "present_count", "yes_count", "no_count", "abstain_count")
    return rules.Count(*(row[name] or 0 for name in names))


def _unit(held: Held) -> str:
    return "户" if held.households else "人"


# -- what must be there besides the figures --------------------------------------------------


def _allowed(book: Book, found: reads.Case, gate: str, held: Held, row: Row | None) -> None:
    matter = found.matter
    if (held.part or held.more_parts) and reads.body_at(matter, gate) not in IN_PARTS:
        raise Refused("这种会议不能分场开", "请大家一次开会", field="part", code="QL-DW-049")
    _one_sitting(found, gate, held)
    if gate == steps.deciding(matter) and not held.briefing:
        if not held.words.get("supervisors"):
            raise Refused(
                f"没有写{book.word('supervisors_short')}谁到场", "要有人到场监督，填上姓名",
                field="supervisors", code="QL-DW-050",
            )  # fmt: skip
        known = row or _planned(found, gate) or {}
        if not held.words.get("place", known.get("place")):
            raise Refused(
                "没有写开会的地点", "决议公告上要写，例：会议室", field="place",
                code="QL-DW-069",
            )  # fmt: skip
        _delegated(book, found, gate, held)


def _one_sitting(found: reads.Case, gate: str, held: Held) -> None:
    """提议 and 商议 in one sitting need a reason: where one person holds both posts."""
    if gate != TALK:
        if held.combined:
            raise Refused(
                "只有提议和商议可以合开", "请分开开会", field="combined", code="QL-DW-051"
            )
        return
    first = found.step(PROPOSAL)
    time = held.words.get("held_time")
    same = first is not None and (first.last["held_on"], first.last["held_time"]) == (
        held.held_on.isoformat(), time,
    ) and bool(time)  # fmt: skip
    if (held.combined or same) and not (found.matter["one_sitting_reason"] or "").strip():
        raise Refused(
            "提议和商议写成了同一场会", "确实合开的，先写明合开的原因", field="one_sitting_reason",
            code="QL-DW-052",
        )  # fmt: skip


def _delegated(book: Book, found: reads.Case, gate: str, held: Held) -> str | None:
    """The delegation that lets representatives decide; refused when there is none that day."""
    matter = found.matter
    if gate != DECISION or reads.body_at(matter, gate) != "代表会议" or held.briefing:
        return None
    live = reads.delegations(book, matter, held.held_on)
    if not live:
        whole, some = (reads.body_name(book, body) for body in ("全体会议", "代表会议"))
        raise Refused(
            f"没有{whole}对这类事的授权，{some}不能决定", f"先登记授权，或改由{whole}决定",
            field="delegation_id", code="QL-DW-053",
        )  # fmt: skip
    return str(live[0]["id"])


# -- meetings in parts, and meetings held again ----------------------------------------------


def _planned(found: reads.Case, gate: str) -> Row | None:
    """The step that was only planned so far."""
    rows = [row for row in found.rows if row["gate"] == gate and not row["held_on"]]
    return rows[-1] if rows else None


def _open_parts(found: reads.Case, gate: str) -> tuple[Row, ...]:
    """Sittings of a meeting whose last part is still to come."""
    last: Sitting | None = found.step(gate)
    if last is None:
        return ()
    return tuple(row for row in last.rows if row["held_on"] and not row["result"])


def _place(found: reads.Case, gate: str) -> Row:
    """Which meeting of the gate a new step belongs to, and which sitting of it."""
    last = found.step(gate)
    if last is None:
        return {"round_no": 1, "sitting_no": 1}
    if _open_parts(found, gate):
        return {"round_no": last.last["round_no"], "sitting_no": last.last["sitting_no"] + 1}
    return {"round_no": last.last["round_no"] + 1, "sitting_no": 1}


def _whole_meeting(
    change: Change, found: reads.Case, gate: str, step_id: str, result: str | None
) -> None:
    """With its last part the whole meeting has its result."""
    for row in _open_parts(found, gate):
        if result is not None and row["id"] != step_id:
            change.put_row(MatterStep.table, row["id"], {"result": result})


def say_why_one_sitting(book: Book, matter_id: str, reason: str) -> Changes:
    """Why 提议 and 商议 are one sitting; kept with the matter."""
    found = reads.own(book, matter_id)
    if not reason.strip():
        raise Refused("没有写合开的原因", "写明为什么合开", field="one_sitting_reason",
                      code="QL-DW-054")  # fmt: skip
    with book.change(f"写明合开的原因：{found.matter['title'][:30]}") as change:
        change.put_row(Matter.table, matter_id, {"one_sitting_reason": reason.strip()})
    return change.changes
