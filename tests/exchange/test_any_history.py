"""Three units, one of them with three computers, and a street: whatever they do, in any order.

P1 read twice is read once; P2, P3 order and grouping do not matter; P4 nothing here goes back; P5
who has everything has the same; P6 nobody changes another's rows; P7 what was deleted stays
deleted; P8 what gave way is listed everywhere alike; P9 what was acked is there.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from exchange.thin_office import (
    EXTRA,
    FIELDS,
    Bundle,
    Computer,
    Receipt,
    Rules,
    Street,
    value_of,
    vector,
)
from qinglian_desktop.core.record import Row
from qinglian_desktop.store import envelope, versions
from qinglian_desktop.store.versions import Lost

# The office with three computers is where it may go wrong, so most happens there.
WHO, WHICH = st.sampled_from((0, 0, 1, 1, 2, 2, 3, 4)), st.integers(0, 99)
NAMES = (*FIELDS, EXTRA)


class Offices(RuleBasedStateMachine):
    rules_of: Callable[[], Rules] = Rules

    def __init__(self) -> None:
        super().__init__()
        rules = type(self).rules_of()
        self.computers = [
            Computer(office, key, rules)
            for office, key in (
                ("u1", "a"), ("u1", "b"), ("u1", "c"), ("u2", "d"), ("u3", "e"),
            )
        ]  # fmt: skip
        self.street = Street(rules)
        self.bundles: list[Bundle] = []
        self.receipts: list[Receipt] = []
        self.backups: dict[int, list[Computer]] = {}
        self.clock = 100
        self.steps = 0
        # Every value ever typed, and those that somebody who saw them typed over.
        self.typed: list[tuple[str, str, Any, str, int]] = []
        self.overwritten: set[tuple[str, str, Any]] = set()
        self.made: dict[str, str] = {}  # row → the computer that made it
        self.logged: dict[str, list[Row]] = {}  # by stream: what each image held
        self._begin()

    def _begin(self) -> None:
        """Each unit has reported something; two more computers have joined the first one."""
        for who in (0, 0, 3, 4):
            self.make(who)
        joining = self.computers[0].write("peer", [], full=True)
        for who in (1, 2):
            self._read(who, joining)
        for who in (0, 3, 4):
            self._street_reads(self.computers[who].write("up", [], full=True))

    # -- at the desks ----------------------------------------------------------------------

    @rule(who=WHO)
    def make(self, who: int) -> None:
        self.steps += 1
        one, row_id = self.computers[who], f"row{self.steps}"
        one.make(row_id, self.clock)
        self.made[row_id] = one.stream
        self._log(one)

    @rule(who=WHO, which=WHICH, name=st.sampled_from(NAMES))
    def edit(self, who: int, which: int, name: str) -> None:
        self.steps += 1
        one = self.computers[who]
        if not one.rows:
            return
        row_id = sorted(one.rows)[which % len(one.rows)]
        value = f"v{self.steps}"
        self.overwritten.add((row_id, name, value_of(one.rows[row_id], name)))
        if name in ("day", "why"):  # they go together: who types one has seen both
            for other in ("day", "why"):
                self.overwritten.add((row_id, other, value_of(one.rows[row_id], other)))
        number, stream = one.edit(row_id, name, value, self.clock)
        self.typed.append((row_id, name, value, stream, number))
        self._log(one)

    @rule(who=WHO, which=WHICH, deleted=st.sampled_from((1, 1, 0)))
    def delete_or_bring_back(self, who: int, which: int, deleted: int) -> None:
        one = self.computers[who]
        if one.rows:
            row_id = sorted(one.rows)[which % len(one.rows)]
            if one.rows[row_id]["deleted"] != deleted:
                one.edit(row_id, "deleted", deleted, self.clock)
                self._log(one)

    @rule(years=st.sampled_from((-15, 30, 0)))
    def jump_clock(self, years: int) -> None:
        """F54."""
        self.clock = 1000 + years * 10 + self.steps % 7

    # -- on the stick ----------------------------------------------------------------------

    @rule(who=WHO, kind=st.sampled_from(("up", "peer")), full=st.sampled_from((True, False, False)))
    def write(self, who: int, kind: str, full: bool) -> None:
        one = self.computers[who]
        others = [c.key for c in self.computers if c.office == one.office and c is not one]
        if kind == "up" or others:
            self.bundles.append(one.write(kind, others, full=full))

    @rule(which=WHICH)
    def lose(self, which: int) -> None:
        """A stick that never arrives."""
        if self.bundles:
            del self.bundles[which % len(self.bundles)]

    @rule(who=WHO, which=WHICH)
    def read(self, who: int, which: int) -> None:
        """Any bundle, old or new, once more or never."""
        peers = [b for b in self.bundles if b.kind == "peer"]
        if peers:
            self._read(who, peers[which % len(peers)])

    def _read(self, who: int, bundle: Bundle) -> None:
        one = self.computers[who]
        before = {row_id: vector(row) for row_id, row in one.rows.items()}
        one.read(bundle)
        self._log(one)
        for row_id, had in before.items():
            assert row_id in one.rows, "P7: a row is marked, never dropped"
            assert versions.covers(vector(one.rows[row_id]), had), "P4"
        rows, listed = dict(one.rows), dict(one.conflicts)
        one.read(bundle)
        assert (one.rows, one.conflicts) == (rows, listed), "P1"
        self._log(one)

    @rule(which=WHICH)
    def street_reads(self, which: int) -> None:
        ups = [b for b in self.bundles if b.kind == "up"]
        if ups:
            self._street_reads(ups[which % len(ups)])

    def _street_reads(self, bundle: Bundle) -> None:
        before = dict(self.street.rows)
        receipt = self.street.read(bundle)
        self.receipts.append(receipt)
        for row_id, row in before.items():
            assert row_id in self.street.rows, "P7"
            assert versions.covers(vector(self.street.rows[row_id]), vector(row)), "P4"
            if row["owner"] != bundle.office:
                assert self.street.rows[row_id] == row, "P6"
        for row in self.logged.get(receipt.stream, [])[: receipt.acked]:
            there = self.street.rows.get(row["id"])
            assert there is not None, "P9"
            assert versions.covers(vector(there), vector(row)), "P9"

    @rule(which=WHICH)
    def street_reads_a_forged_one(self, which: int) -> None:
        """A unit signs a bundle with rows of another unit inside (P6)."""
        foreign = [row for row in self.street.rows.values() if row["owner"] != "u3"]
        if not foreign:
            return
        row = foreign[which % len(foreign)]
        forged = envelope.stamped({**row, "amount": "forged"}, row, "forger", str)
        bundle = self.computers[4].write("up", [], full=True)
        self._street_reads(Bundle("up", "u3", bundle.told, (*bundle.rows, forged), ()))

    @rule(who=WHO, which=WHICH)
    def take_receipt(self, who: int, which: int) -> None:
        if self.receipts:
            self.computers[who].take(self.receipts[which % len(self.receipts)])

    # -- backups ---------------------------------------------------------------------------

    @rule(who=WHO)
    def back_up(self, who: int) -> None:
        self.backups.setdefault(who, []).append(self.computers[who].copy())

    @rule(who=WHO, which=WHICH)
    def restore(self, who: int, which: int) -> None:
        kept = self.backups.get(who)
        if not kept:
            return
        self.steps += 1
        self.computers[who] = self.computers[who].restored(kept[which % len(kept)], self.steps + 1)
        one = self.computers[who]
        held = [one.rows[row_id] for row_id in one.images if row_id in one.rows]
        self.logged[one.stream] = held  # what the images of the backup hold at the least

    def _log(self, one: Computer) -> None:
        log = self.logged.setdefault(one.stream, [])
        log += [one.rows[row_id] for row_id in one.images[len(log) :] if row_id in one.rows]

    # -- in the end ------------------------------------------------------------------------

    def teardown(self) -> None:
        """What was not lost is read, newest first; then a few ordinary rounds, nothing whole."""
        for bundle in reversed(self.bundles):
            if bundle.kind == "up":
                self._street_reads(bundle)
                continue
            for who in range(len(self.computers)):
                self._read(who, bundle)
        for _ in range(3):
            for place, one in enumerate(self.computers[:3]):
                told = one.write(
                    "peer", [c.key for c in self.computers[:3] if c is not one], full=False
                )
                for who in {0, 1, 2} - {place}:
                    self._read(who, told)
        for one in self.computers:
            self._street_reads(one.write("up", [], full=False))
        self._all_hold_the_same()
        self._nothing_went_without_a_word(self.computers[0])

    def _all_hold_the_same(self) -> None:
        first, *others = self.computers[:3]
        for other in others:
            assert other.rows == first.rows, "P5"
            assert other.conflicts == first.conflicts, "P8"
        for one in self.computers:
            own = {i: row for i, row in self.street.rows.items() if row["owner"] == one.office}
            assert all(row["owner"] == one.office for row in one.rows.values()), "P6"
            assert not [row for row in own.values() if row["amount"] == "forged"], "P6"
            for row_id, row in one.rows.items():
                assert row_id in own, "P5: what was reported is at the street"
                assert versions.covers(vector(own[row_id]), vector(row)), "P5"
                if vector(own[row_id]) == vector(row):
                    assert own[row_id] == row, "P5: and says the same"

    def _nothing_went_without_a_word(self, one: Computer) -> None:
        for row_id, name, value, stream, number in self.typed:
            row = one.rows.get(row_id)
            if row is None or vector(row).get(stream, 0) < number:
                continue  # another unit's, or typed after a backup and lost with the disk
            stands = value_of(row, name) == value
            known = (row_id, name, value) in self.overwritten
            listed = (name, value, stream) in one.conflicts.values()
            assert stands or known or listed, f"P8: {value} of {stream} went without a word"


EXPLORE = bool(os.environ.get("QINGLIAN_EXPLORE"))
SHORT = settings(
    max_examples=4000 if EXPLORE else 30,
    stateful_step_count=80 if EXPLORE else 40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_whatever_happens_nothing_is_lost_and_all_end_the_same() -> None:
    run_state_machine_as_test(Offices, settings=SHORT)


# -- the machine can fail: each of the classic mistakes is caught ------------------------------


class ByTheClock(Rules):
    """Last write wins, by the office's clock."""

    def merged(self, local: Row, incoming: Row) -> tuple[Row, list[Lost]]:
        made, lost = super().merged(local, incoming)
        newer = max((local, incoming), key=lambda row: row["updated_at"])
        made = {**newer, "vv": made["vv"], "fv": made["fv"]}
        made["row_hash"] = envelope.hash_of(made)
        return made, lost


