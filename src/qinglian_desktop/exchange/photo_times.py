"""When was a photo taken? What the camera wrote into it, else the time in its name."""

import re
import struct
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

SUFFIXES = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff", ".bmp")
_EXIF, _TAKEN, _DIGITISED, _CHANGED = 0x8769, 36867, 36868, 306
_NAMED = re.compile(r"(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)[-_ ]?(\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d{5})")
_EARLIEST = 2000  # a camera whose clock was never set says 1970 or 1980


class Photo(NamedTuple):
    path: Path
    taken: datetime | None
    by: str = ""  # 拍摄时间 or 文件名; "" when neither tells it


def read(path: Path) -> Photo:
    """A photo that cannot be read has no time; nothing of it is kept."""
    if (taken := _by_camera(path)) is not None:
        return Photo(path, taken, "拍摄时间")
    if (taken := _by_name(path.stem)) is not None:
        return Photo(path, taken, "文件名")
    return Photo(path, None)


def photos_in(paths: Iterable[Path]) -> list[Path]:
    """Which of these files are photos, by the ending of their names."""
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


def _by_camera(path: Path) -> datetime | None:
    from PIL import Image

    try:
        with Image.open(path) as photo:
            found = photo.getexif()
            inner = found.get_ifd(_EXIF)
            told = inner.get(_TAKEN) or inner.get(_DIGITISED) or found.get(_CHANGED)
    # What a broken file makes the reader say is of many kinds.
    except (OSError, ValueError, SyntaxError, LookupError, TypeError, ArithmeticError, EOFError,
            RuntimeError, struct.error, Image.DecompressionBombError, Warning):  # fmt: skip
        return None
    return _moment(told) if isinstance(told, str) else None


def _moment(told: str) -> datetime | None:
    digits = re.findall(r"\d+", told)
    return _made(digits[:6]) if len(digits) >= 6 else None


def _by_name(stem: str) -> datetime | None:
    found = _NAMED.search(stem)
    return _made(list(found.groups())) if found else None


def _made(digits: list[str]) -> datetime | None:
    try:
        moment = datetime(*map(int, digits))  # type: ignore[arg-type]
    except ValueError:
        return None
    return moment if moment.year >= _EARLIEST else None
