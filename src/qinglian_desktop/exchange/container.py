"""How is a bundle wrapped so that anybody can tell, without a key, that it is whole and whose?

    QLB1 LF  header LF  signatures LF  body to the end of the file

The signature covers the header line and the header covers the body's length and SHA-256.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from qinglian_desktop.core import canonical
from qinglian_desktop.exchange import age, container_header, gm
from qinglian_desktop.exchange import container_says as says
from qinglian_desktop.exchange.container_header import GM, HEADER_MAX, PLAIN, Header
from qinglian_desktop.exchange.keys import PublicKeys, SigningKey
from qinglian_desktop.exchange.keys import verify as signature_fits

MAGIC = b"QLB1\n"
SIGNATURES_MAX = 4 * 1024  # bytes, the line feed not counted
SUFFIX = ".qlb"
_PIECE = 1 << 20


class Source(Protocol):
    """Decrypted content, read by position."""

    size: int

    def read_at(self, offset: int, size: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the body: the header, who signed it, where the body begins."""

    header: Header
    signatures: tuple[tuple[str, bytes], ...]  # (key id, Ed25519 signature)
    body_at: int
    national: tuple[tuple[str, bytes], ...] = ()  # the same with SM2


class PlainSource:
    """The body of a `plain-1` bundle, read as it lies."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self.size = file, start, size

    def read_at(self, offset: int, size: int) -> bytes:
        self._file.seek(self._start + offset)
        return self._file.read(min(size, self.size - offset))


class Measured:
    """Passes bytes on to `out` and keeps their number and SHA-256."""

    def __init__(self, out: age.Sink) -> None:
        self._out, self._sha, self.size = out, hashlib.sha256(), 0

    def write(self, data: bytes, /) -> int:
        self._out.write(data)
        self._sha.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back. (zipfile calls this.)"""

    @property
    def sha256(self) -> str:
        return self._sha.hexdigest()


def signed_bytes(header_line: bytes) -> bytes:
    """What is signed; the first bytes keep a signature from being used for anything else."""
    return b"qlb1-header\0" + hashlib.sha256(header_line).digest()


def write_container(
    path: Path, header: Header, body_source: BinaryIO, signer: SigningKey
) -> tuple[str, int]:
    """Writes the bundle whole or not at all (`.part`, fsync, rename); (SHA-256, size) of the file.

    `body_source` stands at the start of the body. Damaged when the body does not have the length
    and hash that the header states, which only a failing disk can cause.
    """
    line = header.line
    if len(line) > HEADER_MAX or header.signer_key_id != signer.key_id:
        raise ValueError("header too long or made for another key")
    entries = _signed(line, header, signer)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            whole, body = Measured(file), 0
            whole.write(MAGIC + line + b"\n" + canonical.dumps(entries) + b"\n")
            checked = hashlib.sha256()
            while piece := body_source.read(_PIECE):
                whole.write(piece)
                checked.update(piece)
                body += len(piece)
            if (body, checked.hexdigest()) != (header.cipher_len, header.cipher_sha256):
                raise says.altered("本机")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return whole.sha256, whole.size


def _signed(line: bytes, header: Header, signer: SigningKey) -> list[dict[str, str]]:
    signed = signed_bytes(line)
    made = [{"alg": "ed25519", "key": signer.key_id, "sig": signer.sign(signed).hex()}]
    if header.suite == GM:
        signature = gm.sign(signer.private, signed).hex()
        made.append({"alg": gm.ALG, "key": signer.key_id, "sig": signature})
    return made


def read_header(path: Path) -> Header:
    """The label of the bundle at `path`; reads at most 68 KiB and proves nothing about the body.

    Refused when it is no bundle, NewerData when this program is too old, Damaged otherwise.
    """
    return read_opening(path).header


def read_opening(path: Path) -> Opening:
    try:
        with path.open("rb") as file:
            return _opening(file)
    except OSError:
        raise says.unreadable() from None


