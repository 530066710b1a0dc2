"""How is an amount read, kept, shown, written in 大写 and spoken? Money is an integer of 分."""

import re
from collections.abc import Sequence
from typing import Final

from qinglian_desktop.core import numerals

LIMIT: Final = 10**15  # 分; ten trillion yuan, far beyond any community and inside 64 bits

# Powers of ten a clerk may write behind a number; w and k as in chats.
_FACTORS: Final = {"百": 2, "千": 3, "万": 4, "亿": 8, "w": 4, "W": 4, "k": 3, "K": 3}
# Full-width signs are the same signs; a superscript 2 is not a 2, so no wider folding.
_SIGNS: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "−–—﹣。", "----."
)
# As workbooks and most people write it: nothing to take off, and below LIMIT by its length.
_BARE: Final = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,2})?")
_ALL_BARE: Final = re.compile(rf"(?:(?:{_BARE.pattern})?\n)*+")
_WORDS: Final = re.compile(
    r"(?P<minus>负?)(?:(?P<yuan>[^元圆块角毛分]+)(?:[元圆块]|$))?"
    r"(?:零?(?P<jiao>[^元圆块角毛分])[角毛]|(?<=块)(?P<short_jiao>[^元圆块角毛分零])$)?"
    r"(?:零?(?P<cent>[^元圆块角毛分])分|(?:(?<=[角毛])|(?<=块)零)(?P<short_cent>[^元圆块角毛分零])$)?"
)


def parse_yuan(text: str) -> int:
    """The 分 that `text` (in yuan) means: `2,380.5`, `¥1,234.50`, `1.2万`, `3块5`, `三百二`.

    Raises ValueError with a Chinese phrase when the text is no amount, is finer than one 分
    or reaches LIMIT. Thousands commas are accepted only where they belong, so that `1,2`
    (perhaps meant as 1.2) is asked about and not guessed.
    """
    if _BARE.fullmatch(text):
        whole, _, fraction = text.partition(".")
        return int(f"{whole}{fraction:0<2}")
    plain = "".join(text.translate(_SIGNS).split())
    if not plain:
        raise ValueError("金额是空的")
    negative, number, power = _strip(plain)
    if not re.search("[0-9]", number):
        fen = _from_words(plain, text)
    elif re.search("[千百万亿元圆块角毛分]", number):
        fen = _from_mixed(plain, text)
    else:
        fen = _from_digits(number, power + 2, text) * (-1 if negative else 1)
    if abs(fen) >= LIMIT:
        raise ValueError("金额太大，超过十万亿元")
    return fen


def bare_fens(texts: Sequence[str]) -> list[int | str] | None:
    """The 分 of thousands of amounts, "" for an empty text; None where one is not bare digits.

    Fifteen digits are exact: what a float loses is less than a quarter of one 分.
    """
    lines = "\n".join((*texts, ""))
    if lines.count("\n") != len(texts) or not _ALL_BARE.fullmatch(lines):
        return None
    return [round(float(text) * 100) if text else "" for text in texts]


def _strip(plain: str) -> tuple[bool, str, int]:
    """Take sign, currency mark, 元 and 万 or 亿 off; answer sign, number and power of ten."""
    found = re.fullmatch(
        r"([+-]?)(?:人民币|RMB|CNY|[¥￥])?([+-]?)(.*?)(万亿|[百千]?[万亿]|[百千wkWK]?)[元圆块]?钱?[整正]?",
        plain,
        re.IGNORECASE,
    )
    if found is None or (found[1] and found[2]):
        return False, "", 0
    return (
        "-" in found[1] + found[2],
        found[3],
        sum(_FACTORS[unit] for unit in found[4]),
    )


def _from_digits(number: str, power: int, text: str) -> int:
    if not re.fullmatch(r"[0-9,]{1,40}(\.[0-9]{1,40})?", number):
        raise ValueError(f"“{_short(text)}”不是金额")
    whole, _, fraction = number.partition(".")
    if "," in whole and not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", whole):
        raise ValueError(f"“{_short(text)}”里的逗号位置不对")
    fraction = fraction.rstrip("0")
    if len(fraction) > power:
        raise ValueError(f"“{_short(text)}”有不到一分的零头")
    return int(whole.replace(",", "") + fraction) * int(10 ** (power - len(fraction)))


