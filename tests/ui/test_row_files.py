"""Evidence by drag, paste and folder (TL-14): onto a row of a list, or into an open record."""

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import taking
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.runner import Runner
from ui.conftest import drop, on_screen, save

CTRL = Qt.KeyboardModifier.ControlModifier
COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(qtbot: Any, book: Book, runner: Runner) -> LedgerPage:
    with book.change("四条任务") as change:
        for number in range(1, 5):
            change.add(Task, {"year": 2026, "code": f"{number}.01", "title": f"第{number}件事"})
    made = LedgerPage(
        Task, reader=book, runner=runner, save=save, drop=drop, store_file=book.take_file
    )
    qtbot.addWidget(made)
    made.resize(1180, 640)
    on_screen(qtbot, made)
    qtbot.waitUntil(lambda: len(made.table.records.ids) == 4)
    return made


def let_go(page: LedgerPage, line: int, *paths: Path) -> bool:
    """Files let go over this line of the list; was the drag welcome?"""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    below = page.table.rowViewportPosition(line) + 5 if line >= 0 else 400
    spot = page.mapFromGlobal(page.table.viewport().mapToGlobal(QPoint(40, below)))
    entered = QDragEnterEvent(spot, COPY, data, LEFT, NONE)
    entered.ignore()
    QApplication.sendEvent(page, entered)
    if entered.isAccepted():
        QApplication.sendEvent(page, QDropEvent(QPointF(spot), COPY, data, LEFT, NONE))
    return entered.isAccepted()


def links(book: Book) -> list[str]:
    """Every link of a living task to a file."""
    kind = Task.fields["files"].kind
    rows = book.rows(Query("task"))
    return [file_id for row in rows if row["files"] for file_id in kind.load(row["files"])]


def test_one_photo_on_four_items_is_one_file(
    qtbot: Any, book: Book, page: LedgerPage, tmp_path: Path
) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(os.urandom(3 * 1024 * 1024))
    ids = list(page.table.records.ids)
    for line in range(4):
        assert let_go(page, line, photo)
    assert len(links(book)) == 4 and len(set(links(book))) == 1
    assert book.files.all() == list(set(links(book)))
    page.drop_rows(ids[:3])
    assert len(links(book)) == 1 and book.files.read(links(book)[0]) == photo.read_bytes()
    assert page.bar.isVisible()


def test_dropped_again_it_is_said_and_nothing_is_written(
    book: Book, page: LedgerPage, tmp_path: Path
) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"a photo")
    let_go(page, 0, photo)
    steps = len(book.steps())
    let_go(page, 0, photo)
    assert len(book.steps()) == steps and "已经有这些文件" in page.bar.text.text()


def test_the_drop_is_taken_back_as_one_step(
    book: Book, page: LedgerPage, runner: Runner, tmp_path: Path
) -> None:
    folder = tmp_path / "入户"
    (folder / "第二天").mkdir(parents=True)
    (folder / ".cache").mkdir()
    for name in ("1.jpg", "第二天/2.jpg", "Thumbs.db", ".cache/3.jpg"):
        (folder / name).write_bytes(name.encode())
    let_go(page, 1, folder)
    assert len(links(book)) == 2  # what the clerk put there, in the folder below, too
    runner.undo()
    assert links(book) == []


def test_a_whole_phone_is_refused_with_the_way_to_go(page: LedgerPage, tmp_path: Path) -> None:
    for number in range(taking.MOST + 1):
        (tmp_path / f"{number}.jpg").write_bytes(bytes([number]))
    with pytest.raises(Refused, match="照片归位"):
        taking.files_in([tmp_path])
    let_go(page, 0, tmp_path)
    assert f"一次最多附 {taking.MOST} 个" in page.banner.text.text()


def test_beside_all_rows_nothing_is_attached(book: Book, page: LedgerPage, tmp_path: Path) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"a photo")
    let_go(page, -1, photo)
    assert links(book) == [] and "没有对准哪一条" in page.banner.text.text()


def test_a_form_from_above_is_left_to_the_window(page: LedgerPage, tmp_path: Path) -> None:
    form = tmp_path / "统计表.xlsx"
    form.write_bytes(b"a form")
    assert not let_go(page, 0, form)


def test_a_copied_picture_is_pasted_onto_the_row_and_into_the_record(
    qtbot: Any, book: Book, page: LedgerPage
) -> None:
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(QColor("green"))
    QGuiApplication.clipboard().setImage(picture)
    page.table.select_id(page.table.records.ids[2])
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_V, CTRL)
    (file_id,) = links(book)
    assert book.files.read(file_id).startswith(b"\x89PNG")
    page.open_record(page.table.records.ids[0])
    taker = page.drawer.form.files
    assert taker is not None
    qtbot.keyClick(taker.choose, Qt.Key.Key_V, CTRL)
    assert taker.names()[0].startswith("粘贴的图片 2026-11-24")
    QGuiApplication.clipboard().setText("不是图片")
    qtbot.keyClick(taker.choose, Qt.Key.Key_V, CTRL)
    assert "没有文件或图片" in taker.message.text() and len(taker.names()) == 1


def test_the_open_record_takes_what_is_let_go_over_its_row(
    book: Book, page: LedgerPage, tmp_path: Path
) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"a photo")
    page.open_record(page.table.records.ids[0])
    let_go(page, 0, photo)
    assert page.drawer.form.files is not None and page.drawer.form.files.names() == ["现场.jpg"]
    page.close_drawer()
    assert len(links(book)) == 1
