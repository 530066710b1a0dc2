"""Where does a form want to be filled: its header, its empty rows, and the places beside words?"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qinglian_desktop.exchange.forms.shape import FormSheet, Place
from qinglian_desktop.exchange.sheets.endings import GROUP, HINTS, PLACES, TOTAL, Sorting
from qinglian_desktop.exchange.sheets.heading import Heading, find_heading, is_number
from qinglian_desktop.exchange.sheets.names import COLUMN_WORDS, plain, squeezed
from qinglian_desktop.exchange.sheets.reading import SheetData

_VARIES = re.compile(r"[\d一二三四五六七八九十〇零]+|[\s_＿:：]+")
_BLANK = re.compile(r"[\s_＿ 　]+")
_DATE_BLANK = re.compile(r"^[\s_＿　\d]*年[\s_＿　\d]*(?:月[\s_＿　\d]*(?:日)?)?")
_LABEL = re.compile(r"(?P<label>[一-龥]{2,12}(?:[（(][^（）()]{1,8}[）)])?)\s*[:：]")
_EXAMPLE = re.compile(r"(?:填写)?(?:示例|样例|范例|举例|例)")
_DATE_ROOM = re.compile(r"[\d_＿\s]*年[\s_＿\d]*月[\s_＿\d]*日")
_AGAIN = 3  # names of columns that make another list below
_FEW = 2  # columns a header must name to be one
_ORDINAL = "一二三四五六七八九十()（）、.． \u3000"
_NUMBERED = ("序号", "编号", "顺序号")


class Area(NamedTuple):
    """The rows of a list, from 0, both included; last < first where the form has none."""

    first: int
    last: int
    occupied: int = 0  # rows that hold something already

    @property
    def rooms(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class FormHeading:
    """A header found: what stands over each column (from 0), and the rows below it."""

    top: int
    bottom: int
    labels: tuple[str, ...]  # all lines joined; "" where nothing stands
    short: tuple[str, ...]  # the lowest line alone
    area: Area
    unit: str = ""


class Blank(NamedTuple):
    """A place beside or behind a word that asks for something: 填报单位：____."""

    place: Place
    label: str
    within: bool  # the word and its blank share one cell


def heading_of(sheet: FormSheet, known: Callable[[str], str]) -> FormHeading | None:
    """The header that names at least two things we know; None for a form that is no list."""
    found = find_heading(_data(sheet), known)
    if found is None:
        return None
    named = {
        known(both) or known(low) for low, both in zip(found.labels, found.joined, strict=True)
    }
    if len(named - {""}) < _FEW:
        return None
    labels, short = _covered(sheet, found)
    area = area_of(sheet, found)
    if area.rooms == 0 and _goes_on(sheet, found, area.first):
        return None  # words of its own stand in each row: a report, not a list
    if any(_asks_too(sheet, row, known) for row in range(area.first, area.first + area.occupied)):
        return None  # 姓名 and 身份证号 below each other, a blank beside each: a card, not a list
    return FormHeading(found.top, found.bottom, labels, short, area, found.unit)


def _asks_too(sheet: FormSheet, row: int, known: Callable[[str], str]) -> bool:
    words = [sheet.text(row, n) for n in range(sheet.width)]
    asks = (known(word) != "" or squeezed(word) in COLUMN_WORDS for word in words if word.strip())
    return sum(asks) >= _FEW


def _goes_on(sheet: FormSheet, found: Heading, below: int) -> bool:
    """Rows with a word each: 一、收入 and 其中：租金收入; a title over empty rows is none."""
    row, following = ([sheet.text(at, n) for n in range(sheet.width)] for at in (below, below + 1))
    if not any(text.strip() for text in row):
        return False
    why = Sorting(sheet.rows[found.top : found.bottom + 1], [], len(row)).why_not(row)
    return not why or (why == GROUP and any(text.strip() for text in following))


def _data(sheet: FormSheet) -> SheetData:
    return SheetData(sheet.name, [list(row) for row in sheet.rows], tuple(sheet.merged))


def _covered(sheet: FormSheet, found: Heading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The second of two columns under one merged name is no column of its own."""
    labels, short = list(found.joined), list(found.labels)
    for column in range(len(labels)):
        place = sheet.top_left((found.bottom, column))
        if place[1] != column:
            labels[column] = short[column] = ""
    return tuple(labels), tuple(short)


def area_of(sheet: FormSheet, found: Heading) -> Area:
    """The rows under the header up to the total, the notes or the end of what is drawn."""
    width = sum(1 for label in found.joined if label)
    above, sorting = (
        Sorting(sheet.rows[found.top : found.bottom + 1], [], width) for _ in range(2)
    )
    numbered = {n for n, label in enumerate(found.joined) if plain(label) in _NUMBERED}
    first = found.bottom + 1
    while first < len(sheet.rows) and _stays_above(sheet, above, first):
        first += 1
    row, occupied = first, 0
    while row <= max(sheet.styled, len(sheet.rows) - 1):
        texts = [
            sheet.text(row, n)
            for n in range(sheet.width)
            if (row, n) not in sheet.formulas and n not in numbered
        ]
        filled = [text for text in texts if text.strip()]
        whole = [sheet.text(row, n) for n in range(sheet.width)]
        if filled or _numbered_note(sheet, row, numbered):
            if not filled or sorting.why_not(whole):
                break
            if not all(map(is_number, filled)):  # figures alone are printed in the empty form
                if not _is_line(filled, width):
                    break
                occupied = row - first + 1
        elif _spans(sheet, row):
            break
        row += 1
    return Area(first, row - 1, occupied)


