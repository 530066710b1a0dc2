"""A desk without its window, for the pages of one subject."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qinglian_desktop.shell.desk_tools import LedgerMaker, commands_of
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.runner import Runner
from windows import BareWindow


@contextmanager
def desk_on(
    book: Book, previewed: list[bytes], gone: list[tuple[str, str, str]] | None = None
) -> Iterator[Desk]:
    """What is previewed, and where the page asks the window to go, is kept in the lists."""
    runner = Runner(book)
    window: Any = BareWindow(book, runner)
    went = gone if gone is not None else []
    yield Desk(
        book=book,
        runner=runner,
        go=lambda *where: went.append(where),
        preview=lambda pdf, title, facts=None: previewed.append(pdf),
        ledger=LedgerMaker(window),
        commands=commands_of,
        store_file=book.files.add_file,
    )
    runner.close()
    runner.deleteLater()
