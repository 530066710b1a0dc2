"""Today, now and new ids: the only place that asks the machine, so that a test can choose.

Ids are UUIDv7 (RFC 9562 §5.7) with a counter that never steps back when the clock does.
"""

import os
import threading
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
    return new_ids(1)[0]


def new_ids(number: int) -> list[str]:
    """So many, in rising order."""
    # 48 bits of milliseconds and 12 of sub-milliseconds; only ever rises within a process.
    now = int(datetime.now().timestamp() * 1000 * 4096)
    with _lock:
        first = max(now, _last_tick[0] + 1)
        _last_tick[0] = first + max(number, 1) - 1
    chances = bytearray(os.urandom(8 * number))
    chances[::8] = chances[::8].translate(_VARIANT)
    return list(map(_spelt, range(first, first + number), chances.hex("-", -8).split("-")))


# The first byte of the chance with the variant's two bits.
_VARIANT = bytes(byte & 0x3F | 0x80 for byte in range(256))


def _spelt(tick: int, chance: str) -> str:
    """8-4-4-4-12 digits: the tick with version 7 in it, then the chance."""
    moment = f"{tick >> 12:012x}"
    return f"{moment[:8]}-{moment[8:]}-7{tick & 0xFFF:03x}-{chance[:4]}-{chance[4:]}"
