"""What does this computer remember about its window, before any data is opened?

Size of type, theme, where backups go: kept in a small file beside the data, so that even the
PIN box comes up in the size the clerk reads, and a damaged database still finds its backups.
"""

import contextlib
import json
import os
from pathlib import Path
from typing import Any, NamedTuple, Self

_NAME = "window.json"
SIZES = {"standard": "标准", "large": "大", "extra": "特大"}
THEMES = {"light": "浅色", "dark": "深色", "contrast": "高对比"}


class Preferences(NamedTuple):
    size: str = "standard"
    theme: str = "light"
    follow_contrast: bool = False  # 高对比 as long as the system has it on
    backup_folder: str = ""  # the second place of the copies (shell/second_place.py); "" = none
    backup_mark: str = ""  # the number written into it, by which it is known again
    backup_within: str = ""  # where it lies on its disk
    operator: str = "文书"
    role: str = "文书"
    wizard_step: int = 0  # where the first-run pages were left; 0 = finished or not begun

    @classmethod
    def load(cls, home: Path) -> Self:
        """What was remembered; a file that cannot be read counts as none."""
        try:
            found = json.loads((home / _NAME).read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        return cls()._with(found) if isinstance(found, dict) else cls()

    def _with(self, found: dict[str, Any]) -> Self:
        known = {
            name: found[name]
            for name, value in self._asdict().items()
            if type(found.get(name)) is type(value)
        }
        made = self._replace(**known)
        if made.size not in SIZES:
            made = made._replace(size="standard")
        return made if made.theme in THEMES else made._replace(theme="light")

    def save(self, home: Path) -> None:
        """Temp file and rename; loses at most this one choice when the disk is full."""
        part = home / f"{_NAME}.part"
        with contextlib.suppress(OSError):  # full, or only to be read: no reason to stop working
            part.write_text(json.dumps(self._asdict(), ensure_ascii=False), encoding="utf-8")
            os.replace(part, home / _NAME)  # noqa: PTH105  (says what it means)

    def backups(self, home: Path) -> Path:
        """The copies beside the data."""
        return home / "备份"

    def places(self, home: Path) -> tuple[Path, ...]:
        """Wherever copies may lie."""
        second = (Path(self.backup_folder),) if self.backup_folder else ()
        return (self.backups(home), *second)


def newest_backups(*folders: Path, limit: int = 20) -> list[Path]:
    """Backup folders, newest first by how far their data were (store/copies.py `in_order`)."""
    from qinglian_desktop.store import copies  # not before there is a copy to look for

    found = [copy for folder in folders for copy in copies.listed(folder)]
    return [copy.folder for copy in copies.in_order(found)[:limit]]


def last_backup(*folders: Path) -> tuple[str, str]:
    """(day, time) of the newest; by the names alone, unless one claims a day still to come."""
    from qinglian_desktop.core import clock

    found: list[Path] = []
    for folder in folders:
        with contextlib.suppress(OSError):
            found += [path for path in folder.glob("清廉备份-*") if _is_whole(path)]
    if not found:
        return "", ""
    day, time = moment_of(max(found, key=lambda path: path.name))
    if day > clock.today().isoformat():
        day, time = moment_of(newest_backups(*folders, limit=1)[0])
    return day, time


def around(folder: Path) -> tuple[Path, ...]:
    """The folder chosen and those right inside: clerks choose the stick, not the folder on it."""
    try:
        inside = sorted(p for p in folder.iterdir() if p.is_dir() and not p.is_symlink())
    except OSError:
        inside = []
    return (folder, *inside)


def _is_whole(copy: Path) -> bool:
    return not copy.name.endswith((".part", ".删除中")) and (copy / "qinglian.db").is_file()


def moment_of(backup: Path) -> tuple[str, str]:
    """(day, time) of a backup folder: ("2026-11-20", "08:31")."""
    stamp = backup.name.removeprefix("清廉备份-")
    day, clock = stamp[:10], stamp[11:15]
    return day, f"{clock[:2]}:{clock[2:]}" if len(clock) == 4 else ""
