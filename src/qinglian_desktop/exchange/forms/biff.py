"""What stands in the workbook stream of an .xls (BIFF8), record by record?"""

import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import prescan

BOF, EOF, CONTINUE, FILEPASS = 0x0809, 0x000A, 0x003C, 0x002F
BOUNDSHEET, SST, EXTSST, XF, FORMAT = 0x0085, 0x00FC, 0x00FF, 0x00E0, 0x041E
EXTERNSHEET, SUPBOOK, NAME, DATEMODE, RECALCID = 0x0017, 0x01AE, 0x0018, 0x0022, 0x01C1
INDEX, DBCELL, UNCALCED, DIMENSIONS, ROW, COLINFO = 0x020B, 0x00D7, 0x005E, 0x0200, 0x0208, 0x007D
BLANK, MULBLANK, NUMBER, RK, MULRK = 0x0201, 0x00BE, 0x0203, 0x027E, 0x00BD
LABEL, LABELSST, RSTRING, BOOLERR, FORMULA = 0x0204, 0x00FD, 0x00D6, 0x0205, 0x0006
SHRFMLA, ARRAY, TABLE, STRING = 0x04BC, 0x0221, 0x0236, 0x0207
MERGED, DRAWING, NOTE, HLINK = 0x00E5, 0x00EC, 0x001C, 0x01B8
CONDFMT, CF, DV, BREAKS, SERIES_DATA = 0x01B0, 0x01B1, 0x01BE, 0x001B, 0x1051
SINGLE = frozenset((BLANK, NUMBER, RK, LABEL, LABELSST, RSTRING, BOOLERR, FORMULA))
FOLLOWING = frozenset((SHRFMLA, ARRAY, TABLE, STRING))
_COLUMNS = 256  # of a sheet
_LONGEST = 8224  # bytes of one record
_NO_RESULT = struct.pack("<Q", 0xFFFF000000000003)  # an empty text


class Record(NamedTuple):
    id: int
    data: bytes

    @property
    def size(self) -> int:
        return 4 + len(self.data)


class Cell(NamedTuple):
    """A cell with what belongs behind it (a shared formula, the text of a result)."""

    row: int
    column: int
    xf: int
    record: Record
    behind: tuple[Record, ...] = ()

    @property
    def formula(self) -> bool:
        return self.record.id == FORMULA


def records_of(stream: bytes) -> list[Record]:
    """Raises Refused for an older or a locked file."""
    found, place = [], 0
    while place + 4 <= len(stream):
        number, length = struct.unpack_from("<2H", stream, place)
        if number == 0 and length == 0:
            break  # filled up with nothing to a whole sector
        data = stream[place + 4 : place + 4 + length]
        if len(data) < length:
            raise prescan.damaged()
        found.append(Record(number, data))
        place += 4 + length
    if not found or found[0].id != BOF or len(found[0].data) < 4:
        raise prescan.damaged()
    if struct.unpack_from("<H", found[0].data)[0] != 0x0600:
        raise Refused(
            "这是很早以前的 .xls 格式，填不了", "请用 WPS 打开，另存为 .xlsx 再拖进来",
            code="QL-FM-002",
        )  # fmt: skip
    if any(record.id == FILEPASS for record in found[:20]):
        raise prescan.locked()
    return found


def joined(records: Iterable[Record]) -> bytes:
    return b"".join(struct.pack("<2H", r.id, len(r.data)) + r.data for r in records)


