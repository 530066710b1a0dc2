"""Attachments by content: stored once under their SHA-256, linked many times, whole or not at all.

Where the database is encrypted, so are they (ChaCha20-Poly1305, one key derived from the
database's): a photo of an identity card is as private as the row that mentions it.
"""

import hashlib
import hmac
import os
from functools import cached_property
from pathlib import Path

from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.core.whole import replace_file

LARGEST = 20 * 1024 * 1024  # bytes; a photo or scan beyond this is refused (§3.5)
_FOUND_AGAIN = "请打开“数据体检”，按“从备份找”"
_MARK = b"QLF1"
_AROUND = len(_MARK) + 12 + 16  # bytes: mark, nonce and tag around a locked content
# A copy (store/copies.py) says in these two files what it is and which attachments are its own;
# the attachments themselves lie beside it, once for all copies made with the same key.
COPY_FACTS, COPY_FILES = "说明.json", "附件清单.txt"


def tag_of(key: bytes | None) -> str:
    """Names a key without telling it: copies of another key on the same stick stay apart."""
    return "0" if key is None else hmac.digest(key, b"qinglian copies", "sha256")[:4].hex()


def shared_of(tag: str) -> str:
    """The folder of the attachments that copies share."""
    return f"附件/{tag}"


def write_whole(path: Path, data: bytes, what: str = "") -> None:
    """Temp file, fsync, rename, fsync the folder: never half a file under a final name.

    `what` is said of a file whose name tells a clerk nothing.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as trouble:
        raise Refused(
            what or f"写不进文件〔{path.name}〕", "请检查磁盘空间和文件夹是否可写，然后再做一次"
        ) from trouble


class FileStore:
    """The folder files/ beside the database: files/<aa>/<sha256>."""

    def __init__(self, folder: Path, key: bytes | None, tag: str = "") -> None:
        self.folder, self._tag = folder, tag or tag_of(key)
        self._key = None if key is None else hmac.digest(key, b"qinglian attachments", "sha256")

    def add(self, data: bytes) -> str:
        """Stores the content and returns its id, the SHA-256 in 64 hexadecimal digits."""
        self._not_too_large(len(data))
        file_id = hashlib.sha256(data).hexdigest()
        if not self.is_whole(file_id):  # one that rotted is healed by adding it again
            write_whole(self.path(file_id), self._lock(file_id, data), "附件存不进工作台")
        return file_id

    def add_file(self, source: Path) -> str:
        try:
            self._not_too_large(source.stat().st_size)
            data = source.read_bytes()
        except OSError as trouble:
            raise Refused(f"打不开文件〔{source.name}〕", "请确认文件还在，再选一次") from trouble
        return self.add(data)

    def read(self, file_id: str) -> bytes:
        """The content; Damaged when it is gone or no longer what was stored."""
        try:
            data = self._unlock(file_id, self.path(file_id).read_bytes())
        except OSError:
            raise Damaged(f"原件不在了：{file_id[:8]}", _FOUND_AGAIN) from None
        if hashlib.sha256(data).hexdigest() != file_id:
            raise Damaged(f"原件与登记时不一样：{file_id[:8]}", _FOUND_AGAIN)
        return data

    def has(self, file_id: str) -> bool:
        return self.path(file_id).is_file()

    def size(self, file_id: str) -> int:
        """How long the content is, without reading it; 0 when it is gone."""
        try:
            there = self.path(file_id).stat().st_size
        except OSError:
            return 0
        return there if self._key is None else max(0, there - _AROUND)

    def is_whole(self, file_id: str) -> bool:
        """Is it there, and still what was stored?"""
        try:
            self.read(file_id)
        except Damaged:
            return False
        return True

    def _not_too_large(self, size: int) -> None:
        if size > LARGEST:
            raise Refused(
                f"这个文件有 {-(-size // 1048576)} MB，超过 20 MB", "请先把照片缩小或把扫描件拆开"
            )

    def path(self, file_id: str | None) -> Path:
        if not file_id or len(file_id) != 64 or not set(file_id) <= set("0123456789abcdef"):
            raise Damaged("附件编号不对", "请从备份还原这条记录")
        own = self.folder / file_id[:2] / file_id
        if self._shared is None or own.is_file():
            return own
        there = self._shared / file_id[:2] / file_id
        return there if there.is_file() else own

    def all(self) -> list[str]:
        found = self.folder.glob("[0-9a-f][0-9a-f]/" + "[0-9a-f]" * 64)
        return sorted({path.name for path in found} | self._listed())

    def _listed(self) -> set[str]:
        """What the list of a copy names; nothing for a data folder."""
        if self._shared is None:
            return set()
        lines = (self.folder.parent / COPY_FILES).read_text("utf-8").splitlines()
        named = (line.partition("/") for line in lines)
        return {file_id for folder, _, file_id in named if folder == self.folder.name}

    @cached_property
    def _shared(self) -> Path | None:
        """Where the attachments of a copy lie; None for a data folder."""
        home = self.folder.parent
        if not (home / COPY_FILES).is_file():
            return None
        return home.parent / shared_of(self._tag) / self.folder.name

    def _lock(self, file_id: str, data: bytes) -> bytes:
        if self._key is None:
            return data
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        nonce = os.urandom(12)
        return _MARK + nonce + ChaCha20Poly1305(self._key).encrypt(nonce, data, file_id.encode())

    def _unlock(self, file_id: str, data: bytes) -> bytes:
        if self._key is None:
            return data
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        try:
            if not data.startswith(_MARK):
                raise ValueError
            return ChaCha20Poly1305(self._key).decrypt(data[4:16], data[16:], file_id.encode())
        except (InvalidTag, ValueError):
            raise Damaged(f"原件与登记时不一样：{file_id[:8]}", _FOUND_AGAIN) from None
