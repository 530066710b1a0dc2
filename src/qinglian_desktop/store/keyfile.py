"""The keys of this installation's two files, each wrapped for each person; kept beside the data.

One random 32-byte key per file. A slot of a person holds a key pair of theirs, the private half
locked with their PIN (Argon2id), and sealed to the public half the main key, and the key of the
second file only where their role may see it. So a key can be given to somebody, or changed, without
their PIN. All is bound to the row of that person: a name changed in this file opens nothing for
anybody. A slot of a code holds both keys sealed to a pair made of a long random code: the sheet in
the drawer, or the one that only the street's recovery key can read. Until somebody sets a PIN one
slot stands open: the program then says openly that encryption does not yet protect against somebody
who takes the whole folder.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.store import engine, key_slots
from qinglian_desktop.store.files import write_whole

NAME = "keys.json"
MEMORY_KIB = 64 * 1024  # Argon2id; RFC 9106 second recommended choice
PASSES = 3
SHEET, STREET = "sheet", "street"  # the two ways back

Slot = key_slots.Slot


class Keys(NamedTuple):
    """The data keys once unlocked; no main key means the plain build without encryption.

    An encrypted file whose sealed key is None was opened by somebody without a right to it.
    `person` is the row of whoever's PIN opened it, `road` the kind of slot that did.
    """

    main: bytes | None
    sealed: bytes | None
    slots: tuple[Slot, ...] = ()
    person: str = ""
    road: str = ""

    def __repr__(self) -> str:
        return f"Keys(encrypted={self.encrypted}, road={self.road!r})"  # no key in any log

    @property
    def encrypted(self) -> bool:
        return self.main is not None

    @property
    def protected(self) -> bool:
        """Is the key itself locked away, so that a stolen folder stays shut?"""
        return self.encrypted and not any(slot["kind"] == "open" for slot in self.slots)

    @property
    def opens_sealed(self) -> bool:
        """Can the second file be opened? In the plain build nothing keeps anybody from it."""
        return not self.encrypted or self.sealed is not None

    def slot(self, kind: str) -> Slot | None:
        return next((slot for slot in self.slots if slot["kind"] == kind), None)


# -- opening -----------------------------------------------------------------------------------


def make(home: Path, pin: str = "") -> Keys:
    """New keys for a new data folder; with a PIN the key is wrapped at once."""
    if not engine.can_encrypt():
        keys = Keys(None, None, ({"kind": "plain"},))
    else:
        pair = os.urandom(32), os.urandom(32)
        keys = Keys(*pair, (_slot(*pair, pin, "管理员", "") if pin else _open_slot(pair),))
    _save(home, keys.slots)
    return keys


def unlock(home: Path, pin: str = "", person: str | None = None) -> Keys:
    """The keys of a data folder; Refused when a PIN is needed and does not fit.

    `person` is whose PIN it is; without it every PIN of the folder is tried.
    """
    slots = load(home)
    try:
        return _unlocked(slots, pin, person)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as trouble:
        raise _unreadable() from trouble


def unlock_code(home: Path, code: str) -> Keys:
    """The keys, by the code of one of the two ways back (core/code); Refused when none fits."""
    slots = load(home)
    try:
        for slot in slots:
            if slot["kind"] in (SHEET, STREET) and (pair := key_slots.open_code(slot, code)):
                return Keys(*pair, slots, road=slot["kind"])
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as trouble:
        raise _unreadable() from trouble
    raise Refused(
        "这个恢复码打不开这份数据", "请核对是不是最新的那张恢复单", field="code", code="QL-SE-085"
    )


def people(home: Path) -> list[tuple[str, str]]:
    """(row id, name) of everybody who can open this folder with a PIN; none while it is open."""
    slots = load(home)
    return [
        (str(slot.get("id", "")), str(slot.get("who", "")))
        for slot in slots
        if slot["kind"] == "pin"
    ]


def _unreadable() -> Damaged:
    return Damaged("钥匙文件 keys.json 读不出来", "请从备份里找回 keys.json 换上")


def _unlocked(slots: tuple[Slot, ...], pin: str, person: str | None) -> Keys:
    kinds = {slot["kind"] for slot in slots}
    if "plain" in kinds:
        return Keys(None, None, slots, road="plain")
    for slot in slots:
        if slot["kind"] == "open":
            pair = (
                key_slots.key(bytes.fromhex(slot["main"])),
                key_slots.key(bytes.fromhex(slot["sealed"])),
            )
            return Keys(*pair, slots, road="open")
    if not pin:
        raise Refused("打开这份数据要输入 PIN", "请输入 PIN 再打开", field="pin", code="QL-SE-081")
    for slot in slots:
        whose = str(slot.get("id", ""))
        if slot["kind"] != "pin" or person not in (None, whose):
            continue
        if unwrapped := key_slots.open_pin(slot, pin):
            return Keys(*unwrapped, slots, whose, "pin")
    raise Refused("PIN 不对", "请再试一次，忘记了可用恢复单", field="pin", code="QL-SE-081")


# -- who may open ------------------------------------------------------------------------------


def set_pin(
    home: Path, keys: Keys, pin: str, who: str = "管理员", person: str = "", *, sealed: bool = True
) -> Keys:
    """Wraps the keys with a PIN and removes the open slot; four digits at least.

    The key of the second file goes in only where `sealed` says so and it is there to give.
    """
    if len(pin) < 4:
        raise Refused("PIN 太短", "请用 4 位以上的数字或字母", field="pin")
    if keys.main is None:
        raise Refused("这台电脑没有加密部件，设了 PIN 也锁不住文件", "请安装带加密部件的版本")
    made = _slot(keys.main, keys.sealed if sealed else None, pin, who, person)
    kept = [s for s in load(home) if s["kind"] != "open" and s.get("who") != who]
    return _put(home, keys, [*kept, made])


def add_pin(
    home: Path, keys: Keys, pin: str, who: str, person: str, *, sealed: bool = True
) -> Keys:
    """A slot beside those there are; `keep_one` says later which of somebody's two holds."""
    assert keys.main is not None
    made = _slot(keys.main, keys.sealed if sealed else None, pin, who, person)
    return _put(home, keys, [*load(home), made])


