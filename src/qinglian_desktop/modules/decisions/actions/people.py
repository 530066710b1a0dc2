"""Who counts at a meeting: the roster of the day, less who is left out, avoids or stayed away."""

from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads, rules
from qinglian_desktop.modules.decisions.records import (
    ATTENDANCE,
    AVOIDS,
    CAME_LATE,
    THERE,
    ExcludedAdult,
    StepPerson,
)
from qinglian_desktop.modules.decisions.rules.votes import PRESENT
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.change import Change

if TYPE_CHECKING:
    from qinglian_desktop.modules.decisions.actions.meeting import Held

COUNTED = (THERE, CAME_LATE)  # who left before the vote is not among those present


class Attends(NamedTuple):
    """Somebody of the roster who was not simply there."""

    name: str
    attendance: str
    person_id: str = ""
    interest: str = ""  # why he avoids
    delegate: str = ""


class Excluded(NamedTuple):
    """An adult whom the law leaves out of the count, with the reason and the evidence."""

    name: str
    reason: str
    evidence: str = ""
    person_id: str = ""
    contacted_on: str = ""


class Tally(NamedTuple):
    """The figures of one sitting, and in words what avoidance did to them."""

    roster: int
    due: int
    present: int
    avoiding: int = 0
    excluded: int = 0
    people: tuple[tuple[reads.Member, Attends], ...] = ()
    words: str = ""


def tally(book: Book, matter: Row, gate: str, held: "Held", rule: rules.VoteRule) -> Tally:
    """Counts one sitting; refused when somebody named is not due or a reason is missing."""
    body = reads.body_at(matter, gate)
    known = reads.roster(
        book,
        body,
        held.held_on,
        group=reads.group_of(matter, body),
        households=held.households,
        part=held.part if body == reads.PARTY_MEETING else "",
    )
    if body in reads.LISTED and not held.households:
        return _listed(book, body, known, held, rule)
    return _typed(known, held)


def _listed(
    book: Book, body: str, known: reads.Roster, held: "Held", rule: rules.VoteRule
) -> Tally:
    if not known.people:
        raise Refused(
            f"名册里没有{reads.body_name(book, body)}的人", "先到人户名册登记机构和任职",
            field="roster", code="QL-DW-055",
        )  # fmt: skip
    said = _by_person(known, held)
    whole = tuple((one, said.get(_key(one)) or Attends(one.name, THERE)) for one in known.people)
    avoiding = [one for one, how in whole if how.attendance == AVOIDS]
    present = sum(how.attendance in COUNTED for _, how in whole)
    roster = len(known.people)
    # Where the law counts all members, who avoids does not vote and still belongs to the whole.
    due = roster - len(avoiding) if rule.base == PRESENT else roster
    words = _avoidance(avoiding, roster, due)
    return Tally(roster, due, present, len(avoiding), people=whole, words=words)


def _by_person(known: reads.Roster, held: "Held") -> dict[str, Attends]:
    names: dict[str, list[str]] = {}
    for one in known.people:
        names.setdefault(one.name, []).append(_key(one))
    keys = {_key(one) for one in known.people}
    said: dict[str, Attends] = {}
    for how in held.away:
        found = [how.person_id] if how.person_id in keys else names.get(how.name, [])
        if len(found) != 1:
            what = f"{how.name}不在应到名单里" if not found else f"名单里有两位{how.name}"
            raise Refused(what, "请从名单里选人", field="away", code="QL-DW-056")
        if how.attendance not in ATTENDANCE:
            raise Refused(
                f"没有“{how.attendance}”这种到会情况", "请从列出的里选", field="away",
                code="QL-DW-057",
            )  # fmt: skip
        if how.attendance == AVOIDS and not how.interest.strip():
            raise Refused(
                f"没有写{how.name}为什么回避", "写明和这件事的关系", field="interest",
                code="QL-DW-058",
            )  # fmt: skip
        said[found[0]] = how
    return said


def _key(one: reads.Member) -> str:
    return one.person_id or one.name


def _avoidance(avoiding: list[reads.Member], roster: int, due: int) -> str:
    if not avoiding:
        return ""
    who = "、".join(one.name for one in avoiding)
    if due == roster:
        return f"{who}回避，不投票；依法按全体 {roster} 人计算，仍计入应到"
    return f"{who}回避，不计入应到：应到由 {roster} 人改为 {due} 人"


def _typed(known: reads.Roster, held: "Held") -> Tally:
    """Where nobody is called by name the clerk types who is due and who came."""
    roster = held.due if held.due is not None else known.figure
    if roster is None:
        raise Refused(
            "不知道应到多少", "填上应到人数，或先登记人户名册", field="due_count",
            code="QL-DW-059",
        )  # fmt: skip
    if held.present is None:
        raise Refused("还没填〔实到〕", "按签到表填", field="present_count", code="QL-DW-060")
    named = set[str]()
    for one in held.excluded:
        key = one.person_id or one.name
        if key in named:
            raise Refused(
                f"依法不计入的人里写了两次{one.name}", "去掉重复的一行，同名的写上区分",
                field="excluded", code="QL-DW-109",
            )  # fmt: skip
        named.add(key)
        if not one.evidence.strip():
            raise Refused(
                f"没有写{one.name}的联系记录", "写明怎么联系的、结果怎样", field="evidence",
                code="QL-DW-061",
            )  # fmt: skip
    due = max(roster - len(held.excluded), 0)
    words = ""
    if held.excluded:
        words = f"依法不计入 {len(held.excluded)} 人：应到由 {roster} 改为 {due}"
    return Tally(roster, due, held.present, excluded=len(held.excluded), words=words)


def put(change: Change, step_id: str, counted: Tally, held: "Held") -> None:
    """Writes who was there; on a correction rows of the same person are kept."""
    before = {_row_key(row): row for row in reads.people_of(change.book, step_id)}
    for seq, (one, how) in enumerate(counted.people, 1):
        draft: Row = {
            "step_id": step_id, "seq": seq, "name": one.name, "role": one.role or None,
            "person_id": one.person_id or None, "group_name": one.group_name or None,
            "household_no": one.household_no or None, "attendance": how.attendance,
            "interest": how.interest.strip() or None, "delegate": how.delegate.strip() or None,
        }  # fmt: skip
        there = before.pop(_key(one), None)
        if there is None:
            change.add(StepPerson, draft)
        else:
            change.put_row(StepPerson.table, there["id"], draft)
    for row in before.values():
        change.drop(StepPerson.table, row["id"])
    _put_excluded(change, step_id, held)


def _row_key(row: Row) -> str:
    return str(row["person_id"] or row["name"])


def _put_excluded(change: Change, step_id: str, held: "Held") -> None:
    before = {row["name"]: row for row in reads.excluded_of(change.book, step_id)}
    for one in held.excluded:
        draft: Row = {
            "step_id": step_id, "name": one.name, "reason": one.reason,
            "evidence": one.evidence, "person_id": one.person_id or None,
            "contacted_on": one.contacted_on or None,
        }  # fmt: skip
        there = before.pop(one.name, None)
        if there is None:
            change.add(ExcludedAdult, draft)
        else:
            change.put_row(ExcludedAdult.table, there["id"], draft)
    for row in before.values():
        change.drop(ExcludedAdult.table, row["id"])
