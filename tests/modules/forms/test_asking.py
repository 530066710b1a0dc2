"""减负账本 (TL-16): what was asked for, and which fields were held already."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import make_book, make_person
from qinglian_desktop.core import clock
from qinglian_desktop.core.document import Table
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.period import Period
from qinglian_desktop.exchange.sheets.names import squeezed
from qinglian_desktop.modules.forms import asking
from qinglian_desktop.store.book import Book

NOVEMBER = Period(2026, 11, "M")
# What ten offices asked for, and by hand: which of it a register of people holds.
TEN = (
    ("高龄老人花名册", "姓名、性别、身份证号、电话、住址", 5),
    ("党员花名册", "姓名,性别,出生年月,入党时间", 3),
    ("残疾人情况", "序号\t姓名\t身份证号码\t残疾等级", 2),
    ("危房排查", "房屋编号；建成年份；层数", 0),
    ("留守儿童", "1.姓名、2.出生日期、3.监护人姓名", 2),
    ("高龄老人花名册", "姓名、年龄、住址", 3),
    ("人口统计", "填报单位、填报日期", 2),
    ("养犬登记", "犬名、毛色", 0),
    ("联系方式", "姓名\n手机号码\n姓名", 2),
    ("空白的", "", 0),
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 11, 24)), make_book(tmp_path) as made:
        made_person = make_person(made)
        assert made_person
        yield made


def ask(book: Book, what: str, wanted: str, day: str = "2026-11-20") -> None:
    draft = {"asked_on": day, "who": "街道某办", "what": what, "wanted": wanted}
    asking.save_asked(book, None, draft)


def test_ten_requests_and_the_total_is_that_of_the_map(book: Book) -> None:
    for what, wanted, _ in TEN:
        ask(book, what, wanted)
    rows = book.rows(Query("asked_table", order=(("id", False),)))
    for row, (what, wanted, held) in zip(rows, TEN, strict=True):
        named = set(row["held"].split("、")) - {""} if row["held"] else set()
        assert (row["what"], row["held_count"], len(named)) == (what, held, held), wanted
        assert named <= set(asking.fields_in(wanted))
    found = asking.of_month(book, NOVEMBER)
    assert found.held == sum(held for _, _, held in TEN)
    assert found.fields == sum(len(asking.fields_in(wanted)) for _, wanted, _ in TEN)
    assert dict(found.often)["姓名"] == 6


def test_a_table_asked_for_again_is_told(book: Book) -> None:
    ask(book, "高龄老人花名册", "姓名", "2026-10-08")
    ask(book, "高龄老人 花名册", "姓名")
    assert [row["again"] for row in book.rows(Query("asked_table", order=(("id", False),)))] == [
        0, 1,
    ]  # fmt: skip
    assert "以前要过的 1 次" in asking.said(asking.of_month(book, NOVEMBER))


def test_what_nobody_has_written_yet_is_not_held(tmp_path: Path) -> None:
    with clock.fixed(date(2026, 11, 24)), make_book(tmp_path) as empty:
        ask(empty, "花名册", "姓名、身份证号")
        (row,) = empty.rows(Query("asked_table"))
        assert (row["field_count"], row["held_count"]) == (2, 0)


def test_the_count_follows_what_is_put_right(book: Book) -> None:
    ask(book, "花名册", "姓名")
    (row,) = book.rows(Query("asked_table"))
    asking.save_asked(book, row["id"], {"wanted": "姓名、毛色"})
    (row,) = book.rows(Query("asked_table"))
    assert (row["field_count"], row["held_count"], row["held"]) == (2, 1, "姓名")


def test_the_paper_lists_each_request_with_its_fields(book: Book) -> None:
    for what, wanted, _ in TEN:
        ask(book, what, wanted)
    paper = asking.paper(book, NOVEMBER)
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    assert len(table.rows) == 10 and table.sums()[1] == sum(held for _, _, held in TEN)
    assert asking.said(asking.of_month(book, NOVEMBER.previous)) == "这个月没有登记要表。"


@given(st.text(alphabet="姓名电话、，,;；\t\n1.（） ", max_size=60))
def test_a_field_is_named_once_and_never_empty(text: str) -> None:
    found = asking.fields_in(text)
    assert all(word.strip() for word in found)
    assert len({squeezed(word) for word in found}) == len(found)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("姓名 性别 联系电话", ["姓名", "性别", "联系电话"]),
        ("1.姓名 2.性别　3.电话", ["姓名", "性别", "电话"]),
        ("姓 名、联系电话", ["姓 名", "联系电话"]),
        ("姓名  电话、户号", ["姓名", "电话", "户号"]),
    ],
)
def test_fields_may_stand_apart_by_blanks(typed: str, fields: list[str]) -> None:
    assert asking.fields_in(typed) == fields
