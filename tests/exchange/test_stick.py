"""Is "可以拔了" only said of a stick that gave back what it was given?"""

import errno
import hashlib
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core.outcome import Progress, Refused, Stopped
from qinglian_desktop.exchange import stick

DATA = b"QLB1\n" + os.urandom(2_500_000)
NAME = "新街子社区_2026年11月_第012包.qlb"


class Bad(stick.Device):
    """A stick on which one call goes wrong."""

    def __init__(self, call: str, trouble: Callable[..., Any]) -> None:
        self.call, self.trouble = call, trouble
        self.pauses: list[float] = []

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_") and name == object.__getattribute__(self, "call"):
            return object.__getattribute__(self, "trouble")
        return object.__getattribute__(self, name)

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


def says(code: int) -> Callable[..., Any]:
    def trouble(*_: Any) -> Any:
        raise OSError(code, os.strerror(code))

    return trouble


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "local.qlb"
    path.write_bytes(DATA)
    return path


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_good_stick_gives_back_what_was_written(source: Path, usb: Path) -> None:
    done = stick.write_to_stick(source, usb, NAME)
    assert done.path == usb / NAME
    assert done.path.read_bytes() == DATA
    assert (done.size, done.sha256) == (len(DATA), hashlib.sha256(DATA).hexdigest())
    assert done.past_cache is hasattr(os, "posix_fadvise")
    assert names(usb) == [NAME]
    stick.check_again(done)
    assert stick.write_file(source, usb / "b.qlu") == usb / "b.qlu"


def test_the_order_is_write_sync_drop_read_rename_sync(source: Path, usb: Path) -> None:
    calls: list[str] = []

    class Watched(stick.Device):
        def __getattribute__(self, name: str) -> Any:
            if not name.startswith("_") and (not calls or calls[-1] != name):
                calls.append(name)
            return super().__getattribute__(name)

    stick.write_to_stick(source, usb, NAME, device=Watched())
    assert calls == [
        "free", "volume", "write", "sync", "drop_cache", "read", "volume", "rename", "sync_folder",
    ]  # fmt: skip


def test_a_stick_that_stores_one_bad_byte_is_caught(source: Path, usb: Path) -> None:
    class OneBadByte(stick.Device):
        def sync(self, file: BinaryIO) -> None:
            super().sync(file)
            with Path(file.name).open("r+b") as stored:
                stored.seek(1_234_567)
                byte = stored.read(1)[0]
                stored.seek(1_234_567)
                stored.write(bytes([byte ^ 1]))

    (usb / NAME).write_bytes(b"the older file")
    with pytest.raises(Refused) as refused:
        stick.write_to_stick(source, usb, NAME, device=OneBadByte())
    assert str(refused.value) == "U 盘读回来和写进去不一样，这个盘可能坏了。请换一个 U 盘再写。"
    assert refused.value.code == "QL-UB-062"
    assert names(usb) == [NAME]
    assert (usb / NAME).read_bytes() == b"the older file"


@pytest.mark.parametrize("kept", [0, 100, len(DATA) - 1])
def test_a_stick_that_keeps_only_the_beginning_is_caught(
    source: Path, usb: Path, kept: int
) -> None:
    class Short(stick.Device):
        def sync(self, file: BinaryIO) -> None:
            super().sync(file)
            os.truncate(file.name, kept)

    with pytest.raises(Refused) as refused:
        stick.write_to_stick(source, usb, NAME, device=Short())
    assert refused.value.code == "QL-UB-062"
    assert names(usb) == []


def test_a_stick_that_forgets_after_it_was_pulled_is_caught(source: Path, usb: Path) -> None:
    done = stick.write_to_stick(source, usb, NAME)
    done.path.write_bytes(DATA[:-1] + b"?")
    with pytest.raises(Refused) as refused:
        stick.check_again(done)
    assert refused.value.code == "QL-UB-062"
    done.path.unlink()
    with pytest.raises(Refused) as refused:
        stick.check_again(done)
    assert refused.value.code == "QL-UB-061"


