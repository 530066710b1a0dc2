"""What is put on the clipboard, and what is left there when the program goes."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_put = [""]  # the text of the last block put there


def put(plain: str, html: str) -> None:
    """A block of cells: as text for any program, as a table for spreadsheets."""
    data = QMimeData()
    data.setText(plain)
    data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
    _put[0] = plain


def leave_plain() -> None:
    """Our block stays on the clipboard as text alone.

    Data made here is cleared away by Qt after the interpreter has ended, which it does not
    survive; a text Qt made itself it does.
    """
    clipboard = QGuiApplication.clipboard()
    # Not every platform knows whose the content is; the same text again harms nobody's.
    if _put[0] and clipboard.text() == _put[0]:
        clipboard.setText(_put[0])
    _put[0] = ""
