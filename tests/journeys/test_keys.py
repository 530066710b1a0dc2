"""Every tab without the mouse: the keys that work everywhere, and a name for all there is."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from office import make_book, make_entry, make_person
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.tasks import actions as tasks
from qinglian_desktop.shell import pages
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.drawer import RecordDrawer
from windows import TODAY, Clerk, window_on

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
KEYS = Qt.Key
KINDS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox)
TABS = [("community", n) for n in range(8)] + [("street", n) for n in range(6)]


def an_office(tmp_path: Path, kind: str) -> Book:
    book = make_book(tmp_path, kind)
    tasks.load_plan(book, TODAY.year)
    if kind == "community":
        make_entry(book)
        make_person(book)
        disclosure.load_catalog(book, TODAY.year)
        disclosure.plan_year(book, TODAY.year)
    return book


def focus_in(widget: QWidget) -> bool:
    here = QApplication.focusWidget()
    return here is not None and (here is widget or widget.isAncestorOf(here))


def nameless(window: Window) -> list[str]:
    found = [w for kind in KINDS for w in window.findChildren(kind) if w.isVisible()]
    return [
        f"{type(w).__name__} in {type(w.parent()).__name__}"
        for w in found
        if not w.accessibleName()
        and not isinstance(w, QHeaderView)
        and not w.objectName().startswith(("qt_", "Scroll"))
        and not isinstance(w.parent(), QLineEdit | QComboBox | QSpinBox)
    ]


@pytest.mark.parametrize(("kind", "place"), TABS)
def test_the_keys_that_work_everywhere(tmp_path: Path, kind: str, place: int) -> None:
    with window_on(an_office(tmp_path, kind)) as window:
        clerk = Clerk(window)
        number, tab = pages.numbered(window.tabs.values())[place]
        page_id = tab.page_id
        clerk.key(KEYS(KEYS.Key_0 + number), ALT)
        assert window.page is window.pages[page_id]
        assert focus_in(window.page), "the page takes the keys"
        clerk.key(KEYS.Key_K, CTRL)
        assert QApplication.focusWidget() is window.header.line
        clerk.key(KEYS.Key_Escape)
        assert focus_in(window.page), "Esc goes back to the page"
        clerk.key(KEYS.Key_F9)
        assert cover.cover().on
        clerk.key(KEYS.Key_F9)
        assert not cover.cover().on
        _new_and_away(window, clerk)
        clerk.key(KEYS.Key_Z, CTRL)
        assert window.bar.isVisible(), "it says what was taken back, or that there is nothing"
        clerk.key(KEYS.Key_1, ALT)
        assert window.page is window.today


def _new_and_away(window: Window, clerk: Clerk) -> None:
    """Ctrl+N where there is something to begin, and Esc puts it away again."""
    clerk.key(KEYS.Key_N, CTRL)
    open_ones = [d for d in window.page.findChildren(RecordDrawer) if d.isVisible()]
    if not open_ones:
        return
    assert focus_in(open_ones[0]), "the first field is asked"
    clerk.key(KEYS.Key_Escape)
    assert not open_ones[0].isVisible()
    assert focus_in(window.page)


@pytest.mark.parametrize("kind", ["community", "street"])
def test_everything_that_can_be_used_has_a_name(tmp_path: Path, kind: str) -> None:
    with window_on(an_office(tmp_path, kind)) as window:
        for page_id in window.tabs:
            page = window.go(page_id)
            for section in getattr(page, "keys", lambda: [""])():
                if section:
                    page.show_section(section)  # type: ignore[attr-defined]
                window.new_record()
                QApplication.processEvents()
                assert nameless(window) == [], f"{page_id} {section}"
