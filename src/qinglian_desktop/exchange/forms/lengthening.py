"""How does a list in an .xls grow by rows? The same rules as in an .xlsx, on BIFF8 records."""

import struct
from collections.abc import Sequence
from typing import NamedTuple

from qinglian_desktop.exchange.forms import biff, tokens
from qinglian_desktop.exchange.forms.biff import Cell, Record
from qinglian_desktop.exchange.forms.shape import Growth

_LAST = 0xFFFF  # row of whole columns
_ANCHOR = 0xF010  # where a shape stands


class Own(NamedTuple):
    """Which references speak of the sheet that grows: its number, and the entries that name it."""

    number: int
    outside: frozenset[int]  # entries of the table of sheets that mean this sheet and no other


def why_not(records: Sequence[Record], sheet: Sequence[Record]) -> str:
    """What in the sheet forbids to put rows in, in words; "" when nothing does."""
    for record in sheet:
        if record.id == biff.DRAWING and _anchors(record.data) is None:
            return "表里有认不全的图形"
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
    if record.id == biff.SERIES_DATA:
        return [record.data[8:]]
    if record.id == biff.CF:
        return list(_in_condition(record.data))
    return []


def _in_condition(data: bytes) -> tuple[bytes, bytes]:
    """The two formulas of a CF, which end it."""
    first, second = struct.unpack_from("<2H", data, 2)
    end = len(data)
    return data[end - first - second : end - second], data[end - second : end]


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
    made: list[Record] = []
    base = 0  # the row from which conditions count
    for place, record in enumerate(records):
        if record.id == biff.SERIES_DATA:
            text = tokens.moved(record.data[8:], own.outside, growth, here=False)
            made.append(Record(record.id, record.data[:8] + text))
        elif begin <= place < end:
            if record.id == biff.CONDFMT:
                (base,) = struct.unpack_from("<H", record.data, 14)
            made.append(_beside_cells(record, growth, base))
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


def _beside_cells(record: Record, growth: Growth, base: int) -> Record:
    data = record.data
    match record.id:
        case biff.CF:
            first, second = _in_condition(data)
            head = data[: len(data) - len(first) - len(second)]
            data = head + b"".join(tokens.moved_near(t, growth, base) for t in (first, second))
        case biff.MERGED:
            data = _merged(data, growth)
        case biff.DRAWING:
            data = _moved_shapes(data, growth)
        case biff.NOTE:
            data = struct.pack("<H", growth.row(struct.unpack_from("<H", data)[0])) + data[2:]
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


def _anchors(data: bytes) -> list[int] | None:
    """Where in a drawing the places of its shapes stand; None when it cannot be followed."""
    found, place = [], 0
    while place + 8 <= len(data):
        version, sort, length = struct.unpack_from("<2HI", data, place)
        if version & 0xF == 0xF:  # a container: what it holds follows at once
            place += 8
            continue
        if sort == _ANCHOR and length == 18:
            found.append(place + 8)
        place += 8 + length
    return found if place == len(data) else None


def _moved_shapes(data: bytes, growth: Growth) -> bytes:
    """Pictures, buttons and remarks go with the rows they stand on."""
    made = bytearray(data)
    for place in _anchors(data) or ():
        for row_at in (place + 6, place + 14):
            (row,) = struct.unpack_from("<H", made, row_at)
            struct.pack_into("<H", made, row_at, min(growth.row(row), _LAST))
    return bytes(made)


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
    begin = place
    for _ in range(2):
        place += 4 + struct.unpack_from("<H", data, place)[0]
    count = struct.unpack_from("<H", data, place)[0]
    base = struct.unpack_from("<H", data, place + 2)[0] if count else 0
    for _ in range(2):
        (length,) = struct.unpack_from("<H", data, begin)
        text = data[begin + 4 : begin + 4 + length]
        if tokens.known(text):
            text = tokens.moved_near(text, growth, base)
        data = data[: begin + 4] + text + data[begin + 4 + length :]
        begin += 4 + length
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
