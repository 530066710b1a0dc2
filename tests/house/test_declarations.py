"""Over all declarations: labels, keys, levels, boards, kinds, tables, and who lets them go."""

from pathlib import Path

import pytest

from office import make_book, unguarded
from qinglian_desktop.core import access, kinds
from qinglian_desktop.core.kinds import Kind
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import (
    ENVELOPE,
    Board,
    Field,
    Level,
    Owner,
    Record,
    columns,
    defaults,
)
from qinglian_desktop.modules.catalog import MODULES, RECORDS
from qinglian_desktop.store.book import Book

FIELDS = [
    pytest.param(record, name, field, id=f"{record.table}.{name}")
    for record in RECORDS
    for name, field in record.fields.items()
]
each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
each_field = pytest.mark.parametrize(("record", "name", "field"), FIELDS)
LONGEST_LABEL = 12
# A personal value that a public paper prints whole, and why it may.
PERSONAL_ON_THE_BOARD: dict[str, str] = {}
# Ids, numbers of streams and the like: nobody fills them in by hand, so they need no example.
MOST_COLUMNS = 60  # a function in SQLite takes 127 values: two for each column of an image


def test_every_table_and_label_is_used_once() -> None:
    assert len({record.table for record in RECORDS}) == len(RECORDS)
    assert len({record.label for record in RECORDS}) == len(RECORDS)
    assert len({module.name for module in MODULES}) == len(MODULES)
    frame = {"change", "trail", "door", "counter", "digest", "setting", "finder"}
    assert not frame & {record.table for record in RECORDS}


@each_record
def test_a_record_has_a_label_and_a_key_of_its_own_fields(record: type[Record]) -> None:
    assert 0 < len(record.label) <= LONGEST_LABEL
    assert record.key, "the number people know it by"
    assert set(record.key) <= set(record.fields)
    for name in (record.restarts, record.happened):
        assert not name or record.fields[name].kind.name == "day"
    assert set(record.named_by) <= set(record.fields)
    assert any(record.fields[name].required for name in record.key)
    assert len(columns(record)) <= MOST_COLUMNS
    assert not set(ENVELOPE) & set(record.fields)


@each_record
def test_a_record_is_not_called_by_what_is_personal(record: type[Record]) -> None:
    for name in record.named_by:
        assert record.fields[name].level < Level.PERSON, f"{name} would stand in every message"


@each_record
def test_labels_differ_within_a_record(record: type[Record]) -> None:
    labels = [field.label for field in record.fields.values()]
    assert len(set(labels)) == len(labels)


@each_field
def test_a_field_says_what_a_form_needs(record: type[Record], name: str, field: Field) -> None:
    assert 0 < len(field.label) <= LONGEST_LABEL
    assert field.label == field.label.strip()
    assert name.isascii()
    assert name == name.lower()
    assert field.kind in kinds.ALL
    assert bool(field.choices) <= (field.kind is kinds.CHOICE)
    if field.kind is kinds.CHOICE:
        assert len(set(field.choices)) == len(field.choices) > 1
        assert all(0 < len(choice) <= 16 for choice in field.choices)
    if field.default is not None:
        stored = defaults(record)[name]
        assert field.kind.fits(stored)
        assert not field.choices or stored in field.choices
    if field.link:
        assert field.link in {other.table for other in RECORDS}
    if field.example:
        assert field.kind.fits(field.kind.dump(field.kind.read(field.example)))
        assert not field.choices or field.example in field.choices


@each_field
def test_a_personal_value_is_on_no_board_unless_it_is_named_here(
    record: type[Record], name: str, field: Field
) -> None:
    if field.level >= Level.PERSON and field.board is Board.FULL:
        assert f"{record.table}.{name}" in PERSONAL_ON_THE_BOARD
    if field.kind is kinds.ID_NUMBER:
        assert field.level >= Level.PERSON, "an identity number is always personal"
        assert field.board is not Board.FULL


def test_the_list_of_exceptions_names_only_what_is_there() -> None:
    known = {f"{record.table}.{name}" for record in RECORDS for name in record.fields}
    assert set(PERSONAL_ON_THE_BOARD) <= known


@each_record
def test_what_is_sealed_or_local_never_leaves(record: type[Record]) -> None:
    for to in (Owner.STREET, Owner.COMMUNITY):
        assert access.leaves(record, to) == (not record.sealed and record.owner is not Owner.LOCAL)
    carried = access.leaving_fields(record)
    assert all(record.fields[name].level < Level.SEALED for name in carried)
    assert record.sealed or len(carried) == len(record.fields), "a sealed field in an open file"


@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.name)
def test_every_kind_has_a_mask_a_gate_and_an_editor(kind: Kind) -> None:
    masked = kind.mask("13800000000")
    assert masked != "13800000000"
    assert "＊" in masked
    assert kind.fits(object()) is False
    assert kind.fits(None) is False
    editors = Path(kinds.__file__).parent.parent / "ui"
    said = "".join(path.read_text("utf-8") for path in editors.glob("*editor*.py"))
    fallback = {"text", "link"}  # one line of text; the link editor asks for field.link
    assert (
        f'"{kind.name}"' in said
        or f".{_constant(kind)}" in said
        or kind.name in fallback
        or (_constant(kind) in said)
    )


def _constant(kind: Kind) -> str:
    return next(name for name, value in vars(kinds).items() if value is kind)


def test_the_tables_after_all_migrations_are_the_tables_declared(tmp_path: Path) -> None:
    """A new field needs a migration; a migration without a declaration is a leftover."""
    names = {int: "INTEGER", str: "TEXT"}
    with make_book(tmp_path) as book, book.sealed() as second:
        for opened in (book, second):
            declared = {
                record.table: {n: names[t] for n, t in columns(record).items()}
                for record in opened.tables.records.values()
            }
            assert tables_of(opened) == declared
            for table in declared:
                (made,) = opened.connection.execute(
                    "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
                ).fetchone()
                assert made.rstrip().endswith("STRICT"), table


def tables_of(book: Book) -> dict[str, dict[str, str]]:
    frame = {"change", "trail", "door", "counter", "digest", "setting", "finder", "file_name"}
    frame |= {"own_sum", "wanted_file"}
    found = book.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE '\\_%' ESCAPE '\\'"
    ).fetchall()
    return {
        name: {row[1]: row[2] for row in book.connection.execute(f'PRAGMA table_info("{name}")')}
        for (name,) in found
        if name not in frame and not name.startswith("finder_")  # the index of the search
    }


def test_every_record_can_be_written_read_searched_and_undone(tmp_path: Path) -> None:
    offices = make_book(tmp_path), make_book(tmp_path, "street", folder="street")
    with offices[0] as unit, offices[1] as street, unguarded():
        for record in RECORDS:
            if record.sealed:
                continue
            book = street if record.owner is Owner.STREET else unit
            with book.change(f"登记{record.label}") as change:
                row_id = change.add(record, {})
            row = book.row(record.table, row_id)
            assert row is not None
            assert {n: row[n] for n in record.fields} == {
                **dict.fromkeys(record.fields), **defaults(record),
            }  # fmt: skip
            assert book.count(Query(record.table, search="没有这样的字")) == 0
            book.undo(change.step)
            assert book.count(Query(record.table)) == 0


def test_only_declared_records_come_in_from_workbooks() -> None:
    for module in MODULES:
        assert set(module.sheets) <= set(module.records)
        assert module.label
        for command in module.commands:
            assert command.table in {record.table for record in RECORDS}
            assert 0 < len(command.label) <= LONGEST_LABEL
