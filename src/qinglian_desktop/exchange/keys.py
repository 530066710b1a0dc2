"""Which keys does an office hold, how are they recognised, and how are they kept safe?"""

import base64
import binascii
import hashlib
import io
import os
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.exchange import age

MEMORY_FLOOR = 19 * 1024  # KiB; OWASP's smallest recommended memory for Argon2id
_MEMORY_CEILING = 1024 * 1024  # KiB; a damaged file must not be able to ask for all memory
OFFICE_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")
_HEX_128 = re.compile(r"[0-9a-f]{128}")
_HEX_64 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 private key, 32 bytes; never shown by repr."""

    private: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> "SigningKey":
        return cls(os.urandom(32))

    @property
    def public(self) -> bytes:
        return self._key().public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        return key_id(self.public)

    def sign(self, data: bytes) -> bytes:
        return self._key().sign(data)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)


def key_id(public: bytes) -> str:
    """32 hexadecimal digits that name a signing key in a header and in the roster."""
    return canonical.short(b"qlb1-key\0" + public)


def verify(public: bytes, signature: bytes, data: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others may know of an office's keys; `name` is for sentences only."""

    office: str
    signing: bytes
    recipient: str  # age1…
    name: str = ""
    gm: bytes = b""  # the SM2 key that signs in the suite gm-1; older programs had none

    @property
    def key_id(self) -> str:
        return key_id(self.signing)

    @property
    def fingerprint(self) -> str:
        """Eight groups of four digits (about 106 bits) that two people compare on paper."""
        held = b"qlb1-fingerprint\0" + self.signing + age.recipient_key(self.recipient)
        digits = f"{int.from_bytes(hashlib.sha256(held).digest(), 'big') % 10**32:032d}"
        return " ".join(digits[at : at + 4] for at in range(0, 32, 4))

    def as_object(self) -> dict[str, Any]:
        """The form that travels in a roster, a unit file or an enrolment."""
        made: dict[str, Any] = {
            "age": self.recipient,
            "format": 1,
            "name": self.name,
            "office": self.office,
            "sign": self.signing.hex(),
        }
        return {**made, "gm": self.gm.hex()} if self.gm else made

    @classmethod
    def from_object(cls, given: object) -> "PublicKeys":
        """Damaged when a field is missing or wrong, NewerData for a later format."""
        made = given if isinstance(given, dict) else {}
        if isinstance(made.get("format"), int) and made["format"] > 1:
            raise NewerData("对方用的是新版本", "请先升级再导入", code="QL-UB-066")
        office, name, sign = made.get("office"), made.get("name"), made.get("sign")
        recipient, gm = made.get("age"), made.get("gm", "")
        if (
            made.get("format") == 1
            and isinstance(office, str)
            and OFFICE_ID.fullmatch(office)
            and isinstance(name, str)
            and len(name) <= 100
            and isinstance(sign, str)
            and _HEX_64.fullmatch(sign)
            and isinstance(gm, str)
            and (not gm or _HEX_128.fullmatch(gm))
            and isinstance(recipient, str)
        ):
            age.recipient_key(recipient)
            return cls(office, bytes.fromhex(sign), recipient, name, bytes.fromhex(gm))
        raise Damaged("单位的公开钥匙写得不完整", "请让对方重新导出", code="QL-UB-300")


@dataclass(frozen=True, slots=True)
class OfficeKeys:
    """Both private keys of one office: one signs what it sends, one opens what it receives."""

    signing: SigningKey
    decryption: age.Identity

    @classmethod
    def generate(cls) -> "OfficeKeys":
        return cls(SigningKey.generate(), age.Identity.generate())

    @classmethod
    def from_secret(cls, secret: bytes) -> "OfficeKeys":
        """The reverse of `secret`, once it has been unwrapped."""
        if len(secret) != 64:
            raise Damaged("钥匙文件不完整", "请用备份里的钥匙文件", code="QL-SE-083")
        return cls(SigningKey(secret[:32]), age.Identity(secret[32:]))

    @property
    def secret(self) -> bytes:
        """64 bytes, to be wrapped before they are stored anywhere."""
        return self.signing.private + self.decryption.private

    def public(self, office: str, name: str = "") -> PublicKeys:
        return PublicKeys(office, self.signing.public, self.decryption.recipient, name)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs (Argon2id, RFC 9106); memory in KiB."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 1

    def fits(self) -> bool:
        return (
            MEMORY_FLOOR <= self.memory <= _MEMORY_CEILING
            and 1 <= self.passes <= 64
            and 1 <= self.lanes <= 16
        )


def wrap(secret: bytes, passphrase: str, cost: Cost | None = None) -> dict[str, Any]:
    """`secret` locked with a passphrase, ready for JSON; the cost is stored beside it."""
    cost = cost or Cost()
    if not cost.fits():
        raise ValueError("cost below the floor or above the ceiling")
    made: dict[str, Any] = {
        "format": 1,
        "kdf": "argon2id",
        "lanes": cost.lanes,
        "memory_kib": cost.memory,
        "passes": cost.passes,
        "salt": os.urandom(16).hex(),
    }
    nonce = os.urandom(12)
    key = _stretched(passphrase, bytes.fromhex(made["salt"]), cost)
    # The terms are authenticated too: weaker ones cannot be slipped in beside the box.
    box = ChaCha20Poly1305(key).encrypt(nonce, secret, canonical.dumps(made))
    return {**made, "box": (nonce + box).hex()}


def unwrap(wrapped: object, passphrase: str) -> bytes:
    """Refused for a wrong passphrase, Damaged when the wrapping itself is not whole."""
    terms = dict(wrapped) if isinstance(wrapped, dict) else {}
    box = terms.pop("box", None)
    if isinstance(terms.get("format"), int) and terms["format"] > 1:
        raise NewerData("钥匙文件是新版本写的", "请先升级程序", code="QL-UB-066")
    try:
        cost = Cost(int(terms["memory_kib"]), int(terms["passes"]), int(terms["lanes"]))
        salt, sealed = bytes.fromhex(terms["salt"]), bytes.fromhex(box or "")
        whole = terms["kdf"] == "argon2id" and len(salt) == 16 and len(sealed) >= 28
        bound = canonical.dumps(terms)
    except (KeyError, TypeError, ValueError, AttributeError):
        whole = False
    if not whole or not cost.fits():
        raise Damaged("钥匙文件不完整", "请用备份里的钥匙文件", code="QL-SE-083")
    try:
        key = _stretched(passphrase, salt, cost)
        return ChaCha20Poly1305(key).decrypt(sealed[:12], sealed[12:], bound)
    except InvalidTag:
        raise Refused(
            "口令不对",
            "请看大小写和输入法后重新输入；忘了口令，请带上恢复钥匙找街道",
            field="passphrase",
            code="QL-SE-084",
        ) from None


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    # One spelling for what looks the same, whatever the input method produced.
    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Argon2id(
        salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    ).derive(text)


def escrow(secret: bytes, recovery_recipient: str) -> str:
    """`secret` sealed to the recovery key: an age file in base64, for a forgotten passphrase."""
    out = io.BytesIO()
    age.encrypt(io.BytesIO(secret), out, [recovery_recipient])
    return base64.b64encode(out.getvalue()).decode("ascii")


def recover(sealed: str, recovery: age.Identity) -> bytes:
    """The reverse of `escrow`, with the key from the safe."""
    try:
        held = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        raise Damaged("恢复用的钥匙文件不完整", "请用另一份备份", code="QL-SE-083") from None
    out = io.BytesIO()
    age.decrypt(io.BytesIO(held), out, [recovery])
    return out.getvalue()
