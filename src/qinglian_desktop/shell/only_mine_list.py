"""只看我的 over a list: a condition on the column of whoever sees to a row."""

from PySide6.QtCore import QObject

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.core.pick import Pick
from qinglian_desktop.shell import only_mine
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui.ledger_page import LedgerPage
from qinglian_desktop.ui.runner import Runner


class OnlyMine(QObject):
    """The box in the head of the page; what is counted and printed follows the condition."""

    def __init__(self, page: LedgerPage, book: Book, runner: Runner, field: str) -> None:
        super().__init__(page)
        self._page, self._book, self._field, self._me = page, book, field, ""
        self.box = only_mine.box()
        page.head.put(self.box)
        self._recall()
        self.box.toggled.connect(self._on_toggled)
        page.filters.changed.connect(self._on_filters)
        runner.changed.connect(self._on_changed)

    def _recall(self) -> None:
        """As it was left by whoever sits here now; a condition of another hand stays."""
        self._me = self._book.operator.name
        was, on = self.box.isChecked(), only_mine.is_on(self._book, self._page.page_id)
        self._put(on)
        if on or was:
            self._page.filters.pick(self._field, self._wanted() if on else None)

    def _put(self, on: bool) -> None:
        self.box.blockSignals(True)
        self.box.setChecked(on)
        self.box.blockSignals(False)

    def _wanted(self) -> Pick:
        """The values that name me, and the blank."""
        named = Query(self._page.record_type.table, (Where(self._field, "filled"),))
        told = {str(value) for _, value in self._book.filled(named, self._field)}
        mine = sorted(value for value in told if only_mine.is_mine(value, self._me))
        return Pick(self._field, "in", [*mine, None])

    def _on_toggled(self, on: bool) -> None:
        only_mine.turn(self._book, self._page.page_id, on)
        self._page.filters.pick(self._field, self._wanted() if on else None)

    def _on_filters(self) -> None:
        """The condition was taken away or changed by another hand: the box says so."""
        if self._me != self._book.operator.name:
            self._recall()  # what the one before had ticked is not taken away from this one
        elif self.box.isChecked() and self._page.filters.picks.get(self._field) != self._wanted():
            self._put(False)
            only_mine.turn(self._book, self._page.page_id, False)

    def _on_changed(self, changes: Changes, _initiator: object) -> None:
        """Somebody else sits here, or a name was written that was not there before."""
        if self._me != self._book.operator.name:
            self._recall()
        elif self.box.isChecked() and changes.touches(self._page.record_type.table):
            wanted = self._wanted()
            if self._page.filters.picks.get(self._field) != wanted:
                self._page.filters.pick(self._field, wanted)
