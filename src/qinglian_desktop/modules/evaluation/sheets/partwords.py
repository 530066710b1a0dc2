"""How a part is counted, in a cell that a person can read and write: 自动计分.

①2分 按比例：每半年专题研究清廉村居 ②1分 缺一个扣0.2分：履责纪实每月有记录
"""

import re
from decimal import Decimal

from qinglian_desktop.modules.evaluation.measures import registry
from qinglian_desktop.modules.evaluation.system import (
    BESIDE,
    BY_HAND,
    FULL,
    MINUS,
    SHARE,
    STEPS,
    WHOLE,
    Part,
    shown,
)

_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SPLIT = re.compile(f"[{_MARKS}]")
_NUMBER = r"(\d+(?:\.\d+)?)"
_LINE = re.compile(rf"{_NUMBER}\s*分\s*(.*?)[:：](.*)")
_MINUS = re.compile(rf"(?:缺一个|每件)扣\s*{_NUMBER}\s*分")
_STEP = re.compile(rf"{_NUMBER}%得{_NUMBER}分")
_EMPTY = {FULL: "（没有应办的得满分）", BESIDE: "（别的有记录、没有应办的得满分）"}
_WAYS = {"按比例": SHARE, "齐全才得": WHOLE, "人工评定": BY_HAND}


def said(parts: tuple[Part, ...]) -> str:
    return "\n".join(
        f"{mark}{_said(part)}" for mark, part in zip(_MARKS, parts, strict=False)
    )  # fmt: skip


def _said(part: Part) -> str:
    measure = registry().get(part.measure)
    words = measure.words if measure is not None else part.words or f"〔{part.measure}〕"
    return f"{shown(part.points)}分 {_way_said(part)}：{words}{_EMPTY.get(part.empty, '')}"


def _way_said(part: Part) -> str:
    if part.way == MINUS:
        return f"{'缺一个' if part.points else '每件'}扣{shown(part.each)}分"
    if part.way == STEPS:
        steps = (f"{shown(least)}%得{shown(points)}分" for least, points in part.steps)
        return f"分档（{'、'.join(steps)}）"
    return next(words for words, way in _WAYS.items() if way == part.way)


def read(text: str) -> tuple[Part, ...]:
    """The parts a cell tells of; () where any of it is not understood."""
    lines = [line.strip() for line in _SPLIT.split(text) if line.strip()]
    found = [_read(line, number) for number, line in enumerate(lines, 1)]
    return tuple(part for part in found if part is not None) if all(found) else ()


def _read(line: str, number: int) -> Part | None:
    told = _LINE.fullmatch(line)
    if told is None:
        return None
    points, way, words = Decimal(told[1]), told[2].strip(), told[3].strip()
    empty = next((name for name, said in _EMPTY.items() if words.endswith(said)), "")
    words = words.removesuffix(_EMPTY.get(empty, ""))
    # One this program does not know yet goes on under its own name.
    unknown = words[1:-1] if words[:1] == "〔" and words[-1:] == "〕" else ""
    measure = next((one.id for one in registry().values() if one.words == words), unknown)
    made = Part(str(number), points, BY_HAND, measure, "" if measure else words, empty=empty)
    if minus := _MINUS.fullmatch(way):
        return made._replace(way=MINUS, each=Decimal(minus[1])) if measure else None
    if way.startswith("分档"):
        steps = tuple((Decimal(a), Decimal(b)) for a, b in _STEP.findall(way))
        return made._replace(way=STEPS, steps=steps) if measure and steps else None
    kind = _WAYS.get(way)
    if kind is None or (kind != BY_HAND and not measure):
        return None
    return made._replace(way=kind)
