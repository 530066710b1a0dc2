"""演练社区, opened: a folder of its own beside the real one, a window of its own, an amber line.

It runs as a process of its own: whatever is pressed there cannot reach the real data.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.core.whole import replace_file
from qinglian_desktop.exchange import practice
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store.identity import Unit
from qinglian_desktop.ui import look
from qinglian_desktop.ui.messages import ask, push_button

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

_SUFFIX = "-演练"
_MARK = "演练.txt"
_KEPT = (_MARK, ".open.lock", ".come-forward", "logs", "window.json")  # through 重新开始
_SEED = 11


def home_of(home: Path) -> Path:
    """Where the practice office of this data folder lies: beside it, never in it."""
    return home if is_at(home) else home.with_name(home.name + _SUFFIX)


def is_at(home: Path) -> bool:
    """Is this the folder of a practice office?"""
    return home.name.endswith(_SUFFIX) and (home / _MARK).is_file()


def prepare(home: Path, kind: str = "community") -> Path:
    """The practice folder beside `home`, made on first use."""
    place = home_of(home)
    if not (place / "qinglian.db").exists():
        _make(place, kind)
    return place


def begin_anew(place: Path) -> None:
    """As on the first day. Refused for a folder that is not a practice office."""
    if not is_at(place):
        raise Refused("这个文件夹不是演练社区，没有动它", "请从“设置”里进入演练")
    kind = (place / _MARK).read_text("utf-8").partition("\n")[0]
    try:
        _empty(place)
    except OSError as trouble:
        raise Refused(
            f"{place.name} 里有文件正开着，没有重新开始", "请关掉打开它的程序，再按一次“重新开始”"
        ) from trouble
    _make(place, kind if kind in practice.NAMES else "community")


def _empty(place: Path) -> None:
    """Attachments first: where one is open in another program, the office still opens."""
    parts = [part for part in place.iterdir() if part.name not in _KEPT]
    for part in sorted(parts, key=lambda part: (part.is_file(), part.name != "qinglian.db")):
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)
        else:
            part.unlink()


def _make(place: Path, kind: str) -> None:
    from qinglian_desktop.modules.funds import actions as funds
    from qinglian_desktop.shell.demo import unit as demo

    place.mkdir(parents=True, exist_ok=True)
    mark = f"{kind}\n这里是演练，人和数都是编的，可以整个删掉。\n"
    replace_file(place / _MARK, mark.encode())
    with practice.found(place, RECORDS, kind) as book:
        quarter = Period.holding(clock.today(), "Q")
        one = demo.Unit(book, Random(_SEED), 0)
        demo.settle(one)
        demo.plan(one, clock.today().year)
        demo.keep_accounts(one, [quarter.previous, quarter])
        funds.compose_quarterly(book, one.accounts[0], quarter.previous)


def open_beside(home: Path, unit: Unit | None = None) -> None:
    """Opens the practice window; the window that asked stays as it is."""
    kind = unit.kind if unit is not None and unit.kind in practice.NAMES else "community"
    command = [sys.executable] if getattr(sys, "frozen", False) else [
        sys.executable, "-m", "qinglian_desktop",
    ]  # fmt: skip
    _start([*command, "--home", str(home), "practice", "--kind", kind])


def open_it(window: "Window") -> None:
    """The practice unit in a window of its own, of the same kind as this office."""
    open_beside(window.home, window.book.unit)


def _start(command: list[str]) -> None:
    subprocess.Popen(command, close_fds=True)


class PracticeStrip(QFrame):
    """The amber line over a practice window: what it is, begin anew, leave."""

    anew_asked = Signal()

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self.setProperty("role", "practice")
        words = look.label("演练：随便点，随便改。里面的人和数都是编的，不会报送。")
        words.setWordWrap(True)
        look.named(self, words.text())
        self.anew, self.leave = push_button("重新开始"), push_button("离开演练")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(words, 1)
        row.addWidget(self.anew)
        row.addWidget(self.leave)
        self.anew.clicked.connect(self._on_anew)
        self.leave.clicked.connect(window.close)

    def _on_anew(self) -> None:
        text = "演练里改过的都不要了，回到第一天的样子。真的数据不受影响。"
        if ask(self.window(), text, "重新开始", "先不"):
            self.anew_asked.emit()


def mark_page(page: QWidget) -> None:
    """A page that stands alone, to ask for the PIN or to restore, looks like practice too."""
    line = QFrame()
    line.setProperty("role", "practice")
    words = look.label("演练：这里不是真的数据。")
    row = QHBoxLayout(line)
    row.setContentsMargins(16, 6, 16, 6)
    row.addWidget(words, 1)
    page.setWindowTitle(f"演练 — {page.windowTitle()}")
    column = page.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(0, line)


def mark(window: "Window") -> PracticeStrip:
    """Makes a window look like practice at the first glance."""
    strip = PracticeStrip(window)
    window.setWindowTitle(f"演练 — {window.windowTitle()}")
    column = _central(window).layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(0, strip)
    return strip


def _central(window: "Window") -> QWidget:
    central = window.centralWidget()
    assert central is not None
    return central
