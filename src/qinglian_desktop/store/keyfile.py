"""The keys of this installation's two files, each wrapped; kept beside the database.

One random 32-byte key per file. A slot holds it wrapped with a PIN (Argon2id), or sealed to the
street's recovery key, or, until somebody sets a PIN, open: the program then says openly that
encryption does not yet protect against somebody who takes the whole folder.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.store import engine
from qinglian_desktop.store.files import write_whole

_NAME = "keys.json"
MEMORY_KIB = 64 * 1024  # Argon2id; RFC 9106 second recommended choice
PASSES = 3
_MEMORY_MOST, _PASSES_MOST = 1024 * 1024, 64  # a damaged figure must not take the whole memory


class Keys(NamedTuple):
    """The data keys once unlocked; None means the plain build without encryption."""

    main: bytes | None
    sealed: bytes | None
    slots: tuple[dict[str, Any], ...] = ()

    @property
    def encrypted(self) -> bool:
        return self.main is not None

    @property
    def protected(self) -> bool:
        """Is the key itself locked away, so that a stolen folder stays shut?"""
        return self.encrypted and not any(slot["kind"] == "open" for slot in self.slots)


def make(home: Path, pin: str = "") -> Keys:
    """New keys for a new data folder; with a PIN the key is wrapped at once."""
    if not engine.can_encrypt():
        keys = Keys(None, None, ({"kind": "plain"},))
    else:
        pair = os.urandom(32), os.urandom(32)
        keys = Keys(*pair, (_pin_slot(pair, pin, "管理员") if pin else _open_slot(pair),))
    _save(home, keys)
    return keys


def unlock(home: Path, pin: str = "") -> Keys:
    """The keys of a data folder; Refused when a PIN is needed and does not fit."""
    slots = _load(home)
    try:
        return _unlocked(slots, pin)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as trouble:
        raise _unreadable() from trouble


def _unreadable() -> Damaged:
    return Damaged("钥匙文件 keys.json 读不出来", "请从备份里找回 keys.json 换上")


def _unlocked(slots: tuple[dict[str, Any], ...], pin: str) -> Keys:
    kinds = {slot["kind"] for slot in slots}
    if "plain" in kinds:
        return Keys(None, None, slots)
    for slot in slots:
        if slot["kind"] == "open":
            pair = _key(bytes.fromhex(slot["main"])), _key(bytes.fromhex(slot["sealed"]))
            return Keys(*pair, slots)
    if not pin:
        raise Refused("打开这份数据要输入 PIN", "请输入 PIN 再打开", field="pin", code="QL-SE-081")
    for slot in slots:
        if slot["kind"] == "pin" and (unwrapped := _open_pin(slot, pin)):
            return Keys(*unwrapped, slots)
    raise Refused("PIN 不对", "请再试一次，忘记了可用恢复单", field="pin", code="QL-SE-081")


def set_pin(home: Path, keys: Keys, pin: str, who: str = "管理员") -> Keys:
    """Wraps the keys with a PIN and removes the open slot; four digits at least."""
    if len(pin) < 4:
        raise Refused("PIN 太短", "请用 4 位以上的数字或字母", field="pin")
    if keys.main is None or keys.sealed is None:
        raise Refused("这台电脑没有加密部件，设了 PIN 也锁不住文件", "请安装带加密部件的版本")
    pair = keys.main, keys.sealed
    kept = tuple(s for s in keys.slots if s["kind"] not in ("open",) and s.get("who") != who)
    changed = keys._replace(slots=(*kept, _pin_slot(pair, pin, who)))
    _save(home, changed)
    return changed


def _open_slot(pair: tuple[bytes, bytes]) -> dict[str, Any]:
    return {"kind": "open", "main": pair[0].hex(), "sealed": pair[1].hex()}


def stretched(pin: str, slot: Mapping[str, Any]) -> bytes:
    """What a PIN becomes with the salt and the effort of this slot."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    if slot["memory_kib"] > _MEMORY_MOST or slot["passes"] > _PASSES_MOST:
        raise ValueError("no slot of ours asks for so much")
    argon = Argon2id(
        salt=bytes.fromhex(slot["salt"]),
        length=32,
        iterations=slot["passes"],
        lanes=2,
        memory_cost=slot["memory_kib"],
    )
    return argon.derive(pin.encode())


def _pin_slot(pair: tuple[bytes, bytes], pin: str, who: str) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    slot: dict[str, Any] = {
        "kind": "pin",
        "who": who,
        "salt": os.urandom(16).hex(),
        "passes": PASSES,
        "memory_kib": MEMORY_KIB,
        "nonce": os.urandom(12).hex(),
    }
    box = ChaCha20Poly1305(stretched(pin, slot))
    slot["wrapped"] = box.encrypt(bytes.fromhex(slot["nonce"]), b"".join(pair), b"pin").hex()
    return slot


def _open_pin(slot: dict[str, Any], pin: str) -> tuple[bytes, bytes] | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        plain = ChaCha20Poly1305(stretched(pin, slot)).decrypt(
            bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"]), b"pin"
        )
    except InvalidTag:
        return None
    return _key(plain[:32]), _key(plain[32:])


def _key(data: bytes) -> bytes:
    if len(data) != 32:
        raise ValueError("a data key has 32 bytes")
    return data


def _load(home: Path) -> tuple[dict[str, Any], ...]:
    try:
        slots = json.loads((home / _NAME).read_text("utf-8"))["slots"]
        return tuple(dict(slot) for slot in slots)
    except FileNotFoundError:
        raise Damaged(
            "数据文件夹里的钥匙文件 keys.json 不见了", "请从备份里找回 keys.json 放回原处"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise _unreadable() from None


def _save(home: Path, keys: Keys) -> None:
    text = json.dumps({"slots": list(keys.slots)}, ensure_ascii=False, indent=1)
    write_whole(home / _NAME, text.encode())
