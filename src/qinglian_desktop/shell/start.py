"""Starts the window: data folder, log, crash hook, one instance, open book, first page."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMessageBox

from qinglian_desktop.core.outcome import Damaged, Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell.preferences import Preferences, moment_of, newest_backups
from qinglian_desktop.shell.window import MainWindow
from qinglian_desktop.store.book import Book, Operator
from qinglian_desktop.ui import look

_TRIES = 5  # wrong PINs before the program closes


def application() -> QApplication:
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    made = QApplication(sys.argv[:1])
    made.setApplicationName("清廉村居工作台")
    return made


def run(home: Path) -> int:
    """Opens the window on a data folder and stays until it is closed; the exit status."""
    from qinglian_desktop.shell import logs
    from qinglian_desktop.shell.crash import CrashHook
    from qinglian_desktop.shell.instance import Instance

    app = application()
    preferences = Preferences.load(home)
    look.apply(app, theme=preferences.theme, size=preferences.size)
    instance = Instance(home)
    logs.begin(home)
    stack = logs.watch_for_crashes(home)
    hook = CrashHook(app)
    hook.install()
    try:
        if not (home / "qinglian.db").exists():
            return _first_run(app, home)
        return _window(app, home, preferences, instance, hook)
    finally:
        hook.remove()
        instance.release()
        logs.end()
        stack.close()


def _window(
    app: QApplication, home: Path, preferences: Preferences, instance: object, hook: object
) -> int:
    book = open_book(home, preferences)
    if book is None:
        return 1
    window = MainWindow(book, preferences)
    instance.called.connect(window.come_forward)  # type: ignore[attr-defined]
    hook.refused.connect(window.on_refused)  # type: ignore[attr-defined]
    window.show()
    try:
        return app.exec()
    finally:
        book.close()


def _first_run(app: QApplication, home: Path) -> int:
    from PySide6.QtWidgets import QFileDialog

    from qinglian_desktop.shell.wizard import Wizard

    def choose_file(title: str) -> Path | None:
        found, _ = QFileDialog.getOpenFileName(None, title)
        return Path(found) if found else None

    def choose_folder(title: str) -> Path | None:
        found = QFileDialog.getExistingDirectory(None, title)
        return Path(found) if found else None

    def apply(size: str, theme: str) -> None:
        look.apply(app, theme=theme, size=size)

    opened: list[MainWindow] = []

    def done(made: Path) -> None:
        preferences = Preferences.load(made)
        book = open_book(made, preferences)
        if book is not None:
            window = MainWindow(book, preferences)
            window.show()
            opened.append(window)
        wizard.close()

    wizard = Wizard(
        home, apply_look=apply, choose_file=choose_file, choose_folder=choose_folder, on_done=done
    )
    wizard.resize(1180, 680)
    wizard.show()
    status = app.exec()
    for window in opened:
        window.book.close()
    return status


def open_book(home: Path, preferences: Preferences) -> Book | None:
    """The open book; asks for the PIN when one is set. None when the clerk gives up."""
    operator = Operator(preferences.operator, preferences.role)
    pin = ""
    for _ in range(_TRIES + 1):
        try:
            return Book.open(home, RECORDS, pin=pin, operator=operator)
        except Damaged as damage:
            _say_damaged(home, preferences, damage)
            return None
        except Refused as refused:
            if refused.field != "pin":
                QMessageBox.warning(None, "打不开", str(refused))
                return None
            text = "请输入 PIN" if not pin else str(refused)
            pin, agreed = QInputDialog.getText(None, "解锁", text, QLineEdit.EchoMode.Password)
            if not agreed:
                return None
    return None


def _say_damaged(home: Path, preferences: Preferences, damage: Damaged) -> None:
    found = newest_backups(preferences.backups(home), 1)
    where = "没有找到备份。"
    if found:
        day, clock = moment_of(found[0])
        where = f"最近的备份是 {day} {clock}：{found[0]}。"
    command = "还原：在命令行输入 qinglian restore 备份文件夹。"
    QMessageBox.critical(None, "数据文件有损坏", f"{damage}\n{where}\n{command}")


class _FirstPaint(QObject):
    """Calls back once, after the window was painted for the first time."""

    def __init__(self, then: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._then, self._done = then, False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest and not self._done:
            self._done = True
            from PySide6.QtCore import QTimer

            QTimer.singleShot(0, self._then)
        return False


def first_paint(home: Path) -> None:
    """Opens the window on 今日 and ends after its first paint; for whole-process measuring."""
    app = application()
    preferences = Preferences.load(home)
    look.apply(app, theme=preferences.theme, size=preferences.size)
    book = Book.open(home, RECORDS)
    window = MainWindow(book, replace(preferences))
    window.installEventFilter(_FirstPaint(app.quit, window))
    window.show()
    app.exec()
    window.runner.close()
    book.close()
