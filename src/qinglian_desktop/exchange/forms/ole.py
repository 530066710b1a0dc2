"""How is one stream of a compound file (.xls) changed while all the others stay as they are?

The directory keeps every entry in its place (names, storages, dates, the tree); only where the
contents lie is laid out anew.
"""

import struct
from collections.abc import Sequence
from typing import NamedTuple

from qinglian_desktop.exchange.sheets import prescan

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _END, _FAT, _DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_SECTOR, _MINI, _CUTOFF, _ENTRY = 512, 64, 4096, 128
_STREAM, _ROOT = 2, 5
_IN_HEADER = 109


class Entry(NamedTuple):
    name: str
    sort: int
    raw: bytes
    content: bytes  # of a stream


class Compound:
    def __init__(self, data: bytes) -> None:
        try:
            self._read(data)
        except (struct.error, IndexError, ValueError, UnicodeDecodeError) as trouble:
            raise prescan.damaged() from trouble

    def _read(self, data: bytes) -> None:
        if data[:8] != _MAGIC:
            raise ValueError("no compound file")
        self._head = data[:_SECTOR]
        shift, mini_shift = struct.unpack_from("<2H", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("sectors of a size nobody writes")
        self._data, self._size = data, 1 << shift
        fats, directory = struct.unpack_from("<2I", data, 44)
        mini_fat, _, difat, difats = struct.unpack_from("<4I", data, 60)
        places = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
        per = self._size // 4 - 1
        for _ in range(difats):
            block = struct.unpack(f"<{per + 1}I", self._sector(difat))
            places += block[:per]
            difat = block[per]
        self._fat: list[int] = []
        for place in places[:fats]:
            self._fat += struct.unpack(f"<{self._size // 4}I", self._sector(place))
        raw = self._chain(directory)
        entries = [raw[n : n + _ENTRY] for n in range(0, len(raw) - _ENTRY + 1, _ENTRY)]
        root = entries[0]
        self._mini = self._chain(self._start(root))
        mini = self._chain(mini_fat)
        self._mini_fat = struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4])
        self.entries = [self._entry(one) for one in entries]

    def _entry(self, raw: bytes) -> Entry:
        length = min(struct.unpack_from("<H", raw, 64)[0], 64)
        name = raw[: max(length - 2, 0)].decode("utf-16-le")
        sort = raw[66]
        return Entry(name, sort, raw, self._content(raw) if sort == _STREAM else b"")

    @staticmethod
    def _start(raw: bytes) -> int:
        return int(struct.unpack_from("<I", raw, 116)[0])

    def _content(self, raw: bytes) -> bytes:
        size = struct.unpack_from("<I", raw, 120)[0]
        if size >= _CUTOFF:
            found = self._chain(self._start(raw))
        else:
            found, place, steps = b"", self._start(raw), 0
            while place < len(self._mini_fat) and steps <= _CUTOFF // _MINI:
                found += self._mini[place * _MINI : (place + 1) * _MINI]
                place, steps = self._mini_fat[place], steps + 1
        if len(found) < size:
            raise ValueError("a stream that ends too early")
        return found[:size]

    def _sector(self, place: int) -> bytes:
        found = self._data[(place + 1) * self._size : (place + 2) * self._size]
        return found.ljust(self._size, b"\0") if found else b""

    def _chain(self, place: int) -> bytes:
        found = []
        while place < len(self._fat):
            found.append(self._sector(place))
            place = self._fat[place]
            if len(found) > len(self._fat):
                raise ValueError("a chain without an end")
        return b"".join(found)

    def stream(self, *names: str) -> bytes | None:
        """The content of the first stream of one of these names."""
        for entry in self.entries:
            if entry.sort == _STREAM and entry.name.casefold() in names:
                return entry.content
        return None

    def written(self, name: str, content: bytes) -> bytes:
        """The whole file with one stream changed."""
        contents = [
            content if e.sort == _STREAM and e.name.casefold() == name else e.content
            for e in self.entries
        ]
        return _laid_out(self._head, self.entries, contents)


