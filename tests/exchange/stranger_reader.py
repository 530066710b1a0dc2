"""A reader of bundles written from docs/bundle-format.md alone: nothing of the program is imported.

It needs the standard library and `cryptography`. What it cannot prove it refuses with an
AssertionError; it is no program for a clerk, but a proof that the page is complete.
"""

import base64
import hashlib
import hmac
import io
import json
import re
import zipfile
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from exchange import stranger_gm

LIMITS = {  # §4
    "header": 65_536,
    "signatures": 4_096,
    "body": 1 << 30,
    "blob": 20 << 20,
    "line": 1 << 20,
    "members": 60_000,
}
KINDS = {"up", "down", "receipt", "unit", "enrol", "packs", "peer", "rescue", "more"}


class Bundle(NamedTuple):
    """Everything in one file, proved."""

    header: dict[str, Any]
    manifest: dict[str, Any]
    tables: dict[str, list[dict[str, Any]]]
    hashes: dict[str, list[str]]  # row hashes by table
    blobs: dict[str, bytes]
    others: dict[str, bytes]


# -- §1 container -----------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """One value has one spelling."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def one_value(line: bytes) -> Any:
    def no_float(text: str) -> None:
        raise AssertionError(f"not an integer: {text}")

    value = json.loads(line, parse_float=no_float, parse_constant=no_float)
    assert canonical(value) == line, "another spelling"
    return value


