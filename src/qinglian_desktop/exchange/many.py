"""Everything that lies on a stick, one file after the other; a bad one keeps none back.

Before the first of them a verified copy is made: one a day, and none where nothing was written
since the last one. That is enough, because every merge is one transaction and can be taken back
by itself (`taking_back`); thirteen sticks in a row must not wait for thirteen copies.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from qinglian_desktop.core.outcome import Changes, Refused, Stopped
from qinglian_desktop.exchange import incoming, quarantine
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.store import backup, people
from qinglian_desktop.store.book import Book

Tick = Callable[[int, int, str], bool]
TOO_MANY = "QL-UB-121"  # so much is deleted that somebody has to agree first
_DAY = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Deletions:
    """What was said about files that delete a lot: nothing yet, yes and by whom, or no."""

    approved: bool = False
    by: str = ""
    kept: bool = False


@dataclass(slots=True)
class Told:
    """How it went: what came in, what was refused and why, what waits for a yes or no."""

    taken: list[tuple[Path, Outcome]] = field(default_factory=list)
    refused: list[tuple[Path, Refused]] = field(default_factory=list)
    asking: list[tuple[Path, Refused]] = field(default_factory=list)
    aside: int = 0  # of the refused, those kept in quarantine

    @property
    def notes(self) -> list[str]:
        return [
            f"{outcome.preview.from_name}：{note}。"
            for _, outcome in self.taken
            for note in outcome.notes
        ]


def take_all(
    book: Book, paths: Sequence[Path], tick: Tick, deletions: Deletions | None = None
) -> Changes:
    """Each file in a change of its own; `result` is a Told. Refused when no copy can be made."""
    said, told = deletions or Deletions(), Told()
    touched: dict[tuple[str, str], None] = {}
    step = 0
    if book.unit.is_street and paths:
        people.need(book, "合并")
        backup.before(book, "合并", minutes=_DAY)
    for done, path in enumerate(paths):
        if not tick(done, len(paths), f"合并{path.stem}"):
            break
        try:
            changes = incoming.import_file(
                book,
                path,
                tick=partial(_still_wanted, tick, done, len(paths)),
                approve_deletions=said.approved,
                approved_by=said.by,
                keep_deleted=said.kept,
            )
        except Stopped:
            break
        except MemoryError:
            told.refused.append((path, _no_room()))
            continue
        except Refused as refused:
            if refused.code == TOO_MANY:
                told.asking.append((path, refused))
            else:
                told.refused.append((path, refused))
                told.aside += quarantine.take(book, path, refused) is not None
            continue
        outcome = changes.result
        assert isinstance(outcome, Outcome)
        told.taken.append((path, outcome))
        touched |= dict.fromkeys(changes.touched)
        step = changes.step or step
    if told.aside:
        touched["quarantined_file", ""] = None
    return Changes(f"合并 {len(told.taken)} 个包", tuple(touched), step, told)


def _still_wanted(tick: Tick, done: int, files: int, _row: int, _rows: int) -> bool:
    """Within one file the bar stays where it is among the files; 停止 is heard all the same."""
    return tick(done, files, "")


def _no_room() -> Refused:
    return Refused(
        "这台电脑的内存不够，这个包没有导入", "请关掉别的程序再导入一次", code="QL-UB-165"
    )