def _opening(file: BinaryIO) -> Opening:
    magic = file.read(len(MAGIC))
    if magic != MAGIC:
        if magic[:3] == MAGIC[:3] and magic[3:4] in b"23456789" and magic[4:] == b"\n":
            raise says.newer()
        if magic and MAGIC.startswith(magic):
            raise says.cut_short()
        raise says.packed() if magic.startswith(b"PK") else says.not_a_bundle()
    line = _line(file, HEADER_MAX)
    header = container_header.parse(line)
    line = _line(file, SIGNATURES_MAX)
    return Opening(header, _signatures(line, "ed25519"), file.tell(), _signatures(line, gm.ALG))


def _line(file: BinaryIO, most: int) -> bytes:
    line = file.readline(most + 1)
    if line.endswith(b"\n"):
        return line[:-1]
    if len(line) > most:
        raise says.bad_header("太长")
    raise says.cut_short()


def _signatures(line: bytes, alg: str) -> tuple[tuple[str, bytes], ...]:
    try:
        given = canonical.loads(line, depth=2)
        if not isinstance(given, list) or canonical.dumps(given) != line:
            raise ValueError("not a canonical list")
        return tuple(_signature(one) for one in given if one["alg"] == alg)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise says.bad_header("签名") from None


def _signature(entry: dict[str, Any]) -> tuple[str, bytes]:
    if entry.keys() != {"alg", "key", "sig"} or entry["sig"] != entry["sig"].lower():
        raise ValueError("not a signature")
    return entry["key"], bytes.fromhex(entry["sig"])


def verify(path: Path, header: Header, public_key: PublicKeys) -> None:
    """Proves signature, length and SHA-256 of the body; needs no private key.

    Refused for another's signature, Damaged for a file that is cut, longer or changed.
    """
    whose = f"〔{public_key.name or header.sender}〕"
    opening = read_opening(path)
    if opening.header != header:
        raise says.altered(whose)
    verify_signature(opening, public_key)
    try:
        with path.open("rb") as file:
            file.seek(opening.body_at)
            _verify_body(file, header, whose)
    except OSError:
        raise says.unreadable(whose) from None


def verify_signature(opening: Opening, public_key: PublicKeys) -> None:
    """Proves that the holder of `public_key` signed this header."""
    header = opening.header
    if header.signer_key_id != public_key.key_id or header.sender != public_key.office:
        raise says.unknown_signer()
    signed = signed_bytes(header.line)
    for key_id, signature in opening.signatures:
        if key_id == header.signer_key_id:
            if signature_fits(public_key.signing, signature, signed) and _fits_too(
                opening, public_key, signed
            ):
                return
            break
    raise says.forged(f"〔{public_key.name or header.sender}〕")


def _fits_too(opening: Opening, public_key: PublicKeys, signed: bytes) -> bool:
    """In the suite gm-1 the SM2 signature must fit besides."""
    if opening.header.suite != GM:
        return True
    own = [one for key_id, one in opening.national if key_id == opening.header.signer_key_id]
    return len(own) == 1 and gm.verify(public_key.gm, own[0], signed)


def _verify_body(file: BinaryIO, header: Header, whose: str) -> None:
    at = file.tell()
    there = file.seek(0, os.SEEK_END) - at
    if there < header.cipher_len:
        raise says.incomplete(header.cipher_len - there, whose)
    if there > header.cipher_len:
        raise says.junk_after(there - header.cipher_len, whose)
    file.seek(at)
    sha = hashlib.sha256()
    while piece := file.read(_PIECE):
        sha.update(piece)
    if sha.hexdigest() != header.cipher_sha256:
        raise says.altered(whose)


@contextmanager
def open_body(path: Path, identities: Sequence[age.Identity] = ()) -> Iterator[Source]:
    """The decrypted body by position; nothing decrypted is written to a disk.

    Call it after `verify`. Refused when the bundle is not encrypted to one of `identities`.
    """
    try:
        file = path.open("rb")
    except OSError:
        raise says.unreadable() from None
    with file:
        opening = _opening(file)
        header = opening.header
        if header.suite == PLAIN:
            yield PlainSource(file, opening.body_at, header.cipher_len)
        else:
            yield age.Reader(file, identities, start=opening.body_at, length=header.cipher_len)
