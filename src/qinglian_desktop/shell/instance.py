"""Is the program already open on this data folder? A lock file, and a file that says: come here.

No local socket is used for it: the program opens none, not even on this computer.
"""

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from qinglian_desktop.core.outcome import Refused

_LOCK, _CALL = ".open.lock", ".come-forward"


class Instance(QObject):
    """Holds the data folder for this window; `called` fires when a second start knocks."""

    called = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        """Refused (QL-PL-004) when another window holds the folder; that one is asked forward."""
        super().__init__(parent)
        home.mkdir(parents=True, exist_ok=True)
        self._call = home / _CALL
        self._lock = QLockFile(str(home / _LOCK))
        # A lock left by a killed program is recognised by its process number, not by its age.
        self._lock.setStaleLockTime(0)
        if not self._lock.tryLock(0):
            self._refuse()
        self._call.touch()
        self._watcher = QFileSystemWatcher([str(self._call)], self)
        self._watcher.fileChanged.connect(self._on_changed)

    def _refuse(self) -> None:
        if self._lock.error() == QLockFile.LockError.LockFailedError:
            knock(self._call)
            raise Refused("程序已在运行", "请用任务栏里已经打开的那个窗口", code="QL-PL-004")
        raise Refused("数据文件夹写不进去", "请把文件夹改成可写，或换个位置打开", code="QL-PL-005")

    def _on_changed(self) -> None:
        self.called.emit()

    def release(self) -> None:
        self._watcher.removePaths(self._watcher.files())
        self._lock.unlock()


def knock(call: Path) -> None:
    """Changes the content, because not every watcher sees a mere touch."""
    with call.open("a") as out:
        out.write(f"{os.getpid()}\n")