class HardDelete(Rules):
    """A deleted row is dropped."""

    def dropped(self, rows: dict[str, Row], row: Row) -> None:
        rows.pop(row["id"], None)


class DropTheLoser(Rules):
    """What gave way is not listed."""

    def merged(self, local: Row, incoming: Row) -> tuple[Row, list[Lost]]:
        return super().merged(local, incoming)[0], []


class BaseIsLastExport(Rules):
    """What was written once counts as received."""

    def base(self, computer: Computer, others: list[str]) -> int:
        return computer.exported.get("peer", 0)

    def acked(self, computer: Computer) -> int:
        return computer.exported.get("up", 0)


class OwnershipSkipped(Rules):
    """Whoever sends a row may change it."""

    def belongs(self, row: Row, office: str) -> bool:
        return True


def machine_with(mutant: type[Rules]) -> type[Offices]:
    return type(f"With{mutant.__name__}", (Offices,), {"rules_of": staticmethod(mutant)})


@pytest.mark.parametrize(
    "mutant", [ByTheClock, HardDelete, DropTheLoser, BaseIsLastExport, OwnershipSkipped]
)
def test_each_classic_mistake_is_caught(mutant: type[Rules]) -> None:
    quick = settings(SHORT, max_examples=300, phases=(Phase.generate,))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine_with(mutant), settings=quick)
