"""导入 (W-13): from a file or the clipboard, in five steps, none of which cannot be taken back."""

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from qinglian_desktop.core.record import Record
from qinglian_desktop.shell.sheet_import.draft import DONE, Draft
from qinglian_desktop.shell.sheet_import.page import SheetImport

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

__all__ = ["SheetImport", "open_it"]

# What was begun and left in each window, by table: 导入 goes on where the clerk was.
_left: "WeakKeyDictionary[Window, dict[str, Draft]]" = WeakKeyDictionary()


def open_it(window: "Window", record: type[Record]) -> SheetImport:
    """The wizard for one table, at the step where the clerk left it."""
    kept = _left.setdefault(window, {})
    draft = kept.setdefault(record.table, Draft(record))
    if draft.step == DONE:
        draft.forget()
    page = SheetImport(window.runner, draft)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    return page
