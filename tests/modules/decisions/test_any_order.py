"""Whatever a clerk tries, in whatever order: the gates hold, days never go back, marks stay."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import held, hold, make_matter, make_office
from qinglian_desktop.core import clock
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.decisions import actions, reads, steps
from qinglian_desktop.modules.decisions.records import GATES, MEETINGS, PASSED
from qinglian_desktop.shell.desk_tools import undo_step
from qinglian_desktop.store.book import Book

TODAY = date(2026, 3, 16)
OPENED = TODAY - timedelta(days=8)
NEXT = "下一步"  # whichever gate comes next
DUE = {"提议": 5, "商议": 9, "审议": 20, "决议": 33}

# (what, gate or field, days ago, how many of those present agree in tenths)
attempts = st.tuples(
    st.sampled_from(["hold", "amend", "undo", "cell", "slip"]),
    st.sampled_from((*MEETINGS, NEXT, NEXT, NEXT)),
    st.integers(-1, 9),
    st.sampled_from((0, 4, 6, 9, 10, 10)),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    folder: Path = tmp_path_factory.mktemp("any")
    with clock.fixed(TODAY), make_office(folder) as made:
        yield made


@settings(
    max_examples=40, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    tried=st.lists(attempts, min_size=6, max_size=24), pre_review=st.booleans(),
    begun=st.sampled_from(("", "提议", "商议", "审议", "决议")),
)  # fmt: skip
def test_no_attempt_breaks_the_case(
    book: Book, tried: list[tuple[str, str, int, int]], pre_review: bool, begun: str
) -> None:
    with clock.fixed(TODAY):
        flagged = pre_review and begun in ("", "提议", "商议")  # the slip is among the attempts
        matter = make_matter(book, OPENED, pre_review=int(flagged))
        if begun:
            hold(book, matter, OPENED, until=begun)
        _try_all(book, tried, matter)


def _try_all(book: Book, tried: list[tuple[str, str, int, int]], matter: str) -> None:
    done: list[int] = []
    marked: set[str] = set()
    for what, gate, ago, tenths in tried:
        if gate == NEXT:
            gate = reads.case(book, matter).next_gate
            gate = gate if gate in MEETINGS else "决议"
        try:
            done += attempt(book, matter, what, gate, TODAY - timedelta(days=ago), tenths, done)
        except Refused as refused:
            assert refused.what and refused.remedy
        marked = in_order(book, matter, marked)


def attempt(
    book: Book, matter: str, what: str, gate: str, day: date, tenths: int, done: list[int]
) -> list[int]:
    """One try; the number of the change that came of it."""
    due = DUE[gate]
    yes = due * tenths // 10
    meeting = held(day, yes, due - yes, words={"decision": "同意"})
    if what == "undo":
        if done:
            undo_step(book, done.pop())
        return []
    if what == "slip":
        return [actions.pre_review(book, matter, day, "3号").step]
    if what == "hold":
        return [actions.record_meeting(book, matter, gate, meeting).step]
    row = reads.case(book, matter).step(gate)
    if row is None:
        return []
    if what == "cell":
        change = {"late": 0, "held_on": day.isoformat(), "yes_count": due, "result": PASSED}
        return [saving.saver("matter_step")(book, row.last["id"], change).step]
    return [actions.amend_meeting(book, row.last["id"], meeting).step]


def in_order(book: Book, matter: str, marked: set[str]) -> set[str]:
    """Every gate that was entered stands on a passed one, on no earlier day, marked when late."""
    found = reads.case(book, matter)
    last = OPENED
    for gate in steps.gates_of(found.matter):
        held_gate = found.step(gate)
        if held_gate is None or not held_gate.last["held_on"]:
            continue
        for earlier in steps.before(found.matter, gate):
            assert steps.passed(found.rows, earlier), f"{gate} without {earlier}"
        day = date.fromisoformat(held_gate.last["held_on"])
        assert last <= day <= TODAY
        last = day
        _figures(held_gate.last)
    for row in found.rows:
        if row["held_on"]:
            late = (TODAY - date.fromisoformat(row["held_on"])).days > 3
            assert row["late"] or not late
            assert not (row["id"] in marked and not row["late"] and late)
    assert found.matter["stage"] == steps.stage(found.matter, found.rows)
    assert GATES.index(found.matter["stage"]) >= 1
    return {row["id"] for row in found.rows if row["late"]}


def _figures(row: Row) -> None:
    if row["yes_count"] is not None:
        cast = row["yes_count"] + row["no_count"] + row["abstain_count"]
        assert cast == row["present_count"] <= row["due_count"]
