"""只看我的: what is to be done, without what stands in somebody else's name.

What names nobody stays: nobody else would see to it. Kept as a setting of this computer, for
each page and for the person at the desk.
"""

import re
from collections.abc import Iterable

from PySide6.QtWidgets import QCheckBox

from qinglian_desktop.core.module import Due
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look

_BETWEEN = re.compile(r"[、，,；;/\s]+")


def is_mine(who: str | None, me: str) -> bool:
    """Is it in my name, alone or beside others, or in nobody's?"""
    names = {name for name in _BETWEEN.split(who or "") if name}
    return not names or me in names


def parted(book: Book, found: Iterable[Due]) -> tuple[list[Due], int]:
    """Of what is due that which is mine, and how many lines are somebody else's."""
    me, listed = book.operator.name, list(found)
    mine = [due for due in listed if is_mine(due.who, me)]
    return mine, len(listed) - len(mine)


def is_on(book: Book, page: str) -> bool:
    return bool(book.setting(_name(book, page), False))


def turn(book: Book, page: str, on: bool) -> None:
    """A look of the page, no work of the day: where nothing can be written it is not kept."""
    if book.writable and on != is_on(book, page):
        book.put_setting(_name(book, page), on)


def _name(book: Book, page: str) -> str:
    return f"only_mine/{page}/{book.operator.name}"


def box() -> QCheckBox:
    made = QCheckBox("只看我的")
    hint = "写着别人名字的不列，没写谁的都列"
    made.setToolTip(hint)
    look.named(made, "只看我的", hint)
    return made
