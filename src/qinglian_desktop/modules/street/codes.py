"""溯源码: the short code under a printed number. Pure: which paper, which number on it.

No sign looks like another (no 0, 1, I, L, O). The last one is a check: one wrong sign, or two
that changed places, is noticed.
"""

import unicodedata

from qinglian_desktop.core.outcome import Refused

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31, a prime
_BASE = len(SIGNS)
EACH = _BASE * _BASE  # numbers under one serial number of a paper


def code_of(serial: int, place: int) -> str:
    """Of the number at `place` (from 0) among those of one serial number."""
    if not 0 <= place < EACH:
        raise ValueError(f"no place {place} under one number")
    body = _spelled(serial, 2) + _spelled(place, 2)
    return body + SIGNS[_check(body)]


def read(text: str) -> tuple[int, int]:
    """(serial, place) of a code as somebody typed it; Refused in words."""
    code = plain(text)
    wrong = next((sign for sign in code if sign not in SIGNS), "")
    if wrong:
        raise Refused(
            f"溯源码里没有“{wrong}”", "码里不用 0、1、I、L、O，请照纸上再看一眼", code="QL-ST-041"
        )
    if len(code) < 5:
        raise Refused("溯源码没有写全", "数字下面的小字至少 5 个字，请照纸上写", code="QL-ST-042")
    if SIGNS[_check(code[:-1])] != code[-1]:
        raise Refused("溯源码有一个字不对", "请照纸上再看一眼，写完按回车", code="QL-ST-043")
    return _number(code[:-3]), _number(code[-3:-1])


def plain(text: str) -> str:
    """Wide signs, small letters and blanks as they come; letter for letter otherwise."""
    return "".join(unicodedata.normalize("NFKC", text).upper().replace("-", "").split())


def is_one(text: str) -> bool:
    try:
        read(text)
    except Refused:
        return False
    return True


def _spelled(number: int, least: int) -> str:
    signs = ""
    while number or len(signs) < least:
        number, rest = divmod(number, _BASE)
        signs = SIGNS[rest] + signs
    return signs


def _number(signs: str) -> int:
    found = 0
    for sign in signs:
        found = found * _BASE + SIGNS.index(sign)
    return found


def _check(body: str) -> int:
    """Weights counted from the right, so that two neighbours never weigh the same."""
    return sum(place * SIGNS.index(sign) for place, sign in enumerate(reversed(body), 2)) % _BASE
