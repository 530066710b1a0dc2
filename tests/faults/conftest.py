"""The offices of the exchange and the dressed program, for the faults that happen to them."""

from collections.abc import Iterator

import pytest

from exchange.conftest import desk, unit, untouched, usb, world
from kill_rig import Nursery
from shell.conftest import dressed


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """One for all tests of this folder: its children are of one job each."""
    with Nursery() as made:
        yield made


__all__ = ["desk", "dressed", "unit", "untouched", "usb", "world"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says this of windows that pop up; it is not about our code.
    for item in items:
        if "tests/faults" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))
