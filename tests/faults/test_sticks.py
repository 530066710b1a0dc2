"""Real file systems as sticks: pulled, filled, write-protected, and ones that store garbage.

A pulled stick is an ext4 that is shut down below the program (faults/disks.py); FAT behaves the
same for what is tested here, and this kernel has none. tests/exchange/test_stick.py plays the same
troubles without root.
"""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from exchange.at_work import World, export, take
from exchange.kill_jobs import batch
from faults.counting import counted
from faults.disks import LoopDisk, loop_disk, small_disk
from kill_rig import EXPLORE
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.exchange import incoming, offices, stick
from qinglian_desktop.exchange.sealing import unseal

CALLS = ("write", "sync", "drop_cache", "read", "rename", "sync_folder")
PIECES = (2 << 20) + 5000  # bytes of a file that is written in three pieces
GONE = {"QL-UB-061", "QL-UB-069", "QL-UB-070", "QL-UB-068"}


class Pulled(stick.Device):
    """The stick is pulled right before this call."""

    def __init__(self, disk: LoopDisk, call: str, nth: int) -> None:
        self._disk, self._call, self._left = disk, call, nth

    def __getattribute__(self, name: str) -> Any:
        found = object.__getattribute__(self, name)
        if name in CALLS and name == object.__getattribute__(self, "_call"):
            left = object.__getattribute__(self, "_left") - 1
            object.__setattr__(self, "_left", left)
            if left == 0:
                object.__getattribute__(self, "_disk").cut()
        return found


