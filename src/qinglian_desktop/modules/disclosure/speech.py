"""How is a notice read out? Short sentences, sums and days as they are said, an ending twice."""

import re
from collections.abc import Sequence
from typing import Final

from qinglian_desktop.core import money, numerals

LONGEST_SENTENCE: Final = 25  # characters a reader at the loudspeaker takes in one breath
_LEAST: Final = 8  # a line cut shorter sounds chopped
_ENDS: Final = "。！？；"
_SAID: Final = str.maketrans("0123456789", "零一二三四五六七八九")
_YEAR: Final = str.maketrans("0123456789", "〇一二三四五六七八九")
_FIGURES: Final = frozenset("〇零一二两三四五六七八九十百千万亿点元角分")
# Before these a sentence may be drawn breath, and behind those.
_BEFORE: Final = "和及与或在从由按对向将并给把每"
_BEHIND: Final = "的了后前时日月年元个户人"
_MEASURES: Final = "月日号组季年楼届幢栋"
_AMOUNT: Final = r"\d[\d,]*(?:\.\d+)?"


def sentences(text: str) -> tuple[str, ...]:
    """A text as it is read out: one short sentence a line, sums and days as spoken."""
    made: list[str] = []
    for part in re.findall(r"[^。！？；，：、\n]+[。！？；，：、]?", spoken_numbers(text)):
        part = part.strip()
        fits = made and len(made[-1]) + len(part) <= LONGEST_SENTENCE
        if fits and made[-1][-1] not in _ENDS:
            made[-1] += part
        else:
            made += _breaths(part)
    return tuple(line for line in made if line)


def _breaths(part: str) -> list[str]:
    """A long sentence in pieces of one breath; no number and no word of two signs is cut."""
    made = []
    while len(part) > LONGEST_SENTENCE:
        cut = _cut(part)
        made.append(part[:cut])
        part = part[cut:]
    return [*made, part]


def _cut(part: str) -> int:
    whole = [
        place
        for place in range(LONGEST_SENTENCE, _LEAST - 1, -1)
        if not (part[place - 1] in _FIGURES and part[place] in _FIGURES)
        and part[place] not in "。！？；，：、）》”"
        and part[place - 1] not in "（《“"
    ]
    soft = [p for p in whole if part[p] in _BEFORE or part[p - 1] in _BEHIND]
    return (soft or whole or [LONGEST_SENTENCE])[0]


def spoken_numbers(text: str) -> str:
    """2026年 → 二〇二六年, 2,380.00元 → 两千三百八十元, 70% → 百分之七十, 14:30 → 十四点三十分."""
    for pattern, said in _STEPS:
        text = re.sub(pattern, said, text)
    return re.sub(r"(?<=[^\x00-\x7f])[ \t]+(?=[^\x00-\x7f])", "", text)


def _day(found: re.Match[str]) -> str:
    return f"{found[1]}年{int(found[2])}月{int(found[3])}日"


def _month(found: re.Match[str]) -> str:
    return f"{found[1].translate(_YEAR)}年{int(found[2])}月"


