"""How does the text of one cell become a stored value of its field, and what is wrong with it?"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from qinglian_desktop.core import numerals
from qinglian_desktop.core.check import value_problem
from qinglian_desktop.core.days import FIRST, LAST
from qinglian_desktop.core.kinds import (
    COUNT,
    DAY,
    FEN,
    ID_NUMBER,
    LONG,
    NAME,
    QUANTITY,
    TEXT,
    stands_as_it_is,
)
from qinglian_desktop.core.money import bare_fens
from qinglian_desktop.core.record import Field, Record
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.exchange.sheets.deadlines import read_deadline
from qinglian_desktop.exchange.sheets.mapping import Column, letters
from qinglian_desktop.exchange.sheets.names import COLUMN_WORDS, OTHER_CHOICES, squeezed
from qinglian_desktop.exchange.sheets.reading import Dated, Figure
from qinglian_desktop.exchange.sheets.strips import Strip

_ERRORS = frozenset(
    ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
_OWN_UNIT = re.compile(r"(亿|万|千|百)?元?[整正]?$")
UNITS = {8: "亿元", 4: "万元", 3: "千元", 2: "百元"}
_SPREAD = r"[\u3400-\u9fff]([\s\u3000]+[\u3400-\u9fff]){1,3}"  # 张　三
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff\s\u3000]{2,8}"  # 欧阳 建国
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_NUMBERED = re.compile("号|编码|代码")
_SHARES = re.compile("百分|比例|率|进度|占比|[%％]")
_YEAR_SIGNS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NO_YEAR = re.compile(r"[^年]{1,3}月[^年]{1,3}日?|\d{1,2}[-./]\d{1,2}")
# What people write where there is nothing to write, in fields that hold no words.
_NOTHING = frozenset(("/", "\\", "-", "－", "—", "——", "无", "没有", "暂无", "\u2015"))
_MEASURED = frozenset(("id_number", "phone", "day", "money", "count", "quantity"))
_PEOPLE = ("姓名", "户主")
_MONTHS = ("取得日期", "任职起")  # of which tables often tell the month alone
_DEADLINES = ("截止日期",)  # told as 6月底前
_MONTH = re.compile(r"((?:19|20)\d\d)[-./年](0?[1-9]|1[0-2])月?")
_ALL_HAN = r"[\u3400-\u9fff]*"  # as most names are
_DAY_SIGNS, _FIRST_YEAR, _LAST_YEAR = len("2026-09-10"), str(FIRST), str(LAST)
_KEPT = 50_000  # answers remembered for one column
LOST = "QL-IM-012"


@dataclass(frozen=True, slots=True)
class BadCell:
    """One cell that stands in the way: row from 1, column by its header, why, what to do."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str
    code: str = ""
    index: int = 0  # column from 0
    field: str = ""

    @property
    def place(self) -> str:
        return f"{letters(self.index)}{self.row}" if self.index >= 0 else ""

    def __str__(self) -> str:
        return f"第 {self.row} 行〔{self.column}〕{self.reason}。{self.remedy}。"


Answer = tuple[Any, Unreadable | None]  # the stored value, or what is wrong
BLANK: Answer = ("", None)  # the cell says nothing


@dataclass(frozen=True, slots=True)
class About:
    """What the sheet says about all its cells."""

    year: int = 0  # of its title; 0 where it names none
    since_1904: bool = False


