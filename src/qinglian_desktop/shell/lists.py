"""What do the keys and Ctrl+K do with the list that is shown, whichever page it stands on?"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.ui.ledger_page import LedgerPage


def shown(window: "Window") -> "LedgerPage | None":
    from qinglian_desktop.ui.ledger_page import LedgerPage

    pages = [window.page] if isinstance(window.page, LedgerPage) else []
    pages += window.page.findChildren(LedgerPage)
    return next((page for page in pages if page.isVisible()), None)


def toggle_marks(window: "Window") -> None:
    """Ctrl+Shift+L: the arrows in the headings."""
    if (page := shown(window)) is not None:
        page.tools.toggle_marks()


def choose_columns(window: "Window") -> None:
    if (page := shown(window)) is not None:
        page.tools.choose_columns()


def bulk_edit(window: "Window") -> None:
    if (page := shown(window)) is not None:
        page.tools.many.edit()
