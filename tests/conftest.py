"""What holds for every test: no network, no screen, a clock that nobody has moved."""

import gc
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from qinglian_desktop.core import clock
from qinglian_desktop.store import beginning
from quick_books import quickly

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# What a computer remembers of its data (shell/marking.py) is not left in the profile of whoever
# runs the tests.
_MARKS = tempfile.TemporaryDirectory(prefix="marks-", ignore_cleanup_errors=True)
os.environ["QINGLIAN_MARKS"] = _MARKS.name
beginning._make = quickly(beginning._make)
# The same examples every time: a red test is red for everybody. QINGLIAN_EXPLORE=1 looks further.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("explore" if os.environ.get("QINGLIAN_EXPLORE") else "repeatable")


class NoSocket(socket.socket):
    """The program works offline; whoever opens a socket during a test is told so."""

    def __init__(self, *_: Any, **__: Any) -> None:
        raise AssertionError("a test opened a network socket")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", NoSocket)


@pytest.fixture(autouse=True)
def clock_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A day fixed by one test is not the day of the next."""
    monkeypatch.delenv("QINGLIAN_TODAY", raising=False)
    clock.fix(None)
    yield
    clock.fix(None)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector need not look at it again and again.

    A window sweeps by itself while it is open; over eleven thousand tests each sweep is slow.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def clipboard_at_the_end() -> Iterator[None]:
    """As when a window closes: nothing of ours is left to be cleared away after Python."""
    yield
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        from qinglian_desktop.ui import clipboard

        clipboard.leave_plain()
