"""The line that SQLite puts together is the careful one, whatever stands in a row."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinglian_desktop.core import canonical
from qinglian_desktop.core.record import columns
from qinglian_desktop.modules.funds.records import Entry
from qinglian_desktop.store import envelope, outbox
from qinglian_desktop.store.spelling import line_sql

NAMES = list(columns(Entry))
_TEXT = st.text(max_size=12).filter(lambda t: "\x00" not in t)
_VALUES = st.none() | _TEXT | st.integers(-(2**63), 2**63 - 1)


def row_of(
    values: dict[str, Any],
    stamps: dict[str, Any] | None = None,
    extra: dict[str, int] | None = None,
) -> dict[str, Any]:
    row = dict.fromkeys(NAMES) | values
    row |= {"id": "a", "owner": "b", "vv": '{"s":3}', "deleted": 0}
    row |= {"fv": envelope.text(stamps or {}), "ext": envelope.text(extra or {})}
    return row | {"row_hash": envelope.hash_of(row)}


@contextmanager
def one_row(row: dict[str, Any]) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE entry ({', '.join(NAMES)})")
        marks = ", ".join("?" * len(NAMES))
        connection.execute(f"INSERT INTO entry VALUES ({marks})", [row[name] for name in NAMES])
        yield connection


def line_of(row: dict[str, Any], more: tuple[str, ...] = ()) -> tuple[Any, ...]:
    with one_row(row) as connection:
        ((found,),) = outbox.lines_of(connection, {"entry": Entry}, "entry", ("b",), more=more)
        return found


@settings(max_examples=60, deadline=None)
@given(
    values=st.dictionaries(st.sampled_from(list(Entry.fields)), _VALUES),
    stamps=st.dictionaries(_TEXT, st.tuples(st.integers(1, 99), _TEXT), max_size=3),
    extra=st.just({}) | st.dictionaries(_TEXT, st.integers(0, 9), max_size=2),
)
def test_the_quick_spelling_is_the_careful_one(
    values: dict[str, Any], stamps: dict[str, Any], extra: dict[str, int]
) -> None:
    row = row_of(values, stamps, extra)
    assert line_of(row) == (envelope.line(row), row["row_hash"], "b", "a")


def test_an_ordinary_row_is_never_spelled_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotes, controls, line ends and letters beyond the plane too: SQLite alone spells them."""
    row = row_of(
        {"summary": '“三资”\\"\n\t\x01\x7f\u2028𠮷', "amount_fen": -(2**63)}, {"a": [1, "s"]}
    )
    monkeypatch.setattr(outbox, "_spelt", lambda *_: pytest.fail("spelled a second time"))
    assert line_of(row)[0] == envelope.line(row)


def test_a_row_changed_past_its_hash_goes_as_it_stands_now() -> None:
    """As before: the other side sees what is there, with the hash that no longer fits beside."""
    row = row_of({"summary": "原来"}) | {"summary": "改了", "row_hash": "0" * 32}
    line, told, *_ = line_of(row)
    assert canonical.loads(line)["summary"] == "改了"
    assert told == "0" * 32


@pytest.mark.parametrize(
    ("text", "listed"), [(None, None), ("", None), ("[]", None), ("[1]", "[1]")]
)
def test_columns_that_list_nothing_are_told_as_none(text: str | None, listed: str | None) -> None:
    assert line_of(row_of({"files": text}), more=("files",))[4] == listed


def test_a_table_may_have_more_columns_than_one_printf_takes() -> None:
    names = [*(f"c{number:03d}" for number in range(150)), "id", "vv", "fv", "ext", "row_hash"]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE t ({', '.join(names)})")
        row = dict.fromkeys(names) | {f"c{n:03d}": n for n in range(0, 150, 7)}
        row |= {"id": "a", "vv": "{}", "fv": "{}", "ext": "{}", "row_hash": ""}
        connection.execute(f"INSERT INTO t VALUES ({', '.join('?' * 155)})", list(row.values()))
        assert connection.execute(f"SELECT {line_sql(names)} FROM t").fetchone()[0] == (
            envelope.line(row)
        )
