"""What hangs on a project: its decision, changes, payments, notice; and what stands out."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.pack import Pack, cited
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules.decisions import reads as decisions
from qinglian_desktop.modules.decisions import steps as gates
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.funds.records import INCOME, Entry
from qinglian_desktop.modules.projects import rules
from qinglian_desktop.modules.projects.records import Project, ProjectChange
from qinglian_desktop.modules.projects.rules import Change, Facts, Hint, Paid
from qinglian_desktop.modules.registry import reads as registry
from qinglian_desktop.modules.registry.records import Kin
from qinglian_desktop.modules.registry.rules import bare
from qinglian_desktop.store.book import Book

PACK = "small-projects"
_WATCHED = ("党组织", "委员会", "务监督委员会", "集体经济组织理事会", "集体经济组织监事会")
_HUNG = ("已上墙", "已归档")  # states of a notice that was posted


class Case(NamedTuple):
    """A project as its page shows it."""

    facts: Facts
    changes: tuple[Row, ...]
    payments: tuple[Row, ...]
    missing: tuple[str, ...]
    hints: tuple[Hint, ...]
    way: str  # how a contractor is chosen at this price, with where the rule comes from

    @property
    def row(self) -> Row:
        return self.facts.row


def pack_of(book: Book) -> Pack:
    return book.pack(PACK, clock.today())


def own(book: Book, project_id: str) -> Row:
    """Refused when it is gone."""
    row = book.row(Project.table, project_id)
    if row is None or row["deleted"]:
        raise Refused("这项工程已经不在了", "请刷新列表再试", code="QL-SZ-350")
    return row


def case(book: Book, project_id: str) -> Case:
    row, pack = own(book, project_id), pack_of(book)
    changes, payments = changes_of(book, project_id), payments_of(book, project_id)
    facts = facts_of(book, row, changes, payments)
    others = [other for other in projects(book) if other["id"] != project_id]
    found = rules.hints(pack, facts, others, ties(book), clock.today())
    return Case(facts, changes, payments, rules.missing(pack, facts), found, way_of(pack, row))


def projects(book: Book) -> list[Row]:
    """Those of this office, in the order they were set up."""
    mine = (Where("owner", "=", book.unit.office_id),)
    return book.rows(Query(Project.table, mine, order=(("number", False),)))


def facts_of(
    book: Book, row: Row, changes: Iterable[Row] | None = None,
    payments: Iterable[Row] | None = None,
) -> Facts:  # fmt: skip
    changes = changes_of(book, row["id"]) if changes is None else changes
    payments = payments_of(book, row["id"]) if payments is None else payments
    return Facts(
        row,
        is_decided(book, row["matter_id"]),
        tuple(
            Change(
                date.fromisoformat(one["day"]), int(one["amount_fen"]),
                # What was decided at the outset decides nothing anew.
                one["matter_id"] != row["matter_id"] and is_decided(book, one["matter_id"]),
            )
            for one in changes
            if one["day"] and one["amount_fen"] is not None
        ),
        tuple(
            Paid(
                date.fromisoformat(one["day"]),
                -one["amount_fen"] if one["direction"] == INCOME else one["amount_fen"],
            )
            for one in payments
        ),
        is_posted(book, row["notice_id"]),
    )  # fmt: skip


def changes_of(book: Book, project_id: str) -> tuple[Row, ...]:
    where = (Where("project_id", "=", project_id),)
    return tuple(book.rows(Query(ProjectChange.table, where, order=(("day", False),))))


def payments_of(book: Book, project_id: str) -> tuple[Row, ...]:
    """Entries of the books that name the project; money that came back is an income."""
    where = (Where("project_id", "=", project_id), Where("amount_fen", "filled"))
    found = book.rows(Query(Entry.table, where, order=(("day", False),)))
    waiting = book.waiting(Entry.table)
    return tuple(one for one in found if one["day"] and one["id"] not in waiting)


def is_decided(book: Book, matter_id: str | None) -> bool:
    """Was the matter passed by whom it needs?"""
    if not matter_id:
        return False
    try:
        found = decisions.case(book, matter_id)
    except Refused:
        return False
    return gates.passed(found.rows, gates.deciding(found.matter))


def is_posted(book: Book, notice_id: str | None) -> bool:
    notice = book.row(Notice.table, notice_id) if notice_id else None
    return notice is not None and not notice["deleted"] and notice["state"] in _HUNG


def ties(book: Book) -> dict[str, str]:
    """Who serves in the office, or is close to somebody who does, and how to say it."""
    posts = {
        bare(post.person_name): f"{post.body}{post.title}"
        for kind in _WATCHED
        for post in registry.serving(book, kind, clock.today())
    }
    found = {}
    for tie in book.records(Kin, Where("owner", "=", book.unit.office_id)):
        pair = bare(tie.person_name), bare(tie.relative_name)
        for cadre, relative in (pair, pair[::-1]):
            if cadre in posts:
                found[relative] = f"{posts[cadre]}{cadre}的亲属（{tie.relation}）"
    return found | posts


def way_of(pack: Pack, row: Row) -> str:
    """How the contractor of a project of this size is chosen, with its ground; "" without one."""
    fen = rules.price_of(row)
    if not fen:
        return ""
    for one in pack.rows("ways"):
        if "below_yuan" not in one or fen < one["below_yuan"] * 100:
            return f"{one['way']}（依据：{cited(one)}）"
    return ""
