"""Which book? A small box that more than one page of the books has."""

from typing import Any

from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE, COMMITTEE
from qinglian_desktop.ui.choice_box import ChoiceBox


def called(book: Any, account: str) -> str:
    """How a book is called in this office: 居委会 or 村委会, and the collective."""
    return str(book.word("committee_short")) if account == COMMITTEE else account


class BookBox(ChoiceBox):
    """The two books by the names they have here; begins with the collective's."""

    def __init__(self, book: Any, name: str = "哪一本账") -> None:
        super().__init__(name)
        for account in BOOKS:
            self.addItem(f"{called(book, account)}账", account)
        self.setCurrentIndex(BOOKS.index(COLLECTIVE))

    @property
    def account(self) -> str:
        return str(self.currentData())

    def show_account(self, account: str) -> None:
        self.setCurrentIndex(BOOKS.index(account))
