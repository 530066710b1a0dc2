"""How is a value written on a form? The mask of an ID number, the style of a day, √ or 是."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from qinglian_desktop.core import money, reckoning
from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import mask_name
from qinglian_desktop.exchange.forms import Dated, Value


class Writing(NamedTuple):
    key: str
    word: str
    write: Callable[[Any], Value]
    open: bool = True  # nothing of a personal value is hidden


def _stars(keep_first: int, keep_last: int) -> Callable[[str], str]:
    def hide(text: str) -> str:
        last = text[len(text) - keep_last :] if keep_last else ""
        return text[:keep_first] + "*" * max(len(text) - keep_first - keep_last, 0) + last

    return hide


def _plain(text: Any) -> Value:
    return str(text)


def _day(pattern: str) -> Callable[[date], Value]:
    def write(day: date) -> Value:
        return pattern.format(y=day.year, m=day.month, d=day.day)

    return write


_ID = (
    Writing("last4", "只留后四位", _stars(0, 4), open=False),
    Writing("hide8", "遮住中间八位（生日）", _stars(6, 4), open=False),
    Writing("hide6", "遮住中间六位", _stars(6, 6), open=False),
    Writing("last6", "只留后六位", _stars(0, 6), open=False),
    Writing("last8", "只留后八位", _stars(0, 8), open=False),
    Writing("hide_last4", "遮住后四位", _stars(14, 0), open=False),
    Writing("hide_last8", "遮住后八位", _stars(10, 0), open=False),
    Writing("only6", "只要中间六位（年月）", lambda text: text[6:12], open=False),
    Writing("only_last4", "只要后四位数字", lambda text: text[-4:], open=False),
    Writing("full", "完整号码", _plain),
)
_PHONE = (
    Writing("hide4", "遮住中间四位", _stars(3, 4), open=False),
    Writing("full", "完整号码", _plain),
)
_DAY = (
    Writing("form", "按表里的格式", lambda day: Dated(day, day.isoformat())),
    Writing("iso", "2026-11-03", lambda day: str(day.isoformat())),
    Writing("dots", "2026.11.3", _day("{y}.{m}.{d}")),
    Writing("month_dots", "2026.11", _day("{y}.{m:02d}")),
    Writing("words", "2026年11月3日", paper_day),
    Writing("month_words", "2026年11月", _day("{y}年{m}月")),
    Writing("solid", "20261103", _day("{y}{m:02d}{d:02d}")),
    Writing("month_solid", "202611", _day("{y}{m:02d}")),
    Writing("slashes", "2026/11/3", _day("{y}/{m}/{d}")),
    Writing("year", "2026（只要年）", _day("{y}")),
)
_FLAG = (
    Writing("yes", "是 / 否", lambda on: "是" if on else "否"),
    Writing("tick", "√ / 空", lambda on: "√" if on else ""),
    Writing("cross", "√ / ×", lambda on: "√" if on else "×"),
    Writing("digit", "1 / 0", lambda on: int(bool(on))),
    Writing("there", "有 / 无", lambda on: "有" if on else "无"),
)
_MONEY = (
    Writing("yuan", "元", lambda fen: (Decimal(fen) / 100).quantize(Decimal("0.01"))),
    Writing("wan", "万元", lambda fen: Decimal(fen) / 1_000_000),
    Writing("capitals", "大写", money.capital),
)
_SEX = (
    Writing("word", "男 / 女", _plain),
    Writing("digit", "1 / 2", lambda sex: {"男": 1, "女": 2}.get(sex, "")),
)
_NAME = (
    Writing("word", "全名", _plain),
    Writing("mask", "只留姓", mask_name, open=False),
)
_TEXT = (Writing("word", "照原样", _plain),)
_COUNT = (Writing("number", "数字", int),)
_QUANTITY = (Writing("number", "数字", lambda stored: Decimal(stored) / 1000),)

OF_KIND: Mapping[str, tuple[Writing, ...]] = MappingProxyType(
    {
        "id_number": _ID,
        "phone": _PHONE,
        "day": _DAY,
        "flag": _FLAG,
        "money": _MONEY,
        "sex": _SEX,
        "name": _NAME,
        "count": _COUNT,
        "quantity": _QUANTITY,
        "choice": _TEXT,
        "text": _TEXT,
        "long": _TEXT,
        "reason": (Writing("word", "照原样", reckoning.words),),
        "moment": _TEXT,
    }
)


def writings_of(kind: str) -> tuple[Writing, ...]:
    return OF_KIND.get(kind, _TEXT)


def writing(kind: str, key: str) -> Writing:
    """The named way of writing; the first one of the kind where that is not known."""
    listed = writings_of(kind)
    return next((each for each in listed if each.key == key), listed[0])
