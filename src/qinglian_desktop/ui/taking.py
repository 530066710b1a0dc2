"""What was dropped or pasted, as files: a folder is opened, a copied picture becomes a file."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused

MOST = 60  # files taken at once; a whole phone goes to 照片归位
_NOT_MEANT = {"thumbs.db", "desktop.ini"}  # what a folder holds beside what the clerk put there
_BESIDE = (".", "~$")  # how the names of hidden files and of locks begin


def files_in(paths: Iterable[Path]) -> list[Path]:
    """These files, and those in these folders, in the order of their names; Refused for many."""
    found = [one for path in paths for one in (inside(path) if path.is_dir() else [path])]
    if len(found) > MOST:
        raise Refused(
            f"这里有 {len(found)} 个文件，一次最多附 {MOST} 个",
            "请分几次拖；一整个手机的照片用“照片归位”",
        )
    return found


def inside(folder: Path) -> list[Path]:
    """Every file below this folder that somebody may have put there."""
    found = []
    for place, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith(_BESIDE))
        found += [Path(place, name) for name in sorted(names) if _meant(name)]
    return found


def _meant(name: str) -> bool:
    return name.lower() not in _NOT_MEANT and not name.startswith(_BESIDE)


def holds_files(data: QMimeData) -> bool:
    """Files or a picture, and no cells: a sheet puts a picture of itself beside its text."""
    return any(url.isLocalFile() for url in data.urls()) or (
        data.hasImage() and not data.hasText() and not data.hasHtml()
    )


@contextmanager
def on_clipboard() -> Iterator[list[Path]]:
    """The files that were copied; a copied picture as a file that is there as long as the block."""
    data = QGuiApplication.clipboard().mimeData()
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths or not data.hasImage():
        yield paths
        return
    with TemporaryDirectory() as folder:
        stamp = clock.now()[:19].replace("T", " ").replace(":", "")
        path = Path(folder) / f"粘贴的图片 {stamp}.png"
        QImage(data.imageData()).save(str(path))
        yield [path]
