"""The sums an office tells of its own rows, brought forward by images instead of counted anew."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import make_entry, make_person
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Owner
from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store import outbox, own_sums
from qinglian_desktop.store.book import Book

TABLES = [r.table for r in RECORDS if not r.sealed and r.owner is not Owner.LOCAL]


def counted(book: Book) -> dict[str, own_sums.Sum]:
    own = book.unit.office_id
    return {table: own_sums.afresh(book.connection, table, own) for table in TABLES}


def keep(book: Book) -> None:
    sums = own_sums.of(book.connection, TABLES, book.unit.office_id)
    with book.change("记下") as change:
        own_sums.keep(book.connection, sums, outbox.high_seq(book.connection))
        change.number("test")


def forward(book: Book) -> dict[str, own_sums.Sum]:
    return own_sums.of(book.connection, TABLES, book.unit.office_id)


_ACTS = st.lists(
    st.tuples(st.sampled_from(("new", "drop", "many", "stray", "keep")), st.integers(0, 9)),
    max_size=12,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=_ACTS)
def test_brought_forward_is_what_counting_afresh_gives(
    book: Book, acts: list[tuple[str, int]]
) -> None:
    """Whatever happens in between: rows made, deleted, brought back, changed past the door."""
    row_id = make_entry(book, voucher_no=f"{book.count(Query('entry')):04d}")
    keep(book)
    for act, which in acts:
        match act:
            case "new":
                person = make_person(book, f"张建{which}")
                with book.change("改") as change:
                    change.put_row("person", person, {"note": str(which)})
            case "many":
                with book.change("导入") as change:
                    change.add_all(Person, [{"name": f"张建{n}"} for n in range(which)])
            case "stray":
                book.connection.execute(
                    "UPDATE entry SET row_hash = ? WHERE id = ?", (f"{which:032x}", row_id)
                )
            case "keep":
                keep(book)
            case _:
                with book.change("删") as change:
                    change.drop("entry", row_id)
                with book.change("还原") as change:
                    change.bring_back("entry", row_id)
        assert forward(book) == counted(book), act


def test_only_the_images_since_are_read(book: Book) -> None:
    """The tables themselves are not walked: the plan asks for rows by their id."""
    for number in range(30):
        make_entry(book, voucher_no=f"{number:04d}")
    keep(book)
    row_id = make_entry(book, voucher_no="0099")
    asked: list[str] = []
    book.connection.set_trace_callback(asked.append)
    try:
        assert forward(book)["entry"].rows == 31
        own = (book.unit.office_id,)
        found = list(outbox.rows_of(book.connection, book.tables, "entry", own, {row_id}))
        (lines,) = outbox.lines_of(book.connection, book.tables, "entry", own, {row_id})
    finally:
        book.connection.set_trace_callback(None)
    assert len(found) == len(lines) == 1
    for statement in asked:
        plan = " ".join(
            row[3] for row in book.connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        )
        assert "SCAN entry" not in plan, statement
        assert "SCAN t " not in plan, statement
        assert "SCAN trail" not in plan, statement


def test_a_count_that_is_wrong_is_found_and_put_right(book: Book) -> None:
    make_entry(book)
    keep(book)
    assert own_sums.wrong(book.connection, book.unit.office_id) == []
    book.connection.execute("UPDATE own_sum SET row_count = 7 WHERE table_name = 'entry'")
    assert own_sums.wrong(book.connection, book.unit.office_id) == ["entry"]


def test_a_count_from_beyond_the_trail_is_not_believed(book: Book) -> None:
    make_entry(book)
    keep(book)
    book.connection.execute("UPDATE own_sum SET seq = seq + 1000, row_count = 7")
    assert forward(book) == counted(book)
