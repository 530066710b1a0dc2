"""Where is 为什么是这天 asked? F7, the menu of a list, a link beside the date, Ctrl+K, 今日."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from qinglian_desktop.core.module import Due
from qinglian_desktop.core.record import Record
from qinglian_desktop.ui.messages import push_button

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.ui.ledger_page import LedgerPage

WORD, KEY = "为什么是这天", "F7"
ASKED = "deadline_row"  # of a page that is no ledger: (table, row id) of what is chosen there
NO_DAY = "先选中一个期限的日期，再按 F7。"


def open_it(window: "Window") -> None:
    """F7: of what has the focus, or holds it; from Ctrl+K: of what the page shows."""
    focus, page = QApplication.focusWidget(), window.page
    place: QWidget | None = focus if focus is not None and page.isAncestorOf(focus) else None
    while place is not None and place is not page and not _answers(place):
        place = place.parentWidget()
    if place is None or not _answers(place):
        shown = (part for part in page.findChildren(QWidget) if part.isVisible())
        place = page if _answers(page) else next(filter(_answers, shown), page)
    _ask(window, place)


def _answers(place: QWidget) -> bool:
    """Is it a line of 今日, a ledger, or a page that knows which row is meant?"""
    due = isinstance(getattr(place, "due", None), Due)
    return due or hasattr(place, ASKED) or _is_ledger(place)


def _is_ledger(place: object) -> bool:
    return hasattr(place, "record_type") and hasattr(place, "drawer")


def _ask(window: "Window", place: QWidget) -> None:
    due = getattr(place, "due", None)
    if isinstance(due, Due):
        of_due(window, due)
    elif hasattr(place, ASKED):
        if not show_row(window, *getattr(place, ASKED)()):
            window.bar.say(NO_DAY)
    elif found := asked_of(place):
        show(window, *found)
    else:
        window.bar.say(NO_DAY)


def show(window: "Window", record: type[Record], row: Mapping[str, Any], name: str) -> None:
    """Lays the page over for this date of this row."""
    from qinglian_desktop.shell.why_page import WhyPage

    page = WhyPage(window.book.calendar(), record, row, name)
    page.closed.connect(window.close_over)
    window.lay_over(page)


def show_row(window: "Window", table: str, row_id: str, name: str = "") -> bool:
    """The same for a row known by its id; False where it has no such date."""
    if not table or not row_id:
        return False
    record, row = window.book.tables[table], window.book.row(table, row_id)
    names = [name] if name else [n for n in record.deadlines if row and row.get(n)]
    if row is None or not names or not row.get(names[0]):
        return False
    show(window, record, row, names[0])
    return True


def of_due(window: "Window", due: "Due") -> None:
    """From a line of 今日."""
    if not show_row(window, due.dated or due.table, due.dated_id or due.row_id):
        window.bar.say(f"{due.why}。" if due.why else NO_DAY)


def offer(window: "Window", page: "LedgerPage") -> None:
    """Gives a ledger with deadlines its ways to ask."""
    if not page.record_type.deadlines:
        return
    page.table.more_acts = (*page.table.more_acts, (f"{WORD}\t{KEY}", partial(_ask, window, page)))
    for name in page.record_type.deadlines:
        editor = page.drawer.form.editors.get(name)
        if editor is not None:
            link = push_button(WORD, "link")
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F7 does it from the field itself
            link.setToolTip(f"从哪天起算、按哪一条、怎么数的（{KEY}）")
            link.clicked.connect(partial(of_drawer, window, page, name))
            editor.put_under(link)


def of_drawer(window: "Window", page: "LedgerPage", name: str, _checked: bool = False) -> None:
    """Of the date in the form, as it is saved."""
    page.save_waiting()
    if not show_row(window, page.record_type.table, page.drawer.row_id, name):
        page.drawer.banner.say("这一格还没有填日期。")


def asked_of(page: Any) -> tuple[type[Record], Mapping[str, Any], str] | None:
    """The date meant on a ledger: the field with the focus, the cell, else the row's only date."""
    if not _is_ledger(page) or not page.record_type.deadlines:
        return None
    record = page.record_type
    focus, form = QApplication.focusWidget(), page.drawer.form
    inside = focus is not None and page.drawer.isAncestorOf(focus)
    for name in record.deadlines:
        editor = form.editors.get(name)
        if inside and editor is not None and (focus is editor or editor.isAncestorOf(focus)):
            page.save_waiting()
            return _dated(record, page.drawer.row, name)
    row_id, index = page.table.current_id(), page.table.currentIndex()
    row = page.table.records.row(index.row()) if row_id else {}
    columns = page.table.records.columns
    chosen = columns[index.column()] if index.isValid() and index.column() < len(columns) else ""
    if chosen not in record.deadlines:
        chosen = next(iter(record.deadlines)) if len(record.deadlines) == 1 else ""
    return _dated(record, row, chosen)


def _dated(
    record: type[Record], row: Mapping[str, Any], name: str
) -> tuple[type[Record], Mapping[str, Any], str] | None:
    return (record, row, name) if name and row.get(name) else None
