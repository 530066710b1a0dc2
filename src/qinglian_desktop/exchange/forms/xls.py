"""How is an .xls (BIFF8) filled so that all but the filled cells stays as its maker left it?

Records of cells are changed in the workbook stream; every other record and every other stream
of the file is copied. The places the file keeps of its own sheets are set right.
"""

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property

from qinglian_desktop.exchange.forms import biff, lengthening
from qinglian_desktop.exchange.forms.biff import Cell, Record
from qinglian_desktop.exchange.forms.ole import Compound
from qinglian_desktop.exchange.forms.shape import Dated, Filling, FormSheet, Place, Value
from qinglian_desktop.exchange.sheets import prescan
from qinglian_desktop.exchange.sheets.reading import SheetData, sheets_of

_DAY_ZERO = 693594  # 1899-12-30 as an ordinal
_1904 = 1462
_PLAIN_XF = 15


@contextmanager
def _in_words() -> Iterator[None]:
    """A record cut short is a damaged file."""
    try:
        yield
    except (struct.error, IndexError, StopIteration) as trouble:
        raise prescan.damaged() from trouble


class XlsForm:
    suffix = ".xls"

    def __init__(self, data: bytes, name: str = "表") -> None:
        self._file = Compound(data)
        stream = self._file.stream("workbook")
        if stream is None:
            if self._file.stream("book") is not None:
                biff.records_of(self._file.stream("book") or b"")
            raise prescan.damaged()
        self._stream = stream
        self.records = biff.records_of(stream)
        self._texts = {sheet.name: sheet for sheet in sheets_of(data, name)}
        self._starts = _places(self.records)

    @cached_property
    def _bounds(self) -> list[tuple[str, int, int]]:
        """(name, first record, hidden) of each worksheet, in order."""
        found = []
        for record in self.records:
            if record.id == biff.BOUNDSHEET:
                place, hidden, sort = struct.unpack_from("<IBB", record.data)
                if place not in self._starts:
                    raise prescan.damaged()
                if sort == 0:
                    name = biff.sheet_name(record.data)
                    found.append((name, self._starts[place], hidden & 3))
        return found

    def _span(self, sheet: str) -> tuple[int, int]:
        """First record (BOF) and the one behind EOF, charts within skipped."""
        begin = next((first for name, first, _ in self._bounds if name == sheet), -1)
        if begin < 0:
            raise prescan.damaged()
        return begin, end_of(self.records, begin)

    @cached_property
    def sheets(self) -> Sequence[FormSheet]:
        return [self._as_shown(name, bool(hidden)) for name, _, hidden in self._bounds]

    def _as_shown(self, name: str, hidden: bool) -> FormSheet:
        texts = self._texts.get(name) or SheetData(name, [])
        begin, end = self._span(name)
        cells, _ = biff.cells_of(top_level(self.records[begin:end]))
        widths: dict[int, float] = {}
        for record in self.records[begin:end]:
            if record.id == biff.COLINFO:
                first, last, width = struct.unpack_from("<3H", record.data)
                widths |= dict.fromkeys(range(first, min(last, 255) + 1), width / 256)
        return FormSheet(
            name, texts.rows, texts.merged, hidden,
            frozenset((c.row, c.column) for c in cells if c.formula),
            max((c.row for c in cells), default=-1),
            max((c.column + 1 for c in cells), default=0), widths,
        )  # fmt: skip

    def why_not_longer(self, sheet: str) -> str:
        begin, end = self._span(sheet)
        with _in_words():
            return lengthening.why_not(self.records, self.records[begin:end])

    def filled(self, filling: Filling) -> bytes:
        with _in_words():
            return self._filled(filling)

    def _filled(self, filling: Filling) -> bytes:
        records = list(self.records)
        span = self._span(filling.sheet)
        own = lengthening.own_sheet(records, _sheet_number(records, filling.sheet))
        if growth := filling.growth:
            records = lengthening.moved_around(records, own, growth, span)
        records = lengthening.unsure_outside(records, own, span)
        texts = biff.Texts(records[: end_of(records, 0)])
        sheet = self._written(records[span[0] : span[1]], filling, own, texts)
        return self._file.written("workbook", self._joined(records, span, sheet, texts))

    def _joined(
        self,
        records: list[Record],
        span: tuple[int, int],
        sheet: list[Record],
        texts: biff.Texts,
    ) -> bytes:
        """All records with the new sheet, and every place in them that has moved set right."""
        (begin, end), globals_end = span, end_of(records, 0)
        top = list(records[:globals_end])
        texts.put_into(top)
        top = [_unsure(r) for r in top if r.id != biff.EXTSST]
        body = [*records[globals_end:begin], *sheet, *records[end:]]
        moved: dict[int, int] = {}
        places = _running(top, body)
        for old, first in self._starts.items():
            if records[first].id != biff.BOF or first < globals_end or begin < first < end:
                continue
            shift = 0 if first <= begin else len(sheet) - (end - begin)
            moved[old] = places[len(top) + first - globals_end + shift]
        made = [_bound(record, moved) for record in top]
        return biff.joined([*made, *_indexes(body, moved, places[len(top) :])])

    def _written(
        self, sheet: Sequence[Record], filling: Filling, own: lengthening.Own, texts: biff.Texts
    ) -> list[Record]:
        """The records of the sheet with the cells in."""
        level = top_level(sheet)
        cells, rows = biff.cells_of(level)
        if growth := filling.growth:
            cells, rows = lengthening.grown(cells, rows, own, growth)
        there = {(cell.row, cell.column): cell for cell in cells}
        looks = _Looks(level, rows)
        bottom = filling.first + max(len(filling.lines), filling.last - filling.first + 1)
        writes = filling.writes()
        for (row, column), value in writes.items():
            before = there.get((row, column))
            if before is not None and before.formula:
                continue
            if before is None and value is None:
                continue
            sample = there.get((filling.first, column))
            if before is not None:
                xf = before.xf
            elif sample is not None and filling.first <= row < bottom:
                xf = sample.xf
            else:
                xf = looks.of(row, column)
            there[row, column] = self._cell(row, column, xf, value, texts)
        done = [biff.uncached(c) if c.formula else c for c in there.values()]
        return _with_cells(sheet, rows, done, list(writes))

    def _cell(self, row: int, column: int, xf: int, value: Value, texts: biff.Texts) -> Cell:
        if isinstance(value, Dated):
            if xf in self._date_looks:
                days = value.day.toordinal() - _DAY_ZERO - (_1904 if self._since_1904 else 0)
                return biff.number(row, column, xf, days)
            value = value.text
        if value is None or value == "":
            return biff.blank(row, column, xf)
        if isinstance(value, int | Decimal):
            return biff.number(row, column, xf, float(value))
        return biff.shared_text(row, column, xf, texts.number(value[:32_000]))

    @cached_property
    def _since_1904(self) -> bool:
        return any(r.id == biff.DATEMODE and r.data[:1] == b"\x01" for r in self.records)

    @cached_property
    def _date_looks(self) -> frozenset[int]:
        from qinglian_desktop.exchange.forms.xlsx import is_date

        codes: dict[str | None, str] = {}
        looks = []
        for record in self.records:
            if record.id == biff.FORMAT:
                number = struct.unpack_from("<H", record.data)[0]
                codes[str(number)] = biff.long_text(record.data[2:])
            elif record.id == biff.XF:
                looks.append(str(struct.unpack_from("<H", record.data, 2)[0]))
        return frozenset(n for n, number in enumerate(looks) if is_date(number, codes))


