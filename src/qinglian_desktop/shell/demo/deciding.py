"""One unit decides: one matter waits for its vote, one hangs on the board, and people ask."""

from datetime import date, timedelta
from pathlib import Path

from qinglian_desktop.core import clock
from qinglian_desktop.modules.decisions import actions, reads
from qinglian_desktop.modules.decisions.actions import Held
from qinglian_desktop.modules.decisions.beside import Delegation
from qinglian_desktop.modules.decisions.records import (
    DECISION,
    PROPOSAL,
    PUBLISHED,
    STUDY,
    TALK,
)
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.registry.records import Body, Person, Post
from qinglian_desktop.paper.fonts import Fonts
from qinglian_desktop.shell.demo import people
from qinglian_desktop.shell.demo.unit import Unit, hang

_REPRESENTATIVES, _PARTY, _SEATS = 15, 9, 4  # how many are added to each body


def decide(unit: Unit, folder: Path, fonts: Fonts) -> None:
    """Two matters: one waits for the representatives; one was decided, entered late, and hangs."""
    _bodies(unit)
    today = clock.today()
    waiting = _open(unit, "修缮文化广场", today - timedelta(days=3), "M06 公益项目")
    _hold(unit, waiting, today - timedelta(days=3), (PROPOSAL, TALK, STUDY))
    late = _open(unit, "添置应急物资", today - timedelta(days=12), "M13 其他")
    _hold(unit, late, today - timedelta(days=12), (PROPOSAL, TALK, STUDY, DECISION))
    _hear(unit, _hung(unit, late, folder, fonts))


def _hung(unit: Unit, matter: str, folder: Path, fonts: Fonts) -> str:
    """The notice of a decision goes on the board; its id."""
    held = reads.case(unit.book, matter).step(PUBLISHED)
    notice = str(held.last["notice_id"]) if held is not None else ""
    number = (unit.book.row("notice", notice) or {})["number"]
    hang(unit, number, folder, fonts, all_papers=False)
    return notice


def _hear(unit: Unit, notice: str) -> None:
    """What people say of it: an objection that waits, a question answered, a look at the books."""
    book, (asked, objects) = unit.book, people.names(unit.chance, 2)
    told = {"kind": "公开内容", "notice_id": notice, "raised_by": objects,
            "content": "买了哪些物资、单价多少，没有写出来"}  # fmt: skip
    disclosure.raise_objection(book, told)
    question = {"notice_id": notice, "question": "物资放在哪里，急用时找谁领？"}
    row_id = str(disclosure.save_question(book, None, question).result)
    answer = f"放在{book.unit.name}服务大厅一楼，找{unit.director}登记领用。"
    disclosure.save_question(book, row_id, {"answer": answer})
    disclosure.save_request(book, None, {"person": asked, "wanted": "上一季度的账目"})


def _bodies(unit: Unit) -> None:
    book, chance = unit.book, unit.chance
    year = clock.today().year
    begun = date(2026, 1, 15)
    names = people.names(chance, 2 * _SEATS + _REPRESENTATIVES + _PARTY)
    representatives = book.word("representatives")
    with book.change("录入两委、代表和党员") as change:
        change.put(Body(name=representatives, kind="代表会议", seats=_REPRESENTATIVES))
        for body, title, many in (
            (f"{book.unit.name}党组织", "委员", _SEATS),
            (book.word("committee"), "委员", _SEATS),
            (representatives, book.word("representative"), _REPRESENTATIVES),
        ):
            for _ in range(many):
                change.put(Post(body=body, person_name=names.pop(), title=title, from_on=begun))
        for name in names:
            change.put(Person(name=name, tags="党员", born_on=date(1975, 5, 1)))
        change.put(
            Delegation(
                granted_on=begun, classes="M06、M13", from_on=begun, until_on=date(year, 12, 31),
                matters="公益项目和其他日常事项",
            )
        )  # fmt: skip


def _open(unit: Unit, title: str, day: date, sort: str) -> str:
    draft = {
        "title": title, "matter_class": sort, "origin": "党员群众提出", "body": "代表会议",
        "opened_on": day.isoformat(), "content": f"{title}，费用从集体收入列支。",
        "executor": unit.director,
        "planned_on": (clock.today() + timedelta(days=45)).isoformat(),
    }  # fmt: skip
    return str(actions.open_matter(unit.book, draft).result)


def _hold(unit: Unit, matter: str, first: date, gates: tuple[str, ...]) -> None:
    book = unit.book
    row = book.row("matter", matter) or {}
    for after, gate in enumerate(gates):
        day = first + timedelta(days=after)
        due = reads.roster(book, reads.body_at(row, gate), day).due or 0
        words = {
            "held_time": "14:30", "place": f"{book.unit.name}会议室", "chair": unit.director,
            "recorder": book.operator.name, "supervisors": unit.supervisor,
            "opinions": "与会人员认为确有需要，同意。",
            "decision": row["content"] if gate == DECISION else None,
        }  # fmt: skip
        actions.record_meeting(book, matter, gate, Held(day, due, 0, 0, words=words))
