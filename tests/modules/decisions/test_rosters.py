"""Who is due: forty rosters and their figures; whoever is not eligible is left out."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from cases import make_office, make_people, names
from office import make_posts
from qinglian_desktop.core import clock
from qinglian_desktop.modules.decisions import reads, rules
from qinglian_desktop.modules.decisions.actions import Attends, Held
from qinglian_desktop.modules.decisions.actions import people as people_at
from qinglian_desktop.modules.decisions.records import DECISION
from qinglian_desktop.modules.registry.records import Body, Household, Post
from qinglian_desktop.store.book import Book

DAY = date(2026, 3, 16)
BORN = date(1980, 1, 1)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(DAY), make_office(tmp_path, filled=False) as made:
        yield made


class Roster(NamedTuple):
    body: str
    fill: Callable[[Book], object]
    due: int | None
    left_out: tuple[str, ...] = ()
    group: str = ""
    households: bool = False


def posts(
    body: str, people: list[str], from_on: date = date(2024, 1, 1), until_on: date | None = None
) -> Callable[[Book], object]:
    kind = {"理事会": "集体经济组织理事会"}.get(body, body)
    return lambda book: make_posts(
        book, *people, body=f"本社区{body}", kind=kind, from_on=from_on, until_on=until_on
    )


def people(*listed: str, **facts: object) -> Callable[[Book], object]:
    return lambda book: make_people(book, listed, **facts)


def both(*fillers: Callable[[Book], object]) -> Callable[[Book], object]:
    def fill(book: Book) -> None:
        for one in fillers:
            one(book)

    return fill


def without_vote(book: Book) -> None:
    with book.change("登记") as change:
        change.put(Body(name="代表会议", kind="代表会议"))
        for name, votes in (("甲", True), ("乙", False), ("丙", True)):
            change.put(
                Post(body="代表会议", person_name=name, title="代表", from_on=BORN, votes=votes)
            )


def gone(state: str) -> Callable[[Book], object]:
    """Three with posts, linked to people, one of whom has left or died."""

    def fill(book: Book) -> None:
        ids = make_people(book, ["甲", "乙"], born_on=BORN) + make_people(
            book, ["丙"], born_on=BORN, state=state
        )
        with book.change("登记") as change:
            change.put(Body(name="代表会议", kind="代表会议"))
            for name, row_id in zip(("甲", "乙", "丙"), ids, strict=True):
                post = Post(
                    body="代表会议", person_name=name, person_id=row_id, title="代表", from_on=BORN
                )
                change.put(post)

    return fill


def twins(book: Book) -> None:
    """Two people of one name, each with a post; one of them holds two."""
    first, second = make_people(book, ["冯双", "冯双"], born_on=BORN)
    with book.change("登记") as change:
        change.put(Body(name="代表会议", kind="代表会议"))
        for person, title in ((first, "代表"), (second, "代表"), (second, "召集人")):
            change.put(
                Post(
                    body="代表会议", person_name="冯双", person_id=person, title=title, from_on=BORN
                )
            )


def homes(book: Book) -> None:
    with book.change("登记户") as change:
        for number in range(1, 8):
            change.put(Household(number=f"{number}", group_name="1组" if number < 4 else "2组"))


LAST, NEXT = date(2026, 3, 15), date(2026, 3, 17)
ROSTERS = {
    "nobody in the registry": Roster("代表会议", lambda book: None, None),
    "a committee of five": Roster("党组织", posts("党组织", names("郑", 5)), 5),
    "thirty-three representatives": Roster("代表会议", posts("代表会议", names("周", 33)), 33),
    "a term that ended yesterday": Roster(
        "代表会议",
        both(posts("代表会议", ["甲"], until_on=LAST), posts("代表会议", ["乙"])), 1,
    ),
    "a term that ends today": Roster("代表会议", posts("代表会议", ["甲"], until_on=DAY), 1),
    "a term that begins today": Roster("代表会议", posts("代表会议", ["甲"], from_on=DAY), 1),
    "a term that begins tomorrow": Roster(
        "代表会议", posts("代表会议", ["甲"], from_on=NEXT), None
    ),
    "all terms over": Roster("代表会议", posts("代表会议", names("周", 9), until_on=LAST), None),
    "somebody without a vote": Roster("代表会议", without_vote, 2, ("乙",)),
    "somebody who moved away": Roster("代表会议", gone("迁出"), 2, ("丙",)),
    "somebody who died": Roster("代表会议", gone("去世"), 2, ("丙",)),
    "two of one name, one with two posts": Roster("代表会议", twins, 2),
    "one person, two terms of office": Roster(
        "代表会议",
        both(posts("代表会议", ["甲"], until_on=date(2025, 1, 1)), posts("代表会议", ["甲"])), 1,
    ),
    "both committees, nobody twice": Roster(
        "两委", both(posts("党组织", ["甲", "乙"]), posts("委员会", ["甲", "丙"])), 3
    ),
    "both committees of the same people": Roster(
        "两委", both(posts("党组织", ["甲", "乙"]), posts("委员会", ["甲", "乙"])), 2
    ),
    "both committees, one not filled": Roster("两委", posts("委员会", ["甲", "乙", "丙"]), 3),
    "supervisors are in neither committee": Roster(
        "两委", both(posts("委员会", ["甲"]), posts("务监督委员会", ["乙"])), 1
    ),
    "party members by their tag": Roster("党员大会", people(*names("冯", 20), tags="党员"), 20),
    "a tag among others": Roster("党员大会", people("甲", tags="网格员、党员"), 1),
    "a tag with a comma": Roster("党员大会", people("甲", tags="党员,网格员"), 1),
    "another tag that holds the word": Roster("党员大会", people("甲", tags="党员家属"), None),
    "a member on probation": Roster(
        "党员大会", both(people("甲", tags="党员"), people("乙", tags="党员、预备党员")), 1, ("乙",)
    ),
    "only members on probation": Roster(
        "党员大会", people("乙", tags="党员、预备党员"), None, ("乙",)
    ),
    "a member who moved away": Roster(
        "党员大会", both(people("甲", tags="党员"), people("乙", tags="党员", state="迁出")), 1
    ),
    "a member who died": Roster(
        "党员大会", both(people("甲", tags="党员"), people("乙", tags="党员", state="去世")), 1
    ),
    "party members by their posts": Roster(
        "党员大会", both(posts("党员大会", names("冯", 7)), people("甲", tags="党员")), 7
    ),
    "adults on their eighteenth birthday": Roster(
        "全体会议", people("甲", born_on=date(2008, 3, 16)), 1
    ),
    "a day before eighteen": Roster("全体会议", people("甲", born_on=date(2008, 3, 17)), None),
    "born on the 29th of February": Roster("全体会议", people("甲", born_on=date(2008, 2, 29)), 1),
    "without a birthday": Roster(
        "全体会议", both(people("甲", born_on=BORN), people("乙")), 1, ("乙",)
    ),
    "adults who left": Roster(
        "全体会议", both(people("甲", born_on=BORN), people("乙", born_on=BORN, state="迁出")), 1
    ),
    "adults of every group": Roster(
        "全体会议",
        both(people("甲", born_on=BORN, group_name="1组"), people("乙", born_on=BORN)), 2,
    ),
    "adults of one group": Roster(
        "小组会议",
        both(people("甲", born_on=BORN, group_name="1组"),
             people("乙", "丙", born_on=BORN, group_name="2组")), 2, group="2组",
    ),
    "a group nobody is in": Roster("小组会议", people("甲", born_on=BORN), None, group="9组"),
    "by households": Roster("全体会议", homes, 7, households=True),
    "households of one group": Roster("小组会议", homes, 3, group="1组", households=True),
    "members of the collective": Roster(
        "成员大会", people("甲", "乙", born_on=BORN, tags="集体成员"), 2
    ),
    "a member who is a child": Roster(
        "成员大会",
        both(people("甲", born_on=BORN, tags="集体成员"),
             people("乙", born_on=date(2015, 1, 1), tags="集体成员")), 1,
    ),
    "representatives of the members": Roster(
        "成员代表大会", people("甲", "乙", "丙", tags="集体成员、成员代表"), 3
    ),
    "the council of the collective": Roster("理事会", posts("理事会", names("沈", 5)), 5),
    "a meeting the registry does not know": Roster("业主大会", people("甲", born_on=BORN), None),
}  # fmt: skip


def test_there_are_forty_of_them() -> None:
    assert len(ROSTERS) >= 40


@pytest.mark.parametrize("case", ROSTERS.values(), ids=ROSTERS)
def test_who_is_due(book: Book, case: Roster) -> None:
    case.fill(book)
    found = reads.roster(book, case.body, DAY, group=case.group, households=case.households)
    assert found.due == case.due
    assert tuple(name for name, _ in found.left_out) == case.left_out
    assert all(why for _, why in found.left_out)
    if found.people:
        assert len({one.person_id or one.name for one in found.people}) == case.due


NAMED = {name: case for name, case in ROSTERS.items() if case.body in reads.LISTED and case.due}


@pytest.mark.parametrize("case", NAMED.values(), ids=NAMED)
def test_one_stays_away(book: Book, case: Roster) -> None:
    """应到 stays, 实到 is one less, and the share is told of the two."""
    case.fill(book)
    assert case.due is not None
    matter = {"body": case.body, "threshold": None, "group_name": None}
    first = reads.roster(book, case.body, DAY).people[0]
    rule = reads.vote_rule(book, matter, DECISION, DAY)
    away = (Attends(first.name, "请假", first.person_id),)
    counted = people_at.tally(book, matter, DECISION, Held(DAY, away=away), rule)
    assert (counted.due, counted.present) == (case.due, case.due - 1)
    enough = rule.quorum is None or rule.quorum.met(case.due - 1, case.due)
    assert rules.quorate(rule, counted.present, counted.due) == (case.due > 1 and enough)


def test_a_roster_is_that_of_its_day(book: Book) -> None:
    posts("代表会议", names("周", 3), until_on=date(2026, 1, 31))(book)
    posts("代表会议", names("吴", 5), from_on=date(2026, 2, 1))(book)
    assert reads.roster(book, "代表会议", date(2026, 1, 31)).due == 3
    assert reads.roster(book, "代表会议", date(2026, 2, 1)).due == 5
