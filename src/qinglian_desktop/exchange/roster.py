"""The street's list of its offices, as it travels down: who they are, whose key, still in use?

Its version only rises. A unit never goes back to an older list, so that a key the street has
stopped is not brought to life again by an old stick.
"""

from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.exchange.keys import key_id
from qinglian_desktop.store import identity
from qinglian_desktop.store.book import Book

_HELD = "roster"  # setting: version and offices, at both sides
_STEP = 1_000_000  # versions of one history of the street; a restored one goes on above them
_MOST = 500
_TEXTS = {"code": 20, "key": 64, "name": 80, "office": 64, "state": 12}


def current(book: Book) -> dict[str, Any]:
    """At the street: the list of now; it gets the next version when it says something new."""
    offices = [_told(row) for row in book.rows(Query("enrolled_unit", order=(("code", False),)))]
    held = book.setting(_HELD) or {"version": 0, "offices": []}
    first = book.unit.epoch * _STEP
    # Also a list that says nothing new: a street that went back to a backup may have sent newer
    # ones since, and the units refuse whatever is older than those.
    if held["offices"] == offices and int(held["version"]) >= first:
        return dict(held)
    version = max(int(held["version"]) + 1, first)
    made = {"version": version, "offices": offices}
    book.put_setting(_HELD, made)
    return made


def _told(row: dict[str, Any]) -> dict[str, str]:
    keys = row["public_keys"]
    sign = canonical.loads(keys.encode())["sign"] if keys else ""
    return {
        "code": row["code"],
        "key": key_id(bytes.fromhex(sign)) if sign else "",
        "name": row["name"],
        "office": row["office_id"],
        "state": row["state"],
    }


def look(book: Book, given: Any, *, newer: bool) -> dict[str, Any] | None:
    """The list of a bundle that is to be kept here; None where there is none, or an old one.

    `newer`: the bundle follows all that came before, so an older list in it is no accident.
    """
    if given is None:
        return None
    if not _is_list(given):
        raise Damaged("包里的单位名册看不懂，没有读取", "请让街道重新写一次", code="QL-UB-216")
    held = int((book.setting(_HELD) or {}).get("version", 0))
    if given["version"] < held and newer:
        raise Refused(
            "包里的单位名册比本机的旧，没有读取", "请让街道用现在的程序重新写一次", code="QL-UB-217"
        )
    return dict(given) if given["version"] > held else None


def keep(book: Book, told: dict[str, Any] | None) -> tuple[str, ...]:
    """A unit holds the newest list it has met, and goes by the name it has there; in words."""
    if told is None:
        return ()
    book.put_setting(_HELD, told)
    unit = book.unit
    names = [one["name"] for one in told["offices"] if one["office"] == unit.office_id]
    if not names or not names[0].strip() or names[0] == unit.name:
        return ()
    book.unit = unit._replace(name=names[0])
    identity.save(book.connection, book.unit)
    return (f"街道已把本单位改名为〔{names[0]}〕，以后的文件用新名称，以前的记录不变",)


def _is_list(given: Any) -> bool:
    if not isinstance(given, dict) or given.keys() != {"version", "offices"}:
        return False
    version, offices = given["version"], given["offices"]
    return (
        type(version) is int
        and 0 < version < 2**53
        and isinstance(offices, list)
        and len(offices) <= _MOST
        and all(
            isinstance(one, dict)
            and all(type(one.get(n)) is str and len(one[n]) <= m for n, m in _TEXTS.items())
            for one in offices
        )
    )
