"""What has become of the copies of this computer: the little a start asks, apart from the copies.

Noted in 备份记录.json beside the data, so that no restore takes it back.
"""

import contextlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.whole import replace_file

_LOG = "备份记录.json"


class Log(NamedTuple):
    """What this computer remembers of its copies."""

    since: str = ""  # the first day on which it was asked to copy by itself
    away_at: str = ""  # the newest copy off this computer
    away_place: str = ""
    tried_at: str = ""  # when a copy was opened and compared last
    tried_files_at: str = ""  # when its attachments were read as well
    tried_copy: str = ""
    tried_ok: bool = True
    tried_rows: int = 0
    tried_said: str = ""  # what was wrong with it
    cleared: int = 0  # states kept by a restore that the clerk has cleared away

    @classmethod
    def load(cls, home: Path) -> "Log":
        try:
            found = json.loads((home / _LOG).read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(found, dict):
            return cls()
        blank: dict[str, Any] = cls()._asdict()
        return cls(**{n: found[n] for n, v in blank.items() if type(found.get(n)) is type(v)})

    def save(self, home: Path) -> None:
        """Lost at most this once when the disk is full: it is noted again tomorrow."""
        with contextlib.suppress(OSError):
            self.write(home)

    def write(self, home: Path) -> None:
        replace_file(home / _LOG, json.dumps(self._asdict(), ensure_ascii=False).encode())


def note(home: Path, **changed: Any) -> Log:
    made = Log.load(home)._replace(**changed)
    made.save(home)
    return made


def count_cleared(home: Path) -> None:
    """One more state kept by a restore goes; OSError where that cannot be noted."""
    log = Log.load(home)
    log._replace(cleared=log.cleared + 1).write(home)


def is_ahead(moment: str) -> bool:
    """Was it noted on a day that has not come yet? Then the clock was wrong, or is."""
    return moment[:10] > clock.today().isoformat()


def days_since(moment: str) -> int:
    """Whole days from a noted moment to today; a clock set back counts as none."""
    with contextlib.suppress(ValueError):
        return max((clock.today() - datetime.fromisoformat(moment).date()).days, 0)
    return 0
