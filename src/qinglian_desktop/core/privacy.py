"""Does a text hold what a public paper may never carry: ID, telephone, card or door numbers?

It looks for what stands there, also when written in full-width digits or with spaces, dots and
dashes between the groups. Masked numbers (138****5678) are not found. Office telephones with an
area code and service numbers (12345) are allowed on a board.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["id", "mobile", "card", "address"]

NAMES: Final[dict[Kind, str]] = {
    "id": "身份证号",
    "mobile": "手机号",
    "card": "银行卡号",
    "address": "门牌号",
}

# Every fold keeps the length, so that a place in the folded text is a place in the text. A tab
# parts the cells of a table and a point parts yuan from cents: neither joins two numbers.
_FOLD: Final = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "　\xa0·•"), " ")
    | dict.fromkeys(map(ord, "‐‑‒–—―−－_"), "-")
)
_GROUP: Final = re.compile(r"[0-9]+(?:[Xx](?![0-9A-Za-z]))?")
_GAPS: Final = (" ", "  ", "-", "--")
_BORN: Final = r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_BORN_SHORT: Final = _BORN.removeprefix("(?:18|19|20)")
_CODE_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_NUMBER: Final = r"[0-9A-Za-z一二三四五六七八九十百零〇]{1,6}"
_DOOR: Final = re.compile(
    rf"{_NUMBER}\s*(?:号楼|幢|栋|号院|座)\s*(?:{_NUMBER}\s*(?:单元|门|梯)\s*)?"
    rf"(?:{_NUMBER}\s*(?:层|楼)\s*)?{_NUMBER}\s*(?:室|号|户|房)"
    rf"|{_NUMBER}\s*单元\s*(?:{_NUMBER}\s*(?:层|楼)\s*)?{_NUMBER}\s*(?:室|号|户|房)?"
    rf"|(?:[路街巷弄道]|大道)\s*{_NUMBER}\s*号?\s*(?:附\s*{_NUMBER}\s*号\s*)?"
    rf"(?:{_NUMBER}\s*(?:幢|栋|单元|楼)\s*)?[0-9]+(?:-[0-9]+){{0,3}}\s*(?:室|户)"
    rf"|(?:[组村社寨湾坝]|小区)\s*{_NUMBER}\s*号(?!楼|线|文|公告|令)"
    rf"|(?<![0-9-])[0-9]{{1,3}}(?:-[0-9]{{1,4}}){{2,3}}\s*(?:室|号|户|房)"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, as it stands in the text, and where it begins."""

    kind: Kind
    text: str
    start: int

    def __str__(self) -> str:
        return f"{NAMES[self.kind]} {self.text}"


def findings(text: str) -> tuple[Finding, ...]:
    """Every number or address in `text` that a public paper may not carry, in order."""
    folded = text.translate(_FOLD)
    found = [*_numbers(folded, text), *_doors(folded, text)]
    return tuple(sorted(found, key=lambda one: (one.start, one.kind)))


def _numbers(folded: str, text: str) -> list[Finding]:
    groups = list(_GROUP.finditer(folded))
    made, here = [], 0
    while here < len(groups):
        last = _reach(folded, groups, here)
        for end in range(last, here - 1, -1):
            parts = tuple(group[0] for group in groups[here : end + 1])
            if kind := _kind(parts):
                start, stop = groups[here].start(), groups[end].end()
                made.append(Finding(kind, text[start:stop], start))
                here = end
                break
        here += 1
    return made


def _reach(folded: str, groups: list[re.Match[str]], first: int) -> int:
    """The last group that can belong to the number begun at `first`: same gap, 21 digits."""
    gap, last, digits = "", first, len(groups[first][0])
    while last + 1 < len(groups):
        between = folded[groups[last].end() : groups[last + 1].start()]
        digits += len(groups[last + 1][0])
        if between not in _GAPS or (gap and between[0] != gap) or digits > 21:
            break
        gap, last = between[0], last + 1
    return last


def _kind(parts: tuple[str, ...]) -> Kind | None:
    digits = "".join(parts).upper()
    bare = digits.rstrip("X")
    if len(parts) == 1:
        if len(digits) == 18 and not _is_credit_code(digits):
            return "id"
        if re.fullmatch(rf"[1-8]\d{{5}}{_BORN_SHORT}\d{{3}}", bare):
            return "id"  # 15 digits, as issued until 1999
    elif len(digits) == 18 and _is_id(digits):
        return "id"
    if re.fullmatch(r"(?:00)?(?:86)?1[3-9]\d{9}", bare) and min(map(len, parts)) >= 2:
        return "mobile"
    if len(parts) == 1:
        # Nothing else on a notice has so many digits: not a sum, a date or a document number.
        return "card" if len(bare) >= 16 and not _is_credit_code(digits) else None
    fours = all(len(part) == 4 for part in parts[:-1])
    return "card" if 16 <= len(bare) <= 19 and len(parts) >= 3 and fours else None


def _is_id(digits: str) -> bool:
    """Birthday in the right place (GB 11643); the check digit may be mistyped."""
    return bool(re.fullmatch(rf"[1-9]\d{{5}}{_BORN}\d{{3}}[0-9X]", digits))


def _is_credit_code(digits: str) -> bool:
    """A 统一社会信用代码 of digits alone, which a notice may name (GB 32100)."""
    if len(digits) != 18 or _is_id(digits):
        return False
    total = sum(_CODE_SIGNS.index(one) * pow(3, i, 31) for i, one in enumerate(digits[:17]))
    return _CODE_SIGNS[-total % 31] == digits[17]


def _doors(folded: str, text: str) -> list[Finding]:
    return [
        Finding("address", text[match.start() : match.end()], match.start())
        for match in _DOOR.finditer(folded)
    ]
