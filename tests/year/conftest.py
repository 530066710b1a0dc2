"""The year is played once for all that is asked of it."""

from collections.abc import Iterator

import pytest

from qinglian_desktop.core import clock
from year.asking import AFTER, PROFILES
from year.world import World


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("year"), PROFILES)
    made.play()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def after_the_year(clock_of_the_machine: None) -> Iterator[None]:
    with clock.fixed(AFTER):
        yield
