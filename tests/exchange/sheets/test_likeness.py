"""Twins under another spelling: every one is found and asked about, none is merged unasked."""

from pathlib import Path
from typing import Any

import pytest

from exchange.sheets.corpus import PERSON_HEADER, person_id, person_name, write_xlsx
from office import make_book
from qinglian_desktop.core.module import Query
from qinglian_desktop.exchange.sheets import check_chosen, guess, import_rows, read_sheets
from qinglian_desktop.exchange.sheets.intake import Intake
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.modules.saving import reviewer, saver
from qinglian_desktop.store.book import Book

OLD = [
    {"name": person_name(n), "id_number": person_id(n), "phone": f"138{n:08d}",
     "group_name": f"{n % 6 + 1}组"}
    for n in range(27)
]  # fmt: skip


def _one_off(text: str, place: int) -> str:
    return text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]


def _twins() -> list[list[str]]:
    """Thirty rows of the file, each one of the people of the book or of the file again."""
    found = []
    for n, person in enumerate(OLD):
        name, number, phone, group = (
            person[k] for k in ("name", "id_number", "phone", "group_name")
        )
        sort = n % 6
        found.append(
            [
                [name, "", phone, ""],  # same name and phone
                [name, "", "", group],  # same name and group
                ["王改名", number, "", ""],  # same number under another name
                [name, "", _one_off(phone, 9), ""],  # one digit of the phone
                [name, number, "13900000000", "9组"],  # same number, other things written
                [name.replace("大海", "达海").replace("小溪", "晓西"), "", phone, ""],  # by ear
            ][sort]
        )
    extra = [["新来的甲", "", "13700000001", "1组"], ["新来的乙", "", "13700000002", "2组"],
             ["新来的丙", "", "13700000003", "3组"]]  # fmt: skip
    return found + [row for one in extra for row in (one, [one[0], "", one[2], "8组"])]


@pytest.fixture
def book(tmp_path: Path) -> Any:
    made = make_book(tmp_path)
    with made.change("居民") as change:
        change.add_all(Person, OLD)
    yield made
    made.close()


def check(book: Book, path: Path, said: dict[int, str] | None) -> Intake:
    chosen = guess(Person, read_sheets(path)[0])
    assert chosen is not None
    return check_chosen(book, Person, path, chosen, reviewer=reviewer("person"), said=said)


def test_twins_are_found_and_none_comes_in_unasked(book: Book, tmp_path: Path) -> None:
    rows = _twins()
    path = write_xlsx(tmp_path / "a.xlsx", [PERSON_HEADER, *rows])
    intake = check(book, path, {})
    firsts = {29, 31, 33}  # the three new ones, each once
    assert len(intake.alike) == 30
    assert {pair.number for pair in intake.alike} == set(range(2, 35)) - firsts
    assert {number for number, _ in intake.rows} == firsts
    before = book.count(Query("person"))
    import_rows(book, intake)
    assert book.count(Query("person")) == before + len(intake.rows)


def test_what_the_clerk_says_is_done_and_undone_as_one(book: Book, tmp_path: Path) -> None:
    rows = [
        PERSON_HEADER,
        [OLD[0]["name"], "", OLD[0]["phone"], "9组"],
        [OLD[1]["name"], "", "", OLD[1]["group_name"]],
        [OLD[2]["name"], "", "", OLD[2]["group_name"]],
    ]
    path = write_xlsx(
        tmp_path / "a.xlsx", [[*row, "备注" if n == 0 else "会木工"] for n, row in enumerate(rows)]
    )
    assert [pair.number for pair in check(book, path, {}).alike] == [2, 3, 4]
    intake = check(book, path, {2: "fill", 3: "same", 4: "new"})
    assert (intake.alike, intake.same) == ((), (3,))
    assert intake.summary == "共 3 行，1 行可以导入，1 行只补空的格，1 行已有，没有重复导入"
    changes = import_rows(book, intake, fill=saver("person"))
    filled = book.find(Person, id_number=OLD[0]["id_number"])
    assert filled is not None
    assert (filled["note"], filled["group_name"]) == ("会木工", OLD[0]["group_name"])
    assert book.count(Query("person")) == 28
    book.undo(changes.step)
    assert book.find(Person, note="会木工") is None


def test_who_stands_beside_a_twin_is_no_twin(book: Book, tmp_path: Path) -> None:
    twin, new = [person_name(0), OLD[0]["phone"]], ["新来的甲", "13700000001"]
    path = write_xlsx(tmp_path / "并排.xlsx", [["姓名", "联系电话"] * 2, twin + new])
    for said in ({}, {2: "same"}):
        intake = check(book, path, said)
        assert [(number, draft["name"]) for number, draft in intake.rows] == [(2, "新来的甲")]
    assert [pair.draft["name"] for pair in check(book, path, {}).alike] == [person_name(0)]


def test_namesakes_with_sound_numbers_are_two_people(book: Book, tmp_path: Path) -> None:
    row = [OLD[0]["name"], person_id(500), OLD[0]["phone"], OLD[0]["group_name"]]
    intake = check(book, write_xlsx(tmp_path / "a.xlsx", [PERSON_HEADER, row]), {})
    assert intake.alike == ()
    assert len(intake.rows) == 1


def test_on_the_command_line_they_come_in_and_are_named(book: Book, tmp_path: Path) -> None:
    row = [OLD[0]["name"], "", OLD[0]["phone"], ""]
    intake = check(book, write_xlsx(tmp_path / "a.xlsx", [PERSON_HEADER, row]), None)
    assert len(intake.rows) == 1
    assert any("可能和已有的是同一个人（姓名相同，电话相同）" in line for line in intake.remarks)
