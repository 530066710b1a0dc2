"""How does the text of one cell become a stored value of its field, and what is wrong with it?"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from qinglian_desktop.core.check import value_problem
from qinglian_desktop.core.kinds import FEN, ID_NUMBER, QUANTITY
from qinglian_desktop.core.record import Field, Record
from qinglian_desktop.core.unreadable import Unreadable
from qinglian_desktop.exchange.sheets.mapping import Column, letters
from qinglian_desktop.exchange.sheets.reading import Figure

_ERRORS = frozenset(
    ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
_OWN_UNIT = re.compile(r"(亿|万|千|百)?元?[整正]?$")
_UNITS = {8: "亿元", 4: "万元", 3: "千元", 2: "百元"}
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


class CellReader:
    """Reads one column; equal texts are read once."""

    def __init__(self, record: type[Record], column: Column) -> None:
        self.column = column
        self.field: Field = record.fields[column.field]
        self._seen: dict[str, Answer] = {}
        self._read = self._reader()

    def answer(self, text: str) -> Answer:
        # An ID number kept as a number is told by its type, which a dictionary key loses.
        if self.field.kind is ID_NUMBER and type(text) is Figure:
            return self._fresh(text)
        found = self._seen.get(text)
        if found is None:
            found = self._fresh(text)
            if len(self._seen) < _KEPT:
                self._seen[text] = found
        return found

    def _fresh(self, text: str) -> Answer:
        if text in _ERRORS:
            return None, Unreadable(f"是算式出的错 {text}", "请改正算式，或直接填上内容")
        try:
            value = self.field.kind.dump(self._read(text))
        except Unreadable as trouble:
            return None, trouble
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
        if kind is ID_NUMBER:
            return read_id_cell
        return kind.read


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
    unit = _UNITS[power]
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