CODES = {
    errno.ENOSPC: "QL-UB-067",
    errno.EDQUOT: "QL-UB-067",
    errno.EROFS: "QL-UB-068",
    errno.EACCES: "QL-UB-068",
    errno.EIO: "QL-UB-061",
    errno.ENODEV: "QL-UB-061",
    errno.ENOENT: "QL-UB-061",
    errno.EBUSY: "QL-UB-069",
}


@pytest.mark.parametrize("call", ["free", "volume", "write", "sync", "read", "rename"])
@pytest.mark.parametrize("code", CODES)
def test_trouble_at_any_moment_is_told_and_leaves_nothing(
    source: Path, usb: Path, call: str, code: int
) -> None:
    with pytest.raises(Refused) as refused:
        stick.write_to_stick(source, usb, NAME, device=Bad(call, says(code)))
    assert refused.value.code == CODES[code]
    assert refused.value.what and refused.value.remedy
    assert names(usb) == []


def test_a_folder_that_cannot_be_synced_is_not_called_done(source: Path, usb: Path) -> None:
    with pytest.raises(Refused):
        stick.write_to_stick(source, usb, NAME, device=Bad("sync_folder", says(errno.EIO)))


def test_a_virus_scanner_that_holds_the_file_for_a_moment_is_waited_for(
    source: Path, usb: Path
) -> None:
    tries: list[int] = []

    def rename(part: Path, final: Path) -> None:
        tries.append(1)
        if len(tries) < 5:
            raise PermissionError(errno.EACCES, "held")
        part.replace(final)

    device = Bad("rename", rename)
    assert stick.write_to_stick(source, usb, NAME, device=device).path.exists()
    assert len(device.pauses) == 4
    device = Bad("rename", says(errno.EACCES))
    with pytest.raises(Refused):
        stick.write_to_stick(source, usb, NAME, device=device)
    assert len(device.pauses) == 4


def test_a_full_stick_is_refused_before_a_byte_is_written(source: Path, usb: Path) -> None:
    need = len(DATA) * 11 // 10 + (16 << 20)
    with pytest.raises(Refused) as refused:
        stick.write_to_stick(source, usb, NAME, device=Bad("free", lambda _: need - 3 * 2**20))
    assert refused.value.what == "U 盘空间不够，还差 3.0 MB"
    stick.write_to_stick(source, usb, NAME, device=Bad("free", lambda _: need))


def test_another_stick_in_the_same_place_is_noticed(source: Path, usb: Path) -> None:
    volumes = iter([1, 2])
    with pytest.raises(Refused) as refused:
        stick.write_to_stick(source, usb, NAME, device=Bad("volume", lambda _: next(volumes)))
    assert refused.value.code == "QL-UB-061"
    assert names(usb) == []


def test_a_missing_stick_or_source_is_told(source: Path, usb: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        stick.write_to_stick(source, tmp_path / "none", NAME)
    assert refused.value.code == "QL-UB-061"
    with pytest.raises(Refused):
        stick.check_folder(source)
    stick.check_folder(usb)
    with pytest.raises(Refused) as refused:
        stick.write_to_stick(tmp_path / "none.qlb", usb, NAME)
    assert refused.value.code == "QL-UB-070"


def test_stopping_leaves_nothing(source: Path, usb: Path) -> None:
    progress = Progress(stopped=True)
    with pytest.raises(Stopped):
        stick.write_to_stick(source, usb, NAME, progress=progress)
    assert names(usb) == []
    seen: list[int] = []

    class Watched(Progress):
        def tick(self, done: int, total: int, label: str = "") -> bool:
            seen.append(done)
            return total == 2 * len(DATA)

    stick.write_to_stick(source, usb, NAME, progress=Watched())
    assert seen == sorted(seen)
    assert seen[-1] == 2 * len(DATA)


def test_only_our_own_leftovers_are_removed(source: Path, usb: Path) -> None:
    for name in ("old.qlb.part", "x.qlu.part", "film.mkv.part", "autorun.inf", "y.qlb"):
        (usb / name).write_bytes(b"x")
    stick.write_to_stick(source, usb, NAME)
    assert names(usb) == sorted(["film.mkv.part", "autorun.inf", "y.qlb", NAME])


def test_bundles_are_found_by_content_newest_first(usb: Path) -> None:
    for number, name in enumerate(("b.qlb", "a.dat", "c.qlb.part", "evil.lnk", "d.qlb")):
        content = b"QLB1\n{}" if name != "evil.lnk" else b"L\0\0\0"
        (usb / name).write_bytes(content)
        os.utime(usb / name, (1000 + number, 1000 + number))
    (usb / "e.qlb").mkdir()
    (usb / "link.qlb").symlink_to(usb / "b.qlb")
    assert [one.name for one in stick.bundles_on(usb)] == ["d.qlb", "a.dat", "b.qlb"]
    with pytest.raises(Refused):
        stick.bundles_on(usb / "none")


# Copying in


def test_a_copy_is_made_before_anything_is_believed(source: Path, usb: Path) -> None:
    copy = stick.copy_in(source, usb)
    assert copy.parent == usb
    assert copy.read_bytes() == DATA
    assert copy != stick.copy_in(source, usb)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENODEV, errno.EACCES])
