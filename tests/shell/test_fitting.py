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
from fitting import misfits, too_small, visible
from qinglian_desktop.shell import keys, offline
from qinglian_desktop.shell.help import cards, side
from qinglian_desktop.shell.preferences import SIZES
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import look
from qinglian_desktop.ui.stylesheet import stylesheet
from qinglian_desktop.ui.tokens import sizes, tokens
from windows import program, window_on

TESTS = Path(__file__).parents[1]
# Dark is light in other colours, and 高对比 is light with lines of 2 px, which leave the least
# room (both proved below): what fits in 高对比 fits in all three, so it alone is walked.
TIGHT = "contrast"
EXPLORE = bool(os.environ.get("QINGLIAN_EXPLORE"))
ENDS = ("standard", "extra")
_PX = re.compile(r"([a-z-]+): (\d+)px")
SCREENS = {  # scale → a common screen, as many px as it has there, less the task bar
    "1": QSize(1366, 728),
    "1.5": QSize(1280, 680),
    "2": QSize(960, 510),
}


def walk(window: Window, type_size: str, theme: str, size: QSize) -> dict[str, str]:
    """What does not fit, and where it was seen first."""
    window.dress(size=type_size, theme=theme)
    window.resize(size)
    found = dict[str, str]()
    for screen, _ in screens(window):
        seen = list(visible(window))
        for trouble in (*misfits(window, seen), *too_small(window, among=seen)):
            found.setdefault(trouble, f"{screen} {type_size} {theme}")
    return found


@pytest.mark.parametrize("kind", ["community", "street"])
def test_every_word_fits_in_every_size(dressed: QApplication, tmp_path: Path, kind: str) -> None:
    """Built in 大; then built in 标准 and, with all of it there, made 特大.

    A window of its own for each: one that holds every page is dressed anew only slowly.
    """
    if EXPLORE or kind == "community":  # 大 lies between the two below
        with window_on(full_office(tmp_path / "large", kind)) as window:
            assert walk(window, "large", TIGHT, SCREENS["1"]) == {}
    with window_on(full_office(tmp_path / "grows", kind)) as window:
        assert walk(window, "standard", TIGHT, SCREENS["1"]) == {}
        assert walk(window, "extra", TIGHT, SCREENS["1"]) == {}


@pytest.mark.parametrize(
    ("scale", "sizes_there"), [("1.5", " ".join(SIZES if EXPLORE else ENDS)), ("2", "standard")]
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
    ratios = [f"ratio {float(scale)}"] * len(sizes_there.split())
    assert done.stdout.splitlines() == [*ratios, "towards a network: 0"]


def test_the_card_beside_the_work_fits(dressed: QApplication, tmp_path: Path) -> None:
    with window_on(full_office(tmp_path), size="extra") as window:
        look.apply(dressed, size="extra")
        side.open_it(window)
        assert walk(window, "extra", "light", SCREENS["1"]) == {}
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
        for page_id in ("exchange", "board", "summary", "inspection"):
            window.go(page_id)
            rested(window, page_id, window.page)
            assert misfits(window) == [], page_id
        for act in ("某日状态", "谁在用"):
            keys.acts(window)[act]()
            rested(window, act, window.page)
            assert misfits(window) == [], act


def _sheet(theme: str, size: str) -> list[str]:
    """The style sheet as `look.apply` makes it, without its colours."""
    made = stylesheet(tokens(theme), sizes(size), bold_lines=theme == TIGHT)
    return re.sub("#[0-9A-F]{6}", "#", made).splitlines()


@pytest.mark.parametrize("size", SIZES)
def test_dark_is_light_in_other_colours(size: str) -> None:
    """So that what fits in one fits in the other."""
    assert _sheet("light", size) == _sheet("dark", size)


@pytest.mark.parametrize("size", SIZES)
def test_high_contrast_is_light_with_less_room(size: str) -> None:
    """So that what fits there fits in the other two: a line is wider, nothing else smaller."""
    bolder = 0
    for plain, bold in zip(_sheet("light", size), _sheet(TIGHT, size), strict=True):
        if plain == bold:
            continue
        assert _PX.sub("px", plain) == _PX.sub("px", bold), "the same rules"
        for (what, was), (_, now) in zip(_PX.findall(plain), _PX.findall(bold), strict=True):
            if was == now:
                continue
            if what.startswith("border"):
                assert (was, now) == ("1", "2")
                bolder += 1
            else:  # as much as both lines took, so that the outer size stays
                given = {"min-height": 2, "padding": 1}[what]
                assert int(was) - int(now) == given, plain
    assert bolder > 10


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
    with program(app):
        for size in type_sizes:
            with window_on(full_office(folder / size)) as window:
                sys.stdout.write(f"ratio {window.devicePixelRatioF()}\n")
                for trouble, where in walk(window, size, TIGHT, SCREENS[scale]).items():
                    sys.stdout.write(f"{where}: {trouble}\n")
    sys.stdout.write(f"towards a network: {len(offline.tries())}\n")


if __name__ == "__main__":
    _child(Path(sys.argv[1]), sys.argv[2], sys.argv[3].split())
