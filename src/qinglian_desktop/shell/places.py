"""Is this a place where data are safe? Not on a stick, a network drive or in a synchronised folder.

A pulled stick and a lost line cut a save in the middle; a program that synchronises folders copies
the file and its log at different moments, and puts an old one back.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell.home import MARK
from qinglian_desktop.store import database
from qinglian_desktop.store.unlocked import MAIN

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

# What the folders of such programs are called, in small letters.
SYNCHRONISED = (
    "onedrive", "dropbox", "nutstore", "坚果云", "百度网盘", "baidunetdisk", "baidusyncdisk",
    "wps云盘", "wpsdrive", "wps cloud files", "google drive", "googledrive", "icloud drive",
    "iclouddrive", "微云", "seafile", "nextcloud", "阿里云盘", "天翼云盘", "夸克网盘",
)  # fmt: skip
NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "davfs", "afs", "vboxsf", "fuse.sshfs", "9p")
_STICK, _NET, _SYNC = "stick", "network", "synchronised"
_WINDOWS_STICK, _WINDOWS_NET = 2, 4  # GetDriveTypeW
_WORDS = {
    _STICK: "数据文件夹在 U 盘或移动硬盘上，拔盘会弄坏数据，没有打开",
    _NET: "数据文件夹在网络盘上，断线会弄坏数据，没有打开",
    _SYNC: "数据文件夹在会自动同步的文件夹里，同步会换回旧内容，没有打开",
}
ONLY_TO_READ = "这里的数据只能看，不能改。要改，请把文件夹改成可写，或复制到别处再打开。"
_WAY = "请把整个文件夹复制到本机硬盘（比如 D 盘），再从那里打开；要随身带走，请用“备份”"


def refuse_unsafe(home: Path) -> None:
    """QL-PL-060 where data would not be safe; a folder marked as portable may lie on a stick."""
    kind = unsafe(home)
    if kind == _STICK and (home / MARK).is_file():
        return
    if kind:
        raise Refused(_WORDS[kind], _WAY, code="QL-PL-060")


def unsafe(home: Path) -> str:
    """ "stick", "network", "synchronised", or "" where it is safe."""
    place = home.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent  # the first start: the folder comes later
    place = place.resolve()
    parts = {part.casefold() for part in (*place.parts, *home.parts)}
    # “OneDrive - 通惠街道” is one, too.
    if any(part.startswith(name) for part in parts for name in SYNCHRONISED):
        return _SYNC
    return _on_windows(place) if os.name == "nt" else _on_linux(place)


def _on_windows(place: Path) -> str:
    import ctypes

    if place.drive.startswith("\\\\"):
        return _NET
    kind = getattr(ctypes, "windll").kernel32.GetDriveTypeW(f"{place.drive}\\")  # noqa: B009
    return {_WINDOWS_STICK: _STICK, _WINDOWS_NET: _NET}.get(kind, "")


def _on_linux(place: Path) -> str:
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8")
        device = os.stat(place).st_dev  # noqa: PTH116
        disk = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve()
    except OSError:
        return ""
    if file_system(place, mounts) in NETWORK:
        return _NET
    return _STICK if is_removable(disk) else ""


def file_system(place: Path, mounts: str) -> str:
    """The kind of file system a folder lies on, by the mounts as Linux lists them."""
    found = (0, "")
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        point = Path(left.split()[4].replace("\\040", " "))
        if place.is_relative_to(point):
            found = max(found, (len(point.parts), right.split()[0]))
    return found[1]


def is_removable(disk: Path) -> bool:
    """By what the system says of this disk, or of the whole of which it is a part."""
    for place in (disk / "removable", disk.parent / "removable"):
        try:
            return place.read_text("ascii").strip() == "1"
        except OSError:
            continue
    return False


def only_to_read(home: Path) -> bool:
    """Are there data here that cannot be changed (a protected folder, a mounted backup)?"""
    return (home / MAIN).is_file() and not database.writable(home / MAIN)


def say_only_to_read(window: "Window") -> None:
    """Above all pages, beside the tabs, as long as the window is open."""
    from PySide6.QtWidgets import QToolButton, QVBoxLayout

    from qinglian_desktop.ui.messages import Banner

    banner = Banner()
    banner.setObjectName("only-to-read")
    banner.say(ONLY_TO_READ, "QL-PL-006")
    for close in banner.findChildren(QToolButton):
        close.hide()  # it holds all the time
    beside = window.middle.itemAt(1)
    column = beside.layout() if beside is not None else None
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(0, banner)
