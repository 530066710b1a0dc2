"""What may not be typed by hand may not come in by a sheet either, row by row and in words."""

from pathlib import Path
from typing import Any

import pytest

from office import make_book, make_id_number, make_person
from qinglian_desktop.core import check
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.exchange.sheets import ImportRefused, ImportResult, import_file
from qinglian_desktop.modules import catalog, saving

ENTRY = {
    "账本": "委员会", "日期": "2026-08-05", "收/支": "支出", "摘要": "办公用品", "用途": "办公费",
    "对方": "文具店", "金额": "20", "凭证号": "0001", "经手人": "周文书", "审批人": "郑主任",
}  # fmt: skip
PERSON = {"姓名": "李建华", "性别": "男", "出生日期": "1968-03-02"}
POST = {"机构": "居务监督委员会", "姓名": "吴监督", "职务": "主任", "任职起": "2026-01-01"}
ITEM = {
    "年度": "2026", "编号": "X1", "类别": "财务", "项目": "电费", "频次": "每季度",
    "至少公开": "15天", "今年要公开": "是",
}  # fmt: skip
OPENING = {"账本": "委员会", "年度": "2026", "现金": "1", "银行存款": "1"}


def labels(table: str, given: dict[str, str]) -> dict[str, str]:
    """The columns as the declaration calls them; a test must not pass on a wrong header."""
    record = next(r for r in catalog.RECORDS if r.table == table)
    known = {field.label for field in record.fields.values()}
    assert set(given) <= known, set(given) - known
    return given


def sheet(path: Path, *rows: dict[str, str]) -> Path:
    header = list(dict.fromkeys(name for row in rows for name in row))
    lines = [header, *([row.get(name, "") for name in header] for row in rows)]
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
    return path


def typed(book: Any, table: str, row: dict[str, str]) -> None:
    record = book.tables[table]
    names = {field.label: name for name, field in record.fields.items()}
    draft, bad = check.read_texts(record, {names[k]: v for k, v in row.items()})
    assert not bad
    saving.saver(table)(book, None, draft)


@pytest.mark.parametrize(
    ("table", "sound", "wrong", "code"),
    [
        ("entry", ENTRY, {"金额": "-5"}, "QL-SZ-001"),
        ("entry", ENTRY, {"金额": "0"}, "QL-SZ-001"),
        ("entry", ENTRY, {"日期": "2031-01-01"}, "QL-SZ-003"),
        ("person", PERSON, {"身份证号": make_id_number("19680303", "001")}, "QL-RG-002"),
        ("person", PERSON, {"出生日期": "2031-01-01"}, "QL-RG-007"),
        ("post", POST, {"任职止": "2025-01-01"}, "QL-RG-004"),
        ("opening_balance", OPENING, {"现金": "200000000000"}, "QL-SZ-600"),
        ("catalog_item", ITEM, {"频次": "有空就贴"}, "QL-PD-001"),
        ("catalog_item", ITEM, {"今年要公开": "否"}, "QL-PD-002"),
    ],
)
def test_a_rule_holds_for_the_hand_and_for_the_sheet(
    table: str, sound: dict[str, str], wrong: dict[str, str], code: str, tmp_path: Path
) -> None:
    row = labels(table, {**sound, **wrong})
    with make_book(tmp_path) as book:
        with pytest.raises(Refused) as by_hand:
            typed(book, table, row)
        assert by_hand.value.code == code
        path, reviewer = sheet(tmp_path / "表.csv", row), saving.reviewer(table)
        with pytest.raises(ImportRefused) as caught:
            import_file(book, book.tables[table], path, reviewer=reviewer)
        (bad,) = caught.value.intake.bad
        assert (bad.code, bad.row) == (code, 2)
        assert bad.reason and bad.remedy
        assert book.count(Query(table)) == 0
        good = sheet(tmp_path / "好.csv", sound)
        import_file(book, book.tables[table], good, reviewer=reviewer)
        assert book.count(Query(table)) == 1


def test_one_id_number_is_one_person_in_the_book_and_in_the_sheet(tmp_path: Path) -> None:
    number, other = make_id_number("19680302", "001"), make_id_number("19700101", "002")
    rows = [
        {"姓名": "李建华", "身份证号": number},  # in the book already, under another name
        {"姓名": "王秀英", "身份证号": other},
        {"姓名": "王秀芳", "身份证号": other},
    ]
    with make_book(tmp_path) as book:
        make_person(book, "李建国", id_number=number)
        result = import_file(
            book, book.tables["person"], sheet(tmp_path / "表.csv", *rows),
            accept_valid=True, reviewer=saving.reviewer("person"),
        ).result  # fmt: skip
        assert isinstance(result, ImportResult)
        assert [(bad.row, bad.code) for bad in result.bad] == [(2, "QL-RG-001"), (4, "QL-RG-001")]
        (row,) = book.rows(Query("person", search="王秀英"))
        assert (row["born_on"], row["sex"]) == ("1970-01-01", "女"), "filled from the number"


