"""Who has this paper or sheet made just now? Said by whoever runs the work, read at its foot."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from qinglian_desktop.core import clock

_who: ContextVar[str] = ContextVar("who", default="")


@contextmanager
def hand(who: str) -> Iterator[None]:
    """What is drawn or written inside bears this name."""
    before = _who.set(who)
    try:
        yield
    finally:
        _who.reset(before)


def who() -> str:
    return _who.get()


def mark(word: str) -> str:
    """导出 周文书 2026-11-24 10:05; empty where nobody said who."""
    name = who()
    return f"{word} {name} {clock.now().replace('T', ' ')[:16]}" if name else ""
