"""Which pages has whoever sits here? A department of the street has those of its work, no more.

What the navigation does not show is not reached by another road either: no search, no command,
no line of 今日 and no list of rows leads there.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qinglian_desktop.core import access
from qinglian_desktop.core.module import Due
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.store import roles

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

HOME = "today"  # everybody has it


def may(window: "Window", page_id: str) -> bool:
    return page_id == HOME or page_id in _pages(window)


def shown(window: "Window") -> tuple[str, ...]:
    """The pages of whoever sits here, in the order of the navigation."""
    return tuple(page_id for page_id in window.tabs if may(window, page_id))


def _pages(window: "Window") -> Iterable[str]:
    operator = window.book.operator
    # Where nobody is told apart by a PIN, a typed role hides nothing.
    mine = roles.pages(window.book, operator.role) if operator.person else ()
    return mine or window.tabs


def refusal(window: "Window", page_id: str) -> Refused:
    """Whose page it is, and how they get at it from here."""
    book, tab = window.book, window.tabs[page_id]
    theirs = [
        role
        for role in roles.offered(book)
        if role not in access.EVERYWHERE and page_id in (roles.pages(book, role) or window.tabs)
    ]
    return _looked_at_by(tab.label, theirs)


def ledger_refusal(window: "Window", what: str, table: str) -> Refused:
    """The same of what shows the rows of one ledger."""
    return _looked_at_by(what, roles.seeing(window.book, table))


def _looked_at_by(what: str, theirs: Iterable[str]) -> Refused:
    return Refused(
        f"〔{what}〕由{'、'.join(theirs)}查看",
        "要看请点右上角的名字，换他们来坐下",
        code="QL-SE-160",
    )


def hidden(window: "Window") -> frozenset[str]:
    """The tables that are looked at on pages somebody else has, or are another's by the pack."""
    tabs = window.tabs.values()
    seen = {table for tab in tabs if may(window, tab.page_id) for table in tab.tables}
    others = frozenset(table for tab in tabs for table in tab.tables) - seen
    return others | roles.hidden(window.book)


def due(window: "Window", found: list[Due]) -> list[Due]:
    """What is due on the pages somebody has; what no page counts is everybody's."""
    tabs = window.tabs.values()
    others = {name for tab in tabs if not may(window, tab.page_id) for name in tab.modules}
    return [one for one in found if one.module not in others]


def adopt(window: "Window") -> None:
    """Somebody else sits here: the navigation, 今日 and the page that is open follow."""
    window.navigation.offer(shown(window))
    beneath = window.page_id or window.navigation.marked
    if beneath and not may(window, beneath):
        window.go(HOME)
    window.today.pass_on()
