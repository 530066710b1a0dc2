"""Every page in every size: no word cut off, none over another, nothing too small to hit."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from every_page import full_office, others, rested, screens
from fitting import misfits, too_small
from qinglian_desktop.shell import keys, offline
from qinglian_desktop.shell.help import cards, side
from qinglian_desktop.shell.preferences import SIZES
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import look
from qinglian_desktop.ui.stylesheet import stylesheet
from qinglian_desktop.ui.tokens import sizes, tokens
from windows import program, window_on

TESTS = Path(__file__).parents[1]
# Dark has the very sheet of light in other colours (proved below), so it needs no walk of its own.
# 高对比 draws every line 2 px wide and leaves the least room.
LOOKS = (("standard", "light"), *((size, "contrast") for size in SIZES))
SCREENS = {  # scale → a common screen, as many px as it has there, less the task bar
    "1": QSize(1366, 728),
    "1.5": QSize(1280, 680),
    "2": QSize(960, 510),
}


def walk(window: Window, looks: tuple[tuple[str, str], ...], size: QSize) -> dict[str, str]:
    """What does not fit, and where it was seen first."""
    found = dict[str, str]()
    for type_size, theme in looks:
        window.dress(size=type_size, theme=theme)
        window.resize(size)
        for screen, _ in screens(window):
            for trouble in (*misfits(window), *too_small(window)):
                found.setdefault(trouble, f"{screen} {type_size} {theme}")
    return found


@pytest.mark.parametrize("kind", ["community", "street"])
def test_every_word_fits_in_every_size_and_theme(
    dressed: QApplication, tmp_path: Path, kind: str
) -> None:
    with window_on(full_office(tmp_path, kind)) as window:
        assert walk(window, LOOKS, SCREENS["1"]) == {}


@pytest.mark.parametrize(
    ("scale", "sizes_there"), [("1.5", "standard large extra"), ("2", "standard")]
)
def test_every_word_fits_on_a_scaled_screen(tmp_path: Path, scale: str, sizes_there: str) -> None:
    """In a process of its own, because Qt takes the scale once."""
    paths = [str(TESTS), *sys.path]
    done = subprocess.run(
        [sys.executable, __file__, str(tmp_path), scale, sizes_there],
        env={
            **os.environ,
            "QT_SCALE_FACTOR": scale,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": os.pathsep.join(paths),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == [f"ratio {float(scale)}", "towards a network: 0"]


def test_the_card_beside_the_work_fits(dressed: QApplication, tmp_path: Path) -> None:
    with window_on(full_office(tmp_path), size="extra") as window:
        look.apply(dressed, size="extra")
        side.open_it(window)
        assert walk(window, (("extra", "light"),), SCREENS["1"]) == {}
        assert window.size() == SCREENS["1"], "it must not push the window off the screen"
        found = dict[str, str]()
        for name in cards.names():
            side.open_it(window, name)
            rested(window, name, window.page)
            found.update(dict.fromkeys(misfits(window), name))
        assert found == {}


def test_the_widest_pages_of_the_street_fit_beside_the_card(
    dressed: QApplication, tmp_path: Path
) -> None:
    with window_on(full_office(tmp_path, "street"), size="extra") as window:
        look.apply(dressed, size="extra")
        window.resize(SCREENS["1"])
        side.open_it(window)
        window.go("exchange")
        rested(window, "exchange", window.page)
        assert misfits(window) == []
        for act in ("某日状态", "谁在用"):
            keys.acts(window)[act]()
            rested(window, act, window.page)
            assert misfits(window) == [], act


def test_dark_is_light_in_other_colours() -> None:
    """So that what fits in one fits in the other."""
    bare = [
        re.sub("#[0-9A-F]{6}", "#", stylesheet(tokens(t), sizes("large")))
        for t in ("light", "dark")
    ]
    assert bare[0] == bare[1]


@pytest.mark.parametrize("size", SIZES)
def test_what_is_no_page_fits_too(dressed: QApplication, tmp_path: Path, size: str) -> None:
    look.apply(dressed, size=size)
    for screen, widget in others(tmp_path):
        widget.show()
        QApplication.processEvents()
        assert misfits(widget) == [], screen
        assert too_small(widget) == [], screen
        widget.close()


def test_the_walk_finds_what_is_wrong(dressed: QApplication) -> None:
    """Positive control: a clipped word, two words over each other, a target of 10 px."""
    page = QWidget()
    page.resize(400, 200)
    clipped = look.label("今天要办的事有很多件", parent=page)
    clipped.setGeometry(10, 10, 60, 30)
    over = look.label("写在别人上面", parent=page)
    over.setGeometry(20, 20, 200, 30)
    tiny = QPushButton("小", page)
    tiny.setGeometry(10, 100, 10, 10)
    row = QHBoxLayout()
    row.addWidget(QWidget())
    page.show()
    said = "\n".join(misfits(page))
    assert "今天要办的事有很多件” needs" in said
    assert "lies over" in said
    assert len(too_small(page)) == 1
    page.close()


def _child(folder: Path, scale: str, type_sizes: list[str]) -> None:
    from qinglian_desktop.shell.start import application

    offline.guard()  # every page is shown, and no part of it may reach for a network
    app = application()
    with program(app), window_on(full_office(folder)) as window:
        sys.stdout.write(f"ratio {window.devicePixelRatioF()}\n")
        looks = tuple((size, "contrast") for size in type_sizes)
        for trouble, where in walk(window, looks, SCREENS[scale]).items():
            sys.stdout.write(f"{where}: {trouble}\n")
    sys.stdout.write(f"towards a network: {len(offline.tries())}\n")


if __name__ == "__main__":
    _child(Path(sys.argv[1]), sys.argv[2], sys.argv[3].split())
