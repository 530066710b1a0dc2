"""A published balance sheet taken in from its file: its totals stand, its faults are named."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from office import make_book
from qinglian_desktop import RESOURCES
from qinglian_desktop.core import clock
from qinglian_desktop.exchange.sheets import import_file
from qinglian_desktop.modules.funds.reads.sheets import sheet_reading, sheets
from qinglian_desktop.modules.funds.records import BalanceLine
from qinglian_desktop.store.book import Book

SAMPLE = RESOURCES / "samples" / "fenghua-cooperative-2018-balance-sheet.csv"
NAME = "丰华2018年资产负债表"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(date(2026, 3, 2)), make_book(tmp_path) as made:
        yield made


def test_the_published_sheet_keeps_its_totals_and_names_what_does_not_tie(book: Book) -> None:
    import_file(book, BalanceLine, SAMPLE, constants={"sheet": NAME})
    assert sheets(book) == [NAME]
    row = book.find(BalanceLine, sheet=NAME, item="资产总计")
    assert row is not None
    assert (row["opening_fen"], row["closing_fen"]) == (451_674_20, 559_708_92)
    found = sheet_reading(book, NAME)
    assert not found.sound and "股金" in found.cooperative
    assert found.blanks == ("短期借款",)
    named = [(fault.item, fault.column, fault.gap) for fault in found.faults]
    assert named == [
        ("资产总计", "年初数", 451_674_20),
        ("长期资产合计", "年初数", -451_674_20),
        ("长期资产合计", "期末数", -401_574_20),
        ("固定资产原值", "", 50_100_00),
    ]
