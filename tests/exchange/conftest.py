"""Offices for the tests of the exchange: a street with its stick, and one enrolled unit."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from exchange.at_work import FORBIDDEN, World, everything
from exchange.desk import Desk
from exchange.gone_bad import GoneBad
from qinglian_desktop.core.outcome import Damaged, NewerData, Refused
from qinglian_desktop.store.book import Book

Untouched = Callable[..., AbstractContextManager[pytest.ExceptionInfo[Refused]]]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def usb(world: World) -> Path:
    return world.usb


@pytest.fixture
def street(world: World) -> Book:
    return world.street


@pytest.fixture
def unit(world: World) -> Book:
    return world.unit()


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Iterator[Desk]:
    """A street that holds some rows, and an enrolled unit gone bad."""
    made = Desk(GoneBad(world), tmp_path)
    yield made
    made.book.close()


@contextmanager
def _untouched(
    book: Book, kind: type[Refused] = Refused
) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The block is refused, in words, with a remedy, and the book is as it was, row for row."""
    before = everything(book)
    with pytest.raises(kind) as caught:
        yield caught
    said = caught.value
    assert type(said) in (Refused, Damaged, NewerData), said
    assert said.what, "says what happened"
    assert said.remedy, "says what to do"
    assert not [word for word in FORBIDDEN if word in str(said)], str(said)
    assert everything(book) == before
    assert not book.connection.in_transaction
    leftovers = [path.name for path in (book.home / "inbox").glob("*")]
    assert leftovers == []


@pytest.fixture
def untouched() -> Untouched:
    return _untouched
