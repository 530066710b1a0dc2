"""The one door: rows, trail and undo in one transaction, or nothing of it."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office import make_book, make_entry, make_person, make_unit
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.exchange.records import EnrolledUnit, SentBundle
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.modules.registry.records import Household, Person
from qinglian_desktop.store import engine, envelope
from qinglian_desktop.store.book import Book, Operator

BROKEN_TYPES = (sqlite3.Error, *engine.ERRORS)


def everything(book: Book) -> dict[str, list[Any]]:
    """All that is written in the file, table by table."""
    names = [
        name
        for (name,) in book.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
    ]
    return {n: book.connection.execute(f'SELECT * FROM "{n}"').fetchall() for n in names}


def test_one_change_writes_row_trail_and_undo_text(book: Book) -> None:
    with book.change("登记一户", reason="新迁入") as change:
        row_id = change.put(Household(number="2-015", head="张晓梅"))
    assert change.changes == Changes("登记一户", (("household", row_id),), 1)
    row = book.row("household", row_id)
    assert row is not None
    assert (row["number"], row["head"], row["deleted"]) == ("2-015", "张晓梅", 0)
    assert row["owner"] == book.unit.office_id
    assert row["updated_by"] == book.operator.name
    assert json.loads(row["vv"]) == {book.unit.stream_id: 1}
    assert json.loads(row["fv"]) == {}
    (line,) = book.history("household", row_id)
    assert (line["label"], line["op"], line["reason"]) == ("登记一户", "insert", "新迁入")
    assert line["operator"] == book.operator.name
    assert line["after"] == row
    assert line["before"] == {}
    assert book.steps() == [
        {
            "step": 1, "label": "登记一户", "kind": "change", "operator": book.operator.name,
            "at": book.steps()[0]["at"], "event_on": clock.today().isoformat(),
            "entered_on": clock.today().isoformat(), "rows": 1,
        }
    ]  # fmt: skip


def test_the_day_it_happened_and_the_day_it_was_entered_are_both_kept(book: Book) -> None:
    with (
        clock.fixed(date(2026, 11, 3)),
        book.change("补登", event_on=date(2026, 10, 1)) as change,
    ):
        row_id = change.put(Household(number="1"))
    (line,) = book.history("household", row_id)
    assert (line["event_on"], line["entered_on"]) == ("2026-10-01", "2026-11-03")
    assert line["at"].startswith("2026-11-03T")


def test_each_edit_counts_up_and_stamps_the_fields_it_changed(book: Book) -> None:
    row_id, stream = make_person(book, "李建华"), book.unit.stream_id
    with book.change("改电话") as change:
        change.put_row("person", row_id, {"phone": "13800000000", "name": "李建华"})
    with book.change("改生日") as change:
        change.put_row("person", row_id, {"born_on": "1970-01-01"})
    row = book.row("person", row_id)
    assert row is not None
    assert json.loads(row["vv"]) == {stream: 3}
    # A birthday is stamped with the number that tells it.
    assert json.loads(row["fv"]) == {"phone": [2, stream], "id_number": [3, stream]}
    assert row["row_hash"] == envelope.hash_of(row)


def test_an_edit_of_money_stamps_the_row_whole(book: Book) -> None:
    row_id, stream = make_entry(book), book.unit.stream_id
    with book.change("改金额") as change:
        change.put_row("entry", row_id, {"amount_fen": 5, "summary": "办公用品"})
    row = book.row("entry", row_id)
    assert row is not None
    assert json.loads(row["fv"]) == {"*": [2, stream]}


def test_a_broken_block_leaves_nothing_at_all(book: Book) -> None:
    make_entry(book)
    before = everything(book)
    with pytest.raises(ZeroDivisionError), book.change("坏掉的一步") as change:
        change.put(Household(number="1"))
        change.number("票据")
        change.drop("entry", book.ids(Query("entry"))[0])
        raise ZeroDivisionError
    assert everything(book) == before
    assert not book.connection.in_transaction
    assert change.changes == Changes("坏掉的一步")
    make_entry(book)
    assert book.trail_broken_at() is None


def test_a_change_inside_a_change_joins_it(book: Book) -> None:
    with book.change("外面") as outer:
        outer.put(Household(number="1"))
        with book.change("里面") as inner:
            assert inner is outer
            inner.put(Household(number="2"))
    assert [step["label"] for step in book.steps()] == ["外面"]
    assert len(outer.changes.touched) == 2
    with pytest.raises(ZeroDivisionError), book.change("外面") as outer:
        with book.change("里面") as inner:
            inner.put(Household(number="3"))
        raise ZeroDivisionError
    assert book.count(Query("household")) == 2


def test_a_refused_inner_change_takes_back_only_its_own_writes(book: Book) -> None:
    with book.change("外面") as outer:
        outer.put(Household(number="1"))
        for number in range(3):
            with pytest.raises(Refused), book.change("里面") as inner:
                inner.put(Household(number=f"x{number}"))
                with book.change("更里面") as deepest:
                    deepest.put(Household(number=f"y{number}"))
                raise Refused("不行", "算了")
        outer.put(Household(number="2"))
    assert sorted(row["number"] for row in book.rows(Query("household"))) == ["1", "2"]
    assert len(outer.changes.touched) == 2
    assert book.steps()[0]["rows"] == 2
    assert book.trail_broken_at() is None


def test_a_change_that_changes_nothing_leaves_no_trace(book: Book) -> None:
    row_id = make_entry(book)
    before = everything(book)
    with book.change("什么也没做") as change:
        pass
    assert change.changes == Changes("什么也没做")
    row = book.row("entry", row_id)
    assert row is not None
    with book.change("一样的内容") as change:
        change.put_row("entry", row_id, {name: row[name] for name in Entry.fields})
        change.put_row("entry", row_id, {"note": "", "receipt_no": None})
        change.bring_back("entry", row_id)
    assert change.changes.step == 0
    assert everything(book) == before


def test_a_change_is_of_no_use_after_its_block(book: Book) -> None:
    with book.change("登记") as change:
        change.put(Household(number="1"))
    before = everything(book)
    with pytest.raises(RuntimeError):
        change.put(Household(number="2"))
    with pytest.raises(RuntimeError), book.change("另一步"):
        change.put(Household(number="3"))
    assert everything(book) == before


def test_nothing_is_written_after_sqlite_ended_the_transaction_by_itself(book: Book) -> None:
    before = everything(book)
    with pytest.raises(Refused), book.change("登记") as change:
        change.put(Household(number="1"))
        book.connection.execute("ROLLBACK")  # what a full disk does
        change.put(Household(number="2"))
    assert everything(book) == before
    make_entry(book)


def test_numbers_of_a_series_have_no_gaps(book: Book) -> None:
    given: list[int] = []
    for turn in range(12):
        try:
            with book.change("编号") as change:
                number = change.number("文号 2026")
                change.put(Household(number=str(number)))
                if turn % 3 == 1:
                    raise Refused("不编了", "算了")
        except Refused:
            continue
        given.append(number)
    assert given == list(range(1, 9))
    with book.change("外来的号") as change:
        change.at_least("文号 2026", 40)
        change.at_least("文号 2026", 7)
        assert change.number("文号 2026") == 41
        assert change.number("别的") == 1


def test_a_number_handed_out_is_kept_even_when_no_row_was_written(book: Book) -> None:
    with book.change("编号") as change:
        assert change.number("包") == 1
    assert change.changes.step
    with book.change("编号") as change:
        assert change.number("包") == 2


def test_a_row_of_another_office_can_only_be_read(book: Book) -> None:
    row_id = make_entry(book)
    book.connection.execute("UPDATE entry SET owner = 'other'")
    for attempt in ("put_row", "drop"):
        with pytest.raises(Refused, match="别的单位登记的") as caught, book.change("改") as change:
            if attempt == "drop":
                change.drop("entry", row_id)
            else:
                change.put_row("entry", row_id, {"amount_fen": 1})
        assert caught.value.remedy
    row = book.row("entry", row_id)
    assert row is not None
    assert row["amount_fen"] == 238_000


def test_the_street_does_not_write_the_communities_ledgers_nor_they_the_streets(
    tmp_path: Path, book: Book
) -> None:
    unit = EnrolledUnit(office_id="x", code="1", name="红旗村", kind="村")
    with pytest.raises(Refused, match="由街道登记"), book.change("登记") as change:
        change.put(unit)
    with make_book(tmp_path, "street", folder="street") as street:
        with street.change("登记") as change:
            change.put(unit)
        with pytest.raises(Refused, match="由村居登记"), street.change("登记") as change:
            change.put(Household(number="1"))
        assert street.count(Query("household")) == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount_fen", "五十"), ("amount_fen", 1.5), ("amount_fen", True), ("amount_fen", 10**15),
        ("day", "2026-02-30"), ("day", 20260101), ("summary", 7), ("summary", "a\x00b"),
        ("summary", "\ud83d"), ("is_person", 2), ("files", "x.jpg"), ("summary", b"x"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_sort_is_refused_by_the_door(
    book: Book, name: str, value: object
) -> None:
    row_id = make_entry(book)
    before = everything(book)
    with pytest.raises(Refused) as caught, book.change("改") as change:
        change.put_row("entry", row_id, {name: value})
    assert caught.value.field == name
    assert caught.value.problems[0].field == name
    assert everything(book) == before


def test_a_value_of_the_wrong_sort_is_refused_by_the_table_itself(book: Book) -> None:
    row_id = make_entry(book)
    for sql in ("amount_fen = 'fünf'", "amount_fen = 1.5", "owner = NULL", "summary = x'00ff'"):
        with pytest.raises(BROKEN_TYPES):
            book.connection.execute(f"UPDATE entry SET {sql} WHERE id = ?", (row_id,))


def test_a_name_nobody_declared_is_our_own_bug(book: Book) -> None:
    with pytest.raises(KeyError), book.change("登记") as change:
        change.put_row("entry", "x", {"colour": "red"})
    with pytest.raises(KeyError), book.change("登记") as change:
        change.put_row("sqlite_master", "x", {})
    with pytest.raises(KeyError):
        book.ids(Query('entry" --'))
    with pytest.raises(KeyError):
        book.count(Query("trail"))


def test_a_half_filled_row_is_kept_but_is_no_record(book: Book) -> None:
    with book.change("草稿") as change:
        row_id = change.add(Entry, {"summary": "办公用品", "direction": "新版才有的一项"})
    row = book.row("entry", row_id)
    assert row is not None
    assert row["channel"] == "银行"  # the declared default
    assert row["amount_fen"] is None
    with pytest.raises(Refused, match="还没填"):
        book.record(Entry, row_id)
    assert book.records(Entry) == []
    with pytest.raises(Refused, match="没有找到"):
        book.record(Entry, "gone")


def test_a_complete_record_comes_back_as_it_was_put(book: Book) -> None:
    person = Person(name="张晓梅", born_on=date(1949, 12, 31), id_number="11010519491231002X")
    with book.change("登记") as change:
        row_id = change.put(person)
    found = book.record(Person, row_id)
    assert (found.name, found.born_on, found.id_number) == (
        person.name, person.born_on, person.id_number,
    )  # fmt: skip
    assert found.id == row_id
    with book.change("改") as change:
        assert change.put(found) == row_id
    assert change.changes.step == 0


def test_dropping_is_the_recycle_bin_and_not_the_end(book: Book) -> None:
    row_id = make_person(book)
    with book.change("删除") as change:
        change.drop("person", row_id)
        change.drop("person", row_id)
    assert book.count(Query("person")) == 0
    assert book.ids(Query("person", deleted=True)) == [row_id]
    assert book.connection.execute("SELECT count(*) FROM person").fetchone() == (1,)
    with book.change("找回") as change:
        change.bring_back("person", row_id)
    assert book.ids(Query("person")) == [row_id]
    assert [line["label"] for line in book.history("person", row_id)] == [
        "登记人员", "删除", "找回",
    ]  # fmt: skip
    with pytest.raises(Refused, match="不在了"), book.change("删除") as change:
        change.drop("person", "gone")


def test_fields_of_a_later_program_survive_an_edit(book: Book) -> None:
    row_id = make_entry(book)
    ext = '{"colour":"红","summary":"旧"}'
    book.connection.execute("UPDATE entry SET ext = ? WHERE id = ?", (ext, row_id))
    with book.change("改") as change:
        change.put_row("entry", row_id, {"summary": "新"})
    row = book.row("entry", row_id)
    assert row is not None
    assert row["ext"] == ext
    said = json.loads(envelope.line(row))
    assert said["colour"] == "红"
    assert said["summary"] == "新"  # what the clerk sees is what is sent


@pytest.fixture(scope="module")
def one_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    made = make_book(tmp_path_factory.mktemp("hash"))
    yield made
    made.close()


filled = st.fixed_dictionaries(
    {},
    optional={
        "summary": st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30
        ),
        "amount_fen": st.integers(-(10**15) + 1, 10**15 - 1),
        "is_person": st.integers(0, 1),
        "day": st.dates().map(str),
        "note": st.none(),
    },
)


@settings(max_examples=40)
@given(drafts=st.lists(filled, min_size=1, max_size=5))
def test_a_row_read_again_has_the_hash_it_was_written_with(
    drafts: list[dict[str, Any]], one_book: Book
) -> None:
    book = one_book
    row_id = clock.new_id()
    for draft in drafts:
        with book.change("改") as change:
            change.put_row("entry", row_id, draft)
    row = book.row("entry", row_id)
    if row is not None:
        assert row["row_hash"] == envelope.hash_of(row)
        for line in book.history("entry", row_id):
            assert line["after"]["row_hash"] == envelope.hash_of(line["after"])
        assert book.history("entry", row_id)[-1]["after"] == row


def test_a_second_connection_reads_what_was_committed_and_nothing_else(book: Book) -> None:
    other = book.again()
    try:
        with book.change("登记") as change:
            change.put(Household(number="1"))
            assert other.count(Query("household")) == 0
        assert other.count(Query("household")) == 1
        with other.change("登记") as change:
            change.put(Household(number="2"))
        assert book.count(Query("household")) == 2
        assert book.trail_broken_at() is None
    finally:
        other.close()


def test_a_job_in_its_own_thread_opens_the_book_again(book: Book) -> None:
    trouble: list[BaseException] = []

    def job() -> None:
        try:
            mine = book.again()
            with mine.change("登记") as change:
                change.put(Household(number="1"))
            mine.close()
        except BaseException as error:  # noqa: BLE001  (told to the main thread)
            trouble.append(error)

    thread = threading.Thread(target=job)
    thread.start()
    thread.join()
    assert trouble == []
    assert book.count(Query("household")) == 1


def test_a_book_used_from_a_foreign_thread_is_our_own_bug(book: Book) -> None:
    caught: list[BaseException] = []

    def job() -> None:
        try:
            book.count(Query("household"))
        except BaseException as error:  # noqa: BLE001  (told to the main thread)
            caught.append(error)

    thread = threading.Thread(target=job)
    thread.start()
    thread.join()
    assert len(caught) == 1
    assert not isinstance(caught[0], Refused)


def test_settings_leave_no_trail(book: Book) -> None:
    book.put_setting("字号", {"a": [1, "大"]})
    assert book.setting("字号") == {"a": [1, "大"]}
    assert book.setting("没有", 7) == 7
    assert book.steps() == []


def test_local_rows_have_a_trail_too(book: Book) -> None:
    with book.change("写出报送包") as change:
        row_id = change.put_row(SentBundle.table, clock.new_id(), {"number": 1, "full": 1})
    assert len(book.history(SentBundle.table, row_id)) == 1


def test_the_operator_of_the_desk_goes_into_every_change(tmp_path: Path) -> None:
    make_book(tmp_path).close()
    with Book.open(tmp_path / "home", RECORDS, operator=Operator("郑主任", "书记")) as book:
        make_entry(book)
        assert book.steps()[0]["operator"] == "郑主任"


def test_an_office_is_never_made_twice_in_one_folder(tmp_path: Path) -> None:
    make_book(tmp_path).close()
    with pytest.raises(Refused, match="已经有一份数据"):
        Book.create(tmp_path / "home", RECORDS, make_unit())
    with pytest.raises(Refused, match="没有数据"):
        Book.open(tmp_path / "elsewhere", RECORDS)


def test_many_new_rows_at_once_are_what_one_by_one_would_be(tmp_path: Path) -> None:
    drafts: list[dict[str, Any]] = [
        {"name": "赵大海", "note": "", "born_on": "1950-01-18"},
        {"name": "钱小溪", "state": "迁出"},
    ]
    with make_book(tmp_path) as book:
        with book.change("一个一个") as change:
            singly = [change.add(Person, draft) for draft in drafts]
        with book.change("一起") as change:
            together = change.add_all(Person, drafts)
        touched = change.changes
        own = ("id", "created_at", "updated_at", "row_hash")
        for one, other in zip(singly, together, strict=True):
            a, b = book.row("person", one), book.row("person", other)
            assert a is not None and b is not None
            assert {n: v for n, v in a.items() if n not in own} == {
                n: v for n, v in b.items() if n not in own
            }
            assert b["row_hash"] == envelope.hash_of(b)
        assert touched.touched == tuple(("person", row_id) for row_id in together)
        assert book.trail_broken_at() is None
        book.undo(touched.step)
        assert book.count(Query("person")) == 2


def test_one_value_that_does_not_fit_keeps_all_new_rows_out(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        with pytest.raises(Refused, match="出生日期"), book.change("一起") as change:
            change.add_all(Person, [{"name": "赵大海"}, {"name": "钱小溪", "born_on": "gestern"}])
        assert book.count(Query("person")) == 0
