"""年度存档: the closed years, any list of them as it stood, and a year that is over is closed."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout
from shiboken6 import isValid

from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Record
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import allowed
from qinglian_desktop.store import archives, recycling
from qinglian_desktop.store.archives import Archive
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look
from qinglian_desktop.ui.empty import EmptyCard
from qinglian_desktop.ui.messages import ask, push_button
from qinglian_desktop.ui.over_page import OverPage
from qinglian_desktop.ui.page import enter_at
from qinglian_desktop.ui.table import RecordTable

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def open_it(window: "Window", year: int = 0, table: str = "", search: str = "") -> "ArchivePage":
    """The latest closed year, or this one; with a table its list, filtered."""
    page = ArchivePage(window, year, table, search)
    page.closed.connect(window.close_over)
    window.lay_over(page)
    return page


class ArchivePage(OverPage):
    def __init__(self, window: "Window", year: int, table: str, search: str) -> None:
        super().__init__("archives", "年度存档")
        self._window = window
        self.found = archives.listed(window.home)
        self.archive = next(
            (a for a in self.found if a.year == year), self.found[0] if self.found else None
        )
        kinds = self._seen()
        self.record: type[Record] = next((r for r in kinds if r.table == table), kinds[0])
        self._then: Book | None = None  # the archive that is looked into
        self.years, self.kinds = push_button("", icon="filter"), push_button("", icon="filter")
        for button in (self.years, self.kinds):
            button.setMenu(QMenu(button))
        self.search = QLineEdit(search)
        self.search.setPlaceholderText("在存档里找")
        self.search.setFixedWidth(look.metrics().px(240))
        look.named(self.search, "在存档里找")
        self.check, self.close_year = push_button("核对"), push_button("", "primary")
        self.said, self.footer = look.label("", "group"), look.label("", "hint")
        self.empty = EmptyCard("", "clock")
        self.stack = QStackedWidget()
        self.table: RecordTable | None = None
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self._ask())
        self.check.clicked.connect(self.on_check)
        self.close_year.clicked.connect(self.on_close_year)
        window.closing.connect(self._let_go)
        self.closed.connect(self._let_go)
        self._offer()
        self._look_into()

    def _lay_out(self) -> None:
        for button in (self.check, self.close_year):
            self.head.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.years, self.kinds, self.search):
            row.addWidget(part)
        row.addStretch(1)
        frame = QFrame()
        frame.setProperty("role", "past")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 8)
        inside.setSpacing(8)
        inside.addWidget(self.said)
        inside.addWidget(self.stack)
        inside.addWidget(self.footer)
        inside.setStretch(1, 1)
        self.stack.addWidget(self.empty)
        self.column.addLayout(row)
        self.column.addWidget(frame, 1)
        enter_at(self, self.years)

    # -- which year, which list -----------------------------------------------------------

    def _seen(self) -> list[type[Record]]:
        hidden = allowed.hidden(self._window)
        return [r for r in recycling.kinds(self._window.book) if r.table not in hidden]

    def _offer(self) -> None:
        """The menus, and the year that can be closed now."""
        over = clock.today().year - 1
        done = any(archive.year == over for archive in self.found)
        self.close_year.setText(f"把 {over} 年存档")
        self.close_year.setAccessibleName(self.close_year.text())
        self.close_year.setVisible(not done and self._window.book.writable)
        self.check.setVisible(self.archive is not None)
        self.years.setVisible(len(self.found) > 1)
        menus: list[tuple[Any, list[tuple[str, Callable[[], object]]]]] = [
            (self.years, [(a.name, partial(self._on_year, a)) for a in self.found]),
            (self.kinds, [(r.label, partial(self._on_kind, r)) for r in self._seen()]),
        ]  # fmt: skip
        for button, lines in menus:
            button.menu().clear()
            for word, act in lines:
                action = QAction(word, button.menu())
                action.triggered.connect(partial(_ignoring, act))
                button.menu().addAction(action)

    def _on_year(self, archive: Archive) -> None:
        self.archive = archive
        self._look_into()

    def _on_kind(self, record: type[Record]) -> None:
        self.record = record
        self._show()

    def _let_go(self, *_: object) -> None:
        if self._then is not None:
            self._then.close()
            self._then = None

    # -- showing --------------------------------------------------------------------------

    def _look_into(self) -> None:
        """The archive is made ready beside the window (it may be an older program's)."""
        self._let_go()
        self._show()
        if self.archive is None:
            return
        archive = self.archive

        def ready(book: Book) -> Refused | None:
            try:
                archives.look_into(book, archive, RECORDS).close()
            except Refused as refused:
                return refused
            return None

        self._window.runner.read(ready, partial(self._on_ready, archive))

    def _on_ready(self, archive: Archive, refused: Refused | None) -> None:
        if not isValid(self) or archive is not self.archive:
            return
        if refused is not None:
            self.banner.say(refused)
            return
        self._then = archives.look_into(self._window.book, archive, RECORDS)
        self._show()

    def _show(self) -> None:
        if self.table is not None:
            self.stack.removeWidget(self.table)
            self.table.deleteLater()
            self.table = None
        self.years.setText(self.archive.name if self.archive else "")
        self.kinds.setText(f"列表：{self.record.label}")
        for button in (self.years, self.kinds):
            button.setAccessibleName(button.text())
        if self._then is None or self.archive is None:
            self._say_nothing(
                "正在打开存档…" if self.archive else "还没有存过档。一年过完，按右上角存档。"
            )
            return
        self.said.setText(
            f"这是 {self.archive.year} 年存档，{self.archive.copy.day} 存的样子，只能看。"
        )
        self.table = RecordTable(self.record, reader=self._then, lane=self._lane)
        self.table.beside = True
        self.table.summed, self.table.split_by = self.record.adds_up, self.record.sides
        self.table.footer_changed.connect(self._on_footer)
        self.stack.addWidget(self.table)
        self.stack.setCurrentWidget(self.table)
        enter_at(self, self.table)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask()

    def _ask(self) -> None:
        if self.table is not None:
            self.table.ask(Query(self.record.table, search=self.search.text().strip()))

    def _lane(self, question: Callable[[Any], Any], on_done: Callable[[Any], None]) -> None:
        archive = self.archive

        def asked(book: Book) -> Any:
            assert archive is not None
            with archives.opened(book, archive, RECORDS) as then:
                return question(then)

        self._window.runner.read(asked, on_done)

    def _on_footer(self, text: str) -> None:
        self.footer.setText(text)

    def _say_nothing(self, words: str) -> None:
        self.said.setText("")
        self.footer.setText("")
        self.empty.text.setText(words)
        self.stack.setCurrentWidget(self.empty)

    # -- acts -----------------------------------------------------------------------------

    def on_check(self) -> None:
        archive = self.archive
        if archive is not None:
            self._window.runner.read(
                lambda book: archives.check(book, archive), partial(self._on_checked, archive)
            )

    def _on_checked(self, archive: Archive, wrong: str) -> None:
        if isValid(self):
            good = f"{archive.name}和存的时候一样，存档以前的经过也没有被改动过。"
            self.banner.say(wrong or good)

    def on_close_year(self) -> None:
        over = clock.today().year - 1
        text = (
            f"把现在的全部台账存成 {over} 年存档。存档只能看、不能改，"
            f"{over} 年的记录在台账里照样能查能改。"
        )
        if not ask(self, text, "存档", "取消"):
            return

        def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
            return Changes("存档", result=archives.close_year(book, over, RECORDS, tick))

        self.banner.hide()
        self._window.runner.job(
            work, label="正在存档", on_done=self._on_closed, on_refused=self.banner.say
        )

    def _on_closed(self, changes: Changes) -> None:
        made = changes.result
        assert isinstance(made, Archive)
        self._window.bar.say(f"{made.name}好了，打开核对过（共 {made.copy.rows:,} 条）。")
        if isValid(self):
            self.found, self.archive = archives.listed(self._window.home), made
            self._offer()
            self._look_into()


def _ignoring(act: Callable[[], object], _checked: bool = False) -> None:
    act()
