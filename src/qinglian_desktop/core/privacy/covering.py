"""What stands in a text once its numbers are covered? One click, and nothing is left to be read."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from qinglian_desktop.core.privacy.finding import Finding
from qinglian_desktop.core.privacy.masks import STAR, mask_board_name
from qinglian_desktop.core.privacy.scanning import findings

Find = Callable[[str], Iterable[Finding]]

_BUILDING: Final = re.compile(
    r"^.*?(?:号楼|幢|栋|号院|座|[#＃]楼?|大道|[路街巷弄组村社寨湾坝]|小区|院子|大院|院落|门牌(?:号码?)?)"
)
_DIGIT: Final = re.compile("[0-9０-９]")
_ROUNDS: Final = 4  # what is covered may leave a neighbour that is a number only now


def stands_for(one: Finding) -> str:
    """What takes the place of a number: 138＊＊＊＊5678, the last four of a card, the building."""
    if one.kind == "name":
        return mask_board_name(one.text)
    if one.kind == "birth":
        return one.text[:4] + "年"
    if one.kind == "address":
        kept = _BUILDING.match(one.text)
        return (kept[0] if kept else "") + STAR * 3
    if one.kind == "health":
        return STAR * 2
    digits = "".join(_DIGIT.findall(one.text))
    if one.kind == "mobile" and len(digits) == 11:
        return f"{digits[:3]}{STAR * 4}{digits[-4:]}"
    return STAR * 4 + (digits[-4:] if one.kind == "card" and len(digits) > 8 else "")


def covered(text: str, keep: Collection[str] = (), more: Find | None = None) -> str:
    """The same text in which no finding is left; what was covered before stays as it is.

    `keep` are bare numbers that may stand (an office's own); `more` finds what else may not.
    """
    for turn in range(_ROUNDS):
        every = (*findings(text), *(more(text) if more else ()))
        found = [one for one in every if one.bare not in keep]
        if not found:
            return text
        text = _put(text, found, whole=turn == _ROUNDS - 1)
    return text


def _put(text: str, found: Sequence[Finding], *, whole: bool) -> str:
    made, here = [], 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start < here:  # inside one that was covered as a whole
            continue
        made += [text[here : one.start], STAR * 4 if whole else stands_for(one)]
        here = one.end
    return "".join((*made, text[here:]))
