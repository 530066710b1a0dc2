"""Small makers for decisions: an office whose bodies are filled, a matter, meetings that pass."""

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from office import WRITER, make_book, make_posts
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.decisions import actions, reads
from qinglian_desktop.modules.decisions.actions import Held
from qinglian_desktop.modules.decisions.beside import Delegation
from qinglian_desktop.modules.decisions.records import (
    DECISION,
    PROPOSAL,
    STUDY,
    TALK,
)
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store import own_values
from qinglian_desktop.store.book import Book, Operator

REPRESENTATIVES, PARTY = 33, 20
SUPERVISORS = {"supervisors": "吴监督、田监督"}
_FIGURES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃列张寒来暑往"


def names(surname: str, many: int) -> list[str]:
    """So many different invented people of one surname."""
    return [f"{surname}{_FIGURES[number]}" for number in range(many)]


_made: dict[tuple[str, bool], Path] = {}


def make_office(tmp_path: Path, kind: str = "community", *, filled: bool = True) -> Book:
    """A book with two committees, Party members, representatives, supervisors, a delegation.

    Made once a run for each kind, and copied for whoever asks.
    """
    if (kind, filled) not in _made:
        folder = _made[kind, filled] = Path(tempfile.mkdtemp(prefix="office-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        book = make_book(folder, kind)
        (fill_office(book) if filled else book).close()
    home = shutil.copytree(_made[kind, filled] / "home", tmp_path / "home")
    book = Book.open(home, RECORDS)
    book.operator = Operator(WRITER)
    return book


def late_after(book: Book, days: int) -> None:
    """What this office was told: entered so many days after a meeting is still no 补录."""
    rule, told = "decision-bodies:entering.late_days", date(2020, 1, 1)
    own_values.settle(book, rule, f"{days}", told, "街道张主任", told)


def fill_office(book: Book) -> Book:
    make_posts(book, *names("郑", 5), body="党支部", kind="党组织")
    make_posts(book, "郑甲", *names("孙", 4), body="委员会", kind="委员会")
    make_posts(book, *names("周", REPRESENTATIVES), body="代表会议", kind="代表会议")
    make_posts(book, "吴监督", "田监督", body="监委会")
    make_people(book, names("冯", PARTY), tags="党员", born_on=date(1970, 5, 1))
    make_delegation(book)
    return book


def make_people(book: Book, people: Iterable[str], **facts: Any) -> list[str]:
    with book.change("登记人员") as change:
        return [change.put(Person(name=name, **facts)) for name in people]


def make_delegation(book: Book, classes: str = "M02、M06、M13", **facts: Any) -> str:
    given = {
        "granted_on": date(2026, 1, 10), "from_on": date(2026, 1, 10),
        "until_on": date(2026, 12, 31), **facts,
    }  # fmt: skip
    with book.change("登记授权") as change:
        return change.put(Delegation(classes=classes, **given))


def make_matter(book: Book, opened_on: date, **facts: Any) -> str:
    given = {
        "title": "临街门面出租", "matter_class": "M13 其他", "origin": "干部提出",
        "body": "代表会议", "opened_on": opened_on.isoformat(), **facts,
    }  # fmt: skip
    return str(actions.open_matter(book, given).result)


def held(day: date, yes: int, no: int = 0, abstain: int = 0, **facts: Any) -> Held:
    words = {
        "chair": "郑甲",
        "recorder": "周文书",
        "opinions": "大家同意",
        "place": "会议室",
        **SUPERVISORS,
    }
    words |= facts.pop("words", {})
    return Held(day, yes, no, abstain, words=words, **facts)


def hold(book: Book, matter_id: str, first: date, *, until: str = DECISION, apart: int = 1) -> date:
    """Every meeting up to and with `until`, `apart` days one after the other; the last day.

    Everybody who is due comes and agrees. With `apart` 0 the first meeting is the day before a
    vote: the law wants the Party organisation's study before it.
    """
    day = first - timedelta(days=int(until == DECISION and not apart))
    matter = book.row("matter", matter_id) or {}
    for gate in (PROPOSAL, TALK, STUDY, DECISION):
        roster = reads.roster(book, reads.body_at(matter, gate), day)
        words = {"decision": "同意出租，租期三年。"} if gate == DECISION else {}
        actions.record_meeting(book, matter_id, gate, held(day, roster.due or 0, words=words))
        if gate == until:
            break
        day = max(day + timedelta(days=apart), first)
    return day
