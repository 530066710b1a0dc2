"""Small hands for lists in a window: their headings, panels and dialogs."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from office import WRITER, make_book, make_person
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book, Operator
from qinglian_desktop.ui.header_panel import HeaderPanel
from qinglian_desktop.ui.header_view import ColumnHeader
from qinglian_desktop.ui.ledger_page import LedgerPage

KEYS = Qt.Key
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
GROUPS = ("10组", "2组", None, "2组", "1组", "10组", "2组")
NAMES = ("张三", "李四", "阿强", "王五", "陈一", "李建华", "周六")


def people_book(tmp_path: Path) -> Book:
    """Seven people in three groups, two of them 党员, and the tasks of the plan."""
    made = make_book(tmp_path)
    for place, (name, group) in enumerate(zip(NAMES, GROUPS, strict=True)):
        phone = f"1380000{place:04d}"
        make_person(
            made, name, group_name=group, phone=phone, tags="党员" if place in (1, 4) else None
        )
    tasks.load_plan(made, 2026)
    return made


def people(window: Window) -> LedgerPage:
    page = window.go("registry").current  # type: ignore[attr-defined]
    assert isinstance(page, LedgerPage)
    return page


def heading(page: LedgerPage, name: str) -> tuple[ColumnHeader, int]:
    return page.table.headings, page.table.records.columns.index(name)


def click_heading(page: LedgerPage, name: str, keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
    header, column = heading(page, name)
    place = header.section_rect(column).topLeft() + QPoint(24, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, keys, place)


def click_arrow(page: LedgerPage, name: str) -> HeaderPanel:
    header, column = heading(page, name)
    QTest.mouseClick(header.viewport(), LEFT, pos=header.arrow_rect(column).center())
    assert page.tools.panel is not None
    return page.tools.panel


def column(page: LedgerPage, name: str) -> list[str]:
    records = page.table.records
    at = records.columns.index(name)
    return [records.text(place, at) for place in range(len(records.ids))]


def tick(panel: HeaderPanel, *words: str) -> None:
    """Ticks these values with the mouse, on their boxes."""
    assert panel.values is not None
    for item, _, _ in panel.values.items():
        if item.text().split("　")[0] in words:
            box = panel.values.list.visualItemRect(item)
            place = QPoint(box.left() + 16, box.center().y())
            QTest.mouseClick(panel.values.list.viewport(), LEFT, pos=place)


def dialog(window: Window, kind: type[QDialog]) -> Any:
    QApplication.processEvents()
    return next(d for d in window.findChildren(kind) if d.isVisible())


def drag(header: ColumnHeader, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(header.viewport(), LEFT, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(header.viewport(), start + (end - start) * step / 5)
    QTest.mouseRelease(header.viewport(), LEFT, pos=end)
    QApplication.processEvents()


def again(book: Book) -> Book:
    from qinglian_desktop.modules.catalog import RECORDS

    opened = Book.open(book.home, RECORDS)
    opened.operator = Operator(WRITER)
    return opened
