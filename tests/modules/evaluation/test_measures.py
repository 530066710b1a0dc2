"""Single measures on rows made by hand: what counts, what does not, on which side of a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.evaluation.test_system import shipped
from qinglian_desktop.modules.evaluation.measures import (
    Frame,
    oversight,
    party,
    people,
    power,
    registry,
)
from qinglian_desktop.modules.evaluation.measures.frame import in_spans, in_time
from qinglian_desktop.modules.party import rules as life
from qinglian_desktop.store import packs

(_CYCLES,) = packs.named(life.PACK)
FRAME = Frame(
    2026, date(2026, 12, 31), {**shipped().settings, "party_cycles": life.cycles(_CYCLES)}
)


def rows(*given: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": f"r{place}", **row} for place, row in enumerate(given)]


def share(found: Any) -> tuple[int, int]:
    return int(found.good), int(found.of)


# -- contracts ------------------------------------------------------------------------------------


def contract(**more: Any) -> dict[str, Any]:
    return {
        "follows_id": None, "flow": "我方收款", "state": "履行中", "party": "某超市",
        "start_on": "2026-01-01", "end_on": "2027-12-31", "open_ended": 0, "rent_fen": 100_000,
        "total_fen": None, "files": '["a"]', "ended_on": None, **more,
    }  # fmt: skip


def due(contract_id: str, on: str, fen: int = 100_000) -> dict[str, Any]:
    return {"contract_id": contract_id, "seq": 1, "due_on": on, "amount_fen": fen}


def paid(contract_id: str, on: str, fen: int = 100_000) -> dict[str, Any]:
    return {"contract_id": contract_id, "due_id": None, "paid_on": on, "amount_fen": fen}


def whole(
    contracts: Sequence[Any], dues: Sequence[Any] = (), receipts: Sequence[Any] = (),
    demands: Sequence[Any] = (),
) -> tuple[int, int]:  # fmt: skip
    given = (rows(*contracts), rows(*dues), rows(*receipts), rows(*demands))
    return share(power.contracts_whole(FRAME, *given))


@pytest.mark.parametrize(
    ("lacking", "good"),
    [
        ({}, 1), ({"files": None}, 0), ({"files": "[]"}, 0), ({"party": ""}, 0),
        ({"start_on": None}, 0), ({"rent_fen": None}, 0),
        ({"rent_fen": None, "total_fen": 5}, 1), ({"end_on": None}, 0),
        ({"end_on": None, "open_ended": 1}, 1),
    ],
)  # fmt: skip
def test_a_contract_is_whole_when_its_terms_are_told(lacking: dict[str, Any], good: int) -> None:
    assert whole([contract(**lacking)]) == (good, 1)


def test_arrears_count_until_they_are_paid_or_demanded() -> None:
    assert whole([contract()], [due("r0", "2026-12-31")]) == (1, 1), "due today is not late"
    assert whole([contract()], [due("r0", "2026-12-30")]) == (0, 1)
    assert whole([contract()], [due("r0", "2026-06-01")], [paid("r0", "2026-12-31")]) == (1, 1)
    assert whole([contract()], [due("r0", "2026-06-01")], [paid("r0", "2027-01-02")]) == (0, 1)
    assert whole([contract()], [due("r0", "2026-06-01")], [paid("r0", "2026-07-01", 1)]) == (0, 1)
    demanded = [{"contract_id": "r0"}]
    assert whole([contract()], [due("r0", "2026-06-01")], [], demanded) == (1, 1)


def test_what_was_owed_before_a_renewal_is_owed_by_the_renewal() -> None:
    old = contract(end_on="2025-12-31", state="已续签")
    new = contract(follows_id="r0")
    assert whole([old, new], [due("r0", "2025-06-01")]) == (0, 1), "the old one is over"
    assert whole([old, new], [due("r0", "2025-06-01")], [paid("r1", "2026-03-01")]) == (1, 1)


def test_a_ring_of_contracts_ends() -> None:
    assert whole([contract(follows_id="r1"), contract(follows_id="r0")]) == (2, 2)


def test_letting_something_out_without_a_decision_costs_each_time() -> None:
    listed = rows(
        {"flow": "我方收款", "matter_id": None}, {"flow": "我方收款", "matter_id": "m"},
        {"flow": "我方付款", "matter_id": None},
    )  # fmt: skip
    found = power.undecided_lettings(FRAME, listed)
    assert share(found) == (0, 1)
    assert found.rows == {"contract": ("r0",)}


# -- decisions ------------------------------------------------------------------------------------

_GATES = ("提议", "商议", "审议", "决议", "决议公开", "结果公开")


def matter(**more: Any) -> dict[str, Any]:
    return {"path": "完整", "state": "已归档", "pre_review": 0, "planned_on": None, **more}


def steps(*days: str, of: str = "r0") -> list[dict[str, Any]]:
    return rows(
        *(
            {
                "matter_id": of, "gate": gate, "held_on": day, "round_no": 1, "sitting_no": 1,
                "result": "通过",
            }
            for gate, day in zip(_GATES, days, strict=False)
        )
    )  # fmt: skip


IN_ORDER = tuple(f"2026-0{month}-10" for month in range(1, 7))


def test_a_matter_is_whole_when_every_gate_was_passed_in_order() -> None:
    one = rows(matter())
    assert share(power.matters_whole(FRAME, one, steps(*IN_ORDER))) == (1, 1)
    assert share(power.matters_whole(FRAME, one, steps(*IN_ORDER[:-1]))) == (0, 1)
    turned = (IN_ORDER[1], IN_ORDER[0], *IN_ORDER[2:])
    assert share(power.matters_whole(FRAME, one, steps(*turned))) == (0, 1)
    assert share(power.matters_whole(FRAME, one, [])) == (0, 1)


def test_a_matter_under_way_waits_for_its_planned_day() -> None:
    waiting = rows(matter(state="办理中", planned_on="2027-01-01"))
    assert share(power.matters_whole(FRAME, waiting, [])) == (0, 0)
    late = rows(matter(state="办理中", planned_on="2026-12-31"))
    assert share(power.matters_whole(FRAME, late, [])) == (0, 1)
    assert share(power.matters_whole(FRAME, rows(matter(state="已终止")), [])) == (0, 0)


@pytest.mark.parametrize(
    ("posted", "good"), [("2026-03-31", 2), ("2026-04-01", 1), (None, 0), ("2026-01-02", 2)]
)
def test_the_catalogue_is_in_time_until_the_end_of_march(posted: str | None, good: int) -> None:
    plans = rows({"notice_id": "n" if posted else None})
    notices = [{"id": "n", "posted_on": posted, "state": "已上墙"}]
    assert share(power.catalogue_in_time(FRAME, plans, notices)) == (good, 2)


def test_what_is_due_in_january_may_hang_since_december() -> None:
    """The notices of all years are asked for; those hung after the cut-off day are not there."""
    for name in ("posted-in-time", "catalogue-in-time"):
        (source,) = (one for one in registry()[name].sources if one.table == "notice")
        assert source.within == ""
    planned = rows(
        {"due_on": "2026-01-05", "notice_id": "a"}, {"due_on": "2026-01-05", "notice_id": "b"}
    )
    notices = [
        {"id": "a", "posted_on": "2025-12-30", "state": "已归档"},
        {"id": "b", "posted_on": "2026-01-06", "state": "已上墙"},
    ]
    assert share(power.posted_in_time(FRAME, planned, notices)) == (1, 2)
    late = [{"id": "a", "posted_on": "2027-01-02", "state": "已上墙"}]
    assert share(power.catalogue_in_time(FRAME, rows({"notice_id": "a"}), late)) == (0, 2)


# -- others ---------------------------------------------------------------------------------------


def test_a_problem_is_long_overdue_after_ninety_days() -> None:
    last = {"closed_on": None}
    listed = rows(
        {"due_on": "2026-10-02", **last}, {"due_on": "2026-10-01", **last},
        {"due_on": "2026-01-01", "closed_on": "2027-01-01"},
        {"due_on": "2026-01-01", "closed_on": "2026-12-31"}, {"due_on": None, **last},
    )  # fmt: skip
    found = oversight.long_overdue(FRAME, listed)
    assert found.rows == {"problem": ("r1", "r2")}


def test_a_report_on_half_a_year_covers_two_quarters() -> None:
    listed = rows(
        {"period": "2026H1", "heard_on": "2026-07-09"},
        {"period": "2026Q3", "heard_on": "2026-10-09"},
        {"period": "2026Q4", "heard_on": "2027-01-09"},
    )
    found = party.collective_reports(FRAME, listed)
    assert share(found) == (3, 4)
    assert found.lacks == "缺第四季度"


def test_too_few_sheets_tell_nothing() -> None:
    survey = {"sample_planned": 30, "valid": 29, "satisfied": 29, "fairly": 0, "unknown": 0}
    found = people.satisfaction(FRAME, rows(survey))
    assert share(found) == (0, 1)
    assert "少于要求的 30 份" in found.lacks
    enough = people.satisfaction(FRAME, rows({**survey, "valid": 30}))
    assert share(enough) == (29, 30)


def test_the_covenant_that_counts_is_the_one_in_force() -> None:
    base = {"review": "合法", "reviewed_on": "2026-02-01", "meeting_on": "2026-03-01"}
    listed = rows(
        {**base, "filed_on": "2026-03-09", "effective_on": "2020-01-01", "until_on": "2026-04-30"},
        {**base, "filed_on": None, "effective_on": "2026-05-01", "until_on": None},
        {**base, "filed_on": "2027-01-09", "effective_on": "2027-02-01", "until_on": None},
    )
    assert share(people.covenant_filed(FRAME, listed)) == (0, 1)
    assert share(people.covenant_voted(FRAME, listed)) == (1, 1)


AROUND = st.dates(date(2025, 12, 1), date(2027, 1, 31))


@given(st.lists(AROUND, max_size=30), st.sampled_from((1, 3, 6)))
def test_spans_are_those_in_which_a_day_lies(days: list[date], each: int) -> None:
    found = in_spans(FRAME, "t", rows(*({"on": day.isoformat()} for day in days)), "on", each)
    own = {(day.month - 1) // each for day in days if day.year == 2026}
    assert share(found) == (len(own), 12 // each)


@given(st.lists(st.tuples(st.none() | AROUND, st.none() | AROUND), max_size=20))
def test_what_was_not_due_yet_is_owed_by_nobody(
    pairs: list[tuple[date | None, date | None]],
) -> None:
    listed = rows(
        *({"due": a and a.isoformat(), "done": b and b.isoformat()} for a, b in pairs)
    )  # fmt: skip
    found = in_time(FRAME, "t", listed, "due", "done")
    owed = [(a, b) for a, b in pairs if a is not None and a <= FRAME.cutoff]
    assert share(found) == (sum(b is not None and b <= a for a, b in owed), len(owed))


def test_no_rows_break_no_measure() -> None:
    """A ledger that is kept and empty is the usual case of a new office."""
    for one in registry().values():
        found = one.counts(FRAME, *([] for _ in one.sources))
        assert not found.seen
        assert 0 <= found.good <= found.of or found.of == 0


# -- what a meeting is for ------------------------------------------------------------------------


def test_each_branch_holds_its_own_meetings_and_late_is_told_as_late() -> None:
    branches = [
        {"id": one, "name": name, "kind": "党支部", "members": 5, "from_on": None, "until_on": None}
        for one, name in (("a", "第一党支部"), ("b", "第二党支部"))
    ]
    held = [
        {"kind": "党课", "held_on": f"2026-{month:02}-10", "subject": None, "topic": None,
         "branch_id": branch, "due_period": period}
        for branch, month, period in (
            ("a", 2, None), ("a", 5, None), ("a", 8, None), ("a", 11, None),
            ("b", 2, None), ("b", 7, "2026Q2"),
        )
    ]  # fmt: skip
    lecture = [one for one in FRAME.settings["party_cycles"] if one.name == "党课"]
    frame = FRAME._replace(settings={"party_cycles": lecture})
    found = party.party_life(frame, rows(*held), branches)
    assert share(found) == (5, 8)
    assert found.lacks == "第二党支部党课缺第二季度（补开）、第三季度、第四季度"
    alone = party.party_life(frame, rows(*({**one, "branch_id": None} for one in held)), [])
    assert share(alone) == (4, 4), "an office that named no branch is one"


def test_a_notice_that_was_late_is_not_called_missing() -> None:
    plan = [
        {"due_on": "2026-10-20", "notice_id": one, "state": "待公开"} for one in ("n0", "n1", None)
    ]
    notices = [
        {"id": "n0", "state": "已上墙", "posted_on": "2026-10-19"},
        {"id": "n1", "state": "已归档", "posted_on": "2026-10-25"},
    ]
    found = power.posted_in_time(FRAME, rows(*plan), notices)
    assert share(found) == (1, 3)
    assert found.lacks == "1 件没有公开，1 件公开晚了"
