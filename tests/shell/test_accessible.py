"""With a screen reader and without a mouse: every control has a name and Tab comes to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from every_page import full_office, others, screens
from fitting import visible
from qinglian_desktop.shell.window import Window
from windows import window_on

ROLE = QAccessible.Role
SPOKEN = {
    ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.EditableText, ROLE.ComboBox, ROLE.Table,
    ROLE.List, ROLE.Tree, ROLE.SpinBox, ROLE.Slider, ROLE.Link, ROLE.ButtonMenu, ROLE.ProgressBar,
}  # fmt: skip
CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
_TABS = 150  # presses after which a control counts as out of reach


def spoken(widget: QWidget) -> Iterator[tuple[QAccessible.Role, str, QWidget]]:
    """What a screen reader is told of a widget and of all in it that can be seen."""
    for one in visible(widget):
        told = QAccessible.queryAccessibleInterface(one)
        if isinstance(told, QAccessibleInterface):
            yield told.role(), told.text(QAccessible.Text.Name), one


def nameless(widget: QWidget) -> list[str]:
    """Controls that are read out as nothing; inner parts of one control are left out."""
    return [
        f"{role.name}: {type(one).__name__} in {type(one.parent()).__name__}"
        for role, name, one in spoken(widget)
        if role in SPOKEN and not name.strip() and not inner(one)
    ]


def inner(widget: QWidget) -> bool:
    above = widget.parent()
    return (
        widget.objectName().startswith("qt_")
        or isinstance(widget, QHeaderView)
        or isinstance(above, QLineEdit | QComboBox | QTableView)
    )


def headings(table: QTableView) -> list[str]:
    """The columns as a screen reader announces them."""
    model = table.model()
    return [
        str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for column in range(model.columnCount())
        if not table.isColumnHidden(column)
    ]


def wanted(page: QWidget) -> set[QWidget]:
    """What Tab must come to: visible, usable, made for the keyboard."""
    tab = Qt.FocusPolicy.TabFocus
    return {
        one
        for kind in CONTROLS
        for one in page.findChildren(kind)
        if one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() & tab == tab
        and not inner(one)
        and one.focusProxy() is None
        and not checked_elsewhere(one)
    }


def checked_elsewhere(widget: QWidget) -> bool:
    """In a row of choices Tab stops at the chosen one and the arrows go through the row."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and group.checkedButton() not in (None, widget)


def tabbed(window: Window, page: QWidget, goal: set[QWidget]) -> set[QWidget]:
    """What real presses of Tab reach; where a table keeps Tab for itself, Ctrl+Tab leaves it."""
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    seen = set[QWidget]()
    for _ in range(_TABS):
        here = QApplication.focusWidget()
        if here is not None:
            seen |= {here, *_table_of(here)}
        if goal <= seen:
            break
        QTest.keyClick(here or window, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is here and here is not None:
            QTest.keyClick(here, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    return seen


def _table_of(here: QWidget) -> set[QWidget]:
    """The table whose open cell has the focus: who is in a cell has reached the table."""
    above = here.parentWidget()
    table = above.parentWidget() if above is not None else None
    return {table} if isinstance(table, QTableView) else set()


@pytest.mark.parametrize("kind", ["community", "street"])
def test_every_screen_is_read_out_and_worked_with_tab(
    dressed: QApplication, tmp_path: Path, kind: str
) -> None:
    with window_on(full_office(tmp_path, kind)) as window:
        for screen, page in screens(window):
            assert nameless(window) == [], screen
            for table in page.findChildren(QTableView):
                if table.isVisible() and table.model() is not None:
                    assert all(headings(table)), f"{screen}: a column without a word"
            goal = {one for one in wanted(page) if not _table_of(one)}  # a cell is its table
            missed = goal - tabbed(window, page, goal)
            assert {f"{type(w).__name__} {w.accessibleName()}" for w in missed} == set(), screen


def test_what_is_no_page_is_read_out_too(dressed: QApplication, tmp_path: Path) -> None:
    for screen, widget in others(tmp_path):
        widget.show()
        assert nameless(widget) == [], screen
        widget.close()


def test_a_nameless_control_is_found(dressed: QApplication) -> None:
    page = QWidget()
    QLineEdit(page)
    page.show()
    assert nameless(page) == ["EditableText: QLineEdit in QWidget"]
    page.close()
