"""An office on a fixed day, after the day counted for."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.store.book import Book

TODAY = date(2027, 1, 10)


@pytest.fixture
def counting_book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made
