"""Which roles are there in this office, and what does each open? Departments come from a pack.

A department has pages, and within them the ledgers of its work: `hidden` says which it has not.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from qinglian_desktop.core import access, clock
from qinglian_desktop.core.record import Level

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

# What somebody keeps whose department the pack does not know any more.
_LEFT: Final = ("today", "settings")
_LEVELS: Final = {"内部": Level.INNER, "个人": Level.PERSON, "敏感": Level.SENSITIVE}


def offered(book: "Book") -> tuple[str, ...]:
    """The roles somebody of this office can have."""
    if book.unit.is_street:
        return (*access.OF_STREET, *_departments(book), *access.EVERYWHERE)
    return tuple(role for role in access.ROLES if role not in access.OF_STREET)


def level(book: "Book", role: str) -> Level:
    """The highest level this role opens without being asked again."""
    if role in access.ROLES:
        return access.ROLES[role]
    return _LEVELS.get(str(_departments(book).get(role, {}).get("level")), Level.OPEN)


def sees_sealed(book: "Book", role: str) -> bool:
    """Does this role hold the key of the second file?"""
    return role in access.SEALED or bool(_departments(book).get(role, {}).get("sealed"))


def pages(book: "Book", role: str) -> tuple[str, ...]:
    """The pages a department has; () for everybody who has them all."""
    departments = _departments(book)
    if departments and role not in offered(book):
        return _LEFT
    return tuple(departments.get(role, {}).get("pages", ()))


def hidden(book: "Book") -> frozenset[str]:
    """The tables somebody else's department looks after, for whoever sits here.

    Every merged view of the street leaves them out. Where nobody is told apart by a PIN, a typed
    role hides nothing.
    """
    if not (book.operator.person and book.unit.is_street):
        return frozenset()
    known = book.operator.role in offered(book)
    mine = _departments(book).get(book.operator.role, {}).get("subjects", None if known else ())
    if mine is None:
        return frozenset()
    tables = _tables(book)
    seen = {table for name in mine for table in tables.get(str(name), ())}
    return frozenset(table for listed in tables.values() for table in listed) - seen


def seeing(book: "Book", table: str) -> tuple[str, ...]:
    """The roles that look at this table in the merged views."""
    tables = _tables(book)
    of = {name for name, listed in tables.items() if table in listed}
    departments = _departments(book)
    return tuple(
        role
        for role in offered(book)
        if role not in access.EVERYWHERE
        and (not of or of & set(departments.get(role, {}).get("subjects", of)))
    )


def able(book: "Book", wanted: Level) -> tuple[str, ...]:
    """The roles that open this level."""
    return tuple(role for role in offered(book) if level(book, role) >= wanted)


def _tables(book: "Book") -> Mapping[str, tuple[str, ...]]:
    """By what a department's subjects are called, the tables of each."""
    listed = book.pack("roles", clock.today()).data.get("subjects", ())
    return {str(one["name"]): tuple(one["tables"]) for one in listed}


def _departments(book: "Book") -> Mapping[str, Mapping[str, Any]]:
    if not book.unit.is_street:
        return {}
    listed = book.pack("roles", clock.today()).data.get("departments", ())
    return {str(one["name"]): one for one in listed}
