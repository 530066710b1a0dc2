"""The envelope: counters, stamps, and a hash that does not depend on empty columns."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.store import envelope

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
facts = st.dictionaries(
    st.sampled_from(["summary", "amount", "note", "deleted"]),
    st.one_of(st.none(), st.integers(-(10**15), 10**15), words),
)


def row_of(values: dict[str, Any]) -> dict[str, Any]:
    return {"id": "x", "owner": "o", "deleted": 0, "ext": "{}", "created_at": "t", **values}


@given(facts, st.lists(facts, max_size=6))
def test_counters_rise_by_one_and_stamps_name_what_changed(
    first: dict[str, Any], edits: list[dict[str, Any]]
) -> None:
    row = envelope.stamped(row_of(first), None, "a")
    assert (json.loads(row["vv"]), json.loads(row["fv"])) == ({"a": 1}, {})
    for turn, edit in enumerate(edits):
        stream = "ab"[turn % 2]
        made = envelope.stamped({**row, **edit}, row, stream)
        assert max(json.loads(made["vv"]).values()) == max(json.loads(row["vv"]).values()) + 1
        changed = {n for n, v in edit.items() if row.get(n) != v}
        new = {n for n, s in json.loads(made["fv"]).items() if json.loads(row["fv"]).get(n) != s}
        assert new == changed
        assert made["row_hash"] == envelope.hash_of(made)
        row = made


@given(facts)
def test_a_column_nobody_filled_does_not_change_the_hash(values: dict[str, Any]) -> None:
    row = envelope.stamped(row_of(values), None, "a")
    assert envelope.hash_of({**row, "column_of_a_later_program": None}) == row["row_hash"]
    without = {name: value for name, value in row.items() if value is not None}
    assert envelope.hash_of(without) == row["row_hash"]


@given(facts, st.sampled_from(["summary", "amount", "deleted", "owner", "updated_by", "vv", "fv"]))
def test_whatever_a_row_says_is_in_its_hash(values: dict[str, Any], name: str) -> None:
    row = envelope.stamped(row_of(values), None, "a")
    other = {"vv": '{"a":2}', "fv": '{"note":[2,"a"]}'}.get(name, "something else")
    assert envelope.hash_of({**row, name: other}) != row["row_hash"]


def test_a_field_kept_for_a_later_program_is_part_of_the_line() -> None:
    row = envelope.stamped(row_of({"ext": '{"colour":"红"}'}), None, "a")
    assert json.loads(envelope.line(row))["colour"] == "红"
    assert "ext" not in json.loads(envelope.line(row))
    hostile = {**row, "ext": '{"owner":"别人","id":"y","vv":{"a":99}}'}
    said = json.loads(envelope.line(hostile))
    assert (said["owner"], said["id"], said["vv"]) == ("o", "x", {"a": 1})
