"""A disk that gives out costs the new file and never the old one."""

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import make_entry
from qinglian_desktop.core import whole
from qinglian_desktop.core.document import Document, Paragraph
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.sheets import OutColumn, write_table
from qinglian_desktop.exchange.sheets.template import write_template
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.street import actions as street
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts

OLD = b"the good one of last month"


def paper(path: Path) -> None:
    draw(Document("标题", "table", (Paragraph("正文" * 500),)), path, fonts=Fonts())


def table(path: Path) -> None:
    write_table(path, [OutColumn("说明")], [["很长" * 4000]])


WRITERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "paper": ("公告.pdf", paper),
    "workbook": ("收支.xlsx", table),
    "csv": ("收支.csv", table),
    "template": ("空表.xlsx", lambda path: write_template(Entry, path)),
    "bytes": ("x.bin", lambda path: whole.replace_file(path, bytes(200_000))),
}


class Filling:
    """A file on a disk that has room for a hundred bytes more."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def __enter__(self) -> "Filling":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._file.write(data[:100])
        self._file.flush()
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small file system of its own where we may make one, else files that fill up."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(place)],
        capture_output=True, check=False,
    ) if os.geteuid() == 0 else None  # fmt: skip
    if made is not None and made.returncode == 0:
        yield place
        subprocess.run(["umount", str(place)], check=True)
        return
    opened = Path.open

    def filling(path: Path, mode: str = "r", *given: Any, **more: Any) -> Any:
        file = opened(path, mode, *given, **more)
        return Filling(file) if "w" in mode and path.is_relative_to(place) else file

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", filling)
        yield place


def fill(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(descriptor, bytes(1024))
    except OSError as full:
        assert full.errno == errno.ENOSPC
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("name", WRITERS)
def test_on_a_full_disk_the_old_file_stands_and_no_part_is_left(name: str, full_disk: Path) -> None:
    file, write = WRITERS[name]
    path = full_disk / file
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT), "wb") as out:
        out.write(OLD)
    if full_disk.is_mount():
        fill(full_disk / "filler")
    with pytest.raises((Refused, OSError)):
        write(path)
    assert path.read_bytes() == OLD
    assert not list(full_disk.glob("*.part"))


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_is_there_is_replaced_whole(name: str, tmp_path: Path) -> None:
    file, write = WRITERS[name]
    path = tmp_path / file
    path.write_bytes(OLD)
    write(path)
    assert path.read_bytes() != OLD and path.stat().st_size > 100
    assert [one.name for one in tmp_path.iterdir()] == [file]


def test_the_streets_summary_is_told_in_words_and_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exchange.at_work import World

    world = World(tmp_path)
    unit = world.unit()
    make_entry(unit)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    # The codes under the numbers are kept before the paper is drawn.
    for name, said in (("汇总.pdf", "附件存不进工作台"), ("汇总.xlsx", "汇总.xlsx")):
        path = tmp_path / name
        path.write_bytes(OLD)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(Refused) as caught:
                street.write_summary(world.street, Period.holding(date(2026, 9, 1), "Q"), path)
        assert said in caught.value.what and "磁盘空间" in caught.value.remedy
        assert path.read_bytes() == OLD
        assert not list(tmp_path.glob("*.part"))
    world.close()
