"""Ten ways a file is damaged: none of them opens silently, and the window shows the way back."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from faults.counting import counted
from kill_rig import EXPLORE
from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.damaged import DamagedPage
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import MAIN, SEALED, Book
from windows import LONG

PAGE = 4096


def _zeroed(data: bytes, at: int) -> bytes:
    return data[:at] + bytes(PAGE) + data[at + PAGE :]


def _swapped(data: bytes) -> bytes:
    one, other = 5 * PAGE, 9 * PAGE
    return (
        data[:one] + data[other : other + PAGE] + data[one + PAGE : other]
        + data[one : one + PAGE] + data[other + PAGE :]
    )  # fmt: skip


def _flipped(data: bytes, at: int) -> bytes:
    made = bytearray(data)
    made[at] ^= 1
    return bytes(made)


Damage = Callable[[bytes], bytes]
CORRUPTIONS: dict[str, Damage] = {
    "emptied": lambda data: b"",
    "cut in the middle": lambda data: data[: len(data) // 2],
    "cut by a byte": lambda data: data[:-1],
    "head zeroed": lambda data: _zeroed(data, 0),
    "a page zeroed": lambda data: _zeroed(data, 7 * PAGE),
    "two pages swapped": _swapped,
    "a page of another file": lambda data: data[: 6 * PAGE] + b"\x55" * PAGE + data[7 * PAGE :],
    "one bit in the first page": lambda data: _flipped(data, 100),
    "one bit in the middle": lambda data: _flipped(data, len(data) // 2),
    "a text in its place": lambda data: "这不是数据。".encode() * 5000,
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    with make_book(folder) as book:
        for number in range(60):
            make_person(book, f"李建华{number}", note="住在河边" * 40)
        book.back_up(folder / "home" / "备份")
    return folder / "home"


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_it_is_never_opened_silently(
    name: str, sound: Path, dressed: QApplication, tmp_path: Path, qtbot: Any
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sound, home)
    bad = CORRUPTIONS[name]((home / MAIN).read_bytes())
    (home / MAIN).write_bytes(bad)
    desktop = Desktop(dressed, home)
    desktop.begin()
    try:
        qtbot.waitUntil(lambda: isinstance(desktop.top, DamagedPage), timeout=LONG)
        page = desktop.top
        assert isinstance(page, DamagedPage)
        assert page.button.isEnabled(), "a backup is there to go back to"
        assert (home / MAIN).read_bytes() == bad, "what is damaged is not written to"
        if not (EXPLORE or name == "a page zeroed"):
            return
        page.on_restore()
        qtbot.waitUntil(lambda: isinstance(desktop.top, Window), timeout=LONG)
        window = desktop.top
        assert isinstance(window, Window)
        assert window.book.count(Query("person")) == 60
    finally:
        desktop.end()
        counted("F18", 1, name)
        counted("PL-14", 1, name)
    (kept,) = home.glob("还原前-*")
    assert (kept / MAIN).read_bytes() == bad, "what was there is kept"


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_second_file_that_is_damaged_is_told_when_it_is_asked(
    name: str, sound: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sound, home)
    bad = CORRUPTIONS[name]((home / SEALED).read_bytes())
    (home / SEALED).write_bytes(bad)
    with Book.open(home, RECORDS) as book:
        with pytest.raises(Refused) as refused:
            book.sealed()
        assert refused.value.remedy
        assert (home / SEALED).read_bytes() == bad
        assert book.count(Query("person")) == 60
