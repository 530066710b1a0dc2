"""Voucher numbers of many entries in one change: looked up once, and the right ones."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.funds import actions
from qinglian_desktop.modules.funds.actions.numbering import Numbers
from qinglian_desktop.modules.funds.records import BOOKS, COMMITTEE, SPENDING, Entry
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.readings import Readings


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.fixed(date(2026, 10, 12)):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make_book(tmp_path) as made:
        yield made


def draft(**facts: Any) -> dict[str, Any]:
    return {
        "book": COMMITTEE, "day": "2026-09-01", "direction": SPENDING, "summary": "办公用品",
        "purpose": "办公费", "counterparty": "某文具店", "amount_fen": 238_000, **facts,
    }  # fmt: skip


NUMBERS = st.sampled_from(("", "", "0001", "0002", "0003", "0009", "记-7"))
FACTS = st.fixed_dictionaries(
    {"voucher_no": NUMBERS},
    optional={
        "book": st.sampled_from(BOOKS),
        "day": st.sampled_from(("2026-09-01", "2025-12-31", "2026-01-01", "")),
    },
)
STEPS = st.lists(
    st.tuples(st.sampled_from(("new", "new", "edit", "drop", "back", "aside")),
              st.integers(0, 9), FACTS),
    max_size=14,
)  # fmt: skip


def take(book: Book, ids: list[str], step: tuple[str, int, dict[str, Any]]) -> str:
    """One step; what is said when it is refused."""
    what, which, facts = step
    row_id = ids[which % len(ids)] if ids else None
    try:
        if what == "aside":  # an entry that is saved and at once taken back
            with book.change("试一试"):
                actions.save_entry(book, None, draft(**facts))
                raise Refused("不要了", "")
        if what == "new" or row_id is None:
            saved = actions.save_entry(book, None, draft(**facts)).result
            ids.append(str(saved))
        elif what == "edit":
            actions.save_entry(book, row_id, facts)
        else:
            with book.change("删或找回") as change:
                (change.drop if what == "drop" else change.bring_back)(Entry.table, row_id)
    except Refused as refused:
        return str(refused)
    return ""


def told(book: Book, ids: list[str]) -> list[Any]:
    rows = [book.row(Entry.table, row_id) or {} for row_id in ids]
    return [(r["book"], r["day"], r["voucher_no"], r["deleted"]) for r in rows]


class _Enough(Exception):  # noqa: N818  (no error: it takes the batch back)
    pass


def in_one_change(book: Book, steps: list[Any]) -> tuple[list[str], list[Any]]:
    """What is said at each step, and the entries at the end; nothing of it is kept."""
    ids: list[str] = []
    with suppress(_Enough), book.change("一批"):
        said = [take(book, ids, step) for step in steps]
        found = told(book, ids)
        raise _Enough
    return said, found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_known_numbers_are_those_that_looking_them_up_each_time_finds(
    book: Book, steps: list[Any]
) -> None:
    quick = in_one_change(book, steps)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Numbers, "of", classmethod(lambda cls, change: cls(change.book)))
        slow = in_one_change(book, steps)
    assert quick == slow


def test_a_batch_looks_them_up_once_for_each_book_and_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Query] = []

    looked_up = Readings.filled

    def filled(book: Readings, query: Query, field: str) -> list[tuple[str, Any]]:
        asked.append(query)
        return looked_up(book, query, field)

    with make_book(tmp_path) as book:
        monkeypatch.setattr(Readings, "filled", filled)
        with book.change("一批"):
            ids = [
                str(actions.save_entry(book, None, draft(book=BOOKS[n % 2])).result)
                for n in range(30)
            ]
            for n, row_id in enumerate(ids):
                actions.save_entry(book, row_id, {"voucher_no": f"{n + 500:04d}"})
            with pytest.raises(Refused, match="已经用过"):
                actions.save_entry(book, None, draft(voucher_no="0500"))
            assert actions.save_entry(book, None, draft()).result
        assert len(asked) == 8  # entries and vouchers, in use and in the recycle bin, two books
        assert [row["voucher_no"] for row in book.rows(Query(Entry.table))][-1] == "0529"


def test_rows_of_a_sheet_get_the_numbers_after_all_that_are_taken(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        gone = actions.save_entry(book, None, draft(voucher_no="0030")).result
        with book.change("删") as change:
            change.drop(Entry.table, str(gone))
        sheet = [draft(), draft(voucher_no="0040"), draft(day="2025-03-01"), draft(voucher_no="")]
        with book.change("导入") as change:
            made = actions.number_entries(change, sheet)
        assert [row["voucher_no"] for row in made] == ["0041", "0040", "0001", "0042"]
