"""A stick as people hand it over: the bundle in a folder, in a ZIP, under any name, somewhere else.

Whatever it is, the clerk reads where it is and what to do, and nothing is written.
"""

import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QStorageInfo

from exchange.at_work import World, entries, export, report, take
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange import astray, directing, incoming, stick
from qinglian_desktop.shell import from_street, sticks
from qinglian_desktop.store.book import Book


@pytest.fixture
def bundle(world: World) -> Path:
    unit = world.unit()
    entries(unit, 1)
    return export(unit, world.usb).path


def refused(act: Any, *given: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*given)
    return caught.value


def _on(*_: object) -> bool:
    return True


def test_a_bundle_in_a_folder_of_the_stick_is_named(bundle: Path, tmp_path: Path) -> None:
    usb = tmp_path / "盘"
    for name in ("System Volume Information", "照片", "十一月报送"):
        (usb / name).mkdir(parents=True)
    shutil.copy(bundle, usb / "System Volume Information")
    shutil.copy(bundle, usb / "十一月报送")
    said = astray.nothing_here(usb)
    assert said.code == "QL-UB-270" and "〔十一月报送〕里有 1 个" in said.what


def test_a_packed_bundle_is_named_and_other_archives_are_not(bundle: Path, tmp_path: Path) -> None:
    usb = tmp_path / "盘"
    usb.mkdir()
    (usb / "坏的.zip").write_bytes(b"PK\3\4")
    with zipfile.ZipFile(usb / "照片.zip", "w") as packed:
        packed.writestr("a.jpg", b"")
    assert astray.nothing_here(usb).code == ""
    with zipfile.ZipFile(usb / "报送.zip", "w") as packed:
        packed.write(bundle, f"内/{bundle.name}")
    said = astray.nothing_here(usb)
    assert said.code == "QL-UB-271" and "〔报送.zip〕" in said.what and "解压" in said.remedy
    assert astray.nothing_here(usb / "没有").code == ""


def test_a_zip_taken_for_a_bundle_says_to_unpack_it(world: World, bundle: Path) -> None:
    under_our_name = world.folder / "第1社区.qlb"
    with zipfile.ZipFile(under_our_name, "w") as packed:
        packed.write(bundle, bundle.name)
    said = refused(incoming.inspect, world.street, under_our_name)
    assert "压缩包" in said.what and "先解压" in said.remedy


def test_under_any_name_and_in_any_case_it_is_one(world: World, bundle: Path) -> None:
    for name in ("包.qlb.txt", "新建 文本文档", "IMG_0001.JPG", "(1)(1).QLB"):
        path = world.folder / name
        shutil.copy(bundle, path)
        assert incoming.inspect(world.street, path).number == 1
        assert stick.bundles_on(world.folder)
        path.unlink()
    take(world.street, bundle)
    assert world.street.count(Query("entry")) == 1


def test_the_data_folder_is_no_stick(world: World) -> None:
    """It would say 可以拔了 of what never left the computer."""
    unit, street = world.unit(), world.street
    entries(unit, 1)
    (unit.home / "备份").mkdir()
    for place in (unit.home, unit.home / "备份"):
        assert refused(export, unit, place).code == "QL-UB-272"
    assert refused(directing.write_down, street, street.home, ()).code == "QL-UB-272"
    assert not [*unit.home.rglob("*.qlb"), *street.home.rglob("*.qlb")]
    assert unit.count(Query("sent_bundle")) == 0, "no number was spent"


def test_the_stick_of_another_unit_is_no_receipt_for_this_one(world: World) -> None:
    mine, other = world.unit(1), world.unit(2)
    for unit in (mine, other):
        entries(unit, 1)
        report(unit, world.street, world.usb)
    theirs = world.folder / "别人的盘"
    theirs.mkdir()
    for path in world.usb.glob("*第2社区*"):
        shutil.copy(path, theirs)
    assert refused(from_street.read_all, mine, theirs, _on).code == "QL-UB-238"
    (theirs / "里面").mkdir()
    for path in theirs.glob("*.qlb"):
        path.rename(theirs / "里面" / path.name)
    assert refused(from_street.read_all, mine, theirs, _on).code == "QL-UB-270"
    assert _receipts(mine) == 1


def _receipts(book: Book) -> int:
    return book.count(Query("receipt"))


def test_a_protected_stick_is_offered_to_be_read_and_not_to_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def volume(root: str, *, protected: bool) -> SimpleNamespace:
        return SimpleNamespace(
            rootPath=lambda: root, isReady=lambda: True, isReadOnly=lambda: protected
        )

    there = [volume("/media/写保护", protected=True), volume("/media/普通", protected=False)]
    monkeypatch.setattr(QStorageInfo, "mountedVolumes", lambda: there)
    monkeypatch.setattr(sticks, "_is_stick", lambda root: root.startswith("/media/"))
    assert sticks.mounted() == [Path("/media/普通")]
    assert sticks.mounted(to_read=True) == [Path("/media/写保护"), Path("/media/普通")]
