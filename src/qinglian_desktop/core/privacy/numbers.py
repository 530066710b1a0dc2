"""Which runs of digits are an ID, a mobile or a card number? And which birthday stands in full?"""

import re
from itertools import pairwise
from typing import Final

from qinglian_desktop.core.idcard import check_digit
from qinglian_desktop.core.privacy.finding import Finding, Kind

# A tab parts the cells of a table and joins nothing; a point parts yuan from cents, so it joins
# only groups that are written as telephones and ID numbers are.
_GROUP: Final = re.compile(r"[0-9]+(?:[Xx](?![0-9A-Za-z]))?")
_GAPS: Final = (" ", "  ", "-", "--")
_LOOSE: Final = re.compile(r"[ \-.\n/,:()、，+*|;=…'\"\\]{1,4}")
_BORN: Final = r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_BORN_SHORT: Final = _BORN.removeprefix("(?:18|19|20)")
_CODE_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MOBILE: Final = re.compile(r"0{0,2}(?:86)?1[3-9]\d{9}")
_MOBILE_GROUPS: Final = frozenset({(3, 4, 4), (3, 8), (7, 4), (4, 7), (3, 3, 5), (4, 4, 3)})
_OLD_GROUPS: Final = frozenset({(15,), (6, 6, 3), (6, 9), (12, 3)})
_COUNTS: Final = tuple("年月元万亩人户")  # 1500000，2026年 is a sum and a year
_LABELLED: Final = re.compile(
    r"(?:银行卡|卡号|账号|帐号|账户|存折|社保卡|医保卡|社会保障卡)(?:号码?)?[^0-9A-Za-z\n\t]{0,6}"
    r"([0-9](?:[ -]?[0-9]){7,24})"
)
_GLUED: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("mobile", re.compile(r"(?<![0-9])1[3-9]\d{9}(?=(?:19|20)\d\d年)")),
    ("mobile", re.compile(r"(?<=[0-9])1[3-9]\d([ -])\d{4}\1\d{4}(?![0-9])")),
    ("card", re.compile(r"(?<=[0-9])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?(?![0-9])")),
)
_YEAR: Final = r"(?:1[89]|20|一[八九]|二[〇零○])[0-9〇零○一二三四五六七八九]{2}"
_PART: Final = r"[0-9一二三四五六七八九十]{1,3}"
_DATE: Final = rf"{_YEAR}\s*[年\-./]\s*{_PART}\s*[月\-./]\s*{_PART}\s*日?"
_BIRTH: Final = re.compile(
    rf"(?:出生(?:日期|年月日?|于)?|生日|生于)[^0-9\n\t]{{0,4}}?({_DATE}|{_BORN}(?![0-9]))"
    rf"|({_DATE})(?=\s*(?:出生|生(?:[，。；、）) \n\t]|$)))"
)


def numbers(folded: str, text: str) -> list[Finding]:
    """ID, mobile and card numbers of a folded text, as they stand in `text`."""
    groups = list(_GROUP.finditer(folded))
    made, here = [], 0
    while here < len(groups):
        for end in range(_reach(folded, groups, here), here - 1, -1):
            parts = tuple(group[0] for group in groups[here : end + 1])
            alike = _alike(folded, groups[here : end + 1])
            kind = _kind(parts) if alike else _scattered(parts)
            start, stop = groups[here].start(), groups[end].end()
            if kind and not (end > here and folded[stop : stop + 1] in _COUNTS):
                made.append(Finding(kind, text[start:stop], start))
                here = end
                break
        here += 1
    return made


def _reach(folded: str, groups: list[re.Match[str]], first: int) -> int:
    """The last group that can belong to the number begun at `first`; 21 digits at the most."""
    last, digits = first, len(groups[first][0])
    while last + 1 < len(groups):
        between = folded[groups[last].end() : groups[last + 1].start()]
        digits += len(groups[last + 1][0])
        if not _LOOSE.fullmatch(between) or digits > 21:
            break
        last += 1
    return last


