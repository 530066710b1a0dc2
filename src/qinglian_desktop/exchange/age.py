"""How is a file made readable to its addressees and nobody else? (age v1, X25519 recipients)

The format is https://age-encryption.org/v1 (C2SP age.md), so that stock `age` opens a bundle in
an emergency. Encryption streams with one chunk in memory; reading is by position, one chunk in
memory, so that nothing decrypted ever has to lie on a disk.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, NoReturn, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.exchange import age_bech32, gm

CHUNK = 65536  # plaintext bytes of every chunk but the last
_TAG = 16
_VERSION = b"age-encryption.org/v1"
_LABEL = b"age-encryption.org/v1/X25519"
_HEADER_MAX = 65536
_STANZAS_MAX = 64
_NONCE_0 = bytes(12)


class Sink(Protocol):
    """Anything that takes bytes in order."""

    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Identity:
    """A private decryption key, 32 bytes; never shown by repr."""

    private: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> "Identity":
        return cls(os.urandom(32))

    @classmethod
    def parse(cls, text: str) -> "Identity":
        """From AGE-SECRET-KEY-1…; Refused when a letter is wrong (it is typed from paper)."""
        return cls(_key("age-secret-key-", text))

    @property
    def text(self) -> str:
        return age_bech32.encode("age-secret-key-", self.private).upper()

    @property
    def recipient(self) -> str:
        """The public part, age1…"""
        public = X25519PrivateKey.from_private_bytes(self.private).public_key()
        return age_bech32.encode("age", public.public_bytes_raw())


# Public key in its text, or what makes the stanza of another kind of recipient (age_phrase.py).
Recipient = str | Callable[[bytes], bytes]


def recipient_key(text: str) -> bytes:
    """The 32 public bytes of age1…; Refused when a letter is wrong."""
    return _key("age", text)


def _key(prefix: str, text: str) -> bytes:
    try:
        key = age_bech32.decode(prefix, text.strip())
        if len(key) == 32:
            return key
    except ValueError:
        pass  # told below, together with a wrong length
    raise Refused("这串钥匙有一个字符对不上", "请对照原件逐个字符核对后重新输入", code="QL-UB-114")


class Writer:
    """Takes plaintext in any portions, hands age v1 ciphertext to `out`; `close` ends the file.

    `file_key` lets the writer's own process read back what it wrote and prove it.
    """

    def __init__(self, out: Sink, recipients: Sequence[Recipient]) -> None:
        if not recipients:
            raise ValueError("an age file needs a recipient")
        self.file_key = os.urandom(16)
        made = _suite_of(recipients)
        head = made.version + b"\n"
        for to in recipients:
            head += made.stanza(self.file_key, to) if isinstance(to, str) else to(self.file_key)
        head += b"---"
        out.write(head + b" " + _b64(made.mac(self.file_key, head)) + b"\n")
        nonce = os.urandom(16)
        out.write(nonce)
        self._out, self._cipher = out, made.payload(self.file_key, nonce)
        self._held, self._count = bytearray(), 0

    def write(self, data: bytes, /) -> int:
        self._held += data
        start = 0
        # A full chunk waits until more comes: the last one carries the mark and is never empty.
        while len(self._held) - start > CHUNK:
            self._seal(bytes(self._held[start : start + CHUNK]), last=False)
            start += CHUNK
        if start:
            del self._held[:start]
        return len(data)

    def flush(self) -> None:
        """Nothing to do: a chunk is only complete when it is full. (zipfile calls this.)"""

    def close(self) -> None:
        self._seal(bytes(self._held), last=True)
        self._held.clear()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._count, last), chunk, None))
        self._count += 1


class Reader:
    """Reads plaintext by position from the age file at `start` (`length` bytes) of `file`.

    Opening finds the key, proves the header and the last chunk, so that a cut file is known at
    once; every other chunk is proved when it is read. Damaged when anything does not agree,
    Refused when none of `identities` is an addressee.
    """

    def __init__(
        self,
        file: BinaryIO,
        identities: Sequence[Identity] = (),
        *,
        start: int = 0,
        length: int | None = None,
        file_key: bytes | None = None,
    ) -> None:
        self._file = file
        length = file.seek(0, os.SEEK_END) - start if length is None else length
        file.seek(start)
        head = _parse(file.read(min(length, _HEADER_MAX)))
        key = file_key or _file_key(head, identities)
        if not hmac.compare_digest(head.suite.mac(key, head.signed), head.mac):
            _damaged()
        file.seek(start + head.length)
        nonce = file.read(16)
        sealed = length - head.length - 16
        self._count, rest = divmod(sealed, CHUNK + _TAG)
        self._count += rest > 0
        if sealed < _TAG or 0 < rest < _TAG or (rest == _TAG and self._count > 1):
            _damaged()
        self.size = sealed - self._count * _TAG
        self._first, self._cipher = start + head.length + 16, head.suite.payload(key, nonce)
        self._sealed, self._held, self._held_no = sealed, b"", -1
        self._chunk(self._count - 1)

    def read_at(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes from `offset`; fewer only at the end."""
        end = min(offset + size, self.size)
        pieces = []
        while offset < end:
            number, within = divmod(offset, CHUNK)
            piece = self._chunk(number)[within : within + end - offset]
            pieces.append(piece)
            offset += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _chunk(self, number: int) -> bytes:
        if number != self._held_no:
            at = number * (CHUNK + _TAG)
            self._file.seek(self._first + at)
            sealed = self._file.read(min(CHUNK + _TAG, self._sealed - at))
            try:
                nonce = _nonce(number, number == self._count - 1)
                self._held = self._cipher.decrypt(nonce, sealed, None)
            except InvalidTag:
                _damaged()
            self._held_no = number
        return self._held


