"""The offices of the exchange and the dressed program, for the faults that happen to them."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.conftest import desk, unit, untouched, usb, world
from kill_rig import Nursery
from shell.conftest import dressed


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """One for all tests of this folder: its children are of one job each."""
    with Nursery() as made:
        yield made


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("the calls of the disk are changed with a small library in C")
    made = tmp_path_factory.mktemp("shim") / "shim.so"
    source = str(Path(__file__).parent / "shim.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(made), source, "-ldl"], check=True)
    return made


__all__ = ["desk", "dressed", "unit", "untouched", "usb", "world"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says this of windows that pop up; it is not about our code.
    for item in items:
        if "tests/faults" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))
