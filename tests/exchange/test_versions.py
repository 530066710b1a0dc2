"""Three computers of one office: whatever the order of exchange, the same rows, the same list of
values that gave way, and no value lost that was neither seen by its successor nor listed."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglian_desktop.core.record import Row
from qinglian_desktop.store import envelope, versions
from qinglian_desktop.store.versions import Lost

Merge = Callable[[Row, Row], tuple[Row, list[Lost]]]
FIELDS = ("amount", "note")
EXTRA = "newer"  # a field of a newer program, folded into ext
STREAMS = ("pc-a", "pc-b", "pc-c")


def first_version(row_id: str = "row") -> Row:
    row: Row = {
        "id": row_id, "owner": "office", "deleted": 0, "ext": "{}", "created_at": "2026-01-01",
        "updated_at": "2026-01-01", "updated_by": "周文书", "vv": "{}", "fv": "{}", "row_hash": "",
        "amount": 0, "note": None,
    }  # fmt: skip
    return envelope.stamped(row, None, STREAMS[0])


@dataclass
class Computer:
    """One PC: its copy of the row, and what it lists as having given way."""

    stream: str
    merge: Merge
    row: Row = field(default_factory=first_version)
    listed: dict[str, tuple[str, Any, str]] = field(default_factory=dict)

    def edit(self, name: str, value: Any, clock: int) -> None:
        said: Row = {"updated_at": f"2026-{clock:04d}", "updated_by": self.stream}
        if name == EXTRA:
            said["ext"] = envelope.text({EXTRA: value})
        else:
            said[name] = value
        made = envelope.stamped({**self.row, **said}, self.row, self.stream)
        if name == EXTRA:  # the newer program stamps its own field
            stamps = json.loads(made["fv"])
            stamps[EXTRA] = stamps.pop("ext", stamps.get(EXTRA))
            made["fv"] = envelope.text(stamps)
            made["row_hash"] = envelope.hash_of(made)
        self.row = made

    def take(self, incoming: Row, listed: dict[str, tuple[str, Any, str]]) -> None:
        self.listed |= listed
        match versions.relation(self.row, incoming):
            case "newer":
                self.row = incoming
            case "apart":
                self.row, lost = self.merge(self.row, incoming)
                for one in lost:
                    self.listed[one.id] = (one.field, one.lost, one.lost_stream)
            case "fork":
                raise AssertionError(f"one version, two contents: {self.row} {incoming}")


@dataclass
class History:
    """What three PCs did: edits, bundles written, and old bundles read any number of times."""

    computers: list[Computer]
    bundles: list[tuple[Row, dict[str, tuple[str, Any, str]]]] = field(default_factory=list)
    # Every value ever typed: (field, value, stream, counter), values unique.
    typed: list[tuple[str, Any, str, int]] = field(default_factory=list)
    # Values somebody knowingly overwrote: they stood in the very row that was edited.
    overwritten: set[tuple[str, Any]] = field(default_factory=set)

    def play(self, steps: list[tuple[int, int, int, int]]) -> None:
        for number, (who, act, which, clock) in enumerate(steps, 1):
            computer = self.computers[who]
            if act == 0:
                name = (*FIELDS, EXTRA, "deleted")[which % 4]
                value: Any = f"v{number}" if name in ("note", EXTRA) else number
                before = value_of(computer.row, name)
                if name == "deleted":
                    value = 1 - before
                self.overwritten.add((name, before))
                computer.edit(name, value, clock)
                stamp = json.loads(computer.row["fv"])[name]
                self.typed.append((name, value, computer.stream, stamp[0]))
            elif act == 1:
                self.bundles.append((computer.row, dict(computer.listed)))
            elif self.bundles:
                computer.take(*self.bundles[which % len(self.bundles)])

    def settle(self, order: list[int]) -> None:
        """Everybody's state to everybody, in this order, as often as it takes."""
        for _ in range(3):
            for index in order:
                row, listed = self.computers[index].row, dict(self.computers[index].listed)
                for other in self.computers:
                    other.take(row, listed)


def value_of(row: Row, name: str) -> Any:
    return json.loads(row["ext"]).get(name) if name == EXTRA else row[name]


def check(history: History) -> None:
    first, *others = history.computers
    for other in others:
        assert other.row == first.row
        assert other.listed == first.listed
    assert envelope.hash_of(first.row) == first.row["row_hash"]
    for name, value, stream, _ in history.typed:
        if name == "deleted":
            continue  # two values only: which of several equal ones was lost says nothing
        kept = value_of(first.row, name) == value
        listed = (name, value, stream) in first.listed.values()
        known = (name, value) in history.overwritten
        assert kept or listed or known, f"{name}={value} of {stream} went without a word"


def played(
    steps: list[tuple[int, int, int, int]], order: list[int], merge: Merge = versions.merged
) -> History:
    history = History([Computer(stream, merge) for stream in STREAMS])
    history.play(steps)
    history.settle(order)
    return history


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from((0, 0, 1, 2, 2)), st.integers(0, 40), st.integers(0, 99)
    ),
    max_size=24,
)


@given(STEPS, st.permutations([0, 1, 2]))
def test_every_order_of_exchange_ends_the_same(
    steps: list[tuple[int, int, int, int]], order: list[int]
) -> None:
    check(played(steps, order))