def encrypt(source: BinaryIO, out: Sink, recipients: Sequence[str]) -> None:
    """`source` from where it stands to its end, as one age file."""
    writer = Writer(out, recipients)
    while piece := source.read(CHUNK):
        writer.write(piece)
    writer.close()


def decrypt(source: BinaryIO, out: Sink, identities: Sequence[Identity]) -> int:
    """The age file that begins at the start of `source` (seekable), in the clear; its size."""
    reader = Reader(source, identities)
    for offset in range(0, reader.size, CHUNK):
        out.write(reader.read_at(offset, CHUNK))
    return reader.size


class _Aead(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, more: bytes | None, /) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, more: bytes | None, /) -> bytes: ...


class _Suite(NamedTuple):
    """The algorithms within one frame."""

    version: bytes
    stanza: Callable[[bytes, str], bytes]  # (file key, recipient)
    unwrap: Callable[[list[bytes], bytes, Identity], bytes | None]
    payload: Callable[[bytes, bytes], _Aead]
    mac: Callable[[bytes, bytes], bytes]


def _suite_of(recipients: Sequence[Recipient]) -> _Suite:
    national = [isinstance(to, str) and to.startswith(gm.PREFIX) for to in recipients]
    if any(national) != all(national):
        raise ValueError("one file, one suite")
    return _GM if national[0] else _AGE


@dataclass(frozen=True, slots=True)
class _Head:
    suite: _Suite
    stanzas: list[tuple[list[bytes], bytes]]
    signed: bytes
    mac: bytes
    length: int


