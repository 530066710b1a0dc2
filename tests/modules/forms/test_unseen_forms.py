"""Forms that were once misunderstood: a card taken for a list, the wrong people, a line lost."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.styles import Border, Side

from forms_office import full_office
from qinglian_desktop.core import clock
from qinglian_desktop.exchange.sheets import read_sheets
from qinglian_desktop.modules.forms import actions
from qinglian_desktop.store.book import Book

_THIN = Side(style="thin")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 11, 24)), full_office(tmp_path) as made:
        yield made


def drawn(path: Path, rows: Sequence[Sequence[Any]], boxes: str) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    for line in page[boxes]:
        for cell in line:
            cell.border = Border(_THIN, _THIN, _THIN, _THIN)
    book.save(path)
    return path


def test_the_title_over_a_list_says_who_stands_on_it(book: Book, tmp_path: Path) -> None:
    """Not that of the figures above it on the same sheet."""
    rows = [
        ["社区基本情况统计汇总表"],
        ["户数", "人口数", "党员人数", "低保人数", ""],
        [],
        ["低保对象名单"],
        ["序号", "姓名", "性别", "组别", "电话"],
        *[[""] * 5] * 2,
        ["填表人："],
    ]
    looked = actions.look(book, drawn(tmp_path / "a.xlsx", rows, "A5:E7"))
    assert [(each.field, each.value) for each in looked.mapping.where] == [
        ("tags", "低保"),
        ("state", "在册"),
    ]


def test_a_card_of_one_person_is_no_list(book: Book, tmp_path: Path) -> None:
    """Whatever ledger knows two of its words: the lines below are words too, and stay."""
    rows = [
        ["网格员信息登记表"],
        ["姓    名", "", "性    别", "", "出生年月", ""],
        ["民    族", "", "政治面貌", "", "文化程度", ""],
        ["身份证号", "", "", "", "联系电话", ""],
        ["家庭住址", "", "", "", "", ""],
    ]
    looked = actions.look(book, drawn(tmp_path / "a.xlsx", rows, "A2:F5"))
    assert (looked.mapping.source, looked.mapping.columns) == ("", ())


def test_a_line_of_averages_stays_below_the_list(book: Book, tmp_path: Path) -> None:
    form = xlwt.Workbook(encoding="utf-8")
    page = form.add_sheet("进度")
    page.write(0, 0, "清廉村居建设工作任务进展情况表")
    for place, head in enumerate(["序号", "工作任务", "责任人", "完成时限", "完成百分比"]):
        page.write(1, place, head)
        page.write(2, place, "" if place else "（一）")  # a number of its own kind: room for a row
        page.write(3, place, "")
    page.write(4, 0, "平均")
    page.write(4, 4, xlwt.Formula("AVERAGE(E3:E4)"))
    out = io.BytesIO()
    form.save(out)
    path = tmp_path / "a.xls"
    path.write_bytes(out.getvalue())
    looked = actions.look(book, path)
    filled = actions.fill(book, looked, tmp_path / "b.xls").result
    rows = read_sheets(filled.path)[0].rows
    assert filled.rows == 3
    assert [row[0] for row in rows[2:]] == ["1", "2", "3", "平均"]
    assert all(row[4] for row in rows[2:5])


def test_a_running_number_does_not_say_whose_list_it_is(book: Book, tmp_path: Path) -> None:
    """Lists of subsidies have one as a field of their own; a list of people has one too."""
    rows = [["残疾人基本情况登记表"], ["序号", "姓名", "身份证号", "残疾类别"], *[[""] * 4] * 2]
    looked = actions.look(book, drawn(tmp_path / "a.xlsx", rows, "A2:D4"))
    assert looked.mapping.source == "person"
    assert [each.take for each in looked.mapping.columns][:3] == ["#no", "name", "id_number"]