def _stays_above(sheet: FormSheet, sorting: Sorting, row: int) -> bool:
    """例：张某某, 必填, 甲 乙 1 2, and 合计 over the empty rows it counts."""
    if _EXAMPLE.match(plain("".join(sheet.rows[row][:2]))):
        return True
    if _is_empty(sheet, row):
        return False
    why = sorting.why_not([sheet.text(row, n) for n in range(sheet.width)])
    if why == TOTAL:
        return row + 2 <= sheet.styled and _is_empty(sheet, row + 1) and _is_empty(sheet, row + 2)
    return why in (HINTS, PLACES)


def _is_empty(sheet: FormSheet, row: int) -> bool:
    return not any(sheet.text(row, n).strip() for n in range(sheet.width))


def _numbered_note(sheet: FormSheet, row: int, numbered: set[int]) -> bool:
    """平均 where the rows above have their numbers; （二） or 3、 is a number too."""
    words = (sheet.text(row, n).strip(_ORDINAL) for n in numbered)
    return any(word and not is_number(word) for word in words)


def _is_line(filled: Sequence[str], width: int) -> bool:
    return len(filled) >= max(2, width // 3)


def _spans(sheet: FormSheet, row: int) -> bool:
    """An empty row merged from side to side is a place for notes, not for a person."""
    return any(
        first[0] <= row <= last[0] and last[1] - first[1] + 1 >= max(sheet.width - 1, 3)
        for first, last in sheet.merged
    )


def is_last(sheet: FormSheet, area: Area) -> bool:
    """Does nothing stand below the list?"""
    return area.last >= max(sheet.styled, len(sheet.rows) - 1)


def list_below(sheet: FormSheet, heading: FormHeading) -> int:
    """The row (from 0) in which the same names of columns stand again under the list; else -1."""
    names = {plain(label) for label in heading.short} - {""}
    for row in range(heading.area.last + 1, len(sheet.rows)):
        again = names & {plain(text) for text in sheet.rows[row]}
        if len(again) >= min(_AGAIN, len(names)):
            return row
    return -1


def blanks_of(sheet: FormSheet, area: Area | None) -> list[Blank]:
    """Words with a colon, and the empty place that goes with each; never inside the list."""
    found = []
    for row, line in enumerate(sheet.rows):
        if area is not None and area.first - 1 <= row <= area.last:
            continue
        for column, text in enumerate(line):
            if not text.strip() or (row, column) in sheet.formulas:
                continue
            found += _blanks_in(sheet, (row, column), text)
    return found


def _blanks_in(sheet: FormSheet, place: Place, text: str) -> list[Blank]:
    labels = list(_LABEL.finditer(text))
    if not labels or plain(text).startswith("其中"):
        beside = _beside(sheet, place)
        return [Blank(beside, plain(text), within=False)] if beside and len(text) <= 14 else []
    made = []
    for number, found in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        room = text[found.end() : end]
        last = number + 1 == len(labels)
        beside = _beside(sheet, place) if last and not room.strip() else None
        if beside and not _BLANK.search(room):
            made.append(Blank(beside, plain(found["label"]), within=False))
        elif not _BLANK.sub("", _DATE_BLANK.sub("", room)):
            made.append(Blank(place, plain(found["label"]), within=True))
    return made


def _beside(sheet: FormSheet, place: Place) -> Place | None:
    """The empty cell at the right of a word."""
    row, column = place
    end = max((last[1] for first, last in sheet.merged if first == place), default=column)
    beside = sheet.top_left((row, end + 1))
    if beside == (row, end + 1) and not sheet.text(*beside).strip():
        there = end + 1 < sheet.width or any(first == beside for first, _ in sheet.merged)
        return beside if there and beside not in sheet.formulas else None
    return None


def put_behind(text: str, values: dict[str, str]) -> str:
    """A cell's words with values behind them: 填报单位：____ 日期： 年 月 日 → both filled."""
    labels = list(_LABEL.finditer(text))
    made, done = "", 0
    for number, found in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        made += text[done : found.end()]
        room = text[found.end() : end]
        value = values.get(plain(found["label"]))
        if value is None:
            made += room
        else:
            dated = _DATE_ROOM.search(room)
            if dated and "年" not in value:  # 单位（盖章）：____  年 月 日: the day stays open
                made += value + " " * max(dated.start() - len(value), 2) + dated[0]
            else:
                gap = len(room) - len(value)
                made += value + " " * (max(gap, 2) if number + 1 < len(labels) else 0)
        done = end
    return made + text[done:]


def fingerprint(sheet: FormSheet, heading: FormHeading | None) -> tuple[str, ...]:
    """The words of the form that stay when it comes again: no numbers, no blanks."""
    area = heading.area if heading else None
    found: dict[str, None] = {}
    for row, line in enumerate(sheet.rows):
        if area is not None and area.first <= row <= area.last:
            continue
        for text in line:
            word = _VARIES.sub("", text)[:40]
            if word:
                found[word] = None
    return tuple(found)


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How much two fingerprints share, from 0 to 1."""
    a, b = set(one), set(other)
    return len(a & b) / len(a | b) if a | b else 0.0
