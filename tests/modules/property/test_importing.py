"""Earlier 清产核资 workbooks load, and their totals tie to what the file says itself (SZ-19)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import clearance_books as books
from office import make_book
from qinglian_desktop.core import clock
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.sheets import Intake, check_sheet, import_rows
from qinglian_desktop.modules import saving
from qinglian_desktop.modules.property.records import Asset
from qinglian_desktop.store.book import Book
from windows import TODAY


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(TODAY), make_book(tmp_path, "village") as made:
        yield made


def checked(book: Book, path: Path, **constants: str) -> Intake:
    return check_sheet(
        book, Asset, path, constants=constants or None, reviewer=saving.reviewer("asset")
    )


def taken(book: Book, intake: Intake) -> list[Row]:
    assert not intake.bad, intake.problems
    import_rows(book, intake, complete=saving.completer("asset"))
    return book.rows(Query(Asset.table, order=(("number", False),)))


def test_three_workbooks_load_and_tie_to_their_own_totals(book: Book, tmp_path: Path) -> None:
    fixed = checked(book, books.fixed(tmp_path / "固定资产.xlsx"))
    assert "〔数量〕" not in "".join(fixed.remarks)  # nobody totals boxes and pieces there
    assert "〔原值〕、〔建卡时已提折旧〕加起来和原表合计一样" in fixed.remarks
    rows = taken(book, fixed)
    assert sum(row["value_fen"] for row in rows) == round(sum(r[6] for r in books.FIXED) * 1000000)
    assert [row["number"] for row in rows] == [f"GD-000{n}" for n in range(1, 6)]
    house = rows[0]
    assert (house["kind"], house["status"], house["life_months"]) == ("房屋及建筑物", "出租", 240)
    assert (house["acquired_on"], house["account"], house["unit"]) == ("2015-06-01", "15101", "栋")

    land = checked(book, books.land(tmp_path / "资源.xlsx"))
    assert any("〔面积〕" in said and "一样" in said for said in land.remarks)
    plots = [row for row in taken(book, land) if row["nature"] == "资源性"]
    assert sum(row["area"] for row in plots) == 187_450
    assert [row["number"] for row in plots] == ["ZY-101", "ZY-102", "ZY-103"]
    assert [row["disputed"] for row in plots] == [0, 0, 1]

    goods = checked(book, books.stock(tmp_path / "库存.xlsx"), kind="库存物资")
    assert "〔原值〕加起来和原表合计一样" in goods.remarks
    taken(book, goods)
    held = book.rows(Query(Asset.table))
    assert sum(r["value_fen"] for r in held if r["account"] == "121") == 717_500


def test_rows_without_a_name_are_told_as_what_the_total_lacks(book: Book, tmp_path: Path) -> None:
    many = tuple((f"水泵{n}", *books.FIXED[1][1:]) for n in range(35))  # rows 5 to 39 of the sheet
    path = books.fixed(tmp_path / "缺名称.xlsx", many, nameless=(9, 32))
    intake = checked(book, path)
    assert "合计与原表总数差 2 项：第 14、37 行没有名称" in intake.remarks
    assert len(intake.rows) == 33


def test_a_total_that_is_wrong_in_the_file_is_told(book: Book, tmp_path: Path) -> None:
    path = books.land(tmp_path / "错.xlsx")
    import openpyxl

    made = openpyxl.load_workbook(path)
    made.active["D7"] = 190
    made.save(path)
    said = "；".join(checked(book, path).remarks)
    assert "〔面积〕加起来是 187.45，原表合计写的是 190，差 2.55，请核对原表" in said


def test_a_workbook_in_other_words_loses_nothing_and_what_is_worn_to_nothing_loads(
    book: Book, tmp_path: Path
) -> None:
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.active
    for line in (
        ["农村集体资源性资产清查登记总表"],
        ["序号", "资源名称", "资源类型", "面积(亩)", "权属", "利用方式", "承租方", "年收益(元)"],
        [1, "河边坝", "水田", 15.25, "三社", "发包", "赵永和", 6000],
        [2, "鱼塘", "坑塘水面", 4, "集体", "出租", "周明远", 2000],
        ["合计", None, None, 19.25, None, None, None, 8000],
    ):
        sheet.append(line)
    made.save(tmp_path / "资源.xlsx")
    rows = taken(book, checked(book, tmp_path / "资源.xlsx"))
    told = [(r["kind"], r["status"], r["user_name"], r["holder"], r["income_fen"]) for r in rows]
    assert told == [
        ("耕地", "发包", "赵永和", "三社", 600_000),
        ("其他农用地", "出租", "周明远", "集体", 200_000),
    ]
    old = openpyxl.Workbook()
    for line in (
        ["固定资产名称", "资产类别", "原值", "累计折旧", "购建时间", "使用状况", "保管员"],
        ["旧水泵", "机器设备", 1200, 1200, "2008-05", "报废", "李守田"],
    ):
        old.active.append(line)
    old.save(tmp_path / "固定.xlsx")
    (pump,) = [r for r in taken(book, checked(book, tmp_path / "固定.xlsx")) if r["value_fen"]]
    assert (pump["worn_fen"], pump["residual_fen"]) == (120_000, 0)
    assert (pump["status"], pump["keeper"]) == ("待处置", "李守田")
