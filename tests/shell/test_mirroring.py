"""The mirror is kept by itself at rest, and brings the office back when its data file is gone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office import make_book, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import mirroring
from qinglian_desktop.shell.damaged import DamagedPage
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store import mirror
from qinglian_desktop.store.book import MAIN, Book
from windows import LONG, window_on


class AtTheKeys:
    """Stands in for `idle.Idle`: how long nobody has touched anything."""

    minutes = 0.0


@pytest.fixture
def window(dressed: QApplication, tmp_path: Path) -> Iterator[Window]:
    with window_on(make_book(tmp_path)) as made:
        yield made


def test_it_is_written_at_rest_and_never_while_the_clerk_types(window: Window, qtbot: Any) -> None:
    keys = AtTheKeys()
    made = mirroring.begin(window, keys)  # type: ignore[arg-type]
    assert made is not None
    make_person(window.book)
    made.look()
    assert not made._aside.working
    keys.minutes = mirroring.AFTER
    made.look()
    qtbot.waitUntil(lambda: not mirror.is_due(window.book), timeout=LONG)
    qtbot.waitUntil(lambda: not made._aside.working, timeout=LONG)
    make_person(window.book)
    before = mirror.facts(window.home)
    with window.book.again() as again:
        keys.minutes = 0.0  # a key was pressed as it began
        with pytest.raises(mirror.Stopped):
            mirroring._in_line(made._is_quiet, again, lambda *_: True)
    assert mirror.facts(window.home) == before


def test_made_up_data_have_none(dressed: QApplication, tmp_path: Path) -> None:
    with window_on(make_book(tmp_path)) as window:
        window.book.unit = window.book.unit._replace(office_id="practice-1")
        assert mirroring.begin(window, AtTheKeys()) is None  # type: ignore[arg-type]


def test_the_data_file_is_gone_and_one_enter_brings_everything_back(
    dressed: QApplication, tmp_path: Path, qtbot: Any
) -> None:
    """The newest copy is older than the mirror, so the mirror is offered first."""
    with make_book(tmp_path) as book:
        book.back_up(book.home / "备份")
        make_person(book, "备份以后登记的")
        mirror.write(book)
        home, before = book.home, book.rows(Query("person"))
    (home / MAIN).unlink()
    desktop = Desktop(dressed, home)
    desktop.begin()
    page = desktop.top
    assert isinstance(page, DamagedPage)
    assert page.list.count() == 2 and "镜像" in page.list.item(0).text()
    page.button.setFocus()
    QTest.keyClick(page.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(desktop.top, Window), timeout=LONG)
    desktop.end()
    with Book.open(home, RECORDS) as again:
        assert again.rows(Query("person")) == before
