"""Bundles for tests: honest ones, and the ones an attacker with registered keys could make."""

import hashlib
import io
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.exchange import age, container, sealing
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.keys import OfficeKeys, PublicKeys, SigningKey
from qinglian_desktop.exchange.payload import Limits, PayloadReader, PayloadWriter
from qinglian_desktop.exchange.sealing import SealedFile, seal, unseal

STREET_ID, UNIT_ID = "street-01", "unit-07"
STREET, UNIT, STRANGER = OfficeKeys.generate(), OfficeKeys.generate(), OfficeKeys.generate()
UNIT_PUBLIC = UNIT.public(UNIT_ID, "新街子社区")
STREET_PUBLIC = STREET.public(STREET_ID, "青莲街道")
RECOVERY = age.Identity.generate()
PHOTO = b"\xff\xd8\xff\xe0 not really a photo" * 40
PHOTO_SHA = hashlib.sha256(PHOTO).hexdigest()


def row(number: int, **more: Any) -> bytes:
    """One canonical row line."""
    return canonical.dumps(
        {
            "amount": number * 100,
            "deleted": 0,
            "id": f"0199-{number:08d}",
            "note": f"第 {number} 笔，张建国经手",
            "owner": UNIT_ID,
            "vv": {"s1": number + 1},
            **more,
        }
    )


ROWS = [row(number) for number in range(40)]


def fields(**more: Any) -> dict[str, Any]:
    return {
        "kind": "up",
        "from": UNIT_ID,
        "to": STREET_ID,
        "stream_id": "s1",
        "bundle_no": 12,
        "high_seq": 40,
        "created_claimed": "2026-11-24T09:00:00",
        **more,
    }


def fill(writer: PayloadWriter, rows: Sequence[bytes] = tuple(ROWS)) -> None:
    writer.add_table("entry", rows, digest="0" * 32, held=len(rows))
    writer.add_table("notice", [])
    writer.add_json("ack.json", {"acked_seq": 3})
    writer.add_pack("calendar-2026", "年 = 2026\n".encode())
    writer.add_blob(io.BytesIO(PHOTO), PHOTO_SHA)
    writer.add_facts(trail={"head": "ab", "seq": 7})


def sealed(path: Path, filled: Callable[[PayloadWriter], object] = fill, **more: Any) -> SealedFile:
    recipients = (STREET.decryption.recipient, RECOVERY.recipient)
    return seal(path, fields(**more), filled, UNIT.signing, recipients)


def lookup(header: Header) -> PublicKeys | None:
    known = {UNIT.signing.key_id: UNIT_PUBLIC, STREET.signing.key_id: STREET_PUBLIC}
    return known.get(header.signer_key_id)


def take_all(path: Path, scratch: Path, limits: Limits | None = None) -> int:
    """Everything an import reads; the number of rows."""
    with unseal(
        path,
        my_keys=STREET,
        signer=lookup,
        addressed_to={STREET_ID},
        scratch=scratch,
        limits=limits or Limits(),
    ) as bundle:
        return bundle.reader.check_all()


@dataclass
class RawMember:
    """A ZIP member with every field free to lie; None means the honest value."""

    name: bytes
    data: bytes
    method: int = 8
    flags: int = 0
    size: int | None = None
    packed: int | None = None
    crc: int | None = None
    offset: int | None = None
    local_name: bytes | None = None
    attributes: int = 0o100600 << 16
    extra: bytes = b""
    needs: int = 20
    raw: bytes | None = None  # instead of the honestly compressed data
    before: bytes = b""  # junk in front of the member
    after: bytes = b""  # behind its data
    only_in_directory: bool = False
    not_in_directory: bool = False


def raw_zip(members: Sequence[RawMember], *, lie: Mapping[str, int] | None = None) -> bytes:
    """A ZIP written field by field. `lie` overrides count, length, offset or comment of the end."""
    lie = lie or {}
    body, directory, count = bytearray(), bytearray(), 0
    for one in members:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        honest = packer.compress(one.data) + packer.flush() if one.method == 8 else one.data
        packed = honest if one.raw is None else one.raw
        crc = zlib.crc32(one.data) if one.crc is None else one.crc
        size = len(one.data) if one.size is None else one.size
        length = len(packed) if one.packed is None else one.packed
        body += one.before
        offset = len(body) if one.offset is None else one.offset
        told = (one.needs, one.flags, one.method, 0, 33)
        if not one.only_in_directory:
            name = one.name if one.local_name is None else one.local_name
            body += struct.pack(
                "<4s5H3L2H", b"PK\x03\x04", *told, crc, length, size, len(name), len(one.extra)
            )
            body += name + one.extra + packed + one.after
        if not one.not_in_directory:
            count += 1
            directory += struct.pack(
                "<4s6H3L5H2L",
                b"PK\x01\x02",
                0x0314,
                *told,
                crc,
                length,
                size,
                len(one.name),
                len(one.extra),
                0,
                0,
                0,
                one.attributes,
                offset,
            )
            directory += one.name + one.extra
    end = struct.pack(
        "<4s4H2LH",
        b"PK\x05\x06",
        0,
        0,
        lie.get("count", count),
        lie.get("count", count),
        lie.get("length", len(directory)),
        lie.get("offset", len(body)),
        lie.get("comment", 0),
    )
    return bytes(body + directory + end)


