"""How long is kept what? The list is exact to the day, and only what stands on it goes."""

from datetime import date, timedelta

import pytest

from office import make_entry, make_person, unguarded
from qinglian_desktop.core import clock
from qinglian_desktop.core.erasing import is_erased
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.store import copies, packs, people, retention
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)
TABLES = {record.table: record for record in RECORDS}


def listed(book: Book, day: date) -> set[str]:
    with clock.fixed(day):
        return {one.row_id for one in retention.over(book)}


def test_vouchers_are_kept_thirty_years_from_the_end_of_their_year(book: Book) -> None:
    with unguarded():
        row_id = make_entry(book, 100, date(1996, 2, 3))
    assert listed(book, date(2026, 12, 31)) == set()
    assert listed(book, date(2027, 1, 1)) == {row_id}
    with clock.fixed(date(2027, 1, 1)):
        (one,) = retention.over(book)
    assert one.until == "2026-12-31" and "30 年" in one.basis and "待核实" in one.basis


def test_who_moved_away_is_kept_five_years_and_who_stays_is_not_listed(book: Book) -> None:
    with clock.fixed(date(2020, 3, 1)):
        away, here = make_person(book, "迁走的", state="迁出"), make_person(book, "在的")
    assert listed(book, date(2025, 2, 28)) == set()
    assert listed(book, date(2025, 3, 1)) == {away}
    assert here not in listed(book, date(2099, 1, 1))


def test_every_rule_of_the_pack_stands_on_a_declared_table_and_says_why() -> None:
    pack = packs.named("retention")[-1]
    rows = pack.rows("kinds")
    assert len({row["id"] for row in rows}) == len(rows) >= 6
    for row in rows:
        record = TABLES[row["table"]]
        assert row["day"] in {*record.fields, "created_at", "updated_at"}
        assert row["basis"] and 1 <= row["years"] <= 30
        if states := row.get("when"):
            assert set(states[1:]) <= set(record.fields[states[0]].choices)
    trail = pack.value("trail")
    assert trail["months"] >= trail["least_months"] >= 6


def test_only_what_is_on_the_list_goes_with_the_word_and_a_backup_before(book: Book) -> None:
    with clock.fixed(date(2020, 3, 1)):
        away = make_person(book, "迁走的", state="迁出")
    with clock.fixed(TODAY):
        here = make_person(book, "刚迁走的", state="迁出")
        key, young = ("person", away), ("person", here)
        for keys, typed, said in (
            ([key], "", "没有写“清除”"),
            ([key], "删除", "没有写“清除”"),
            ([], "清除", "没有选"),
            ([key, young], "清除", "不在清单里"),
        ):
            with pytest.raises(Refused, match=said):
                retention.purge(book, keys, typed)
        assert not is_erased(book.row("person", away) or {})
        changes = retention.purge(book, [key], " 清除 ", "满五年")
        assert changes.result == 1 and retention.over(book) == []
    assert is_erased(book.row("person", away) or {})
    assert copies.newest(book.home / copies.HERE, book.unit.office_id) is not None
    (row,) = book.rows(Query("erasure"))
    assert row["reason"] == "满五年"


def test_the_bin_destroys_only_what_lies_in_it(book: Book) -> None:
    row_id = make_person(book, "李建华")
    with pytest.raises(Refused, match="不在回收站里"):
        retention.destroy(book, [("person", row_id)], "清除")
    saving.dropper("person")(book, row_id)
    retention.destroy(book, [("person", row_id)], "清除")
    assert is_erased(book.row("person", row_id) or {})


def test_who_may_not_is_refused(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    row_id = make_person(book, "李建华")
    saving.dropper("person")(book, row_id)
    no = people.refusal(("管理员",), seeing=False)
    monkeypatch.setattr(people, "may", lambda *_: no)
    for act in (retention.destroy, retention.purge):
        with pytest.raises(Refused, match="由〔管理员〕来做"):
            act(book, [("person", row_id)], "清除")
    assert not is_erased(book.row("person", row_id) or {})


def test_years_an_office_settled_itself_hold(book: Book) -> None:
    from qinglian_desktop.store import own_values

    with clock.fixed(TODAY):
        since = TODAY - timedelta(days=366 * 3)
    with clock.fixed(since):
        away = make_person(book, "迁走的", state="迁出")
    with clock.fixed(TODAY):
        assert listed(book, TODAY) == set()
        rule = "retention:kinds[people].years"
        own_values.settle(book, rule, "2", TODAY, "街道张主任", TODAY)
    assert listed(book, TODAY) == {away}