class _Looks:
    """How a cell looks that is not there yet: as its row, else as its column."""

    def __init__(self, level: Sequence[Record], rows: Sequence[Record]) -> None:
        self._rows: dict[int, int] = {}
        for record in rows:
            number, options = struct.unpack_from("<H", record.data)[0], record.data[12:16]
            if options[0] & 0x80:  # the row has a look of its own
                self._rows[number] = struct.unpack("<H", options[2:])[0] & 0x0FFF
        self._columns: dict[int, int] = {}
        for record in level:
            if record.id == biff.COLINFO:
                first, last, _, xf = struct.unpack_from("<4H", record.data)
                self._columns |= dict.fromkeys(range(first, min(last, 255) + 1), xf)

    def of(self, row: int, column: int) -> int:
        return self._rows.get(row, self._columns.get(column, _PLAIN_XF))


def end_of(records: Sequence[Record], begin: int) -> int:
    """Behind the EOF that belongs to the BOF at `begin`; charts stand nested."""
    depth = 0
    for place in range(begin, len(records)):
        depth += (records[place].id == biff.BOF) - (records[place].id == biff.EOF)
        if depth == 0:
            return place + 1
    raise prescan.damaged()


def top_level(records: Sequence[Record]) -> list[Record]:
    """The records of a sheet without those of charts in it."""
    depth, found = 0, []
    for record in records:
        depth += record.id == biff.BOF
        if depth == 1:
            found.append(record)
        depth -= record.id == biff.EOF
    return found


