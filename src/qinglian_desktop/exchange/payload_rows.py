"""Are these lines rows, each in its one canonical spelling? (speed matters: 195,000 of them)

A row is one canonical JSON object (core.canonical), so `canonical.short(line)` is its row hash.
Instead of asking about every danger apart, a block is read and written again: duplicate keys,
unsorted keys, blanks, odd escapes, lone surrogates and NaN all come out spelled otherwise.
"""

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

from qinglian_desktop.exchange import container_says as says

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
_write = json.JSONEncoder(  # what was read holds no circle
    ensure_ascii=False, sort_keys=True, check_circular=False, separators=(",", ":")
).encode
_careful = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, parse_int=_int64)
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # the escape, not a backslash that is itself escaped
# Possessive, and an open string matches too: one pass whatever the line.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?')
_BRACKET = re.compile(r"[\[\]{}]")
# One translation and one search per block instead of a pattern: a third of the time. Digits
# become 0 and whatever may stand before a number becomes a colon.
_SHAPES = bytes.maketrans(b"123456789[,-", b"000000000:::")
_NO_OPENING = bytes(one for one in range(256) if one not in b"[{\n")
_LONG_NUMBER = b":" + b"0" * 19


def decode(table: str, lines: list[bytes], *, first: int = 1, depth: int = 4) -> list[Row]:
    """The rows of `lines`; Damaged with the line number (the first is `first`) for a bad one."""
    rows = _at_once(lines, depth)
    if rows is not None:
        return rows
    # Rare: something wrong, or a text with brackets or a very long number. One by one.
    return [_one(table, line, first + index, depth) for index, line in enumerate(lines)]


def _at_once(lines: list[bytes], depth: int) -> list[Row] | None:
    block = b"\n".join(lines)
    # Few brackets in most lines, and few sorts of lines: each sort is looked at once.
    opened = block.translate(None, _NO_OPENING).split(b"\n")
    try:
        text = block.decode("utf-8")
        texts = text.split("\n")
        if max(map(len, set(opened))) > depth and any(
            len(marks) > depth and _depth(one) > depth
            for marks, one in zip(opened, texts, strict=True)
        ):
            return None
        rows = [_scan(one, 0)[0] for one in texts]
    except (ValueError, StopIteration, RecursionError):
        return None
    if len(rows) != len(lines) or set(map(type, rows)) != {dict}:
        return None
    if "\\u0000" in text or "null" in text or _LONG_NUMBER in block.translate(_SHAPES):
        return None
    # Had anything followed the row on its line, what is written back would be shorter.
    return rows if _write(rows) == "[" + ",".join(texts) + "]" else None


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
