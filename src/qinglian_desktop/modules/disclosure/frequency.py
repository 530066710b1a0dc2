"""How often, and by which day? What catalogues write about both, read into one spelling.

A street's list says 按季度公开, 每季度首月20日前 or 及时公开; the program keeps 每季度 with
首月20日前, and 随时. Either is written with “/”, both together with “+”.
"""

import re
from datetime import date
from typing import Literal, NamedTuple, Self

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import FREQUENCIES, Period
from qinglian_desktop.core.reckoning import Way

PLANNED = ("M", "Q", "H", "Y")  # closed periods; E, S and L are posted when something happens
EVENTFUL = ("E", "S", "L")

_LETTERS = {label: letter for letter, label in FREQUENCIES.items()}
# Compiled when first asked for (re keeps them): this file is read at every start.
_BOTH, _EITHER = r"[+＋、，,;；和]", r"[/／或]"
# Other ways of saying it, tried in this order: 半年 before 年, 长期 before 期.
_SAID = (
    ("H", r"半年|[6六]个月|年[度内]?(?:公开|公布|公示)?[2二两]次"),
    ("Q", r"季|[3三]个月|年[度内]?(?:公开|公布|公示)?[4四]次"),
    ("L", r"长期|常年|固定|永久|动态|变更|更新"),
    ("S", r"阶段|分期|进度"),
    ("E", r"随时|及时|即时|适时|实时|按需|临时|不定期|发生"),
    ("M", r"(?<![0-9一二三四五六七八九十])月"),  # 每年6月 is yearly
    ("Y", r"年"),
)
_MONTH_END = r"(\d{1,2})月[底末]"
_IN_MONTH = r"(?:每|按)年(\d{1,2})月(?:份|公开|公布|公示)*"
_PLAIN = r"[\u4e00-\u9fff0-9]{1,20}"
_DAY = r"(?:下一?季度?)?(?:首月|第一个月|次月|下月|当月)?的?(\d{1,2})[日号](?:以?前)?"
_YEARLY = r"(次年|第二年|当年)?(\d{1,2})月(\d{1,2})[日号](?:以?前)?"
_WITHIN = r"(?:期末|季末|月末|年末|发生|决定|通过)?后?(\d{1,3})(个工作日|日|天)(?:以?内)"
_IN_TEXT = (
    r"(?:次年|第二年|当年)\d{1,2}月\d{1,2}[日号]以?前?"
    r"|(?:下一?季度?)?(?:首月|第一个月|次月|下月|当月)的?\d{1,2}[日号]以?前?"
    r"|\d{1,2}月\d{1,2}[日号]以?前?|\d{1,2}[日号]以?前"
    r"|(?:期末|季末|月末|年末|发生|决定|通过)?后?\d{1,3}(?:个工作日|日|天)以?内"
)


class Limit(NamedTuple):
    """By when, as an item of the catalogue says it itself (时限).

    `month` 0: `day` of the month after the period; else of that month, in the period's own year
    (`own_year`) or the next. `within`: so many days after the period's end, or after the event.
    """

    day: int = 0
    month: int = 0
    own_year: bool = False
    within: int = 0
    unit: Literal["day", "workday"] = "day"

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """首月20日前, 次月15日前, 次年1月20日前, 10日内; None for nothing said."""
        word = _whole(text or "")
        if not word:
            return None
        if found := re.fullmatch(_WITHIN, word):
            unit: Literal["day", "workday"] = "workday" if "工作" in found[2] else "day"
            return cls(within=int(found[1]), unit=unit)
        if (found := re.fullmatch(_DAY, word)) and 1 <= int(found[1]) <= 31:
            return cls(day=int(found[1]))
        if (
            (found := re.fullmatch(_YEARLY, word))
            and 1 <= int(found[2]) <= 12
            and 1 <= int(found[3]) <= 31
        ):
            return cls(day=int(found[3]), month=int(found[2]), own_year=found[1] == "当年")
        raise Refused(
            f"时限“{word[:20]}”看不懂",
            "例：首月20日前、次月15日前、次年1月20日前、10日内；不写就按规定",
            field="due_rule",
            code="QL-PD-151",
        )

    def way(self, period: Period) -> Way:
        """The way to the last day for what closed with this period; a day off moves it later."""
        if self.within:
            return self.way_from(period.last)
        months = 1
        if self.month:
            year = period.year if self.own_year else period.last.year + 1
            months = (year - period.last.year) * 12 + self.month - period.last.month
        return Way("place", period.last, months, on=self.day, end="later")

    def way_from(self, event_on: date) -> Way:
        """The same for what happened on a day."""
        return Way("count", event_on, self.within, self.unit, end="later")


