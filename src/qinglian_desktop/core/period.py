"""Which stretch of time is meant? Months, quarters, half years, years and posting terms."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Self

from qinglian_desktop.core.outcome import Refused

FREQUENCIES: Mapping[str, str] = MappingProxyType(
    {
        "D": "每日",
        "W": "每周",
        "M": "每月",
        "Q": "每季度",
        "H": "每半年",
        "Y": "每年",
        "E": "随时",
        "S": "分阶段",
        "L": "长期",
    }
)


def frequencies(text: str) -> tuple[str, ...]:
    """The letters of a catalogue frequency: `Q/M` → ("Q", "M"), `E+Y` → ("E", "Y")."""
    letters = tuple(part.strip() for part in re.split(r"[+/]", text))
    if not all(letter in FREQUENCIES for letter in letters):
        usable = "、".join(f"{letter} {label}" for letter, label in FREQUENCIES.items())
        raise Refused(f"公开周期“{text}”不认识", f"可用：{usable}", field="frequency")
    return letters


_QUARTERS = "一二三四"
_SPELLINGS = (
    (re.compile(r"(\d{4})[Qq]([1-4])"), "Q"),
    (re.compile(r"(\d{4})[Hh]([12])"), "H"),
    (re.compile(r"(\d{4})-(\d{1,2})"), "M"),
    (re.compile(r"(\d{4})年(\d{1,2})月"), "M"),
    (re.compile(r"(\d{4})年第?([一二三四1-4])季度"), "Q"),
    (re.compile(r"(\d{4})年([上下])半年"), "H"),
    (re.compile(r"(\d{4})年?()"), "Y"),
)
_MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, quarter, half year or year; written 2026-09, 2026Q3, 2026H1, 2026."""

    year: int
    number: int  # 1–12, 1–4, 1–2, or 1
    kind: str  # M, Q, H or Y

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a period as people or commands write it; raises Refused in words."""
        for pattern, kind in _SPELLINGS:
            if found := pattern.fullmatch(text.strip()):
                year, mark = int(found[1]), found[2] or "1"
                number = {"上": 1, "下": 2}.get(mark) or _QUARTERS.find(mark) + 1 or int(mark)
                if 1900 <= year <= 9000 and 1 <= number <= 12 // _MONTHS[kind]:
                    return cls(year, number, kind)
        raise Refused(
            f"时段“{text[:20]}”看不懂",
            "请写成 2026年第三季度、2026年9月、2026年上半年或 2026年",
            field="period",
            code="QL-RP-003",
        )

    @classmethod
    def holding(cls, day: date, kind: str) -> Self:
        """The month, quarter, half year or year in which `day` lies."""
        return cls(day.year, (day.month - 1) // _MONTHS[kind] + 1, kind)

    @classmethod
    def within(cls, year: int, kind: str) -> tuple[Self, ...]:
        """Every period of one kind in a year, in order."""
        return tuple(cls(year, number, kind) for number in range(1, 12 // _MONTHS[kind] + 1))

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        month = self.number * _MONTHS[self.kind]
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def label(self) -> str:
        match self.kind:
            case "M":
                return f"{self.year}年{self.number}月"
            case "Q":
                return f"{self.year}年第{_QUARTERS[self.number - 1]}季度"
            case "H":
                return f"{self.year}年{'上下'[self.number - 1]}半年"
        return f"{self.year}年"

    @property
    def following(self) -> "Period":
        return Period.holding(self.last + timedelta(days=1), self.kind)

    @property
    def previous(self) -> "Period":
        return Period.holding(self.first - timedelta(days=1), self.kind)

    @property
    def parts(self) -> tuple["Period", ...]:
        """The period itself, then every shorter one that lies wholly within it."""
        shorter = [kind for kind in _MONTHS if _MONTHS[kind] < _MONTHS[self.kind]]
        within = [one for kind in shorter for one in Period.within(self.year, kind)]
        return (self, *(one for one in within if one.first in self and one.last in self))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        match self.kind:
            case "M":
                return f"{self.year}-{self.number:02}"
            case "Y":
                return f"{self.year}"
        return f"{self.year}{self.kind}{self.number}"

    def due_on(self, rules: Mapping[str, Mapping[str, Any]]) -> date:
        """The day by which what closed with this period must be on the board.

        `rules` is the table `due` of the pack `disclosure-rules`; the letter of the period picks
        the row: `months` after the period's last month, on `day` (or that month's last day).
        """
        rule = rules.get(self.kind)
        if rule is None or "day" not in rule:
            raise Refused(
                f"规则包里没有{FREQUENCIES[self.kind]}公开的期限",
                "请从街道 U 盘重新导入规则包",
                code="QL-RP-004",
            )
        months = self.last.year * 12 + self.last.month - 1 + int(rule["months"])
        year, month = divmod(months, 12)
        return date(year, month + 1, min(int(rule["day"]), monthrange(year, month + 1)[1]))


def said(stored: str | None) -> str:
    """A stored period as a paper says it; what is none is left as it was written."""
    try:
        return Period.parse(stored or "").label
    except Refused:
        return stored or ""


def written(text: str) -> str:
    """The other way round: a period as it is stored; what is none is left as it was written."""
    try:
        return str(Period.parse(text))
    except Refused:
        return text


class Term(NamedTuple):
    """How long a paper stays up, as the catalogue writes it: 15, 5wd, L, or -20."""

    amount: int  # days; 0 when it stays up for good
    unit: Literal["day", "workday"]
    before: bool = False  # counted backwards from the event: must be up that long before
    lasting: bool = False  # stays up until it is replaced (长期)

    @classmethod
    def parse(cls, text: str) -> Self:
        if text == "L":
            return cls(0, "day", lasting=True)
        found = re.fullmatch(r"(-?)(\d{1,3})(wd)?", text)
        if not found:
            raise Refused(f"公示天数“{text}”看不懂", "请写成 15、5wd、L 或 -20", field="days")
        return cls(int(found[2]), "workday" if found[3] else "day", before=bool(found[1]))

    @property
    def label(self) -> str:
        if self.lasting:
            return "长期"
        unit = "个工作日" if self.unit == "workday" else "天"
        return f"提前 {self.amount} {unit}" if self.before else f"{self.amount} {unit}"
