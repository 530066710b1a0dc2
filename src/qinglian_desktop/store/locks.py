"""The slots of people in the key file, kept in step with the list of people in the database.

Two files cannot change in one transaction. So the new slot is written beside the old one, then the
change is committed, then the old slot goes; at the next PIN the encrypted file decides which of
two slots holds (`settle`). Whatever moment a program dies in, one PIN opens: that of the list.
"""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.store import keyfile, people, roles

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book


@contextmanager
def waiting(
    book: "Book", keys: keyfile.Keys, person: str, name: str, role: str, pin: str, *,
    opens: bool = False,
) -> Iterator[None]:  # fmt: skip
    """Around the change that writes a person's new PIN: their slot comes with it, or not at all.

    Where the file still stands open it stays so, unless this PIN is to close it (`opens`).
    """
    if not keys.encrypted or not (opens or keys.protected):
        yield
        return
    sealed = holds_sealed(book, role, person)
    keyfile.add_pin(book.home, keys, pin, name, person, sealed=sealed)
    try:
        yield
    except BaseException:
        with contextlib.suppress(Refused):  # found again by `settle`
            keyfile.keep_one(book.home, keys, person, newest=False)
        raise
    changed = keyfile.keep_one(book.home, keys, person, newest=True, closes=opens)
    book.keys = _with_slots(book, changed)
    if sealed and roles.sees_sealed(book, role):
        _only_permitted(book)


def _with_slots(book: "Book", changed: keyfile.Keys) -> keyfile.Keys:
    return book.keys._replace(slots=changed.slots)


def holds_sealed(book: "Book", role: str, person: str = "") -> bool:
    """Does a slot of this role get the key of the second file?

    Whoever's role may see it; and, while there is nobody like that, the 管理员 keeps it for them.
    """
    if roles.sees_sealed(book, role):
        return True
    others = (one for one in people.listed(book) if one["id"] != person)
    return not any(roles.sees_sealed(book, one["role"]) for one in others)


def _only_permitted(book: "Book") -> None:
    """Somebody with the right has the key now: whoever only kept it for them gives it up."""
    for one in people.listed(book):
        if not roles.sees_sealed(book, one["role"]):
            take_sealed_away(book, one["id"])


def follow_role(book: "Book", person: str, role: str) -> None:
    """Another role: the key of the second file is given, as far as the desk has it, or taken."""
    if not book.keys.protected:
        return
    if not roles.sees_sealed(book, role):
        take_sealed_away(book, person)
    elif book.keys.sealed is not None:
        book.keys = _with_slots(book, keyfile.give_sealed(book.home, book.keys, person))
        _only_permitted(book)


def spread(book: "Book") -> None:
    """Whoever may see the second file gets its key from a desk that has it, their PIN or not."""
    if not book.keys.protected or book.keys.sealed is None or not book.writable:
        return
    slots = {s.get("id"): s for s in keyfile.load(book.home) if s["kind"] == "pin"}
    able = [one for one in people.listed(book) if roles.sees_sealed(book, one["role"])]
    for one in able:
        if (slot := slots.get(one["id"])) is not None and "sealed" not in slot:
            book.keys = _with_slots(book, keyfile.give_sealed(book.home, book.keys, one["id"]))
    if any("sealed" in slots.get(one["id"], ()) for one in able):
        _only_permitted(book)


def take_sealed_away(book: "Book", person: str) -> None:
    """Unless nobody else has it: the last key of a file is never thrown away."""
    if not book.keys.encrypted:
        return
    slots = keyfile.load(book.home)
    if any(slot["kind"] == "pin" and slot.get("id") != person and "sealed" in slot
           for slot in slots):  # fmt: skip
        book.keys = _with_slots(book, keyfile.drop_sealed(book.home, book.keys, person))


def keep_sealed(book: "Book", person: str, name: str) -> None:
    """Nobody goes with the only key of the second file: not even a way back would open it.

    A desk that has it hands it to the 管理员, who keep it until there is somebody it is for.
    """
    slots = keyfile.load(book.home) if book.keys.protected else ()
    holding = [slot for slot in slots if "sealed" in slot]
    if not holding or any(s["kind"] != "pin" or s.get("id") != person for s in holding):
        return
    able = {slot.get("id") for slot in slots if slot["kind"] == "pin" and "public" in slot}
    heirs = [one["id"] for one in people.admins(book) if one["id"] in able - {person}]
    if book.keys.sealed is None or not heirs:
        raise Refused(
            f"限制内容的钥匙只在{name}手里，停用了就再也打不开",
            f"请{name}先坐下来（点右上角的名字），出一张恢复单，再停用",
            code="QL-SE-103",
        )  # fmt: skip
    for heir in heirs:
        book.keys = _with_slots(book, keyfile.give_sealed(book.home, book.keys, heir))


def take_away(book: "Book", person: str) -> None:
    """Somebody who stopped opens nothing any more."""
    has = any(s["kind"] == "pin" and s.get("id") == person for s in keyfile.load(book.home))
    if book.keys.protected and has:
        book.keys = _with_slots(book, keyfile.drop_person(book.home, book.keys, person))


def keys_of(book: "Book", person: str, pin: str) -> keyfile.Keys:
    """The keys as this person's slot gives them; the desk's where they have no slot yet."""
    if not book.keys.protected:
        return book.keys
    try:
        return keyfile.unlock(book.home, pin, person)
    except Refused:
        return book.keys._replace(sealed=None, person=person, road="pin")


def settle(book: "Book", person: str, pin: str, *, fits: bool) -> None:
    """After a PIN that opened a slot: did the change that wrote it come through?

    `fits` is what the list says. Two slots are what a dead program left: the one that does not
    fit goes. One that does not fit belongs to a backup of another day; there the slot decides.
    """
    mine = [s for s in keyfile.load(book.home) if s["kind"] == "pin" and s.get("id") == person]
    if len(mine) < 2:
        return
    opened = keyfile.place_of(book.home, pin, person)
    newest = (opened == len(mine) - 1) is fits
    book.keys = _with_slots(book, keyfile.keep_one(book.home, book.keys, person, newest=newest))
    if not fits:
        raise Refused("PIN 不对", "上次改 PIN 没有做完，请用另一个 PIN", field="pin",
                      code="QL-SE-081")  # fmt: skip
