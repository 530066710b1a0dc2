"""UB-13 with sticks that lie: what "可以拔了" is worth when the device stores something else."""

from pathlib import Path
from typing import BinaryIO, ClassVar

import pytest

from exchange.at_work import World, entries, export, take
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import stick
from qinglian_desktop.store.book import Book

_CACHE: dict[str, bytes] = {}


class Lying(stick.Device):
    """Keeps what was written in the machine's memory; the stick itself stores `stored` of it.

    A read gives the memory until the cache was dropped, as a real system does.
    """

    dropped: ClassVar[set[str]] = set()

    def stored(self, data: bytes) -> bytes:
        return data

    def sync(self, file: BinaryIO) -> None:
        super().sync(file)
        path = Path(file.name)
        _CACHE[file.name] = path.read_bytes()
        path.write_bytes(self.stored(_CACHE[file.name]))

    def drop_cache(self, file: BinaryIO) -> bool:
        self.dropped.add(file.name)
        return True

    def read(self, file: BinaryIO, size: int) -> bytes:
        if file.name in self.dropped or file.name not in _CACHE:
            return super().read(file, size)
        at = file.tell()
        file.seek(at + size)
        return _CACHE[file.name][at : at + size]


class Garbage(Lying):
    def stored(self, data: bytes) -> bytes:
        return b"\xaa" * len(data)


class OneBadByte(Lying):
    def stored(self, data: bytes) -> bytes:
        middle = len(data) // 2
        return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


class Wrapped(Lying):
    """Sold as 64 GB, holds 2 KB: what lies beyond is written over the beginning."""

    size = 2048

    def stored(self, data: bytes) -> bytes:
        cells = bytearray(self.size)
        for at in range(0, len(data), self.size):
            piece = data[at : at + self.size]
            cells[: len(piece)] = piece
        times = -(-len(data) // self.size)
        return bytes(cells * times)[: len(data)]


class Forgetful(Lying):
    def stored(self, data: bytes) -> bytes:
        return data[: len(data) // 3]


@pytest.mark.parametrize("device", [Garbage, OneBadByte, Wrapped, Forgetful])
def test_a_stick_that_stores_something_else_is_caught_before_done_is_said(
    world: World,
    unit: Book,
    usb: Path,
    device: type[Lying],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entries(unit, 20)
    with monkeypatch.context() as bad:
        bad.setattr(stick, "Device", device)
        with pytest.raises(Refused) as caught:
            export(unit, usb)
    assert caught.value.code == "QL-UB-062"
    assert caught.value.what == "U 盘读回来和写进去不一样，这个盘可能坏了"
    assert list(usb.glob("*包*")) == [], "nothing stands under a final name"
    assert unit.rows(Query("sent_bundle")) == []
    assert take(world.street, export(unit, usb).path).preview.new == 20


def test_without_dropping_the_cache_the_lie_would_pass(
    unit: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a plain read-back calls a stick good that holds garbage."""

    class Plain(Garbage):
        def drop_cache(self, file: BinaryIO) -> bool:
            return True

    entries(unit, 1)
    monkeypatch.setattr(stick, "Device", Plain)
    sent = export(unit, usb)
    assert set(sent.path.read_bytes()) == {0xAA}


def test_a_stick_exchanged_in_the_middle_is_noticed(
    unit: Book, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Exchanged(stick.Device):
        asked = 0

        def volume(self, folder: Path) -> int:
            type(self).asked += 1
            return self.asked

    entries(unit, 1)
    with monkeypatch.context() as bad:
        bad.setattr(stick, "Device", Exchanged)
        with pytest.raises(Refused) as caught:
            export(unit, usb)
    assert caught.value.code == "QL-UB-061"
    assert list(usb.glob("*包*")) == []


def test_leftovers_strangers_and_renamed_bundles_on_a_stick(
    world: World, unit: Book, usb: Path
) -> None:
    """5,000 other files, a link, an autorun: ignored; a bundle under any name is found."""
    entries(unit, 1)
    sent = export(unit, usb)
    hidden = sent.path.rename(usb / "照片.jpg")
    for number in range(500):
        (usb / f"别的{number}.txt").write_bytes(b"x")
    (usb / "autorun.inf").write_text("[autorun]\nopen=x.exe\n", encoding="ascii")
    (usb / "快捷方式.lnk").write_bytes(b"L\0\0\0")
    (usb / "半个.qlb.part").write_bytes(hidden.read_bytes()[:100])
    found = stick.bundles_on(usb)
    assert hidden in found
    assert not [path for path in found if path.suffix in (".part", ".lnk", ".inf", ".txt")]
    assert take(world.street, hidden).preview.new == 1
