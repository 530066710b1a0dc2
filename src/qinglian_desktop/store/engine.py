"""Which SQLite stands below: sqlcipher3 where there is a wheel, plain sqlite3 said openly.

The two have exception classes of their own; what they mean to a clerk is told here, once.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from qinglian_desktop.core.outcome import Damaged, Refused

try:
    from sqlcipher3 import dbapi2 as _found_cipher

    _cipher: ModuleType | None = cast(ModuleType, _found_cipher)
except ImportError:  # no wheel for this processor: the plain build, and the program says so
    _cipher = None

Connection = sqlite3.Connection  # sqlcipher3's has the same methods and no stubs of its own

ERRORS: tuple[type[Exception], ...] = (
    (sqlite3.Error,) if _cipher is None else (sqlite3.Error, _cipher.Error)
)
# Whole phrases: a column called full or a JSON called malformed is our bug, not the disk's.
_BROKEN = (
    "disk image is malformed",
    "malformed database schema",
    "not a database",
    "could not decode to utf-8",
    "vtable constructor failed",
    "unsupported file format",
)
TROUBLE = "QL-PL-007"  # the disk would not read or write
_BUSY = ("is locked", "locking protocol")


def can_encrypt() -> bool:
    return _cipher is not None


def connect(path: str, *, encrypted: bool, read_only: bool = False) -> Connection:
    module = _cipher if encrypted else sqlite3
    if module is None:
        raise Refused(
            "数据文件是加密的，这台电脑的程序缺少解密部件",
            "请安装带加密部件的版本再打开，数据没有动过",
        )
    target = f"{Path(path).absolute().as_uri()}?mode=ro" if read_only else path
    if read_only and not _left_open(path):
        # Without a -wal beside it SQLite would want to make one, which a read-only folder forbids.
        target += "&immutable=1"
    made = module.connect(target, timeout=5.0, isolation_level=None, uri=read_only)
    if encrypted:
        # SQLCipher tells standard error in English what it thinks of a page; `explain` says it.
        made.execute("PRAGMA cipher_log_level = NONE")
    return cast(Connection, made)


@cache
def distrusts_schema(*, encrypted: bool) -> bool:
    """Can this SQLite run our triggers with trusted_schema off? Before 3.41 it cannot (json)."""
    made = connect(":memory:", encrypted=encrypted)
    try:
        made.execute("PRAGMA trusted_schema = OFF")
        made.execute("CREATE VIEW probe AS SELECT json_object('a', 1)")
        made.execute("SELECT * FROM probe").fetchone()
    except ERRORS:
        return False
    finally:
        made.close()
    return True


def _left_open(path: str) -> bool:
    wal = Path(f"{path}-wal")
    return wal.is_file() and wal.stat().st_size > 0


def explain(error: Exception) -> Refused:
    """What a database error means to the clerk; the caller raises it `from error`."""
    text = str(error).lower()
    if any(word in text for word in _BROKEN):
        return Damaged(
            "数据文件有损坏，已停止写入，没有覆盖任何内容", "请用备份还原", code="QL-PL-001"
        )
    if any(word in text for word in _BUSY):
        return Refused(
            "数据正被另一个程序占用，等了 5 秒还没空出来", "稍等一会再做一次", code="QL-PL-004"
        )
    if "disk is full" in text:
        return Refused(
            "磁盘满了，这一步没有写入", "腾出 200 MB 后再做一次，已保存的都在", code="QL-PL-002"
        )
    if "readonly database" in text:
        return Refused(
            "数据文件是只读的，这一步没有写入",
            "请把文件夹改成可写，或换个位置打开",
            code="QL-PL-006",
        )
    if "disk i/o" in text or "unable to open" in text:
        return Refused(
            "读写磁盘出了问题，这一步没有写入，以前保存的都在",
            "请再做一次；还是不行，就检查磁盘或 U 盘是否还连着，然后重新打开程序",
            code=TROUBLE,
        )
    raise error


def attach_scratch(connection: Connection, path: Path, name: str) -> None:
    """A new file beside the book for what is not kept; encrypted with a key nobody keeps."""
    key = ""
    if one(connection, "PRAGMA cipher_version"):
        key = f" KEY \"x'{os.urandom(32).hex()}'\""
    connection.execute(f"ATTACH ? AS {name}{key}", (str(path),))
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16384"):
        connection.execute(f"PRAGMA {name}.{pragma}")


@contextmanager
def plain_words() -> Iterator[None]:
    """Turns trouble of the disk or the file into a Refused; our own bugs rise as they are."""
    try:
        yield
    except ERRORS as error:
        raise explain(error) from error


def one(connection: Connection, sql: str, values: tuple[Any, ...] = ()) -> Any:
    """The first column of the first row, or None."""
    found = connection.execute(sql, values).fetchone()
    return None if found is None else found[0]