def sheet_name(data: bytes) -> str:
    """The name in a BOUNDSHEET."""
    length, wide = data[6], data[7] & 1
    return data[8 : 8 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")


def long_text(data: bytes) -> str:
    """A text with a length of two bytes at the beginning."""
    length, wide = struct.unpack_from("<HB", data)
    wide &= 1
    return data[3 : 3 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")


def cells_of(records: Sequence[Record]) -> tuple[list[Cell], list[Record]]:
    """The cells of a sheet, rows of blank ones taken apart; and the ROW records.

    Raises Refused where a cell stands in a column that no .xls has.
    """
    cells: list[Cell] = []
    rows: list[Record] = []
    for record in records:
        if record.id in SINGLE:
            row, column, xf = struct.unpack_from("<3H", record.data)
            cells.append(Cell(row, column, xf, record))
        elif record.id == MULBLANK:
            row, first = struct.unpack_from("<2H", record.data)
            for step in range((len(record.data) - 6) // 2):
                xf = struct.unpack_from("<H", record.data, 4 + 2 * step)[0]
                cells.append(blank(row, first + step, xf))
        elif record.id == MULRK:
            row, first = struct.unpack_from("<2H", record.data)
            for step in range((len(record.data) - 6) // 6):
                xf, value = struct.unpack_from("<HI", record.data, 4 + 6 * step)
                data = struct.pack("<3HI", row, first + step, xf, value)
                cells.append(Cell(row, first + step, xf, Record(RK, data)))
        elif record.id in FOLLOWING and cells:
            cells[-1] = cells[-1]._replace(behind=(*cells[-1].behind, record))
        elif record.id == ROW:
            rows.append(record)
    if any(cell.column >= _COLUMNS for cell in cells):
        raise prescan.damaged()
    return cells, rows


def blank(row: int, column: int, xf: int) -> Cell:
    return Cell(row, column, xf, Record(BLANK, struct.pack("<3H", row, column, xf)))


def number(row: int, column: int, xf: int, value: float) -> Cell:
    return Cell(row, column, xf, Record(NUMBER, struct.pack("<3Hd", row, column, xf, value)))


def shared_text(row: int, column: int, xf: int, place: int) -> Cell:
    return Cell(row, column, xf, Record(LABELSST, struct.pack("<3HI", row, column, xf, place)))


def placed(cell: Cell, row: int) -> Cell:
    """The same cell in another row."""
    data = struct.pack("<H", row) + cell.record.data[2:]
    return cell._replace(row=row, record=Record(cell.record.id, data))


def dressed(cell: Cell, xf: int) -> Cell:
    data = cell.record.data[:4] + struct.pack("<H", xf) + cell.record.data[6:]
    return cell._replace(xf=xf, record=Record(cell.record.id, data))


def uncached(cell: Cell) -> Cell:
    """A formula without the result of the empty form, to be worked out when it is opened."""
    data = cell.record.data
    flags = struct.unpack_from("<H", data, 14)[0] | 0x0003
    made = data[:6] + _NO_RESULT + struct.pack("<H", flags) + data[16:]
    behind = tuple(record for record in cell.behind if record.id != STRING)
    return cell._replace(record=Record(FORMULA, made), behind=behind)


def rows_and_cells(rows: Sequence[Record], cells: Sequence[Cell]) -> list[Record]:
    """Blocks of 32 rows with their cells behind them, as the format wants it."""
    heads = {struct.unpack_from("<H", row.data)[0]: row for row in rows}
    lines: dict[int, list[Cell]] = {}
    for cell in cells:
        lines.setdefault(cell.row, []).append(cell)
    for row, line in lines.items():
        heads[row] = _reaching(heads.get(row), row, line)
    found: list[Record] = []
    ordered = sorted(heads)
    for begin in range(0, len(ordered), 32):
        block = ordered[begin : begin + 32]
        found += [heads[row] for row in block]
        for row in block:
            for cell in sorted(lines.get(row, ()), key=lambda one: one.column):
                found += [cell.record, *cell.behind]
    return found


def _reaching(head: Record | None, row: int, line: Sequence[Cell]) -> Record:
    """A ROW record that covers its cells; a plain one where there was none."""
    first = min(cell.column for cell in line)
    last = max(cell.column for cell in line) + 1
    if head is None:
        return Record(ROW, struct.pack("<8H", row, first, last, 0xFF, 0, 0, 0x0100, 0x000F))
    left, right = struct.unpack_from("<2H", head.data, 2)
    left, right = (min(left, first), max(right, last)) if right else (first, last)
    return Record(ROW, head.data[:2] + struct.pack("<2H", left, right) + head.data[6:])


class Texts:
    """The table of shared texts, to which new ones are added at its end."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.place = next((n for n, r in enumerate(records) if r.id == SST), -1)
        self.total, self.unique = 0, 0
        if self.place >= 0:
            self.total, self.unique = struct.unpack_from("<2I", records[self.place].data)
        self._added: dict[str, int] = {}
        self._used = 0

    def number(self, text: str) -> int:
        self._used += 1
        return self._added.setdefault(text, self.unique + len(self._added))

    def put_into(self, records: list[Record]) -> None:
        """Changes the globals: counts, and the texts in CONTINUE records behind the table."""
        if not self._added:
            return
        counts = struct.pack("<2I", self.total + self._used, self.unique + len(self._added))
        if self.place < 0:
            self.place = next(n for n, r in enumerate(records) if r.id == EOF)
            records.insert(self.place, Record(SST, counts))
        else:
            records[self.place] = Record(SST, counts + records[self.place].data[8:])
        end = self.place + 1
        while records[end].id == CONTINUE:
            end += 1
        records[end:end] = [Record(CONTINUE, block) for block in _blocks(self._added)]


def _blocks(texts: Iterable[str]) -> list[bytes]:
    blocks = [bytearray()]
    for text in texts:
        units = text.encode("utf-16-le")
        head = struct.pack("<HB", len(units) // 2, 1)
        if len(blocks[-1]) + len(head) + len(units) > _LONGEST and blocks[-1]:
            blocks.append(bytearray())
        room = (_LONGEST - len(head)) // 2 * 2
        blocks[-1] += head + units[:room]
        blocks.extend(
            bytearray(b"\x01" + units[begin : begin + _LONGEST - 2])
            for begin in range(room, len(units), _LONGEST - 2)
        )
    return [bytes(block) for block in blocks]
