"""How often may a PIN be wrong? Five times, then a pause that doubles each time; no clock helps.

The count of before the data are open stands in a small file of the folder, by person, so that a
restart forgets nothing; that of the open book stands in its settings (store/signers). A clock that
was set back begins the pause anew: it neither opens at once nor locks for longer than it says.
The file may be deleted by whoever can write here; they could as well copy the folder and guess
elsewhere (docs/reliability.md), so the pause is for who sits at the desk and uses the program.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.whole import replace_file

MOST, MINUTES = 5, 10  # wrong ones in a row, and how long nothing is tried after them
_DOUBLED: Final = 3  # 10, 20, 40, then always 80 minutes
_FILE: Final = "pin-tries.json"
# Counts that could not be written (a full disk, a folder only to be read), until the program ends.
_UNWRITTEN: Final[dict[Path, dict[str, Any]]] = {}


class Count(NamedTuple):
    """Wrong tries in a row, and until when nothing is tried."""

    wrong: int = 0
    until: str = ""
    locks: int = 0  # pauses since the last right PIN

    @property
    def left(self) -> int:
        return max(MOST - self.wrong, 0)

    @property
    def _pause(self) -> timedelta:
        return timedelta(minutes=MINUTES * 2 ** min(max(self.locks - 1, 0), _DOUBLED))

    def one_more(self, now: datetime) -> "Count":
        """After another wrong PIN."""
        if self.wrong + 1 < MOST:
            return self._replace(wrong=self.wrong + 1)
        locked = Count(0, "", self.locks + 1)
        return locked._replace(until=(now + locked._pause).isoformat(timespec="seconds"))

    def seconds(self, now: datetime) -> int:
        """Until the next try; 0 when one may be made now."""
        if not self.until:
            return 0
        left = datetime.fromisoformat(self.until) - now
        return max(-int(-left.total_seconds() // 1), 0)

    def held(self, now: datetime) -> "Count":
        """With the pause begun anew where the clock was set back behind its beginning."""
        if self.until and datetime.fromisoformat(self.until) - now > self._pause:
            return self._replace(until=(now + self._pause).isoformat(timespec="seconds"))
        return self


def read(found: Any) -> Count:
    """What was kept of a count; what cannot be read counts as five wrong ones now."""
    try:
        made = Count(int(found["wrong"]), str(found["until"]), int(found["locks"]))
        if made.until:
            datetime.fromisoformat(made.until)
    except (TypeError, KeyError, ValueError):
        now = datetime.fromisoformat(clock.now())
        return Count(MOST - 1).one_more(now)
    return made


class Tries:
    """The counts of one data folder, by the person whose PIN it is."""

    def __init__(self, home: Path) -> None:
        self._path = home / _FILE

    def of(self, person: str) -> Count:
        """This person's count now; writes where a clock was set back."""
        found = self._load()
        if found is None:
            return self._put(person, read(None))
        if person not in found:
            return Count()
        count = read(found[person])
        held = count.held(_now())
        return held if held == read(found[person]) else self._put(person, held)

    def locked_for(self, person: str) -> int:
        """Seconds until this person may try again; 0 when at once."""
        return self.of(person).seconds(_now())

    def wrong(self, person: str) -> Count:
        return self._put(person, self.of(person).one_more(_now()))

    def forget(self, person: str) -> None:
        """A right PIN, or a way back, ends the count."""
        found = self._load() or {}
        if found.pop(person, None) is not None or not found:
            self._write(found)

    def _load(self) -> dict[str, Any] | None:
        """{} when nothing was ever wrong; None when it cannot be read."""
        if self._path in _UNWRITTEN:
            return _UNWRITTEN[self._path]
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _put(self, person: str, count: Count) -> Count:
        self._write({**(self._load() or {}), person: count._asdict()})
        return count

    def _write(self, counts: dict[str, Any]) -> None:
        _UNWRITTEN.pop(self._path, None)
        try:
            if counts:
                replace_file(self._path, json.dumps(counts).encode())
            else:
                self._path.unlink(missing_ok=True)
        except OSError:  # a full disk must not stop the right PIN, nor forget the wrong ones
            _UNWRITTEN[self._path] = counts


def _now() -> datetime:
    return datetime.fromisoformat(clock.now())
