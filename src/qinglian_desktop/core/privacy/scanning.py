"""What of a text may not be on a public paper? Numbers, doors and birthdays, in order."""

import re
import unicodedata
from typing import Final

from qinglian_desktop.core.privacy.doors import doors
from qinglian_desktop.core.privacy.finding import SAID, Finding
from qinglian_desktop.core.privacy.numbers import births, labelled, numbers

_BLANK: Final = {"Zs": " ", "Cf": " ", "Mn": " ", "Me": " ", "Zl": "\n", "Zp": "\n"}


class _Unseen(dict[int, int | str]):
    """Blanks of every width, marks of direction, soft hyphens, strokes through a figure."""

    def __missing__(self, code: int) -> int | str:
        kind = unicodedata.category(chr(code)) if code > 0x7F else ""
        self[code] = made = _BLANK.get(kind, code)
        return made


# Every fold keeps the length, so that a place in the folded text is a place in the text.
_FOLD: Final = _Unseen(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "　·•\r"), " ")
    | dict.fromkeys(map(ord, "‐‑‒–—―−－_~～"), "-")
)
# Read for digits only where nothing was found without them: 138l234５６７８, but not 13812345678①.
_ALIKE: Final = {"o": "0", "O": "0", "l": "1", "I": "1"}
_MISREAD: Final = re.compile("(?<=[0-9])[oOlI]|[oOlI](?=[0-9])")


class _Hands(dict[int, int | str]):
    """Digits as they are said, in circles, raised, and in other hands."""

    def __missing__(self, code: int) -> int | str:
        digit = unicodedata.digit(chr(code), None) if code > 0x7F else None
        self[code] = made = code if digit is None else str(digit)
        return made


_HANDS: Final = _Hands(SAID)


def findings(text: str) -> tuple[Finding, ...]:
    """Every number or address in `text` that a public paper may not carry, in order."""
    folded = text.translate(_FOLD)
    found = [*numbers(folded, text), *doors(folded, text)]
    said = _MISREAD.sub(lambda sign: _ALIKE[sign[0]], folded.translate(_HANDS))
    if said != folded:
        found += [one for one in numbers(said, text) if not _stands(one, found)]
    for one in (*labelled(folded, text), *births(folded, text)):
        if not _stands(one, found):
            found.append(one)
    return tuple(sorted(found, key=lambda one: (one.start, one.kind)))


def _stands(one: Finding, found: list[Finding]) -> bool:
    """Is this place, or a part of it, found already?"""
    return any(one.start < other.end and other.start < one.end for other in found)
