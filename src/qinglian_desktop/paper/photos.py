"""How is a photo opened so that a few kilobytes cannot ask for gigabytes? By its size, first."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS = 50_000_000  # of one picture; a telephone makes twelve to fifty million


@contextmanager
def opened(data: bytes, name: str) -> "Iterator[Image]":
    """The picture, not unpacked yet. Refused beyond the limit; OSError for what is no picture."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # ours is the lower limit
        try:
            found = Image.open(BytesIO(data))
        except Image.DecompressionBombError as trouble:
            raise _too_large(name) from trouble
    with found:
        if found.width * found.height > POINTS:
            raise _too_large(name)
        yield found


def _too_large(name: str) -> Refused:
    return Refused(
        f"〔{name[:30]}〕的尺寸太大，超过 5,000 万点，没有打开",
        "请先把照片缩小，或者重新拍一张",
        code="QL-PL-061",
    )
