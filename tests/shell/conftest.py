"""What the tests of the window stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from office import make_book
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from windows import program, window_on


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says this of windows and lists that pop up; it is not about our code.
    for item in items:
        if "tests/shell" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    with program(qapp):
        yield qapp


@pytest.fixture
def book(dressed: QApplication, tmp_path: Path) -> Book:
    return make_book(tmp_path)


@pytest.fixture
def window(book: Book) -> Iterator[Window]:
    with window_on(book) as made:
        yield made


@pytest.fixture
def street_window(dressed: QApplication, tmp_path: Path) -> Iterator[Window]:
    with window_on(make_book(tmp_path, "street")) as made:
        yield made