class CellReader:
    """Reads one column; equal texts of one sort are read once.

    `known` holds the answers so far, for whoever asks for thousands of them.
    """

    def __init__(self, record: type[Record], column: Column, about: About | None = None) -> None:
        self.column = column
        self.field: Field = record.fields[column.field]
        self._about = about or About()
        self.year_guessed = False  # a day without its year was taken for one of this year
        # A figure, a day and a text of the same signs are not the same thing.
        self.known: dict[type, dict[str, Answer]] = {
            str: {"": BLANK}, Figure: {}, Dated: {}
        }  # fmt: skip
        self._read = self._reader()
        self._odd = self._odd_signs()
        self._bare = self.field.kind is FEN and not column.power

    def answer(self, text: str) -> Answer:
        seen = self.known[type(text)]
        found = seen.get(text)
        if found is None:
            found = self._quick(text) or self._fresh(text)
            if len(seen) < _KEPT:
                seen[text] = found
        return found

    def read_all(self, strip: Strip) -> tuple[Sequence[Any], set[str]] | None:
        """The values of a whole column, and those of its texts that need a closer look.

        None where a day without its year is met for the first time: it may stand in a row that
        is no record, and only the year of a record is guessed.
        """
        if self._all_stand(strip):
            return strip.cells, set()
        if self._bare and (fens := bare_fens(strip.cells)) is not None:
            return fens, set()
        guessed = self.year_guessed
        read = self._by_text(strip) if len(strip.sorts) == 1 else self._by_cell(strip)
        if self.year_guessed and not guessed:
            self.year_guessed = False
            self._forget()
            return None
        return read

    def _by_text(self, strip: Strip) -> tuple[Sequence[Any], set[str]]:
        answers = {text: self.answer(text) for text in strip.texts}
        values = {text: value for text, (value, _) in answers.items()}
        troubled = {text for text, (_, trouble) in answers.items() if trouble}
        return list(map(values.__getitem__, strip.cells)), troubled

    def _by_cell(self, strip: Strip) -> tuple[Sequence[Any], set[str]]:
        answers = list(map(self.answer, strip.cells))
        pairs = zip(strip.cells, answers, strict=True)
        return [value for value, _ in answers], {t for t, (_, trouble) in pairs if trouble}

    def _forget(self) -> None:
        for seen in self.known.values():
            seen.clear()
        self.known[str][""] = BLANK

    def _all_stand(self, strip: Strip) -> bool:
        """Are these words, and each of them taken as it stands?"""
        if strip.sorts != {str} or not stands_as_it_is(max(strip.cells, key=len)):
            return False
        if self._odd is None:
            people = self.field.kind is NAME and not self.field.choices
            return (
                people
                and bool(re.fullmatch(_ALL_HAN, strip.whole))
                and COLUMN_WORDS.isdisjoint(strip.texts)
            )
        return strip.whole.isprintable() and not any(s in strip.whole for s in " #" + self._odd)

    def _odd_signs(self) -> str | None:
        """The signs that words of this column must not have to be taken as they stand.

        None where each text is to be read with care: choices, names of people, all but words.
        """
        if self.field.choices or self.field.label in _PEOPLE:
            return None
        if self.field.kind is NAME:
            return " "  # perhaps only spread over the cell
        if self.field.kind is TEXT:
            return "+"  # perhaps a number that was shortened
        return "" if self.field.kind is LONG else None

    def _quick(self, text: str) -> Answer | None:
        """Most words, and days of a workbook: what `_fresh` would say, said at once."""
        if type(text) is Dated and self.field.kind is DAY:
            known = len(text) == _DAY_SIGNS and _FIRST_YEAR <= text[:4] <= _LAST_YEAR
            return (str(text), None) if known else None
        odd = self._odd
        if odd is None or type(text) is not str or not stands_as_it_is(text) or text in _ERRORS:
            return None
        bare = text.strip()
        return None if not bare or (odd and odd in bare) else (bare, None)

    def _fresh(self, text: str) -> Answer:
        bare = text.strip()
        if not bare or (bare in _NOTHING and self.field.kind.name in _MEASURED):
            return BLANK
        if text in _ERRORS:
            return None, Unreadable(f"是算式出的错 {text}", "请改正算式，或直接填上内容")
        try:
            value = self.field.kind.dump(self._read(text))
        except Unreadable as trouble:
            return None, trouble
        if self.field.choices and value not in self.field.choices:
            value = OTHER_CHOICES.get(self.field.label, {}).get(value, value)
        if problem := value_problem(self.column.field, self.field, value):
            what = problem.what.removeprefix(f"〔{self.field.label}〕")
            return None, Unreadable(what, problem.remedy, problem.code)
        return value, None

    def _reader(self) -> Callable[[str], Any]:
        kind, power, times = self.field.kind, self.column.power, self.column.times
        if kind is FEN and power:
            return lambda text: read_scaled(text, power)
        if kind is QUANTITY and times != 1:
            return lambda text: _times(text, times)
        if kind is COUNT and times != 1:
            return lambda text: _months(text, times)
        if kind is ID_NUMBER:
            return read_id_cell
        if kind is NAME:
            return partial(read_name_cell, self.field)
        if kind is DAY:
            return self._read_day
        if kind in (COUNT, QUANTITY):
            return partial(read_number_cell, self.field)
        if kind is TEXT and _NUMBERED.search(self.field.label):
            return read_code_cell
        return kind.read

    def _read_day(self, text: str) -> date:
        if self.field.label in _DEADLINES and (day := read_deadline(text, self._about.year)):
            return day
        if self.field.label in _MONTHS and (found := _MONTH.fullmatch("".join(text.split()))):
            return date(int(found[1]), int(found[2]), 1)
        day = read_day_cell(self._about, text)
        self.year_guessed |= not self._about.year and _NO_YEAR.fullmatch(text.strip()) is not None
        return day


def read_name_cell(field: Field, text: str) -> str:
    """A name without the blanks that only spread it over its cell.

    A person is never called by a word of a header; the other side of a payment may be (银行).
    """
    name: str = NAME.read(text.translate(_UNSEEN))
    if re.fullmatch(_SPREAD, name) or (field.label in _PEOPLE and re.fullmatch(_HAN, name)):
        name = "".join(name.split())
    if field.label in _PEOPLE and squeezed(name) in COLUMN_WORDS:
        raise Unreadable("是列名，不是姓名", "这张表可能是横着排的，请改成一行一条再导入")
    return name


