"""How did rows look in earlier versions? One step for each time an old reader could misunderstand.

Additions need no step: a reader keeps fields it does not know, and a table it does not know comes
again once it can read it. A step is for the rest: a field renamed, a table split, another meaning.
Its functions are pure, so that every computer makes the same row, with the same hash, of the same
older one, whether that came in a bundle or lay in its own file when the program was renewed.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Said = dict[str, Any]  # a row as its line says it: `vv` and `fv` unfolded, nothing empty
OLDEST = 1
UNREADABLE = ""  # the field of a row no step could raise; no record has one of that name
LAG = 1  # so many versions another office may be behind and still gets rows


class Older(NamedTuple):
    """How a row of the newer version is said in the older one."""

    table: str
    row: Callable[[Said], Said]


class Step(NamedTuple):
    """From one version of the rows to the next. Tables that are not named stay as they are.

    A function keeps what it does not know, moves the stamp of a renamed field with it, and leaves
    `owner`, `vv` and `deleted` as they are; of the rows that come of one, one keeps the `id` and
    the others derive theirs from it.
    """

    # An older table → the tables its rows become, each with its function; None: no such row.
    up: Mapping[str, Mapping[str, Callable[[Said], Said | None]]]
    # A newer table → how it was; None: the older version cannot say it, and it is held back.
    # `up` of what this makes is the row again, letter for letter.
    down: Mapping[str, Older | None]


STEPS: tuple[Step, ...] = ()  # the first leads from version 1 to 2


def newest() -> int:
    """The version of the rows this program writes."""
    return OLDEST + len(STEPS)


def becomes(table: str, version: int) -> tuple[str, ...]:
    """The tables in which rows of an older version's table stand now."""
    names = [table]
    for step in _since(version):
        names = [new for old in names for new in step.up.get(old, (old,))]
    return tuple(dict.fromkeys(names))


def raised(table: str, row: Said, version: int) -> Iterator[tuple[str, Said]]:
    """What a row of an older version is now: table and row, one or several."""
    found = [(table, row)]
    for step in _since(version):
        found = [one for name, said in found for one in _up(step, name, said)]
    yield from found


def _up(step: Step, table: str, row: Said) -> Iterator[tuple[str, Said]]:
    if table not in step.up:
        yield table, row
        return
    for name, made in step.up[table].items():
        if (said := made(dict(row))) is not None:
            yield name, said


def is_beyond(version: int) -> bool:
    """Is a reader of this version too far behind to be given any rows?"""
    return newest() - version > LAG


def was(table: str, version: int) -> str | None:
    """How a table of today was called; None where that version has nothing to say it with."""
    if is_beyond(version):
        return None
    name = table
    for step in reversed(_since(version)):
        older = step.down.get(name, Older(name, dict))
        if older is None:
            return None
        name = older.table
    return name


def lowered(table: str, row: Said, version: int) -> Said:
    """A row of today in the words of an older version; only for a table `was` names."""
    name, said = table, row
    for step in reversed(_since(version)):
        older = step.down.get(name)
        if older is not None:
            name, said = older.table, older.row(dict(said))
    return said


def _since(version: int) -> tuple[Step, ...]:
    return STEPS[max(version, OLDEST) - OLDEST :]
