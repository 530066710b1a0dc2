"""会前体检: who is due, how many must come and agree, what stands in the way, when to tell them.

Everything is looked up anew for the day the clerk types; nothing is written here.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.calendar import ONE_DAY, say
from qinglian_desktop.core.hours import show_time
from qinglian_desktop.core.meeting_days import propose
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import EVIDENCE_LABELS, TO_VERIFY
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import joint, reads, referring, rules, steps
from qinglian_desktop.modules.decisions.papers import Bar, Item, Meeting, Member, Words
from qinglian_desktop.modules.decisions.records import DECISION, MEETINGS, Matter, MatterStep
from qinglian_desktop.modules.decisions.rules import law, votes
from qinglian_desktop.modules.disclosure import reads as disclosing
from qinglian_desktop.modules.registry import actions as registry
from qinglian_desktop.modules.registry.records import Household, Person
from qinglian_desktop.store import market_days
from qinglian_desktop.store.book import Book

_APART: Final = 60  # minutes; two meetings nearer than that are one clash
_PARTY: Final = ("党组织", "党员大会")
COUNTED: Final = ("全体会议", "小组会议")  # by adults, or by households where it is so held
_COLLECTIVE: Final = ("成员大会", "成员代表大会", "理事会")
_SOON: Final = 30  # days looked through for better ones
_OFFERED: Final = 3
_MOST_LEFT_OUT: Final = 3  # names told of those who are not counted


class Asked(NamedTuple):
    """What the clerk has typed so far; nothing is asked twice. `time` as stored: 09:00."""

    day: date
    time: str = ""
    place: str = ""
    chair: str = ""
    recorder: str = ""
    told_on: date | None = None
    contact: str = ""
    bring: str = ""
    short_notice: str = ""
    households: bool = False

    @property
    def moment(self) -> str | None:
        """As `planned_at` is stored; None without a time."""
        return f"{self.day.isoformat()}T{self.time}" if self.time else None


class Checkup(NamedTuple):
    """The meeting as it can be printed now, and what the clerk should know before."""

    meeting: Meeting
    needs: str  # 应到 33 人，至少到 22 人 …
    basis: str
    problems: tuple[str, ...] = ()
    clash: str = ""
    told_by: date | None = None
    notice: str = ""  # until when people must be told, and whether there is still time
    why: tuple[str, ...] = ()  # 为什么是这天
    no_roster: bool = False
    others: tuple[joint.Candidate, ...] = ()  # matters that could be, or are, before it as well


def check(book: Book, matter_id: str, gate: str, asked: Asked) -> Checkup:
    """Looks at the meeting of a gate as it is planned; refused when the matter is gone."""
    found = reads.case(book, matter_id)
    if gate not in MEETINGS:
        raise Refused(f"“{gate}”这一步不用开会", "请按步骤条上的下一步办", code="QL-DW-104")
    body = reads.body_at(found.matter, gate)
    rule = reads.vote_rule(book, found.matter, gate, asked.day, households=asked.households)
    group = reads.group_of(found.matter, body)
    roster = reads.roster(book, body, asked.day, group=group, households=asked.households)
    due = roster.due or 0
    bar = bar_of(rule, due)
    sitting = joint.planned_with(book, found, gate)
    meeting = _meeting(book, found, body, asked, bar, _members(book, body, roster, asked, group))
    items = tuple(_item(book, one) for one in sitting.matters)
    meeting = meeting._replace(items=items, ratifies=sitting.ratifies)
    told_by, notice, why = _notice(book, rule, asked)
    problems = _problems(book, found, gate, asked, roster)
    for fellow in sitting.fellows:
        told = _of_matter(book, reads.case(book, fellow["matter_id"]), fellow["gate"], asked.day)
        problems += tuple(f"{joint.title_of(book, fellow)}：{one}" for one in told)
    others = joint.candidates(book, found, gate, rule.id, households=asked.households)
    return Checkup(
        meeting, _needs(bar) if due else "", rule.basis, problems,
        _clash(book, sitting, asked), told_by, notice, why, no_roster=not due,
        others=others,
    )  # fmt: skip


def bar_of(rule: rules.VoteRule, due: int) -> Bar:
    """The figures of a rule for so many due, for every attendance that may vote."""
    unit = "户" if rule.way == votes.HOUSEHOLDS else "人"
    least = rules.needs(rule, due).present if due else 0
    enough = tuple((n, rules.needs(rule, due, n).yes) for n in range(least, due + 1)) if due else ()
    return Bar(due, least, enough, rule.words, paper_basis(rule.basis), unit)


def paper_basis(basis: str) -> str:
    """The article without the tag that tells its kind; a doubt stays: nobody prints it unseen."""
    for label in EVIDENCE_LABELS.values():
        head, found, tag = basis.rpartition(f"（{label}")
        if found:
            return f"{head}（{TO_VERIFY}）" if TO_VERIFY in tag else head
    return basis


def _needs(bar: Bar) -> str:
    """Plain numbers: how many must come, how many of them must agree."""
    unit, most = bar.unit, bar.yes_of(bar.due)
    said = f"应到 {bar.due} {unit}，至少到 {bar.least} {unit}才能开；"
    if most == bar.yes:
        return f"{said}至少 {bar.yes} {unit}赞成才算通过"
    return (
        f"{said}到 {bar.least} {unit}时至少 {bar.yes} {unit}赞成，"
        f"全到时至少 {most} {unit}赞成才算通过"
    )


# -- the meeting as it is printed ------------------------------------------------------------


def words_of(book: Book) -> Words:
    return Words(book.word("kind"), book.word("resident"), book.word("supervisors"))


def excluded_basis(book: Book, day: date) -> str:
    """The article by which adults who cannot be reached are not counted; "" where none says so."""
    pack = reads.law(book, day).chongqing
    try:
        return str(pack.value("adults.basis")) if pack else ""
    except Refused:
        return ""


def unit_name(book: Book) -> str:
    """The committee in full, as papers name it."""
    return disclosing.issuer_of(book, None)


def convener_of(book: Book, body: str) -> str:
    """Who calls a meeting of this body, as it signs."""
    if body in _PARTY:
        return disclosing.party_of(book)
    if body in _COLLECTIVE:
        return disclosing.collective_of(book)
    return f"{book.unit.name}{book.word('committee')}"


def _meeting(
    book: Book, found: reads.Case, body: str, asked: Asked, bar: Bar, members: tuple[Member, ...]
) -> Meeting:
    matter = found.matter
    posts = registry.members(book, "务监督委员会", asked.day)
    office = book.word("supervisors")
    return Meeting(
        unit_name(book), reads.body_name(book, body), convener_of(book, body), asked.day,
        show_time(asked.time), asked.place or "＿＿＿＿＿＿", (_item(book, matter),), members, bar,
        words_of(book), asked.chair, asked.recorder,
        tuple(Member(post.person_name, f"{office}{post.title}") for post in posts),
        asked.told_on, asked.short_notice, bring=asked.bring, contact=asked.contact,
        ratifies=bool(matter["emergency"]),
        tells_excluded=body in COUNTED and bool(excluded_basis(book, asked.day)),
    )  # fmt: skip


def _item(book: Book, matter: Row) -> Item:
    said = referring.words(book, matter["id"])
    return Item(matter["title"], matter["number"], matter["content"] or "", said)


def _members(
    book: Book, body: str, roster: reads.Roster, asked: Asked, group: str
) -> tuple[Member, ...]:
    """Everybody who is due, by name where the registry has them; else as many empty lines."""
    if roster.people:
        return tuple(
            Member(one.name, "，".join(filter(None, (one.group_name, one.role))))
            for one in roster.people
        )
    if asked.households:
        return tuple(_heads(book, group))
    named = tuple(_adults(book, asked.day, group)) if body in COUNTED else ()
    return named if len(named) == roster.due else (Member(""),) * (roster.due or 0)


def _heads(book: Book, group: str) -> list[Member]:
    own = Where("owner", "=", book.unit.office_id)
    where = (own, Where("group_name", "=", group)) if group else (own,)
    order = (("group_name", False), ("number", False))
    rows = book.rows(Query(Household.table, where, order=order))
    return [Member(row["head"] or "", f"{row['number']}户") for row in rows]


def _adults(book: Book, day: date, group: str) -> list[Member]:
    where = [Where("state", "=", "在册"), Where("owner", "=", book.unit.office_id)]
    where += [Where("group_name", "=", group)] if group else []
    return [
        Member(one.name, one.group_name or "")
        for one in book.records(Person, *where, order="group_name")
        if one.born_on is not None and reads.is_adult(one.born_on, day)
    ]


# -- what stands in the way ------------------------------------------------------------------


def _problems(
    book: Book, found: reads.Case, gate: str, asked: Asked, roster: reads.Roster
) -> tuple[str, ...]:
    body = reads.body_at(found.matter, gate)
    name = reads.body_name(book, body)
    made = []
    if asked.day < clock.today():
        made.append("开会日期已经过了。开过的会请返回，在左边登记会议。")
    made += _of_matter(book, found, gate, asked.day)
    if not roster.due:
        made.append(f"名册里没有{name}的人。请先录机构和任职。")
    if roster.left_out:
        shown = "、".join(f"{who}（{why}）" for who, why in roster.left_out[:_MOST_LEFT_OUT])
        more = len(roster.left_out) - _MOST_LEFT_OUT
        made.append(f"不算应到：{shown}{f'等 {len(roster.left_out)} 人' if more > 0 else ''}。")
    if gate == DECISION and not registry.members(book, "务监督委员会", asked.day):
        made.append(f"名册里没有{book.word('supervisors')}的人，要有人到场监督。")
    return (*made, *_unlucky(book, asked.day))


def _of_matter(book: Book, found: reads.Case, gate: str, day: date) -> list[str]:
    """What keeps this matter from being decided there, whoever comes."""
    made, body = [], reads.body_at(found.matter, gate)
    for earlier in steps.before(found.matter, gate):
        if not steps.passed(found.rows, earlier):
            made.append(f"先完成“{earlier}”，才能登记这次会议。")
            break
    asked = gate == DECISION and reads.needs_delegation(found.matter)
    if asked and not reads.delegations(book, found.matter, day):
        whole, name = reads.body_name(book, "全体会议"), reads.body_name(book, body)
        made.append(f"没有{whole}对这类事的授权，{name}不能决定。请先登记授权，或改由{whole}决定。")
    return made


def _unlucky(book: Book, day: date) -> Iterator[str]:
    """A holiday or a market day keeps people away: named, with the next days that suit."""
    calendar, fair = book.calendar(), market_days.kept(book)
    holiday, market = calendar.holidays.get(day, ""), fair.holds(day, book.lunar())
    if not (holiday or market) or day < clock.today():
        return
    after = propose(day + ONE_DAY, day + _SOON * ONE_DAY, calendar, book.lunar(), fair, {})
    better = "、".join(say(one) for one, _ in islice(after, _OFFERED))
    why = f"{holiday}放假" if holiday else "赶场"
    yield f"{say(day)}{why}，人可能来不齐。往后可以开的日子：{better}。"


def _clash(book: Book, sitting: joint.Planned, asked: Asked) -> str:
    """Another meeting of the office at nearly the same time."""
    if not asked.moment:
        return ""
    here = datetime.fromisoformat(asked.moment)
    where = (
        Where("owner", "=", book.unit.office_id),
        Where("planned_at", ">=", f"{asked.day.isoformat()}T00:00"),
        Where("planned_at", "<=", f"{asked.day.isoformat()}T23:59:59"),
    )
    for row in book.rows(Query(MatterStep.table, where)):
        if row["held_on"] or row["id"] in sitting.ids:
            continue
        there = datetime.fromisoformat(row["planned_at"])
        if abs((there - here).total_seconds()) < _APART * 60:
            name = reads.body_name(book, row["body"] or "代表会议")
            title = (book.row(Matter.table, row["matter_id"]) or {}).get("title") or ""
            same = "时间相同" if there == here else "时间挨得太近"
            return f"与另一个会{same}：{name} {there:%H:%M}（{title[:20]}）。"
    return ""


def _notice(
    book: Book, rule: rules.VoteRule, asked: Asked
) -> tuple[date | None, str, tuple[str, ...]]:
    """The last day to tell people, counted backwards from the meeting, and what it means today."""
    if asked.day < clock.today():
        return None, "", ()
    if not rule.notice_days:
        return None, "这种会议没有规定提前几天通知，请尽早告知。", ()
    days = rule.notice_days
    deadline = book.calendar().deadline(asked.day, -days, roll=False)
    told, today = deadline.day, clock.today()
    first = f"按提前 {days} 天算，最晚 {say(told)}通知到人"
    if asked.told_on and asked.told_on <= told:
        return told, f"{first}；{asked.told_on.month}月{asked.told_on.day}日已通知。", deadline.why
    late = (min(asked.told_on or today, asked.day) - told).days
    if late <= 0:
        return told, f"{first}，还有 {-late} 天。", deadline.why
    again = (asked.told_on or today) + timedelta(days=days)
    way = f"请改到{again.month}月{again.day}日以后开"
    if _may_hurry(book, asked.day) and not asked.short_notice:
        way += "；情况特殊要提前开的，写明原因"
    elif asked.short_notice:
        way = f"已写明提前的原因：{asked.short_notice}"
    return told, f"{first}，已经晚了 {late} 天。{way}。", deadline.why


def _may_hurry(book: Book, day: date) -> bool:
    """Whether the law of that day lets special circumstances shorten the notice."""
    try:
        return bool(book.pack(law.LOCAL, day).value("meeting.notice_urgent"))
    except Refused:
        return False
