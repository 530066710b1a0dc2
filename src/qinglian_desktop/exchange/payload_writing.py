"""How is a bundle's content written? (a ZIP that any unzip opens, in one pass, without a seek)"""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from qinglian_desktop.core import canonical
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.exchange import age, payload_limits
from qinglian_desktop.exchange import container_says as says
from qinglian_desktop.exchange.payload_limits import (
    ACK,
    LIMITS,
    MANIFEST,
    ROSTER,
    Limits,
    allowed_size,
)

_BATCH = 128  # rows handed to the compressor at once: what the processor keeps at hand
_LEVEL = 4  # a twelfth larger than zlib's usual 6, in half the time
_PIECE = 256 * 1024
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a member's time would tell nothing and break byte equality


class PayloadWriter:
    """Members in the order they are added; `close` writes the manifest last.

    Nothing is buffered beyond one batch: `out` may be an encrypting stream that cannot seek.
    """

    def __init__(self, out: age.Sink, header: dict[str, Any], limits: Limits = LIMITS) -> None:
        """`header`: the fields the manifest repeats (`Header.repeated`).

        Every adding refuses what a reader would refuse for its size.
        """
        self._out, self._limits = _Forward(out, limits.bundle), limits
        self._zip = zipfile.ZipFile(cast("IO[bytes]", self._out), "w", allowZip64=False)
        self._manifest: dict[str, Any] = {"header": header, "members": {}, "tables": {}}
        self.rows = 0  # in all tables so far
        self.blob_bytes = 0

    def add_table(
        self,
        name: str,
        lines: Iterable[bytes],
        facts: Callable[[], Mapping[str, Any]] = dict,
        **told: Any,
    ) -> int:
        """Rows as canonical lines without line feed; `told` joins `rows` in the manifest, and
        `facts`, asked once the last line has gone.

        Returns the number of rows. The same lines in the same order give the same bytes.
        """
        if not payload_limits.TABLE_NAME.fullmatch(name):
            raise ValueError(f"not a table name: {name}")
        count, todo = 0, iter(lines)

        def pieces() -> Iterable[bytes]:
            nonlocal count
            while batch := list(islice(todo, _BATCH)):
                count += len(batch)
                yield b"\n".join(batch) + b"\n"

        self._add(payload_limits.table_member(name), pieces(), zipfile.ZIP_DEFLATED)
        self._manifest["tables"][name] = {**told, **facts(), "rows": count}
        self.rows += count
        return count

    def add_blob(self, content: Path | BinaryIO, sha256: str) -> int:
        """A photo or scan under its content hash; its size. Damaged when it has another hash."""
        name = payload_limits.blob_member(sha256)
        with content.open("rb") if isinstance(content, Path) else nullcontext(content) as file:
            told = self._add(name, _read(file), zipfile.ZIP_STORED)
        if told["sha256"] != sha256:
            raise Damaged(
                f"附件〔{sha256[:8]}〕和登记时不一样",
                "请打开“数据体检”，按“从备份找”；或删除后重新添加",
                code="QL-UB-115",
            )
        self.blob_bytes += told["size"]
        return int(told["size"])

    def add_json(self, name: str, value: Any) -> None:
        """`name` is ack.json or roster.json."""
        if name not in (ACK, ROSTER):
            raise ValueError(f"not a JSON member: {name}")
        self._add(name, [canonical.dumps(value)], zipfile.ZIP_DEFLATED)

    def add_pack(self, name: str, text: bytes) -> None:
        """A dated pack (catalogue, calendar) as its TOML text."""
        if not payload_limits.PACK_NAME.fullmatch(name):
            raise ValueError(f"not a pack name: {name}")
        self._add(payload_limits.pack_member(name), [text], zipfile.ZIP_DEFLATED)

    def add_facts(self, **facts: Any) -> None:
        """Further top-level facts of the manifest: state digests, trail head, wanted blobs."""
        if facts.keys() & {"header", "members", "tables"}:
            raise ValueError("these names belong to the manifest itself")
        self._manifest.update(facts)

    def close(self) -> dict[str, Any]:
        """Writes manifest and directory; returns the manifest."""
        text = canonical.dumps(self._manifest)
        with self._zip.open(_info(MANIFEST, zipfile.ZIP_DEFLATED), "w") as member:
            member.write(text)
        self._zip.close()
        return self._manifest

    def discard(self) -> None:
        """Ends the writing of a bundle nobody wants any more; what was written is worthless."""
        self._out.deaf = True
        self._zip.close()

    def _add(self, name: str, pieces: Iterable[bytes], method: int) -> dict[str, Any]:
        members = self._manifest["members"]
        if name in members:
            raise ValueError(f"written twice: {name}")
        if len(members) + 2 > self._limits.members:  # this one and the manifest
            raise says.too_much(f"文件多于 {self._limits.members} 个")
        sha, size = hashlib.sha256(), 0
        most = allowed_size(name, self._limits) or 0
        with self._zip.open(_info(name, method), "w") as member:
            for piece in pieces:
                member.write(piece)
                sha.update(piece)
                size += len(piece)
                if size > most:
                    raise says.too_much(f"{name} 超过 {says.size_text(most)}")
        members[name] = told = {"sha256": sha.hexdigest(), "size": size}
        return told


class _Forward:
    """What zipfile needs of a stream that only goes forward."""

    def __init__(self, out: age.Sink, most: int) -> None:
        self._out, self._room, self.deaf = out, most, False

    def write(self, data: bytes) -> int:
        if self.deaf:
            return len(data)
        self._room -= len(data)
        if self._room < 0:
            raise says.too_much("总大小")
        self._out.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""


def _read(file: BinaryIO) -> Iterable[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _info(name: str, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _LONG_AGO)
    info.compress_type = method
    info.external_attr = 0o100600 << 16
    info.create_system = 3  # the same bytes whatever the sender's machine
    # zipfile has no other way for a member that is written in pieces.
    info._compresslevel = _LEVEL  # type: ignore[attr-defined]
    return info
