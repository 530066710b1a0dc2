"""Which book? A small box that more than one page of the books has."""

from typing import Any

from qinglian_desktop.modules.funds.reads import called
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE
from qinglian_desktop.ui.choice_box import ChoiceBox


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
