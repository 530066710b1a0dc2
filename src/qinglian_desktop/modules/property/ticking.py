"""What does a clerk mean who types a ticked sheet back in: 12=在 13=损 20-35=在 其余=在 40=在3?

Read as she writes it: full-width digits, Chinese punctuation, several lines, the first letters
of the words where no input method is on (z s q x), with or without 号 and =, and a few other
words for the same. A text is taken whole or not at all.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from qinglian_desktop.core.unreadable import Unreadable

THERE, BROKEN, MISSING, IDLE = "在", "损", "缺", "闲"
MARKS: Final = (THERE, BROKEN, MISSING, IDLE)
_LETTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "z": THERE,
        "s": BROKEN,
        "q": MISSING,
        "x": IDLE,
        "√": THERE,
        "✓": THERE,
        "坏": BROKEN,
        "丢": MISSING,
        "无": MISSING,
    }
)
_MOST: Final = 1_000_000  # things in one line
_RANGE: Final = r"第?\d{1,6}号?(?:\s*[-~到至]\s*\d{1,6}号?)?"
_MEASURES: Final = "个张台间件把套辆口座"
_ITEM: Final = re.compile(
    rf"(?P<who>(?:其余|剩下)的?|{_RANGE}(?:[\s,]+{_RANGE})*)\s*(?P<is>[=:]?)\s*[都全均]?"
    rf"(?P<mark>[在损缺闲zsqxZSQX√✓坏丢无])(?P<many>\d+(?:\.\d{{1,3}})?[{_MEASURES}]?)?"
    r"\s*(?:\((?P<note>[^()]*)\))?[\s,;.]*"
)
_DASHES: Final = str.maketrans({"—": "-", "–": "-", "−": "-", "、": ",", "。": ".", "～": "~"})
EXAMPLE: Final = "例：12=在 13=损 20-35=在 其余=在"


class Tick(NamedTuple):
    """One line of the sheet: its mark, how many (in thousandths; None: all of it), a remark."""

    number: int
    mark: str
    many: int | None = None
    note: str = ""


def read_ticks(text: str, numbers: Iterable[int], open_numbers: Iterable[int]) -> tuple[Tick, ...]:
    """The marks of a text in the order of the sheet; `numbers` are those that were printed.

    其余 are those of `open_numbers` that the text does not name itself. Raises Unreadable for
    what cannot be read, for a number that is not on the sheet, and for one that is told twice.
    """
    known = set(numbers)
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    if not plain:
        raise Unreadable("还没有写", EXAMPLE)
    found: dict[int, Tick] = {}
    rest: Tick | None = None
    at = 0
    while at < len(plain):
        item = _ITEM.match(plain, at)
        if item is None:
            raise Unreadable(f"“{_piece(plain[at:])}”看不懂", EXAMPLE)
        at = item.end()
        made = _tick_of(item)
        if item["who"][0] in "其剩":
            if rest is not None:
                raise Unreadable("“其余”写了两次", "只留一个")
            if made.many is not None:
                raise Unreadable("“其余”后面不能写数量", "数量逐号写，例：40=在3")
            rest = made
            continue
        numbers = _numbers(item["who"], known)
        if made.many is not None and len(numbers) > 1:
            raise Unreadable(f"“{_piece(item[0])}”：一个数量不能给几个编号", "逐号写，例：40=在3")
        for number in numbers:
            _put(found, made._replace(number=number))
    for number in set(open_numbers) - found.keys() if rest else ():
        found[number] = rest._replace(number=number) if rest else found[number]
    return tuple(found[number] for number in sorted(found))


def _piece(text: str) -> str:
    """As much of what was not understood as a message has room for."""
    first = text.split(maxsplit=1)[0]
    return first if len(first) <= 12 else f"{first[:12]}…"


def _tick_of(item: re.Match[str]) -> Tick:
    mark = _LETTERS.get(item["mark"].lower(), item["mark"])
    many = None
    if item["many"] is not None:
        value = Decimal(item["many"].rstrip(_MEASURES))
        if not item["is"]:
            raise Unreadable(f"“{_piece(item[0])}”看不懂", "有数量的要写等号，例：40=在3")
        if not value:
            raise Unreadable(f"“{_piece(item[0])}”：数量是 0", "都在写“在”，一个都没有写“缺”")
        if value > _MOST:
            raise Unreadable(f"数量 {item['many'][:12]} 太大", "请核对是不是连着写了下一个编号")
        many = int(value * 1000)
    return Tick(0, mark, many, (item["note"] or "").strip())


def _numbers(who: str, known: set[int]) -> list[int]:
    made: list[int] = []
    for part in re.findall(_RANGE, who):
        ends = [int(end) for end in re.findall(r"\d+", part)]
        first, last = ends[0], ends[-1]
        if last < first:
            raise Unreadable(f"“{part}”写倒了", f"例：{last}-{first}=在")
        for number in (first, last):
            _refuse_unknown(number, known)
        made += [number for number in range(first, last + 1) if number in known]
    return made


def _refuse_unknown(number: int, known: set[int]) -> None:
    if number not in known:
        most = max(known, default=0)
        what = f"没有 {number} 号，最大 {most}" if number > most else f"没有 {number} 号"
        raise Unreadable(what, "请核对盘点表上的编号")


def _put(found: dict[int, Tick], tick: Tick) -> None:
    other = found.get(tick.number)
    if other is not None and other != tick:
        what = f"{tick.number} 号写了两次：一次“{other.mark}”，一次“{tick.mark}”"
        raise Unreadable(what, "请只留一个")
    found[tick.number] = tick
