"""One round of copying: beside the data, in the second place, and what is old goes.

It is asked for in the morning, when leaving, and with one press; a round cut short is made up
for by the next.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused, Stopped
from qinglian_desktop.core.record import Record
from qinglian_desktop.store import copies, copy_log, copying, kept, trial
from qinglian_desktop.store.copies import Copy
from qinglian_desktop.store.copying import Tick
from qinglian_desktop.store.files import tag_of

if TYPE_CHECKING:
    from qinglian_desktop.store.book import Book

NAG = 7  # days without a copy off this computer


class Round(NamedTuple):
    """What came of it. `away` is None without a second place, or where that went wrong."""

    here: Copy
    away: Copy | None = None
    trouble: Refused | None = None  # of the second place; the first copy stands all the same


def here(home: Path) -> Path:
    return home / copies.HERE


def unchanged(book: "Book") -> Copy | None:
    """The newest copy beside the data, if nothing was written since."""
    last = copies.newest(here(book.home), book.unit.office_id, tag_of(book.keys.main))
    return last if last and last.is_told and last.head == book.trail_head() else None


def lacks(book: "Book", second: Path | None) -> bool:
    """Would a round have anything to do?"""
    last = unchanged(book)
    return last is None or (second is not None and not (second / last.folder.name).is_dir())


def is_due(book: "Book") -> bool:
    """Not yet copied today, though something was written since the last time."""
    last = copies.newest(here(book.home), book.unit.office_id, tag_of(book.keys.main))
    if last is not None and last.is_told and last.day == clock.today().isoformat():
        return False
    return unchanged(book) is None


def go_round(
    book: "Book",
    second: Path | None,
    *,
    why: str,
    always: bool = False,
    tick: Tick | None = None,
) -> Round:
    """Copies what changed (with `always`: in any case) and carries it to the second place.

    Refused when there is no room beside the data, Damaged when a copy does not match.
    """
    made = None if always else unchanged(book)
    made = made or book.back_up(here(book.home), why=why, tick=tick)
    away, trouble = None, None
    if second is not None:
        try:
            away = copying.carry(made, book.keys, second, tick)
            copy_log.note(book.home, away_at=clock.now(), away_place=str(second))
            _carry_archives(book, second, tick)
        except Stopped:
            raise
        except Refused as refused:
            trouble = refused
    log = copy_log.Log.load(book.home)
    if not log.since:
        copy_log.note(book.home, since=clock.today().isoformat())
    for place in (here(book.home), second):
        if place is not None:
            tried = place / log.tried_copy if log.tried_copy and log.tried_ok else None
            copying.thin(place, book.unit.office_id, tried, book.unit.install_id)
    return Round(made, away, trouble)


def _carry_archives(book: "Book", second: Path, tick: Tick | None) -> None:
    from qinglian_desktop.store import archives  # most offices have none yet

    if (book.home / copies.ARCHIVES).is_dir():
        archives.carry_along(book, second, tick)


def in_the_quiet(
    book: "Book",
    records: Sequence[type[Record]],
    find_second: Callable[[], Path | None],
    tick: Tick | None = None,
) -> Round | None:
    """What a morning asks for: today's copy, and once a month a copy is tried.

    A copy that failed its trial is followed by a fresh one, which is tried at once.
    """
    second, made = find_second(), None
    if is_due(book) or (second is not None and lacks(book, second)):
        made = go_round(book, second, why=copies.DAILY, tick=tick)
    if trial.is_due(book.home):
        found = trial.try_newest(book, records, here(book.home), tick)
        if found is not None and not found.ok:
            made = go_round(book, second, why="试还原没通过", always=True, tick=tick)
            trial.try_newest(book, records, here(book.home), tick)
    clear_old_versions(book.home)
    kept.clear_leftovers(book.home)
    return made


def clear_old_versions(home: Path) -> int:
    """Files as they were before an upgrade go after thirty days; how many went."""
    from qinglian_desktop.store import upgrading

    return upgrading.clear_kept(home)
