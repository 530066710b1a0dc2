"""What does the window ask of a page? The few names every page answers to."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


@runtime_checkable
class Page(Protocol):
    """A page is a QWidget that also has these; optional: `new_record()`, `print_page()`."""

    title: str
    page_id: str

    def reload(self) -> None:
        """Read again what is shown, keeping place and selection."""


class _Entrance(QObject):
    """Hands the focus a page is given to the control the clerk begins with."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.control: QWidget | None = None
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus() and self.control is not None:
            self.control.setFocus(event.reason())
        return super().eventFilter(watched, event)


def enter_at(page: QWidget, control: QWidget) -> None:
    """The keyboard begins at `control` when the page is shown.

    Not a focus proxy: Tab would go from the page straight to its proxy, and never come to the
    buttons that stand before it.
    """
    name = "entrance"
    found = page.findChild(_Entrance, name, Qt.FindChildOption.FindDirectChildrenOnly)
    entrance = found or _Entrance(page)
    entrance.setObjectName(name)
    entrance.control = control
