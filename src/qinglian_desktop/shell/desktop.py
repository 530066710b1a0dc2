"""What lives as long as the process: the lock, the log, the hook, and the top-level window."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.shell.preferences import Preferences

if TYPE_CHECKING:
    from qinglian_desktop.shell.damaged import DamagedPage
    from qinglian_desktop.shell.instance import Instance
    from qinglian_desktop.store.book import Book

NEEDS_PIN = "QL-SE-081"
BROKEN = "QL-PL-001"  # the data file itself


def tell(refused: Refused) -> None:
    """A refusal before there is a window to say it in."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox()
    box.setWindowTitle("清廉村居工作台")
    box.setText(f"{refused}")
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def _gone() -> Damaged:
    """Somebody, or a program against viruses, took the file away: no reason to begin anew."""
    return Damaged(
        "数据文件 qinglian.db 不见了，没有改动任何内容",
        "请从最近的备份还原，或把它放回原处再打开",
        code="QL-PL-009",
    )


class Desktop(QObject):
    """What lives as long as the process: the lock, the log, the hook, the top-level window."""

    def __init__(self, app: QApplication, home: Path) -> None:
        super().__init__()
        self.app, self.home = app, home
        self.instance: Instance | None = None
        self.only_to_read = False
        self.top: QWidget | None = None
        self.on_painted: Callable[[], object] | None = None
        self._faults: TextIO | None = None
        self._left: QWidget | None = None  # the window that was closed, while its copy is made
        self._ending = False

    def begin(self) -> None:
        """Refused (QL-PL-004) when another window holds this folder."""
        from qinglian_desktop.shell import places
        from qinglian_desktop.shell.instance import Instance
        from qinglian_desktop.ui import look

        places.refuse_unsafe(self.home)
        self.only_to_read = places.only_to_read(self.home)
        if not self.only_to_read:  # else nobody can write, and no lock can be left there
            self.instance = Instance(self.home, self)
            self.instance.called.connect(self.on_called)
        self._watch()
        preferences = Preferences.load(self.home)
        look.apply(self.app, theme=preferences.theme, size=preferences.size)
        if (self.home / "qinglian.db").exists() or (self.home / "还原中").exists():
            self.open_book()  # which first ends a restore that was cut short
        elif (self.home / "keys.json").exists() and not (self.home / "qinglian.db.new").exists():
            self.restore(_gone())
        else:
            self.first_run()

    def _watch(self) -> None:
        """A crash below Python leaves its stack in a file; an error of ours goes to the hook."""
        import faulthandler
        import tempfile

        from qinglian_desktop.shell.crash import CrashHook

        folder = self.home / "logs"
        if self.only_to_read:
            folder = Path(tempfile.gettempdir()) / "qinglian-logs"
        else:
            folder.mkdir(exist_ok=True)
            self._faults = (folder / "崩溃位置.txt").open("a", encoding="utf-8")
            faulthandler.enable(self._faults)
        self.hook = CrashHook(folder, self)
        self.hook.refused.connect(self.on_refused)
        self.hook.install()

    # -- which window ---------------------------------------------------------------------

    def open_book(self, pin: str = "") -> None:
        """The window of this office; the PIN box or the guided restore where that cannot be."""
        from qinglian_desktop.shell.opening_early import open_book
        from qinglian_desktop.store import engine

        book = None
        try:
            with engine.plain_words():  # whatever part of it runs into the damage first
                book = open_book(self.home, pin=pin, check_later=True)
                self.show_window(book)
        except Damaged as damaged:
            if book is not None:
                book.close()  # the first list ran into the damage
            self.restore(damaged)
        except Refused as refused:
            if refused.code != NEEDS_PIN or pin:
                raise
            self.unlock()

    def show_window(self, book: "Book") -> None:
        from qinglian_desktop.shell import contrast
        from qinglian_desktop.shell.window import Window

        window = Window(book)
        window.today.first_painted.connect(self._on_first_paint)
        window.restore_asked.connect(self.go_back_to)
        window.new_keys_asked.connect(self.change_keys)
        window.damaged.connect(self._on_damaged)
        window.closing.connect(self._on_closing)
        contrast.watch(window)
        if not book.writable:
            from qinglian_desktop.shell import places

            places.say_only_to_read(window)
        if book.unit.is_practice:
            from qinglian_desktop.shell import practice

            practice.mark(window).anew_asked.connect(self.practise_anew)
        self._put(window)

    def _on_first_paint(self) -> None:
        # What was loaded stays for good: the collector need not look at it again.
        gc.freeze()  # (the collector stays off while a window is open: ui/sweeping.py)
        if self.on_painted is not None:
            self.on_painted()
        elif self.top is not None and hasattr(self.top, "check_quietly"):
            self.top.check_quietly()
            self._watch_the_typing(self.top)

    def _watch_the_typing(self, top: QWidget) -> None:
        from qinglian_desktop.shell import typed_text
        from qinglian_desktop.shell.window import Window

        if isinstance(top, Window):
            typed_text.watch(top)

    def _on_closing(self) -> None:
        """The clerk goes home: what was written today is copied once more, beside a small line."""
        if self.on_painted is not None:
            return  # only the start was measured: nothing was written
        from qinglian_desktop.shell import leaving
        from qinglian_desktop.shell.window import Window

        window = self.top
        if self._ending or not self.app.quitOnLastWindowClosed() or not isinstance(window, Window):
            return  # the window only gives way to another page
        if leaving.is_needed(window.book, window.preferences):
            page = leaving.LeavingPage(window.book.again, window.preferences)
            page.ended.connect(self._on_left)
            self._left, self.top = window, page
            page.show()
            page.start()

    def _on_left(self) -> None:
        page, self._left = self.top, None
        if getattr(page, "wanted_again", False):
            self.open_book()

    def _on_damaged(self, damaged: Damaged) -> None:
        self._swap(self._restore_page(damaged))

    def unlock(self) -> None:
        from qinglian_desktop.shell.unlock import UnlockPage

        page = UnlockPage(self.home)
        page.opened.connect(self.show_window)
        page.way_back.connect(self.find_a_way_back)
        self._mark(page)
        self._put(page)

    def find_a_way_back(self) -> None:
        """忘记 PIN: with the sheet or the street a new PIN is set, and a new sheet is due."""
        from qinglian_desktop.shell.way_back import WayBackPage

        page = WayBackPage(self.home)
        page.opened.connect(self._on_way_back)
        page.gave_up.connect(self.unlock)
        self._mark(page)
        self._put(page)

    def _on_way_back(self, book: "Book") -> None:
        from qinglian_desktop.shell import security_page
        from qinglian_desktop.shell.window import Window

        self.show_window(book)
        if isinstance(self.top, Window):
            security_page.open_it(self.top)

    def restore(self, damaged: Damaged) -> None:
        self._put(self._restore_page(damaged))

    def _restore_page(self, damaged: Damaged | None) -> "DamagedPage":
        from qinglian_desktop.shell.damaged import DamagedPage

        book = getattr(self.top, "book", None)  # of the window that is still open
        page = DamagedPage(self.home, damaged, book.unit.office_id if book else "")
        page.restored.connect(self._on_restored)
        page.gave_up.connect(self.open_book)
        self._mark(page)
        return page

    def _on_restored(self, pin: str) -> None:
        """With the PIN that opened the copy; who used the sheet is asked, and sets a new PIN."""
        try:
            self.open_book(pin)
        except Refused as refused:
            if refused.code != NEEDS_PIN:
                raise
            self.unlock()

    def bring_back(self) -> None:
        """A new computer, and the copies of the old one on a stick."""
        from qinglian_desktop.shell.damaged import DamagedPage

        page = DamagedPage(self.home, None, anew=True)
        page.restored.connect(self._on_restored)
        page.gave_up.connect(lambda _pin: self.first_run())
        self._put(page)

    def _mark(self, page: QWidget) -> None:
        """Nobody takes a page of the practice office for the real one's."""
        from qinglian_desktop.shell import practice

        if practice.is_at(self.home):
            practice.mark_page(page)

    def go_back_to(self, source: Path, pin: str) -> None:
        """The clerk chose a backup: the window is closed, the files are swapped, it opens again."""
        page = self._restore_page(None)
        page.show_backups(source)
        page.pin.setText(pin)  # of a copy under other keys than those of now
        book = getattr(self.top, "book", None)
        keys = book.keys if book is not None else None
        self._swap(page)
        page.restore_with(keys)

    def change_keys(self) -> None:
        """换钥匙: the window lets go of the files, they are locked anew, it opens again."""
        from qinglian_desktop.modules.catalog import RECORDS
        from qinglian_desktop.shell.window import Window
        from qinglian_desktop.store import rekeying
        from qinglian_desktop.store.book import Book

        top = self.top
        assert isinstance(top, Window)
        keys, operator, refused = top.book.keys, top.book.operator, None
        self.app.setQuitOnLastWindowClosed(False)
        top.close()
        try:
            keys = rekeying.run(self.home, keys)
        except Refused as trouble:
            refused = trouble
        book = Book.open_with(self.home, RECORDS, keys)
        book.operator = operator
        self.show_window(book)
        self.app.setQuitOnLastWindowClosed(True)
        if refused is not None:
            self.on_refused(refused)
        elif isinstance(self.top, Window):
            self.top.bar.say("钥匙换好了。停用的人手里的旧钥匙打不开了，大家的 PIN 照旧。")

    def practise_anew(self) -> None:
        """重新开始: the practice office as on its first day; of a real one nothing is touched."""
        from qinglian_desktop.shell import practice

        self.app.setQuitOnLastWindowClosed(False)
        if self.top is not None:
            self.top.close()
        refused = None
        try:
            practice.begin_anew(self.home)
        except Refused as trouble:
            refused = trouble
        self.open_book()
        if refused is not None:
            self.on_refused(refused)
        self.app.setQuitOnLastWindowClosed(True)

    def _swap(self, page: QWidget) -> None:
        """The window lets go of the book before another page works on the files."""
        self.app.setQuitOnLastWindowClosed(False)
        if self.top is not None:
            self.top.close()
        self._put(page)
        self.app.setQuitOnLastWindowClosed(True)

    def first_run(self) -> None:
        from qinglian_desktop.shell.wizard import Wizard

        wizard = Wizard(self.home)
        wizard.finished.connect(self._on_founded)
        wizard.back_asked.connect(self.bring_back)
        self._put(wizard)

    def _on_founded(self, book: "Book") -> None:
        from qinglian_desktop.modules.registry.records import Person
        from qinglian_desktop.shell.window import Window

        wants_import = getattr(self.top, "wants_import", False)
        self.show_window(book)
        if not wants_import and book.keys.protected and isinstance(self.top, Window):
            from qinglian_desktop.shell import security_page

            security_page.open_it(self.top)  # the sheet belongs to setting up
        if wants_import and isinstance(self.top, Window):
            self.top.go("registry")
            self.top.import_sheet(Person)

    def _put(self, widget: QWidget) -> None:
        before, self.top = self.top, widget
        widget.show()
        if before is not None:
            # The new window stands before the old one goes, or Qt takes it for the end.
            before.hide()
            before.deleteLater()

    # -- answers --------------------------------------------------------------------------

    def on_called(self) -> None:
        top = self.top
        if top is not None and hasattr(top, "come_forward"):
            top.come_forward()
        elif top is not None:
            top.raise_()
            top.activateWindow()

    def on_refused(self, refused: Refused) -> None:
        top = self.top
        if isinstance(refused, Damaged) and refused.code == BROKEN and hasattr(top, "book"):
            self._on_damaged(refused)
        elif top is not None and hasattr(top, "on_refused"):
            top.on_refused(refused)
        else:
            tell(refused)

    def end(self) -> None:
        """Lets go of everything the process holds; the folder can be opened again."""
        import faulthandler

        self._ending = True
        gc.enable()
        if hasattr(self, "hook"):
            self.hook.remove()
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None
        if self.top is not None:
            self.top.close()
            self.top = None
        if self.instance is not None:
            self.instance.release()
            self.instance = None
