"""Does the system ask for high contrast? Followed only where the clerk said so."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from qinglian_desktop.ui import look

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

HIGH = "contrast"


def watch(window: "Window") -> None:
    """From the first look on; the system may change its mind while the window is open."""
    hints = QGuiApplication.styleHints().accessibility()
    hints.contrastPreferenceChanged.connect(partial(_on_changed, window))
    if window.preferences.follow_contrast and wanted():
        _wear(window)


def follow(window: "Window", yes: bool) -> None:
    """The choice on the settings page."""
    window.keep(follow_contrast=yes)
    _wear(window)


def wanted() -> bool:
    preference = QGuiApplication.styleHints().accessibility().contrastPreference()
    return bool(preference == Qt.ContrastPreference.HighContrast)


def theme_for(chosen: str, *, follows: bool, wanted: bool) -> str:
    """What is worn: the system's wish goes before the clerk's own choice, which is kept."""
    return HIGH if follows and wanted else chosen


def _on_changed(window: "Window", _preference: object) -> None:
    if window.preferences.follow_contrast:
        _wear(window)


def _wear(window: "Window") -> None:
    kept = window.preferences
    theme = theme_for(kept.theme, follows=kept.follow_contrast, wanted=wanted())
    app = QApplication.instance()
    if isinstance(app, QApplication) and theme != look.theme():
        look.apply(app, theme=theme, size=kept.size)
        window.reload_page()
