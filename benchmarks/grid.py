"""Moving about in a list of 100,000 rows: work of the main thread for each painted frame.

A frame is one step (the wheel, a jump to the end, the scroll bar dragged, one cell down) until it
is painted. CPU time of the main thread alone. And the memory such a list takes over an empty one.
"""

import statistics
import sys
import time
from pathlib import Path

import ledger
from measure import Finding, child, said

GOAL, MEMORY = 20.0, 60.0
_WAYS = ("the wheel", "End and Home", "the scroll bar dragged", "one cell down")


def measure(scratch: Path, rounds: int) -> list[Finding]:
    home = scratch / "ledger"
    if not home.exists():
        child("ledger.py", "prepare", home)
    rows: list[list[float]] = []
    held: list[float] = []
    for _ in range(rounds):
        child("grid.py", "ours", home)
        *found, memory = map(float, said().split())
        rows.append(found)
        held.append(memory)
    findings = [
        Finding(
            f"{ledger.ROWS:,} rows, {way}: a frame, main thread",
            statistics.median(times),
            GOAL,
            unit="ms",
            details=(f"medians of {rounds} runs: {min(times):.1f}–{max(times):.1f} ms",),
        )
        for way, times in zip(_WAYS, zip(*rows, strict=True), strict=True)
    ]
    findings.append(
        Finding(
            f"{ledger.ROWS:,} rows: memory over an empty list",
            statistics.median(held),
            MEMORY,
            unit="MiB",
            details=(f"{min(held):.0f}–{max(held):.0f} MiB (n={rounds})",),
        )
    )
    return findings


def ours(home: Path) -> None:
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtTest import QTest

    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.funds.records import Entry
    from qinglian_desktop.modules.registry.records import Household
    from qinglian_desktop.shell.start import application
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.store.book import Book
    from qinglian_desktop.ui import look

    app = application()
    look.apply(app)
    window = Window(Book.open(home, RECORDS))
    window.resize(1366, 768)
    window.show()
    window.lay_over(window.desk.ledger(Household))
    _rest(app, 1.0)
    empty = _resident()
    page = window.desk.ledger(Entry)
    window.lay_over(page)
    table = page.table
    until = time.monotonic() + 60
    while "100,000" not in table.footer:
        assert time.monotonic() < until, table.footer
        app.processEvents()
    _rest(app, 0.5)
    table.setFocus()
    view, bar = table.viewport(), table.verticalScrollBar()

    def wheel(_step: int) -> None:
        spot = QPointF(view.rect().center())
        app.sendEvent(view, QWheelEvent(
            spot, QPointF(view.mapToGlobal(spot.toPoint())), QPoint(), QPoint(0, -360),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        ))  # fmt: skip

    def ends(step: int) -> None:
        QTest.keyClick(table, Qt.Key.Key_Home if step % 2 else Qt.Key.Key_End)

    def drag(step: int) -> None:
        bar.setSliderPosition((step * 7_919) % bar.maximum())

    def down(_step: int) -> None:
        QTest.keyClick(table, Qt.Key.Key_Down)

    found = [_frames(app, table, way) for way in (wheel, ends, drag, down)]
    memory = (_resident() - empty) / 2**20
    print(" ".join(f"{time:.2f}" for time in found), f"{memory:.1f}", flush=True)
    import os

    os._exit(0)  # the measuring is done; taking the window apart is not part of it


def _frames(app: object, table: object, way: object) -> float:
    """The median over 100 frames, milliseconds."""
    times = []
    for step in range(100):
        began = time.thread_time()
        way(step)  # type: ignore[operator]
        table.viewport().repaint()  # type: ignore[attr-defined]
        app.processEvents()  # type: ignore[attr-defined]
        times.append((time.thread_time() - began) * 1000)
    return statistics.median(times)


def _rest(app: object, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()  # type: ignore[attr-defined]


def _resident() -> int:
    import os

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ours", home]:
            ours(Path(home))