def _clock(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    said = f"{_count(hour)}点"
    return said if not minute else f"{said}{'零' if minute < 10 else ''}{_count(minute)}分"


def _telephone(found: re.Match[str]) -> str:
    return found[0].replace("-", "，").replace(" ", "，").translate(_SAID)


def _percent(found: re.Match[str]) -> str:
    return f"百分之{_decimal(found[1])}"


def _rate(found: re.Match[str]) -> str:
    return f"每{found[2]}{_yuan(found[1])}"


def _yuan(text: str) -> str:
    try:
        return money.spoken(money.parse_yuan(text.replace(",", "")))
    except ValueError:  # finer than one 分, as a price of a unit may be
        return f"{_decimal(text)}元"


def _decimal(text: str) -> str:
    whole, _, rest = text.replace(",", "").partition(".")
    said = numerals.said(int(whole)) if whole != "2" or rest else "二"
    said = said.replace("两", "二") if rest and whole == "2" else said
    return f"{said}点{rest.translate(_SAID)}" if rest.strip("0") else said


def _number(found: re.Match[str]) -> str:
    text, after = found[1], found.string[found.end() : found.end() + 1]
    if "." in text:
        return _decimal(text)
    ordinal = found.string[: found.start()].endswith("第")
    return "二" if text == "2" and (ordinal or not after) else _count(int(text), after)


def _count(number: int, after: str = "") -> str:
    if number == 2:
        return "两" if after and after not in _MEASURES else "二" if after else "两"
    return numerals.said(number)


_CAPITAL: Final = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整负"
# Each step leaves nothing that a later one would read again as another number.
_STEPS: Final = (
    (r"(?<=[\u4e00-\u9fff]) +(?=\d)|(?<=\d) +(?=[\u4e00-\u9fff])", ""),
    (rf"[¥￥]?(\d[\d,]*\.\d\d)（[{_CAPITAL}]+）(?:元)?", lambda m: _yuan(m[1])),
    (r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)", _day),
    (r"〔(\d{4})〕(\d+)号", lambda m: f"{m[1].translate(_YEAR)}年第{_count(int(m[2]))}号"),
    (r"(?<!\d)(\d{4})(?=年)", lambda m: m[1].translate(_YEAR)),
    (r"(?<![\d:：])([01]?\d|2[0-3])[:：]([0-5]\d)(?![\d:：])", _clock),
    (r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)", _telephone),
    (r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)", _telephone),
    (r"(?<=电话)[:：]?\s*\d{7,8}(?!\d)", _telephone),
    (r"(?<!\d)1[0-9]{4}(?=热线|服务|平台)", _telephone),
    (rf"({_AMOUNT})\s*[%％]", _percent),
    (rf"(?<![\d.,])({_AMOUNT})\s*元[/／]([\u4e00-\u9fff])", _rate),
    (rf"[¥￥]?(?<![\d.,])({_AMOUNT})\s*元", lambda m: _yuan(m[1])),
    (r"[¥￥](\d[\d,]*(?:\.\d{1,2})?)", lambda m: _yuan(m[1])),
    (r"(?<![\d-])((?:19|20)\d\d)-(0?[1-9]|1[0-2])(?![\d-])", _month),
    (r"(?<![\d-])(\d{1,4})\s*[-—–~～]+\s*(\d{1,4})(?![\d-])", r"\1到\2"),
    (r"(?<=[点分月日时])\s*[-—–~～]+\s*(?=[\d一二三四五六七八九十])", "到"),
    (r"(?<=\d),(?=\d{3}(?!\d))", ""),
    (r"(?<![\d.,\-A-Za-z])(\d{1,8}(?:\.\d+)?)(?![\d.,\-])", _number),
    (r"(?:㎡|m²|m2)", "平方米"),
    (r"（([^（）]*)）(?=[。；，、])", r"，\1"),
    (r"（([^（）]*)）", r"，\1，"),
)  # fmt: skip


def script(
    head: Sequence[str], told: Sequence[str], again: Sequence[str], tail: Sequence[str]
) -> tuple[str, ...]:
    """The whole text at the loudspeaker; what matters most is said once more before the end.

    Every line is a sentence of one breath; `／` marks where to pause inside it.
    """
    lines = [*head, *told]
    if again:
        lines += ["重要的再说一遍。", *again]
    return tuple(_paused(line) for line in (*lines, *tail) if line)


def _paused(line: str) -> str:
    """A pause behind the first comma of a longer sentence, where there is room for its mark."""
    if "／" in line or not 10 <= len(line) < LONGEST_SENTENCE:
        return line
    return re.sub(r"([，：；])(?=.{2,})", r"\1／", line, count=1)


def joined(lines: Sequence[str]) -> list[str]:
    """What a line announces (一共：) is said in the same breath where there is breath for it."""
    made: list[str] = []
    for line in lines:
        if made and made[-1].endswith("：") and len(made[-1] + line) <= LONGEST_SENTENCE:
            made[-1] += line
        else:
            made.append(line)
    return made


def starless(line: str) -> str:
    """What is masked on paper cannot be read out: 陈＊明 is 陈某明, a number is left out."""
    line = re.sub(
        r"[0-9〇零一二三四五六七八九]*＊{3,}[0-9〇零一二三四五六七八九]*", "（不播）", line
    )
    return line.replace("＊", "某")
