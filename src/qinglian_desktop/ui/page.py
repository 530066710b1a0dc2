"""What does the window ask of a page? The few names every page answers to."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class Page(Protocol):
    """A page is a QWidget that also has these; optional: `new_record()`, `print_page()`."""

    title: str
    page_id: str

    def reload(self) -> None:
        """Read again what is shown, keeping place and selection."""
