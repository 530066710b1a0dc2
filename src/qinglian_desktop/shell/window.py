"""The window: navigation, the page in front, the status line. It knows tabs and nothing else."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qinglian_desktop.core.module import Due
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.modules import catalog
from qinglian_desktop.shell import pages
from qinglian_desktop.shell.desk import Desk
from qinglian_desktop.shell.navigation import Navigation
from qinglian_desktop.shell.preferences import SIZES, Preferences, newest_backups
from qinglian_desktop.shell.today_page import TodayPage
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import look, messages
from qinglian_desktop.ui.cover import cover, set_covered
from qinglian_desktop.ui.messages import Bar
from qinglian_desktop.ui.runner import Runner

_NARROW = 1180  # logical pixels; below it the navigation shows icons with the word under them


class MainWindow(QMainWindow):
    """One office's window over one open book."""

    def __init__(self, book: Book, preferences: Preferences) -> None:
        super().__init__()
        self.book, self.preferences = book, preferences
        self.runner = Runner(book, self)
        self.desk = Desk(book, self.runner, self)
        self._pages: dict[str, Any] = {}
        self._before: list[str] = []
        self.setWindowTitle(f"清廉村居工作台 — {book.unit.name}")
        self.setMinimumSize(1024, 600)
        self.resize(1366, 728)
        self.navigation = Navigation(pages.entries(street=book.unit.is_street))
        self.stack = QStackedWidget()
        self.bar = Bar()
        self._build()
        self._connect()
        self.show_tab("today")

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.bar)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(middle, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addWidget(centre, 1)
        self.setCentralWidget(whole)
        self._status()

    def _header(self) -> QWidget:
        head = QWidget()
        head.setObjectName("header")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        name = look.label(f"{self.book.unit.name}　清廉村居工作台", "group")
        self.cover_button = QPushButton("遮挡 F9")
        self.cover_button.setCheckable(True)
        self.cover_button.setToolTip("来人时把姓名和号码遮住")
        self.cover_button.clicked.connect(self.on_cover)
        who = look.label(self.book.operator.name, "hint")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(name)
        row.addStretch(1)
        row.addWidget(who)
        row.addWidget(self.cover_button)
        return head

    def _status(self) -> None:
        line = self.statusBar()
        line.setSizeGripEnabled(False)
        self.saved = QLabel("已自动保存")
        self.backup = QLabel(self._backup_words())
        self.size_words = QLabel()
        words = ["本机运行·未联网", self.saved, self.backup, self.size_words]
        for word in words:
            line.addWidget(word if isinstance(word, QLabel) else QLabel(word))
        if not self.book.keys.encrypted:
            line.addPermanentWidget(QLabel("数据文件没有加密"))
        elif not self.book.keys.protected:
            line.addPermanentWidget(QLabel("还没有设 PIN"))
        self._say_size()

    def _backup_words(self) -> str:
        found = newest_backups(self.preferences.backups(self.book.home), 1)
        if not found:
            return "备份：还没有"
        return f"备份：{found[0].name.removeprefix('清廉备份-')[:10]}"

    def _say_size(self) -> None:
        self.size_words.setText(f"字号 {SIZES[self.preferences.size]}")

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.show_tab)
        self.runner.said.connect(self.on_said)
        self.runner.refused.connect(self.on_refused)
        self.runner.changed.connect(self.on_changed)
        self.runner.progress.connect(self.on_progress)
        cover().changed.connect(self.cover_button.setChecked)
        for keys, slot in (
            ("Ctrl+Z", self.on_undo), ("Ctrl+Y", self.on_redo), ("Ctrl+N", self.on_new),
            ("Ctrl+P", self.on_print), ("F12", self.on_print), ("F9", self.on_cover),
            ("Ctrl+=", self.on_larger), ("Ctrl+-", self.on_smaller), ("Ctrl+0", self.on_usual),
            ("Ctrl+B", self.on_backup), ("Alt+Left", self.on_back), ("F5", self.on_reload),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        for number, entry in enumerate(self.navigation.entries[:9], start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda tab=entry.tab: self.show_tab(tab))

    # -- pages -----------------------------------------------------------------------------

    def page(self, tab: str) -> Any:
        """The page of a tab, built when it is first asked for."""
        if tab not in self._pages:
            made = self._today() if tab == "today" else self._made(tab)
            self.stack.addWidget(made)
            self._pages[tab] = made
        return self._pages[tab]

    def _made(self, tab: str) -> Any:
        return pages.build(tab, self.desk, self.set_look)

    def _today(self) -> TodayPage:
        return TodayPage(
            lambda day: catalog.due_today(self.book, day), self.open_due,
            "第一次使用，可以先在“任务台账”装入方案，在“公开公示”装入今年目录。",
        )  # fmt: skip

    def show_tab(self, tab: str) -> None:
        shown = self.current_tab
        if shown == tab and self.stack.count():
            return
        page = self.page(tab)
        if shown:
            self._before.append(shown)
        if tab == "today":
            page.reload()
        self.stack.setCurrentWidget(page)
        self.navigation.choose(tab)
        self._count_due()

    @property
    def current_tab(self) -> str:
        shown = self.stack.currentWidget()
        return next((tab for tab, page in self._pages.items() if page is shown), "")

    def _count_due(self) -> None:
        today = self._pages.get("today")
        if today is not None:
            self.navigation.count("today", len(today.dues))

    def open_due(self, due: Due) -> None:
        """From a line of 今日 to the place where it is dealt with."""
        tabs = {entry.tab for entry in self.navigation.entries}
        module = next((m for m in catalog.MODULES if m.name == due.module), None)
        tab = module.tab if module and module.tab in tabs else due.module
        if tab not in tabs:
            return
        self.show_tab(tab)
        if due.row_id:
            self.page(tab).open_record(due.table, due.row_id)

    # -- what the keys do ------------------------------------------------------------------

    def on_undo(self) -> None:
        self.runner.undo()

    def on_redo(self) -> None:
        self.runner.redo()

    def _call(self, name: str) -> None:
        method = getattr(self.stack.currentWidget(), name, None)
        if method is not None:
            method()

    def on_new(self) -> None:
        self._call("new_record")

    def on_print(self) -> None:
        self._call("print_page")

    def on_reload(self) -> None:
        self._call("reload")

    def on_cover(self) -> None:
        set_covered(not cover().on)

    def on_back(self) -> None:
        if self._before:
            tab = self._before.pop()
            self.show_tab(tab)
            self._before.pop()

    def _step_size(self, by: int) -> None:
        names = list(SIZES)
        index = min(max(names.index(self.preferences.size) + by, 0), len(names) - 1)
        self.set_look(names[index], self.preferences.theme)

    def on_larger(self) -> None:
        self._step_size(1)

    def on_smaller(self) -> None:
        self._step_size(-1)

    def on_usual(self) -> None:
        self.set_look("standard", self.preferences.theme)

    def set_look(self, size: str, theme: str) -> None:
        """Type size and theme, live, remembered for this computer."""
        from dataclasses import replace

        self.preferences = replace(self.preferences, size=size, theme=theme)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        look.apply(application, theme=theme, size=size)
        self.preferences.save(self.book.home)
        self._say_size()
        self._fold()
        for page in self._pages.values():
            page.reload()

    def on_backup(self) -> None:
        folder = self.preferences.backups(self.book.home)

        def work(book: Book, tick: object) -> Changes:
            made = book.back_up(folder)
            return Changes(f"备份好了，并且打开核对过（共 {made.rows:,} 条）")

        self.runner.job(work, label="正在备份", on_done=self.on_backed_up)

    def on_backed_up(self, changes: Changes) -> None:
        self.backup.setText(self._backup_words())
        self.bar.say(changes.label)

    # -- what happened ---------------------------------------------------------------------

    def on_said(self, text: str) -> None:
        self.saved.setText(text)

    def on_refused(self, refused: Refused) -> None:
        messages.refuse(self, refused)

    def on_progress(self, done: int, total: int, label: str) -> None:
        self.saved.setText(f"{label} {done}/{total}" if total else label)

    def on_changed(self, changes: Changes, initiator: object) -> None:
        if len(changes.touched) > 1 and changes.step:
            self.bar.say(f"已{changes.label}", button="撤销", action=self.on_undo)
        today = self._pages.get("today")
        if today is not None and self.current_tab == "today":
            today.reload()
            self._count_due()

    def come_forward(self) -> None:
        """A second start knocked: this is the window to go on with."""
        self.showNormal()
        self.raise_()
        self.activateWindow()

    # -- Qt --------------------------------------------------------------------------------

    def _fold(self) -> None:
        self.navigation.fold(self.width() < look.metrics().px(_NARROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def closeEvent(self, event: QCloseEvent) -> None:
        for page in self._pages.values():
            waiting = getattr(page, "save_waiting", None)
            if waiting is not None and not waiting():
                event.ignore()
                return
        self.runner.close()
        event.accept()
