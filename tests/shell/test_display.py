"""Without a screen: pictures are drawn in memory, a window is refused in words, nothing aborts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from office import make_book, make_entry
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell import display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux")
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def without_a_screen(*words: object) -> subprocess.CompletedProcess[str]:
    there = {name: value for name, value in os.environ.items() if name not in _SCREENS}
    return subprocess.run(
        [sys.executable, "-m", "qinglian_desktop", *map(str, words)],
        capture_output=True, text=True, check=False, env=there,
    )  # fmt: skip


def test_a_window_is_refused_in_words(tmp_path: Path) -> None:
    done = without_a_screen("--home", tmp_path / "home")
    assert done.returncode == 1
    (said,) = done.stderr.strip().splitlines()
    assert "没有找到显示器" in said and "QL-PL-010" in said


def test_pictures_of_the_pages_need_no_screen(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        make_entry(book)
    done = without_a_screen("--home", book.home, "screenshots", "--out", tmp_path / "图")
    assert done.returncode == 0, done.stderr
    assert "Qt platform" not in done.stderr
    made = list((tmp_path / "图").glob("*.png"))
    assert len(made) > 5 and all(path.read_bytes()[:4] == b"\x89PNG" for path in made)


def test_a_screen_or_a_chosen_platform_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _SCREENS:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Refused):
        display.need()
    for name in _SCREENS:
        with monkeypatch.context() as one:
            one.setenv(name, "xcb")
            display.need()
            display.do_without()
            assert os.environ.get("QT_QPA_PLATFORM", "xcb") == "xcb"
    monkeypatch.setattr(sys, "platform", "win32")
    display.need()