def parts_of(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Header line, signature line, body."""
    magic, header, signatures, body = data.split(b"\n", 3)
    assert magic == b"QLB1"
    assert len(header) <= LIMITS["header"]
    assert len(signatures) <= LIMITS["signatures"]
    return header, signatures, body


def key_id(signing: bytes) -> str:
    return hashlib.sha256(b"qlb1-key\0" + signing).hexdigest()[:32]


def verify(header_line: bytes, header: dict[str, Any], signatures: list[Any], key: bytes) -> None:
    """§1.2 and §1.3: signed by this Ed25519 key."""
    assert header["signer_key_id"] == key_id(key)
    (signature,) = [
        entry["sig"]
        for entry in signatures
        if entry["alg"] == "ed25519" and entry["key"] == header["signer_key_id"]
    ]
    signed = b"qlb1-header\0" + hashlib.sha256(header_line).digest()
    Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(signature), signed)


def _verify_national(
    header_line: bytes, header: dict[str, Any], signatures: list[Any], key: bytes
) -> None:
    """§2.1: a second entry besides, over the same bytes."""
    (signature,) = [
        entry["sig"]
        for entry in signatures
        if entry["alg"] == "sm2-sm3" and entry["key"] == header["signer_key_id"]
    ]
    signed = b"qlb1-header\0" + hashlib.sha256(header_line).digest()
    assert stranger_gm.verify(key, bytes.fromhex(signature), signed)


# -- §2 body: age v1 with X25519 --------------------------------------------------------------


def _hkdf(key: bytes, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key)


def _unpadded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


def open_age(data: bytes, secret: bytes) -> bytes:
    """C2SP age.md: the X25519 stanza that fits, the header's MAC, then STREAM in 64 KiB pieces."""
    head, _, rest = data.partition(b"\n--- ")
    mac, _, payload = rest.partition(b"\n")
    lines = head.decode("ascii").split("\n")
    assert lines[0] == "age-encryption.org/v1"
    file_key = _file_key(lines[1:], secret)
    told = hmac.digest(_hkdf(file_key, None, b"header"), head + b"\n---", "sha256")
    assert told == _unpadded(mac.decode("ascii")), "the header was changed"
    cipher = ChaCha20Poly1305(_hkdf(file_key, payload[:16], b"payload"))
    payload, out, number = payload[16:], [], 0
    while True:
        piece, payload = payload[: 65_536 + 16], payload[65_536 + 16 :]
        nonce = number.to_bytes(11, "big") + (b"\0" if payload else b"\1")
        out.append(cipher.decrypt(nonce, piece, None))
        number += 1
        if not payload:
            return b"".join(out)


def _file_key(lines: list[str], secret: bytes) -> bytes:
    private = X25519PrivateKey.from_private_bytes(secret)
    mine = private.public_key().public_bytes_raw()
    for place, line in enumerate(lines):
        if not line.startswith("-> X25519 "):
            continue
        share = _unpadded(line.split(" ")[2])
        shared = private.exchange(X25519PublicKey.from_public_bytes(share))
        key = _hkdf(shared, share + mine, b"age-encryption.org/v1/X25519")
        try:
            return ChaCha20Poly1305(key).decrypt(b"\0" * 12, _unpadded(lines[place + 1]), None)
        except InvalidTag:  # a stanza for somebody else
            continue
    raise AssertionError("not encrypted to this key")


# -- §3 content -------------------------------------------------------------------------------

_MEMBER = re.compile(
    r"manifest\.json|ack\.json|roster\.json|data/[a-z0-9_]{1,40}\.jsonl"
    r"|blobs/([0-9a-f]{2})/\1[0-9a-f]{62}|packs/[a-z0-9][a-z0-9_-]{0,59}\.toml"
)


def members_of(body: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(body))
    listed = archive.infolist()
    assert len({one.filename for one in listed}) == len(listed) <= LIMITS["members"]
    assert all(_MEMBER.fullmatch(one.filename) for one in listed)
    assert all(one.compress_type in (0, 8) and one.flag_bits & ~8 == 0 for one in listed)
    return {one.filename: archive.read(one) for one in listed}


def read(data: bytes, signing: bytes, secret: bytes | None = None, national: bytes = b"") -> Bundle:
    """One file, every statement of it proved. `signing` is the sender's Ed25519 key, `national`
    its SM2 one, `secret` the X25519 scalar of the reader.
    """
    header_line, signature_line, body = parts_of(data)
    header = one_value(header_line)
    assert header["format"] == header["min_reader"] == 1
    assert header["kind"] in KINDS
    verify(header_line, header, one_value(signature_line), signing)
    assert len(body) == header["cipher_len"] <= LIMITS["body"]
    assert hashlib.sha256(body).hexdigest() == header["cipher_sha256"]
    if header["suite"] == "intl-1":
        assert secret is not None
        body = open_age(body, secret)
    elif header["suite"] == "gm-1":
        assert secret is not None
        _verify_national(header_line, header, one_value(signature_line), national)
        body = stranger_gm.open_body(body, secret)
    else:
        assert header["suite"] == "plain-1"
        assert header["kind"] in ("unit", "enrol")
    members = members_of(body)
    manifest = one_value(members.pop("manifest.json"))
    repeated = {n: v for n, v in header.items() if n not in ("cipher_len", "cipher_sha256")}
    assert manifest["header"] == repeated, "somebody else's body"
    assert manifest["members"].keys() == members.keys()
    for name, content in members.items():
        told = manifest["members"][name]
        assert told == {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    tables, hashes = _rows(manifest, members)
    blobs = {n.split("/")[2]: c for n, c in members.items() if n.startswith("blobs/")}
    for sha256, content in blobs.items():
        assert hashlib.sha256(content).hexdigest() == sha256
        assert len(content) <= LIMITS["blob"]
    others = {n: c for n, c in members.items() if not n.startswith(("blobs/", "data/"))}
    return Bundle(header, manifest, tables, hashes, blobs, others)


def _rows(
    manifest: dict[str, Any], members: dict[str, bytes]
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, list[str]]]:
    """§3.2: one object a line; the line's hash is the row's."""
    tables: dict[str, list[dict[str, Any]]] = {}
    hashes: dict[str, list[str]] = {}
    for name, content in members.items():
        if not name.startswith("data/"):
            continue
        table = name[len("data/") : -len(".jsonl")]
        assert content == b"" or content.endswith(b"\n")
        lines = content.split(b"\n")[:-1]
        assert len(lines) == manifest["tables"][table]["rows"]
        assert all(len(line) <= LIMITS["line"] for line in lines)
        tables[table] = [one_value(line) for line in lines]
        assert not any(None in row.values() for row in tables[table])
        assert all(map(_is_row, tables[table]))
        hashes[table] = [hashlib.sha256(line).hexdigest()[:32] for line in lines]
    assert tables.keys() == manifest["tables"].keys()
    return tables, hashes


def _is_row(row: dict[str, Any]) -> bool:
    """§3.2: the envelope."""
    texts = [row["created_at"], row.get("updated_at", ""), row.get("updated_by", "")]
    stamps = row.get("fv", {"": [1, ""]})
    return (
        re.fullmatch(r"[0-9A-Za-z_.:-]{1,64}", row["id"]) is not None
        and re.fullmatch(r"[0-9A-Za-z_.-]{1,64}", row["owner"]) is not None
        and row["deleted"] in (0, 1)
        and 0 < len(row["vv"]) <= 64
        and all(type(n) is int and 0 < n < 2**53 for n in row["vv"].values())
        and all(type(n) is int and type(stream) is str for n, stream in stamps.values())
        and bool(stamps)
        and all(type(text) is str and len(text) <= 64 for text in texts)
        and not {"ext", "row_hash"} & row.keys()
    )


def sums_agree(bundle: Bundle) -> bool:
    """§3.1: in a full bundle `held` and `digest` are those of its own rows."""
    for table, told in bundle.manifest["tables"].items():
        total = sum(int(one, 16) for one in bundle.hashes[table]) % 2**128
        if (told["held"], told["digest"]) != (len(bundle.hashes[table]), f"{total:032x}"):
            return False
    return True


def whole_set(volumes: list[Bundle]) -> dict[str, bytes]:
    """§6.1: the photos of a set of volumes, which may come in any order; proved to be one set."""
    first = next(one for one in volumes if one.header["kind"] != "more")
    line = canonical(first.header)
    of = first.header["volumes"]["of"]
    assert first.header["volumes"] == {"no": 1, "of": of}
    later = [one for one in volumes if one is not first]
    assert {one.header["volumes"]["no"] for one in later} == set(range(2, of + 1))
    for one in later:
        assert one.header["prev_bundle_hash"] == hashlib.sha256(line).hexdigest()
        assert one.header["bundle_no"] == first.header["bundle_no"]
        assert one.header["volumes"]["of"] == of
        assert not one.tables
    photos = {sha256: data for one in volumes for sha256, data in one.blobs.items()}
    named = first.manifest["blobs"]
    assert {sha256: len(data) for sha256, data in photos.items()} == named
    return photos
