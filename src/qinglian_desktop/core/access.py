"""Who may open what and do what: roles against levels and acts, masks, what a receiver may get.

Tables of data: a role has the highest level it opens, an act the roles that do it. What departments
of a street are called changes, so they stand in a pack (`roles`), read by store/people.
"""

from collections.abc import Mapping
from typing import Any, Final

from qinglian_desktop.core.record import Field, Level, Owner, Record

# Highest level each role opens without being asked again (architecture.md §2, SE-01).
ROLES: Mapping[str, Level] = {
    "文书": Level.PERSON,
    "书记": Level.SENSITIVE,
    "主任": Level.PERSON,
    "报账员": Level.PERSON,
    "会计": Level.PERSON,
    "监委会": Level.PERSON,
    "理事长": Level.PERSON,
    "监事": Level.PERSON,
    "管理员": Level.SENSITIVE,
    "街道经办": Level.PERSON,
    "街道负责人": Level.SENSITIVE,
    "其他": Level.OPEN,
}
OF_STREET: Final = ("街道经办", "街道负责人")  # beside its departments
EVERYWHERE: Final = ("管理员", "其他")
# Who holds the key of the second file (线索、联审); nobody else has a slot for it.
SEALED: Final = frozenset(("书记", "监委会", "街道负责人"))

ADMIN: Final = "管理员"  # as the doer of an act: whoever is marked so, whatever the role
# Acts that are not everybody's, and whose they are. What is not named here is everybody's.
ACTS: Mapping[str, frozenset[str]] = {
    "管人": frozenset((ADMIN,)),  # add, stop, reset a PIN
    "换钥匙": frozenset((ADMIN,)),
    "恢复单": frozenset((ADMIN, *SEALED)),  # who holds both keys can give them to a sheet
    "彻底删除": frozenset((ADMIN,)),
    "到期清除": frozenset((ADMIN,)),
    "精简留痕": frozenset((ADMIN,)),
    "全部带走": frozenset((ADMIN,)),
    "管电脑": frozenset((ADMIN,)),  # let another computer in, stop one that is lost
    "发单位文件": frozenset((ADMIN, *OF_STREET)),  # who a unit is: its file and its keys
    "停用单位": frozenset((ADMIN, *OF_STREET)),
    "合并": frozenset((ADMIN, *OF_STREET)),
    "限制内容": SEALED,
}


def may_open(role: str, level: Level) -> bool:
    return ROLES.get(role, Level.OPEN) >= level


def show(field: Field, stored: Any, *, reveal: bool = False) -> str:
    """The text for screen and paper; personal values are masked unless revealed on purpose."""
    if stored is None or stored == "":
        return ""
    kind = field.kind  # what does not fit stands as it came, masked like what does
    text = kind.show(kind.load(stored)) if kind.fits(stored) else str(stored)
    return field.kind.mask(text) if field.level >= Level.PERSON and not reveal else text


def leaves(record: type[Record], to: Owner) -> bool:
    """May rows of this kind leave in an ordinary bundle? Sealed and local ones never do."""
    return not record.sealed and record.owner is not Owner.LOCAL and to is not Owner.LOCAL


def leaving_fields(record: type[Record]) -> tuple[str, ...]:
    """The fields a bundle carries: everything but what only the second file may hold."""
    return tuple(name for name, field in record.fields.items() if field.level < Level.SEALED)
