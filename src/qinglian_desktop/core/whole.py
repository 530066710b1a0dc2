"""How is a file written so that a full disk leaves the old one? Beside it, then in its place.

Every file the program hands to a person goes through here: papers, workbooks, reports, pictures.
"""

import contextlib
import errno
import os
from pathlib import Path

PART = ".part"


def replace_file(path: Path, data: bytes) -> None:
    """Writes `data` under `path`, whole or not at all; OSError leaves what was there as it was."""
    part = path.with_name(path.name + PART)
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes a rename durable; Windows has no such call and needs none."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as trouble:
            if trouble.errno not in (errno.EINVAL, errno.ENOTSUP):  # FAT in some kernels
                raise
        finally:
            os.close(descriptor)
