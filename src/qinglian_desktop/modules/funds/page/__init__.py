"""The pages of the books for the tab 三资: the ledgers, and what keeps watch over the money."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Record, defaults
from qinglian_desktop.modules.funds.page.beside_entry import put_under
from qinglian_desktop.modules.funds.page.books import book_sections, setting_up
from qinglian_desktop.modules.funds.page.control import control_sections
from qinglian_desktop.modules.funds.page.reports import reports
from qinglian_desktop.modules.funds.page.review_bar import put_above
from qinglian_desktop.modules.funds.page.sheets import balance_sheets
from qinglian_desktop.modules.funds.page.slips import sections as beside
from qinglian_desktop.modules.funds.page.two_sides import put_two_sides
from qinglian_desktop.modules.funds.records import (
    COMMITTEE,
    SPENDING,
    Entry,
    Grant,
)
from qinglian_desktop.ui import look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.sections import Section

_COLUMNS = (
    "day", "direction", "summary", "amount_fen", "counterparty", "book", "voucher_no", "channel",
)  # fmt: skip

__all__ = ["entries", "sections", "setting_up", "watching"]
# Written by the acts that ask for a second person, make pairs or reverse.
_BY_PROGRAM = ("reviewer",)


def sections(desk: Desk) -> tuple[Section, ...]:
    """记账: what is written into the books, and what comes out of them."""

    def section(record: type[Record], word: str) -> Section:
        return record.table, word, partial(desk.ledger, record, title=word)

    return (
        (Entry.table, "收支登记", partial(entries, desk)),
        *book_sections(desk),
        reports(desk),
        section(Grant, "专项资金"),
        balance_sheets(desk),
    )


def watching(desk: Desk) -> tuple[Section, ...]:
    """收付: approval, budget, bank, receipts, invoices, and what to look at again."""
    return (*control_sections(desk), *beside(desk))


def entries(desk: Desk) -> LedgerPage:
    page = desk.ledger(Entry, title="收支登记", columns=_COLUMNS, page_type=EntryLedger)
    number = page.drawer.form.editors["voucher_no"].input
    assert isinstance(number, QLineEdit)
    number.setPlaceholderText("不填就自动编号，例：0012")
    page.head.add.setText("登记收支")
    look.named(page.head.add, "登记收支", "登记一笔收支（Ctrl+N）")
    for name in _BY_PROGRAM:
        page.drawer.form.editors[name].set_read_only(True)
    put_above(page, desk.book, desk.runner)
    put_under(page, desk)
    put_two_sides(page, desk)
    return page


class EntryLedger(LedgerPage):
    """A new entry begins with today and 支出, in the book of the one before: four fields remain."""

    def new_record(self) -> None:
        super().new_record()
        form = self.drawer.form
        if self.drawer.isHidden() or self.drawer.row_id:
            return
        newest = self._reader.ids(Query(Entry.table, order=(("created_at", True),), limit=1))
        rows = self._reader.page(Entry.table, newest) if newest else ()
        account = (rows[0]["book"] if rows else None) or COMMITTEE
        started = {"book": account, "day": clock.today().isoformat(), "direction": SPENDING}
        form.set_row({**defaults(Entry), **started})
        form.editors["summary"].setFocus(Qt.FocusReason.OtherFocusReason)
