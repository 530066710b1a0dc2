"""Does it start and save wherever a clerk's folder happens to lie, and write nowhere else?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.home import MARK, PORTABLE, home_for
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book

FOLDERS = (
    "王某某 的 电脑",
    "100%#1?x=1&y",
    "资料📁𠮷",
    "尾巴有点..",
    'O\'Neil "引号" ;--',
    "/".join(["很长的文件夹名字一层又一层"] * 6),
    "-开头像参数",
    "Ünïcode\u3000全角空格",
)

_WATCHED = """
import sys
from pathlib import Path
home, written = Path(sys.argv[1]), set()
def hear(event, given):
    if event == "open" and isinstance(given[0], str):
        path, mode, flags = given
        if isinstance(flags, int) and flags & 3 and not path.startswith("/dev"):
            written.add(path)
sys.addaudithook(hear)
sys.dont_write_bytecode = True
from qinglian_desktop.shell.start import first_paint
first_paint(home)
print(len(written))
print(sorted(path for path in written if not Path(path).resolve().is_relative_to(home)))
"""


@pytest.mark.parametrize("name", FOLDERS)
def test_it_starts_saves_backs_up_and_opens_again(
    dressed: QApplication, tmp_path: Path, name: str
) -> None:
    home = tmp_path / name
    home.parent.mkdir(parents=True, exist_ok=True)
    make_book(tmp_path, folder=name).close()
    desktop = Desktop(dressed, home)
    desktop.begin()
    try:
        window = desktop.top
        assert isinstance(window, Window)
        make_person(window.book, "李建华")
        window.dress(size="large")
        made = window.book.back_up(window.preferences.backups(home))
        assert made.folder.is_relative_to(home)
    finally:
        desktop.end()
    with Book.open(home, RECORDS) as book:
        assert book.count(Query("person")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [Path(name).parts[0]], "only there"


def test_a_start_writes_only_into_the_data_folder(tmp_path: Path) -> None:
    """So the program may lie in a folder that nobody may write to."""
    with make_book(tmp_path) as book:
        home = book.home
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(home)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    seen, outside = done.stdout.splitlines()[-2:]
    assert int(seen) > 0 and outside == "[]"


def test_the_portable_folder_is_taken_only_when_it_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QINGLIAN_HOME", raising=False)
    beside = tmp_path / PORTABLE
    assert home_for(None, tmp_path) != beside
    beside.mkdir()
    assert home_for(None, tmp_path) != beside, "a folder of that name may be anybody's"
    (beside / MARK).touch()
    assert home_for(None, tmp_path) == beside
    assert home_for(tmp_path / "x", tmp_path) == tmp_path / "x"
    monkeypatch.setenv("QINGLIAN_HOME", str(tmp_path / "y"))
    assert home_for(None, tmp_path) == tmp_path / "y"