@given(STEPS)
def test_the_result_does_not_depend_on_who_speaks_first(
    steps: list[tuple[int, int, int, int]],
) -> None:
    ends = [played(steps, order) for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2])]
    rows = [end.computers[0].row for end in ends]
    assert rows[0] == rows[1] == rows[2]


def three(seed: int) -> list[Row]:
    """Three versions that never met, from one history."""
    chance = random.Random(seed)
    computers = [Computer(stream, versions.merged) for stream in STREAMS]
    for number in range(chance.randrange(1, 12)):
        one = chance.choice(computers)
        if chance.random() < 0.3:
            one.take(chance.choice(computers).row, {})
        else:
            name = chance.choice((*FIELDS, EXTRA))
            one.edit(name, f"v{number}" if name != "amount" else number, chance.randrange(99))
    return [one.row for one in computers]


def join(one: Row, other: Row, merge: Merge = versions.merged) -> Row:
    match versions.relation(one, other):
        case "newer":
            return other
        case "apart":
            return merge(one, other)[0]
    return one


@pytest.mark.parametrize("block", range(4))
def test_merging_is_commutative_associative_and_idempotent(block: int) -> None:
    for seed in range(block * 250, block * 250 + 250):
        a, b, c = three(seed)
        assert join(a, b) == join(b, a), seed
        assert join(join(a, b), c) == join(a, join(b, c)), seed
        assert join(a, a) == a
        assert join(join(a, b), b) == join(a, b), seed


def test_both_computers_list_the_same_conflict() -> None:
    a, b = Computer(STREAMS[0], versions.merged), Computer(STREAMS[1], versions.merged)
    a.edit("amount", 1, 5)
    b.edit("amount", 2, 1)
    a_row, b_row = a.row, b.row
    a.take(b_row, {})
    b.take(a_row, {})
    assert a.row == b.row
    assert a.row["amount"] == 2, "the higher stream, since the counters are equal; not the clock"
    assert list(a.listed.values()) == [("amount", 1, STREAMS[0])]
    assert a.listed == b.listed


def test_fields_changed_apart_are_both_kept_and_nothing_is_listed() -> None:
    a, b = Computer(STREAMS[0], versions.merged), Computer(STREAMS[1], versions.merged)
    a.edit("amount", 1, 1)
    b.edit("note", "好", 1)
    a.take(b.row, {})
    assert (a.row["amount"], a.row["note"]) == (1, "好")
    assert a.listed == {}


def test_an_edit_after_seeing_the_other_is_no_conflict() -> None:
    a, b = Computer(STREAMS[0], versions.merged), Computer(STREAMS[1], versions.merged)
    a.edit("amount", 1, 1)
    b.take(a.row, {})
    b.edit("amount", 2, 1)
    a.edit("note", "好", 1)
    a.take(b.row, {})
    assert (a.row["amount"], a.row["note"]) == (2, "好")
    assert a.listed == {}


def test_a_field_of_a_newer_program_survives_an_older_ones_merge() -> None:
    a, b = Computer(STREAMS[0], versions.merged), Computer(STREAMS[1], versions.merged)
    a.edit(EXTRA, "电子票据", 1)
    b.edit("amount", 9, 1)
    b_before = b.row
    b.take(a.row, {})
    a.take(b_before, {})
    assert a.row == b.row
    assert value_of(a.row, EXTRA) == "电子票据"
    assert a.row["amount"] == 9


def test_one_conflict_listed_on_two_computers_is_one_row() -> None:
    """Made apart under one name: whichever content stays, it is the same everywhere."""
    made = []
    for stream, kept in ((STREAMS[0], "2"), (STREAMS[1], "3")):
        row = {**first_version("conflict"), "amount": None, "note": kept, "vv": "{}"}
        made.append(envelope.stamped({**row, "created_at": f"2026-{kept}"}, None, stream))
    a, b = made
    assert join(a, b) == join(b, a)
    assert join(join(a, b), b) == join(a, b)


# -- the tests can fail ----------------------------------------------------------------------


def by_the_clock(local: Row, incoming: Row) -> tuple[Row, list[Lost]]:
    """Mutant: last write wins, by the office's clock."""
    made, _ = versions.merged(local, incoming)
    newer = max((local, incoming), key=lambda row: row["updated_at"])
    made = {**newer, "vv": made["vv"], "fv": made["fv"]}
    made["row_hash"] = envelope.hash_of(made)
    return made, []


def without_a_word(local: Row, incoming: Row) -> tuple[Row, list[Lost]]:
    """Mutant: the loser is dropped."""
    return versions.merged(local, incoming)[0], []


def mine_stays(local: Row, incoming: Row) -> tuple[Row, list[Lost]]:
    """Mutant: whoever merges keeps what he has."""
    made, lost = versions.merged(local, incoming)
    made = {**local, "vv": made["vv"], "fv": made["fv"]}
    made["row_hash"] = envelope.hash_of(made)
    return made, lost


@pytest.mark.parametrize("mutant", [by_the_clock, without_a_word, mine_stays])
def test_a_wrong_rule_is_found_out(mutant: Merge) -> None:
    chance = random.Random(7)
    for _ in range(300):
        steps = [
            (chance.randrange(3), chance.choice((0, 0, 1, 2, 2)), chance.randrange(40),
             chance.randrange(99))
            for _ in range(20)
        ]  # fmt: skip
        try:
            check(played(steps, [0, 1, 2], mutant))
        except AssertionError:
            return
    pytest.fail(f"{mutant.__name__} was not noticed in 300 histories")
