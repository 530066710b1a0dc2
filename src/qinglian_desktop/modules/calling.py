"""How does a table of the house name what a subject does, without loading the subject?"""

from datetime import date
from importlib import import_module
from typing import Any

from qinglian_desktop.core.module import Operation
from qinglian_desktop.store.book import Book


def later(subject: str, name: str) -> Operation:
    """An action of a subject, imported when it is first called.

    The tables of the house are read at every start; what a command does is needed when clicked.
    """

    def run(*given: Any) -> Any:
        actions = import_module(f"qinglian_desktop.modules.{subject}.actions")
        return getattr(actions, name)(*given)

    run.__qualname__ = f"{subject}.actions.{name}"
    return run


def due_where(subject: str, name: str, *tables: str) -> Operation:
    """What `name` of a subject says is due, asked only where one of these tables has a row.

    Until a book or a register is begun nothing of it can be due, and its rules need not load.
    """

    def due(book: Book, day: date) -> Any:
        if not book.any_of(*tables):
            return []
        return import_module(f"qinglian_desktop.modules.{subject}.{name}").due(book, day)

    due.__qualname__ = f"{subject}.{name}.due"
    return due
