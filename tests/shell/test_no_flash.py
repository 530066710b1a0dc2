"""Does a part of a page ever stand on the screen alone? It would flash and take the focus away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from office import make_book, make_entry, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.modules.disclosure import actions
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.shell.desktop import Desktop
from qinglian_desktop.shell.window import Window
from windows import TODAY, window_on


class Alone(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and watched.isWindow() and not isinstance(watched, Window):
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.fixture
def alone(dressed: QApplication) -> Iterator[Alone]:
    watch = Alone()
    dressed.installEventFilter(watch)
    yield watch
    dressed.removeEventFilter(watch)


@pytest.mark.parametrize("kind", ["community", "street"])
def test_no_part_of_a_page_is_shown_as_a_window(kind: str, tmp_path: Path, alone: Alone) -> None:
    book = make_book(tmp_path, kind)
    if kind == "community":
        make_entry(book)
        make_person(book)
        actions.load_catalog(book, TODAY.year)
        actions.plan_year(book, TODAY.year)
    with window_on(book) as window:
        for page_id in window.tabs:
            page = window.go(page_id)
            for section in getattr(page, "keys", list)():
                page.show_section(section)  # type: ignore[attr-defined]
            window.new_record()
            QApplication.processEvents()
        if kind == "community":
            planned = window.book.ids(Query("planned_posting", limit=1))
            window.go("disclosure", "planned_posting", planned[0])
            window.import_sheet(Person)
        QApplication.processEvents()
    assert alone.seen == []


def test_no_part_of_the_wizard_is_shown_as_a_window(tmp_path: Path, alone: Alone) -> None:
    desktop = Desktop(QApplication.instance(), tmp_path / "home")  # type: ignore[arg-type]
    try:
        desktop.begin()
        QApplication.processEvents()
        assert alone.seen == ["Wizard "]
    finally:
        desktop.end()
