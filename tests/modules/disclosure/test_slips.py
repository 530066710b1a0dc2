"""One slip a household: in order, four on a sheet, together what the list says."""

import random
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from office import make_book, make_details, make_id_number
from qinglian_desktop.core import clock, money
from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.modules.disclosure import slips
from qinglian_desktop.modules.disclosure.actions import slipping
from qinglian_desktop.modules.disclosure.actions.slipping import SlipWish
from qinglian_desktop.modules.disclosure.slips import Roles
from qinglian_desktop.paper.draw.page import MM
from qinglian_desktop.store import ordering
from qinglian_desktop.store.book import Book

TODAY = date(2026, 11, 26)
HEAD = ("序号", "组别", "门牌号", "户主", "身份证号", "面积（亩）", "补贴金额（元）")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path) as made:
        yield made


def _households(count: int) -> list[tuple[str, ...]]:
    """Rows in no order: groups in Chinese and in figures, doors of every length."""
    rows = []
    for number in range(count):
        group = ("一组", "2组", "十组", "11组")[number % 4]
        person = make_id_number("19600101", f"{number:03d}")
        rows.append(
            (str(number), group, f"{number // 4 + 1}号", f"户主{number}", person, "1.5",
             f"{100 + number}.50")
        )  # fmt: skip
    random.Random(7).shuffle(rows)
    return rows


def _workbook(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("发放名单")
        sheet.merge_range(0, 0, 0, 6, "2026年耕地地力保护补贴发放名单")
        for place, label in enumerate(HEAD):
            sheet.write(1, place, label)
        for number, row in enumerate(rows, 2):
            for place, text in enumerate(row):
                if place in (5, 6):
                    sheet.write_number(number, place, float(text))
                else:
                    sheet.write_string(number, place, text)
        total = sum(float(row[6]) for row in rows)
        sheet.write(len(rows) + 2, 0, "合计")
        sheet.write_number(len(rows) + 2, 6, total)
    return path


def test_three_hundred_households_four_on_a_sheet_and_the_sums_agree(
    book: Book, tmp_path: Path
) -> None:
    rows = _households(300)
    listing = slipping.list_of_file(_workbook(tmp_path / "名单.xlsx", rows))
    assert len(listing.rows) == 300
    roles = slips.roles_of(listing.labels)
    assert [listing.labels[n] for n in roles] == ["组别", "门牌号", "户主", "补贴金额（元）"]
    made = slipping.cut(listing, roles)
    listed = sum(money.parse_yuan(row[6]) for row in rows)
    assert len(made.slips) == 300
    assert sum(slip.amount for slip in made.slips) == made.total == listed
    order = [(slip.group, int(slip.door.removesuffix("号"))) for slip in made.slips]
    groups = ["一组", "2组", "十组", "11组"]
    assert order == sorted(order, key=lambda one: (groups.index(one[0]), one[1]))
    pdf = slipping.draw(book, made, SlipWish("2026年耕地地力保护补贴明白卡")).result
    assert isinstance(pdf, bytes)
    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    assert len(pages) == 75 == slips.sheets_for(300)
    text = [page.extract_text() for page in pages]
    assert "一组　1号" in text[0] and "一组　4号" in text[0]
    assert "第 300 户，共 300 户" in text[-1]
    for number in (make_id_number("19600101", f"{n:03d}") for n in range(300)):
        assert number not in "".join(text)
    (log,) = book.rows(slipping.Query("revealed_export"))
    assert (log["row_count"], log["what"]) == (300, "明白卡：2026年耕地地力保护补贴明白卡")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("一组", "二组", "3组")), st.integers(1, 9), st.integers(0, 10**7)
        ),
        min_size=1,
        max_size=40,
    )
)
def test_nothing_is_lost_when_rows_of_one_household_are_joined(
    rows: list[tuple[str, int, int]],
) -> None:
    labels = ("组别", "门牌", "姓名", "金额")
    listed = [(group, f"{door}号", f"户{door}", money.show(fen)) for group, door, fen in rows]
    made = slips.cut(labels, listed, Roles(0, 1, 2, 3), ordering.key)
    assert sum(slip.amount for slip in made.slips) == made.total == sum(fen for *_, fen in rows)
    assert len(made.slips) == len({row[:3] for row in listed})