def _laid_out(head: bytes, entries: Sequence[Entry], contents: Sequence[bytes]) -> bytes:
    body, fat, mini, mini_fat = bytearray(), [], bytearray(), []  # type: ignore[var-annotated]

    def put(data: bytes) -> int:
        """Sectors at the end of the body; their first one."""
        if not data:
            return _END
        first, count = len(fat), -(-len(data) // _SECTOR)
        body.extend(data.ljust(count * _SECTOR, b"\0"))
        fat.extend([*range(first + 1, first + count), _END])
        return first

    def put_mini(data: bytes) -> int:
        if not data:
            return _END
        first, count = len(mini_fat), -(-len(data) // _MINI)
        mini.extend(data.ljust(count * _MINI, b"\0"))
        mini_fat.extend([*range(first + 1, first + count), _END])
        return first

    raws = []
    for entry, content in zip(entries, contents, strict=True):
        raw = bytearray(entry.raw)
        if entry.sort == _STREAM:
            place = put(content) if len(content) >= _CUTOFF else put_mini(content)
            struct.pack_into("<IQ", raw, 116, place, len(content))
        raws.append(raw)
    struct.pack_into("<IQ", raws[0], 116, put(bytes(mini)), len(mini))
    while len(raws) % (_SECTOR // _ENTRY):
        raws.append(bytearray(_nobody()))
    directory = put(b"".join(bytes(raw) for raw in raws))
    while len(mini_fat) % (_SECTOR // 4):
        mini_fat.append(_FREE)
    mini_place = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat))
    fat_places, difat_places = _room_for_fat(len(fat))
    fat += [_FAT] * len(fat_places) + [_DIFAT] * len(difat_places)
    while len(fat) % (_SECTOR // 4):
        fat.append(_FREE)
    body += struct.pack(f"<{len(fat)}I", *fat)
    body += _difat_sectors(fat_places, difat_places)
    made = bytearray(head)
    struct.pack_into("<5H", made, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<3I", made, 40, 0, len(fat_places), directory)
    struct.pack_into("<I", made, 56, _CUTOFF)
    minis = len(mini_fat) * 4 // _SECTOR
    difat = difat_places[0] if difat_places else _END
    struct.pack_into("<4I", made, 60, mini_place, minis, difat, len(difat_places))
    listed = [*fat_places[:_IN_HEADER], *[_FREE] * max(_IN_HEADER - len(fat_places), 0)]
    struct.pack_into(f"<{_IN_HEADER}I", made, 76, *listed)
    return bytes(made) + bytes(body)


def _nobody() -> bytes:
    raw = bytearray(_ENTRY)
    struct.pack_into("<3I", raw, 68, _FREE, _FREE, _FREE)
    return bytes(raw)


def _room_for_fat(used: int) -> tuple[list[int], list[int]]:
    """Where the table of sectors itself will stand, which it has to count as well."""
    per = _SECTOR // 4
    fats = difats = 0
    while True:
        need = -(-(used + fats + difats) // per)
        need_difat = max(0, -(-(need - _IN_HEADER) // (per - 1)))
        if (need, need_difat) == (fats, difats):
            break
        fats, difats = need, need_difat
    first = list(range(used, used + fats))
    return first, list(range(used + fats, used + fats + difats))


def _difat_sectors(fat_places: Sequence[int], places: Sequence[int]) -> bytes:
    rest, per, made = list(fat_places[_IN_HEADER:]), _SECTOR // 4 - 1, b""
    for number in range(len(places)):
        part = rest[number * per : (number + 1) * per]
        following = places[number + 1] if number + 1 < len(places) else _END
        made += struct.pack(f"<{per + 1}I", *part, *[_FREE] * (per - len(part)), following)
    return made
