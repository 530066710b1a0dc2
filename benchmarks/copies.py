"""A verified copy of a 200,000-row file ÷ the bare file copied; search over five closed years."""

import statistics
import sys
import time
from datetime import date
from pathlib import Path

from measure import Finding, child, pairs, said, spread

ROWS = 200_000
YEARS, A_YEAR, SEARCH_GOAL = 5, 3_000, 300.0
TYPED = ("刘", "李建", "zwm", "2380", "桂花树")


def measure(scratch: Path, rounds: int) -> list[Finding]:
    return [_copied(scratch / "copies", rounds), _searched(scratch / "archives", rounds)]


def _copied(home: Path, rounds: int) -> Finding:
    child("copies.py", "prepare", home)
    ratio, mine, theirs = pairs(lambda: _timed("copy", home), lambda: _timed("raw", home), rounds)
    return Finding(
        f"a verified copy of {ROWS:,} rows ÷ the file copied and synced",
        ratio,
        None,
        details=(spread("copy", mine), spread("raw", theirs)),
    )


def _searched(home: Path, rounds: int) -> Finding:
    child("copies.py", "years", home)
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        child("copies.py", "search", home)
        for line in said().splitlines():
            text, took = line.split()
            times.setdefault(text, []).append(float(took))
    medians = {text: statistics.median(each) for text, each in times.items()}
    told = ", ".join(f"{text} {took:.0f}" for text, took in medians.items())
    return Finding(
        f"search over {YEARS} closed years of {A_YEAR:,} rows each and the ledgers",
        max(medians.values()),
        SEARCH_GOAL,
        unit="ms",
        details=(f"ms by what was typed (n={rounds}): {told}",),
    )


def _timed(*arguments: object) -> float:
    child("copies.py", *arguments)
    return float(said())


# -- the children -----------------------------------------------------------------------------


def prepare(home: Path) -> None:
    from bundles import fill
    from made import office

    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    with Book.create(home, RECORDS, office()) as book:
        fill(book, ROWS, 1)


def copy(home: Path) -> None:
    import shutil

    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    with Book.open(home, RECORDS, check_later=True) as book:
        began = time.perf_counter()
        made = book.back_up(home / "备份")
        took = time.perf_counter() - began
    shutil.rmtree(made.folder)
    print(took)


def raw(home: Path) -> None:
    import os
    import shutil

    began = time.perf_counter()
    target = home / "raw.db"
    shutil.copyfile(home / "qinglian.db", target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    took = time.perf_counter() - began
    target.unlink()
    print(took)


def years(home: Path) -> None:
    """Each year three thousand rows more; then every third row of the past is changed or gone."""
    import random

    from made import _person, office

    from qinglian_desktop.core import clock
    from qinglian_desktop.core.module import Query
    from qinglian_desktop.core.record import to_row
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.registry.records import Person
    from qinglian_desktop.store import archives
    from qinglian_desktop.store.book import Book

    chance = random.Random(7)
    with Book.create(home, RECORDS, office()) as book:
        for year in range(2020, 2020 + YEARS):
            with clock.fixed(date(year + 1, 1, 5)):
                with book.change("登记") as change:
                    change.add_all(Person, [to_row(_person(chance, n)) for n in range(A_YEAR)])
                archives.close_year(book, year, RECORDS)
        with book.change("改") as change:
            for place, row_id in enumerate(book.ids(Query("person"))):
                if place % 3 == 0:
                    change.drop("person", row_id)
        book.catch_up_words()


def search(home: Path) -> None:
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.shell import search as searching
    from qinglian_desktop.store.book import Book

    with Book.open(home, RECORDS, check_later=True) as book:
        searching.find(book, "xianre", RECORDS)  # dictionaries and cards are read once
        for text in TYPED:
            began = time.perf_counter()
            hits = searching.find(book, text, RECORDS)
            took = (time.perf_counter() - began) * 1000
            assert text in ("2380", "桂花树") or [h for h in hits if h.group == "存档"], text
            print(text, f"{took:.2f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", where]:
            prepare(Path(where))
        case ["copy", where]:
            copy(Path(where))
        case ["raw", where]:
            raw(Path(where))
        case ["years", where]:
            years(Path(where))
        case ["search", where]:
            search(Path(where))