def keep_one(home: Path, keys: Keys, person: str, *, newest: bool, closes: bool = False) -> Keys:
    """Of a person's two slots the new one, or the old one.

    With `closes` nothing stands open any more, nor what the first versions wrote for everybody.
    """
    slots = load(home)
    mine = [slot for slot in slots if slot["kind"] == "pin" and slot.get("id", "") == person]
    if not newest:
        return _put(home, keys, [slot for slot in slots if slot not in mine[-1:]])
    gone = [*mine[:-1], *(s for s in slots if closes and _is_for_all(s))]
    return _put(home, keys, [slot for slot in slots if slot not in gone])


def place_of(home: Path, pin: str, person: str) -> int:
    """Which of a person's slots, in the order written, this PIN opens; -1 for none."""
    mine = [s for s in load(home) if s["kind"] == "pin" and s.get("id", "") == person]
    return next((at for at, slot in enumerate(mine) if key_slots.open_pin(slot, pin)), -1)


def drop_sealed(home: Path, keys: Keys, person: str) -> Keys:
    """Takes the key of the second file out of somebody's slot."""
    changed = [
        {name: value for name, value in s.items() if name != "sealed"}
        if s["kind"] == "pin" and s.get("id", "") == person
        else s
        for s in load(home)
    ]
    return _put(home, keys, changed)


def give_sealed(home: Path, keys: Keys, person: str) -> Keys:
    """Somebody may see the second file from now on; their PIN is not needed for it."""
    slots = [dict(slot) for slot in load(home)]
    for slot in slots:
        if slot["kind"] == "pin" and slot.get("id", "") == person and "public" in slot:
            assert keys.sealed is not None
            key_slots.give(slot, "sealed", keys.sealed)
    return _put(home, keys, slots)


