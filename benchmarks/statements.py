"""A year's statements over 100,000 entries ÷ one bare SQL aggregation of the same file.

Both in one process on the same connection (so the file is encrypted for both), the rows grouped
alike: by account, way of paying, side and month. The statements are all that add accounts up:
科目余额表, 收支明细表, 资产负债表, 收益及收益分配表, 财务公开表, 债权债务, 内部往来, 专项资金; the
list of each receipt and payment is no sum and is told apart, for information.

Also the same entries taken in from a text file and balanced ÷ a peer that reads its own text and
balances it: beancount (Python package index) or hledger (Debian). Ours writes them checked,
numbered, encrypted and with their trail; the peer keeps nothing. Without a peer that is skipped in
words: PEER_PYTHON=…/bin/python names a Python that has beancount, PATH leads to hledger.
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from measure import Finding, child, pairs, said, spread

ROWS, GOAL = 100_000, 3.0
_ACCOUNTS = {
    "收入": ("50101", "50102", "50103", "50302"),
    "支出": ("51301", "51302", "51303", "51308", "51401", "21101"),
}
_NUMERALS = {"收入": "Income", "支出": "Expenses"}


def measure(scratch: Path, rounds: int) -> list[Finding]:
    folder = scratch / "statements"
    folder.mkdir()
    child("statements.py", "prepare", folder)
    ratios, ours, bare, listed = [], [], [], []
    for _ in range(rounds):
        child("statements.py", "ours", folder / "home")
        mine, theirs, list_of_each = map(float, said().split()[-3:])
        ratios.append(mine / theirs)
        ours.append(mine)
        bare.append(theirs)
        listed.append(list_of_each)
    told = Finding(
        f"a year's statements over {ROWS:,} entries ÷ one bare SQL aggregation of them",
        statistics.median(ratios),
        GOAL,
        details=(
            spread("eight statements", ours),
            spread("bare aggregation", bare),
            f"逐笔公开榜 with a line for each entry: median {statistics.median(listed):.2f} s",
        ),
    )
    return [told, *_against_peers(folder, max(rounds // 2, 3))]


def _against_peers(folder: Path, rounds: int) -> list[Finding]:
    made = []
    for name, command in _peers(folder):
        ratio, mine, theirs = pairs(
            lambda: child("statements.py", "take", folder),
            lambda command=command: _run(command),  # type: ignore[misc]
            rounds,
        )
        made.append(
            Finding(
                f"{ROWS:,} entries taken in (checked, written, trailed) and balanced ÷ {name}",
                ratio,
                1.0 if name == "beancount" else None,
                details=(spread("ours", mine), spread(name, theirs)),
            )
        )
    if not made:
        print("no peer: neither beancount (PEER_PYTHON) nor hledger is here", file=sys.stderr)
    return made


def _peers(folder: Path) -> list[tuple[str, list[str]]]:
    found = []
    python = os.environ.get("PEER_PYTHON", "")
    if python and Path(python).is_file():
        found.append(("beancount", [python, "-c", _BEANCOUNT, str(folder / "peer.beancount")]))
    if hledger := shutil.which("hledger"):
        found.append(("hledger", [hledger, "-f", str(folder / "peer.journal"), "balance"]))
    return found


_BEANCOUNT = """
import sys
from beancount import loader
from beancount.core import realization
entries, errors, _ = loader.load_file(sys.argv[1])
root = realization.realize(entries)
assert not errors and realization.compute_balance(root).is_empty()
"""


def _run(command: list[str]) -> float:
    environment = {**os.environ, "BEANCOUNT_DISABLE_LOAD_CACHE": "1", "LANG": "C.UTF-8"}
    began = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=True)
    return time.perf_counter() - began


# -- what the children do -------------------------------------------------------------------


def _rows() -> list[dict[str, Any]]:
    dice = random.Random(3)
    made: list[dict[str, Any]] = []
    for number in range(ROWS):
        direction = dice.choice(("收入", "支出"))
        made.append(
            {
                "book": "集体经济组织",
                "day": (date(2026, 1, 1) + timedelta(days=dice.randrange(325))).isoformat(),
                "direction": direction,
                "summary": f"办公用品采购（第{number % 12}组）",
                "purpose": dice.choice(("办公费", "租金", "误工补贴", "水电费")),
                "counterparty": f"綦江区某商店{number % 97}",
                "amount_fen": dice.randrange(1_000, 9_000_000),
                "voucher_no": f"{number + 1:06d}",
                "channel": dice.choice(("银行", "现金")),
                "account": dice.choice(_ACCOUNTS[direction]),
            }
        )
    return sorted(made, key=lambda row: row["day"])


def prepare(folder: Path) -> None:
    from made import office

    from qinglian_desktop.exchange.sheets import OutColumn, write_table
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.funds.records import Entry
    from qinglian_desktop.store.book import Book

    rows = _rows()
    columns = [OutColumn(Entry.fields[n].label, Entry.fields[n].kind, n) for n in rows[0]]
    write_table(folder / "entries.csv", columns, rows)
    with Book.create(folder / "home", RECORDS, office()) as book, book.change("登记") as change:
        change.add_all(Entry, rows)
    Book.create(folder / "empty", RECORDS, office()).close()
    _for_peers(folder, rows)


def _for_peers(folder: Path, rows: list[dict[str, Any]]) -> None:
    accounts = sorted({(row["direction"], row["account"]) for row in rows})
    with (folder / "peer.beancount").open("w", encoding="utf-8") as out:
        out.write('option "operating_currency" "CNY"\n')
        for direction, code in accounts:
            out.write(f"2020-01-01 open {_NUMERALS[direction]}:A{code} CNY\n")
        out.writelines(f"2020-01-01 open Assets:{way} CNY\n" for way in ("Bank", "Cash"))
        for row in rows:
            first, second = _postings(row)
            head = f'{row["day"]} * "{row["counterparty"]}" "{row["summary"]}"'
            out.write(f"{head}\n  {first}\n  {second}\n\n")
    with (folder / "peer.journal").open("w", encoding="utf-8") as out:
        for row in rows:
            first, second = _postings(row)
            head = f"{row['day']} * {row['counterparty']} | {row['summary']}"
            out.write(f"{head}\n    {first}\n    {second}\n\n")


def _postings(row: dict[str, Any]) -> tuple[str, str]:
    fen = row["amount_fen"]
    amount = f"{fen // 100}.{fen % 100:02d} CNY"
    held = "Assets:Cash" if row["channel"] == "现金" else "Assets:Bank"
    other = f"{_NUMERALS[row['direction']]}:A{row['account']}"
    minus = row["direction"] == "收入"
    return f"{other}  {'-' if minus else ''}{amount}", f"{held}  {'' if minus else '-'}{amount}"


def ours(home: Path) -> None:
    from qinglian_desktop.core.period import Period
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.funds.reads.telling import compose, names_of, sources
    from qinglian_desktop.modules.funds.records import COLLECTIVE
    from qinglian_desktop.store.book import Book

    year = Period.parse("2026")
    keys = [key for key in names_of(COLLECTIVE) if key != "register"]
    with Book.open(home, RECORDS) as book:
        bare = (
            "SELECT account, channel, direction, substr(day, 1, 7), sum(amount_fen) FROM entry "
            "WHERE deleted = 0 AND owner = ? AND book = ? AND day BETWEEN ? AND ? "
            "GROUP BY 1, 2, 3, 4"
        )
        asked = (book.unit.office_id, COLLECTIVE, "2026-01-01", "2026-12-31")
        times: list[list[float]] = [[], [], []]
        for turn in range(4):
            began = time.perf_counter()
            found = book.connection.execute(bare, asked).fetchall()
            between = time.perf_counter()
            read = sources(book, COLLECTIVE, year)
            told = [compose(book, read, key) for key in keys]
            done = time.perf_counter()
            if turn:  # the first one warms the pages
                times[0].append(done - between)
                times[1].append(between - began)
        began = time.perf_counter()
        listed = compose(book, read, "register")
        times[2].append(time.perf_counter() - began)
    assert len(listed.lines) == ROWS + 2
    moved = sum(row[4] for row in found)
    assert told[0].figure("合计", 2) == moved, "both have added up the same entries"
    print(*(statistics.median(column) for column in times))


def take(folder: Path) -> None:
    from qinglian_desktop.core.period import Period
    from qinglian_desktop.exchange.sheets import ImportResult, import_file
    from qinglian_desktop.modules.catalog import RECORDS
    from qinglian_desktop.modules.funds.reads.telling import statement
    from qinglian_desktop.modules.funds.records import COLLECTIVE, Entry
    from qinglian_desktop.modules.saving import completer, reviewer
    from qinglian_desktop.store.book import Book

    fresh = folder / "taken"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(folder / "empty", fresh)
    with Book.open(fresh, RECORDS) as book:
        made = import_file(
            book, Entry, folder / "entries.csv", reviewer=reviewer(Entry.table),
            complete=completer(Entry.table),
        ).result  # fmt: skip
        assert isinstance(made, ImportResult) and made.imported == ROWS, made
        told = statement(book, COLLECTIVE, "trial", Period.parse("2026"))
        assert not told.broken


if __name__ == "__main__":
    work: dict[str, Any] = {"prepare": prepare, "ours": ours, "take": take}
    verb, *places = sys.argv[1:]
    work[verb](*map(Path, places))
