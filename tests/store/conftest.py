"""An empty book of an invented community, closed when the test ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop.store.book import Book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = make_book(tmp_path)
    yield made
    made.close()