def _source(folder: Path, seed: int) -> Path:
    path = folder / f"given-{seed}.qlb"
    path.write_bytes(b"QLB1\n" + bytes((seed + place // 7) % 251 for place in range(PIECES)))
    return path


def _moments() -> list[tuple[str, int]]:
    many = {"write": 3, "read": 4, "sync": 1, "drop_cache": 1, "rename": 1, "sync_folder": 1}
    return [(call, nth) for call, count in many.items() for nth in range(1, count + 1)]


def test_a_stick_pulled_while_writing_bears_no_half_file(tmp_path: Path) -> None:
    met = 0
    with loop_disk(tmp_path) as disk:
        for seed, (call, nth) in enumerate(_moments() * (4 if EXPLORE else 1)):
            source, name = _source(tmp_path, seed), f"第{seed:03d}包.qlb"
            try:
                stick.write_to_stick(source, disk.place, name, device=Pulled(disk, call, nth))
                done = True
            except Refused as trouble:
                done = False
                assert trouble.code in GONE, trouble
                assert trouble.remedy
            disk.next_morning()
            met += 1
            final = disk.place / name
            assert not done or final.exists(), "said to be written, and not there"
            if final.exists():
                assert final.read_bytes() == source.read_bytes(), "half a file under its name"
            stick.write_to_stick(source, disk.place, name)  # plugged in again it goes on
            assert not list(disk.place.glob("*.part"))
            final.unlink()
            disk.settle()
    counted("F25", met, "pulled while writing")


def test_a_stick_pulled_right_after_it_was_said_bears_the_whole_file(tmp_path: Path) -> None:
    times = 40 if EXPLORE else 4
    with loop_disk(tmp_path) as disk:
        for seed in range(times):
            source, name = _source(tmp_path, seed), f"第{seed:03d}包.qlb"
            written = stick.write_to_stick(source, disk.place, name)
            disk.cut()
            disk.next_morning()
            assert written.path.read_bytes() == source.read_bytes()
            stick.check_again(written)
            written.path.unlink()
            disk.settle()
    counted("F26", times, "pulled right after")


def test_a_stick_pulled_while_reading_changes_nothing(world: World, tmp_path: Path) -> None:
    unit, met = world.unit(), 0
    folder = tmp_path / "pulled"
    with loop_disk(folder) as disk:
        for number in range(4 if EXPLORE else 2):
            batch(unit, number, rows=400, people=1)
            path = export(unit, disk.place).path
            disk.settle()
            rows = world.street.count(Query("entry"))
            inbox = world.street.home / "inbox"
            inbox.mkdir(exist_ok=True)
            with pytest.raises(Refused) as refused:
                stick.copy_in(path, inbox, device=Pulled(disk, "read", 1))
            assert refused.value.code in GONE
            assert not list(inbox.iterdir())
            disk.next_morning()
            disk.pull_out()  # and one that is gone altogether
            with pytest.raises(Refused):
                incoming.import_file(world.street, path)
            assert world.street.count(Query("entry")) == rows
            disk.plug_in()
            take(world.street, path)
            assert world.street.count(Query("entry")) > rows
            met += 2
    counted("F27", met, "pulled while reading")


@pytest.mark.parametrize("size", ["64k", "4m", "17m"])
def test_a_full_stick_is_refused_and_says_how_much(size: str, tmp_path: Path) -> None:
    with small_disk(tmp_path / "usb", size) as usb:
        with pytest.raises(Refused, match="空间不够") as refused:
            stick.write_to_stick(_source(tmp_path, 1), usb, "第001包.qlb")
        assert refused.value.code == "QL-UB-067"
        assert "还差" in refused.value.what
        assert list(usb.iterdir()) == []
    counted("F28", 1, "full stick")


def test_a_stick_that_fills_in_the_middle_bears_no_half_file(tmp_path: Path) -> None:
    class Roomy(stick.Device):
        def free(self, folder: Path) -> int:
            return 1 << 40  # as a stick with a false size, or one that another program fills

    with small_disk(tmp_path / "usb", "1m") as usb:
        with pytest.raises(Refused) as refused:
            stick.write_to_stick(_source(tmp_path, 1), usb, "第001包.qlb", device=Roomy())
        assert refused.value.code == "QL-UB-067"
        assert list(usb.iterdir()) == []
    counted("F28", 1, "filled in the middle")


def test_a_protected_stick_is_told(world: World, tmp_path: Path) -> None:
    with loop_disk(tmp_path / "protected") as disk:
        disk.pull_out()
        disk.plug_in("loop,ro")
        with pytest.raises(Refused) as refused:
            stick.write_to_stick(_source(tmp_path, 1), disk.place, "第001包.qlb")
        assert refused.value.code == "QL-UB-068"
        assert "写保护" in refused.value.remedy
        assert list(disk.place.glob("*.qlb*")) == []
    counted("F29", 1, "write-protected")


class Garbling(stick.Device):
    """After the sync the medium holds something else than what was sent there."""

    def __init__(self, image: Path, garble: Callable[[bytearray, int], None]) -> None:
        self._image, self._garble = image, garble

    def sync(self, file: BinaryIO) -> None:
        super().sync(file)
        held = bytearray(self._image.read_bytes())
        block = Path(file.name).read_bytes()[1 << 20 : (1 << 20) + 4096]
        at = held.find(block)
        assert at > 0, "the file lies on the medium"
        self._garble(held, at)
        with self._image.open("rb+") as out:
            out.write(held)


class Trusting(Garbling):
    """Wrong: reads back what the machine still has in memory."""

    def drop_cache(self, file: BinaryIO) -> bool:
        return True


def _one_byte(held: bytearray, at: int) -> None:
    held[at + 100] ^= 1


def _zeros(held: bytearray, at: int) -> None:
    held[at : at + 4096] = bytes(4096)


def _wraps_around(held: bytearray, at: int) -> None:
    """As a stick that says 64 GB and has two: what comes last lies over what came first."""
    held[at : at + 4096] = held[at + 8192 : at + 12288]


GARBLED = {"one byte": _one_byte, "zeros": _zeros, "false size": _wraps_around}


def _random_source(folder: Path, seed: int) -> Path:
    import random

    path = folder / f"random-{seed}.qlb"
    path.write_bytes(b"QLB1\n" + random.Random(seed).randbytes(PIECES))
    return path


@pytest.mark.parametrize("how", GARBLED)
def test_a_stick_that_stores_garbage_is_found_by_reading_it_back(how: str, tmp_path: Path) -> None:
    with loop_disk(tmp_path) as disk:
        for seed in range(10 if EXPLORE else 1):
            bad = Garbling(disk.image, GARBLED[how])
            with pytest.raises(Refused) as refused:
                stick.write_to_stick(
                    _random_source(tmp_path, seed), disk.place, "第001包.qlb", device=bad
                )
            assert refused.value.code == "QL-UB-062"
            assert not list(disk.place.glob("*.qlb*"))
            counted("F31" if how == "false size" else "F30", 1, how)


def test_the_rig_finds_a_reading_back_that_only_asks_the_memory(tmp_path: Path) -> None:
    """The positive control: without dropping the cache the same garbage is called intact."""
    with loop_disk(tmp_path) as disk:
        source, bad = _random_source(tmp_path, 1), Trusting(disk.image, _one_byte)
        written = stick.write_to_stick(source, disk.place, "第001包.qlb", device=bad)
        disk.next_morning()
        assert written.path.read_bytes() != source.read_bytes()
        with pytest.raises(Refused, match="坏了"):
            stick.check_again(written)
    counted("F30", 1, "control: plain read-back")


def test_a_bundle_on_a_pulled_stick_is_whole_for_the_street(world: World, tmp_path: Path) -> None:
    """The whole way: exported, told, pulled, plugged in at the street, opened."""
    unit = world.unit()
    with loop_disk(tmp_path / "stick") as disk:
        batch(unit, 1, rows=40, people=2)
        path = export(unit, disk.place).path
        disk.cut()
        disk.next_morning()
        with unseal(
            path, my_keys=offices.own_keys(world.street), signer=offices.public_keys(unit),
            addressed_to=world.street.unit.office_id, scratch=tmp_path / "scratch",
        ) as bundle:  # fmt: skip
            bundle.reader.check_all()
        take(world.street, path)
    counted("F26", 1, "a bundle, to the street")


def test_errors_of_the_system_are_never_told_as_such() -> None:
    for code in (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.EROFS, errno.ENOSPC):
        said = stick.refusal(OSError(code, "x"))
        assert said.code and said.remedy
        assert not isinstance(said, Damaged)
