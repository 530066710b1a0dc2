"""A program of its own with a window, for what can only be done to a whole process.

    python at_the_desk.py HOME WORK [ROW]

It says `ready`, and then what it does, line by line.
"""

import signal
import sys
from itertools import pairwise
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import typed_text
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.form import RecordForm


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def note_of(window: Window, row_id: str) -> RecordForm:
    page = window.go("registry", "person", row_id)
    (form,) = [f for f in page.findChildren(RecordForm) if f.isVisible()]
    if form.editors["note"].isHidden():
        form.toggle_more()
    form.editors["note"].setFocus()
    return form


def type_on(window: Window, row_id: str) -> None:
    """A letter every 60 ms, for ever: the form never comes to a pause."""
    form, count = note_of(window, row_id), 0

    def press() -> None:
        nonlocal count
        QTest.keyClick(form.editors["note"].input, "abcdefghij"[count % 10])
        count += 1
        say(str(count))

    keys = QTimer(window)
    keys.timeout.connect(press)
    keys.start(60)


def write_slowly(window: Window, slow: str) -> None:
    """Once the start has settled, a backup on a disk that needs so many ms for each sync."""
    quiet = 0

    def look() -> None:
        nonlocal quiet
        quiet = quiet + 1 if window.runner.quiet else 0
        if quiet == 10:
            settling.stop()
            back_up_slowly(window, int(slow))

    settling = QTimer(window)
    settling.timeout.connect(look)
    settling.start(50)


def back_up_slowly(window: Window, slow: int) -> None:
    """Says the longest time without an answer, the whole time, and how often progress was told."""
    import ctypes

    ctypes.CDLL(None).shim_slow(slow)
    beats, shown = [monotonic()], list[str]()
    beat = QTimer(window)
    beat.timeout.connect(lambda: beats.append(monotonic()))
    beat.start(20)
    window.runner.progress.connect(lambda *told: shown.append(told[2]))

    def done(_: object) -> None:
        longest = max(later - sooner for sooner, later in pairwise(beats))
        say(f"{longest:.3f} {beats[-1] - beats[0]:.3f} {len(shown)}")
        QApplication.quit()

    window.runner.job(
        lambda book, tick: book.back_up(Path(sys.argv[1]).parent / "backups"),
        label="正在备份", on_done=done, on_refused=lambda refused: say(str(refused)),
    )  # fmt: skip


def main() -> None:
    for ending in (signal.SIGTERM, signal.SIGHUP):  # whoever runs the tests may ignore them: nohup
        signal.signal(ending, signal.SIG_DFL)
    app = QApplication([])
    look.apply(app)
    window = Window(Book.open(Path(sys.argv[1]), RECORDS))
    window.show()
    typed_text.watch(window)
    say("ready")
    {"type": type_on, "slow": write_slowly}[sys.argv[2]](window, *sys.argv[3:] or ("",))
    app.exec()


if __name__ == "__main__":
    main()
