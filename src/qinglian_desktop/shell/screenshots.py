"""Every page of the window as a picture, for review and for the demonstration."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.shell.start import application
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look


def take(
    home: Path,
    out: Path,
    *,
    size: tuple[int, int] = (1366, 768),
    text_size: str = "standard",
    theme: str = "light",
) -> list[Path]:
    """One PNG a tab of the navigation; returns the paths."""
    app = application()
    out.mkdir(parents=True, exist_ok=True)
    look.apply(app, theme=theme, size=text_size)
    window = Window(Book.open(home, RECORDS), Preferences(size=text_size, theme=theme))
    window.resize(*size)
    window.show()
    made = []
    for number, page_id in enumerate(window.tabs, start=1):
        window.go(page_id)
        _settle(app, window)
        path = out / f"{number:02d}-{page_id}-{text_size}.png"
        window.grab().save(str(path))
        made.append(path)
    window.close()
    window.deleteLater()
    app.processEvents()
    return made


def _settle(app: QApplication, window: Window) -> None:
    """Lets the reading lane answer and the layout come to rest."""
    for _ in range(500):
        app.processEvents()
        if not window.runner.working:
            break
    for _ in range(20):
        app.processEvents()
        window.repaint()