def test_the_rows_of_one_household_stand_on_one_slip() -> None:
    labels = ("组别", "门牌", "户主", "项目", "金额")
    rows = [("1组", "3号", "李建华", "种粮补贴", "100"), ("1组", "3号", "李建华", "地力补贴", "60")]
    (slip,) = slips.cut(labels, rows, Roles(0, 1, 2, 4), ordering.key).slips
    assert slip.amount == 16_000
    assert slip.facts == (
        ("1. 项目", "种粮补贴"), ("1. 金额", "100"), ("2. 项目", "地力补贴"), ("2. 金额", "60"),
    )  # fmt: skip


def test_two_of_one_name_are_not_one_household_without_a_door() -> None:
    rows = [("1组", "李建华", "100"), ("1组", "李建华", "60")]
    made = slips.cut(("组别", "姓名", "金额"), rows, Roles(0, -1, 1, 2), ordering.key)
    assert [slip.amount for slip in made.slips] == [10_000, 6_000]
    by_number = [("李建华", make_id_number(), "100"), ("李建华", make_id_number(), "60")]
    labels = ("姓名", "身份证号", "金额")
    (slip,) = slips.cut(labels, by_number, Roles(-1, -1, 0, 2), ordering.key).slips
    assert slip.amount == 16_000


def test_numbers_stand_by_their_tail_and_the_name_as_asked() -> None:
    labels = ("户主", "身份证号", "银行卡号", "联系电话", "备注", "金额")
    number = make_id_number()
    rows = [("欧阳建国", number, "6222021234567890123", "13812345678", "电话13912345678", "1")]
    made = slips.cut(labels, rows, Roles(-1, -1, 0, 5), ordering.key, masked=True)
    (slip,) = made.slips
    assert slip.name == "欧阳＊＊"
    assert dict(slip.facts) == {
        "身份证号": f"＊＊＊＊{number[-4:]}", "银行卡号": "＊＊＊＊0123",
        "联系电话": "138＊＊＊＊5678", "备注": "电话139＊＊＊＊5678",
    }  # fmt: skip


def test_points_are_points_and_ten_thousands_are_ten_thousands() -> None:
    points = slips.cut(("姓名", "积分"), [("李建华", "12"), ("王五", "7分")], Roles(-1, -1, 0, 1),
                       ordering.key)  # fmt: skip
    assert points.points and points.told(points.total) == "19 分"
    dear = slips.cut(("姓名", "金额"), [("李建华", "1.2")], Roles(-1, -1, 0, 1), ordering.key,
                     unit="万元")  # fmt: skip
    assert dear.told(dear.total) == "12,000.00 元"


@pytest.mark.parametrize(
    ("row", "roles", "said"),
    [
        (("1组", "", "100"), Roles(0, -1, 1, 2), "第 1 行没有姓名"),
        (("1组", "李建华", "一百块整数"), Roles(0, -1, 1, 2), "第 1 行〔金额〕"),
        (("1组", "李建华", "100"), Roles(0, -1, -1, 2), "不知道哪一列"),
    ],
)
def test_a_list_that_cannot_be_cut_says_where(
    row: tuple[str, ...], roles: Roles, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        slips.cut(("组别", "姓名", "金额"), [row], roles, ordering.key)


def test_detail_lines_are_cut_too(book: Book) -> None:
    total = make_details(book, "三季度慰问金", [50_000, 30_050, 20_000])
    listing = slipping.list_of_subject(book, "三季度慰问金")
    made = slipping.cut(listing, slips.roles_of(listing.labels))
    assert (len(made.slips), made.total) == (3, total)
    assert [slip.group for slip in made.slips] == ["1组", "2组", "3组"]
    with pytest.raises(Refused, match="还没有明细"):
        slipping.list_of_subject(book, "没有")


def test_a_file_without_a_list_says_what_a_list_needs(tmp_path: Path) -> None:
    path = tmp_path / "信.csv"
    path.write_text("你好\n再见\n", "utf-8")
    with pytest.raises(Refused, match="没找到名单"):
        slipping.list_of_file(path)


def test_a_merged_group_stands_in_each_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("组别", "户主", "金额"))
        sheet.merge_range(1, 0, 3, 0, "2组")
        for number, name in enumerate(("李建华", "王五", "赵六"), 1):
            sheet.write_row(number, 1, (name, 100 * number))
    listing = slipping.list_of_file(path)
    assert [row[0] for row in listing.rows] == ["2组"] * 3


