"""What a journey stands on: a dressed program on a fixed day."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from windows import program


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says this of windows and lists that pop up; it is not about our code.
    for item in items:
        if "tests/journeys" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    with program(qapp):
        yield qapp
