"""Nothing lies on the stick where it should: where does it lie, then?

A clerk drags the bundle into a folder, or packs it "so that nothing gets lost". It is found and
named; it is not read from there, since the receipt belongs beside the bundle on the stick.
"""

import os
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import stick
from qinglian_desktop.exchange.container import SUFFIX

_MOST: Final = 200  # folders looked into, names looked at in an archive
_PACKED: Final = (".zip", ".rar", ".7z")
_SKIPPED: Final = ("$RECYCLE.BIN", "System Volume Information", ".Trash")


def nothing_here(folder: Path, what: str = "报送包") -> Refused:
    """What to say of a stick without what was looked for on it."""
    for inner in islice(_folders(folder), _MOST):
        try:
            found = len(stick.bundles_on(inner))
        except Refused:
            continue
        if found:
            return Refused(
                f"这里没有{what}，文件夹〔{inner.name}〕里有 {found} 个数据包",
                "请选那个文件夹，或把里面的文件放到 U 盘最外层",
                code="QL-UB-270",
            )
    for packed in islice(_archives(folder), _MOST):
        return Refused(
            f"这里没有{what}，压缩包〔{packed.name}〕里可能有",
            "请先解压，把 .qlb 文件放到 U 盘最外层再读",
            code="QL-UB-271",
        )
    return Refused(f"这里没有{what}", "请核对 U 盘，或用“选文件”")


def _folders(folder: Path) -> Iterator[Path]:
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(_SKIPPED):
            yield Path(entry.path)


def _archives(folder: Path) -> Iterator[Path]:
    """Packed files that may hold a bundle; what a ZIP holds is asked of the ZIP."""
    for entry in _entries(folder):
        path = Path(entry.path)
        kind = path.suffix.lower()
        if kind not in _PACKED or not entry.is_file(follow_symlinks=False):
            continue
        if kind != ".zip" or _has_bundle(path):
            yield path


def _has_bundle(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return any(name.lower().endswith(SUFFIX) for name in islice(packed.namelist(), _MOST))
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
        return False


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from sorted(found, key=lambda entry: entry.name)
    except OSError:  # pulled out meanwhile
        return
