"""Are these lines rows, each in its one canonical spelling? (speed matters: 195,000 of them)

A row is one canonical JSON object (core.canonical), so `canonical.short(line)` is its row hash.
Instead of asking about every danger apart, a block is read and written again: duplicate keys,
unsorted keys, blanks, odd escapes, lone surrogates and NaN all come out spelled otherwise.
"""

import json
import re
from collections.abc import Callable
from itertools import repeat
from typing import Any, NoReturn

from qinglian_desktop.core import canonical
from qinglian_desktop.exchange import container_says as says

orjson: Any = None
try:
    import orjson as _found_orjson

    orjson = _found_orjson
except ImportError:
    pass  # no wheel for this processor: the standard library reads the same, only slower

Row = dict[str, Any]


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"not an integer: {text[:40]}")


def _int64(text: str) -> int:
    if len(text) > 20 or not -(2**63) <= (number := int(text)) < 2**63:
        raise ValueError("integer beyond 64 bits")
    return number


_quick = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)
# One call into C per line; raw_decode is the same behind one more Python frame.
_scan: Callable[[str, int], tuple[Any, int]] = vars(_quick)["scan_once"]
_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_careful = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, parse_int=_int64)
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # the escape, not a backslash that is itself escaped
# Possessive, and an open string matches too: one pass whatever the line.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?')
_BRACKET = re.compile(r"[\[\]{}]")
# One translation and one search per block instead of a pattern: a third of the time. Digits
# become 0 and whatever may stand before a number becomes a colon.
_SHAPES = bytes.maketrans(b"123456789[,-", b"000000000:::")
_LONG_NUMBER = b":" + b"0" * 19
# What is left of a fraction or a power of ten where the digits are taken away and every sign that
# may stand before a number is a colon; `:.` in a text looks alike and is only read more slowly.
_POINTS, _DIGITS = bytes.maketrans(b",[eE", b"::.."), b"-0123456789"
_FRACTION = b":."


def decode(table: str, lines: list[bytes], *, first: int = 1, depth: int = 4) -> list[Row]:
    """The rows of `lines`; Damaged with the line number (the first is `first`) for a bad one."""
    brackets = [max(map(bytes.count, lines, repeat(sign)), default=0) for sign in (b"{", b"[")]
    if sum(brackets) <= depth:
        rows = _at_once(lines)
        if rows is not None:
            return rows
    # Rare: something wrong, or a text with brackets or a very long number. One by one.
    return [_one(table, line, first + index, depth) for index, line in enumerate(lines)]


def _at_once(lines: list[bytes]) -> list[Row] | None:
    block = b"\n".join(lines)
    if b"\\u0000" in block or b"null" in block or _LONG_NUMBER in block.translate(_SHAPES):
        return None
    # The quick library takes fractions, which have no canonical form.
    quick = orjson is not None and _FRACTION not in block.translate(_POINTS, _DIGITS)
    try:
        rows = list(map(orjson.loads, lines)) if quick else _scanned(block)
        written = spelled(rows) if quick else canonical.dumps(rows)
    except (ValueError, StopIteration, RecursionError):
        return None
    if len(rows) != len(lines) or set(map(type, rows)) != {dict}:
        return None
    # Had anything followed the row on its line, what is written back would be shorter.
    return rows if written == b"[" + b",".join(lines) + b"]" else None


def _scanned(block: bytes) -> list[Row]:
    return [_scan(line, 0)[0] for line in block.decode("utf-8").split("\n")]


def spelled(value: Any) -> bytes:
    """`canonical.dumps` of what was read here, sooner."""
    if orjson is None:
        return canonical.dumps(value)
    return bytes(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))


def _one(table: str, line: bytes, number: int, depth: int) -> Row:
    try:
        text = line.decode("utf-8")
        if _depth(text) <= depth and not _NUL.search(text):
            row = _careful.decode(text)
            # A missing field and null must not be two spellings of one row.
            if isinstance(row, dict) and _write(row) == text and None not in row.values():
                return row
    except (ValueError, RecursionError):
        pass  # told below, together with what is readable but spelled otherwise
    raise says.bad_line(table, number)


def _depth(text: str) -> int:
    level = deepest = 0
    for mark in _BRACKET.findall(_STRING.sub("", text)):
        level += 1 if mark in "[{" else -1
        deepest = max(deepest, level)
    return deepest
