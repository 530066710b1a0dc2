"""First hits among 100,000 people, in milliseconds of work: the search of Ctrl+K and the picker.

What is typed: initials, pinyin, a family name alone (a tenth of everybody), a whole name, one that
only sounds alike, an amount. The figure is the slowest of them, each asked in its turn; CPU time
of the asking thread, the index being up to date.
"""

import statistics
import sys
import time
from pathlib import Path

from measure import Finding, child, said

PEOPLE, GOAL = 100_000, 100.0
TYPED = ("wjg", "wangjian", "li", "李", "李建", "王建国", "nijianguo", "2380", "zh")


def measure(scratch: Path, rounds: int) -> list[Finding]:
    home = scratch / "search"
    child("search.py", "prepare", home)
    searched: dict[str, list[float]] = {}
    picked: dict[str, list[float]] = {}
    for _ in range(rounds):
        child("search.py", "ours", home)
        for line in said().splitlines():
            text, search, pick = line.split()
            searched.setdefault(text, []).append(float(search))
            picked.setdefault(text, []).append(float(pick))
    return [
        _finding("search: 100,000 people, first hits", searched, rounds),
        _finding("picker: 100,000 people, first hits", picked, rounds),
    ]


def _finding(what: str, times: dict[str, list[float]], rounds: int) -> Finding:
    medians = {text: statistics.median(each) for text, each in times.items()}
    told = ", ".join(f"{text} {took:.0f}" for text, took in medians.items())
    details = (f"ms by what was typed (n={rounds}): {told}",)
    return Finding(what, max(medians.values()), GOAL, unit="ms", details=details)


def prepare(home: Path) -> None:
    import random

    from made import _person, office

    from qinglian_desktop.core.record import to_row
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.store.book import Book

    chance = random.Random(7)
    with Book.create(home, RECORDS, office()) as book:
        with book.change("登记") as change:
            for number in range(PEOPLE):
                change.put_row("person", f"p{number}", to_row(_person(chance, number)))
        book.catch_up_words()


def ours(home: Path) -> None:
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.shell import search
    from qinglian_desktop.store.book import Book
    from qinglian_desktop.ui.link_editor import as_offers, look_for

    with Book.open(home, RECORDS, check_later=True) as book:
        search.find(book, "xianre", RECORDS)  # dictionaries and cards are read once
        for text in TYPED:
            began = time.thread_time()
            hits = search.find(book, text, RECORDS)
            middle = time.thread_time()
            offers = as_offers(book, "person", look_for("person", text, ())(book))
            ended = time.thread_time()
            assert text == "2380" or (hits and offers), text
            print(text, f"{(middle - began) * 1000:.2f} {(ended - middle) * 1000:.2f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", home]:
            prepare(Path(home))
        case ["ours", home]:
            ours(Path(home))
