"""Somebody sits down at this computer: at the start, in another's place, after the lock.

Who it is, is proved by their PIN and read from the list in the encrypted file. From then on the
book holds the keys that this person's slot gives, no more.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from qinglian_desktop.core import access, clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Level, Row
from qinglian_desktop.core.signer import Signer
from qinglian_desktop.store import keyfile, locks, people, roles, signers

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book, Operator

_USED: Final = "used:"


class Tile(NamedTuple):
    """Somebody who can be chosen where a PIN is asked for."""

    person: str
    name: str
    role: str = ""


def tiles(book: "Book") -> list[Tile]:
    """Everybody of the list with a PIN, and the one opening PIN as long as it opens."""
    able = [one for one in people.listed(book) if signers.has_pin(book, one)]
    found = [Tile(one["id"], one["name"], one["role"]) for one in able]
    if book.keys.protected and (not found or signers.opening_slot(book) == ""):
        mine = book.operator
        return [Tile("", "大家共用的 PIN" if mine.person else mine.name), *found]
    return found


def can_lock(book: "Book") -> bool:
    """Is there a PIN of whoever sits here, so that they, or somebody else, could come back?"""
    mine = people.sitting(book)
    if mine is None:
        return book.keys.protected and bool(tiles(book))
    return signers.has_pin(book, mine)


def enter(book: "Book", pin: str) -> None:
    """After a PIN opened the file: who that is, as the list has it. Refused for who has stopped."""
    if book.keys.road != "pin" or not book.keys.person:
        return
    mine = listed_again(book, book.keys.person)
    fits = signers.fits(book, mine, pin)
    locks.settle(book, mine["id"], pin, fits=fits)
    if not fits:  # a backup of another day: the slot is bound to this row, so it decides
        signers.keep_pin(book, mine["id"], pin)
    sit(book, mine["id"])
    note_used(book, mine["id"])


def listed_again(book: "Book", person: str) -> Row:
    """This person of the list; Refused for who has stopped.

    A restored list may be of another day than the key file: where nobody on it has a slot, whoever
    has one is put on it (again) as 管理员, or nobody could ever open these data.
    """
    there = people.listed(book)
    if (mine := next((one for one in there if one["id"] == person), None)) is not None:
        return mine
    slots = {s.get("id"): s for s in keyfile.load(book.home) if s["kind"] == "pin"}
    if person not in slots or any(one["id"] in slots for one in there):
        raise Refused(
            "这个 PIN 的人已经停用，没有打开", "请名单里的人来打开", field="pin", code="QL-SE-091"
        )
    name, today = str(slots[person].get("who", "")), clock.today().isoformat()
    was = book.row(Signer.table, person) or {
        "name": name, "role": access.ADMIN, "since": today, "checks": 0,
    }  # fmt: skip
    kept = {field: was[field] for field in ("name", "role", "since", "checks")}
    with book.change(f"还原的名单里没有能打开的人，重新列入：{name}"[:60]) as change:
        change.put_row(Signer.table, person, {**kept, "admin": 1, "left_on": None})
    return next(one for one in people.listed(book) if one["id"] == person)


def switch(book: "Book", person: str, pin: str) -> "Operator":
    """Another person, or the same after the lock. Refused, and counted, for a wrong PIN."""
    if not person:
        signers.confirm_opening(book, pin)
        if book.keys.protected:
            book.keys = keyfile.unlock(book.home, pin, signers.opening_slot(book))
        if book.operator.person:  # of no row of the list, whoever sat here before
            book.operator = type(book.operator)()
        return book.operator
    one = next((one for one in people.listed(book) if one["id"] == person), None)
    if one is None:
        raise Refused("这个人已经不在名单里", "请选名单里的人", field="name", code="QL-SZ-148")
    _check(book, one, pin)
    if book.keys.protected:
        book.keys = _own_keys(book, person, one["name"], one["role"], pin)
    return sit(book, person)


def _own_keys(book: "Book", person: str, name: str, role: str, pin: str) -> keyfile.Keys:
    """What this person's slot gives; who got a PIN while the file stood open has none yet."""
    slots = keyfile.load(book.home)
    if not any(slot["kind"] == "pin" and slot.get("id") == person for slot in slots):
        sealed = locks.holds_sealed(book, role, person)
        keyfile.add_pin(book.home, book.keys, pin, name, person, sealed=sealed)
    return keyfile.unlock(book.home, pin, person)


def _check(book: "Book", one: Row, pin: str) -> None:
    """By the list; where a restored one is of another day than the slot, the slot decides."""
    try:
        signers.check_pin(book, one, pin)
    except Refused as refused:
        if refused.code != "QL-SE-081" or not pin or not _opens(book, one["id"], pin):
            raise
        signers.keep_pin(book, one["id"], pin)


def _opens(book: "Book", person: str, pin: str) -> bool:
    return book.keys.protected and keyfile.place_of(book.home, pin, person) >= 0


def sit(book: "Book", person: str) -> "Operator":
    """The person is at the desk; that it is they was proved before."""
    operator = operator_of(book, person)
    if operator is not None:
        book.operator = operator
        with suppress(Refused):  # of a full disk: whoever sits down next does it
            locks.spread(book)
    return book.operator


def note_used(book: "Book", person: str) -> None:
    """When they last sat down."""
    if person and book.writable:
        book.put_setting(f"{_USED}{person}", clock.now())


def operator_of(book: "Book", person: str) -> "Operator | None":
    """This person of the list as an operator; None when they have stopped."""
    one = next((one for one in people.listed(book) if one["id"] == person), None)
    if one is None:
        return None
    return type(book.operator)(one["name"], one["role"], person)


def last_used(book: "Book", person: str) -> str:
    """The moment this person last sat down; "" for never."""
    return str(book.setting(f"{_USED}{person}") or "")


# -- for this once -----------------------------------------------------------------------------


def lenders(book: "Book", what: Level | str) -> list[Tile]:
    """Whose PIN would allow it: those with a PIN who may themselves."""
    able = people.doing(book, what)
    marked = {one["id"] for one in people.admins(book)} if isinstance(what, str) else set()
    return [
        tile
        for tile in tiles(book)
        if tile.role in able
        or (tile.name in able and tile.person in marked)
        or (isinstance(what, Level) and roles.level(book, tile.role) >= what)
    ]


@contextmanager
def lent(book: "Book", what: Level | str, person: str, pin: str, reason: str) -> Iterator[None]:
    """Somebody who may lets the one at the desk do it this once; who and why stay in the trail.

    For the second file their key is lent with it, and taken back.
    """
    lender = next((tile for tile in lenders(book, what) if tile.person == person), None)
    if lender is None:
        raise people.refusal(people.doing(book, what), seeing=isinstance(what, Level))
    if not reason.strip():
        raise Refused("还没有写为什么", "例：代交材料", field="reason", code="QL-SE-094")
    one = next(one for one in people.listed(book) if one["id"] == person)
    signers.check_pin(book, one, pin)
    named = what.name if isinstance(what, Level) else what
    spoken = people.LEVELS.get(named, named)
    with book.change(f"{lender.name}放行一次：{spoken}"[:60], reason=reason.strip()) as change:
        change.number("lent")
    before, keys = book.operator, book.keys
    book.operator = before._replace(lent=(*before.lent, named))
    takes_key = what == people.SEALED and keys.sealed is None
    if takes_key:
        book.keys = keys._replace(sealed=locks.keys_of(book, person, pin).sealed)
    try:
        yield
    finally:
        book.operator = book.operator._replace(lent=before.lent)
        if takes_key:
            book.keys = book.keys._replace(sealed=None)
