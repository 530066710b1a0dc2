"""The second place for copies: a stick or another disk, known by what is written on it.

A letter of a drive changes with the socket; so the program leaves a number in the folder and looks
for it on everything that is plugged in.
"""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStorageInfo

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.store.files import write_whole

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

MARK = "清廉备份盘.txt"


def roots() -> list[Path]:
    """Everything plugged in that could hold it."""
    return [
        Path(volume.rootPath())
        for volume in QStorageInfo.mountedVolumes()
        if volume.isValid() and volume.isReady() and not volume.isReadOnly()
    ]


def find(kept: Preferences) -> Path | None:
    """Where it is plugged in now; None when there is none, or it is somewhere else."""
    if not kept.backup_folder:
        return None
    chosen = Path(kept.backup_folder)
    if not kept.backup_mark:  # chosen before there were numbers
        return chosen if chosen.is_dir() else None
    for place in (chosen, *(root / kept.backup_within for root in roots())):
        if _number_in(place) == kept.backup_mark:
            return place
    return None


def _number_in(place: Path) -> str:
    try:
        return (place / MARK).read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""


def choose(window: "Window", folder: Path) -> None:
    """From now on this folder; Refused where nothing can be written or the data lie there."""
    home = window.home.resolve()
    if folder.resolve() == home or home in folder.resolve().parents:
        raise Refused(
            "这里就是放数据的地方，坏了会一起坏",
            "请选 U 盘、移动硬盘或另一个盘里的文件夹",
            code="QL-PL-022",
        )
    number = _number_in(folder) or clock.new_id()
    write_whole(folder / MARK, f"{number}\n".encode())
    within = ""
    with contextlib.suppress(ValueError):
        within = str(folder.relative_to(QStorageInfo(str(folder)).rootPath()))
    window.keep(backup_folder=str(folder), backup_mark=number, backup_within=within)


def adopt(window: "Window") -> None:
    """A place chosen in the wizard, or by an earlier program, gets its number when first seen."""
    kept = window.preferences
    if kept.backup_folder and not kept.backup_mark and Path(kept.backup_folder).is_dir():
        with contextlib.suppress(Refused):  # read-only, or beside the data: said when it is used
            choose(window, Path(kept.backup_folder))
