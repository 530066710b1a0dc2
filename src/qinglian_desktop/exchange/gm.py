"""The suite `gm-1`: SM2, SM3 and SM4 in the places of X25519, SHA-256 and ChaCha20-Poly1305.

The frame of the file is that of age (exchange/age.py), its version line another. SM3 and SM4-GCM
come from `cryptography`, SM2 from `gmalg`; both are checked against the published vectors. That
makes correct code, not certified code: where an assessment (密评) is asked for, a certified module
has to do this work, and the program never says otherwise.
"""

import hashlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"qlb-gm-1"
STANZA = b"SM2"
PREFIX = "sm2:"  # how a recipient begins, before its 128 hex digits
ALG = "sm2-sm3"
UID = b"1234567812345678"  # GB/T 32918.2: the name of a signer who has none of his own
_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_WRAPPED = 1 + 64 + 32 + 16  # C1 ‖ C3 ‖ C2 of a 16-byte key


def _sm2(**keys: bytes) -> Any:
    from gmalg import SM2  # pure Python, and only this suite needs it

    return SM2(uid=UID, **keys)


def _refusals() -> tuple[type[Exception], ...]:
    """In how many ways `gmalg` says no: its own errors, and those of its arithmetic."""
    from gmalg.errors import GMError

    return GMError, ValueError, TypeError, ArithmeticError, LookupError, AssertionError


def secret_of(private: bytes) -> bytes:
    """The SM2 key that belongs to a 32-byte private key of ours, always the same one."""
    wide = int.from_bytes(HKDF(SM3(), 48, None, b"qlb1-sm2").derive(private), "big")
    return (wide % (_ORDER - 2) + 1).to_bytes(32, "big")


def public_of(private: bytes) -> bytes:
    """64 bytes: both coordinates of the public SM2 key of a private key of ours."""
    public: bytes = _sm2().generate_pk(secret_of(private))
    return public[1:]


def recipient_of(private: bytes) -> str:
    return PREFIX + public_of(private).hex()


def sign(private: bytes, message: bytes) -> bytes:
    """r ‖ s, 64 bytes."""
    r, s = _sm2(sk=secret_of(private)).sign(message)
    return bytes(r).rjust(32, b"\0") + bytes(s).rjust(32, b"\0")


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Is it the signature of the holder of this public key?"""
    if len(public) != 64 or len(signature) != 64:
        return False
    try:
        made = _sm2(pk=b"\x04" + public)
        return bool(
            made.verify_pk(b"\x04" + public)
            and made.verify(message, signature[:32], signature[32:])
        )
    except _refusals():
        return False


def wrap(file_key: bytes, recipient: str) -> tuple[list[bytes], bytes]:
    """Arguments and body of the stanza for one recipient."""
    public = bytes.fromhex(recipient.removeprefix(PREFIX))
    wrapped: bytes = _sm2(pk=b"\x04" + public).encrypt(file_key)
    return [STANZA, name_of(public)], wrapped


def unwrap(args: list[bytes], body: bytes, private: bytes) -> bytes | None:
    """The file key, where the stanza is for this private key; None where it is not, or broken."""
    if args[0] != STANZA or len(args) != 2 or len(body) != _WRAPPED or body[0] != 4:
        return None
    if args[1] != name_of(public_of(private)):
        return None
    try:
        key: bytes = _sm2(sk=secret_of(private)).decrypt(body)
    except _refusals():
        return None
    return key if len(key) == 16 else None


def name_of(public: bytes) -> bytes:
    """Names an SM2 key in a stanza and in a signature: 32 hex digits."""
    return hashlib.new("sha256", b"qlb1-sm2\0" + public).hexdigest()[:32].encode("ascii")


def mac(file_key: bytes, head: bytes) -> bytes:
    made = HMAC(HKDF(SM3(), 32, b"", b"header").derive(file_key), SM3())
    made.update(head)
    return made.finalize()


class Payload:
    """SM4-GCM with the face of ChaCha20Poly1305: 12 bytes of nonce, 16 of tag behind the text."""

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        self._key = HKDF(SM3(), 16, nonce, b"payload").derive(file_key)

    def encrypt(self, nonce: bytes, data: bytes, _more: bytes | None) -> bytes:
        made = Cipher(algorithms.SM4(self._key), modes.GCM(nonce)).encryptor()
        return made.update(data) + made.finalize() + made.tag

    def decrypt(self, nonce: bytes, data: bytes, _more: bytes | None) -> bytes:
        if len(data) < 16:
            raise InvalidTag
        mode = modes.GCM(nonce, data[-16:])
        made = Cipher(algorithms.SM4(self._key), mode).decryptor()
        return made.update(data[:-16]) + made.finalize()
