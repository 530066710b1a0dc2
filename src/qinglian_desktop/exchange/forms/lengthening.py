"""How does a list in an .xls grow by rows? The same rules as in an .xlsx, on BIFF8 records."""

import struct
from collections.abc import Sequence
from typing import NamedTuple

from qinglian_desktop.exchange.forms import biff, tokens
from qinglian_desktop.exchange.forms.biff import Cell, Record
from qinglian_desktop.exchange.forms.shape import Growth

_LAST = 0xFFFF  # row of whole columns


class Own(NamedTuple):
    """Which references speak of the sheet that grows: its number, and the entries that name it."""

    number: int
    outside: frozenset[int]  # entries of the table of sheets that mean this sheet and no other


def why_not(records: Sequence[Record], sheet: Sequence[Record]) -> str:
    """What in the sheet forbids to put rows in, in words; "" when nothing does."""
    for record in sheet:
        if record.id == biff.DRAWING:
            return "表里有图片、按钮或批注"
        if record.id in (biff.ARRAY, biff.TABLE):
            return "表里有数组公式"
    for record in records:
        for text in _formulas_of(record):
            if not tokens.known(text):
                return "表里有一条公式太复杂"
    return ""


def _formulas_of(record: Record) -> list[bytes]:
    """The formula of a cell or name, as tokens."""
    if record.id == biff.FORMULA:
        return [tokens.of_cell(record.data)]
    if record.id == biff.SHRFMLA:
        return [tokens.of_shared(record.data)]
    if record.id == biff.NAME:
        begin, end = _in_name(record.data)
        return [record.data[begin:end]]
    return []


def _in_name(data: bytes) -> tuple[int, int]:
    """Where the formula of a NAME stands."""
    characters, length = data[3], struct.unpack_from("<H", data, 4)[0]
    begin = 15 + characters * (2 if data[14] & 1 else 1)
    return begin, begin + length


def own_sheet(records: Sequence[Record], number: int) -> Own:
    inside = {n for n, r in enumerate(_books(records)) if r.data[2:4] == b"\x01\x04"}
    found = set()
    for record in records:
        if record.id == biff.EXTERNSHEET:
            for place in range(struct.unpack_from("<H", record.data)[0]):
                book, first, last = struct.unpack_from("<Hhh", record.data, 2 + 6 * place)
                if book in inside and first == last == number:
                    found.add(place)
    return Own(number, frozenset(found))


def _books(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.id == biff.SUPBOOK]


def moved_around(
    records: Sequence[Record], own: Own, growth: Growth, span: tuple[int, int]
) -> list[Record]:
    """Everything but the cells of the sheet itself, as many records as before."""
    begin, end = span
    made = []
    for place, record in enumerate(records):
        if begin <= place < end:
            made.append(_beside_cells(record, growth))
        elif record.id == biff.NAME:
            first, last = _in_name(record.data)
            text = tokens.moved(record.data[first:last], own.outside, growth, here=False)
            made.append(Record(record.id, record.data[:first] + text + record.data[last:]))
        elif record.id == biff.FORMULA:
            text = tokens.moved(tokens.of_cell(record.data), own.outside, growth, here=False)
            made.append(tokens.with_cell_text(record, text))
        else:
            made.append(record)
    return made


def unsure_outside(records: Sequence[Record], own: Own, span: tuple[int, int]) -> list[Record]:
    """Formulas of other sheets that speak of this one show no results of the empty form."""
    made = list(records)
    for place, record in enumerate(records[:-1]):
        if record.id != biff.FORMULA or span[0] <= place < span[1]:
            continue
        if records[place + 1].id == biff.STRING:
            continue  # the text behind it is worked out again with the rest
        if tokens.speaks_of(tokens.of_cell(record.data), own.outside):
            made[place] = biff.uncached(Cell(0, 0, 0, record)).record
    return made


def _beside_cells(record: Record, growth: Growth) -> Record:
    data = record.data
    match record.id:
        case biff.MERGED:
            data = _merged(data, growth)
        case biff.HLINK:
            data = _area(data, 0, growth) + data[8:]
        case biff.CONDFMT:
            count = struct.unpack_from("<H", data, 12)[0]
            areas = b"".join(_area(data, 14 + 8 * n, growth) for n in range(count))
            data = data[:4] + _area(data, 4, growth) + data[12:14] + areas + data[14 + 8 * count :]
        case biff.DV:
            data = _choices(data, growth)
        case biff.BREAKS:
            data = _breaks(data, growth)
    return Record(record.id, data)


def _area(data: bytes, place: int, growth: Growth) -> bytes:
    top, bottom, left, right = struct.unpack_from("<4H", data, place)
    if bottom < _LAST:
        top, bottom = growth.span(top, bottom)
    return struct.pack("<4H", top, min(bottom, _LAST), left, right)


