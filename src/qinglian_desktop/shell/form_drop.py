"""A form from above, let go anywhere over the window, goes to 一表通填."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

SUFFIXES = (".xls", ".xlsx", ".xlsm", ".et")


class FormDrop(QObject):
    """Takes what no part of the page has taken: one workbook."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and (path := _form_in(event)) is not None:
            if isinstance(event, QDragEnterEvent):
                event.acceptProposedAction()
            elif event.type() == QEvent.Type.Drop:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                take(self._window, path)
            return True
        return super().eventFilter(watched, event)


def _form_in(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    fits = len(paths) == 1 and paths[0].suffix.lower() in SUFFIXES
    return paths[0] if fits else None


def install(window: "Window") -> None:
    if "forms" in window.tabs:
        FormDrop(window)


def take(window: "Window", path: Path) -> None:
    page = window.go("forms")
    page.take_file(path)  # type: ignore[attr-defined]
