"""What is inside a bundle, read safely: the manifest, rows by table, photos, receipts, packs."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qinglian_desktop.core import canonical
from qinglian_desktop.exchange import age, payload_limits, payload_rows
from qinglian_desktop.exchange import container_says as says
from qinglian_desktop.exchange.container import Source
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.payload_limits import LIMITS, MANIFEST, Limits
from qinglian_desktop.exchange.payload_rows import Row
from qinglian_desktop.exchange.payload_writing import PayloadWriter
from qinglian_desktop.exchange.payload_zip import Archive

__all__ = ["LIMITS", "Limits", "Manifest", "Member", "PayloadReader", "PayloadWriter"]


@dataclass(frozen=True, slots=True)
class Member:
    size: int  # bytes, decompressed
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list inside. `tables` holds per table at least `rows`; `facts` whatever else was told."""

    header: dict[str, Any]
    members: dict[str, Member]
    tables: dict[str, dict[str, Any]]
    facts: dict[str, Any]


class PayloadReader:
    """Reads one bundle's content as often as needed; a member is proved at its end, each time.

    What was yielded before the end is proved only when the iteration has ended without a refusal:
    put rows into a staging place first. Damaged for wrong content, Refused beyond a limit.
    """

    comparable = True  # are the sums it tells those of rows as they stand here?

    def __init__(self, source: Source, header: Header, limits: Limits = LIMITS) -> None:
        if source.size > limits.bundle:
            raise says.over_limit(says.size_text(source.size))
        self._limits, self._archive = limits, Archive(source, limits)
        self.manifest = self._manifest()
        _check_header(self.manifest.header, header)
        self._check_members()

    def tables(self) -> tuple[str, ...]:
        return tuple(self.manifest.tables)

    def row_count(self, table: str) -> int:
        return int(self.manifest.tables[table]["rows"])

    def told(self, table: str) -> Mapping[str, Any]:
        """What the sender says of a table: `rows`, and the sums of all it holds."""
        return self.manifest.tables[table]

    def line_blocks(self, table: str) -> Iterator[list[bytes]]:
        """The rows' lines without line feeds, some hundreds at a time."""
        rest, count, name = b"", 0, payload_limits.table_member(table)
        for piece in self._proved(name):
            lines = (rest + piece).split(b"\n")
            rest = lines.pop()
            count += len(lines)
            if len(rest) > self._limits.line or (
                lines and max(map(len, lines)) > self._limits.line
            ):
                raise says.over_limit(f"〔{table}〕第 {count + 1} 行以内有一行太长")
            if count > self.row_count(table):
                raise says.member_differs(name)
            if lines:
                yield lines
        if rest or count != self.row_count(table):
            raise says.member_differs(name)

    def lines(self, table: str) -> Iterator[bytes]:
        for block in self.line_blocks(table):
            yield from block

    def rows(self, table: str) -> Iterator[tuple[list[bytes], list[Row]]]:
        """Blocks of lines together with what they say; every line proved canonical.

        `canonical.short(line)` is the row's hash.
        """
        first = 1
        for block in self.line_blocks(table):
            yield (
                block,
                payload_rows.decode(table, block, first=first, depth=self._limits.depth),
            )
            first += len(block)

    def blobs(self) -> tuple[tuple[str, int], ...]:
        """(SHA-256, size) of every photo and scan in the bundle."""
        return tuple(
            (sha256, member.size)
            for name, member in self.manifest.members.items()
            if (sha256 := payload_limits.blob_of(name))
        )

    def blob(self, sha256: str) -> bytes:
        """A photo or scan, proved; at most 20 MiB."""
        return self._whole(payload_limits.blob_member(sha256))

    def copy_blob(self, sha256: str, out: age.Sink) -> int:
        """Hands the blob's bytes to `out`; its size. Discard what was written when refused."""
        size = 0
        for piece in self._proved(payload_limits.blob_member(sha256)):
            size += len(piece)
            out.write(piece)
        return size

    def has(self, name: str) -> bool:
        return name in self.manifest.members

    def json(self, name: str) -> Any:
        """The value of ack.json or roster.json; None when the bundle has none."""
        return self._value(name, self._whole(name)) if self.has(name) else None

    def packs(self) -> tuple[str, ...]:
        names = (one for one in self.manifest.members if one.startswith("packs/"))
        return tuple(name.removeprefix("packs/").removesuffix(".toml") for name in names)

    def pack(self, name: str) -> bytes:
        """The pack's TOML text, at most 1 MiB; what it says is for the caller to judge."""
        return self._whole(payload_limits.pack_member(name))

    def check_all(self) -> int:
        """Reads and proves everything once, rows included; the number of rows."""
        count = 0
        for name in self.manifest.members:
            if table := payload_limits.table_of(name):
                count += sum(len(lines) for lines, _ in self.rows(table))
            elif name in (payload_limits.ACK, payload_limits.ROSTER):
                self.json(name)
            else:
                for _ in self._proved(name):
                    pass
        return count

    def prove_others(self, tables: Collection[str]) -> None:
        """Every member but the rows of these tables, which are proved as they are read."""
        for name in self.manifest.members:
            if payload_limits.table_of(name) not in tables:
                for _ in self._proved(name):
                    pass

    def _whole(self, name: str) -> bytes:
        return b"".join(self._proved(name))

    def _proved(self, name: str) -> Iterator[bytes]:
        member, sha = self.manifest.members[name], hashlib.sha256()
        for piece in self._archive.stream(name, member.size):
            sha.update(piece)
            yield piece
        if sha.hexdigest() != member.sha256:
            raise says.member_differs(name)

    def _value(self, name: str, text: bytes) -> Any:
        if sum(map(text.count, (b",", b"[", b"{"))) > self._limits.values:
            raise says.over_limit(name)
        try:
            value = canonical.loads(text, depth=8)
            if canonical.dumps(value) == text:
                return value
        except (ValueError, RecursionError):
            pass  # told below, together with a second spelling
        raise says.bad_content(f"{name} 看不懂")

    def _manifest(self) -> Manifest:
        entry = self._archive.entries.get(MANIFEST)
        if entry is None:
            raise says.bad_content("没有清单")
        given = self._value(MANIFEST, b"".join(self._archive.stream(MANIFEST, entry.size)))
        if not isinstance(given, dict) or not {"header", "members", "tables"} <= given.keys():
            raise says.bad_content("清单缺项")
        header, tables = given.pop("header"), given.pop("tables")
        members = _members(given.pop("members"))
        if not isinstance(header, dict) or not isinstance(tables, dict):
            raise says.bad_content("清单缺项")
        return Manifest(header, members, tables, given)

    def _check_members(self) -> None:
        members, tables = self.manifest.members, self.manifest.tables
        if members.keys() != self._archive.entries.keys() - {MANIFEST}:
            raise says.bad_content("清单与文件对不上")
        if {one for name in members if (one := payload_limits.table_of(name))} != tables.keys():
            raise says.bad_content("清单与表对不上")
        total = 0
        for name, member in members.items():
            if self._archive.entries[name].size != member.size:
                raise says.member_differs(name)
            blob = payload_limits.blob_of(name)
            total += 0 if blob else member.size
            if blob and blob != member.sha256:
                raise says.member_differs(name)
        if total > self._limits.json_total:
            raise says.over_limit(says.size_text(total))
        for table, facts in tables.items():
            rows = facts.get("rows") if isinstance(facts, dict) else None
            if type(rows) is not int or rows < 0:
                raise says.bad_content(f"〔{table}〕没有行数")
            if rows > self._limits.rows:
                raise says.over_limit(f"〔{table}〕多于 {self._limits.rows} 行")


def _members(given: object) -> dict[str, Member]:
    made = {}
    for name, told in given.items() if isinstance(given, dict) else ():
        size, sha256 = (told.get("size"), told.get("sha256")) if isinstance(told, dict) else (0, 0)
        if type(size) is not int or size < 0 or not isinstance(sha256, str):
            raise says.bad_content("清单缺项")
        if not payload_limits.SHA256.fullmatch(sha256):
            raise says.bad_content("清单缺项")
        made[name] = Member(size, sha256)
    return made


def _check_header(inside: dict[str, Any], header: Header) -> None:
    outside = header.repeated()
    if inside != outside:
        names = sorted(
            name for name in inside.keys() | outside.keys() if inside.get(name) != outside.get(name)
        )
        raise says.not_like_header("、".join(names)[:80] or "header", f"〔{header.sender}〕")