def test_terms_overlap_within_one_sheet_too(tmp_path: Path) -> None:
    rows = [{**POST, "任职止": "2026-12-31"}, {**POST, "任职起": "2026-06-01", "职务": "委员"}]
    with make_book(tmp_path) as book:
        result = import_file(
            book, book.tables["post"], sheet(tmp_path / "表.csv", *rows),
            accept_valid=True, reviewer=saving.reviewer("post"),
        ).result  # fmt: skip
        assert [(bad.row, bad.code) for bad in result.bad] == [(3, "QL-RG-005")]


def test_numbers_that_begin_anew_each_year_are_no_twins(tmp_path: Path) -> None:
    rows = [ENTRY, {**ENTRY, "日期": "2025-08-05", "金额": "30"}, {**ENTRY, "金额": "40"}]
    with make_book(tmp_path) as book:
        result = import_file(
            book, book.tables["entry"], sheet(tmp_path / "表.csv", *rows), accept_valid=True
        ).result
        assert isinstance(result, ImportResult)
        assert [bad.row for bad in result.bad] == [4], "the same number twice in one year"
        assert book.count(Query("entry")) == 2


def taken_in(book: Any, path: Path) -> ImportResult:
    result = import_file(
        book, book.tables["entry"], path, accept_valid=True,
        reviewer=saving.reviewer("entry"), complete=saving.completer("entry"),
    ).result  # fmt: skip
    assert isinstance(result, ImportResult)
    return result


def numbers(book: Any) -> dict[str, str]:
    return {row["summary"]: row["voucher_no"] for row in book.rows(Query("entry"))}


BARE = {name: text for name, text in ENTRY.items() if name != "凭证号"}


def test_entries_without_a_number_get_the_next_ones(tmp_path: Path) -> None:
    rows = [{**BARE, "摘要": "甲"}, {**ENTRY, "凭证号": "0007"}, {**BARE, "摘要": "乙"}]
    with make_book(tmp_path) as book:
        typed(book, "entry", {**BARE, "摘要": "手工登记的"})
        path = sheet(tmp_path / "表.csv", *rows)
        taken_in(book, path)
        again = taken_in(book, path)
        assert (again.imported, len(again.already)) == (0, 3), "twice is once"
        typed(book, "entry", {**BARE, "摘要": "后来登记的"})
        assert numbers(book) == {
            "手工登记的": "0001", "甲": "0008", "办公用品": "0007", "乙": "0009",
            "后来登记的": "0010",
        }  # fmt: skip


def test_a_number_is_given_once_whatever_happens_around_an_import(tmp_path: Path) -> None:
    """Above a written 0001, after a deletion brought back, after an undo and a redo."""
    with make_book(tmp_path) as book:
        taken_in(book, sheet(tmp_path / "一.csv", {**BARE, "摘要": "甲"}, {**ENTRY, "摘要": "乙"}))
        assert numbers(book) == {"甲": "0002", "乙": "0001"}
        (row,) = book.rows(Query("entry", search="甲"))
        with book.change("删") as change:
            change.drop("entry", row["id"])
        typed(book, "entry", {**BARE, "摘要": "丙"})
        book.undo(change.step)
        assert numbers(book) == {"甲": "0002", "乙": "0001", "丙": "0003"}
        before = book.steps(1)[0]["step"]
        taken_in(book, sheet(tmp_path / "二.csv", {**BARE, "摘要": "丁"}))
        undone = book.undo(book.steps(1)[0]["step"])
        assert book.steps(1)[0]["step"] > before
        typed(book, "entry", {**BARE, "摘要": "戊"})
        book.undo(undone.step)
        assert len(set(numbers(book).values())) == len(numbers(book)) == 5


def test_a_second_payment_of_the_same_kind_is_no_repetition(tmp_path: Path) -> None:
    with make_book(tmp_path) as book:
        taken_in(book, sheet(tmp_path / "一.csv", ENTRY))
        both = sheet(tmp_path / "二.csv", ENTRY, {**BARE, "凭证号": ""})
        result = taken_in(book, both)
        assert (result.imported, len(result.already)) == (1, 1)
        assert book.count(Query("entry")) == 2


def test_two_terms_of_one_person_come_in_by_a_sheet(tmp_path: Path) -> None:
    rows = [
        {**POST, "任职起": "2021-01-01", "任职止": "2023-12-31"},
        {**POST, "任职起": "2024-01-01"},
    ]
    with make_book(tmp_path) as book:
        path, reviewer = sheet(tmp_path / "表.csv", *rows), saving.reviewer("post")
        for imported in (2, 0):
            result = import_file(book, book.tables["post"], path, reviewer=reviewer).result
            assert isinstance(result, ImportResult)
            assert (result.imported, result.bad) == (imported, ())
