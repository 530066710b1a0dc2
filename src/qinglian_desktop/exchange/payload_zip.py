"""Is this really the plain ZIP we agreed on, and what is inside each member?

Stricter than any unzip on purpose. Members lie one behind the other without a gap, the directory
follows, the archive ends with the file: no room for a second archive, a hidden member or a name
that two programs read differently. Nothing is ever extracted by name.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from qinglian_desktop.exchange import container_says as says
from qinglian_desktop.exchange.container import Source
from qinglian_desktop.exchange.payload_limits import Limits, allowed_size

# APPNOTE.TXT 6.3.10: §4.3.7 local header, §4.3.9 data descriptor, §4.3.12 directory, §4.3.16 end.
_LOCAL = struct.Struct("<4s5H3L2H")
_AFTER = struct.Struct("<4s3L")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_STORED, _DEFLATED = 0, 8
_SIZES_FOLLOW = 0x0008  # the only flag allowed: sizes stand behind the member
_REGULAR = (0, 0x8000)  # Unix file type: none stated, or a regular file
_PIECE_IN, _PIECE_OUT = 64 * 1024, 64 * 1024  # what the processor keeps at hand
_NAME_MAX = 96


@dataclass(frozen=True, slots=True)
class Entry:
    """One member as the directory tells it; proved against the bytes when it is read."""

    name: str
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    offset: int

    @property
    def end(self) -> int:
        after = _AFTER.size if self.flags & _SIZES_FOLLOW else 0
        return self.offset + _LOCAL.size + len(self.name) + self.packed + after


class Archive:
    """The members of `source` by name. Damaged for a wrong shape, Refused beyond a limit."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source, self._limits = source, limits
        self.entries: dict[str, Entry] = {}
        at = 0
        for entry in self._directory():
            if entry.offset != at:
                raise says.bad_content("有空隙或重叠")
            if entry.name in self.entries:
                raise says.bad_content("重名")
            self.entries[entry.name] = entry
            at = entry.end
        if at != self._directory_at:
            raise says.bad_content("有空隙或重叠")

    def _directory(self) -> Iterator[Entry]:
        size = self._source.size
        if size < _END.size:
            raise says.bad_content("不是压缩包")
        mark, disk, disk_2, here, count, length, offset, comment = _END.unpack(
            self._source.read_at(size - _END.size, _END.size)
        )
        if mark != b"PK\x05\x06" or disk or disk_2 or here != count or comment:
            raise says.bad_content("压缩包的结尾不对")
        if count > self._limits.members:
            raise says.over_limit(f"文件多于 {self._limits.members} 个")
        # Only the end record may follow the directory, and names are short: no long reads.
        if offset + length != size - _END.size or length > count * (_ENTRY.size + _NAME_MAX):
            raise says.bad_content("压缩包的目录不对")
        self._directory_at = offset
        text, at = self._source.read_at(offset, length), 0
        for _ in range(count):
            entry, at = self._entry(text, at)
            yield entry
        if at != length:
            raise says.bad_content("压缩包的目录不对")

    def _entry(self, text: bytes, at: int) -> tuple[Entry, int]:
        if at + _ENTRY.size > len(text):
            raise says.bad_content("压缩包的目录不对")
        fields = _ENTRY.unpack_from(text, at)
        mark, _made_by, needs, flags, method = fields[:5]
        crc, packed, size, name_length, extra, comment, disk = fields[7:14]
        mode, offset = fields[15:]
        end = at + _ENTRY.size + name_length
        raw = text[at + _ENTRY.size : end]
        if mark != b"PK\x01\x02" or extra or comment or disk or needs > 20:
            raise says.bad_content("压缩包的目录不对")
        if flags & ~_SIZES_FOLLOW or method not in (_STORED, _DEFLATED):
            raise says.bad_content("压缩方式不对")
        if mode >> 28 << 12 not in _REGULAR or len(raw) != name_length:
            raise says.bad_content("不是普通文件")
        entry = Entry(_name(raw), method, flags, crc, packed, size, offset)
        self._check_size(entry)
        return entry, end

    def _check_size(self, entry: Entry) -> None:
        allowed = allowed_size(entry.name, self._limits)
        if allowed is None:
            raise says.bad_content("有不认识的文件名")
        if entry.size > allowed or self._swells(entry.size, entry.packed):
            raise says.over_limit(entry.name)
        if entry.method == _STORED and entry.size != entry.packed:
            raise says.bad_content("压缩方式不对")

    def _swells(self, size: int, packed: int) -> bool:
        return size > self._limits.ratio_from and size > self._limits.ratio * packed

    def stream(self, name: str, declared: int) -> Iterator[bytes]:
        """The member's bytes in pieces of at most 64 KiB, never more than `declared` in all.

        Ends only when size and CRC-32 agree with the directory and the directory with `declared`.
        """
        entry = self.entries[name]
        if entry.size != declared:
            raise says.member_differs(name)
        start = self._data_at(entry)
        pieces = self._packed(start, entry.packed)
        if entry.method == _DEFLATED:
            pieces = _inflated(name, pieces)
        done = crc = 0
        for piece in pieces:
            done += len(piece)
            if done > declared:
                raise says.member_differs(name)
            crc = zlib.crc32(piece, crc)
            yield piece
        if done != declared or crc != entry.crc:
            raise says.member_differs(name)

    def _packed(self, start: int, length: int) -> Iterator[bytes]:
        for at in range(start, start + length, _PIECE_IN):
            yield self._source.read_at(at, min(_PIECE_IN, start + length - at))

    def _data_at(self, entry: Entry) -> int:
        """Where the data begin, after proving that the member's own header says the same."""
        raw = self._source.read_at(entry.offset, _LOCAL.size + len(entry.name))
        mark, needs, flags, method, _time, _date, *sizes, length, extra = _LOCAL.unpack_from(raw)
        told = [entry.crc, entry.packed, entry.size]
        follow = bool(entry.flags & _SIZES_FOLLOW)
        start = entry.offset + _LOCAL.size + len(entry.name)
        same = (
            (mark, flags, method) == (b"PK\x03\x04", entry.flags, entry.method)
            and (needs <= 20 and extra == 0 and raw[_LOCAL.size :] == entry.name.encode())
            and length == len(entry.name)
            and sizes == ([0, 0, 0] if follow else told)
        )
        if same and follow:
            after = self._source.read_at(start + entry.packed, _AFTER.size)
            same = after == _AFTER.pack(b"PK\x07\x08", *told)
        if not same:
            raise says.member_differs(entry.name)
        return start


def _name(raw: bytes) -> str:
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError:
        raise says.bad_content("有不认识的文件名") from None


def _inflated(name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Raw DEFLATE with a bounded output per step, so that a bomb is met one piece at a time."""
    inflate = zlib.decompressobj(-15)
    try:
        for piece in pieces:
            while piece:
                if inflate.eof:
                    raise says.member_differs(name)  # bytes behind the end of the stream
                yield inflate.decompress(piece, _PIECE_OUT)
                piece = inflate.unconsumed_tail or inflate.unused_data
        # What zlib still holds back comes out with empty input, again piece by piece.
        while not inflate.eof and (rest := inflate.decompress(b"", _PIECE_OUT)):
            yield rest
    except zlib.error:
        raise says.member_differs(name) from None
    if not inflate.eof:
        raise says.member_differs(name)