@dataclass
class Content:
    """What a hostile but registered unit puts into a bundle."""

    tables: dict[str, list[bytes]] = field(default_factory=lambda: {"entry": list(ROWS)})
    members: list[RawMember] = field(default_factory=list)  # besides the tables, not in manifest
    manifest: Callable[[dict[str, Any]], object] = lambda made: None
    manifest_text: Callable[[bytes], bytes] = lambda text: text
    arrange: Callable[[list[RawMember]], list[RawMember]] = lambda members: members
    finish: Callable[[bytes], bytes] = lambda body: body
    zip_lies: dict[str, int] = field(default_factory=dict)


def body(content: Content, header: Header) -> bytes:
    """The ZIP of `content`, its manifest honest unless `content` says otherwise."""
    made: dict[str, Any] = {"header": header.repeated(), "members": {}, "tables": {}}
    members = []
    for table, lines in content.tables.items():
        data = b"".join(line + b"\n" for line in lines)
        members.append(RawMember(f"data/{table}.jsonl".encode(), data))
        total = sum(int(canonical.short(line), 16) for line in lines) % 2**128
        made["tables"][table] = {
            "digest": f"{total:032x}",
            "held": len(lines),
            "rows": len(lines),
        }
    for one in members:
        told = {"sha256": hashlib.sha256(one.data).hexdigest(), "size": len(one.data)}
        made["members"][one.name.decode()] = told
    content.manifest(made)
    text = content.manifest_text(canonical.dumps(made))
    members += [*content.members, RawMember(b"manifest.json", text)]
    return content.finish(raw_zip(content.arrange(members), lie=content.zip_lies))


@dataclass(frozen=True)
class Sender:
    """A registered unit that properly encrypts and signs whatever it likes."""

    keys: SigningKey
    recipient: str
    fields: Mapping[str, Any]

    def header(self, **more: Any) -> Header:
        return sealing._draft({**self.fields, **more}, self.keys)

    def forge(
        self,
        path: Path,
        content: Content | bytes,
        *,
        alter: Callable[[bytes], bytes] = lambda text: text,
        inside: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """`alter` changes the ciphertext before it is signed; `inside` are header fields that
        only the manifest is told."""
        draft = self.header(**more)
        told = draft
        if inside:
            told = self.header(**{**more, **inside, "bundle_id": draft.bundle_id})
        plain = content if isinstance(content, bytes) else body(content, told)
        out = io.BytesIO()
        age.encrypt(io.BytesIO(plain), out, [self.recipient])
        self.write_signed(path, draft, alter(out.getvalue()))

    def write_signed(self, path: Path, draft: Header, sealed_body: bytes) -> None:
        """The container without the fsync of the real writer: tests write thousands."""
        sha256 = hashlib.sha256(sealed_body).hexdigest()
        header = replace(draft, cipher_len=len(sealed_body), cipher_sha256=sha256)
        self.write_lines(path, header.line, sealed_body)

    def write_lines(self, path: Path, line: bytes, sealed_body: bytes) -> None:
        """Any header line, properly signed."""
        signature = self.keys.sign(container.signed_bytes(line)).hex()
        entry = {"alg": "ed25519", "key": self.keys.key_id, "sig": signature}
        path.write_bytes(
            b"\n".join([container.MAGIC[:-1], line, canonical.dumps([entry]), sealed_body])
        )


SENDER = Sender(UNIT.signing, STREET.decryption.recipient, fields())
header_of, forge, write_signed = SENDER.header, SENDER.forge, SENDER.write_signed


class Memory:
    """A body in memory, for tests of the payload alone."""

    def __init__(self, data: bytes) -> None:
        self.data, self.size = data, len(data)

    def read_at(self, offset: int, size: int) -> bytes:
        return self.data[offset : offset + size]


def reader_of(content: Content | bytes, limits: Limits | None = None) -> PayloadReader:
    header = header_of()
    plain = content if isinstance(content, bytes) else body(content, header)
    return PayloadReader(Memory(plain), header, limits or Limits())
