"""Are these the data this computer worked on last? Asked once 今日 stands, before any edit.

A copied disk, a folder brought over by hand, a backup put back as a file: each would go on
counting where another history already counts. The clerk says what happened; the data then go on
as a history of their own, and the street is sent everything once.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from qinglian_desktop.shell import home
from qinglian_desktop.store import marker
from qinglian_desktop.store.marker import Finding
from qinglian_desktop.ui import look

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

GO_ON, SAME, CLOSE = "接着用这份", "没有换电脑", "先关上"
_WORDS = {
    Finding.OLD: (
        "这是旧数据",
        (
            "这台电脑上次用到的比这份新。多半是从备份拷回来的，或打开了以前的文件夹。\n\n"
            "如果新的那份已经没有了，按“接着用这份”：下一次报送会写整包，"
            "街道会列出这份里少了哪几条。\n"
            "如果打开错了，按“先关上”，什么都不会改。"
        ),
    ),
    Finding.ELSEWHERE: (
        "是否更换电脑？",
        (
            "这份数据以前在别的电脑上用。\n\n"
            "原来那台不再用了，按“接着用这份”：下一次报送会写整包。\n"
            "两台都要用，按“先关上”，到原来那台的“几台电脑”里点“加一台电脑”。"
            "两台各用一份复制的数据，街道会拒收。"
        ),
    ),
}


def watch(window: "Window") -> None:
    """Compares, asks where it must, and notes at the end of the session how far it went."""
    folder = home.marks(window.book.home)
    if folder is None or window.book.unit.is_practice or not window.book.writable:
        return
    window.closing.connect(partial(note, window, folder))
    found, _ = marker.find(window.book, folder)
    if found is Finding.KNOWN:
        note(window, folder)
    else:
        ask(window, folder, found)


def note(window: "Window", folder: Path) -> None:
    """A profile that cannot be written to keeps nobody from working."""
    if window.property("asked"):
        return  # not answered yet: the question comes again
    try:
        marker.note(window.book, folder)
    except OSError:
        window.runner.said.emit("记不下这台电脑用到哪里了，不影响使用。")


def ask(window: "Window", folder: Path, found: Finding) -> None:
    """Nothing can be edited until it is answered."""
    title, words = _WORDS[found]
    box = QMessageBox(window)
    box.setWindowTitle("清廉村居工作台")
    box.setText(title)
    box.setInformativeText(words)
    look.named(box, title)
    box.setWindowModality(Qt.WindowModality.ApplicationModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    go_on = box.addButton(GO_ON, QMessageBox.ButtonRole.AcceptRole)
    close = box.addButton(CLOSE, QMessageBox.ButtonRole.RejectRole)
    if found is Finding.ELSEWHERE and marker.last_epoch(window.book, folder):
        same = box.addButton(SAME, QMessageBox.ButtonRole.ApplyRole)
        same.clicked.connect(partial(_answered, window, folder))
    box.setEscapeButton(close)
    box.setDefaultButton(close)
    window.setProperty("asked", True)
    go_on.clicked.connect(partial(_go_on, window, folder))
    close.clicked.connect(window.close)
    box.open()


def _go_on(window: "Window", folder: Path, _checked: bool = False) -> None:
    marker.begin_anew(window.book, marker.last_epoch(window.book, folder))
    _answered(window, folder)
    window.runner.said.emit("好了，接着用。下一次报送会写整包。")


def _answered(window: "Window", folder: Path, _checked: bool = False) -> None:
    window.setProperty("asked", None)
    note(window, folder)
