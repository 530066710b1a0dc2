"""How does a key lie in a slot? Sealed to a pair whose private half a PIN or a long code opens."""

import os
from collections.abc import Mapping
from typing import Any, Final

_MEMORY_MOST: Final = 1024 * 1024  # KiB; a damaged figure must not take the whole memory
_PASSES_MOST: Final = 64
Slot = dict[str, Any]


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


def pin_slot(
    main: bytes, sealed: bytes | None, pin: str, who: str, person: str, passes: int, memory: int
) -> Slot:
    """A new slot of a person: their pair locked with the PIN, the keys sealed to the pair."""
    slot: Slot = {
        "kind": "pin",
        "id": person,
        "who": who,
        "salt": os.urandom(16).hex(),
        "passes": passes,
        "memory_kib": memory,
    }
    private = os.urandom(32)
    slot["private"] = _shut(stretched(pin, slot), private, f"pin:{person}")
    slot["public"] = public(private).hex()
    give(slot, "main", main)
    if sealed is not None:
        give(slot, "sealed", sealed)
    return slot


def open_pin(slot: Slot, pin: str) -> tuple[bytes, bytes | None] | None:
    """Both keys, the second where it was given; None for a wrong PIN."""
    box = stretched(pin, slot)
    if "wrapped" in slot:  # as the first versions wrote it: both keys in one box
        both = _opened(box, f"{slot['nonce']}{slot['wrapped']}", "pin")
        return None if both is None else (key(both[:32]), key(both[32:]))
    private = _opened(box, slot["private"], f"pin:{slot.get('id', '')}")
    main = None if private is None else taken(slot, "main", private)
    if private is None or main is None:
        return None
    return main, taken(slot, "sealed", private)


def open_code(slot: Slot, code: str) -> tuple[bytes, bytes] | None:
    """Both keys by a code; None when it is another slot's."""
    private = from_code(code, bytes.fromhex(slot["salt"]))
    main, sealed = taken(slot, "main", private), taken(slot, "sealed", private)
    return None if main is None or sealed is None else (main, sealed)


def from_code(code: str, salt: bytes) -> bytes:
    """A code is long and random: no stretching could add to it."""
    return _derived(code.encode(), salt, b"qinglian recovery code")


def _derived(secret: bytes, salt: bytes, what: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt, what).derive(secret)


def public(private: bytes) -> bytes:
    """The half of a pair that may be seen."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _shared(private: bytes, public: bytes, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import (
        X25519PrivateKey,
        X25519PublicKey,
    )

    ours = X25519PrivateKey.from_private_bytes(private)
    shared = ours.exchange(X25519PublicKey.from_public_bytes(public))
    return _derived(shared, salt, b"qinglian slot")


def give(slot: Slot, name: str, secret: bytes) -> None:
    """Seals a key to whoever this slot is of; nobody need be there for it."""
    theirs, once = bytes.fromhex(slot["public"]), os.urandom(32)
    mine = public(once)
    box = _shared(once, theirs, mine + theirs)
    slot[name] = mine.hex() + _shut(box, secret, _bound(slot, name))


def taken(slot: Slot, name: str, private: bytes) -> bytes | None:
    """What was sealed to this slot; None when it was not, or not by this private half."""
    if name not in slot:
        return None
    theirs, ours = bytes.fromhex(slot[name][:64]), bytes.fromhex(slot["public"])
    box = _shared(private, theirs, theirs + ours)
    found = _opened(box, slot[name][64:], _bound(slot, name))
    return None if found is None else key(found)


def _bound(slot: Slot, name: str) -> str:
    return f"{slot['kind']}:{slot.get('id', '')}:{name}"


def _shut(key: bytes, secret: bytes, bound: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = os.urandom(12)
    return (nonce + ChaCha20Poly1305(key).encrypt(nonce, secret, bound.encode())).hex()


def _opened(key: bytes, box: str, bound: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    held = bytes.fromhex(box)
    try:
        return ChaCha20Poly1305(key).decrypt(held[:12], held[12:], bound.encode())
    except InvalidTag:
        return None


def key(data: bytes) -> bytes:
    """32 bytes, or ValueError."""
    if len(data) != 32:
        raise ValueError("a data key has 32 bytes")
    return data