def _merged(data: bytes, growth: Growth) -> bytes:
    """Merged cells move; those within the last row of the list come in each new row as well."""
    made = []
    for place in range(struct.unpack_from("<H", data)[0]):
        top, bottom, left, right = struct.unpack_from("<4H", data, 2 + 8 * place)
        if top == bottom == growth.last and growth.first <= growth.last:
            rows = range(growth.last, growth.last + growth.more + 1)
            made += [struct.pack("<4H", row, row, left, right) for row in rows]
        else:
            made.append(_area(data, 2 + 8 * place, growth))
    return struct.pack("<H", len(made)) + b"".join(made)


def _choices(data: bytes, growth: Growth) -> bytes:
    """The areas of a DV stand behind four texts and two formulas."""
    place = 4
    for _ in range(4):
        length, wide = struct.unpack_from("<HB", data, place)
        place += 3 + length * (2 if wide & 1 else 1)
    for _ in range(2):
        place += 4 + struct.unpack_from("<H", data, place)[0]
    count = struct.unpack_from("<H", data, place)[0]
    areas = b"".join(_area(data, place + 2 + 8 * n, growth) for n in range(count))
    return data[: place + 2] + areas + data[place + 2 + 8 * count :]


def _breaks(data: bytes, growth: Growth) -> bytes:
    made = data[:2]
    for place in range(struct.unpack_from("<H", data)[0]):
        row, first, last = struct.unpack_from("<3H", data, 2 + 6 * place)
        made += struct.pack("<3H", growth.row(row - 1) + 1, first, last)
    return made


def grown(
    cells: Sequence[Cell], rows: Sequence[Record], own: Own, growth: Growth
) -> tuple[list[Cell], list[Record]]:
    """The cells and rows of the sheet with the new rows among them."""
    plain = _plain(cells)
    before = [_moved_cell(cell, own, growth) for cell in plain]
    listed = growth.first <= growth.last
    model = growth.last if listed else growth.last + 1
    looks = {(cell.row, cell.column): cell.xf for cell in plain}
    middle = growth.last - 1 if growth.last > growth.first else model
    printed = {  # alike in every row: a rate, a unit
        (c.row, c.column, c.record.data[6:])
        for c in plain
        if c.row == middle != model and not c.formula
    }

    def look(row: int, column: int, otherwise: int) -> int:
        return looks.get((row, column), otherwise)

    made = [
        biff.dressed(cell, look(middle, cell.column, cell.xf))
        if listed and cell.row == growth.last
        else cell
        for cell in before
    ]
    for cell in plain:
        if cell.row != model:
            continue
        for step in range(1, growth.more + 1):
            row = growth.last + step
            source = model if step == growth.more else middle
            xf = look(source, cell.column, cell.xf)
            if listed and (middle, cell.column, cell.record.data[6:]) in printed:
                made.append(biff.dressed(biff.placed(cell, row), xf))
                continue
            made.append(_new_cell(cell, row, xf, own, growth, listed=listed))
    return made, _grown_rows(rows, model, middle, growth)


def _new_cell(cell: Cell, row: int, xf: int, own: Own, growth: Growth, *, listed: bool) -> Cell:
    if not cell.formula or not listed:
        return biff.blank(row, cell.column, xf)
    moved = _moved_cell(cell, own, growth)
    text = tokens.carried(tokens.of_cell(moved.record.data), row - cell.row)
    record = tokens.with_cell_text(moved.record, text)
    return biff.dressed(biff.placed(moved._replace(record=record), row), xf)


def _moved_cell(cell: Cell, own: Own, growth: Growth) -> Cell:
    if cell.formula:
        inside = growth.first <= cell.row <= growth.last
        text = tokens.moved(
            tokens.of_cell(cell.record.data), own.outside, growth, here=True,
            row=cell.row if inside else -1,
        )  # fmt: skip
        cell = cell._replace(record=tokens.with_cell_text(cell.record, text))
    return biff.placed(cell, growth.row(cell.row))


def _plain(cells: Sequence[Cell]) -> list[Cell]:
    """Shared formulas written out in each of their cells."""
    shared: dict[tuple[int, int], bytes] = {}
    for cell in cells:
        for record in cell.behind:
            if record.id == biff.SHRFMLA:
                shared[cell.row, cell.column] = tokens.of_shared(record.data)
    made = []
    for cell in cells:
        text = tokens.of_cell(cell.record.data) if cell.formula else b""
        if text[:1] == b"\x01" and (found := shared.get(struct.unpack_from("<2H", text, 1))):
            written = tokens.written_out(found, cell.row, cell.column)
            record = tokens.with_cell_text(cell.record, written, shared=False)
            behind = tuple(each for each in cell.behind if each.id != biff.SHRFMLA)
            cell = cell._replace(record=record, behind=behind)
        made.append(cell)
    return made


def _grown_rows(rows: Sequence[Record], model: int, middle: int, growth: Growth) -> list[Record]:
    by_number = {struct.unpack_from("<H", row.data)[0]: row for row in rows}
    found = {growth.row(number): row for number, row in by_number.items()}
    for step in range(1, growth.more + 1):
        source = by_number.get(model if step == growth.more else middle)
        if source is not None:
            found[growth.last + step] = source
    return [
        Record(biff.ROW, struct.pack("<H", number) + row.data[2:])
        for number, row in sorted(found.items())
    ]
