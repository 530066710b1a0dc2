"""Whatever is posted, changed, reversed, closed, opened and undone: the books stay whole."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.period import Period
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.funds import actions, checks, reads
from qinglian_desktop.modules.funds.books import Line, Voucher
from qinglian_desktop.modules.funds.posting import gap, lines_of
from qinglian_desktop.modules.funds.records import BOOKS, COLLECTIVE, Entry
from qinglian_desktop.store import signers
from qinglian_desktop.store.book import Book

DAYS = [date(2026, month, day) for month in (8, 9, 10) for day in (3, 20)]
CODES = {BOOKS[0]: ("51101", "231", "151"), COLLECTIVE: ("51302", "21101", "15102")}
PIN = "7319"

STEP = st.tuples(
    st.sampled_from(
        ("entry", "entry", "voucher", "edit", "edit voucher", "reverse", "transfer", "drop",
         "close", "reopen", "undo", "gaps", "back")
    ),
    st.integers(0, 9), st.integers(1, 10**9), st.sampled_from(DAYS), st.sampled_from(BOOKS),
)  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with somebody who checks; each walk begins with a copy of it."""
    home = Path(tmp_path_factory.mktemp("walk"))
    with make_book(home) as made:
        signers.add(made, "吴监督", "监委会", PIN)
    return home / "home"


@contextmanager
def copied(office: Path) -> Iterator[Book]:
    with TemporaryDirectory() as folder, clock.fixed(date(2026, 11, 5)):
        home = Path(folder) / "home"
        shutil.copytree(office, home)
        with Book.open(home, RECORDS) as book:
            yield book


def take(book: Book, step: tuple[str, int, int, date, str]) -> None:
    what, which, fen, day, account = step
    entries = [row["id"] for row in book.rows(Query(Entry.table))]
    vouchers = [row["id"] for row in book.rows(Query(Voucher.table))]
    code, other = CODES[account][which % 3], CODES[account][(which + 1) % 3]
    lines = [Line(code, fen), Line(other, 0, fen // 2), Line("101", 0, fen - fen // 2)]
    lines = [line for line in lines if line.debit_fen or line.credit_fen]
    if what == "entry":
        draft = {
            "book": account, "day": day.isoformat(), "direction": "收入" if which % 2 else "支出",
            "summary": "某事", "purpose": "某用途", "counterparty": "某店", "amount_fen": fen,
            "account": CODES[account][0], "channel": ("现金", "银行")[which % 2],
        }  # fmt: skip
        actions.save_entry(book, None, draft)
    elif what == "voucher":
        actions.post_voucher(book, account, day, "某事", lines)
    elif what == "edit" and entries:
        row_id = entries[which % len(entries)]
        actions.save_entry(book, row_id, {"amount_fen": fen, "day": day.isoformat()})
    elif what == "edit voucher" and vouchers:
        row_id = vouchers[which % len(vouchers)]
        account = (book.row("voucher", row_id) or {})["book"]
        code, other = CODES[account][0], CODES[account][1]
        actions.change_voucher(book, row_id, day, "改了", [Line(code, fen), Line(other, 0, fen)])
    elif what == "reverse" and entries + vouchers:
        row_id = (entries + vouchers)[which % len(entries + vouchers)]
        table = "entry" if row_id in entries else "voucher"
        actions.reverse(book, table, row_id, day, "记错了")
    elif what == "transfer":
        actions.transfer(book, account, day, fen, "借用", "往来款")
    elif what in ("drop", "back"):
        _drop_or_back(book, what, which, entries, vouchers)
    elif what == "close":
        actions.close_month(book, account, Period.holding(day, "M"))
    elif what == "reopen":
        month = Period.holding(day, "M")
        actions.reopen_month(book, account, month, "金额记错了", "吴监督", PIN)
    elif what == "gaps":
        actions.close_gaps(book, account, 2026)
    elif what == "undo" and (steps := book.steps(10)):
        book.undo(steps[which % len(steps)]["step"])


def _drop_or_back(
    book: Book, what: str, which: int, entries: list[str], vouchers: list[str]
) -> None:
    if what == "drop" and vouchers and which % 2:
        actions.drop_voucher(book, vouchers[which % len(vouchers)])
    elif what == "drop" and entries:
        actions.drop_entry(book, entries[which % len(entries)])
    for table, bring in (("entry", actions.bring_back_entry),
                         ("voucher", actions.bring_back_voucher)):  # fmt: skip
        gone = book.rows(Query(table, (Where("deleted", "=", 1),), deleted=True))
        if what == "back" and gone:
            bring(book, gone[which % len(gone)]["id"])


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, max_size=25))
def test_any_walk_leaves_the_books_whole(office: Path, steps: list[Any]) -> None:
    with copied(office) as book, pytest.MonkeyPatch.context() as patched:
        patched.setattr(signers, "confirm", lambda *_, **__: "吴监督")  # no stretching of PINs
        patched.setattr(signers, "has_pin", lambda *_: False)
        for step in steps:
            shut = _of_closed_months(book)
            try:
                take(book, step)
            except Refused as refused:
                assert refused.what and refused.remedy, step
            for key, told in shut.items():
                if reads.closed(book, key[0], date.fromisoformat(f"{key[1]}-01")):
                    assert _of_closed_months(book)[key] == told, (step, "a closed month changed")
        _is_whole(book)


def _of_closed_months(book: Book) -> dict[tuple[str, str], Any]:
    """What each closed month ended with, account by account."""
    return {
        (account, month): reads.exact_balances(book, account, Period.parse(month).last)
        for account, month in reads.closed_months(book)
    }


def _is_whole(book: Book) -> None:
    last = date(2026, 12, 31)
    for account in BOOKS:
        assert reads.off_balance(book, account, last) == 0
        sums = _recount(book, account)
        held = reads.exact_balances(book, account, last)
        assert {code: one.closing for code, one in held.items() if one.closing} == sums
        numbers = checks.used_numbers(book, account, 2026)
        assert len(numbers) == len(set(numbers)), "a number is given once"
        if checks.missing_numbers(book, account, 2026):
            _gaps_are_only_behind_the_closed_months(book, account)
    assert sum(checks.cross_balances(book, last)) == 0
    for voucher in book.rows(Query(Voucher.table)):
        assert gap(actions.lines_in(book, voucher["id"])) == 0


def _gaps_are_only_behind_the_closed_months(book: Book, account: str) -> None:
    """A month is closed only without gaps; one that came later is closed by moving numbers up."""
    try:
        actions.close_gaps(book, account, 2026)
    except Refused as refused:
        assert "反结账" in str(refused)
    else:
        assert not checks.missing_numbers(book, account, 2026)


def _recount(book: Book, account: str) -> dict[str, int]:
    """Every line of every row, added up in plain Python."""
    sums: dict[str, int] = {}
    entries = book.rows(Query(Entry.table, reads.own(book, account)))
    vouchers = book.rows(Query(Voucher.table, reads.own(book, account)))
    lines = [line for row in entries for line in lines_of(row, {})]
    lines += [line for row in vouchers for line in actions.lines_in(book, row["id"])]
    for line in lines:
        sums[line.account] = sums.get(line.account, 0) + line.debit_fen - line.credit_fen
    return {code: net for code, net in sums.items() if net}
