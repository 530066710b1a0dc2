"""Today, now and new ids: the only place that asks the machine, so that a test can choose.

Ids are UUIDv7 (RFC 9562 §5.7) with a counter that never steps back when the clock does.
"""

import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

_fixed: list[date] = []  # the day on which the program was told to be; empty = the machine's day
_lock = threading.Lock()
_last_tick = [0]


def fix(day: date | None) -> None:
    """Believe it is `day` until told otherwise (`--today`, QINGLIAN_TODAY, tests)."""
    _fixed[:] = [] if day is None else [day]


@contextmanager
def fixed(day: date) -> Iterator[None]:
    before = list(_fixed)
    fix(day)
    try:
        yield
    finally:
        _fixed[:] = before


def today() -> date:
    return _fixed[0] if _fixed else date.today()


def now() -> str:
    """The moment as the machine claims it, ISO 8601 to the second; never used for order."""
    moment = datetime.now()
    if _fixed:
        moment = datetime.combine(_fixed[0], moment.time())
    return moment.isoformat(timespec="seconds")


def new_id() -> str:
    """A UUIDv7: no coordination between offices, and neighbours in the index."""
    # 48 bits of milliseconds and 12 of sub-milliseconds; only ever rises within a process.
    tick = int(datetime.now().timestamp() * 1000 * 4096)
    with _lock:
        _last_tick[0] = tick = max(tick, _last_tick[0] + 1)
    head = ((tick >> 12) << 16) | 0x7000 | (tick & 0xFFF)
    tail = (0b10 << 62) | (int.from_bytes(os.urandom(8), "big") >> 2)
    return str(uuid.UUID(int=(head << 64) | tail))
