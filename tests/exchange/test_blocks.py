"""A block that is waved through column by column would have passed row by row as well."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.conftest import Book, World
from qinglian_desktop.exchange import blocks, intake
from qinglian_desktop.exchange.intake import Returned, Stager
from qinglian_desktop.modules.funds.records import Entry

OWNER = "office-1"


def plain(number: int) -> dict[str, Any]:
    return {
        "id": f"0199-{number:04d}",
        "owner": OWNER,
        "deleted": 0,
        "created_at": "2026-09-01T08:00:00",
        "updated_at": "2026-09-01T08:00:00",
        "updated_by": "张文书",
        "vv": {"s1": number + 1},
        "fv": {"summary": [2, "s1"]},
        "day": "2026-09-01",
        "amount_fen": 100 * number,
        "summary": f"第 {number} 笔",
        "e_invoice": {"newer": 1},
    }


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from(
        ["", "x" * 65, "x" * 20_001, "2026-02-30", "2026-13-01", "\x00", "\udc80", "a b"]
    ),
    st.text(max_size=3),
    st.sampled_from(
        [[], {}, [1], {"s1": 0}, {"s1": True}, {"s1": 2**60}, {"s1": [1]}, {"a": [1, 2]}]
    ),
    st.just({"summary": [1, "s1"]}),
)
NAMES = (*plain(0), "ext", "row_hash", "note", "files", "never_heard_of")
CHANGES = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(NAMES), ODD, st.booleans()), max_size=2
)


@given(CHANGES)
@settings(max_examples=400, deadline=None)
def test_what_a_block_passes_every_row_passes(changes: list[tuple[int, str, Any, bool]]) -> None:
    rows = [plain(number) for number in range(5)]
    for place, name, value, without in changes:
        if without:
            rows[place].pop(name, None)
        elif value is not None:  # a null is refused before
            rows[place][name] = value
    quick = blocks.Quick(Entry, OWNER, intake._is_stamps)
    slow = Stager(_Tables(), Entry, OWNER, Returned())  # type: ignore[arg-type]
    passed = quick.columns(rows) is not None
    reasons = [slow._unfit(row) for row in rows]
    if passed:
        assert reasons == [""] * 5
    if not changes:
        assert passed, "an ordinary block needs no second look"


class _Tables:
    """All a Stager asks a merge for while it judges."""

    def columns(self, _table: str) -> list[str]:
        return ["id"]


def test_ordinary_rows_need_no_second_look(unit: Book, world: World, monkeypatch: Any) -> None:
    from exchange.at_work import edit, entries, export, take

    ids = entries(unit, 30)
    edit(unit, ids[3], summary="改过")

    def unexpected(self: Stager, row: dict[str, Any]) -> str:
        raise AssertionError(f"looked at one by one: {row}")

    monkeypatch.setattr(Stager, "_unfit", unexpected)
    assert take(world.street, export(unit, world.usb).path).preview.new == 30
