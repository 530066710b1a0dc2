"""A desk on a temporary office, on a fixed day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.shell.desk_tools import LedgerMaker, commands_of
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.runner import Runner
from windows import BareWindow

TODAY = date(2026, 11, 24)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


@pytest.fixture
def previewed() -> list[bytes]:
    return []


@pytest.fixture
def desk(book: Book, previewed: list[bytes]) -> Iterator[Desk]:
    runner = Runner(book)
    window: Any = BareWindow(book, runner)
    yield Desk(
        book=book,
        runner=runner,
        go=lambda *where: None,
        preview=lambda pdf, title, facts=None: previewed.append(pdf),
        ledger=LedgerMaker(window),
        commands=commands_of,
        store_file=book.files.add_file,
    )
    runner.close()
    runner.deleteLater()
