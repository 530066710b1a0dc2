"""How does a book open that nobody has waited for yet? File and subjects on the two cores at once.

SQLite reads how the tables of the file are made, and reads a small file through, without Python;
Python loads the subjects meanwhile.
"""

import contextlib
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from qinglian_desktop.store.unlocked import Unlocked

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

_SUBJECTS = "qinglian_desktop.modules.catalog"


def open_book(home: Path, *, pin: str = "", check_later: bool = False) -> "Book":
    """`Book.open` with every declared record; Refused, NewerData or Damaged as it says."""
    with _subjects_loaded():
        file = Unlocked.at(home, pin=pin, check_later=check_later)
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    return Book.open_unlocked(home, RECORDS, file)


@contextmanager
def _subjects_loaded() -> Iterator[None]:
    """They are there when the block ends; in it nothing is imported that they import as well."""
    if _SUBJECTS in sys.modules:
        yield
        return
    collects = gc.isenabled()
    gc.disable()  # what is loaded stays: nothing of it is garbage
    loading = Thread(target=_load_subjects, name="subjects")
    loading.start()
    try:
        yield
    finally:
        loading.join()
        gc.freeze()
        if collects:
            gc.enable()


def _load_subjects() -> None:
    with contextlib.suppress(Exception):  # told to whoever imports them next
        import_module(_SUBJECTS)