class Limits(NamedTuple):
    """What an item says about its closed periods, and about its events."""

    periods: Limit | None = None
    events: Limit | None = None


def limits_of(text: str | None) -> Limits:
    """首月20日前；10日内 → the first for periods, the second for events."""
    read = [limit for part in re.split(r"[;；]", text or "") if (limit := Limit.parse(part))]
    days = [limit for limit in read if not limit.within]
    spans = [limit for limit in read if limit.within]
    if len(days) > 1 or len(spans) > 1:
        raise Refused(
            f"时限“{text}”写了两个",
            "定期的只写一个日子，随时的只写一个天数",
            field="due_rule",
            code="QL-PD-151",
        )
    first, span = next(iter(days), None), next(iter(spans), None)
    return Limits(first, span)


class Rhythm(NamedTuple):
    """A frequency in the program's own words, and the day that was said with it."""

    words: str
    limit: str = ""


def read(text: str) -> Rhythm:
    """What a list of a street says (按季度，首月20日前公开) in the program's words.

    Refused when no way of saying how often is found in a part of it.
    """
    word = _whole(text)
    if "末月" in word:  # before the period is over: no rule of the plan says that
        raise _unreadable(text)
    if month := re.fullmatch(_IN_MONTH, word):
        return Rhythm(FREQUENCIES["Y"], _whole(f"当年{month[1]}月底前"))
    found = re.search(_IN_TEXT, word)
    limit = found[0] if found else ""
    rest = re.sub(_IN_TEXT, "", word).strip("，,;；、（）()")
    if not rest and limit:
        rest = word  # 每月10日前 leaves nothing but its day
    return Rhythm(
        "+".join("/".join(map(_one, re.split(_EITHER, part))) for part in _parts(rest)), limit
    )


def _whole(text: str) -> str:
    """Without blanks; 1月底 is 1月31日, and a February has what it has."""
    bare = re.sub(r"\s", "", text)
    return re.sub(_MONTH_END, lambda end: f"{end[1]}月{_longest(int(end[1]))}日", bare)


def _longest(month: int) -> int:
    return 30 if month in (4, 6, 9, 11) else 29 if month == 2 else 31


def _parts(text: str) -> list[str]:
    return [part for part in re.split(_BOTH, text) if part] or [text]


def _one(word: str) -> str:
    """One way of saying how often → its word."""
    letter = _letter(word)
    if letter not in (*PLANNED, *EVENTFUL):  # what comes back every week has no line in a plan
        raise _unreadable(word)
    return FREQUENCIES[letter]


def _unreadable(word: str) -> Refused:
    usable = "、".join(FREQUENCIES[letter] for letter in (*PLANNED, *EVENTFUL))
    return Refused(
        f"公开频次“{word[:20]}”看不懂",
        f"可用：{usable}；两样都要用“+”连起来",
        field="frequency",
        code="QL-PD-001",
    )


def _letter(word: str) -> str:
    if word in FREQUENCIES:
        return word
    if word in _LETTERS:
        return _LETTERS[word]
    if not re.fullmatch(_PLAIN, word):
        return ""
    return next((letter for letter, said in _SAID if re.search(said, word)), "")


def letters(text: str) -> tuple[tuple[str, ...], ...]:
    """Every part of a frequency with its choices: 每季度/每月+随时 → ((Q, M), (E,))."""
    parts = (re.split(_EITHER, part) for part in _parts(re.sub(r"\s", "", text)))
    return tuple(tuple(_LETTERS[_one(word)] for word in choices) for choices in parts)


def planned_letters(text: str) -> tuple[str, ...]:
    """The periods a frequency asks for: 每季度/每月 (either) → Q, 随时+每年 (both) → Y."""
    firsts = (choices[0] for choices in letters(text))
    return tuple(dict.fromkeys(letter for letter in firsts if letter in PLANNED))


def eventful_letters(text: str) -> tuple[str, ...]:
    """What of a frequency waits for something to happen: 随时, 分阶段, 长期."""
    every = (letter for choices in letters(text) for letter in choices)
    return tuple(dict.fromkeys(letter for letter in every if letter in EVENTFUL))
