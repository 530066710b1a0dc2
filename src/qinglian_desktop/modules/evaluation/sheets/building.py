"""From the lines of an issued table to a system, and what of the one before goes on counting.

Indicators that say what they said keep the way they are counted; for a new one somebody judges
until the column 自动计分 says how.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import read_sheets
from qinglian_desktop.exchange.sheets.reading import SheetData
from qinglian_desktop.modules.evaluation import system
from qinglian_desktop.modules.evaluation.sheets import cells, partwords, shown
from qinglian_desktop.modules.evaluation.sheets.cells import (
    ID,
    ITEM,
    NEEDS,
    PAPERS,
    PARTS,
    RULE,
    TITLE,
    WORDS,
)
from qinglian_desktop.modules.evaluation.sheets.lines import Issued, Line
from qinglian_desktop.modules.evaluation.sheets.sections import BONUS, SCORED, TAKEN_OFF, VETOED
from qinglian_desktop.modules.evaluation.sheets.walking import walk
from qinglian_desktop.modules.evaluation.system import (
    BY_HAND,
    COLLECTIVE,
    RULES,
    STEPS,
    Bonus,
    Dimension,
    Indicator,
    Part,
    System,
    Veto,
)

_ALIKE = 0.75  # of two titles that mean one indicator
_LOOK_BACK = 24
_LEVELS = re.compile(r"(街道|镇街|区县?级?|市级?|省级?|国家级?)[^\d；;]{0,6}?(\d+(?:\.\d+)?)\s*分")
_MONTHS = re.compile(r"(近|前)?([一二两三四五1-5])年(内)?")
_YEARS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_ID = re.compile(r"[A-Za-z]{0,3}\d{1,3}(?:[.\-]\d{1,3}){0,3}")
NAMELESS = "指标"  # the aspect of a table that has none
_SURE, _SOURCE = "POL", "街道下发的指标表"


class Imported(NamedTuple):
    """What a workbook comes to: the system, what does not add up, what is judged by people."""

    system: System
    faults: tuple[str, ...]
    kept: tuple[str, ...]  # ids of indicators that are counted as before
    by_hand: tuple[str, ...]  # ids of those nobody counts


def from_workbook(path: Path, before: System, year: int) -> Imported:
    """Reads an issued table; Refused where there is no indicator in it."""
    return from_sheets(read_sheets(path), before, year, path.stem)


def from_sheets(
    sheets: Sequence[SheetData], before: System, year: int, name: str = ""
) -> Imported:  # fmt: skip
    """What is hidden counts only where the table adds up better with it than without."""
    found = [
        _imported(issued, before, year, name)
        for issued in map(walk, shown.readings(sheets))
        if issued.of(SCORED)
    ]
    if not found:
        raise Refused(
            "这个表里没有认出指标", "表里要有“指标”“分值”两列，或者参照导出的指标表改",
            code="QL-SA-003",
        )  # fmt: skip
    return min(found, key=lambda one: len(one.faults))


def _imported(issued: Issued, before: System, year: int, name: str) -> Imported:
    made = _built(issued, before, year, name)
    faults = system.faults(made, before)
    by_hand = tuple(
        one.id for one in made.indicators if all(p.way == BY_HAND for p in one.parts)
    )  # fmt: skip
    kept = tuple(one.id for one in made.indicators if one.id not in by_hand)
    return Imported(made, faults, kept, by_hand)


def _built(issued: Issued, before: System, year: int, name: str) -> System:
    dimensions = _dimensions(issued, before)
    by_name = {one.name: one.id for one in dimensions}
    indicators = _indicators(issued.of(SCORED), by_name, before)
    placed = tuple(
        one if one.points else one._replace(points=_summed(indicators, one.id))
        for one in dimensions
    )
    bonus = [_bonus(line, n, before) for n, line in enumerate(issued.of(BONUS), 1)]
    off = [_bonus(line, n, before, "K") for n, line in enumerate(issued.of(TAKEN_OFF), 1)]
    off = [one._replace(cap=-abs(one.cap), each=-abs(one.each)) for one in off]
    vetoes = [_veto(line, n, before) for n, line in enumerate(issued.of(VETOED), 1)]
    return before._replace(
        pack=f"{system.NAME}@{_version(year, before)}",
        title=(issued.title or name or before.title)[:60],
        source=_SOURCE,
        total=before.total,
        bonus_cap=before.bonus_cap if issued.bonus_cap is None else issued.bonus_cap,
        dimensions=placed,
        indicators=indicators,
        bonuses=(*bonus, *off) or before.bonuses,
        vetoes=tuple(vetoes) or before.vetoes,
        evidence=_SURE,
    )


def _version(year: int, before: System) -> str:
    """The next version of the year: 2027-1, then 2027-2."""
    _, _, last = before.pack.partition("@")
    own, _, number = last.partition("-")
    return f"{year}-{int(number) + 1 if own == str(year) and number.isdigit() else 1}"


def _dimensions(issued: Issued, before: System) -> tuple[Dimension, ...]:
    """The aspects that have indicators, in their order, with the points they should have."""
    used = dict.fromkeys(line.dimension for line in issued.of(SCORED))
    known = {cells.plain(one.name): one for one in before.dimensions}
    as_before = all(cells.plain(name) in known for name in used)
    found = []
    for place, name in enumerate(used):
        old = known.get(cells.plain(name))
        told = issued.aspects.get(name)
        mark = old.id if old and as_before else chr(ord("A") + place % 26)
        if told is None and old is not None and as_before:
            told = old.points
        found.append(Dimension(mark, name or NAMELESS, told or Decimal(0)))
    return tuple(found)


def _summed(indicators: Sequence[Indicator], dimension_id: str) -> Decimal:
    return sum((o.points for o in indicators if o.dimension == dimension_id), Decimal(0))


def _indicators(
    lines: Sequence[Line], by_name: Mapping[str, str], before: System
) -> tuple[Indicator, ...]:
    own = [line.text(ID).strip("、.") for line in lines]
    given = len(set(own)) == len(own) and all(_ID.fullmatch(text) for text in own)
    olds = _matched(lines, before)
    taken: set[str] = set(own) if given else set()
    found = []
    for line, old, own_id in zip(lines, olds, own, strict=True):
        dimension = by_name[line.dimension or NAMELESS]
        points = line.points or Decimal(0)
        indicator_id = own_id if given else _free(old, dimension, taken)
        taken.add(indicator_id)
        title = line.text(TITLE) or line.text(WORDS)
        told = line.text(WORDS) or (old.words if old else title)
        needs = COLLECTIVE if "集体经济组织" in line.text(NEEDS) else ""
        if not line.text(NEEDS) and old is not None:
            needs = old.needs
        found.append(
            Indicator(
                indicator_id, dimension, title, points, _rule(line, told, old), told,
                line.text(PAPERS) or (old.papers if old else ""),
                line.text(ITEM) or (old.item if old else ""), needs,
                _parts(line, old, points, told), _SURE, _SOURCE,
            )
        )  # fmt: skip
    return tuple(found)


def _matched(lines: Sequence[Line], before: System) -> list[Indicator | None]:
    """For each line the indicator before it that says the same; each at most once."""
    left = {one.id: one for one in before.indicators}
    by_title = {cells.plain(one.title): one.id for one in before.indicators}
    found: list[Indicator | None] = []
    for line in lines:
        title = line.text(TITLE)
        told = cells.plain(title), cells.plain(title.partition("：")[2])  # behind its group
        key = next((by_title[text] for text in told if text in by_title), "")
        found.append(left.pop(key, None))
    for place, line in enumerate(lines):
        if found[place] is None and (near := _nearest(line.text(TITLE), left)):
            found[place] = left.pop(near)
    return found


def _nearest(title: str, left: Mapping[str, Indicator]) -> str:
    text = cells.plain(title)
    best = max(
        ((SequenceMatcher(None, text, cells.plain(o.title)).ratio(), o.id) for o in left.values()),
        default=(0.0, ""),
    )
    return best[1] if best[0] >= _ALIKE else ""


def _free(old: Indicator | None, dimension: str, taken: set[str]) -> str:
    """The number it had before, else the next of its aspect."""
    if old is not None and old.id not in taken and old.dimension == dimension:
        return old.id
    number = 1
    while f"{dimension}{number:02d}" in taken:
        number += 1
    return f"{dimension}{number:02d}"


def _rule(line: Line, words: str, old: Indicator | None) -> str:
    told = next((rule for rule, said in RULES.items() if said == line.text(RULE)), "")
    if told:
        return told
    if old is not None and cells.plain(old.words) == cells.plain(words):
        return old.rule
    for rule, pattern in (
        ("deduct", r"扣完为止|每(件|次|例|项|发现)[^；。]{0,10}扣"),
        ("band", r"分档|(?:%|％)[^；。]{0,8}得\s*\d"),
        ("ratio", r"÷|/|比例|率"),
        ("checklist", r"各\s*\d|得\s*\d|每.{0,6}\d+(\.\d+)?\s*分"),
    ):
        if re.search(pattern, words):
            return rule
    return "manual"


def _parts(line: Line, old: Indicator | None, points: Decimal, words: str) -> tuple[Part, ...]:
    told = partwords.read(line.text(PARTS)) if line.text(PARTS) else ()
    if told:
        return told
    if old is not None and old.points:
        scaled = tuple(_scaled(part, points / old.points) for part in old.parts)
        if sum((one.points for one in scaled), Decimal(0)) == points:
            return scaled
    return (Part("1", points, BY_HAND, words=words[:200]),)


def _scaled(part: Part, by: Decimal) -> Part:
    if by == 1:
        return part
    steps = tuple((least, _places(got * by)) for least, got in part.steps)
    if part.way == STEPS and not steps:
        return part
    return part._replace(
        points=_places(part.points * by), each=_places(part.each * by), steps=steps
    )


def _places(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001")).normalize() + Decimal(0)


def _bonus(line: Line, number: int, before: System, letter: str = "J") -> Bonus:
    title = line.text(TITLE) or line.text(WORDS)
    words = line.text(WORDS)
    old = next((o for o in before.bonuses if cells.plain(o.title) == cells.plain(title)), None)
    own = line.text(ID)
    bonus_id = own if _ID.fullmatch(own) else f"{letter}{number:02d}"
    points = line.points or Decimal(0)
    if old is not None and (not points or points == old.cap):
        return old._replace(id=bonus_id, words=words or old.words)
    levels = {_level(name): Decimal(got) for name, got in _LEVELS.findall(words or title)}
    most = points or max(levels.values(), default=Decimal(0))
    each = Decimal(0) if levels else most
    return Bonus(bonus_id, title, words or title, most, each, levels, line.text(PAPERS), _SOURCE)


def _level(name: str) -> str:
    return "街道" if name in ("街道", "镇街") else "区级" if name.startswith("区") else "市级"


def _veto(line: Line, number: int, before: System) -> Veto:
    title = line.text(TITLE) or line.text(WORDS)
    old = next((o for o in before.vetoes if cells.plain(o.title) == cells.plain(title)), None)
    own = line.text(ID)
    veto_id = own if _ID.fullmatch(own) else f"V{number:02d}"
    words = line.text(WORDS)
    if old is not None:
        return old._replace(id=veto_id, trigger=words or old.trigger)
    told = _MONTHS.search(f"{title}{words}")
    years = _YEARS.get(told[2]) or int(told[2]) if told else 0
    pauses = "暂停" in words or "暂停" in title
    return Veto(
        veto_id, title, years * 12 or _LOOK_BACK, words or title, line.text(PAPERS) or "街道",
        "暂停评价" if pauses else "不予认定", pauses, "", _SOURCE,
    )  # fmt: skip
