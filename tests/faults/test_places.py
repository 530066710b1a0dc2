"""Where data are not safe the program does not begin; where nobody can write it only shows."""

import subprocess
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from faults.counting import counted
from faults.disks import small_disk
from office import make_book, make_person
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.shell import places
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.home import MARK
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui.messages import Banner

MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /data/clerk/share rw - cifs //office/share rw
31 22 0:41 / /mnt/old\\040disk rw - nfs4 nas:/data rw
32 22 8:17 / /media/clerk/KINGSTON rw - vfat /dev/sdb1 rw
33 30 0:42 / /data/clerk/share/local rw - ext4 /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/data/clerk/data", "ext4"),
        ("/data/clerk/share/data", "cifs"),
        ("/data/clerk/shared", "ext4"),
        ("/mnt/old disk/data", "nfs4"),
        ("/data/clerk/share/local/data", "ext4"),
        ("/media/clerk/KINGSTON/资料", "vfat"),
    ],
)
def test_a_folder_is_on_the_nearest_mount_above_it(folder: str, kind: str) -> None:
    assert places.file_system(Path(folder), MOUNTS) == kind


def test_a_stick_is_known_by_the_disk_it_is_a_part_of(tmp_path: Path) -> None:
    part = tmp_path / "sdb" / "sdb1"
    part.mkdir(parents=True)
    assert not places.is_removable(part)
    for said, answer in (("1\n", True), ("0\n", False)):
        (tmp_path / "sdb" / "removable").write_text(said, "ascii")
        assert places.is_removable(part) is answer
        assert places.is_removable(tmp_path / "sdb") is answer


CASES = {
    "a stick": (places, "_on_linux", "stick", "U 盘"),
    "a network drive": (places, "_on_linux", "network", "网络盘"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_place_that_loses_data_is_refused_with_a_way(
    name: str, dressed: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, what, kind, word = CASES[name]
    make_book(tmp_path).close()
    home = tmp_path / "home"
    before = sorted(home.iterdir())
    monkeypatch.setattr(module, what, lambda _: kind)
    desktop = Desktop(dressed, home)
    with pytest.raises(Refused) as refused:
        desktop.begin()
    assert refused.value.code == "QL-PL-060"
    assert word in refused.value.what
    assert "本机硬盘" in refused.value.remedy
    assert sorted(home.iterdir()) == before, "nothing was left there"
    counted("F21", 1, name)


@pytest.mark.parametrize("folder", ["OneDrive - 通惠街道", "坚果云", "WPS云盘", "Dropbox"])
def test_a_folder_that_is_synchronised_is_refused(folder: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="自动同步") as refused:
        places.refuse_unsafe(tmp_path / folder / "清廉")
    assert refused.value.code == "QL-PL-060"
    places.refuse_unsafe(tmp_path / f"我的{folder}资料" / "清廉")  # only a name like it
    counted("F21", 1, folder)


def test_the_marked_portable_folder_may_lie_on_a_stick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "unsafe", lambda _: "stick")
    with pytest.raises(Refused):
        places.refuse_unsafe(tmp_path)
    (tmp_path / MARK).touch()
    places.refuse_unsafe(tmp_path)


def test_a_folder_that_may_only_be_read_says_so_in_a_banner(
    dressed: QApplication, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "24m") as disk:
        with make_book(disk) as book:
            make_person(book, "李建华")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        desktop = Desktop(dressed, disk / "home")
        try:
            desktop.begin()
            window = desktop.top
            assert isinstance(window, Window)
            assert not window.book.writable
            banner = window.findChild(Banner, "only-to-read")
            assert banner is not None
            assert banner.isVisible()
            assert banner.text.text() == places.ONLY_TO_READ
            for page_id in window.tabs:
                window.go(page_id)
                QApplication.processEvents()
                assert banner.isVisible()
            window.dress(size="large")  # a choice that cannot be remembered here
        finally:
            desktop.end()
    counted("F20", 1, "read-only folder, the whole window")
    counted("PL-15", 1, "read-only folder")
