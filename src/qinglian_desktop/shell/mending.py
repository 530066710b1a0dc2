"""To a row the street sent back: opened at the field it speaks of, the reason over it."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from qinglian_desktop.core.days import paper_day
from qinglian_desktop.core.kinds import DAY
from qinglian_desktop.core.module import Due
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Owner

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qinglian_desktop.modules.directives.reads import SentBack
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.ui.ledger_page import LedgerPage


def follow(window: "Window", page: "LedgerPage") -> None:
    """A row's form at a unit says whether the street has it as it is now, or sent it back."""
    if window.book.unit.is_street or page.record_type.owner in (Owner.STREET, Owner.LOCAL):
        return
    page.drawer.sent = partial(_sent, window, page.record_type.table)


def _sent(window: "Window", table: str, row_id: str) -> tuple[str, str] | None:
    if not window.book.any_of("receipt", "review"):
        return None
    from qinglian_desktop.modules.directives import reads

    if any((one.table, one.row_id) == (table, row_id) for one in reads.sent_back(window.book)):
        return "街道退回", "warning"
    taken = reads.accepted(window.book, table, row_id)
    if taken is None:
        return None
    return f"街道已收 {paper_day(DAY.load(taken['received_at'][:10]))}", "success"


def open_due(window: "Window", due: Due) -> bool:
    """A line of 今日 that leads to more than a page; False where the usual way will do."""
    if due.table == "offered_pack":
        from qinglian_desktop.shell import rule_packs_page

        rule_packs_page.review_offered(window, due.row_id)
        return True
    if due.act != "去改":
        return False
    from qinglian_desktop.modules.directives import reads

    for one in reads.sent_back(window.book):
        if (one.table, one.row_id) == (due.table, due.row_id):
            return mend(window, one)
    return False


def from_page(page: "QWidget", one: "SentBack") -> None:
    """The same from a page of the window."""
    from qinglian_desktop.shell.window import Window

    window = page.window()
    assert isinstance(window, Window)
    mend(window, one)


def mend(window: "Window", one: "SentBack") -> bool:
    """The row in its form, the field with the keys, and what the street said."""
    from qinglian_desktop.shell.opening import open_row

    open_row(window.page, one.table, one.row_id)
    page: Any = window.page
    while hasattr(page, "current") and not hasattr(page, "drawer"):
        page = page.current
    drawer = getattr(page, "drawer", None)
    if drawer is None or drawer.isHidden():
        return True
    drawer.banner.say(Refused(f"街道退回：{one.reason}", "改好自动保存，随下次报送再交"))
    editor = drawer.form.editors.get(one.field)
    if editor is not None:
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
    return True