def renewed(slots: Sequence[Slot], main: bytes, sealed: bytes) -> list[Slot]:
    """The same slots for new keys: each opens with the PIN or the code it had."""
    made = [dict(slot) for slot in slots]
    for slot in made:
        if "public" not in slot:
            raise Refused(
                "还有一个旧的 PIN，换不了钥匙", "请先在“谁在用”里加上每个人，再换", code="QL-SE-101"
            )
        key_slots.give(slot, "main", main)
        if "sealed" in slot:
            key_slots.give(slot, "sealed", sealed)
    return made


def drop_person(home: Path, keys: Keys, person: str) -> Keys:
    """Takes somebody's slot away; the last one stays, or nobody could open the file."""
    kept = [s for s in load(home) if not (s["kind"] == "pin" and s.get("id", "") == person)]
    if not any(slot["kind"] in ("pin", "open", "plain") for slot in kept):
        raise Refused(
            "至少保留一名管理员", "请先给别人设好 PIN 再停用这一位", code="QL-SE-092"
        )  # fmt: skip
    return _put(home, keys, kept)


def put_code(home: Path, keys: Keys, kind: str, code: str, **told: Any) -> Keys:
    """Wraps the keys with a long code in place of the one before; `told` stands there openly.

    Opened again with the code before it counts: what was written is what will be needed.
    """
    assert keys.main is not None and keys.sealed is not None
    salt = os.urandom(16)
    made = {"kind": kind, **told, "salt": salt.hex()}
    made["public"] = key_slots.public(key_slots.from_code(code, salt)).hex()
    for name, secret in (("main", keys.main), ("sealed", keys.sealed)):
        key_slots.give(made, name, secret)
    if key_slots.open_code(made, code) != (keys.main, keys.sealed):
        raise Damaged("恢复用的钥匙没有写对", "请再做一次")
    return _put(home, keys, [*(s for s in load(home) if s["kind"] != kind), made])


def drop_code(home: Path, keys: Keys, kind: str) -> Keys:
    """A used or lost sheet opens nothing any more."""
    return _put(home, keys, [s for s in load(home) if s["kind"] != kind])


def _is_for_all(slot: Slot) -> bool:
    return slot["kind"] == "open" or (slot["kind"] == "pin" and not slot.get("id", ""))


def _slot(main: bytes, sealed: bytes | None, pin: str, who: str, person: str) -> Slot:
    return key_slots.pin_slot(main, sealed, pin, who, person, PASSES, MEMORY_KIB)


def stretched(pin: str, slot: Mapping[str, Any]) -> bytes:
    """What a PIN becomes with the salt and the effort of this slot."""
    return key_slots.stretched(pin, slot)


def _open_slot(pair: tuple[bytes, bytes]) -> Slot:
    return {"kind": "open", "main": pair[0].hex(), "sealed": pair[1].hex()}


# -- the file ----------------------------------------------------------------------------------


def load(home: Path) -> tuple[Slot, ...]:
    """What stands in the key file now; Damaged when it cannot be read."""
    try:
        slots = json.loads((home / NAME).read_text("utf-8"))["slots"]
        read = tuple(dict(slot) for slot in slots)
        _ = [str(slot["kind"]) for slot in read]
    except FileNotFoundError:
        raise Damaged(
            "数据文件夹里的钥匙文件 keys.json 不见了", "请从备份里找回 keys.json 放回原处"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise _unreadable() from None
    return read


def _put(home: Path, keys: Keys, slots: Sequence[Slot]) -> Keys:
    _save(home, slots)
    return keys._replace(slots=tuple(slots))


def _save(home: Path, slots: Sequence[Slot]) -> None:
    write(home / NAME, slots)


def write(path: Path, slots: Sequence[Slot]) -> None:
    """A key file, whole or not at all."""
    text = json.dumps({"slots": list(slots)}, ensure_ascii=False, indent=1)
    write_whole(path, text.encode())
