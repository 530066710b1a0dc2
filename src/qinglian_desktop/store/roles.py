"""Which roles are there in this office, and what does each open? Departments come from a pack."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from qinglian_desktop.core import access, clock
from qinglian_desktop.core.record import Level

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

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
    return tuple(_departments(book).get(role, {}).get("pages", ()))


def able(book: "Book", wanted: Level) -> tuple[str, ...]:
    """The roles that open this level."""
    return tuple(role for role in offered(book) if level(book, role) >= wanted)


def _departments(book: "Book") -> Mapping[str, Mapping[str, Any]]:
    if not book.unit.is_street:
        return {}
    listed = book.pack("roles", clock.today()).data.get("departments", ())
    return {str(one["name"]): one for one in listed}