def read_code_cell(text: str) -> str:
    """A number of paper, such as 2-015, which spreadsheets like to turn into a day."""
    if type(text) is Dated:
        raise Unreadable(f"变成了日期 {text}", "请照原件重填，填之前把这一列设成“文本”", LOST)
    code: str = TEXT.read(text)
    if "+" in code and re.fullmatch(r"\d(\.\d+)?[eE]\+\d+", code):
        raise Unreadable(f"变成了 {code}，后几位已丢", "请照原件重填，先把这一列设成“文本”", LOST)
    if type(text) is Figure and len(code) > 15:
        raise Unreadable("被存成了数字，后几位已丢", "请照原件重填，先把这一列设成“文本”", LOST)
    return code


def read_day_cell(about: About, text: str) -> date:
    """A day; one without its year takes the year that the table is about."""
    plain = "".join(text.split())
    if type(text) is Figure:
        if "." in plain:
            raise Unreadable(f"被存成了小数 {plain}", "请照原件重填，例：2026-09-10", LOST)
        if re.fullmatch(r"\d{5}", plain):
            zero = date(1904, 1, 1) if about.since_1904 else date(1899, 12, 30)
            likely = zero + timedelta(days=int(plain))
            raise Unreadable(
                f"是一个数 {plain}，不是日期",
                f"可能是 {likely.isoformat()}，请核对后改成日期",
                LOST,
            )
    day: date = DAY.read(text)
    if about.year and _NO_YEAR.fullmatch(plain):
        try:
            return day.replace(year=about.year)
        except ValueError:
            raise Unreadable(f"{about.year} 年没有这一天：〔{plain}〕", "请核对") from None
    return day


def read_number_cell(field: Field, text: str) -> int:
    """A count or a quantity; 70% is 70 where the column is about percent, else it is asked."""
    plain = "".join(text.split())
    if "年" in field.label:
        plain = plain.removesuffix("度").removesuffix("年")
        plain = plain.translate(_YEAR_SIGNS) if len(plain) == 4 else plain
    if plain.endswith(("%", "％")):
        if not _SHARES.search(field.label):
            raise Unreadable(f"〔{plain}〕是百分数", "请填数量，不带百分号")
        plain = plain[:-1]
    elif not any(sign.isdigit() for sign in plain):
        try:
            return int(field.kind.read(str(numerals.read(plain))))
        except ValueError:
            pass  # no Chinese number either: the kind says what is wrong
    return int(field.kind.read(plain))


def read_id_cell(text: str) -> str:
    """An ID number; one kept as a number has lost its last digits even when they look right."""
    number: str = ID_NUMBER.read(text)
    if type(text) is Figure:
        raise Unreadable(
            "被存成了数字，后几位已丢", "请从原表重新复制，复制前把这一列设成“文本”", LOST
        )
    return number


def read_scaled(text: str, power: int) -> int:
    """分 from an amount in 亿元, 万元, 千元 or 百元; a unit written in the cell must agree."""
    plain = "".join(text.split())
    unit = UNITS[power]
    found = _OWN_UNIT.search(plain)
    own = found[0].rstrip("整正") if found else ""
    if own and (own == "元" or own[0] != unit[0]):
        raise Unreadable(
            f"〔{text.strip()}〕自己写了单位，和表头的{unit}对不上", f"请改成以{unit}为单位的数"
        )
    if own:
        return int(FEN.read(plain))
    big, down = ("亿", 1) if power == 8 else ("万", 10 ** (4 - power))
    try:
        fen = int(FEN.read(plain + big))
    except Unreadable as trouble:  # said about what the clerk wrote, without our unit
        raise Unreadable(trouble.what.replace(plain + big, plain), trouble.remedy) from None
    if fen % down:
        raise Unreadable(f"〔{text.strip()}〕有不到一分的零头", "请改成到分为止的数")
    return fen // down


def _times(text: str, times: int) -> int:
    try:
        scaled = Decimal(text.strip().replace(",", "")) * times
    except InvalidOperation:
        return int(QUANTITY.read(text))
    return int(QUANTITY.read(format(scaled, "f")))


def _months(text: str, times: int) -> int:
    """20, 20年 and 2.5 years as months; a life told in months is taken as it is."""
    bare = "".join(text.split())
    if bare.endswith("月"):
        return int(COUNT.read(bare.removesuffix("月").removesuffix("个")))
    scaled = Decimal(QUANTITY.read(bare.removesuffix("年"))) * times / 1000
    return int(scaled.to_integral_value())
