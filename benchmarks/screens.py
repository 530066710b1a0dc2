"""A day at the desk on 60,000 rows: every screen over and over. What is held, and how long is one?

Screen change and F9 are work of the main thread, from the key to everything painted and read.
"""

import statistics
import sys
import time
from pathlib import Path

from measure import Finding, child, said

ROWS = 60_000
MEMORY, CHANGE, COVER = 400.0, 300.0, 100.0  # MB, ms, ms
_DAY = 40  # rounds over all screens: more than a clerk makes in a day


def measure(scratch: Path, rounds: int) -> list[Finding]:
    home = scratch / "screens"
    child("screens.py", "prepare", home)
    starts = [child("screens.py", "start", home) for _ in range(rounds)]
    figures = []
    for _ in range(rounds):
        child("screens.py", "day", home)
        figures.append(dict(line.rsplit(" ", 1) for line in said().splitlines()[-20:]))
    held = [float(one["held"]) for one in figures]
    slowest = [max(float(v) for k, v in one.items() if k.startswith("to ")) for one in figures]
    cover = [float(one["cover"]) for one in figures]
    by_tab = {name: statistics.median(float(one[name]) for one in figures) for name in figures[0]}
    tabs = "; ".join(f"{name} {ms:.0f}" for name, ms in by_tab.items() if name.startswith("to "))
    return [
        Finding(
            f"memory after a day of screens on {ROWS:,} rows", statistics.median(held), MEMORY,
            unit="MB", details=(f"after the first round: {by_tab['begun']:.0f} MB",),
        ),
        Finding(
            "slowest screen change, main thread", statistics.median(slowest), CHANGE, unit="ms",
            details=(f"ms: {tabs}",),
        ),
        Finding("F9 over a list and an open record", statistics.median(cover), COVER, unit="ms"),
        Finding(
            f"start to the painted 今日 page on {ROWS:,} rows", 1000 * statistics.median(starts),
            2000.0, unit="ms",
        ),
    ]  # fmt: skip


def prepare(home: Path) -> None:
    import start
    from made import rows

    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    start.prepare(home)
    with Book.open(home, RECORDS) as book:
        left = rows(ROWS - 1_000, 2)
        for _ in range(ROWS // 5_000):
            with book.change("登记") as change:
                for _, record in zip(range(5_000), left, strict=False):
                    change.put(record)


def day(home: Path) -> None:
    from qinglian_desktop.core.module import Query
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.shell.help import side
    from qinglian_desktop.shell.start import application
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.store.book import Book
    from qinglian_desktop.ui import cover, look

    app = application()
    look.apply(app)
    window = Window(Book.open(home, RECORDS))
    window.show()

    def rest() -> None:
        calm = 0
        while calm < 3:
            app.processEvents()
            calm = calm + 1 if window.runner.quiet else 0

    def took(act: object) -> float:
        began = time.thread_time()
        act()  # type: ignore[operator]
        rest()
        return (time.thread_time() - began) * 1000

    rest()
    changes: dict[str, list[float]] = {name: [] for name in window.tabs}
    begun = 0.0
    for turn in range(_DAY):
        for name in window.tabs:
            changes[name].append(took(lambda name=name: window.go(name)))
        for page_id, table in (("registry", "person"), ("funds", "entry"), ("tasks", "task")):
            row_id = window.book.ids(Query(table, limit=turn + 1))[-1]
            took(lambda p=page_id, t=table, r=row_id: window.go(p, t, r))
            window.new_record()
            rest()
        side.open_it(window, "keys")
        rest()
        side.open_it(window)
        if turn % 8 == 0:
            for size in ("large", "extra", "standard"):
                window.dress(size=size)
                rest()
        begun = begun or resident()
    window.go("registry", "person", window.book.ids(Query("person", limit=1))[0])
    rest()
    covers = [took(cover.toggle) for _ in range(6)]
    for name, times in changes.items():
        print(f"to {name} {statistics.median(times[1:]):.1f}")
    print(f"cover {statistics.median(covers):.1f}")
    print(f"begun {begun:.1f}")
    print(f"held {resident():.1f}", flush=True)
    import os

    os._exit(0)  # the measuring is done; taking the window apart is not part of it


def resident() -> float:
    """MB this process holds now."""
    import os

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", home]:
            prepare(Path(home))
        case ["start", home]:
            import start

            start.ours(Path(home))
        case ["day", home]:
            day(Path(home))
