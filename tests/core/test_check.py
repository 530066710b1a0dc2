"""A draft becomes a record when nothing is missing; what stands in the way is named by field."""

from datetime import date

import pytest

from qinglian_desktop.core import check
from qinglian_desktop.core.kinds import CHOICE, COUNT, DAY, FEN, FILES, FLAG, NAME
from qinglian_desktop.core.outcome import Problem, Refused
from qinglian_desktop.core.record import Owner, Record, defaults, fact, naming, to_row


class Loan(
    Record, table="loan", label="借用", owner=Owner.COMMUNITY, key=("no",), named_by=("who", "on")
):
    no: str = fact("编号", example="J-01")
    who: str = fact("借用人", NAME)
    on: date = fact("日期", DAY)
    fee_fen: int = fact("押金", FEN)
    what: str = fact("物品", CHOICE, choices=("桌子", "凳子"))
    pieces: int | None = fact("件数", COUNT, default=None)
    returned: bool = fact("已归还", FLAG, default=False)
    files: tuple[str, ...] | None = fact("照片", FILES, default=None)


GOOD = {"no": "1", "who": "张晓梅", "on": "2026-11-03", "fee_fen": 5000, "what": "桌子"}
LOAN = Loan(no="1", who="张晓梅", on=date(2026, 11, 3), fee_fen=5000, what="桌子")


def test_a_full_draft_becomes_the_typed_record() -> None:
    assert check.complete(Loan, GOOD) == LOAN
    assert check.is_complete(Loan, GOOD)
    assert check.problems(Loan, GOOD) == ()


def test_a_record_and_its_row_are_the_same_thing() -> None:
    row = to_row(LOAN)
    assert row == {**GOOD, "pieces": None, "returned": 0, "files": None}
    assert check.complete(Loan, row) == LOAN
    full = LOAN.changed(id="x", pieces=0, returned=True, files=("a" * 64,))
    assert check.complete(Loan, {**to_row(full), "id": "x"}) == full


@pytest.mark.parametrize("name", ["no", "who", "on", "fee_fen", "what"])
@pytest.mark.parametrize("empty", [None, ""])
def test_each_missing_field_is_named(name: str, empty: str | None) -> None:
    label = Loan.fields[name].label
    expected = Problem(f"〔{label}〕还没填", "补上后才能报送或公开", field=name)
    assert check.problems(Loan, {**GOOD, name: empty}) == (expected,)
    with pytest.raises(Refused) as caught:
        check.complete(Loan, {**GOOD, name: empty})
    assert caught.value.field == name
    assert caught.value.problems == (expected,)


def test_an_empty_draft_lists_every_required_field_in_order() -> None:
    assert [p.field for p in check.problems(Loan, {})] == ["no", "who", "on", "fee_fen", "what"]


def test_zero_is_a_value_and_not_a_gap() -> None:
    assert check.is_complete(Loan, {**GOOD, "fee_fen": 0, "pieces": 0})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("on", "2026-02-30", "应是日期"),
        ("fee_fen", "五十", "应是金额"),
        ("pieces", 1.5, "应是整数"),
        ("returned", 3, "应是是或否"),
        ("who", 7, "应是文字"),
        ("what", "沙发", "没有“沙发”这一项"),
    ],
)
def test_a_value_of_the_wrong_sort_is_named_with_an_example(
    name: str, value: object, words: str
) -> None:
    (problem,) = check.problems(Loan, {**GOOD, name: value})
    assert words in problem.what
    assert problem.remedy
    assert (problem.field, problem.value) == (name, str(value))


def test_a_long_wrong_choice_does_not_flood_the_message() -> None:
    (problem,) = check.problems(Loan, {**GOOD, "what": "沙发" * 5000})
    assert len(problem.what) < 50
    assert len(problem.value) <= 80


def test_typed_texts_become_stored_values_and_the_rest_is_reported() -> None:
    draft, found = check.read_texts(
        Loan,
        {
            "no": " 1 ",
            "who": "",
            "on": "2026.2.30",
            "fee_fen": "5,0",
            "what": "沙发",
            "pieces": "2",
        },
    )
    assert draft == {"no": "1", "pieces": 2}
    assert [problem.field for problem in found] == ["on", "fee_fen", "what"]
    assert all(problem.what.startswith("〔") and problem.remedy for problem in found)
    assert found[0].code == "QL-EN-006"
    assert found[0].value == "2026.2.30"


def test_the_gate_of_the_merge_lets_drafts_in_and_stops_wrong_sorts() -> None:
    first_bad = check.sound(Loan)
    row = {"id": "x", "owner": "o", "deleted": 0, "row_hash": "h", "created_at": "t", "vv": {}}
    assert first_bad({**row, **GOOD}) == ""
    assert first_bad({**row, "no": "1"}) == ""
    assert first_bad({**row, "what": "新版才有的一项", "field_of_a_later_program": 1}) == ""
    assert first_bad({**row, "on": "2026-02-30"}) == "on"
    assert first_bad({**row, "fee_fen": 2**62}) == "fee_fen"
    assert first_bad({**row, "deleted": True}) == "deleted"
    assert first_bad({**row, "owner": None}) == "owner"


def test_a_row_is_called_by_its_naming_fields() -> None:
    assert naming(Loan, GOOD) == "张晓梅 2026-11-03"
    assert naming(Loan, {"who": "", "on": None}) == "没有写名称的借用"


def test_an_empty_form_starts_with_the_declared_defaults() -> None:
    assert defaults(Loan) == {"returned": 0}
