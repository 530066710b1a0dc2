"""写回执: the street writes the newest receipts of its units onto a stick once more."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qinglian_desktop.core.outcome import Changes

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window
    from qinglian_desktop.store.book import Book


def open_it(window: "Window") -> None:
    """Onto the only stick, or the one that is chosen."""
    from qinglian_desktop.shell import sticks

    sticks.choose(window.page, partial(write_to, window))


def write_to(window: "Window", folder: Path) -> None:
    window.runner.job(
        _written, folder, label="写回执", on_done=partial(_done, window),
        on_refused=window.on_refused,
    )  # fmt: skip


def _done(window: "Window", changes: Changes) -> None:
    window.runner.said.emit(f"{changes.label}。插到单位的电脑上，按“读取回执”。")


def _written(book: "Book", folder: Path, _tick: Any) -> Changes:
    from qinglian_desktop.exchange import receipts

    return receipts.write_again(book, folder)
