"""How does 今日 hang together with the window? What it asks, where it leads, its numbers."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due, Query
from qinglian_desktop.modules import catalog
from qinglian_desktop.shell import allowed, beginnings, copies_due
from qinglian_desktop.shell.today_page import TodayPage
from qinglian_desktop.shell.today_row import DueRow
from qinglian_desktop.store.book import Book

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def ask_due(book: Book, day: date) -> list[Due]:
    """Everything due in this office; a street also asks for its units."""
    found = [*copies_due.due(book.home, day), *catalog.due_today(book, day)]
    if book.unit.is_street:
        from qinglian_desktop.modules.street import actions as street

        found = sorted([*found, *street.due(book, day)], key=lambda due: due.due_on)
    return found


class TodayTab:
    def __init__(self, window: "Window") -> None:
        self._window = window
        self._offered: list[str] = []
        self.page = TodayPage(window.runner, ask_due, partial(allowed.due, window))
        self.page.opened.connect(self.on_due)
        self.page.why_asked.connect(self._on_why)
        self.page.menu_asked.connect(self._on_menu)
        self.page.print_asked.connect(self._on_print)
        self.page.year.clicked.connect(self._on_year)
        self.page.counted.connect(self._on_counted)
        self._made_for: date | None = None
        self._closed = False
        window.closing.connect(self._on_closing)
        self.page.settled.connect(self.make_rounds)
        self.page.settled.connect(self._begin_reminding)
        self._on_counted(self.page.counts)

    def on_due(self, due: Due) -> None:
        """去办理: the tab and the row that the line speaks of."""
        window = self._window
        if due.module == "directives":
            from qinglian_desktop.shell import mending

            if mending.open_due(window, due):
                return
        if due.module == "handover":
            from qinglian_desktop.shell import handover_page

            handover_page.open_it(window)
            return
        if due.module == "evaluation" and window.book.unit.is_street:
            from qinglian_desktop.shell import marking_page

            marking_page.open_it(window)
            return
        page_id = window.tab_of(due.table) or due.module
        page_id = "board" if page_id == "street" else page_id
        window.go(page_id if page_id in window.tabs else "today", due.table, due.row_id)

    def _on_menu(self, row: DueRow, place: QPoint) -> None:
        from qinglian_desktop.shell import today_menu

        today_menu.show(self._window, row, place)

    def _on_print(self) -> None:
        from qinglian_desktop.shell import today_paper

        today_paper.show(self._window)

    def _on_year(self) -> None:
        from qinglian_desktop.shell.year import page

        page.open_it(self._window)

    def _on_why(self, due: Due) -> None:
        from qinglian_desktop.shell import why_day

        why_day.of_due(self._window, due)

    def _on_closing(self) -> None:
        self._closed = True

    def _begin_reminding(self) -> None:
        if not self._closed:
            from qinglian_desktop.shell import reminding

            reminding.begin(self._window)

    def make_rounds(self) -> None:
        """Once a day: tasks that come back are made before anybody looks for them."""
        if self._closed or self._made_for == clock.today():
            return
        if not self._window.book.sound:
            return  # the file is still read through; nothing is written before
        if self._made_for is None:
            from qinglian_desktop.shell import new_schedule

            new_schedule.look_quietly(self._window)
        self._made_for = clock.today()
        if self._window.book.count(Query("routine", limit=1)):
            from qinglian_desktop.shell import routines_page

            routines_page.make_due(self._window)

    def _on_counted(self, counts: dict[str, int]) -> None:
        for tab in self._window.tabs.values():
            due = sum(counts.get(module, 0) for module in tab.modules)
            self._window.navigation.set_due(tab.page_id, due)
        self.offer_beginnings()
        if self._made_for is not None:  # the window stands; another day may have begun
            self.make_rounds()

    # -- an office that has just begun ----------------------------------------------------

    def offer_beginnings(self) -> None:
        """The buttons that fill an empty office; gone when what they fill is there."""
        wanted = beginnings.wanted(self._window.book)
        words = [word for word, _, _ in wanted]
        if words == self._offered:
            return
        self._offered = words
        self.page.withdraw_offers()
        for word, hint, action in wanted:
            self.page.offer(word, partial(self._begin, action), hint)

    def _begin(self, action: Any, _checked: bool = False) -> None:
        window = self._window
        changes = window.runner.act(action, clock.today().year)
        if changes is not None:
            window.bar.say(f"{changes.label}：{changes.result} 条。", action=window.runner.undo)
            self.offer_beginnings()
