"""What 今日 says of payments that wait for a second person, for papers, or are over the plan."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Due
from qinglian_desktop.modules.funds import actions, due
from qinglian_desktop.modules.funds.records import COMMITTEE, SPENDING, Entry
from qinglian_desktop.store import keyfile, signers
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def enter(book: Book, day: str = "2026-11-03", **facts: Any) -> str:
    draft = {
        "book": COMMITTEE, "day": day, "direction": SPENDING, "summary": "办公用品",
        "purpose": "办公费", "counterparty": "某文具店", "amount_fen": 50_000, **facts,
    }  # fmt: skip
    return actions.save_entry(book, None, draft).ids(Entry.table)[0]


def lines(book: Book, day: date, act: str) -> list[Due]:
    return [line for line in due.due(book, day) if line.act == act]


def test_what_waits_for_the_second_person_stands_in_today(book: Book) -> None:
    ids = [enter(book) for _ in range(3)]
    enter(book, amount_fen=None)  # not filled in yet: nobody could check it
    assert lines(book, TODAY, "去复核") == [], "nobody can check yet"
    signers.add(book, "吴敏", "监委会", "2580")
    (line,) = lines(book, TODAY, "去复核")
    assert (line.subject, line.due_on) == ("待复核 3 笔", date(2026, 11, 30))
    assert (line.table, line.row_id) == (Entry.table, ids[0])
    actions.review(book, Entry.table, ids[:2], "吴敏", "2580")
    assert lines(book, TODAY, "去复核")[0].subject == "待复核 1 笔"
    actions.review(book, Entry.table, ids[2:], "吴敏", "2580")
    assert lines(book, TODAY, "去复核") == []


def test_an_old_day_is_no_way_around_the_second_person(book: Book) -> None:
    """What was there before anybody checked is not asked for; what is written since is."""
    with clock.fixed(date(2026, 3, 1)):
        enter(book, "2026-02-03")
    signers.add(book, "吴敏", "监委会", "2580")
    assert lines(book, TODAY, "去复核") == []
    late = enter(book, "2026-02-20")
    (line,) = lines(book, TODAY, "去复核")
    assert (line.subject, line.row_id) == ("待复核 1 笔", late)
    actions.review(book, Entry.table, [late], "吴敏", "2580")
    assert lines(book, TODAY, "去复核") == []


@pytest.mark.parametrize(("day", "told"), [(22, False), (23, True), (30, True)])
def test_papers_are_asked_for_in_the_last_week_of_the_month(
    book: Book, day: int, told: bool
) -> None:
    entry = enter(book, receipt_no="7")
    enter(book, receipt_no="8", handler="周文书")  # lacks nothing
    found = lines(book, date(2026, 11, day), "去补")
    assert bool(found) is told
    if told:
        assert found[0].subject == "1 笔支出还差材料，0001 还差：经办人签字。"
        assert (found[0].due_on, found[0].row_id) == (date(2026, 11, 30), entry)


def test_papers_that_are_late_are_asked_for_until_they_are_there(book: Book) -> None:
    entry = enter(book, "2026-10-15")
    (line,) = lines(book, TODAY, "去补")
    assert line.due_on == date(2026, 10, 31)
    for paper in ("发票或收据", "经办人签字"):
        actions.tell_paper(book, entry, paper)
    assert lines(book, TODAY, "去补") == []


def test_a_purpose_over_its_plan_is_told(book: Book) -> None:
    enter(book)
    assert lines(book, TODAY, "去看") == []
    plan = {"book": COMMITTEE, "year": 2026, "category": "办公费", "amount_fen": 49_900}
    row_id = actions.save_budget(book, None, plan).result
    (line,) = lines(book, TODAY, "去看")
    assert line.subject == "居委会2026年办公费超预算 1.00 元，还没有关联同意超支的决议"
    assert line.row_id == row_id
