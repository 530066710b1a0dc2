"""The same faults as a clerk meets them: a plain message in the window, and nothing is lost.

Typing on a full disk is in tests/shell/test_typed_text.py, the read-only folder in test_places.py,
damaged files in test_corruption.py.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from exchange.at_work import World, export, take
from exchange.kill_jobs import batch
from faults.counting import counted
from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange import stick
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import sticks
from qinglian_desktop.shell.exchange_page import ExchangePage
from qinglian_desktop.shell.merge_page import MergePage
from qinglian_desktop.store import files
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.files_editor import FilesEditor
from qinglian_desktop.ui.messages import Banner
from windows import LONG, Clerk, window_on


def fails(code: int, *, after: int = 0) -> Callable[..., Any]:
    """A call of the system that works so many times and then no more."""
    left = after

    def failing(*_: Any, **__: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(code, os.strerror(code))
        return b""

    return failing


def seen(widget: QWidget) -> str:
    """All that stands in the banners and under the fields now."""
    shown = [banner.text.text() for banner in widget.findChildren(Banner) if banner.isVisible()]
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return "\n".join([*shown, *labels])


SIGNS = [
    (errno.EIO, "没有找到 U 盘，或者中途被拔下了"),
    (errno.ENOSPC, "U 盘空间不够"),
    (errno.EROFS, "写保护"),
]


@pytest.mark.parametrize(("code", "words"), SIGNS, ids=["pulled", "full", "protected"])
def test_a_stick_in_trouble_while_a_bundle_is_written(
    code: int, words: str, world: World, dressed: object, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    unit = world.unit()
    batch(unit, 1, rows=3, people=1)
    rows = unit.count(Query("entry"))
    monkeypatch.setattr(sticks, "choose", lambda _button, then: then(world.usb))
    with window_on(unit) as window:
        page = window.go("exchange")
        sending = page if isinstance(page, ExchangePage) else page.findChild(ExchangePage)
        assert sending is not None
        with monkeypatch.context() as bad:
            bad.setattr(stick.Device, "sync", fails(code))
            sending.choose_folder()
            qtbot.waitUntil(lambda: words in seen(window), timeout=LONG)
        assert not sending.done.isVisible(), "it is not called done"
        assert not list(world.usb.glob("*第*包*.qlb"))
        sending.choose_folder()  # another stick: it goes on
        qtbot.waitUntil(sending.done.isVisible, timeout=LONG)
        assert window.book.count(Query("entry")) == rows
    counted("PL-15", 1, f"bundle, {words}")


def test_a_stick_pulled_while_the_street_reads(
    world: World, dressed: object, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, street = world.unit(), world.street
    batch(unit, 1, rows=3, people=1)
    path = export(unit, world.usb).path
    monkeypatch.setattr(sticks, "mounted", lambda **_: [])
    with window_on(street) as window:
        page = window.go("exchange")
        merge = page if isinstance(page, MergePage) else page.findChild(MergePage)
        assert merge is not None
        with monkeypatch.context() as bad:
            bad.setattr(stick.Device, "read", fails(errno.EIO))
            merge.look_at_folder(world.usb)
            qtbot.waitUntil(lambda: bool(merge.found.records.rows), timeout=LONG)
            assert any("被拔下" in " ".join(row) for row in merge.found.records.rows)
        assert street.count(Query("entry")) == 0
    with Book.open(street.home, RECORDS) as again:
        take(again, path)
        assert again.count(Query("entry")) == 3
    counted("PL-15", 1, "pulled while reading")


def test_a_full_disk_while_a_photo_is_attached(
    dressed: object, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(2000))
    book = make_book(tmp_path)
    with window_on(book) as window:
        page = window.go("tasks")
        page.new_record()  # type: ignore[attr-defined]
        taker = page.findChild(FilesEditor)
        assert taker is not None
        with monkeypatch.context() as bad:
            bad.setattr(files, "replace_file", fails(errno.ENOSPC))
            taker.add([photo])
            assert "检查磁盘空间" in taker.message.text(), taker.message.text()
        assert not list((book.home / "files").rglob("*")) or not book.files.all()
        taker.add([photo])
        assert len(book.files.all()) == 1
    counted("PL-15", 1, "photo on a full disk")


def test_a_full_stick_while_a_list_is_exported(
    dressed: object, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book(tmp_path)
    make_person(book, "李建华")
    target = tmp_path / "人员.xlsx"
    target.write_bytes(b"the old file")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with window_on(book) as window:
        window.go("registry")
        with monkeypatch.context() as bad:
            bad.setattr("qinglian_desktop.core.whole.os.fsync", fails(errno.ENOSPC))
            window.export_sheet(Query("person"))
            qtbot.waitUntil(
                lambda: any(w in seen(window) for w in ("写不", "没有写")), timeout=LONG
            )
        assert target.read_bytes() == b"the old file"
        assert not list(tmp_path.glob("*.part"))
        window.export_sheet(Query("person"))
        qtbot.waitUntil(lambda: "已导出 1 条" in window.bar.text.text(), timeout=LONG)
    counted("PL-15", 1, "list on a full stick")


def test_a_backup_place_that_is_full(
    dressed: object, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = make_book(tmp_path)
    make_person(book, "李建华")
    with window_on(book) as window:
        clerk = Clerk(window)
        with monkeypatch.context() as bad:
            bad.setattr("qinglian_desktop.store.database.os.fsync", fails(errno.ENOSPC))
            window.back_up_now()
            qtbot.waitUntil(lambda: "磁盘空间" in seen(window), timeout=LONG)
        assert not list((book.home / "备份").glob("清廉备份-*"))
        assert clerk.acts == 0
        window.back_up_now()
        qtbot.waitUntil(lambda: "备份好了" in window.bar.text.text(), timeout=LONG)
    counted("PL-15", 1, "backup on a full disk")