# -- on paper ----------------------------------------------------------------------------------


def _places(
    book: Book, count: int, *, stacked: bool = False
) -> list[dict[str, tuple[float, float]]]:
    """Where the number of each slip stands on each page, in points from the left and below."""
    rows = [(f"{n}号", f"户{n}", "1") for n in range(1, count + 1)]
    cut = slips.cut(("门牌", "户主", "金额"), rows, Roles(-1, 0, 1, 2), ordering.key)
    pdf = slipping.draw(book, cut, SlipWish("明白卡", stacked=stacked)).result
    assert isinstance(pdf, bytes)
    made = []
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        found: dict[str, tuple[float, float]] = {}

        def note(
            text: str, _cm: object, tm: list[float], _font: object, _size: object,
            found: dict[str, tuple[float, float]] = found,
        ) -> None:  # fmt: skip
            if one := re.match(r"(\d+)号", text.strip()):
                found[one[1]] = (tm[4], tm[5])

        page.extract_text(visitor_text=note)
        made.append(found)
    return made


def test_each_slip_stays_in_its_quarter(book: Book) -> None:
    (page,) = _places(book, 4)
    assert len(page) == 4
    for number, (x, y) in page.items():
        assert (x > 105 * MM) == (number in "24")
        assert (y < 148.5 * MM) == (number in "34")


def test_a_pile_that_is_cut_stands_in_order(book: Book) -> None:
    piled = [sorted(map(int, page)) for page in _places(book, 10, stacked=True)]
    assert piled == [[1, 4, 7, 10], [2, 5, 8], [3, 6, 9]]
    plain = [sorted(map(int, page)) for page in _places(book, 10)]
    assert plain == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]


def test_what_finds_no_room_is_counted_and_the_sum_stays(book: Book) -> None:
    rows = [("1号", "李建华", f"第{n}块地的名字很长很长", "100") for n in range(40)]
    cut = slips.cut(("门牌", "户主", "地块", "金额"), rows, Roles(-1, 0, 1, 3), ordering.key)
    pdf = slipping.draw(book, cut, SlipWish("2026年耕地地力保护补贴明白卡")).result
    assert isinstance(pdf, bytes)
    (page,) = pypdf.PdfReader(BytesIO(pdf)).pages
    text = page.extract_text()
    assert "项，请到公开栏看" in text.replace("\n", "")
    assert "合计 4,000.00 元" in text and "大写：肆仟元整" in text


@pytest.mark.parametrize("door", ["", "红旗村3组", "红旗村"])
def test_two_of_one_name_without_a_door_are_two_households(door: str) -> None:
    labels = ("组别", "家庭住址", "姓名", "金额")
    rows = [("3组", door, "王芳", "100"), ("3组", door, "王芳", "200")]
    made = slips.cut(labels, rows, slips.roles_of(labels), ordering.key)
    assert [slip.amount for slip in made.slips] == [10_000, 20_000]


def test_one_person_set_wide_is_one_household() -> None:
    labels = ("姓　名", "身 份 证", "金 额")
    number = make_id_number("19600101")
    rows = [("张　三", number, "100"), ("张三", number, "200")]
    (slip,) = slips.cut(labels, rows, slips.roles_of(labels), ordering.key).slips
    assert slip.amount == 30_000 and number[-4:] in str(slip.facts) and number not in str(slip)
