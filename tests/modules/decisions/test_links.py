"""Large payments that hang on no decision: each is found, linked or explained, and comes back."""

from datetime import date
from pathlib import Path

import pytest

from cases import make_matter, make_office
from office import make_entry
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.decisions import links
from qinglian_desktop.modules.decisions.beside import MatterStandard
from qinglian_desktop.modules.funds.records import INCOME, Grant
from qinglian_desktop.modules.saving import dropper
from qinglian_desktop.store.book import Book

LINE = 5_000_000  # 5 万元
SINCE = date(2026, 3, 1)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = make_office(tmp_path)
    with made.change("定标准") as change:
        change.put(
            MatterStandard(
                matter_class="M04 大额支出和分配",
                amount_fen=LINE,
                from_on=SINCE,
                resolution="决议1号",
            )
        )
    return made


def entry(book: Book, amount: int, day: date = date(2026, 6, 1), **facts: object) -> str:
    number = f"{len(book.ids(links.Query('entry'))) + 1:04}"
    return make_entry(book, amount, day, voucher_no=number, **facts)  # type: ignore[arg-type]


def nine(book: Book) -> set[str]:
    """Nine orphans among rows that are none."""
    matter = make_matter(book, date(2026, 5, 1), title="修路")
    number = (book.row("matter", matter) or {})["number"]
    found = {entry(book, LINE + at) for at in range(7)}  # exactly at the line too
    entry(book, LINE - 1)
    entry(book, LINE, date(2026, 2, 28))  # before the line held
    entry(book, LINE, direction=INCOME)
    entry(book, LINE, decision_no=number)  # names its decision itself
    linked, explained, dropped = (entry(book, LINE * 2) for _ in range(3))
    links.link(book, "entry", linked, matter)
    links.explain(book, "entry", explained, "街道统一代付，不用村里决定")
    dropper("entry")(book, dropped)
    with book.change("专项资金") as change:
        for amount in (LINE, LINE * 3, LINE - 1):
            grant = Grant(year=2026, receiver="本社区", category=f"项目{amount}", amount_fen=amount)
            row_id = change.put(grant)
            if amount >= LINE:
                found.add(row_id)
    return found


def test_nine_orphans_are_found_and_nothing_else(book: Book) -> None:
    with book:
        expected = nine(book)
        found = links.orphans(book)
        assert len(found) == 9
        assert {one.row_id for one in found} == expected
        assert [one.on for one in found] == sorted((one.on for one in found), reverse=True)
        assert {one.label for one in found} == {"收支", "专项资金"}


def test_a_link_settles_a_row_until_it_is_undone_or_the_decision_ends(book: Book) -> None:
    with book:
        row = entry(book, LINE)
        matter = make_matter(book, date(2026, 5, 1))
        done = links.link(book, "entry", row, matter)
        assert links.orphans(book) == ()
        assert [one["other_id"] for one in links.of_matter(book, matter)] == [row]
        book.undo(done.step)
        assert [one.row_id for one in links.orphans(book)] == [row]
        links.link(book, "entry", row, matter)
        with book.change("终止") as change:
            change.put_row("matter", matter, {"state": "已终止"})
        assert [one.row_id for one in links.orphans(book)] == [row]
        with pytest.raises(Refused, match="已经终止"):
            links.link(book, "entry", row, matter)


def test_an_explanation_needs_words_and_a_link_takes_its_place(book: Book) -> None:
    with book:
        row = entry(book, LINE)
        with pytest.raises(Refused, match="说明太短"):
            links.explain(book, "entry", row, " 有 ")
        links.explain(book, "entry", row, "街道统一代付")
        assert links.orphans(book) == ()
        matter = make_matter(book, date(2026, 5, 1))
        links.link(book, "entry", row, matter)
        (kept,) = links.of_matter(book, matter)
        assert kept["explanation"] is None
        assert kept["other_name"].startswith("0001")
        with pytest.raises(Refused, match="已经不在了"):
            links.link(book, "entry", "nobody", matter)


def test_without_a_line_of_its_own_the_office_has_no_orphans(tmp_path: Path) -> None:
    with make_office(tmp_path) as book:
        entry(book, LINE * 100)
        assert links.orphans(book) == ()
        assert links.said_line(book) == ""


def test_each_row_is_held_against_the_line_of_its_own_day(book: Book) -> None:
    with book:
        with book.change("改标准") as change:
            change.put(
                MatterStandard(
                    matter_class="M04 大额支出和分配", amount_fen=LINE * 2, from_on=date(2026, 7, 1)
                )
            )
        early = entry(book, LINE, date(2026, 6, 30))
        entry(book, LINE, date(2026, 7, 1))
        assert [one.row_id for one in links.orphans(book)] == [early]
        assert links.said_line(book) == "100,000 元以上要有决议（从2026年7月1日起）"


def test_what_was_voted_down_or_has_no_number_carries_no_payment(book: Book) -> None:
    matter = make_matter(book, date(2026, 5, 1), title="修路")
    number = (book.row("matter", matter) or {})["number"]
    named, plain = entry(book, LINE, decision_no=number), entry(book, LINE)
    assert {one.row_id for one in links.orphans(book)} == {plain}
    with book.change("没有编号的旧事项") as change:
        other = change.put_row("matter", make_matter(book, date(2026, 5, 2)), {"number": None})
    assert {one.row_id for one in links.orphans(book)} == {plain}
    with book.change("没有通过") as change:
        change.put_row("matter", matter, {"state": "未通过"})
    assert {one.row_id for one in links.orphans(book)} == {plain, named}
    with pytest.raises(Refused, match="没有通过"):
        links.link(book, "entry", plain, matter)
    links.link(book, "entry", plain, other)
    assert {one.row_id for one in links.orphans(book)} == {named}
