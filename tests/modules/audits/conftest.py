"""A desk on a temporary office, on a fixed day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from deskwork import desk_on
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.desk import Desk

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
    with desk_on(book, previewed) as made:
        yield made
