"""Who uses this program here, who sits at the desk now, and what they may.

The list is the `signer` table: one row a person, whether they enter, check or both. A role is
read from the encrypted file each time it matters; what stands in keys.json gives nobody one.
An office in which nobody is marked as 管理员 has not begun to tell people apart: there everybody
may do everything, as long as the file itself opens.
"""

from typing import TYPE_CHECKING, Final

from qinglian_desktop.core import access
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level, Row
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.store import roles

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book, Operator

SEALED: Final = "限制内容"  # the act of looking into the second file


LEVELS: Final = {"PERSON": "看个人信息", "SENSITIVE": "看敏感信息", "SEALED": "看限制内容"}


def listed(book: "Book", *, everybody: bool = False) -> list[Row]:
    """Those who use it today, in the order they were added; `everybody`: the stopped ones too."""
    where = () if everybody else (Where("left_on", "empty"),)
    return book.rows(Query(Signer.table, where, order=(("created_at", False),)))


def checkers(book: "Book", *, everybody: bool = False) -> list[Row]:
    """Those of them who check what others enter."""
    return [one for one in listed(book, everybody=everybody) if one["checks"] != 0]


def at_desk(book: "Book") -> "Operator":
    """Who sits at the desk: the name and role that go into every change."""
    return book.operator


def admins(book: "Book") -> list[Row]:
    return [one for one in listed(book) if one["admin"]]


def may(book: "Book", what: Level | str) -> Refused | None:
    """May whoever sits at the desk open this level, or do this act? The refusal when not."""
    mine = book.operator
    if isinstance(what, Level):
        if roles.level(book, mine.role) >= what or what.name in mine.lent:
            return None
        return refusal(roles.able(book, what), seeing=True, needs=what.name)
    doers = access.ACTS.get(what)
    if doers is None or what in mine.lent or not admins(book):
        return None
    if _does(book, sitting(book), what):
        return None
    return refusal(doing(book, what), seeing=what == SEALED, needs=what)


def need(book: "Book", what: Level | str) -> None:
    """Refused unless whoever sits at the desk may."""
    if (no := may(book, what)) is not None:
        raise no


def sitting(book: "Book") -> Row | None:
    """The person at the desk, as the list has them now; None for nobody of the list."""
    return next((one for one in listed(book) if one["id"] == book.operator.person), None)


def doing(book: "Book", what: Level | str) -> tuple[str, ...]:
    """Who may: the roles, and the names of those whom no role but a mark allows it."""
    if isinstance(what, Level):
        return roles.able(book, what)
    doers = access.ACTS.get(what, frozenset())
    named = tuple(one["name"] for one in admins(book)) if access.ADMIN in doers else ()
    held = tuple(role for role in roles.offered(book) if role != access.ADMIN and role in doers)
    return (*held, *named)


def sees_sealed(book: "Book") -> bool:
    """Is whoever sits here one of those who may see the second file?"""
    return sitting(book) is not None and roles.sees_sealed(book, book.operator.role)


def no_key_yet() -> Refused:
    """Of somebody who may look, but to whom nobody has handed the key so far."""
    return Refused(
        "你可以看，钥匙还没有交到你手里",
        "请能打开它的人输 PIN 坐下一次；没有这个人，重开程序按【忘记 PIN】，用恢复单",
        code="QL-SE-104",
    )


def _does(book: "Book", one: Row | None, what: str) -> bool:
    if one is None:
        return False
    doers = access.ACTS.get(what, frozenset())
    if what == SEALED and roles.sees_sealed(book, one["role"]):
        return True
    return one["role"] in doers or bool(one["admin"] and access.ADMIN in doers)


def refusal(who: tuple[str, ...], *, seeing: bool, needs: str = "") -> Refused:
    """The standard words; `needs` is what one of them could allow for this once."""
    what = "这部分由〔{}〕查看" if seeing else "这一步由〔{}〕来做"
    named = "、".join(who) or "管理员"
    made = Refused(what.format(named), "需要时请他们输入 PIN", code="QL-SE-090")
    made.needs = needs
    return made
