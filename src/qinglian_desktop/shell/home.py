"""Where do the data lie? As named, beside a portable program, or where the system keeps such."""

import os
import sys
from pathlib import Path

PORTABLE, MARK = "资料", "便携.txt"


def home_for(given: Path | None, program: Path | None = None) -> Path:
    """The data folder: as named, as QINGLIAN_HOME says, the portable one, or the user's own.

    A folder 资料 beside the program is taken when the file 便携.txt lies in it, so that program
    and data travel on one stick; nothing needs installing, nobody needs an administrator.
    """
    if given is not None:
        return given
    if named := os.environ.get("QINGLIAN_HOME"):
        return Path(named)
    beside = (program or _program()) / PORTABLE
    if (beside / MARK).is_file():
        return beside
    import platformdirs

    return Path(platformdirs.user_data_dir("qinglian_desktop", appauthor=False))


def marks(data: Path) -> Path | None:
    """Where this computer remembers how far its data are: outside the data folder, so that who
    copies that does not copy this. None for a portable folder, which is at home everywhere.
    """
    if named := os.environ.get("QINGLIAN_MARKS"):
        return Path(named)
    if (data / MARK).is_file():
        return None
    import platformdirs

    return Path(platformdirs.user_state_dir("qinglian_marks", appauthor=False))


def _program() -> Path:
    """The folder of the built program; from a checkout, that of the command."""
    return Path(sys.executable if getattr(sys, "frozen", False) else sys.argv[0]).resolve().parent
