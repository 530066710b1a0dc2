"""How is a whole number written in Chinese digits, said aloud, and read back?"""

from typing import Final

CAPITAL: Final = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))
SAID: Final = ("零一二三四五六七八九", ("", "十", "百", "千"))
_GROUPS: Final = ("", "万", "亿", "万亿")
_PLAIN: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟两〇廿", "一二三四五六七八九十百千二零〇")
_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def words(number: int, style: tuple[str, tuple[str, ...]]) -> str:
    """Digits and units of a number from 0 to 10**16 - 1, `""` for 0.

    Any run of zeros between two digits is one 零, also across 万 and 亿: 107000 is
    壹拾万零柒仟.
    """
    digits, units = style
    made, gap = "", False
    for group in range(len(_GROUPS) - 1, -1, -1):
        four = number // 10 ** (4 * group) % 10000
        if not four:
            gap = gap or bool(made)
            continue
        for place in range(3, -1, -1):
            digit = four // 10**place % 10
            if digit:
                made += ("零" if gap else "") + digits[digit] + units[place]
                gap = False
            else:
                gap = gap or bool(made)
        made += _GROUPS[group]
    return _one_yi(made)


def _one_yi(made: str) -> str:
    """万亿 and 亿 in one number keep a single 亿: 壹万贰仟亿, not 壹万亿贰仟亿."""
    head, found, tail = made.partition("万亿")
    return head + ("万" if "亿" in tail else "万亿") + tail if found else made


def said(number: int) -> str:
    """A count as it is spoken: 2 两, 12 十二, 2380 两千三百八十, 32000 三万二千.

    两 stands before 千, 万 and 亿 at the head of the number or after 零; 二 elsewhere.
    """
    if number == 2:
        return "两"
    made = words(abs(number), SAID) or "零"
    for unit in ("千", "万", "亿"):
        if made.startswith("二" + unit):
            made = "两" + made[1:]
        made = made.replace("零二" + unit, "零两" + unit)
    if made.startswith("一十"):
        made = made[1:]
    return ("负" if number < 0 else "") + made


def read(text: str) -> int:
    """The number that Chinese digits mean: 三百二 is 320, 一万零五 is 10005.

    Raises ValueError when the text is not a number written the way numbers are written.
    """
    plain = text.translate(_PLAIN)
    if plain == "零":
        return 0
    full = _with_last_unit(plain)
    number = _value(full)
    # Written anew and compared without 零 and a leading 一: 二十百 or 三百百 do not survive.
    if not number or _bare(words(number, SAID)) != _bare(full):
        raise ValueError("not a Chinese number")
    return number


def _with_last_unit(plain: str) -> str:
    """三百二 is short for 三百二十, 一万二 for 一万二千; 十五 and 一百零五 are not short."""
    if len(plain) < 3 or plain[-1] in _UNITS or plain[-2] not in "百千万亿":
        return plain
    return plain + {"百": "十", "千": "百", "万": "千", "亿": "千万"}[plain[-2]]


def _value(plain: str) -> int:
    total = section = digit = 0
    for sign in plain:
        if sign in _UNITS and _UNITS[sign] >= 10**4:
            total = (
                (total + section + digit) * _UNITS[sign]
                if sign == "亿"
                else total + (section + digit) * _UNITS[sign]
            )
            section = digit = 0
        elif sign in _UNITS:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
        elif sign in SAID[0]:
            digit = SAID[0].index(sign)
        else:
            raise ValueError("not a Chinese number")
    return total + section + digit


def _bare(made: str) -> str:
    return (
        made.replace("零", "").removeprefix("一") if made[:2] == "一十" else made.replace("零", "")
    )
