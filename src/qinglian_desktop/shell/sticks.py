"""Which sticks are plugged in? One is used without asking; several are offered by name."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QStorageInfo, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

PAUSE = 2000  # ms between two looks
_PLACES = ("/media/", "/run/media/", "/Volumes/")
_REMOVABLE = 2  # what Windows answers for a stick


def mounted(*, to_read: bool = False) -> list[Path]:
    """The roots of the sticks that can be written to now; `to_read`: the protected ones, too."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        usable = volume.isReady() and (to_read or not volume.isReadOnly())
        if usable and _is_stick(root):
            found.append(Path(root))
    return found


def _is_stick(root: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOVABLE)
    return root.startswith(_PLACES)


def usual_place() -> str:
    """Where sticks appear on this system; a dialog begins there."""
    return next((place for place in _PLACES if Path(place).is_dir()), "")


def choose(button: QWidget, then: Callable[[Path], object], *, to_read: bool = False) -> None:
    """Hands `then` the only stick, or the one chosen in a menu; with none, any folder."""
    there = mounted(to_read=to_read)
    if len(there) == 1:
        then(there[0])
    elif there:
        _offer(button, there, then)
    else:
        _ask(button, then)


def _offer(button: QWidget, there: Sequence[Path], then: Callable[[Path], object]) -> None:
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for stick in there:
        menu.addAction(f"U 盘：{stick.name or stick}", partial(then, stick))
    menu.addAction("别的文件夹", partial(_ask, button, then))
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
    menu.setActiveAction(menu.actions()[0])


def _ask(button: QWidget, then: Callable[[Path], object]) -> None:
    folder = QFileDialog.getExistingDirectory(button.window(), "U 盘在哪里", usual_place())
    if folder:
        then(Path(folder))


class StickWatch(QObject):
    """Says when a stick was plugged in, or came back with other files on it."""

    appeared = Signal(object)  # Path

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._seen: dict[Path, frozenset[str]] = {}
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)

    def start(self) -> None:
        self._clock.start(PAUSE)

    def stop(self) -> None:
        self._clock.stop()

    def know(self) -> None:
        """What is on the sticks now was put there by us (receipts): no news."""
        self._seen |= {stick: _files(stick) for stick in mounted(to_read=True)}

    def forget(self, stick: Path) -> None:
        """Nobody could look at it just now: the next look finds it again."""
        self._seen.pop(stick, None)

    def look(self) -> None:
        for stick in mounted(to_read=True):
            files = _files(stick)
            news = files - self._seen.get(stick, frozenset())
            self._seen[stick] = files
            if news:
                self.appeared.emit(stick)
                return


def _files(stick: Path) -> frozenset[str]:
    try:
        return frozenset(path.name for path in stick.glob("*.qlb"))
    except OSError:  # pulled out at this moment
        return frozenset()
