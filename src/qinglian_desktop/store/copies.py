"""What is a copy, and which ones lie in a place?

    <place>/清廉备份-2026-11-20-083100/   qinglian.db  sealed.db  keys.json  附件清单.txt  说明.json
    <place>/附件/1f2e3d4c/files/…        every photo and scan once, for all copies of this key

A copy made before attachments were stored once holds them itself (files/, sealed_files/) and has
no 说明.json; it is listed and restored like any other. What happened to copies on this computer
stands in store/copy_log.py.
"""

import contextlib
import json
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core import canonical
from qinglian_desktop.core.whole import replace_file
from qinglian_desktop.store.files import COPY_FACTS, COPY_FILES, shared_of

NAME = "清廉备份-"
PART = ".part"
GOING = ".删除中"
HERE = "备份"  # the folder of this computer's own copies, beside the data
ARCHIVES = "存档"  # the folder of the closed years, here and in the second place
BY_HAND, DAILY, LEAVING = "按了备份", "每天一份", "退出时"


class Copy(NamedTuple):
    """One copy that was opened again and compared when it was made.

    Nothing here names an office or a person: it lies unencrypted on a stick.
    """

    folder: Path
    at: str  # the moment as the machine claimed it, ISO 8601
    rows: int = -1  # -1: made before this was written down
    why: str = ""
    head: tuple[int, str] = (0, "")  # of the trail
    office: str = ""
    size: int = 0  # of the files in the folder
    sums: Mapping[str, str] = {}  # file → SHA-256
    tables: Mapping[str, int] = {}
    version: str = ""  # the last step of its schema
    lock: str = ""  # which key it is locked with (files.tag_of); "" before this was written down
    install: str = ""  # which of the office's computers made it
    epoch: int = 0  # how often it was restored before; 0 before this was written down

    @property
    def day(self) -> str:
        return self.at[:10]

    @property
    def time(self) -> str:
        return self.at[11:16]

    @property
    def moment(self) -> datetime:
        """For the rule of what stays; a name nobody can read counts as very old."""
        with contextlib.suppress(ValueError):
            return datetime.fromisoformat(self.at)
        return datetime.min

    @property
    def is_told(self) -> bool:
        return self.rows >= 0

    def fits(self, lock: str) -> bool:
        """Is it locked with this key, as far as it says so?"""
        return self.lock in ("", lock)


def read(folder: Path) -> Copy:
    """What the folder says of itself, or what its name says."""
    at = _moment_in(folder.name)
    try:
        found = json.loads((folder / COPY_FACTS).read_text("utf-8"))
        if found.pop("print") != canonical.digest(canonical.dumps(found)):
            return Copy(folder, at)
        return Copy(
            folder,
            str(found["at"]),
            int(found["rows"]),
            str(found["why"]),
            (int(found["head"][0]), str(found["head"][1])),
            str(found["office"]),
            int(found["size"]),
            dict(found["sums"]),
            dict(found["tables"]),
            str(found["version"]),
            str(found.get("lock", "")),
            str(found.get("install", "")),
            int(found.get("epoch", 0)),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return Copy(folder, at)


def write(copy: Copy) -> None:
    told: dict[str, Any] = {
        "format": 2,
        **copy._asdict(),
        "sums": dict(copy.sums),
        "tables": dict(copy.tables),
    }
    del told["folder"]
    told["print"] = canonical.digest(canonical.dumps(told))
    replace_file(copy.folder / COPY_FACTS, json.dumps(told, ensure_ascii=False, indent=1).encode())


def _moment_in(name: str) -> str:
    stamp = name.removeprefix(NAME)
    day, time = stamp[:10], stamp[11:17]
    return f"{day}T{time[:2]}:{time[2:4]}:{time[4:6]}" if len(time) == 6 else day


def listed(place: Path) -> list[Copy]:
    """The copies in a place, newest first; [] where it cannot be read."""
    try:
        found = [p for p in place.glob(f"{NAME}*") if (p / "qinglian.db").is_file()]
    except OSError:
        return []
    return in_order(read(path) for path in found if not path.name.endswith((PART, GOING)))


def in_order(found: Iterable[Copy]) -> list[Copy]:
    """Newest first. Copies of one computer by how far its data were, whatever its clock said.

    Only between computers, and for copies that do not say how far they are, the clock decides.
    """
    lines: dict[str, list[Copy]] = {}
    for copy in found:
        counts = copy.epoch and copy.install
        lines.setdefault(f"{copy.office} {copy.install}" if counts else "", []).append(copy)
    for line in lines.values():
        line.sort(key=_age, reverse=True)
    made: list[Copy] = []
    while left := [line for line in lines.values() if line]:
        made.append(max(left, key=lambda line: (line[0].at, line[0].folder.name)).pop(0))
    return made


def _age(copy: Copy) -> tuple[int, int, str, str]:
    counted = (copy.epoch, copy.head[0]) if copy.epoch and copy.install else (0, 0)
    return (*counted, copy.at, copy.folder.name)


def newest(place: Path, office: str = "", lock: str = "") -> Copy | None:
    """The newest copy of this office under this key; one that does not say so counts too."""
    for copy in listed(place):
        theirs = (office and copy.office not in ("", office)) or (lock and not copy.fits(lock))
        if not theirs:
            return copy
    return None


def name_of(moment: str) -> str:
    return f"{NAME}{moment.replace(':', '').replace('T', '-')}"


def files_of(copy: Path) -> dict[str, list[str]]:
    """The attachments that belong to a copy, by folder; {} for one that holds them itself."""
    try:
        lines = (copy / COPY_FILES).read_text("utf-8").splitlines()
    except OSError:
        return {}
    found: dict[str, list[str]] = {}
    for line in lines:
        folder, _, file_id = line.partition("/")
        found.setdefault(folder, []).append(file_id)
    return found


def remove(copy: Path) -> None:
    """Takes a copy away; cut short, what is left no longer bears the name of one."""
    going = copy.with_name(copy.name + GOING)
    copy.rename(going)
    shutil.rmtree(going, ignore_errors=True)


def clear_leftovers(place: Path) -> None:
    """What a killed program left half made or half taken away."""
    with contextlib.suppress(OSError):
        for left in (*place.glob(f"{NAME}*{PART}"), *place.glob(f"{NAME}*{GOING}")):
            shutil.rmtree(left, ignore_errors=True)


def clear_files(place: Path) -> int:
    """Takes away the attachments no copy in this place names any more; how many.

    Nothing is touched when one list cannot be read: better too much kept than one photo lost.
    """
    named: set[tuple[str, str]] = set()
    for copy in listed(place):
        lists = files_of(copy.folder)
        if copy.is_told and not (copy.folder / COPY_FILES).is_file():
            return 0
        named |= {(folder, file_id) for folder, ids in lists.items() for file_id in ids}
    gone = 0
    for path in place.glob(f"{shared_of('*')}/*/[0-9a-f][0-9a-f]/*"):
        if (path.parent.parent.name, path.name) not in named:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