def _parse(text: bytes) -> _Head:
    stanzas: list[tuple[list[bytes], bytes]] = []
    at = 0

    def line() -> bytes:
        nonlocal at
        end = text.find(b"\n", at)
        if end < 0:
            _damaged()
        found, at = text[at:end], end + 1
        return found

    first = line()
    suite = {_VERSION: _AGE, gm.VERSION: _GM}.get(first)
    if suite is None:
        if first.startswith(b"age-encryption.org/v") and first[20:].isdigit():
            raise NewerData("这个文件是用更新的加密格式写的", "请先升级程序", code="QL-UB-066")
        _damaged()
    while True:
        before = at
        found = line()
        if found.startswith(b"--- ") and stanzas:
            return _Head(suite, stanzas, text[: before + 3], _unb64(found[4:], 32), at)
        args = found[3:].split(b" ")
        if not found.startswith(b"-> ") or not all(args) or len(stanzas) >= _STANZAS_MAX:
            _damaged()
        body = b""
        while len(found := line()) == 64:
            body += found
        stanzas.append((args, _unb64(body + found)))


def _stanza(file_key: bytes, recipient: str) -> bytes:
    """For age1…; another kind of recipient (age_phrase.py) makes its own."""
    public = recipient_key(recipient)
    ephemeral = X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    wrapped = _wrap_cipher(shared, share, public).encrypt(_NONCE_0, file_key, None)
    return b"-> X25519 " + _b64(share) + b"\n" + _b64(wrapped) + b"\n"  # 43 letters: one line


def _file_key(head: _Head, identities: Sequence[Identity]) -> bytes:
    for args, body in head.stanzas:
        for identity in identities:
            key = head.suite.unwrap(args, body, identity)
            if key is not None:
                return key
    raise Refused(
        "这个包不是加密给本单位的，打不开",
        "请核对是否拿错了包；如果本机刚换过钥匙，请让对方重新导出",
        code="QL-UB-107",
    )


def _unwrapped(args: list[bytes], body: bytes, identity: Identity) -> bytes | None:
    """The file key, or None where the stanza is for somebody else."""
    if args[0] != b"X25519":
        return None
    if len(args) != 2 or len(body) != 32:
        _damaged()
    share = _unb64(args[1], 32)
    private = X25519PrivateKey.from_private_bytes(identity.private)
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(share))
        public = private.public_key().public_bytes_raw()
        return _wrap_cipher(shared, share, public).decrypt(_NONCE_0, body, None)
    except InvalidTag:
        return None
    except ValueError:  # a share of low order: no honest writer makes one
        _damaged()


def _gm_stanza(file_key: bytes, recipient: str) -> bytes:
    args, body = gm.wrap(file_key, recipient)
    text = _b64(body)
    lines = [text[at : at + 64] for at in range(0, len(text) + 1, 64)]  # the last one is shorter
    return b"-> " + b" ".join(args) + b"\n" + b"\n".join(lines) + b"\n"


def _gm_unwrapped(args: list[bytes], body: bytes, identity: Identity) -> bytes | None:
    return gm.unwrap(args, body, identity.private)


def _wrap_cipher(shared: bytes, share: bytes, public: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_hkdf(shared, share + public, _LABEL))


def _payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload"))


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_hkdf(file_key, b"", b"header"), head, hashlib.sha256)


def _hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


def _nonce(count: int, last: bool) -> bytes:
    return count.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _unb64(text: bytes, length: int | None = None) -> bytes:
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        _damaged()
    if _b64(data) != text or (length is not None and len(data) != length):
        _damaged()  # one value has one spelling
    return data


def stanzas(file: BinaryIO) -> list[tuple[list[bytes], bytes]]:
    """Who may open the age file that begins at the start of `file`: words and body of each."""
    file.seek(0)
    return _parse(file.read(_HEADER_MAX)).stanzas


def encoded(data: bytes) -> bytes:
    """As a header spells bytes."""
    return _b64(data)


def decoded(text: bytes) -> bytes:
    return _unb64(text)


def _damaged() -> NoReturn:
    raise Damaged(
        "加密的内容不完整或被改动过", "请重新复制一次；还是这样就请对方重新导出", code="QL-UB-103"
    )


_AGE = _Suite(_VERSION, _stanza, _unwrapped, _payload_cipher, _mac)
_GM = _Suite(gm.VERSION, _gm_stanza, _gm_unwrapped, gm.Payload, gm.mac)