def test_a_stick_pulled_while_copying_leaves_no_copy(source: Path, usb: Path, code: int) -> None:
    reads: list[int] = []

    def read(file: BinaryIO, size: int) -> bytes:
        reads.append(size)
        if len(reads) == 2:
            raise OSError(code, os.strerror(code))
        return file.read(size)

    with pytest.raises(Refused) as refused:
        stick.copy_in(source, usb, device=Bad("read", read))
    assert refused.value.code == CODES[code]
    assert names(usb) == []


def test_what_cannot_be_copied_is_refused(source: Path, usb: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        stick.copy_in(usb, usb)
    with pytest.raises(Refused):
        stick.copy_in(tmp_path / "none", usb)
    with pytest.raises(Refused) as refused:
        stick.copy_in(source, usb, most=len(DATA) - 1)
    assert refused.value.code == "QL-UB-110"
    with pytest.raises(Refused) as refused:
        stick.copy_in(source, tmp_path / "no folder")
    assert refused.value.code == "QL-UB-070"
    assert names(usb) == []
    with pytest.raises(Stopped):
        stick.copy_in(source, usb, progress=Progress(stopped=True))
    assert names(usb) == []


def test_a_file_that_grows_while_copied_stops_at_the_limit(source: Path, usb: Path) -> None:
    endless = Bad("read", lambda file, size: b"x" * size)
    with pytest.raises(Refused) as refused:
        stick.copy_in(source, usb, most=len(DATA) + 5, device=endless)
    assert refused.value.code == "QL-UB-110"
    assert names(usb) == []


# Names


def test_names_tell_the_clerk_what_is_inside() -> None:
    assert stick.bundle_name("新街子社区", date(2026, 11, 3), 12) == NAME
    assert stick.receipt_name("新街子社区", 12) == "新街子社区_第012包_回执.qlb"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("甲/乙:丙*?.qlb", "甲_乙_丙__.qlb"),
        ('a"<>|\\b.qlu', "a_____b.qlu"),
        ("CON.qlb", "_CON.qlb"),
        ("lpt1.x.qlb", "_lpt1.x.qlb"),
        ("名称. .qlb", "名称.qlb"),
        ("../../x.qlb", "_.._x.qlb"),
        ("", "_"),
        (".qlb", "_.qlb"),
    ],
)
def test_characters_unfit_for_a_stick_are_replaced(given_name: str, kept: str) -> None:
    assert stick.safe_name(given_name) == kept


@given(st.text(max_size=300), st.sampled_from([".qlb", ".qlu"]))
def test_any_name_fits_a_stick_and_keeps_its_suffix(stem: str, suffix: str) -> None:
    name = stick.safe_name(stem + suffix)
    assert name.endswith(suffix)
    assert len((name + ".part").encode("utf-8", "replace")) <= 200
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert Path(name).name == name
    assert not name.removesuffix(suffix).endswith((" ", "."))
    assert stick.safe_name(name) == name