def _alike(folded: str, groups: list[re.Match[str]]) -> bool:
    """Are the gaps between the groups all blanks, or all dashes?"""
    gaps = {folded[before.end() : after.start()] for before, after in pairwise(groups)}
    return gaps <= set(_GAPS) and len({gap[0] for gap in gaps}) <= 1


def _kind(parts: tuple[str, ...]) -> Kind | None:
    digits = "".join(parts).upper()
    bare = digits.rstrip("X")
    sizes = tuple(map(len, parts))
    if len(parts) == 1 and len(digits) == 18 and not _is_credit_code(digits):
        return "id"
    if len(digits) == 18 and len(parts) > 1 and _is_id(digits):
        return "id"
    if sizes in _OLD_GROUPS and re.fullmatch(rf"[1-8]\d{{5}}{_BORN_SHORT}\d{{3}}", bare):
        return "id"  # 15 digits, as issued until 1999
    if _MOBILE.fullmatch(bare) and (min(sizes) >= 2 or set(sizes) == {1}):
        return "mobile"
    if len(parts) == 1:
        # Nothing else on a notice has so many digits: not a sum, a date or a document number.
        return "card" if len(bare) >= 16 and not _is_credit_code(digits) else None
    fours = all(size == 4 for size in sizes[:-1]) and len(parts) >= 3
    return "card" if 16 <= len(bare) <= 19 and (fours or _is_card(bare)) else None


def _scattered(parts: tuple[str, ...]) -> Kind | None:
    """Groups parted by line ends, points or brackets: only what can be nothing else."""
    digits = "".join(parts).upper()
    sizes = tuple(map(len, parts))
    if len(digits) == 18 and _is_id(digits):
        certain = check_digit(digits[:17]) == digits[17]
        return "id" if certain or len(parts) <= 4 else None
    if _MOBILE.fullmatch(digits) and digits.startswith("1"):
        return "mobile" if sizes in _MOBILE_GROUPS or len(parts) == 2 else None
    return "card" if 16 <= len(digits) <= 19 and len(parts) <= 5 and _is_card(digits) else None


def _is_id(digits: str) -> bool:
    """Birthday in the right place (GB 11643); the check digit may be mistyped."""
    return bool(re.fullmatch(rf"[1-9]\d{{5}}{_BORN}\d{{3}}[0-9X]", digits))


def _is_credit_code(digits: str) -> bool:
    """A 统一社会信用代码 of digits alone, which a notice may name (GB 32100)."""
    if len(digits) != 18 or _is_id(digits):
        return False
    total = sum(_CODE_SIGNS.index(one) * pow(3, i, 31) for i, one in enumerate(digits[:17]))
    return _CODE_SIGNS[-total % 31] == digits[17]


def _is_card(digits: str) -> bool:
    """The last digit is that of a bank card (ISO 7812, Luhn)."""
    if not digits.isdigit() or digits[0] not in "34569":
        return False
    doubled = [int(one) * (2 if place % 2 else 1) for place, one in enumerate(digits[::-1])]
    return sum(one // 10 + one % 10 for one in doubled) % 10 == 0


def labelled(folded: str, text: str) -> list[Finding]:
    """An account that is called one, however few its digits; what other digits run into."""
    glued = [
        Finding(kind, text[found.start() : found.end()], found.start())
        for kind, pattern in _GLUED
        for found in pattern.finditer(folded)
    ]
    called = [
        Finding("card", text[found.start(1) : found.end(1)], found.start(1))
        for found in _LABELLED.finditer(folded)
    ]
    return called + glued


def births(folded: str, text: str) -> list[Finding]:
    """A day of birth in full; year and month alone may stand."""
    made = []
    for found in _BIRTH.finditer(folded):
        start, end = found.span(1) if found[1] else found.span(2)
        made.append(Finding("birth", text[start:end], start))
    return made
