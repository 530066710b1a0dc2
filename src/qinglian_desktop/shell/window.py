"""The window of one office: tabs at the left, one page in the middle, facts at the bottom."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules import catalog
from qinglian_desktop.shell import allowed, announcing, keys, opening
from qinglian_desktop.shell.desk_tools import LedgerMaker, commands_of, keep_file, undo_step
from qinglian_desktop.shell.header import Header
from qinglian_desktop.shell.indexing import Indexing
from qinglian_desktop.shell.navigation import Navigation
from qinglian_desktop.shell.pages import tabs_of
from qinglian_desktop.shell.preferences import SIZES, Preferences, last_backup
from qinglian_desktop.shell.status_line import ProgressStrip, StatusLine
from qinglian_desktop.shell.today_page import TodayPage
from qinglian_desktop.shell.today_tab import TodayTab
from qinglian_desktop.store.book import Book, Operator
from qinglian_desktop.ui import clipboard, cover, look
from qinglian_desktop.ui.desk import Desk
from qinglian_desktop.ui.flow import Pages
from qinglian_desktop.ui.messages import Bar, refuse
from qinglian_desktop.ui.runner import Runner

SMALLEST = QSize(1180, 640)  # effective pixels: fits 1366×768 at 100 %


class Window(QMainWindow):
    closing = Signal()
    restore_asked = Signal(object, str)  # the backup's folder, its PIN where it has its own
    new_keys_asked = Signal()
    damaged = Signal(object)  # Damaged: found by the check after the first paint

    def __init__(self, book: Book, preferences: Preferences | None = None) -> None:
        super().__init__()
        self.book, self.home = book, book.home
        self.preferences = preferences or Preferences.load(book.home)
        if not book.operator.person:  # else a PIN has told who it is
            book.operator = Operator(self.preferences.operator, self.preferences.role)
        self.runner = Runner(book, self, undo=undo_step)
        self.setWindowTitle(f"清廉村居工作台 — {book.unit.name}")
        self.tabs = {tab.page_id: tab for tab in tabs_of(street=book.unit.is_street)}
        self.pages: dict[str, QWidget] = {}
        self.laid_over: list[QWidget] = []  # pages laid over a tab: preview, import
        self._came_from: list[str] = []
        self.header = Header(book.unit.name, book.operator.name)
        self.navigation = Navigation(self.tabs.values())
        self.stack = Pages()
        self.bar, self.strip, self.status = Bar(), ProgressStrip(), StatusLine()
        self.desk = Desk(
            book=book,
            runner=self.runner,
            go=self.go,
            preview=self.preview,
            ledger=LedgerMaker(self),
            commands=commands_of,
            store_file=self.store_file,
        )
        self._lay_out()
        self._connect()
        self.today_tab = TodayTab(self)
        self.actions_by_key = keys.install(self)
        self.indexing = Indexing(self.runner, self)
        self.runner.changed.connect(partial(announcing.announce, self))
        self.go("today")
        self.say_status()

    def _lay_out(self) -> None:
        self.middle = middle = QHBoxLayout()  # what stands beside the page is added here
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(self.bar)
        right.addWidget(self.strip)
        middle.addLayout(right, 1)
        central = QWidget()
        central.setProperty("role", "page")
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(central)
        self.resize(1366, 728)
        self._fit()

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.go)
        self.header.searched.connect(self._on_searched)
        self.header.found.connect(self._on_found)
        self.header.operator_asked.connect(self.change_operator)
        self.header.cover_asked.connect(self.toggle_cover)
        self.runner.said.connect(self._on_said)
        self.runner.refused.connect(self.on_refused)
        self.runner.progress.connect(self.strip.show_progress)
        self.runner.busy.connect(self.strip.on_busy)
        self.strip.stop_asked.connect(self.runner.stop)
        cover.cover().changed.connect(self.header.say_covered)

    # -- pages ----------------------------------------------------------------------------

    @property
    def page(self) -> QWidget:
        """What is shown now."""
        shown = self.stack.currentWidget()
        assert shown is not None
        return shown

    @property
    def page_id(self) -> str:
        return next((i for i, page in self.pages.items() if page is self.page), "")

    def go(self, page_id: str, table: str = "", row_id: str = "") -> QWidget:
        """Show a tab, built when first shown; with a table, the row there.

        A page of somebody else's work is not shown: who may see it is said where one stands.
        """
        if not page_id:
            return opening.open_row(self.page, table, row_id)
        if self.stack.count() and not allowed.may(self, page_id):
            self.on_refused(allowed.refusal(self, page_id))
            return self.page
        while self.laid_over:
            self.close_over()
        before = self.page_id
        if before and before != page_id:
            self._flush(self.pages[before])
            self._came_from.append(before)
        page = self.pages.get(page_id)
        if page is None:
            page = self.pages[page_id] = self.tabs[page_id].build(self)
            self.stack.addWidget(page)
        elif before != page_id and hasattr(page, "reload"):
            page.reload()
        self.stack.setCurrentWidget(page)
        self.navigation.mark(page_id)
        if table:
            self._show_row(page, table, row_id)
        elif before != page_id:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    def _show_row(self, page: QWidget, table: str, row_id: str) -> None:
        if hasattr(page, "show_row"):
            page.show_row(table, row_id)
        elif row_id and hasattr(page, "open_record"):
            page.open_record(row_id)

    def go_back(self) -> None:
        """Alt+←: to where the clerk came from."""
        if self.laid_over:
            self.close_over()
        elif self._came_from:
            before, here = self._came_from.pop(), len(self._came_from)
            self.go(before)
            del self._came_from[here:]  # going back is not a place to go back to

    def lay_over(self, page: QWidget) -> None:
        """A page that is not a tab (print preview, import): shown until it is closed."""
        self.laid_over.append(page)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_over(self, page: QWidget | None = None) -> None:
        """Close this page, or the one laid over last; what it lay on is there again."""
        page = page or (self.laid_over[-1] if self.laid_over else None)
        if page not in self.laid_over:
            return
        self.laid_over.remove(page)
        self.stack.removeWidget(page)
        page.deleteLater()
        under = self.laid_over[-1] if self.laid_over else self._came_back()
        if under is not None:
            self.stack.setCurrentWidget(under)
            under.setFocus(Qt.FocusReason.OtherFocusReason)

    def _came_back(self) -> QWidget | None:
        return self.pages.get(self.navigation.marked)

    def tab_of(self, table: str) -> str:
        """The tab whoever sits here looks at this table on; "" where there is none."""
        found = next((t.page_id for t in self.tabs.values() if table in t.tables), "")
        return found if allowed.may(self, found) else ""

    @property
    def today(self) -> TodayPage:
        """今日, which is built with the window: what is painted first."""
        return self.today_tab.page

    # -- search, operator, cover, size ----------------------------------------------------

    def _on_searched(self, text: str) -> None:
        from qinglian_desktop.shell import search

        records = [r for r in catalog.RECORDS if self.tab_of(r.table)]
        acts = tuple(keys.acts(self))
        self.runner.read(
            lambda book: search.find(book, text, records, acts),
            partial(self.header.show_hits, text),
        )

    def _on_found(self, hit: Any) -> None:
        from qinglian_desktop.shell import search

        search.open_hit(self, hit)

    def change_operator(self) -> None:
        from qinglian_desktop.shell import seats

        seats.change(self)

    def set_operator(self, name: str, role: str) -> None:
        """Who sits at the desk from now on; goes into every change."""
        self.book.operator = Operator(name, role)
        self.keep(operator=name, role=role)
        self.header.say_operator(name)

    def toggle_cover(self) -> None:
        cover.toggle()
        self.bar.say("已遮挡。按 F9 恢复。" if cover.cover().on else "已恢复。")

    def keep(self, **changed: Any) -> None:
        """Remember a choice of this computer."""
        self.preferences = self.preferences._replace(**changed)
        self.preferences.save(self.home)

    def dress(self, *, size: str = "", theme: str = "") -> None:
        """Another type size or theme, live, and remembered."""
        self.keep(size=size or self.preferences.size, theme=theme or self.preferences.theme)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        look.apply(app, theme=self.preferences.theme, size=self.preferences.size)
        self.header.fit()
        self._fit()
        self.say_status()
        self.reload_page()

    def reload_page(self) -> None:
        """What is shown is read again, where the page can."""
        if hasattr(self.page, "reload"):
            self.page.reload()

    def step_size(self, step: int) -> None:
        """Ctrl+= and Ctrl+-: one size larger or smaller; 0 is 标准."""
        sizes = list(SIZES)
        place = sizes.index(self.preferences.size) + step if step else 0
        self.dress(size=sizes[min(max(place, 0), len(sizes) - 1)])

    # -- speaking -------------------------------------------------------------------------

    def _on_said(self, text: str) -> None:
        if text.startswith("已自动保存"):
            self.status.say_saved(text)
            return
        taken_back = text.startswith(("已撤销", "已重做", "没有可以"))
        undo = self.runner.undo if self.runner.undo_label and not taken_back else None
        self.bar.say(text, action=undo)

    def on_refused(self, refused: Refused) -> None:
        """A refusal nobody else shows: in the banner of the page that is open."""
        refuse(self.page, refused)

    def say_status(self) -> None:
        from qinglian_desktop.store import packs

        self.status.say_backup(*last_backup(*self.preferences.places(self.home)))
        self.status.say_rules(packs.named("disclosure-rules")[-1].version)
        self.status.say_size(SIZES[self.preferences.size])

    # -- keys -----------------------------------------------------------------------------

    def new_record(self) -> None:
        if hasattr(self.page, "new_record"):
            self.page.new_record()

    def print_page(self) -> None:
        if hasattr(self.page, "print_page"):
            self.page.print_page()

    def back_up_now(self) -> None:
        from qinglian_desktop.shell import backing_up

        backing_up.back_up(self)

    # -- papers, sheets, files ------------------------------------------------------------

    def preview(self, pdf: Path | bytes, title: str, facts: Any = None) -> None:
        from qinglian_desktop.shell.print_preview import PrintPreview

        page = PrintPreview(self, pdf, title, facts)
        # What it printed may end while another page lies on it.
        page.closed.connect(partial(self.close_over, page))
        self.lay_over(page)

    def import_sheet(self, record: Any) -> None:
        from qinglian_desktop.shell import sheet_import

        sheet_import.open_it(self, record)

    def export_sheet(self, query: Any) -> None:
        from qinglian_desktop.shell import sheet_export

        sheet_export.export(self, query)

    def print_list(self, query: Any) -> None:
        from qinglian_desktop.shell import list_paper

        list_paper.print_list(self, query)

    def store_file(self, path: Path) -> str:
        return keep_file(self.book, path)

    # -- opening and closing --------------------------------------------------------------

    def check_quietly(self) -> None:
        """Is the whole file sound? Asked beside the window once the first page stands."""
        from qinglian_desktop.shell import at_rest

        at_rest.begin(self)
        self.runner.read(_damage_of, self._on_checked)
        self.indexing.wait()

    def _on_checked(self, found: Damaged | None) -> None:
        if found is not None:
            self.damaged.emit(found)
            return
        self.book.sound = True
        self.today_tab.make_rounds()

    def come_forward(self) -> None:
        """A second start knocked."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.bar.say("程序已在运行。")

    def _flush(self, page: QWidget) -> None:
        if hasattr(page, "flush"):
            page.flush()

    def closeEvent(self, event: QCloseEvent) -> None:
        for page in (*self.pages.values(), self.page):  # what lies over them, too
            self._flush(page)
        self.indexing.stop()
        self.runner.close()
        self.closing.emit()
        clipboard.leave_plain()
        self.book.close()
        super().closeEvent(event)

    def _fit(self) -> None:
        screen = QGuiApplication.primaryScreen().availableSize()
        self.setMinimumSize(SMALLEST.boundedTo(screen))
        self.navigation.fit(self.width())
        self.header.setMinimumHeight(look.metrics().toolbar)
        self.status.setFixedHeight(look.metrics().status + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.fit(self.width())
        self.header.close_results()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "navigation"):
            QTimer.singleShot(0, self, self._fit)


def _damage_of(book: Book) -> Damaged | None:
    try:
        book.quick_check()
    except Damaged as damaged:
        return damaged
    return None
