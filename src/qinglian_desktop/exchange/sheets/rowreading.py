"""How do the cells of a row become the stored values of a record, or what is wrong with them?"""

from collections.abc import Sequence

from qinglian_desktop.core.record import Record, Row, defaults
from qinglian_desktop.exchange.sheets.cells import BLANK, About, BadCell, CellReader
from qinglian_desktop.exchange.sheets.choosing import Chosen
from qinglian_desktop.exchange.sheets.heading import covering
from qinglian_desktop.exchange.sheets.mapping import Column
from qinglian_desktop.exchange.sheets.periods import day_of
from qinglian_desktop.exchange.sheets.reading import Cell
from qinglian_desktop.exchange.sheets.sides import sides_of
from qinglian_desktop.exchange.sheets.strips import Strip


class RowReader:
    """Turns one row into stored values with the defaults and constants, or into bad cells."""

    def __init__(self, record: type[Record], chosen: Chosen, columns: Sequence[Column]) -> None:
        plan = chosen.plan
        about = About(chosen.heading.year, chosen.sheet.since_1904)
        readers = [CellReader(record, column, about) for column in columns]
        self._columns = [(r.known, r, r.column.index, r.column.field) for r in readers]
        self._covered = _filled_down(record, chosen, columns)
        self.continued = {row for row, _ in self._covered}
        self._month = ""
        apart = any(column.month >= 0 or column.part >= 0 for column in columns)
        self._beside = apart or bool(self._covered)
        self._base = {**defaults(record), **plan.constants}
        places = {column.field: column for column in columns}
        self._sides = sides_of(record) if any(column.side for column in columns) else None
        self._required = [
            (name, places.get(name) or Column(-1, f.label, name))
            for name, f in record.fields.items()
            if f.asked and name not in self._base
        ]

    @property
    def one_by_one(self) -> bool:
        """Does a row depend on the rows above it, or on two of its cells together?"""
        return self._beside or self._sides is not None

    @property
    def year_guessed(self) -> bool:
        return any(reader.year_guessed for _, reader, _, _ in self._columns)

    def __call__(self, index: int, row: list[Cell]) -> tuple[Row, list[BadCell]]:
        draft, bad = dict(self._base), []
        for known, reader, column, name in self._columns:
            text = row[column] if column < len(row) else ""
            if self._beside:
                text = self._completed(index, row, text, reader.column)
            answer = known[type(text)].get(text) or reader.answer(text)
            if answer is BLANK:
                continue
            value, trouble = answer
            if self._sides and reader.column.side and trouble is None:
                bad += self._take_side(index, draft, reader.column, value)
            elif trouble is not None:
                bad.append(
                    bad_cell(
                        index + 1, reader.column, text, trouble.what, trouble.remedy, trouble.code
                    )
                )
                draft[name] = None
            elif value != "":
                draft[name] = value
        for name, place in self._required:
            if name not in draft:
                bad.append(bad_cell(index + 1, place, "", "没有填", "请补上这一格"))
        return draft, bad

    def at_once(self, columns: Sequence[Strip]) -> tuple[list[Row], set[int]] | None:
        """What thousands of rows say, and the places (from 0) of those to be read one by one.

        None where all of them are.
        """
        wanted = {name for name, _ in self._required}
        if not wanted <= self._there(columns):
            return None
        drafts = [self._base.copy() for _ in columns[0].cells]
        apart: set[int] = set()
        for _, reader, index, name in self._columns:
            if index >= len(columns) or not columns[index].whole:
                continue
            read = reader.read_all(columns[index])
            if read is None:
                return None
            values, troubled = read
            apart.update(columns[index].places(troubled))
            for draft, value in zip(drafts, values, strict=True):
                if value != "":
                    draft[name] = value
            if name in wanted and "" in values:
                apart.update(place for place, value in enumerate(values) if value == "")
        return drafts, apart

    def _there(self, columns: Sequence[Strip]) -> set[str]:
        """The fields of which these rows say anything."""
        places = ((index, name) for _, _, index, name in self._columns)
        return {n for index, n in places if index < len(columns) and columns[index].whole}

    def _completed(self, index: int, row: list[Cell], text: Cell, column: Column) -> Cell:
        """The text of a cell, with what the month beside it or a merged cell above it says."""
        if column.month >= 0:
            text = self._with_month(row, text, column)
        if not text or text.isspace():
            text = self._covered.get((index, column.index), "")
        return day_of(text, column.part) if column.part >= 0 else text

    def _with_month(self, row: list[Cell], day: str, column: Column) -> str:
        """月 and 日 in two columns; a month is written once and counts for the rows below."""
        month = row[column.month] if column.month < len(row) else ""
        if month.strip():
            self._month = month.strip().removesuffix("月")
        day = day.strip().removesuffix("日")
        if not day or not self._month:
            return day
        year = f"{column.year}年" if column.year else ""
        return f"{year}{self._month}月{day}日"

    def _take_side(self, index: int, draft: Row, column: Column, value: int) -> list[BadCell]:
        """The amount of one side; nothing or 0 on a side says that it is the other one."""
        assert self._sides is not None
        if not value and (self._sides.choice in draft or column.side == self._sides.words[0]):
            return []
        if self._sides.choice in draft:
            reason = "这一行又有收入又有支出"
            return [bad_cell(index + 1, column, str(value / 100), reason, "请分成两行")]
        draft[self._sides.choice], draft[self._sides.amount] = column.side, value
        return []


def bad_cell(
    row: int, column: Column, text: str, reason: str, remedy: str, code: str = ""
) -> BadCell:
    value = text.strip()[:80]
    return BadCell(row, column.header, value, reason, remedy, code, column.index, column.field)


def _filled_down(
    record: type[Record], chosen: Chosen, columns: Sequence[Column]
) -> dict[tuple[int, int], Cell]:
    """What a merged cell says to the rows it covers: words, dates and years, never amounts."""
    rows = chosen.sheet.rows
    areas = [area for area in chosen.sheet.merged if area[0][0] > chosen.heading.bottom]
    found: dict[tuple[int, int], Cell] = {}
    for column in columns:
        about = record.fields[column.field]
        if not areas or (about.kind.numeric and about.label != "年度"):
            continue
        for row, source in covering(areas, column.index).items():
            if source < len(rows) and column.index < len(rows[source]):
                found[row, column.index] = rows[source][column.index]
    return found
