"""What was held: who was there, how they voted, what came of it. One change a meeting.

Who is due is taken from the registry as of that day; the clerk names those who were not simply
there. The vote is judged by the packs in force that day, and what they said is kept with the step.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import joint, reads, rules, steps
from qinglian_desktop.modules.decisions.actions import branches, people, publishing
from qinglian_desktop.modules.decisions.actions.arranging import WORDS
from qinglian_desktop.modules.decisions.actions.people import Attends, Excluded, Tally
from qinglian_desktop.modules.decisions.actions.settling import add_step, settle, stamp
from qinglian_desktop.modules.decisions.actions.sittings import (
    figures,
    must_meet,
    other_parts,
    place_of,
)
from qinglian_desktop.modules.decisions.records import (
    BRIEFED,
    DECISION,
    NOT_PASSED,
    PASSED,
    PROPOSAL,
    TALK,
    MatterStep,
)
from qinglian_desktop.modules.decisions.rules.votes import PRESENT
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

IN_PARTS = ("全体会议", "小组会议", "成员大会", reads.PARTY_MEETING)


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
    like: str = ""  # the step of another matter that was dealt with at the same meeting


class Shown(NamedTuple):
    """What the form tells while it is filled in."""

    tally: Tally
    needs: rules.Needs
    rule: rules.VoteRule
    verdict: str = ""  # 通过, 未通过 or ""
    due: int = 0  # of the whole meeting, with its earlier sittings
    present: int = 0


def look(book: Book, matter_id: str, gate: str, held: Held, step_id: str = "") -> Shown:
    """What this meeting would amount to: who counts, what is needed, passed or not.

    `step_id` names the step that would be put right; its sittings so far are counted with it.
    """
    found = reads.case(book, matter_id)
    row = next((one for one in found.rows if one["id"] == step_id), None)
    rule = _rule(book, found, gate, held)
    tally = people.tally(book, found.matter, gate, held, rule)
    others = tuple(map(figures, other_parts(found, gate, row)))
    whole = rules.together([*others, rules.Count(tally.due, tally.present, 0, 0, 0)])
    needs = rules.needs(rule, max(whole.due, 0))
    verdict = ""
    if None not in (held.yes, held.no, held.abstain):
        verdict = _verdict(rule, held, tally, others)
    return Shown(tally, needs, rule, verdict, whole.due, whole.present)


def record_meeting(book: Book, matter_id: str, gate: str, held: Held) -> Changes:
    """Enters a meeting that was held; `result` is the id of its step.

    Refused out of order, for a wrong sum of votes, when too few were there to vote (it may then
    be entered as a briefing), or without the delegation, the reason, the names that are needed.
    """
    found = reads.own(book, matter_id)
    must_meet(gate)
    steps.may_record(found.matter, found.rows, gate, held.held_on, clock.today())
    return _write(book, found, gate, held, None)


def amend_meeting(book: Book, step_id: str, held: Held) -> Changes:
    """Puts right what was entered about a meeting; refused once a later step was held.

    The day of the first entry and the mark 补录 stay.
    """
    row = ledger.there(book, MatterStep.table, step_id)
    found = reads.own(book, row["matter_id"])
    steps.may_record(found.matter, found.rows, row["gate"], held.held_on, clock.today(), again=True)
    steps.after_earlier(found.rows, row["gate"], held.held_on, row["round_no"])
    return _write(book, found, row["gate"], held, row)


def _write(book: Book, found: reads.Case, gate: str, held: Held, row: Row | None) -> Changes:
    rule = _rule(book, found, gate, held)
    others = other_parts(found, gate, row)
    branches.check(book, reads.body_at(found.matter, gate), held, others)
    counted = people.tally(book, found.matter, gate, held, rule)
    _allowed(book, found, gate, held, row)
    _studied_before(book, found, gate, held, rule)
    result = _result(rule, held, counted, tuple(map(figures, others)))
    label = f"{'更正' if row else '登记'}{gate}：{found.matter['title'][:30]}"
    with book.change(label, event_on=held.held_on) as change:
        step = row or joint.planned_step(found.rows, gate)
        draft = _draft(book, found, gate, held, rule, counted)
        draft |= {"result": result, **stamp(book, step, held.held_on)}
        if key := joint.key_with(book, held.like, draft["body"], held.held_on):
            draft["meeting_key"] = key
        if held.files:
            draft["files"] = MatterStep.fields["files"].kind.dump(ledger.stored(book, held.files))
        if step is None:
            step_id = add_step(change, found, gate, {**place_of(found, gate), **draft})
        else:
            step_id = change.put_row(MatterStep.table, step["id"], draft)
        _whole_meeting(change, others, result)
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
    rule: rules.VoteRule, held: Held, counted: Tally, others: tuple[rules.Count, ...]
) -> str | None:
    """通过, 未通过, 情况通报; None while another sitting of the meeting is to come."""
    if held.briefing:
        return BRIEFED
    count = _count(held, counted)
    rules.sums_up(count)
    if held.more_parts:
        return None
    whole = rules.together([*others, count])
    if not rules.quorate(rule, whole.present, whole.due):
        least = rules.needs(rule, whole.due).present
        raise Refused(
            f"到会 {whole.present} {_unit(held)}，不足 {least} {_unit(held)}，不能表决",
            "可改为情况通报，或改期", field="present", code="QL-DW-021",
        )  # fmt: skip
    return PASSED if rules.judge(rule, whole).passed else NOT_PASSED


def _verdict(
    rule: rules.VoteRule, held: Held, counted: Tally, others: tuple[rules.Count, ...]
) -> str:
    try:
        return _result(rule, held, counted, others) or ""
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


def _unit(held: Held) -> str:
    return "户" if held.households else "人"


# -- what must be there besides the figures --------------------------------------------------


def _allowed(book: Book, found: reads.Case, gate: str, held: Held, row: Row | None) -> None:
    matter = found.matter
    if (held.part or held.more_parts) and reads.body_at(matter, gate) not in IN_PARTS:
        raise Refused("这种会议不能分场开", "请大家一次开会", field="part", code="QL-DW-049")
    part = held.part.strip()
    if part and part in {(one["part"] or "").strip() for one in other_parts(found, gate, row)}:
        raise Refused(
            f"“{part}”这一场已经登记过了", "填错的打开那一场更正；另一场换个名字", field="part",
            code="QL-DW-112",
        )  # fmt: skip
    _one_sitting(found, gate, held)
    if gate == steps.deciding(matter) and not held.briefing:
        if not held.words.get("supervisors"):
            raise Refused(
                f"没有写{book.word('supervisors_short')}谁到场", "要有人到场监督，填上姓名",
                field="supervisors", code="QL-DW-050",
            )  # fmt: skip
        known = row or joint.planned_step(found.rows, gate) or {}
        if not held.words.get("place", known.get("place")):
            raise Refused(
                "没有写开会的地点", "决议公告上要写，例：会议室", field="place",
                code="QL-DW-069",
            )  # fmt: skip
        _delegated(book, found, gate, held)


def _studied_before(
    book: Book, found: reads.Case, gate: str, held: Held, rule: rules.VoteRule
) -> None:
    """Where the law wants the Party organisation's study first, it was on an earlier day."""
    proposed = steps.day_of(found.rows, PROPOSAL)
    if gate != DECISION or proposed is None or proposed < held.held_on:
        return
    if basis := rules.studied_before(reads.law(book, held.held_on), rule.body):
        raise Refused(
            f"提议和决议是同一天（{paper_day(proposed)}）",
            f"依照{basis}，党组织研究在前，开会决定在后。请核对日期",
            field="held_on", code="QL-DW-110",
        )  # fmt: skip


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
    if gate != DECISION or not reads.needs_delegation(matter) or held.briefing:
        return None
    live = reads.delegations(book, matter, held.held_on)
    if not live:
        whole, some = (reads.body_name(book, body) for body in ("全体会议", "代表会议"))
        raise Refused(
            f"没有{whole}对这类事的授权，{some}不能决定", f"先登记授权，或改由{whole}决定",
            field="delegation_id", code="QL-DW-053",
        )  # fmt: skip
    return str(live[0]["id"])


def _whole_meeting(change: Change, others: tuple[Row, ...], result: str | None) -> None:
    """With its last part, or a part put right, the whole meeting has its result."""
    for row in others:
        if result is not None:
            change.put_row(MatterStep.table, row["id"], {"result": result})
