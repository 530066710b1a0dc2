"""The long code of a way back: made, printed in groups, typed again with the wrong group named.

Ten groups of four random digits, 132 bits, each with a fifth that checks it (Damm's table, begun
with the number of the group): one wrong digit, two neighbours exchanged and two groups exchanged
are always seen, and the clerk is told which group to look at.
"""

import secrets
import unicodedata
from typing import Final

from qinglian_desktop.core.outcome import Refused

GROUPS: Final = 10
_DATA: Final = 4
_WIDE: Final = _DATA + 1
_DAMM: Final = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
_ALIKE: Final = str.maketrans("OoDQlLIiZzSsB", "0000111122558")


def make() -> str:
    """A new code as it is used: its digits alone."""
    groups = ("".join(secrets.choice("0123456789") for _ in range(_DATA)) for _ in range(GROUPS))
    return "".join(f"{group}{_check(place, group)}" for place, group in enumerate(groups))


def grouped(code: str) -> tuple[str, ...]:
    """As it is printed: ten groups of five."""
    return tuple(code[at : at + _WIDE] for at in range(0, len(code), _WIDE))


def read(text: str) -> str:
    """The code somebody typed or scanned; Refused with the groups that cannot be right."""
    typed = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    digits = "".join(sign for sign in typed if sign in "0123456789")
    if not digits:
        raise Refused(
            "还没有输入恢复码", "照恢复单上的 10 组数字输入", field="code", code="QL-SE-086"
        )
    found = grouped(digits)
    whole = [group for group in found if len(group) == _WIDE]
    wrong = [
        place
        for place, group in enumerate(whole[:GROUPS])
        if _check(place, group[:_DATA]) != group[_DATA]
    ]
    if wrong:
        named = "、".join(str(place + 1) for place in wrong[:3])
        more = "等" if len(wrong) > 3 else ""
        raise Refused(
            f"第 {named} 组{more}和恢复单对不上", "请照着单子再看一遍这一组", field="code",
            code="QL-SE-086",
        )  # fmt: skip
    if len(digits) != GROUPS * _WIDE:
        raise Refused(
            f"恢复码有 {GROUPS} 组，每组 {_WIDE} 位，现在输了 {len(digits)} 位",
            "请接着输，或看看是不是多了", field="code", code="QL-SE-086",
        )  # fmt: skip
    return digits


def _check(place: int, group: str) -> str:
    state = place
    for digit in group:
        state = int(_DAMM[state][int(digit)])
    return str(state)
