"""How much memory did this process need at most?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def peak_memory() -> int:
    """MiB, of this process alone: what getrusage tells remembers who started it."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


@contextmanager
def steady_memory(most: int) -> Iterator[None]:
    """The peak inside the block is at most so many MiB above what was in use before it."""
    reset = Path("/proc/self/clear_refs")
    if not os.access(reset, os.W_OK):
        yield
        return
    reset.write_text("5")  # the peak so far is forgotten
    before = peak_memory()
    yield
    assert peak_memory() - before < most, f"{peak_memory() - before} MiB more"
