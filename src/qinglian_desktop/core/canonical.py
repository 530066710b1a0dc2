"""One spelling for every value that is hashed or signed (a subset of RFC 8785).

UTF-8, keys sorted, no blanks, integers only. `loads` refuses what Python's own reader lets
pass: duplicate keys, NaN, lone surrogates, NUL, integers beyond 64 bits, deep nesting.
"""

import hashlib
import json
import re
from typing import Any

_LIMIT = 2**63
# Possessive, and an unclosed string runs to the end: no text makes these look twice.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)?', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
_ESCAPE = re.compile(rb"\\(?:u[0-9a-fA-F]{4}|.)", re.DOTALL)
_BARRED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


_encoder = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def dumps(value: Any) -> bytes:
    return _encoder.encode(value).encode("utf-8")


def digest(data: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def short(data: bytes) -> str:
    """The first 128 bits of SHA-256, 32 hexadecimal digits: what a row carries."""
    return hashlib.sha256(data).hexdigest()[:32]


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("duplicate key")
    return made


def _no_float(text: str) -> Any:
    raise ValueError(f"not an integer: {text[:40]}")


def _int(text: str) -> int:
    if len(text) > 20 or not -_LIMIT <= (number := int(text)) < _LIMIT:
        raise ValueError("integer beyond 64 bits")
    return number


_decoder = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_float=_no_float, parse_constant=_no_float, parse_int=_int
)


def loads(data: bytes, *, depth: int = 6) -> Any:
    """Strict reading; raises ValueError (UnicodeDecodeError included) and nothing else.

    Nesting is counted on the raw text first, so that a hostile file cannot exhaust the stack.
    """
    if data.count(b"[") + data.count(b"{") > depth and _nesting(data) > depth:
        raise ValueError("nested too deeply")
    if b"\x00" in data:
        raise ValueError("NUL")
    # Two backslashes before a u are a backslash and a letter, so escapes are read in pairs.
    if b"\\u" in data and any(_BARRED.match(escape) for escape in _ESCAPE.findall(data)):
        raise ValueError("NUL or surrogate")
    return _decoder.decode(data.decode("utf-8"))


def _nesting(data: bytes) -> int:
    """How deep the brackets go that stand outside strings."""
    level = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", data)):
        level += 1 if bracket in b"[{" else -1
        deepest = max(deepest, level)
    return deepest
