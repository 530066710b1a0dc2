"""Python's collector rests while thousands of rows are made: none of them is rubbish yet."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """As `with resting():` or over a function; where a window keeps it off, it stays off."""
    worked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if worked:
            gc.enable()
