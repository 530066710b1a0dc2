"""Where is a row looked at? On the page of its ledger, else with what it is a part of."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def open_row(page: QWidget, table: str, row_id: str) -> QWidget:
    """From this page to the row; what has no page in this office is said instead."""
    from qinglian_desktop.shell.window import Window

    window = page.window()
    assert isinstance(window, Window)
    place = _place(window, table, row_id)
    if place is None:
        label = window.book.tables[table].label
        window.runner.said.emit(f"这一条是“{label}”，这台电脑上没有它的页面。")
        return page
    return window.go(window.tab_of(place[0]), *place)


def _place(window: "Window", table: str, row_id: str) -> tuple[str, str] | None:
    """The row itself, or up its links: a line to its voucher, a person to the step and matter."""
    seen, tables = set[str](), window.book.tables
    while table not in seen:
        if window.tab_of(table):
            return table, row_id
        seen.add(table)
        row = window.book.row(table, row_id) or {}
        links = [(f.link, row.get(name)) for name, f in tables[table].fields.items() if f.link]
        found = [(to, str(there)) for to, there in links if there and to in tables.records]
        known = [one for one in found if window.tab_of(one[0])]
        if not found:
            return None
        table, row_id = (known or found)[0]
    return None
