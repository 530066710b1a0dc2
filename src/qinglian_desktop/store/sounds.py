"""How does a word sound? Initials and pinyin, and what Sichuan-Chongqing ears hear alike.

Readings come from pypinyin; a character with several readings is found by each, and a surname
is read as surnames are (单 shàn, 解 xiè). Alike to the ear are n and l, h and f, zh and z,
ch and c, sh and s, -ng and -n (川渝口音).
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

_MOST = 6  # ways of reading one word that are kept; the usual one comes first
_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿𠀀-𯿿]+")
_TYPED = re.compile(r"[a-z]{2,}")
# Surnames whose reading is not the usual one of the character (新华字典, 百家姓读音).
_SURNAMES = {
    "单": "shan", "解": "xie", "曾": "zeng", "仇": "qiu", "区": "ou", "查": "zha", "任": "ren",
    "朴": "piao", "翟": "zhai", "盖": "ge", "乐": "yue", "覃": "qin", "冼": "xian", "缪": "miao",
    "召": "shao", "种": "chong", "秘": "bi", "尹": "yin", "晁": "chao", "佴": "nai", "员": "yun",
    "纪": "ji", "宁": "ning", "华": "hua", "那": "na", "过": "guo", "洗": "xian", "折": "she",
    "黑": "he", "哈": "ha", "卜": "bu", "臧": "zang", "瞿": "qu", "隗": "wei", "繁": "po",
    "撒": "sa", "曲": "qu", "谌": "chen", "令": "ling", "长": "zhang", "参": "shen", "和": "he",
}  # fmt: skip
# Places and words whose reading a single character does not give.
_WORDS = {"重庆": ("chong", "qing"), "綦江": ("qi", "jiang"), "垭口": ("ya", "kou")}
_FOLDS = (
    (re.compile(r"([zcs])h"), r"\1"),
    (re.compile(r"(?<=[ei])ng"), "n"),
    (re.compile(r"f"), "h"),
    (re.compile(r"hu(?=a)"), "h"),  # 黄 as 房, 华 as 发
    (re.compile(r"hui"), "hei"),  # 会 as 费
    (re.compile(r"hun"), "hen"),
    (re.compile(r"n"), "l"),
)


class Sound(NamedTuple):
    """One way of saying a word, syllable by syllable."""

    syllables: tuple[str, ...]

    @property
    def initials(self) -> str:
        return "".join(syllable[0] for syllable in self.syllables)

    @property
    def full(self) -> str:
        return "".join(self.syllables)


def fold(letters: str) -> str:
    """Pinyin or initials as they may be heard; two spellings that sound alike become one.

    Works on letters run together, as they are typed, so that stored and typed fold alike.
    """
    for pattern, heard in _FOLDS:
        letters = pattern.sub(heard, letters)
    return letters


@lru_cache(maxsize=30_000)
def _of_character(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # 40 MB of dictionaries: with the first search

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    readings = [reading.replace("ü", "v") for group in found for reading in group]
    return tuple(dict.fromkeys(readings))


def sounds(word: str) -> tuple[Sound, ...]:
    """Every way a run of Chinese characters may be said, the usual one first."""
    if known := next((spoken for place, spoken in _WORDS.items() if word.startswith(place)), None):
        rest = sounds(word[len(known) :])
        tails = rest or (Sound(()),)
        return tuple(Sound((*known, *tail.syllables)) for tail in tails)
    readings = [_of_character(character) for character in word]
    if not readings or not all(readings):
        return ()
    if surname := _SURNAMES.get(word[0]):
        readings[0] = tuple(dict.fromkeys((surname, *readings[0])))
    return tuple(Sound(said) for said in islice(product(*readings), _MOST))


def letters(text: str) -> str:
    """What was typed as initials or pinyin, run together; "" where it can be neither."""
    typed = text.strip().lower().replace(" ", "").replace("'", "")
    return typed if _TYPED.fullmatch(typed) else ""


def begins(text: str, letters: str) -> bool:
    """Do the initials or the pinyin of one of its words begin with these letters?"""
    if not letters.isascii():
        return False
    said = (sound for run in runs(text) for sound in sounds(run))
    return any(s.initials.startswith(letters) or s.full.startswith(letters) for s in said)


def span(text: str, letters: str) -> tuple[int, int] | None:
    """The characters that these initials or this pinyin say, by ear where nothing says them."""
    for heard in (lambda said: said, fold):
        asked = heard(letters)
        for run in _CHINESE.finditer(text):
            for sound in sounds(run[0][:12]):
                for start in range(len(sound.syllables)):
                    rest = sound.syllables[start:]
                    if heard("".join(s[0] for s in rest)).startswith(asked):
                        count = len(letters)
                    elif heard("".join(rest)).startswith(asked):
                        count = _syllables(rest, asked, heard)
                    else:
                        continue
                    begin = run.start() + start
                    return begin, begin + count
    return None


def _syllables(syllables: Sequence[str], asked: str, heard: Callable[[str], str]) -> int:
    """How many of them it takes to say all that was typed."""
    return next(
        count
        for count in range(1, len(syllables) + 1)
        if len(heard("".join(syllables[:count]))) >= len(asked)
    )


def runs(text: str) -> list[str]:
    """The runs of Chinese characters in a text."""
    return _CHINESE.findall(text)
