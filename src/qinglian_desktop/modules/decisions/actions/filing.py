"""A meeting that was held, and the whole case, as the papers want them: from the rows as stored."""

from datetime import date

from qinglian_desktop.core.hours import show_time
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, rules
from qinglian_desktop.modules.decisions.actions.preparing import (
    bar_of,
    convener_of,
    excluded_basis,
    unit_name,
    words_of,
)
from qinglian_desktop.modules.decisions.papers import Bar, Filed, Item, Meeting, Member, Tally
from qinglian_desktop.modules.decisions.papers.register import GATES
from qinglian_desktop.modules.decisions.records import (
    DECISION,
    MEETINGS,
    NOT_PASSED,
    PASSED,
    PUBLISHED,
    MatterStep,
)
from qinglian_desktop.modules.decisions.steps import Sitting
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book


def held_meeting(book: Book, step_id: str) -> Meeting:
    """The meeting of a step with all its sittings; refused while it was not entered."""
    step = ledger.there(book, MatterStep.table, step_id)
    found = reads.case(book, step["matter_id"])
    whole = found.step(step["gate"])
    if step["gate"] not in MEETINGS or whole is None or not whole.last["held_on"]:
        raise Refused(
            f"“{step['gate']}”还没有登记开过会", "先登记会议，再打印会议记录", code="QL-DW-092"
        )
    return _meeting(book, found, whole)


def _meeting(book: Book, found: reads.Case, whole: Sitting) -> Meeting:
    matter, last = found.matter, whole.last
    day, body = date.fromisoformat(last["held_on"]), last["body"] or ""
    members = tuple(_member(one) for row in whole.rows for one in reads.people_of(book, row["id"]))
    excluded = _excluded(book, whole)
    return Meeting(
        unit=unit_name(book),
        name=reads.body_name(book, body),
        convener=convener_of(book, body),
        held_on=day,
        time=show_time(last["held_time"] or ""),
        place=_places(whole),
        items=(Item(matter["title"], matter["number"], matter["content"] or ""),),
        members=members,
        bar=_bar(book, found, whole, day),
        words=words_of(book),
        chair=last["chair"] or "",
        recorder=last["recorder"] or "",
        sits_in=_sits_in(book, last),
        vote_way=last["vote_way"] or "无记名投票",
        excluded=excluded,
        excluded_basis=excluded_basis(book, day) if excluded else "",
        late_on=late_on(last),
        ratifies=bool(last["ratifies"]),
        tally=_tally(whole),
        base=whole.total("base_count"),
        came=whole.total("present_count"),
        passed={PASSED: True, NOT_PASSED: False}.get(whole.result),
        opinions=_joined(whole, "opinions"),
        dissent=_joined(whole, "dissent"),
        decision=last["decision"] or "",
    )


def late_on(step: Row) -> date | None:
    """The day of entry where it was late; None where it was in time."""
    return reads.known_day(step, "entered_on") if step["late"] else None


def _bar(book: Book, found: reads.Case, whole: Sitting, day: date) -> Bar:
    last = whole.last
    row = last["threshold"]
    rule = (
        rules.rule_for(reads.law(book, day), row)
        if row
        else reads.vote_rule(book, found.matter, last["gate"], day)
    )
    return bar_of(rule, whole.total("due_count") or 0)


def _member(row: Row) -> Member:
    role = "，".join(filter(None, (row["group_name"], row["role"])))
    return Member(
        row["name"], role, bool(row["votes"]), row["attendance"], row["interest"] or "",
        row["delegate"] or "",
    )  # fmt: skip


def _places(whole: Sitting) -> str:
    """Where it was held; of a meeting in parts every place with its part."""
    said = [
        (f"{row['part']}：" if row["part"] and len(whole.rows) > 1 else "") + (row["place"] or "")
        for row in whole.rows
    ]
    return "；".join(dict.fromkeys(filter(None, said))) or "＿＿＿＿＿＿"


def _sits_in(book: Book, step: Row) -> tuple[Member, ...]:
    """Who was there without a vote, each with where he comes from."""
    made = []
    for field, role in (("supervisors", book.word("supervisors")), ("street_people", "街道")):
        names = (step[field] or "").replace("，", "、").replace("\n", "、").split("、")
        made += [Member(name.strip(), role) for name in names if name.strip()]
    return tuple(made)


def _tally(whole: Sitting) -> Tally | None:
    votes = [whole.total(f"{name}_count") for name in ("yes", "no", "abstain")]
    if any(count is None for count in votes):
        return None
    return Tally(*(count or 0 for count in votes))


def _excluded(book: Book, whole: Sitting) -> tuple[tuple[str, int], ...]:
    """Reasons with their counts; names and evidence stay in the record."""
    reasons: dict[str, int] = {}
    for row in whole.rows:
        for one in reads.excluded_of(book, row["id"]):
            reasons[one["reason"]] = reasons.get(one["reason"], 0) + 1
    return tuple(reasons.items())


def _joined(whole: Sitting, field: str) -> str:
    return "\n".join(row[field] for row in whole.rows if row[field])


# -- the register ----------------------------------------------------------------------------


def register_of(book: Book, matter_id: str) -> tuple[Filed, ...]:
    """All six forms of a case; a step that was not held yet is an empty form to be written."""
    found = reads.case(book, matter_id)
    return tuple(_filed(book, found, gate) for gate in GATES)


def _filed(book: Book, found: reads.Case, gate: str) -> Filed:
    matter = found.matter
    made = Filed(
        unit_name(book), gate, matter["title"], matter["number"], matter["origin"] or "",
        words=words_of(book), meeting=reads.body_name(book, reads.body_at(matter, DECISION)),
    )  # fmt: skip
    whole = found.step(gate)
    if whole is None:
        return made
    last = whole.last
    return made._replace(
        held_on=reads.known_day(last, "held_on"),
        time=show_time(last["held_time"] or ""),
        due=whole.total("due_count"),
        present=whole.total("present_count"),
        content=_content(found, whole, gate),
        street=last["street_people"] or "",
        published=last["published_note"] or "",
        supervision=last["supervision"] or "",
        late_on=late_on(last),
        ratifies=bool(last["ratifies"]),
    )


def _content(found: reads.Case, whole: Sitting, gate: str) -> str:
    """What was decided and said at this step, with the votes where there were any."""
    source = whole
    if gate == PUBLISHED and (decided := found.step(DECISION)) is not None:
        source = decided
    said = [_joined(source, "decision"), _votes(source)]
    if gate in MEETINGS:
        said += [_joined(source, "opinions"), _prefixed("不同意见：", _joined(source, "dissent"))]
    text = "\n".join(filter(None, said))
    return text or (found.matter["content"] or "" if gate in MEETINGS else "")


def _votes(whole: Sitting) -> str:
    tally = _tally(whole)
    if tally is None:
        return ""
    result = f"，{whole.result}" if whole.result in (PASSED, NOT_PASSED) else ""
    return f"赞成{tally.yes}票，反对{tally.no}票，弃权{tally.abstain}票{result}。"


def _prefixed(prefix: str, text: str) -> str:
    return prefix + text if text else ""
