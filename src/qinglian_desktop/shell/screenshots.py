"""Every page of the window as a picture, for review and for the demonstration."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.shell.start import application
from qinglian_desktop.shell.window import MainWindow
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
    """One PNG a tab of the navigation; the data folder is only read. Returns the paths."""
    app = application()
    out.mkdir(parents=True, exist_ok=True)
    look.apply(app, theme=theme, size=text_size)
    made = []
    with Book.open(home, RECORDS) as book:
        window = MainWindow(book, Preferences(size=text_size, theme=theme))
        window.resize(*size)
        window.show()
        for number, entry in enumerate(window.navigation.entries, start=1):
            window.show_tab(entry.tab)
            _settle(app, window)
            path = out / f"{number:02d}-{entry.tab}-{text_size}.png"
            window.grab().save(str(path))
            made.append(path)
        window.close()
        window.deleteLater()
        app.processEvents()
    return made


def _settle(app: QApplication, window: MainWindow) -> None:
    """Lets the reading lane answer and the layout come to rest."""
    for _ in range(200):
        app.processEvents()
        if not window.runner.working:
            break
    for _ in range(10):
        app.processEvents()
        window.repaint()
