"""Who draws the pages of a paper beside the window, the newest wish first?"""

import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage

from qinglian_desktop.ui.paper_file import PaperFile
from qinglian_desktop.ui.sweeping import Sweeping

Wish = tuple[int, float]  # page from 0, dots an inch


class PageArtist(QObject):
    """Draws what was last wished for and forgets older wishes; then tells the pages' codes."""

    drawn = Signal(int, float, QImage)
    coded = Signal(object)  # the codes of all pages
    _made = Signal(int, float, QImage)
    _told = Signal(object)

    def __init__(self, paper: PaperFile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paper = paper
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._lock = threading.Lock()
        self._wishes: list[Wish] = []
        self._codes: list[str] | None = None  # None: nobody asked for them
        self._works = False
        self._sweeping: Sweeping | None = None  # from the first wish until `stop`
        queued = Qt.ConnectionType.QueuedConnection
        self._made.connect(self.drawn, queued)
        self._told.connect(self.coded, queued)
        self._errand = _Errand(self)

    def want(self, wishes: Sequence[Wish]) -> None:
        """These pages in this order, and no others any more."""
        with self._lock:
            self._wishes = list(wishes)
        self._start()

    def want_codes(self) -> None:
        with self._lock:
            self._codes = []
        self._start()

    def stop(self) -> None:
        """Nothing is drawn any more when this returns; `want` begins anew."""
        with self._lock:
            self._wishes, self._codes = [], None
        self._pool.waitForDone()
        if self._sweeping is not None:
            self._sweeping.stop()
            self._sweeping.deleteLater()
            self._sweeping = None

    def _start(self) -> None:
        with self._lock:
            if self._works or not (self._wishes or self._codes is not None):
                return
            self._works = True
        # A window that closes lets the collector go before its pages are hidden.
        self._sweeping = self._sweeping or Sweeping(self)
        self._pool.start(self._errand)

    def work(self) -> None:
        """In the worker thread, until nothing is wished for."""
        paper = self.paper
        while True:
            with self._lock:
                wish = self._wishes.pop(0) if self._wishes else None
                codes = self._codes
                if wish is None and codes is None:
                    self._works = False
                    return
            if wish is not None:
                self._made.emit(*wish, paper.image(*wish))
            elif codes is not None and len(codes) < paper.count:
                codes.append(paper.code(len(codes)))
            else:
                with self._lock:
                    finished, self._codes = self._codes, None
                if finished is not None:
                    self._told.emit(tuple(finished))


class _Errand(QRunnable):
    def __init__(self, artist: PageArtist) -> None:
        super().__init__()
        self.setAutoDelete(False)  # Python holds it as long as the artist lives
        self._artist = artist

    def run(self) -> None:
        self._artist.work()
