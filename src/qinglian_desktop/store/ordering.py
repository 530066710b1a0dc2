"""In which order do people expect words? Pinyin, then strokes; 2组 before 10组.

A text becomes a key whose plain comparison is that order, so that SQLite sorts a hundred thousand
rows by itself and calls us once a row, not once a comparison. What is stored stays as it is.
"""

import re
from functools import cache

from qinglian_desktop import RESOURCES
from qinglian_desktop.core import kinds
from qinglian_desktop.store.engine import Connection

_FIRST = 0x4E00  # the block of the usual characters, put in order within itself
_PLAIN = (range(0x20, 0x7F), range(0x2000, 0x2070), range(0x3000, 0x3040), range(0xFF00, 0xFFF0))
_FULL = {ord("０") + n: str(n) for n in range(10)}
_COUNTED = re.compile(
    r"[〇零一二三四五六七八九十]{1,3}(?=(?:居民|村民)?小?组|社|网格|季度|届|[)）.、])"
)
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
# Surnames read otherwise than the character usually is, by a character of that reading.
_SURNAMES = {
    "曾": "增", "单": "善", "解": "谢", "仇": "求", "区": "欧", "查": "渣", "朴": "瓢", "翟": "宅",
    "盖": "葛", "覃": "秦", "缪": "妙", "隗": "伟", "员": "运", "召": "邵",
}  # fmt: skip
_NUMBER = re.compile("[0-9]+")
_KINDS = {kind.name: kind for kind in kinds.ALL}


@cache
def _places() -> dict[int, str]:
    """Each character → one that stands where pinyin and strokes put it."""
    lines = (RESOURCES / "pinyin-order.txt").read_text("utf-8").splitlines()
    ordered = "".join(line for line in lines if not line.startswith("#"))
    # Figures, letters and marks stand for themselves: what is not in the table is looked up slowly.
    plain = {code: chr(code) for block in _PLAIN for code in block}
    return plain | {ord(c): chr(_FIRST + place) for place, c in enumerate(ordered)} | _FULL


def key(text: str | None, name: int = 0) -> str:
    """What to compare instead of the text; `name` says it begins with a surname."""
    if not text:
        return ""
    if name and (alike := _SURNAMES.get(text[0])):
        text = alike + text
    text = _COUNTED.sub(_in_figures, text) if _COUNTED.search(text) else text
    made = text.lower().translate(_places())
    return _NUMBER.sub(_by_length, made)


def _by_length(found: re.Match[str]) -> str:
    """Figures compare by how many they are, then one by one; zeros in front do not count."""
    figures = found.group().lstrip("0")
    return chr(ord("0") + min(len(figures), 20)) + figures


def _in_figures(found: re.Match[str]) -> str:
    """第十二组 → 第12组, 第二〇组 → 第20组; what is no number stays."""
    word = found.group()
    if "十" not in word:
        return "".join(str(_DIGITS[c]) for c in word)
    tens, _, ones = word.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return word
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))


def shown(kind: str, personal: int, stored: str | int | None) -> str:
    """A value as the screen shows it: masked where it is personal."""
    if stored is None or stored == "":
        return ""
    known = _KINDS[kind]
    if not known.fits(stored):
        return str(stored)
    text = known.show(known.load(stored))
    return known.mask(text) if personal else text


def install(connection: Connection) -> None:
    """Makes `sort_key` and `shown` known to a connection; nothing is read before they are used."""
    connection.create_function("sort_key", 2, key, deterministic=True)
    connection.create_function("shown", 3, shown, deterministic=True)
