"""Pages drawn in a thread: Python's collector must not clear dead windows away in there."""

import gc
from typing import Any, cast

from PySide6.QtGui import QImage

from qinglian_desktop.ui.page_artist import PageArtist
from qinglian_desktop.ui.paper_file import PaperFile
from windows import LONG


class Watched:
    """A paper that notes whether the collector could run while it was drawn."""

    count = 1

    def __init__(self) -> None:
        self.collecting: list[bool] = []

    def image(self, _page: int, _dpi: float) -> QImage:
        self.collecting.append(gc.isenabled())
        return QImage(1, 1, QImage.Format.Format_RGB32)


def test_nothing_is_collected_where_pages_are_drawn(qtbot: Any, dressed: object) -> None:
    assert gc.isenabled(), "no window is open that keeps it off"
    paper = Watched()
    artist = PageArtist(cast(PaperFile, paper))
    for times in (1, 2):  # `want` begins anew after `stop`
        with qtbot.waitSignal(artist.drawn, timeout=LONG):
            artist.want([(0, 72.0)])
        artist.stop()
        assert paper.collecting == [False] * times
        assert gc.isenabled()
