"""Ctrl+B: a verified copy of everything into the backup folder, beside the window's work."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.store.book import Book

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window


def back_up(window: "Window", folder: Path | None = None) -> None:
    """Copies into `folder` (the remembered one), opens the copy again and says how many rows."""
    into = folder or window.preferences.backups(window.home)

    def work(book: Book, tick: Callable[[int, int], bool]) -> Changes:
        made = book.back_up(into)
        return Changes(f"备份好了，并且打开核对过（共 {made.rows:,} 条）", result=made.folder)

    def done(changes: Changes) -> None:
        window.bar.say(f"{changes.label}。")
        window.reload_page()
        window.say_status()

    window.runner.job(work, label="正在备份", on_done=done)
