"""Who may open what: roles against levels, masks on screen, and what a receiver may get."""

from collections.abc import Mapping
from typing import Any

from qinglian_desktop.core.record import Field, Level, Owner, Record

# Highest level each role opens without being asked again (architecture.md §2, SE-01).
ROLES: Mapping[str, Level] = {
    "文书": Level.PERSON,
    "书记": Level.SENSITIVE,
    "报账员": Level.PERSON,
    "监委会": Level.PERSON,
    "管理员": Level.SENSITIVE,
    "街道经办": Level.PERSON,
    "街道负责人": Level.SENSITIVE,
}


def may_open(role: str, level: Level) -> bool:
    return ROLES.get(role, Level.OPEN) >= level


def show(field: Field, stored: Any, *, reveal: bool = False) -> str:
    """The text for screen and paper; personal values are masked unless revealed on purpose."""
    if stored is None or stored == "":
        return ""
    text = field.kind.show(field.kind.load(stored))
    return field.kind.mask(text) if field.level >= Level.PERSON and not reveal else text


def leaves(record: type[Record], to: Owner) -> bool:
    """May rows of this kind leave in an ordinary bundle? Sealed and local ones never do."""
    return not record.sealed and record.owner is not Owner.LOCAL and to is not Owner.LOCAL


def leaving_fields(record: type[Record]) -> tuple[str, ...]:
    """The fields a bundle carries: everything but what only the second file may hold."""
    return tuple(name for name, field in record.fields.items() if field.level < Level.SEALED)
