"""Where does the program write down its own trouble? A rotating file without personal data."""

import faulthandler
import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

LOG = "程序记录.log"
_SIZE, _KEPT = 512 * 1024, 3  # bytes; files
# Whatever an error message quotes may be a name or a number of a person.
_PERSONAL = re.compile(r"[^\x00-\x7f]+|\d{4,}")

Trouble = tuple[type[BaseException], BaseException, TracebackType | None]


def scrubbed(text: str) -> str:
    """The text with names, addresses and long numbers taken out."""
    return _PERSONAL.sub("…", text)


def report(trouble: Trouble) -> str:
    """Kind, place and scrubbed message of an error of ours, as it may leave the computer."""
    kind, error, place = trouble
    lines = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(place)
    ]
    return "\n".join([*lines, f"{kind.__name__}: {scrubbed(str(error))}"])


class _Plain(logging.Formatter):
    def formatException(self, ei: object) -> str:
        return report(ei) if isinstance(ei, tuple) and ei[0] is not None else ""


def begin(folder: Path) -> Path:
    """Opens the log under `folder` and returns its path; the root logger writes into it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOG
    writer = RotatingFileHandler(
        path, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True
    )
    writer.setFormatter(_Plain("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(writer)
    root.setLevel(logging.INFO)
    return path


def end() -> None:
    """Closes what `begin` opened, so that a test or a second folder starts clean."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()


def watch_for_crashes(folder: Path) -> TextIO:
    """A crash below Python leaves its stack in a file of its own; keep the returned file open."""
    folder.mkdir(parents=True, exist_ok=True)
    out = (folder / "崩溃位置.txt").open("a", encoding="utf-8")
    faulthandler.enable(out)
    return out
