"""Ctrl+B: a verified copy beside the data and in the second place, beside the window's work."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core.outcome import Changes
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import second_place
from qinglian_desktop.shell.preferences import Preferences
from qinglian_desktop.store import copies, rounds, trial
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.rounds import Round

if TYPE_CHECKING:
    from qinglian_desktop.shell.window import Window

Tick = Callable[[int, int], bool]


class _Came(NamedTuple):
    made: Round
    tried: trial.Trial


def back_up(window: "Window") -> None:
    """Copies, carries, opens the copy as a restore would, and says how many rows come back."""
    window.runner.job(
        partial(_work, window.preferences),
        label="正在备份",
        on_done=partial(_done, window),
        on_refused=window.on_refused,
    )


def _work(kept: Preferences, book: Book, tick: Tick) -> Changes:
    made = rounds.go_round(
        book, second_place.find(kept), why=copies.BY_HAND, always=True, tick=tick
    )
    found = trial.try_newest(book, RECORDS, rounds.here(book.home), tick, files=False)
    assert found is not None, "there is the copy made just now"
    return Changes("备份", result=_Came(made, found))


def _done(window: "Window", changes: Changes) -> None:
    came = changes.result
    assert isinstance(came, _Came)
    window.bar.say(said(came, second_chosen=bool(window.preferences.backup_folder)))
    window.reload_page()
    window.say_status()


def said(came: _Came, *, second_chosen: bool) -> str:
    """What came of it, in a line (QL-OK-003)."""
    made, found = came
    if not found.ok:
        return f"备份做了，但试还原没有通过：{found.said}。{trial.ADVICE}。"
    line = f"备份好了，并且试还原通过（共 {found.rows:,} 条）。"
    if made.away is not None:
        return f"{line}两个地方都有。"
    if made.trouble is not None:
        return f"{line}第二个地方没有放成：{made.trouble}"
    return f"{line}备份盘没有插，插上再按一次。" if second_chosen else line
