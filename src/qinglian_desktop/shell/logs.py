"""Where does the program write down its own trouble? A rotating file without personal data."""

import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from qinglian_desktop import __version__

LOG = "程序记录.log"
_SIZE, _KEPT = 512 * 1024, 3  # bytes; files
# Whatever an error message quotes may be a name or a number of a person, in pinyin too.
_PERSONAL = re.compile(r"[^\x00-\x7f]+|\d{4,}|'[^'\n]*'|\"[^\"\n]*\"|\d[\d.,]*\.\d+")

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


def note(folder: Path, trouble: Trouble) -> Path:
    """Writes an error of ours into the log under `folder`; answers the log's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOG
    writer = RotatingFileHandler(path, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8")
    writer.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    try:
        text = f"{__version__} {report(trouble)}"
        writer.emit(logging.LogRecord("qinglian", logging.ERROR, "", 0, text, None, None))
    finally:
        writer.close()
    return path
