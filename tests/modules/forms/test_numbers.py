"""报数记忆: a number that differs from the one handed up before is named before it leaves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import upstream_forms
from forms_office import full_office
from office import make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.forms import actions, filling, numbers
from qinglian_desktop.modules.forms.actions import Looked
from qinglian_desktop.modules.forms.mapping import Condition, Spot
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 24)
INCOME = (
    Condition("book", "=", "集体经济组织"),
    Condition("direction", "=", "收入"),
    Condition("day", "within", "quarter"),
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), full_office(tmp_path) as made:
        yield made


def looked_at(book: Book, tmp_path: Path, office: str = "民政办") -> Looked:
    path = tmp_path / "党员花名册.xlsx"
    path.write_bytes(upstream_forms.party_members())
    looked = actions.look(book, path)
    return looked._replace(mapping=replace(looked.mapping, asked_by=office))


def many(book: Book, count: int, tag: str = "党员") -> list[str]:
    with book.change("登记") as change:
        return [change.put(Person(name=f"党员{n:03d}", tags=tag)) for n in range(count)]


def test_128_and_then_131_names_both_and_the_rows(book: Book, tmp_path: Path) -> None:
    ids = many(book, 123)  # with the five there are: 128
    actions.fill(book, looked_at(book, tmp_path), tmp_path / "一.xlsx")
    many(book, 5, "党员、预备")
    ledger.drop_row(book, "person", ids[0])
    book_row = {"state": "迁出"}
    ledger.save_row(book, "person", ids[1], book_row)
    ledger.save_row(book, "person", ids[2], {"phone": "19900009999"})
    looked = looked_at(book, tmp_path, "组织部")
    (found,) = filling.prepare(book, looked.form, looked.mapping).differences
    assert found.said == (
        "上次给民政办报的是 128 人，这次是 131 人：多了 3 人（看名单）。仍要用 131 吗？"
    )
    assert len(found.came) == 5
    assert (found.went, found.changed) == (("党员000", "党员001"), ("党员002",))


def test_nothing_is_written_until_the_new_number_is_accepted(book: Book, tmp_path: Path) -> None:
    actions.fill(book, looked_at(book, tmp_path), tmp_path / "一.xlsx")
    make_person(book, "新来的", tags="党员")
    looked, out = looked_at(book, tmp_path), tmp_path / "二.xlsx"
    with pytest.raises(Refused) as refused:
        actions.fill(book, looked, out)
    assert "上次给民政办报的是 5 人，这次是 6 人：多了 1 人" in str(refused.value)
    assert [problem.what for problem in refused.value.problems] == ["多出来的：新来的"]
    assert not out.exists() and book.count(Query("reported_number")) == 1
    actions.fill(book, looked, out, accept=True, reason="新转入")
    rows = book.rows(Query("reported_number", order=(("id", False),)))
    assert [(row["value"], row["reason"]) for row in rows] == [(5000, None), (6000, "新转入")]
    with pytest.raises(Refused):
        make_person(book, "又一个", tags="党员")
        actions.fill(book, looked, tmp_path / "三.xlsx")


def test_another_definition_is_another_number(book: Book, tmp_path: Path) -> None:
    actions.fill(book, looked_at(book, tmp_path), tmp_path / "一.xlsx")
    looked = looked_at(book, tmp_path)
    women = (*looked.mapping.where, Condition("sex", "=", "女"))
    mapping = replace(looked.mapping, where=women)
    assert filling.prepare(book, looked.form, mapping).differences == ()


def quarter_form(book: Book, tmp_path: Path) -> Looked:
    path = tmp_path / "季报.xlsx"
    path.write_bytes(upstream_forms.quarter_report())
    looked = actions.look(book, path)
    spot = Spot(3, 1, "一、收入 / 本季数", "sum:amount_fen", "", source="entry", where=INCOME)
    spots = (*(s for s in looked.mapping.spots if s.label != spot.label), spot)
    return looked._replace(mapping=replace(looked.mapping, spots=spots))


def test_a_sum_is_remembered_with_its_quarter(book: Book, tmp_path: Path) -> None:
    looked = quarter_form(book, tmp_path)
    actions.fill(book, looked, tmp_path / "一.xlsx")
    (row,) = book.rows(Query("reported_number"))
    assert (row["value"], row["unit"], row["rows"]) == (11_000_500, "元", 2)
    assert row["definition"] == (
        "收支：账本是集体经济组织，收/支是收入，日期在2026年第四季度；金额加起来"
    )
    (entry, *_) = book.rows(Query("entry", order=(("day", True),)))
    income = next(r for r in book.rows(Query("entry")) if r["purpose"] == "财政补助")
    ledger.save_row(book, "entry", income["id"], {"amount_fen": 290_000})
    (found,) = filling.prepare(book, looked.form, looked.mapping).differences
    assert "这次是 10,900.5 元：少了 100 元" in found.said
    assert found.changed and not found.came and not found.went
    with clock.fixed(date(2027, 2, 1)):
        prepared = filling.prepare(book, looked.form, looked.mapping)
        assert prepared.differences == (), "the first quarter is another number"
    assert entry["id"]


def test_the_list_of_then_and_what_changed_since(book: Book, tmp_path: Path) -> None:
    actions.fill(book, looked_at(book, tmp_path), tmp_path / "一.xlsx")
    (row,) = book.rows(Query("reported_number"))
    then = numbers.rows_then(book, row)
    assert then is not None
    assert [name for _, _, name in then["rows"]] == [
        "李建华 1组", "张晓梅 1组", "赵明 1组", "吴立新 2组", "韩长福 2组",
    ]  # fmt: skip
    gone = then["rows"][0][0]
    for post in book.ids(Query("post", (Where("person_id", "=", gone),))):
        ledger.drop_row(book, "post", post)
    ledger.drop_row(book, "person", gone)
    found = numbers.compare_again(book, row["id"])
    assert found is not None
    assert (found.went, found.now.value) == (("李建华 1组",), 4000)
    assert len(numbers.rows_then(book, row)["rows"]) == 5, "the list of then stays"  # type: ignore[index]


def test_a_number_noted_by_hand_is_kept_and_one_from_a_form_is_not_rewritten(
    book: Book, tmp_path: Path
) -> None:
    draft = {
        "to_whom": "街道统计站",
        "what": "留守儿童",
        "value": 12_000,
        "definition": "16 岁以下",
    }
    row_id = str(actions.save_number(book, None, draft).result)
    row = book.row("reported_number", row_id)
    assert row is not None and row["reported_on"] == "2026-11-24"
    assert numbers.rows_then(book, row) is None
    actions.save_number(book, row_id, {"value": 13_000})
    actions.fill(book, looked_at(book, tmp_path), tmp_path / "一.xlsx")
    filled = next(r for r in book.rows(Query("reported_number")) if r["origin"] == "填表")
    with pytest.raises(Refused, match="自动记下"):
        actions.save_number(book, filled["id"], {"value": 1})


def test_a_number_still_to_be_written_in_is_compared_with_nothing(book: Book) -> None:
    draft = {"what": "外出务工人数", "to_whom": "劳保所", "definition": "在外半年以上"}
    actions.save_number(book, None, draft)
    row_id = actions.save_number(book, None, draft | {"value": 12_000}).result
    found = numbers.last_reported(book, (book.row("reported_number", str(row_id)) or {})["meaning"])
    assert found is not None and found["id"] == row_id


def test_another_number_by_hand_needs_a_reason(book: Book) -> None:
    draft = {
        "to_whom": "统计站",
        "what": "外出人口",
        "value": 12_000,
        "definition": "离开 半年以上",
    }
    actions.save_number(book, None, draft)
    again = draft | {"definition": "离开半年以上", "value": 15_000}
    with pytest.raises(Refused) as refused:
        actions.save_number(book, None, again)
    assert refused.value.field == "reason"
    assert "上次给统计站报的是 12，这次是 15" in str(refused.value)
    actions.save_number(book, None, again | {"reason": "年底返乡"})
    actions.save_number(book, None, again)
    assert book.count(Query("reported_number")) == 3