def _from_mixed(plain: str, text: str) -> int:
    """Plain digits and units in turn: 3块5, 2千3, 12万5千, 3元5角."""
    bare = re.sub(r"^([+-]?)(?:人民币|[¥￥])?", "", plain).removesuffix("钱")
    if "." in bare or "," in bare:
        raise ValueError(f"“{_short(text)}”不是金额")
    if short := re.search(r"[万千百]([1-9]\d+)$", bare):
        exact = {"万": 4, "千": 3, "百": 2}[bare[short.start()]]
        if len(short[1]) != exact:
            raise ValueError(f"“{_short(text)}”说不准是多少")
    said = re.sub(r"\d+", lambda m: numerals.words(int(m[0]), numerals.SAID) or "零", bare)
    return _from_words(said, text) * (-1 if plain.startswith("-") else 1)


def _from_words(plain: str, text: str) -> int:
    """An amount in Chinese digits: 三百二, 三块五, 两千三百八十元五角, and every 大写."""
    found = _WORDS.fullmatch(plain.removeprefix("人民币").removesuffix("钱").rstrip("整正"))
    try:
        if found is None or not any(found[part] for part in _WORDS.groupindex if part != "minus"):
            raise ValueError("not an amount")
        yuan, jiao, cent = (
            numerals.read(found[part] or found["short_" + part] or "零")
            if part != "yuan"
            else numerals.read(found[part] or "零")
            for part in ("yuan", "jiao", "cent")
        )
    except ValueError:
        raise ValueError(f"“{_short(text)}”不是金额") from None
    if jiao > 9 or cent > 9:
        raise ValueError(f"“{_short(text)}”不是金额")
    return (yuan * 100 + jiao * 10 + cent) * (-1 if found["minus"] else 1)


def two_readings(text: str) -> tuple[int, int] | None:
    """What a text may mean in two ways: `1,2` is 1.2 or 12, `2.380` is 2.38 or 2,380."""
    plain = "".join(text.translate(_SIGNS).split()).lstrip("¥￥").removesuffix("元")
    found = re.fullmatch(r"([0-9]{1,3})([.,])([0-9]{1,3})", plain)
    if found is None or (found[2] == "." and len(found[3]) < 3):
        return None
    if found[2] == "," and len(found[3]) == 3:
        return None  # a thousands comma where it belongs
    joined, tail = int(found[1] + found[3]) * 100, found[3].rstrip("0")
    if found[1].startswith("0") or len(tail) > 2:
        return None  # 0.250 is no thousand; 1.234 is finer than one 分 and refused as that
    return int(found[1]) * 100 + int(f"{tail:0<2}"), joined


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 20 else text[:20] + "…"


def show(fen: int) -> str:
    """`238000` → `2,380.00`; a minus sign stands directly before the digits."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def marked(fen: int) -> str:
    """The amount as a document writes it: `¥2,380.00（贰仟叁佰捌拾元整）`."""
    return f"¥{show(fen)}（{capital(fen)}）"


def capital(fen: int) -> str:
    """The amount in 大写 (会计基础工作规范 Art. 52), without the words 人民币.

    Up to 元 or 角 it ends in 整, to 分 it does not. Zeros between digits are one 零. Where 元
    ends in 0 and 角 does not, the rule leaves the 零 to the writer; we write none, which is
    the second published form: ¥107,000.53 is 壹拾万零柒仟元伍角叁分.
    Raises ValueError at LIMIT and beyond.
    """
    yuan, jiao, cent = _parts(fen)
    if not fen:
        return "零元整"
    made = numerals.words(yuan, numerals.CAPITAL) + "元" if yuan else ""
    if jiao:
        made += numerals.CAPITAL[0][jiao] + "角"
    if cent:
        made += ("零" if yuan and not jiao else "") + numerals.CAPITAL[0][cent] + "分"
    return ("负" if fen < 0 else "") + made + ("" if cent else "整")


def spoken(fen: int) -> str:
    """The amount as a loudspeaker says it: `两千三百八十元`, `三万二千元`, `五角`.

    Raises ValueError at LIMIT and beyond.
    """
    yuan, jiao, cent = _parts(fen)
    made = numerals.said(yuan) + "元" if yuan or not fen else ""
    if jiao:
        made += numerals.SAID[0][jiao] + "角"
    if cent:
        made += ("零" if yuan and not jiao else "") + numerals.SAID[0][cent] + "分"
    return ("负" if fen < 0 else "") + made


def _parts(fen: int) -> tuple[int, int, int]:
    if not -LIMIT < fen < LIMIT:
        raise ValueError("金额太大，超过十万亿元")
    return abs(fen) // 100, abs(fen) // 10 % 10, abs(fen) % 10
