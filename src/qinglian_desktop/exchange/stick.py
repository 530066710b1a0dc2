"""How does a file get onto a USB stick so that "可以拔了" is true, and off it safely?

Write beside → flush and fsync → drop the page cache → read back → compare → rename → fsync the
folder. A plain read-back would read the machine's own memory and call a bad stick good.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from qinglian_desktop.core.clock import new_id
from qinglian_desktop.core.outcome import Damaged, Progress, Refused, Stopped
from qinglian_desktop.core.whole import sync_folder
from qinglian_desktop.exchange.container import MAGIC, SUFFIX
from qinglian_desktop.exchange.container_says import over_limit, size_text
from qinglian_desktop.exchange.stick_names import (
    bundle_name,
    down_name,
    next_name,
    receipt_name,
    safe_name,
    volume_name,
)
from qinglian_desktop.store.unlocked import MAIN

__all__ = [
    "Device",
    "Written",
    "bundle_name",
    "bundles_on",
    "check_again",
    "check_folder",
    "check_room",
    "clean",
    "copy_in",
    "down_name",
    "receipt_name",
    "refusal",
    "safe_name",
    "volume_name",
    "write_file",
    "write_to_stick",
]

PART = ".part"
_LEFT_BEHIND = "*.ql[bue].part"  # bundles, unit files, enrolments
_PIECE = 1 << 20
_SPARE = 16 << 20  # bytes left free on a stick
_RENAME_TRIES = 5  # antivirus programs hold a new file for a moment
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_GONE = {errno.ENOENT, errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOTDIR, errno.ESTALE}


@dataclass(frozen=True, slots=True)
class Written:
    """A file on the stick that was read back and found the same."""

    path: Path
    size: int
    sha256: str
    # False where the system offers no way (Windows): then only 拔下再插核对 proves the stick.
    past_cache: bool


class Device:
    """The few calls that touch the stick, apart so that a test can play a bad one."""

    def free(self, folder: Path) -> int:
        return shutil.disk_usage(folder).free

    def volume(self, folder: Path) -> int:
        return folder.stat().st_dev

    def write(self, file: BinaryIO, data: bytes) -> None:
        file.write(data)

    def sync(self, file: BinaryIO) -> None:
        file.flush()
        os.fsync(file.fileno())

    def drop_cache(self, file: BinaryIO) -> bool:
        """True when the next read will come from the stick and not from memory."""
        advise = getattr(os, "posix_fadvise", None)
        if advise is None:
            return False
        advise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return True

    def read(self, file: BinaryIO, size: int) -> bytes:
        return file.read(size)

    def rename(self, part: Path, final: Path) -> None:
        part.replace(final)

    def sync_folder(self, folder: Path) -> None:
        sync_folder(folder)

    def pause(self, seconds: float) -> None:
        time.sleep(seconds)


def write_to_stick(
    source: Path,
    folder: Path,
    name: str,
    *,
    device: Device | None = None,
    progress: Progress | None = None,
    replaces: Collection[str] | None = None,
) -> Written:
    """Copies `source` to `folder`/`name` and returns only when the stick has given it back whole.

    A file of that name is replaced in one step or stays as it was. With `replaces`, the SHA-256 of
    files that may go, any other content is kept and a free name is taken. Refused with what to do
    when the stick is missing, full, read-only, changed or bad; Stopped when the clerk stops it. No
    partial file is left, unless the stick is gone; then it is a `.part` that the next writing
    removes.
    """
    device = device or Device()
    final = folder / safe_name(name)
    part = final.with_name(final.name + PART)
    try:
        size = source.stat().st_size
    except OSError as error:
        raise refusal(error, local=True) from None
    try:
        volume = _ready(folder, size, device)
        try:
            told = _write(source, part, size, device, progress)
            back, past_cache = _read_back(part, size, device, progress)
            if back != told:
                raise bad_stick()
            if device.volume(folder) != volume:
                raise _gone()
            final = _untaken(final, {told, *replaces}) if replaces is not None else final
            _rename(part, final, device)
            device.sync_folder(folder)
        finally:
            with contextlib.suppress(OSError):  # the stick may be gone
                part.unlink(missing_ok=True)
    except OSError as error:
        raise refusal(error) from None
    return Written(final, size, told, past_cache)


def write_file(
    source: Path,
    target: Path,
    *,
    device: Device | None = None,
    replaces: Collection[str] | None = None,
) -> Path:
    """`write_to_stick` for callers that only want to know where it lies now."""
    return write_to_stick(source, target.parent, target.name, device=device, replaces=replaces).path


def _untaken(wanted: Path, replaces: Collection[str]) -> Path:
    """The path, or the first numbered one after it where nothing else would be lost."""
    found, number = wanted, 1
    while found.exists() and sha256_of(found) not in replaces:
        number += 1
        found = next_name(wanted, number)
    return found


def sha256_of(path: Path) -> str:
    """Of a file's content; "" for what cannot be read as a file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def room_in(folder: Path, device: Device | None = None) -> int:
    """How large a file may be that is written there: 1.1 times its size and 16 MiB must be free."""
    try:
        free = (device or Device()).free(folder)
    except OSError as error:
        raise refusal(error) from None
    return max(0, (free - _SPARE) * 10 // 11)


def check_room(folder: Path, size: int) -> None:
    """Refused, before any work is begun, where a file of this size has no room."""
    if (room := room_in(folder)) < size:
        raise _full(f"，还差 {size_text(size - room)}")


def check_folder(folder: Path) -> None:
    """Refused, before any work is begun, for a folder that is missing or takes no file.

    The data folder and the copies in it are no stick: what lies there has not left the computer.
    """
    _check_usable(folder)
    if any((one / MAIN).is_file() for one in (folder, *folder.absolute().parents)):
        raise Refused(
            "这是本程序放数据的文件夹，不是 U 盘", "请选 U 盘，或另外一个文件夹", code="QL-UB-272"
        )


def _check_usable(folder: Path) -> None:
    if not folder.is_dir():
        raise _gone()
    if not os.access(folder, os.W_OK):
        raise _read_only()


def check_again(written: Written, device: Device | None = None) -> None:
    """After 拔下再插: Refused unless the file is still the one that was written."""
    try:
        back, _ = _read_back(written.path, written.size, device or Device(), None)
    except OSError as error:
        raise refusal(error) from None
    if back != written.sha256:
        raise bad_stick()


def _ready(folder: Path, size: int, device: Device) -> int:
    _check_usable(folder)
    clean(folder)
    need, free = size * 11 // 10 + _SPARE, device.free(folder)
    if free < need:
        raise _full(f"，还差 {size_text(need - free)}")
    return device.volume(folder)


def _write(source: Path, part: Path, size: int, device: Device, progress: Progress | None) -> str:
    sha, done = hashlib.sha256(), 0
    with source.open("rb") as given, part.open("wb") as file:
        while piece := given.read(_PIECE):
            device.write(file, piece)
            sha.update(piece)
            done += len(piece)
            _tick(progress, done, 2 * size, "正在写入 U 盘")
        device.sync(file)
    return sha.hexdigest()


def _read_back(
    path: Path, size: int, device: Device, progress: Progress | None
) -> tuple[str, bool]:
    sha, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        past_cache = device.drop_cache(file)
        while piece := device.read(file, _PIECE):
            sha.update(piece)
            done += len(piece)
            _tick(progress, size + done, 2 * size, "正在读回核对")
    return sha.hexdigest(), past_cache


def _tick(progress: Progress | None, done: int, total: int, label: str) -> None:
    if progress is not None and not progress.tick(done, total, label):
        raise Stopped


def _rename(part: Path, final: Path, device: Device) -> None:
    for attempt in range(1, _RENAME_TRIES + 1):
        try:
            return device.rename(part, final)
        except PermissionError:
            if attempt == _RENAME_TRIES:
                raise
            device.pause(0.2 * attempt)
    return None


def clean(folder: Path) -> None:
    """Removes what an interrupted writing left on the stick: our own `.part` files only."""
    for left in folder.glob(_LEFT_BEHIND):
        if left.is_file() and not left.is_symlink():
            left.unlink(missing_ok=True)


def bundles_on(folder: Path) -> list[Path]:
    """Bundles directly in `folder`, newest first, known by content and not by name."""
    found: list[tuple[float, Path]] = []
    try:
        for entry in os.scandir(folder):
            if entry.is_file(follow_symlinks=False) and not entry.name.endswith(PART):
                path = Path(entry.path)
                if _begins_like_a_bundle(path):
                    found.append((entry.stat().st_mtime, path))
    except OSError as error:
        raise refusal(error) from None
    return [path for _, path in sorted(found, key=lambda one: (-one[0], one[1].name))]


def _begins_like_a_bundle(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False  # an unreadable stranger on the stick is not ours to report


def copy_in(
    path: Path,
    folder: Path,
    *,
    most: int = (1 << 30) + (1 << 17),
    device: Device | None = None,
    progress: Progress | None = None,
) -> Path:
    """Copies `path` into the local `folder` before anything is believed; the copy's path.

    The caller removes the copy. Refused beyond `most` bytes, for anything but an ordinary file,
    and when the stick or the local disk gives out; then no copy is left.
    """
    device = device or Device()
    copy = folder / (new_id() + SUFFIX)
    with _said():
        told = path.stat()
    if not stat.S_ISREG(told.st_mode):
        raise Refused("选的不是一个文件", "请选择扩展名为 .qlb 的文件", code="QL-UB-101")
    if told.st_size > most:
        raise over_limit(size_text(told.st_size))
    try:
        with _said(), path.open("rb") as given, _said(local=True), copy.open("xb") as file:
            done = 0
            for piece in _pieces(given, device):
                done += len(piece)
                if done > most:
                    raise over_limit(size_text(done))
                file.write(piece)
                _tick(progress, done, told.st_size, "正在从 U 盘复制")
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _pieces(given: BinaryIO, device: Device) -> Iterator[bytes]:
    while True:
        with _said():
            piece = device.read(given, _PIECE)
        if not piece:
            return
        yield piece


@contextlib.contextmanager
def _said(*, local: bool = False) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refusal(error, local=local) from None


def refusal(error: OSError, *, local: bool = False) -> Refused:
    """What the operating system said, in the clerk's words; `local`: this machine's own disk."""
    if local:
        if error.errno in _FULL:
            return Refused("本机磁盘满了", "请腾出一些空间后再试", code="QL-PL-002")
        return Damaged(
            "本机磁盘读写不了", "请重新启动程序再试；还不行请备份后换磁盘", code="QL-UB-070"
        )
    if error.errno in _FULL:
        return _full()
    if error.errno in _READ_ONLY:
        return _read_only()
    if error.errno in _GONE:
        return _gone()
    return Refused("U 盘没有回应", "请拔下 U 盘重新插好再试，或换一个 U 盘", code="QL-UB-069")


def bad_stick() -> Refused:
    return Refused(
        "U 盘读回来和写进去不一样，这个盘可能坏了", "请换一个 U 盘再写", code="QL-UB-062"
    )


def _gone() -> Refused:
    return Refused("没有找到 U 盘，或者中途被拔下了", "请插好 U 盘再做一次", code="QL-UB-061")


def _read_only() -> Refused:
    return Refused(
        "U 盘不让写入或读取，可能开了写保护",
        "请拨开 U 盘上的写保护开关，或换一个 U 盘",
        code="QL-UB-068",
    )


def _full(more: str = "") -> Refused:
    return Refused(
        f"U 盘空间不够{more}", "请删掉 U 盘上不用的文件，或换一个 U 盘", code="QL-UB-067"
    )