def _places(records: Sequence[Record]) -> dict[int, int]:
    """Byte place → number of the record."""
    found, place = {}, 0
    for number, record in enumerate(records):
        found[place] = number
        place += record.size
    return found


def _running(top: Sequence[Record], body: Sequence[Record]) -> list[int]:
    places, place = [], 0
    for record in (*top, *body):
        places.append(place)
        place += record.size
    return places


def _sheet_number(records: Sequence[Record], sheet: str) -> int:
    """The number of the sheet among all of them, as references count."""
    names = [biff.sheet_name(r.data) for r in records if r.id == biff.BOUNDSHEET]
    return names.index(sheet)


def _bound(record: Record, moved: dict[int, int]) -> Record:
    if record.id != biff.BOUNDSHEET:
        return record
    old = struct.unpack_from("<I", record.data)[0]
    return Record(record.id, struct.pack("<I", moved.get(old, old)) + record.data[4:])


def _unsure(record: Record) -> Record:
    """By whom the results were worked out: by nobody, so that they are worked out again."""
    if record.id == biff.RECALCID and len(record.data) >= 8:
        return Record(record.id, record.data[:4] + bytes(4))
    return record


def _indexes(body: Sequence[Record], moved: dict[int, int], places: Sequence[int]) -> list[Record]:
    """INDEX records of the sheets that only moved name places in the file."""
    old_of = {new: old for old, new in moved.items()}
    made, shift = [], 0
    for record, place in zip(body, places, strict=True):
        if place in old_of:
            shift = place - old_of[place]
        if record.id == biff.INDEX and shift:
            count = (len(record.data) - 12) // 4
            numbers = struct.unpack_from(f"<{count}I", record.data, 12)
            data = struct.pack(f"<{count}I", *(number + shift for number in numbers))
            record = Record(record.id, record.data[:12] + data)
        made.append(record)
    return made


def _with_cells(
    sheet: Sequence[Record], rows: Sequence[Record], cells: Sequence[Cell], written: list[Place]
) -> list[Record]:
    """The sheet with its rows and cells in one run where the first of them stood."""
    table = {biff.ROW, biff.DBCELL, biff.MULBLANK, biff.MULRK, *biff.SINGLE, *biff.FOLLOWING}
    made: list[Record] = []
    put, depth = False, 0
    for record in sheet:
        depth += record.id == biff.BOF
        if depth == 1 and record.id in table:
            if not put:
                made += biff.rows_and_cells(rows, cells)
                put = True
        elif depth == 1 and record.id in (biff.INDEX, biff.UNCALCED):
            pass  # the places in an INDEX are no longer true, and the file needs none
        elif depth == 1 and record.id == biff.DIMENSIONS:
            made.append(_widened(record, written))
        else:
            made.append(record)
        depth -= record.id == biff.EOF
    if not put:
        place = next(n for n, r in enumerate(made) if r.id == biff.DIMENSIONS) + 1
        made[place:place] = biff.rows_and_cells(rows, cells)
    if any(cell.formula for cell in cells):
        made.insert(1, Record(biff.UNCALCED, b"\0\0"))
    return made


def _widened(record: Record, written: Sequence[Place]) -> Record:
    top, bottom, left, right = struct.unpack_from("<2I2H", record.data)
    rows, columns = [row for row, _ in written], [column for _, column in written]
    if rows:
        top, bottom = min(top, *rows), max(bottom, max(rows) + 1)
        left, right = min(left, *columns), max(right, max(columns) + 1)
    data = struct.pack("<2I2H", top, bottom, left, right)
    return Record(record.id, data + record.data[len(data) :])
