"""A clerk at work on a disk whose calls fail; run with the shim loaded, tells what became of it.

    python bad_disk.py HOME CALL CODE FIRST LAST

For each number from FIRST to LAST that call of the disk fails once, while three batches are saved
and the log is taken in; one line of JSON for each.
"""

import contextlib
import ctypes
import json
import sys
from pathlib import Path

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Household
from qinglian_desktop.store import engine
from qinglian_desktop.store.book import Book

SYNC, WRITE, SHORT = 0, 1, -1
BATCH = 4


def save(book: Book, name: str) -> None:
    with book.change("登记一批") as change:
        change.add_all(Household, [{"number": f"{name}/{n}"} for n in range(BATCH)])


def one_round(book: Book, shim: ctypes.CDLL, call: int, nth: int, code: int) -> dict[str, object]:
    said, refused, before = [], [], book.connection
    shim.shim_set(call, nth, code)
    for turn in range(3):
        name = f"{call}-{code}-{nth}-{turn}"
        try:
            save(book, name)
            said.append(name)
        except Refused as trouble:
            refused.append([trouble.code, str(trouble)])
    with contextlib.suppress(*engine.ERRORS):
        book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    met = shim.shim_seen(call) >= nth
    shim.shim_set(call, 0, 0)
    after = f"{call}-{code}-{nth}-after"
    save(book, after)  # the trouble is over: work goes on in the same program
    anew = book.connection is not before
    return {"said": [*said, after], "refused": refused, "met": met, "anew": anew}


def main() -> None:
    home, call, code, first, last = Path(sys.argv[1]), *map(int, sys.argv[2:])
    shim = ctypes.CDLL(None)
    with Book.open(home, RECORDS) as book:
        for nth in range(first, last + 1):
            told = one_round(book, shim, call, nth, code)
            sys.stdout.write(json.dumps(told) + "\n")
            if not told["met"]:
                return  # there are no more calls to fail


if __name__ == "__main__":
    main()
