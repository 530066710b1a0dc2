"""What of the surveys is due: one a year."""

from datetime import date

from qinglian_desktop.core.module import Due
from qinglian_desktop.modules import cycles
from qinglian_desktop.store.book import Book


def due(book: Book, day: date) -> list[Due]:
    return [] if book.unit.is_street else [*cycles.due(book, "survey", day)]
