"""What is known of a matter, and who is due at a meeting on a day?

A roster is taken from the registry each time it is asked: who serves on that day, may vote and
is still on the books. Whoever is left out is named with the reason.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import age_on
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import rules, steps
from qinglian_desktop.modules.decisions.beside import Delegation
from qinglian_desktop.modules.decisions.records import (
    DECISION,
    TALK,
    ExcludedAdult,
    Matter,
    MatterStep,
    StepPerson,
)
from qinglian_desktop.modules.decisions.steps import Sitting
from qinglian_desktop.modules.disclosure import wall_reads
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.registry import actions as registry
from qinglian_desktop.modules.registry.records import Household, Person, Post
from qinglian_desktop.modules.registry.rules import tags_of
from qinglian_desktop.store.book import Book

ADULT = 18  # years; whoever is younger is in no roster of residents or members

# A body as it is stored → its entry in the vote table.
KEYS = {
    "党组织": "party-committee",
    "两委": "two-committees",
    "党员大会": "party-meeting",
    "全体会议": "meeting",
    "代表会议": "representatives",
    "小组会议": "group",
    "成员大会": "members",
    "成员代表大会": "member-representatives",
    "理事会": "council",
    "业主大会": "owners",
}
BY_KEY = {key: body for body, key in KEYS.items()}
# Bodies whose members are called by name; of the others only figures are kept.
PARTY_MEETING = "党员大会"
LISTED = ("党组织", "两委", "党员大会", "代表会议", "成员代表大会", "理事会")
COUNCIL = "理事会"
_KINDS = {
    "党组织": ("党组织",),
    "两委": ("党组织", "委员会"),
    "代表会议": ("代表会议",),
    "理事会": ("集体经济组织理事会",),
}
_TAGS = {"党员大会": "党员", "成员代表大会": "成员代表", "成员大会": "集体成员"}
_PROBATION = "预备党员"


class Member(NamedTuple):
    """Somebody who is due at a meeting."""

    name: str
    role: str = ""
    person_id: str = ""
    group_name: str = ""
    household_no: str = ""


class Roster(NamedTuple):
    """Who is due, and who of the body is not, each with the reason."""

    people: tuple[Member, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()  # (name, why)
    figure: int | None = None  # where only figures are kept; None: nothing is known

    @property
    def due(self) -> int | None:
        return len(self.people) if self.figure is None and self.people else self.figure


class Case(NamedTuple):
    """A matter with everything that was entered about its way."""

    matter: Row
    rows: tuple[Row, ...]

    def step(self, gate: str) -> Sitting | None:
        return steps.sitting(self.rows, gate)

    @property
    def decided(self) -> Sitting | None:
        """The meeting that decides this matter, as far as it was held."""
        return self.step(steps.deciding(self.matter))

    @property
    def next_gate(self) -> str:
        return steps.next_gate(self.matter, self.rows)


def case(book: Book, matter_id: str) -> Case:
    """Refused when the matter is gone."""
    row = book.row(Matter.table, matter_id)
    if row is None or row["deleted"]:
        raise Refused("这件事项已经不在了", "请刷新列表再试", code="QL-DW-035")
    return Case(row, tuple(steps_of(book, matter_id)))


def own(book: Book, matter_id: str) -> Case:
    """The same, for whoever means to write; refused for a matter of another office."""
    found = case(book, matter_id)
    if found.matter["owner"] != book.unit.office_id:
        raise Refused("这件事项是别的单位登记的，本单位只能看", "要改请让登记的单位改好再报送")
    return found


def steps_of(book: Book, matter_id: str) -> list[Row]:
    found = book.rows(Query(MatterStep.table, (Where("matter_id", "=", matter_id),)))
    return steps.in_order(found)


def people_of(book: Book, step_id: str) -> list[Row]:
    """Who was entered for a step, as the list was written."""
    where = (Where("step_id", "=", step_id),)
    return book.rows(Query(StepPerson.table, where, order=(("seq", False),)))


def excluded_of(book: Book, step_id: str) -> list[Row]:
    """Whom the law left out of the count at a step."""
    return book.rows(Query(ExcludedAdult.table, (Where("step_id", "=", step_id),)))


def needs_delegation(matter: Row) -> bool:
    """Do representatives decide this only when the full meeting gave it to them?

    For land to outsiders the law of land contracts names the representatives itself.
    """
    return body_at(matter, DECISION) == "代表会议" and matter["threshold"] != "land-representatives"


def delegations(book: Book, matter: Row, day: date) -> list[Row]:
    """What the full meeting has delegated, in force on that day, that covers this matter."""
    live = (
        Where("to_body", "=", "代表会议"),
        Where("from_on", "<=", day.isoformat()),
        Where("until_on", ">=", day.isoformat()),
        Where("owner", "=", book.unit.office_id),
    )
    code, amount = str(matter["matter_class"])[:3], matter["amount_fen"] or 0
    return [
        row
        for row in book.rows(Query(Delegation.table, live))
        if code in classes_of(row["classes"])
        and (row["limit_fen"] is None or amount <= row["limit_fen"])
        and not (row["revoked_on"] and row["revoked_on"] <= day.isoformat())
    ]


def classes_of(text: str | None) -> tuple[str, ...]:
    """M02、M06 → ("M02", "M06")."""
    return tuple(re.findall(r"M\d{2}", text or ""))


def late_days(book: Book, entered: date) -> int:
    """How many days after a meeting its entry is no 补录, for what is entered on that day."""
    return steps.grace(book.pack(rules.BODIES, entered).value("entering.late_days"))


# -- law -------------------------------------------------------------------------------------


def law(book: Book, day: date) -> rules.Law:
    return rules.law_on(book.pack, day, book.unit.kind)


def body_at(matter: Row, gate: str) -> str:
    """Which body meets at a gate of this matter; "" where nobody meets."""
    if gate == DECISION:
        return matter["body"] or "代表会议"
    if gate == TALK and matter["body"] == COUNCIL and matter["path"] == "简易":
        return COUNCIL  # also on the short way, where both committees decide all the rest
    return steps.BODY_OF.get(gate, "")


def vote_rule(
    book: Book, matter: Row, gate: str, day: date, *, households: bool = False
) -> rules.VoteRule:
    """The row of the vote table for a gate on a day; refused when no law of that day has it."""
    return rules.rule_for(law(book, day), rule_row(matter, gate, households=households))


def rule_row(matter: Row, gate: str, *, households: bool = False) -> str:
    """Which row of the vote table is asked for at a gate, whatever the law of a day says in it."""
    row = KEYS[body_at(matter, gate)]
    if gate == DECISION and matter["threshold"]:
        row = matter["threshold"]
    return f"{row}-households" if households and not row.endswith("-households") else row


def by_households(matter: Row, gate: str) -> bool:
    """May this meeting be held by one of each household? Not where all members are counted."""
    usual = body_at(matter, gate) in ("全体会议", "小组会议")
    return usual and (matter["threshold"] or "meeting") in ("meeting", "group")


def body_name(book: Book, body: str) -> str:
    """What a body is called in this office: 居民代表会议."""
    words = {
        "全体会议": "meeting", "代表会议": "representatives", "小组会议": "group",
    }  # fmt: skip
    if body == "小组会议":
        return f"{book.word('group')}会议"
    if body in words:
        return book.word(words[body])
    if body in ("成员大会", "成员代表大会", "理事会"):
        return f"集体经济组织{body}"
    return {"党组织": "党组织会议", "两委": "两委会议"}.get(body, body)


def group_of(matter: Mapping[str, Any], body: str) -> str:
    """Whose people alone are due: those of the group whose own meeting decides; "" for all."""
    return matter["group_name"] or "" if of_a_group({**matter, "body": body}) else ""


def of_a_group(matter: Mapping[str, Any]) -> bool:
    """Does one group decide it, by its own meeting or as a collective of its own?"""
    body = matter.get("body")
    return body == "小组会议" or (
        body == "成员大会" and bool(_said(matter).get("group_collective"))
    )


def _said(matter: Mapping[str, Any]) -> dict[str, Any]:
    """What the clerk said beside the title when the matter was opened."""
    try:
        found = json.loads(matter.get("route_answers") or "{}")
    except ValueError:  # came with a sheet
        return {}
    return found if isinstance(found, dict) else {}


# -- rosters ---------------------------------------------------------------------------------


def roster(
    book: Book, body: str, day: date, *, group: str = "", households: bool = False, part: str = ""
) -> Roster:
    """Who is due at a meeting of this body on that day; `part`: at that of one Party branch."""
    if households:
        return Roster(figure=_households(book, group))
    if body in ("全体会议", "小组会议"):
        return _counted(_of_group(_residents(book), group), day)
    if body == "成员大会":
        return _counted(_of_group(registry.people_tagged(book, _TAGS[body]), group), day)
    if body in _KINDS:
        return _serving(book, _KINDS[body], day)
    if body in _TAGS:
        posts = registry.members(book, body, day) if body == PARTY_MEETING else []
        posts = [post for post in posts if not part or post.body == part]
        return _posted(book, posts) if posts else _tagged(book, _TAGS[body])
    return Roster()


def branches(book: Book, day: date) -> tuple[str, ...]:
    """Party branches that may each meet for themselves: where several 党员大会 are registered."""
    names = dict.fromkeys(post.body for post in registry.members(book, PARTY_MEETING, day))
    return tuple(names) if len(names) > 1 else ()


def _serving(book: Book, kinds: Iterable[str], day: date) -> Roster:
    return _posted(book, [post for kind in kinds for post in registry.members(book, kind, day)])


def _posted(book: Book, posts: list[Post]) -> Roster:
    """Each person once, whatever posts he holds; who may not vote or has left is left out."""
    state = _states(book)
    people: dict[str, Member] = {}
    out: dict[str, str] = {}
    for post in posts:
        key = post.person_id or post.person_name
        gone = state(post)
        if key in people or gone:
            if gone:
                out[post.person_name] = gone
            continue
        if not post.votes:
            out.setdefault(post.person_name, "没有表决权")
            continue
        out.pop(post.person_name, None)
        people[key] = Member(post.person_name, post.title, post.person_id or "")
    return Roster(tuple(people.values()), tuple(out.items()))


def _states(book: Book) -> Callable[[Post], str]:
    """Why somebody with a post is no longer here: 已迁出, 已去世; "" when he is."""
    mine = Where("owner", "=", book.unit.office_id)
    gone = book.rows(Query(Person.table, (Where("state", "in", ("迁出", "去世")), mine)))
    by_id = {row["id"]: f"已{row['state']}" for row in gone}

    def why(post: Post) -> str:
        return by_id.get(post.person_id or "", "")

    return why


def _tagged(book: Book, tag: str) -> Roster:
    people, out = [], []
    for person in registry.people_tagged(book, tag):
        if _PROBATION in tags_of(person.tags):
            out.append((person.name, "预备党员没有表决权"))
        else:
            people.append(_member(person, tag))
    return Roster(tuple(people), tuple(out))


def _member(person: Person, role: str) -> Member:
    place = (person.group_name or "", person.household_no or "")
    return Member(person.name, role, person.id, *place)


def _residents(book: Book) -> list[Person]:
    here = (Where("state", "=", "在册"), Where("owner", "=", book.unit.office_id))
    return book.records(Person, *here, order="name")


def _of_group(people: list[Person], group: str) -> list[Person]:
    return [one for one in people if one.group_name == group] if group else people


def _counted(people: list[Person], day: date) -> Roster:
    """Adults among them; whoever has no birthday on the books is not counted, and named."""
    adults = [one for one in people if one.born_on is not None and is_adult(one.born_on, day)]
    unknown = [(one.name, "没有出生日期") for one in people if one.born_on is None]
    return Roster(left_out=tuple(unknown), figure=len(adults) or None)


def is_adult(born_on: date, day: date) -> bool:
    """Somebody is of age on the birthday itself."""
    return age_on(born_on, day) >= ADULT


def _households(book: Book, group: str) -> int | None:
    where = [Where("owner", "=", book.unit.office_id)]
    if group:
        where.append(Where("group_name", "=", group))
    return book.count(Query(Household.table, tuple(where))) or None


def supervisors(book: Book, day: date) -> str:
    """Who sits in for the 监委会: all of it that serves on that day."""
    return "、".join(post.person_name for post in registry.members(book, "务监督委员会", day))


def last_place(book: Book) -> str:
    """Where the last meeting of this office was held."""
    where = (Where("place", "filled"), Where("owner", "=", book.unit.office_id))
    order = (("held_on", True), ("created_at", True))
    found = book.rows(Query(MatterStep.table, where, order=order, limit=1))
    return str(found[0]["place"]) if found else ""


def known_day(row: Row, name: str) -> date | None:
    return date.fromisoformat(row[name]) if row.get(name) else None


def notice_of(book: Book, row: Row | None) -> Row | None:
    """The notice of a step, as long as it is there."""
    notice = book.row(Notice.table, row["notice_id"]) if row and row["notice_id"] else None
    return None if notice is None or notice["deleted"] else notice


def open_objections(book: Book, notice_id: str) -> list[Row]:
    """Objections raised in the days of a notice that are not settled yet."""
    return wall_reads.open_in_its_days(book, notice_id, clock.today())
