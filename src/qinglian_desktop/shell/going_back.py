"""What every ledger offers to look back with: 更多 in its head, the table's menu, Ctrl+H."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import naming
from qinglian_desktop.modules.decisions.records import Matter
from qinglian_desktop.modules.tasks.records import Task
from qinglian_desktop.shell import acts, announcing, desk_tools, why_day
from qinglian_desktop.ui import cover, look
from qinglian_desktop.ui.messages import push_button

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.ui.cell_history import CellHistory
    from qinglian_desktop.ui.ledger_page import LedgerPage

CELL = "这一格的经过"
_KEY = "Ctrl+H"
# What else there is for tasks; Ctrl+K finds it by the same words.
_OF_TASKS = ("周期任务", "清单模板", "照片归位", "工作简报", "减负账本", "交接")


def offer(window: "Window", page: "LedgerPage") -> None:
    """Gives a ledger its ways back."""
    more = push_button("更多", icon="more")
    look.named(more, "更多", "某日状态、回收站、撤销中心")
    menu = QMenu(more)
    menu.addAction("某日状态", partial(_as_of, window, page))
    menu.addAction("回收站", partial(_bin, window, page))
    menu.addAction("撤销中心", partial(_centre, window))
    if page.record_type is Matter:
        menu.addAction("决议关联", partial(acts.do, window, "决议关联"))
    if page.record_type is Task:
        menu.addSeparator()
        menu.addAction("粘贴成单", partial(_paste, window))
        for word in _OF_TASKS:
            menu.addAction(word, partial(acts.do, window, word))
    more.setMenu(menu)
    page.head.put(more, last=True)
    page.view_batch = page.batch.look = partial(announcing.show, window)
    page.table.more_acts = ((f"{CELL}\t{_KEY}", partial(of_cell, window, page)),)
    why_day.offer(window, page)
    key = QShortcut(QKeySequence(_KEY), page)
    key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    key.activated.connect(partial(_of_what_has_the_focus, window, page))
    for name, label in page.drawer.form.labels.items():
        label.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        label.setToolTip(f"右键或 {_KEY}：{CELL}")
        label.customContextMenuRequested.connect(partial(_pop_up, window, page, name))


def _as_of(window: "Window", page: "LedgerPage") -> None:
    from qinglian_desktop.shell.as_of_page import open_it

    open_it(window, page)


def _bin(window: "Window", page: "LedgerPage") -> None:
    from qinglian_desktop.shell import recycle_bin

    recycle_bin.open_it(window, page.record_type.table)


def _paste(window: "Window") -> None:
    from qinglian_desktop.shell import pasting

    pasting.open_it(window)


def _centre(window: "Window") -> None:
    from qinglian_desktop.shell import undo_centre

    undo_centre.open_it(window)


# -- one cell --------------------------------------------------------------------------------


def _pop_up(window: "Window", page: "LedgerPage", name: str, place: QPoint) -> None:
    label = page.drawer.form.labels[name]
    menu = QMenu(label)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(CELL, partial(show, window, page, page.drawer.row_id, name))
    if name in page.record_type.deadlines:
        menu.addAction(why_day.WORD, partial(why_day.of_drawer, window, page, name))
    menu.popup(label.mapToGlobal(place))


def of_cell(window: "Window", page: "LedgerPage") -> None:
    """Of the cell of the list that has the frame."""
    index = page.table.currentIndex()
    records = page.table.records
    if index.isValid() and index.row() < len(records.ids):  # not the blank line below the last
        show(window, page, records.ids[index.row()], records.columns[index.column()])


def _of_what_has_the_focus(window: "Window", page: "LedgerPage") -> None:
    focus = QApplication.focusWidget()
    for name, editor in page.drawer.form.editors.items():
        if focus is not None and (focus is editor or editor.isAncestorOf(focus)):
            page.save_waiting()
            show(window, page, page.drawer.row_id, name)
            return
    of_cell(window, page)


def show(window: "Window", page: "LedgerPage", row_id: str, name: str) -> "CellHistory | None":
    """The values this field had; None where there is no such record or field."""
    from qinglian_desktop.ui.cell_history import CellHistory, values_of

    record = page.record_type
    row = window.book.row(record.table, row_id) if row_id else None
    if row is None or name not in record.fields:
        return None
    field, values = record.fields[name], values_of(name, window.book.history(record.table, row_id))
    stored = {str(v) for one in values for v in (one.before, one.after) if v}
    named = _names(window, field.link, stored) if field.link else {}
    hidden = cover.cover().on and any(cover.hides(record.fields[n]) for n in record.named_by)
    called = cover.STARS if hidden else naming(record, row)
    dialog = CellHistory(field, called, values, page, shown=named)
    dialog.wanted.connect(partial(_restore, window, page, dialog, row_id, name))
    dialog.open()
    return dialog


def _names(window: "Window", table: str, ids: set[str]) -> Mapping[str, str]:
    from qinglian_desktop.ui.link_editor import name_of

    found = window.book.page(table, sorted(ids))
    return {str(row["id"]): name_of(window.book, table, row) for row in found}


def _restore(
    window: "Window", page: "LedgerPage", dialog: "CellHistory", row_id: str, name: str, stored: Any
) -> None:
    """One ordinary change, by the rules of the subject."""
    table, field = page.record_type.table, page.record_type.fields[name]

    def refused(trouble: Refused) -> None:
        dialog.banner.say(trouble)

    changes = window.runner.act(
        desk_tools.save, table, row_id, {name: stored}, on_refused=refused,
        say=f"〔{field.label}〕已恢复。",
    )  # fmt: skip
    if changes is not None:
        dialog.accept()
