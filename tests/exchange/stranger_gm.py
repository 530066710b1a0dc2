"""The suite gm-1 as a stranger reads it: from docs/bundle-format.md and the standards it names.

GB/T 32918 (SM2) is written out here in full, slowly and plainly; SM3 and SM4 come from
`cryptography`. Nothing of the program is imported.
"""

import base64
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# GB/T 32918.5: the recommended curve y² = x³ + ax + b over the prime P, order N, base point G.
P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A, B = P - 3, 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
NAME = b"1234567812345678"
Point = tuple[int, int] | None  # None: the point at infinity


def _add(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2:
        if (y1 + y2) % P == 0:
            return None
        slope = (3 * x1 * x1 + A) * pow(2 * y1, -1, P)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P)
    x3 = (slope * slope - x1 - x2) % P
    return x3, (slope * (x1 - x3) - y1) % P


def _times(number: int, point: Point) -> Point:
    made: Point = None
    while number:
        if number & 1:
            made = _add(made, point)
        point, number = _add(point, point), number >> 1
    return made


def _bytes(number: int) -> bytes:
    return number.to_bytes(32, "big")


def _sm3(*parts: bytes) -> bytes:
    made = Hash(SM3())
    for part in parts:
        made.update(part)
    return made.finalize()


def _point(data: bytes) -> tuple[int, int]:
    x, y = int.from_bytes(data[:32], "big"), int.from_bytes(data[32:], "big")
    assert len(data) == 64
    assert (y * y - x * x * x - A * x - B) % P == 0, "not on the curve"
    return x, y


def secret_of(private: bytes) -> int:
    """§2.1: the SM2 key that goes with a 32-byte private key."""
    wide = HKDF(SM3(), 48, None, b"qlb1-sm2").derive(private)
    return int.from_bytes(wide, "big") % (N - 2) + 1


def public_of(private: bytes) -> bytes:
    point = _times(secret_of(private), G)
    assert point is not None
    return _bytes(point[0]) + _bytes(point[1])


def name_of(public: bytes) -> str:
    return hashlib.sha256(b"qlb1-sm2\0" + public).hexdigest()[:32]


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """GB/T 32918.2, with the usual name of a signer."""
    point = _point(public)
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or not (0 < r < N and 0 < s < N):
        return False
    bits = (len(NAME) * 8).to_bytes(2, "big")
    signer = _sm3(bits, NAME, _bytes(A), _bytes(B), _bytes(G[0]), _bytes(G[1]), public)
    e = int.from_bytes(_sm3(signer, message), "big")
    t = (r + s) % N
    found = _add(_times(s, G), _times(t, point))
    return t != 0 and found is not None and (e + found[0]) % N == r


def _decrypted(data: bytes, secret: int) -> bytes:
    """GB/T 32918.4: C1 ‖ C3 ‖ C2."""
    assert data[0] == 4
    shared = _times(secret, _point(data[1:65]))
    assert shared is not None
    x, y, told, text = _bytes(shared[0]), _bytes(shared[1]), data[65:97], data[97:]
    pad = b"".join(_sm3(x, y, count.to_bytes(4, "big")) for count in range(1, len(text) // 32 + 2))
    made = bytes(one ^ other for one, other in zip(text, pad, strict=False))
    assert _sm3(x, made, y) == told
    return made


def open_body(data: bytes, private: bytes) -> bytes:
    """The frame of age with the parts of the table exchanged."""
    head, _, rest = data.partition(b"\n--- ")
    mac, _, payload = rest.partition(b"\n")
    lines = head.decode("ascii").split("\n")
    assert lines[0] == "qlb-gm-1"
    wanted = f"-> SM2 {name_of(public_of(private))}"
    file_key = _decrypted(_body_of(lines, lines.index(wanted)), secret_of(private))
    assert len(file_key) == 16
    made = HMAC(HKDF(SM3(), 32, None, b"header").derive(file_key), SM3())
    made.update(head + b"\n---")
    told = base64.b64decode(mac + b"=" * (-len(mac) % 4))
    assert hmac.compare_digest(made.finalize(), told), "the header was changed"
    key = HKDF(SM3(), 16, payload[:16], b"payload").derive(file_key)
    payload, out, number = payload[16:], [], 0
    while True:
        piece, payload = payload[: 65_536 + 16], payload[65_536 + 16 :]
        nonce = number.to_bytes(11, "big") + (b"\0" if payload else b"\1")
        opened = Cipher(algorithms.SM4(key), modes.GCM(nonce, piece[-16:])).decryptor()
        out.append(opened.update(piece[:-16]) + opened.finalize())
        number += 1
        if not payload:
            return b"".join(out)


def _body_of(lines: list[str], place: int) -> bytes:
    """The body of a stanza: base64 in lines of 64, the last one shorter."""
    text = ""
    for line in lines[place + 1 :]:
        text += line
        if len(line) < 64:
            break
    return base64.b64decode(text + "=" * (-len(text) % 4))
