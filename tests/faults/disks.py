"""Disks of a test's own: small ones, ones that lose their power, sticks that are pulled.

A file holds an ext4 file system, mounted over a loop device. `cut` shuts the mounted file system
down without writing what it still has in memory (what `xfstests` calls godown): for the program
that is the power cut or the pulled stick, and mounting it again is the next morning. Making one
needs root; without it a test skips, and the run counts what was skipped.
`make test` makes none.
"""

import contextlib
import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kill_rig import EXPLORE

_SHUTDOWN = 0x8004587D  # FS_IOC_SHUTDOWN
_NOTHING_MORE = struct.pack("I", 2)  # not even the journal
_TOOLS = ("mkfs.ext4", "mount", "umount", "losetup")


def _run(*command: str | Path) -> bool:
    return not subprocess.run([*map(str, command)], capture_output=True, check=False).returncode


class LoopDisk:
    """One disk in a file; mounted at `place` while it is plugged in."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.image, self.place = folder / "disk.img", folder / "disk"
        self.place.mkdir()
        with self.image.open("wb") as out:
            out.truncate(megabytes << 20)
        if not _run("mkfs.ext4", "-q", "-F", "-m", "0", "-O", "^metadata_csum", self.image):
            pytest.skip("no ext4 can be made here")
        self.plug_in()

    def plug_in(self, options: str = "loop") -> None:
        if not _run("mount", "-o", options, self.image, self.place):
            pytest.skip("mounting a disk is not allowed here")

    def settle(self) -> None:
        """What the test itself has laid there is on the disk."""
        _run("sync", "-f", self.place)

    def cut(self) -> None:
        """The power goes: what is not on the disk now never will be."""
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, _NOTHING_MORE)
        finally:
            os.close(handle)

    def pull_out(self) -> None:
        """Nothing of it is there any more; whoever still has a file open can do nothing with it."""
        _run("umount", "-l", self.place)

    def next_morning(self) -> None:
        """Plugged in again; the journal of the file system is played back."""
        self.pull_out()
        self.plug_in()


def _may_mount() -> bool:
    if not (EXPLORE or os.environ.get("QINGLIAN_FAULTS")):
        pytest.skip("disks of its own are made by `make faults`")
    return os.name == "posix" and os.geteuid() == 0 and all(map(shutil.which, _TOOLS))


@contextmanager
def loop_disk(folder: Path, megabytes: int = 48) -> Iterator[LoopDisk]:
    if not _may_mount():
        pytest.skip("disks of its own need root and mkfs.ext4")
    folder.mkdir(exist_ok=True)
    disk = LoopDisk(folder, megabytes)
    try:
        yield disk
    finally:
        while os.path.ismount(disk.place):
            disk.pull_out()


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A tmpfs of this size."""
    place.mkdir(exist_ok=True)
    if not _may_mount() or not _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place):
        pytest.skip("small disks of its own need root")
    try:
        yield place
    finally:
        with contextlib.suppress(OSError):
            _run("umount", "-l", place)
